"""A project that uses every key there is, for the laws to break."""

from __future__ import annotations

import base64
from collections.abc import Mapping
from typing import Final

from tests.support import BASE, SERVICES, SITE

PIXEL: Final = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
)

RICH: Final[Mapping[str, str | bytes]] = {
    **BASE,
    "site.yaml": SITE.replace("https://mara.example/", "https://mara.example/work")
    + """\
kind: agency
intro: |
  I work **alone**.
photo: {image: mara.png, alt: Mara, caption: At work, focus: 30 20}
logo: {image: logo.svg, alt: Mara's sign}
favicon: mara.png
steps:
  - {title: First, text: We talk}
links:
  - {title: Shop, url: https://shop.example/}
home: [hero, clients, results, numbers, offer, team, faq, credentials]
announcement: {text: Closed in August, url: /offers/, starts: 2026-11-01T09:00, ends: 2027-01-07T18:00}
clients:
  - {name: Casa Blau, logo: {image: logo.svg, alt: The sign}, url: https://casablau.example/, case: cafe}
numbers:
  - {value: 41, unit: clients, name: Looked after, period: Since 2017, source: Invoices}
team:
  - {name: Pau, role: Films, text: And photographs, photo: {image: mara.png, alt: Pau}, url: https://pau.example/}
questions:
  - {question: Who, answer: "**Me** alone"}
credentials:
  - {kind: press, title: Sold out, by: Diari, year: 2026, url: https://d.example/, picture: {image: mara.png, alt: x}}
statistics:
  - {service: matomo, id: 3, url: https://stats.example/}
  - {service: plausible, id: mara.example, ask: true}
hosting: [apache, vercel]
host_plan: paid
typography: true
search: true
embeds: true
theme:
  {name: studio, accent: "#2b44c8", colors: {paper: ["#ffffff", "#000000"]}, params: {x: 1},
    typeface: manrope, corner: square,
    density: normal, header: photo}
""",
    "site.es.yaml": """\
role: Redes
tagline: Clientes
intro: Trabajo sola.
contact: {area: Girona}
photo: {alt: Marina, caption: Trabajando}
steps: [{title: Primero, text: Hablamos}]
links: [{title: Tienda}]
announcement: {text: Cerrado}
numbers: [{name: Clientes, period: Desde 2017, unit: clientes, source: Facturas}]
team: [{role: Vídeos, text: Y fotos, photo: {alt: Pablo}}]
questions: [{question: Quién, answer: Yo}]
credentials: [{title: Agotado, picture: {alt: y}}]
""".replace("contact: {area: Girona}\n", ""),
    "cases/cafe.yaml": """\
client: Casa Blau
title: Followers from 1,200 to 4,800
summary: A small café
niche: Coffee shop
networks: [instagram, vk]
tags: [food, local]
period: {from: 2026-02-01, to: 2026-05-31}
place: Girona
client_url: https://casablau.example/
service: management
metrics:
  - name: Followers
    before: 1200
    after: 4800
    source: Instagram Insights
    unit: people
    headline: true
    series: {2026-02: 1200, 2026-04: 3000, 2026-05: 4800}
  - {name: Cost, before: 6.40, after: 2.10, unit: EUR, better: lower, source: Ads,
     period: {from: 2026-03-01, to: 2026-05-31}}
  - {name: Reach, before: 100, after: 900, source: Export, series: reach}
  - name: Engagement rate
    formula: engagement-rate
    before: {interactions: 12, reach: 400}
    after: {interactions: 90, reach: 1000}
    source: Instagram Insights
budget: {amount: 900, revenue: 5200, currency: EUR, note: With ads}
review: {by: Anna, role: owner, text: Great, date: 2026-06-03, url: https://r.example/1, language: en, photo: mara.png}
cover: {image: mara.png, alt: A cup}
gallery:
  - mara.png
  - {image: mara.png, alt: "", caption: Two}
before_after: {before: {image: mara.png, alt: Before}, after: {image: mara.png, alt: After}}
body: |
  ## What we did

  Text with ![a picture](mara.png) and [a link](/offers/).
order: 2
aliases: [/clients/casa-blau.html]
updated: 2026-06-05
draft: false
""",
    "cases/cafe.csv": "date,reach\n2026-02,100\n2026-03,\n2026-05,900\n",
    "cases/cafe.es.yaml": """\
title: De 1200 a 4800
niche: Cafetería
tags: [comida, cerca]
metrics:
  - {name: Seguidores, source: Instagram, unit: personas}
  - {name: Coste}
  - {name: Alcance}
  - {name: Interacción}
budget: {note: Con anuncios}
review: {role: dueña, text: Genial}
cover: {alt: Una taza}
gallery: [{}, {alt: Dos}]
before_after: {before: {alt: Antes}, after: {alt: Después}}
body: Texto
""",
    "offers/month.yaml": """\
kind: direct
title: A month
summary: Posts and replies
service: management
proof: cafe
price: {amount: 290, was: 390, lowest_30_days: 350, per: month, currency: EUR, from: true}
starts: 2026-11-20T09:00
ends: 2026-12-20T18:00+01:00
extended: More seats
seats: {total: 5, taken: 2}
includes: [posts, replies]
excludes: [ads]
audience: Cafés
delivery: in a week
call_to_action: Book
book: https://cal.example/mara
steps: [{title: One, text: Two}]
questions: [{question: Why, answer: "Because ![x](mara.png)"}]
terms: Paid ahead
picture: {image: mara.png, alt: A cup}
ad_disclosure: Ad
aliases: [/the-month/]
body: Text
""",
    "offers/month.es.yaml": "title: Un mes\nprice: {per: mes}\nincludes: [uno, dos]\nquestions: [{question: Qué}]\n",
    "offers/audit.yaml": """\
kind: first-step
title: A free audit
price: 0
next: plan
form:
  fields:
    - {name: email, label: E-mail, type: email, required: true, help: Yours, placeholder: a@b.example}
    - {name: size, label: Size, type: select, options: [Small, Large]}
    - {name: page, label: Page, type: handle, networks: [instagram, vk], max_length: 100}
    - {name: from_page, label: x, type: hidden, value: "y"}
  consent: I agree
  marketing_consent: News too
  button: Send
call_to_action: Ask
""",
    "offers/plan.yaml": """\
kind: second-step
title: The whole year
tiers:
  - {name: Small, price: 100, summary: Less, includes: [a]}
  - {name: Large, price: {amount: 200, per: month}, advised: true}
call_to_action: Talk
""",
    "content/reviews.yaml": "reviews:\n  - {by: Pau, text: Good, case: cafe, photo: {image: mara.png, alt: Pau}}\n",
    "content/reviews.es.yaml": "reviews: [{text: Bien}]\n",
    "content/services.yaml": SERVICES.replace("\n    name", "\n    formerly: [care]\n    name", 1),
    "content/services.es.yaml": "services: [{name: Gestión, summary: Todo, price: {per: mes}}]\n",
    "content/plan.yaml": """\
mix: {useful: 40, proof: 25, entertaining: 10, selling: 15, contest: 0, poll: 10}
time: 18:30
rhythm: {instagram: 4}
topics:
  - date: 2026-11-02T18:00
    networks: [instagram]
    kind: proof
    topic: A café that fills its mornings
    status: published
    about: cases/cafe
    goal: trust
    owner: Mara
    text: Before and after
    why: Not posted about yet
    budget: {amount: 20, currency: EUR}
    posts:
      - network: instagram
        link: https://www.instagram.com/p/EXAMPLE/
        response: {reach: 1200, saves: 40, comments: 12, clicks: 31, leads: 2}
  - {date: 2026-12-18, networks: [instagram], kind: selling, topic: Soon over, about: month, step: last-day, budget: 5}
""",
    "content/privacy.md": "---\ntitle: Privacy\nupdated: 2026-01-01\n---\nNothing is kept.\n",
    "content/pages/about.md": "---\ntitle: About\nmenu: true\nmath: true\nnoindex: true\nsummary: Me\n---\n# Hello\n",
    "content/profile.md": "---\ntitle: Me\nfacts: [{label: Since, value: '2015'}]\nphoto: mara.png\n---\nI work.\n",
    "content/articles/first.md": """\
---
title: The first network
date: 2026-06-01
summary: Which one
updated: 2026-06-02
tags: start, networks
author: Mara
picture: {image: mara.png, alt: A plan}
video: {url: 'https://youtu.be/dQw4w9WgXcQ', title: A day, poster: mara.png}
math: true
series: {title: First steps, part: 1}
service: management
related: [cafe, articles/first]
offer: audit
---
# One

One is [enough](/cases/cafe/), see ![plan](../images/mara.png "Plan") and [the offer](../../offers/month.yaml#top).

| a | b |
|---|--:|
| 1 | 2 |

```python
x = "![no](picture.png)"
```

Text[^1] and *more*.

[^1]: A note.

Term
:   What it means {: .x }
""",
    "content/articles/first.es.md": """\
---
title: La primera red
series: {title: Primeros pasos}
tags: [uno, dos]
---
Una.
""",
    "content/images/mara.png": PIXEL,
    "content/images/logo.svg": b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 8 4"><path d="M0 0h8v4z"/></svg>',
    "static/guide.pdf": b"%PDF-1.7",
    "themes/studio/theme.yaml": "colors: {extra: ['#000000', '#ffffff']}\n",
    "themes/studio/strings/en.yaml": "own.text: Hello\n",
}
