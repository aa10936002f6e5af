"""Mistakes of people who don't know YAML: each message is followed to the letter, and the file becomes right.

A row has what someone typed in place of something in a file that is right, what is said about it (the hint, from its
beginning), and what stands there once the hint was done as it says. None means that the program takes it as it is.
"""

from __future__ import annotations

from pathlib import Path
from typing import Final

import pytest

from site_gen.load import load_site
from site_gen.problems import ProjectError
from tests.conftest import ProjectFactory
from tests.support import AUDIT, CASE, DIRECT, SITE

FILES: Final = {"site": SITE, "case": CASE, "offer": DIRECT, "audit": AUDIT}
PATHS: Final = {
    "site": "site.yaml",
    "case": "cases/cafe.yaml",
    "offer": "offers/month.yaml",
    "audit": "offers/audit.yaml",
}

TITLE: Final = "title: A month of Instagram, run for you"
PRICE: Final = "price: {amount: 290, was: 390, lowest_30_days: 350, per: month}"
BUTTON: Final = "call_to_action: Book your month"
LIST: Final = "call_to_action: Book your month\nincludes: [12 posts, replies]"
MONTH: Final = "price: {amount: 290, per: month}"
ENDS: Final = "ends: 2026-12-20T18:00"
FORM: Final = "form:\n  delivery: url\n  url: https://forms.mara.example/audit"
NETWORKS: Final = "networks:\n  instagram: mara"
LEGAL: Final = "legal:\n  controller: Mara Vidal"

Row = tuple[str, str, str, str | None, str]
"""The file, what is right there, what was typed, the hint's beginning (None: taken as it is), what it is then."""

MISTAKES: Final[dict[str, Row]] = {
    # spaces, tabs, signs
    "a tab before an item": (
        "case",
        "  - name: Foll",
        "\t- name: Foll",
        "an editor can turn all tabs into",
        "  - name: Foll",
    ),
    "a tab before a key": ("case", "    before", "\t\tbefore", "an editor can turn all tabs into", "    before"),
    "a tab behind a colon": ("case", "client: Casa", "client:\tCasa", None, ""),
    "no space behind the first colon": ("offer", "kind: direct", "kind:direct", "write 'kind: direct'", "kind: direct"),
    "no space behind a colon": ("case", "before: 1200", "before:1200", "write 'before: 1200'", "before: 1200"),
    "no space in braces": ("case", "{from: 2026", "{from:2026", "write 'from: 2026-02-01'", "{from: 2026"),
    "no space in a form": (
        "site",
        FORM,
        "form: {delivery:formspree, id: abcdwxyz}",
        "write 'delivery: formspree'",
        "form: {delivery: formspree, id: abcdwxyz}",
    ),
    "a space before a colon": ("offer", "title: A", "title : A", None, ""),
    "a wide colon": ("offer", "title: A", "title： A", f"write '{TITLE}'", "title: A"),
    "an equals sign": ("offer", "title: A", "title = A", f"write '{TITLE}'", "title: A"),
    "a semicolon": ("offer", "kind: direct", "kind: direct;", "did you mean 'direct'?", "kind: direct"),
    "a comma at the end": ("offer", "kind: direct", "kind: direct,", "did you mean 'direct'?", "kind: direct"),
    "a note as in programs": ("offer", TITLE, f"// mine\n{TITLE}", "write '# mine'", f"# mine\n{TITLE}"),
    "a note as in HTML": ("offer", TITLE, f"<!-- mine -->\n{TITLE}", "write '# mine'", f"# mine\n{TITLE}"),
    "a no-break space": ("offer", "title: A", "title:\xa0A", "replace it by an ordinary space", "title: A"),
    "no-break spaces before a key": (
        "case",
        "    before",
        "\xa0\xa0\xa0\xa0before",
        "replace it by an ordinary space",
        "    before",
    ),
    "an invisible sign in a key": (
        "offer",
        "title:",
        "\u200btitle:",
        "delete the key with the space around it, and type it again: title",
        "title:",
    ),
    "an invisible sign at the beginning": ("offer", "kind: direct", "\u202akind: direct", None, ""),
    # quotes and signs at the beginning
    "an account": (
        "offer",
        TITLE,
        "title: @mara runs it",
        'put the text in quotes: title: "@mara runs it"',
        'title: "@mara runs it"',
    ),
    "percent first": ("offer", TITLE, "title: %20 off", 'put the text in quotes: title: "%20 off"', 'title: "%20 off"'),
    "a star first": (
        "offer",
        BUTTON,
        "call_to_action: *Book* now",
        'put the text in quotes: call_to_action: "*Book* now"',
        'call_to_action: "*Book* now"',
    ),
    "an and sign first": (
        "offer",
        BUTTON,
        "call_to_action: & more",
        'put the text in quotes: call_to_action: "& more"',
        'call_to_action: "& more"',
    ),
    "a back quote first": (
        "offer",
        BUTTON,
        "call_to_action: `Book`",
        'put the text in quotes: call_to_action: "`Book`"',
        'call_to_action: "`Book`"',
    ),
    "an exclamation mark first": (
        "offer",
        BUTTON,
        "call_to_action: !Book",
        "delete the tag; if it is part of a text, put the text in quotes",
        'call_to_action: "!Book"',
    ),
    "an arrow first": (
        "offer",
        BUTTON,
        "call_to_action: > Book",
        "begin the text on the next line, indented; if '>' is part of it, put",
        'call_to_action: "> Book"',
    ),
    "a hyphen first": (
        "offer",
        BUTTON,
        "call_to_action: - Book",
        "begin each '- ' on a line of its own; if it is part of a text, put",
        'call_to_action: "- Book"',
    ),
    "a hash first": ("offer", BUTTON, "call_to_action: #Book", 'put it in quotes: "#Book"', 'call_to_action: "#Book"'),
    "a colon in a text": (
        "offer",
        TITLE,
        "title: Offer: a month",
        'put the text in quotes: title: "Offer: a month"',
        'title: "Offer: a month"',
    ),
    "typographic quotes and a colon": (
        "offer",
        TITLE,
        "title: “A month: all”",
        'put the text in quotes: title: "A month: all"',
        'title: "A month: all"',
    ),
    "guillemets and a colon": (
        "offer",
        TITLE,
        "title: «Месяц: всё»",
        'put the text in quotes: title: "Месяц: всё"',
        'title: "Месяц: всё"',
    ),
    "typographic quotes in a list": (
        "offer",
        BUTTON,
        BUTTON + "\nincludes: [“12 posts, all”, x]",
        'write "12 posts, all"',
        BUTTON + '\nincludes: ["12 posts, all", x]',
    ),
    "text behind a quote": (
        "offer",
        TITLE,
        'title: "A month" of it',
        "write '\"A month\" of it'",
        "title: '\"A month\" of it'",
    ),
    "an apostrophe in single quotes": (
        "offer",
        TITLE,
        "title: 'It's mine'",
        'write "It\'s mine"',
        'title: "It\'s mine"',
    ),
    "an open quote": ("offer", TITLE, 'title: "A month', 'add " where the text ends', 'title: "A month"'),
    "an emoji": ("offer", "title: A", "title: 🔥 A", None, ""),
    # brackets
    "an open bracket": ("case", "[instagram]", "[instagram", "add ']'", "[instagram]"),
    "an open brace": ("offer", PRICE, PRICE[:-1], "add '}'", PRICE),
    "round brackets": ("case", "[instagram]", "(instagram)", "write [instagram]", "[instagram]"),
    "a comma left out": (
        "offer",
        "amount: 290, was",
        "amount: 290 was",
        "write 'amount: 290, was: …'",
        "amount: 290, was",
    ),
    # indentation
    "a key too far right": (
        "case",
        "\nniche",
        "\n  niche",
        "take out the spaces at the beginning of the line",
        "\nniche",
    ),
    "one space too many": ("case", "    before", "     before", "begin the line with 4 spaces", "    before"),
    "one space too few": ("case", "    before", "   before", "begin the line with 4 spaces", "    before"),
    "a key as far left as its parent": (
        "site",
        "  email:",
        "email:",
        "begin the line with 2 spaces, below 'contact:'",
        "  email:",
    ),
    "another one": ("site", LEGAL, LEGAL.replace("  ", ""), "begin the line with 2 spaces, below 'legal:'", LEGAL),
    "a text that goes on": (
        "offer",
        BUTTON,
        f"{BUTTON}\nsummary: One\ntwo",
        "write 'key: value'; if the line goes on with the text above it, indent it",
        f"{BUTTON}\nsummary: One\n  two",
    ),
    # lists
    "a list without dashes": (
        "offer",
        BUTTON,
        f"{BUTTON}\nincludes:\n  12 posts\n  replies",
        "begin each line of it with a hyphen and a space: '- 12 posts'",
        f"{BUTTON}\nincludes:\n  - 12 posts\n  - replies",
    ),
    "dashes without a space": (
        "offer",
        BUTTON,
        f"{BUTTON}\nincludes:\n  -12 posts\n  -replies",
        "begin each line of it with a hyphen and a space: '- 12 posts'",
        f"{BUTTON}\nincludes:\n  - 12 posts\n  - replies",
    ),
    "bullets": (
        "offer",
        BUTTON,
        f"{BUTTON}\nincludes:\n  • 12 posts\n  • replies",
        "begin each line of it with a hyphen and a space: '- 12 posts'",
        f"{BUTTON}\nincludes:\n  - 12 posts\n  - replies",
    ),
    "long dashes": (
        "offer",
        BUTTON,
        f"{BUTTON}\nincludes:\n  – 12 posts\n  – replies",
        "begin each line of it with a hyphen and a space: '- 12 posts'",
        f"{BUTTON}\nincludes:\n  - 12 posts\n  - replies",
    ),
    "stars": (
        "offer",
        BUTTON,
        f"{BUTTON}\nincludes:\n  * 12 posts",
        "write '- 12 posts'",
        f"{BUTTON}\nincludes:\n  - 12 posts",
    ),
    "one item without a dash": (
        "offer",
        BUTTON,
        f"{BUTTON}\nincludes:\n  - 12 posts\n  replies",
        "write 'key: value'; if the line goes on with the text above it, indent it, or begin it with '- '",
        f"{BUTTON}\nincludes:\n  - 12 posts\n  - replies",
    ),
    "a list as a text": ("offer", BUTTON, f"{BUTTON}\nincludes: 12 posts, replies", "write [12 posts, replies]", LIST),
    "a list of one as a text": ("case", "[instagram]", "instagram", "write [instagram]", "[instagram]"),
    "mappings without a dash": (
        "case",
        "  - name: Foll",
        "    name: Foll",
        "begin the first line of each item with '- ': '- name: …'",
        "  - name: Foll",
    ),
    # keys
    "a key twice": ("offer", BUTTON, f"{BUTTON}\n{TITLE}", "keep one of the two", BUTTON),
    "a capital": ("offer", "title:", "Title:", "did you mean 'title'?", "title:"),
    "spaces in a key": (
        "offer",
        "call_to_action:",
        "call to action:",
        "did you mean 'call_to_action'?",
        "call_to_action:",
    ),
    "hyphens in a key": (
        "offer",
        "call_to_action:",
        "call-to-action:",
        "did you mean 'call_to_action'?",
        "call_to_action:",
    ),
    "a key left out": (
        "offer",
        TITLE + "\n",
        "",
        "add 'title: …' (What is offered, as a client would say it",
        TITLE + "\n",
    ),
    "a mapping left out": (
        "site",
        LEGAL,
        "",
        "add 'legal: …' (Who answers for personal data, and whose rules the offers follow: {controller: Your Name})",
        "legal: {controller: Your Name}",
    ),
    "an empty mapping": (
        "site",
        LEGAL,
        "legal:",
        "write 'key: value' lines, indented below this key (Who answers",
        "legal: {controller: Your Name}",
    ),
    "a word for a mapping": (
        "site",
        FORM,
        "form: formspree",
        "write 'key: value' lines, indented below this key (Where requests go: {delivery: formspree, id: abcdwxyz}",
        "form: {delivery: formspree, id: abcdwxyz}",
    ),
    # days, moments, prices, numbers
    "a day with points": ("case", "2026-02-01", "01.02.2026", "write year, month and day: 2026-02-01", "2026-02-01"),
    "a day with strokes": (
        "case",
        "2026-02-01",
        "01/02/2026",
        "write year, month and day: 2026-02-01 or 2026-01-02, whichever you mean",
        "2026-02-01",
    ),
    "a month": (
        "case",
        "2026-02-01",
        "2026-02",
        "say the day too: 2026-02-01, or 2026-02-28 for the end",
        "2026-02-01",
    ),
    "a day that isn't there": (
        "case",
        "2026-02-01",
        "2026-02-31",
        "the last day of that month is 2026-02-28",
        "2026-02-28",
    ),
    "a moment in words": ("offer", ENDS, "ends: 20 December 2026, 18:00", "write 2026-12-20T18:00", ENDS),
    "a moment in Spanish": ("offer", ENDS, "ends: 20 de diciembre de 2026 a las 18 h", "write 2026-12-20T18:00", ENDS),
    "a moment in Russian": ("offer", ENDS, "ends: 20 декабря 2026 18:00", "write 2026-12-20T18:00", ENDS),
    "a moment with points": ("offer", ENDS, "ends: 20.12.2026 18:00", "write 2026-12-20T18:00", ENDS),
    "six o'clock": ("offer", ENDS, "ends: 2026-12-20 6pm", "write 2026-12-20T18:00", ENDS),
    "a space for the T": ("offer", ENDS, "ends: 2026-12-20 18:00", None, ""),
    "no time": ("offer", ENDS, "ends: 2026-12-20", "for example 2026-12-20T18:00", ENDS),
    "a price with its currency": ("offer", PRICE, "price: 290 €", "write the number alone: 290", "price: 290"),
    "a price with its currency first": ("offer", PRICE, "price: €290", "write the number alone: 290", "price: 290"),
    "a price by the month": ("offer", PRICE, "price: 290 €/month", "write {amount: 290, per: month}", MONTH),
    "a price from": (
        "offer",
        PRICE,
        "price: from 290",
        "write {amount: 290, from: true}",
        "price: {amount: 290, from: true}",
    ),
    "a decimal comma": ("offer", PRICE, "price: 290,50", "write the number alone: 290.50", "price: 290.50"),
    "thousands and decimals": (
        "offer",
        PRICE,
        "price: 1.290,50 EUR",
        "write the number alone: 1290.50",
        "price: 1290.50",
    ),
    "free": ("audit", "price: 0", "price: gratis", "write 0", "price: 0"),
    "a percentage": (
        "case",
        "    before: 1200\n    after: 4800",
        "    before: 12%\n    after: 48",
        'write digits alone: 12; the sign stands in a line of its own: unit: "%"',
        '    before: 12\n    unit: "%"\n    after: 48',
    ),
    "thousands by a letter": (
        "case",
        "after: 4800",
        "after: 4.8k",
        "write digits alone, with a point for decimals: 4800",
        "after: 4800",
    ),
    "thousands by a comma": (
        "case",
        "after: 4800",
        "after: 4,800",
        "write digits alone, with a point for decimals: 4800",
        "after: 4800",
    ),
    "seats in words": (
        "offer",
        BUTTON,
        f"{BUTTON}\nseats: 5 places",
        "write the number alone: 5",
        f"{BUTTON}\nseats: 5",
    ),
    "yes": ("audit", "required: true", "required: yes", None, ""),
    # names
    "a network's name": ("case", "[instagram]", "[Instagram]", "did you mean 'instagram'?", "[instagram]"),
    "a service's name": (
        "case",
        "service: management",
        "service: Management",
        "did you mean 'management'?",
        "service: management",
    ),
    "a file's name": ("offer", "proof: cafe", "proof: cases/cafe.yaml", None, ""),
    "a language's name": ("site", "[en, es]", "[English, es]", "write en", "[en, es]"),
    "languages as a text": ("site", "[en, es]", "en, es", "write [en, es]", "[en, es]"),
    "capital languages": ("site", "[en, es]", "[EN, es]", "write en", "[en, es]"),
    "a currency's sign": ("site", "currency: EUR", "currency: €", "write EUR", "currency: EUR"),
    "a currency's name": ("site", "currency: EUR", "currency: euro", "write EUR", "currency: EUR"),
    "a city alone": ("site", "Europe/Madrid", "Madrid", "did you mean 'Europe/Madrid'?", "Europe/Madrid"),
    "an address without https": (
        "site",
        "https://mara.example/",
        "www.mara.example",
        "write it whole: https://www.mara.example",
        "https://www.mara.example",
    ),
    "a colour without its #": (
        "site",
        FORM,
        f'{FORM}\ntheme: {{accent: "b8321a"}}',
        'write six hexadecimal digits in quotes: "#b8321a"',
        f'{FORM}\ntheme: {{accent: "#b8321a"}}',
    ),
    "the name of a service for its id": (
        "offer",
        "service: management",
        "service: Gestión mensual",
        "known: management",
        "service: management",
    ),
    "two numbers of seats": ("offer", TITLE, f"{TITLE}\nseats: 3 of 5", "write seats: {total: 5, taken: 2}", TITLE),
    "a network by its former name": (
        "site",
        NETWORKS,
        "networks:\n  twitter: mara",
        "did you mean 'x'?",
        "networks:\n  x: mara",
    ),
    "a network without a space": (
        "site",
        NETWORKS,
        "networks: {tiktok:mara}",
        "write a space behind the colon: tiktok: mara",
        "networks: {tiktok: mara}",
    ),
    "networks in a list": (
        "site",
        NETWORKS,
        "networks:\n  - tiktok: mara\n  - x: mara",
        "write below 'networks:', each on a line of its own with two spaces before it: tiktok: mara, x: mara",
        "networks:\n  tiktok: mara\n  x: mara",
    ),
    "networks beside their key": (
        "site",
        NETWORKS,
        "networks:\ntiktok: mara",
        "begin the line with 2 spaces, below 'networks:'",
        "networks:\n  tiktok: mara",
    ),
    "a network without a colon": (
        "site",
        NETWORKS,
        "networks: Tik-Tok mara",
        "write below 'networks:', each on a line of its own with two spaces before it: tiktok: mara",
        "networks:\n  tiktok: mara",
    ),
    "a key in Spanish": ("offer", "kind: direct", "tipo: direct", "did you mean 'kind'?", "kind: direct"),
    "a key in capitals": ("offer", "kind: direct", "KIND: direct", "did you mean 'kind'?", "kind: direct"),
    "a key as others call it": ("offer", BUTTON, "cta: Book", "did you mean 'call_to_action'?", "call_to_action: Book"),
    "a key in Russian": ("offer", BUTTON, "кнопка: Book", "did you mean 'call_to_action'?", "call_to_action: Book"),
    "a source in Spanish": (
        "case",
        "source: Instagram Insights",
        "fuente: Instagram Insights",
        "did you mean 'source'?",
        "source: Instagram Insights",
    ),
    "a period in Spanish": (
        "case",
        "{from: 2026-02-01, to",
        "{desde: 2026-02-01, to",
        "did you mean 'from'?",
        "{from: 2026-02-01, to",
    ),
    "two days with a hyphen": (
        "case",
        "{from: 2026-02-01, to: 2026-05-31}",
        "2026-02-01 - 2026-05-31",
        "write two days: {from: 2026-02-01, to: 2026-05-31}",
        "{from: 2026-02-01, to: 2026-05-31}",
    ),
    "two keys on a line": (
        "case",
        "before: 1200\n    after",
        "before: 1200 after",
        "begin 'after:' on a line of its own, below 'before: 1200'",
        "before: 1200\n    after",
    ),
    "networks without a comma": (
        "case",
        "[instagram]",
        "[instagram vk]",
        "separate them by commas: [instagram, vk]",
        "[instagram, vk]",
    ),
    "networks in braces alone": (
        "case",
        "[instagram]",
        "{instagram, vk}",
        "write it in square brackets: [instagram, vk]",
        "[instagram, vk]",
    ),
    "an item without its space": (
        "case",
        "networks: [instagram]",
        "networks:\n- instagram\n-vk",
        "write '- vk'",
        "networks:\n- instagram\n- vk",
    ),
    "one name in brackets": (
        "offer",
        "proof: cafe",
        "proof: [cafe]",
        "write cafe, without brackets",
        "proof: cafe",
    ),
    "a colon in an item": (
        "offer",
        BUTTON,
        f"{BUTTON}\nincludes:\n  - 12 posts: reels too",
        'put the text in quotes: "12 posts: reels too"',
        f'{BUTTON}\nincludes:\n  - "12 posts: reels too"',
    ),
    "yes in Spanish": ("offer", BUTTON, f"{BUTTON}\ndraft: sí", "write true", f"{BUTTON}\ndraft: true"),
    "no in Russian": ("offer", BUTTON, f"{BUTTON}\ndraft: нет", "write false", f"{BUTTON}\ndraft: false"),
    "an address in angles": (
        "site",
        "email: hello@mara.example",
        "email: <hello@mara.example>",
        "write one address alone: hello@mara.example",
        "email: hello@mara.example",
    ),
    "an address said in words": (
        "site",
        "email: hello@mara.example",
        "email: hello (at) mara.example",
        "write one address alone: hello@mara.example",
        "email: hello@mara.example",
    ),
    "a field's name as people say it": (
        "audit",
        "{name: email,",
        "{name: Correo electrónico,",
        "use small Latin letters, digits and underscores, a letter first: correo_electronico",
        "{name: correo_electronico,",
    ),
    "no space behind a hyphen in a list of metrics": (
        "case",
        "- name: F",
        "-name: F",
        "write '- name: Followers'",
        "- name: F",
    ),
    "no colons in braces": (
        "offer",
        PRICE,
        "price: {amount 290, per: month}",
        "write 'amount: 290'",
        MONTH,
    ),
    "semicolons in braces": (
        "offer",
        PRICE,
        "price: {amount: 290; per: month}",
        "write 'amount: 290, per: …'",
        MONTH,
    ),
    "a range of prices": (
        "offer",
        PRICE,
        "price: 290-390 €",
        "write the lower one: {amount: 290, from: true}",
        "price: {amount: 290, from: true}",
    ),
    "a hashtag in brackets": (
        "offer",
        BUTTON,
        f"{BUTTON}\nincludes: [12 posts, reels #fun]",
        'put the text in quotes: "reels #fun"',
        f'{BUTTON}\nincludes: [12 posts, "reels #fun"]',
    ),
    "a fall in percent": (
        "case",
        "after: 4800",
        "after: -12%",
        'write digits alone: -12; the sign stands in a line of its own: unit: "%"',
        'after: -12\n    unit: "%"',
    ),
    "a short colour": (
        "site",
        FORM,
        f'{FORM}\ntheme: {{accent: "#b83"}}',
        'write six hexadecimal digits in quotes: "#bb8833"',
        f'{FORM}\ntheme: {{accent: "#bb8833"}}',
    ),
    "a colour in numbers": (
        "site",
        FORM,
        f'{FORM}\ntheme: {{accent: "rgb(184, 50, 26)"}}',
        'write six hexadecimal digits in quotes: "#b8321a"',
        f'{FORM}\ntheme: {{accent: "#b8321a"}}',
    ),
    "one colour where there are two": (
        "site",
        FORM,
        f'{FORM}\ntheme:\n  colors: {{paper: "#fff"}}',
        'write ["#ffffff", "#111111"]',
        f'{FORM}\ntheme:\n  colors: {{paper: ["#ffffff", "#111111"]}}',
    ),
    "the accent among the colours": (
        "site",
        FORM,
        f'{FORM}\ntheme:\n  colors: {{accent: ["#b8321a", "#b8321a"]}}',
        "write it as 'accent:' below 'theme:'",
        f'{FORM}\ntheme:\n  accent: "#b8321a"',
    ),
    "a colour without quotes": (
        "site",
        FORM,
        f"{FORM}\ntheme: {{accent: #b8321a}}",
        'put the text in quotes: "#b8321a"',
        f'{FORM}\ntheme: {{accent: "#b8321a"}}',
    ),
    # pasted from documents, chats and lists of tasks
    "quotes inside quotes": (
        "offer",
        TITLE,
        'title: "A "super" month"',
        "write 'A \"super\" month'",
        "title: 'A \"super\" month'",
    ),
    "two texts in quotes": (
        "case",
        "[instagram]",
        '"instagram", "vk"',
        'write ["instagram", "vk"]',
        '["instagram", "vk"]',
    ),
    "a fence above": ("offer", "kind: direct", "```yaml\nkind: direct", "delete the line", "kind: direct"),
    "a fence below": ("offer", BUTTON, f"{BUTTON}\n```", "delete the line", BUTTON),
    "a bold key": ("offer", TITLE, "**title**: A month", "write 'title: A month'", "title: A month"),
    "a bold key with its colon": ("offer", TITLE, "**title:** A month", "write 'title: A month'", "title: A month"),
    "a star before one word": ("offer", TITLE, "title: *new", 'put the text in quotes: title: "*new"', 'title: "*new"'),
    "a link of Markdown": (
        "site",
        FORM,
        "form:\n  delivery: url\n  url: [form](https://forms.mara.example/audit)",
        "write the address alone: https://forms.mara.example/audit",
        FORM,
    ),
    "a link of Markdown in braces": (
        "site",
        FORM,
        "form: {delivery: url, url: [form](https://forms.mara.example/audit)}",
        "write the address alone: https://forms.mara.example/audit",
        "form: {delivery: url, url: https://forms.mara.example/audit}",
    ),
    "a box to be ticked": (
        "offer",
        BUTTON,
        f"{BUTTON}\nincludes:\n  - [ ] posts",
        "write '- posts'",
        f"{BUTTON}\nincludes:\n  - posts",
    ),
    "bullets with a tab": (
        "offer",
        BUTTON,
        f"{BUTTON}\nincludes:\n•\tposts",
        "write '- posts'",
        f"{BUTTON}\nincludes:\n- posts",
    ),
    "bullets in a line": (
        "offer",
        BUTTON,
        f"{BUTTON}\nincludes: 12 posts • replies",
        "write [12 posts, replies]",
        LIST,
    ),
    "a mark of another file": ("offer", TITLE, "\ufefftitle: A month", "delete it", "title: A month"),
    "a line break that isn't seen": (
        "offer",
        TITLE,
        "title: A month\u2028of work",
        "delete it",
        "title: A monthof work",
    ),
    "a text in brackets": (
        "case",
        "niche: Coffee shop",
        "niche: [coffee, tea]",
        "write coffee, tea, without brackets",
        "niche: coffee, tea",
    ),
    "a comma in braces": (
        "audit",
        "label: E-mail,",
        "label: E-mail, please,",
        'write "E-mail, please"',
        'label: "E-mail, please",',
    ),
    # dates, times and money in other forms
    "a day without zeros": ("case", "2026-02-01", "2026-2-1", "write year, month and day: 2026-02-01", "2026-02-01"),
    "a day with long dashes": (
        "case",
        "2026-02-01",
        "2026–02–01",
        "write year, month and day: 2026-02-01",
        "2026-02-01",
    ),
    "a day in one number": ("case", "2026-02-01", '"20260201"', "write year, month and day: 2026-02-01", "2026-02-01"),
    "midnight at the end": (
        "offer",
        ENDS,
        "ends: 2026-12-20T24:00",
        "write 2026-12-21T00:00",
        "ends: 2026-12-21T00:00",
    ),
    "a moment of a program": (
        "offer",
        ENDS,
        "ends: 2026-12-20T17:00:00.000Z",
        "write 2026-12-20T17:00+00:00",
        "ends: 2026-12-20T17:00+00:00",
    ),
    "a moment with GMT": (
        "offer",
        ENDS,
        "ends: 2026-12-20 18:00 GMT+1",
        "write 2026-12-20T18:00+01:00",
        f"{ENDS}+01:00",
    ),
    "another currency's sign": (
        "offer",
        PRICE,
        "price: $290",
        "write {amount: 290, currency: USD}",
        "price: {amount: 290, currency: USD}",
    ),
    "another currency's code, from an amount on": (
        "offer",
        PRICE,
        "price: from 290 GBP a month",
        "write {amount: 290, currency: GBP, from: true, per: month}",
        "price: {amount: 290, currency: GBP, from: true, per: month}",
    ),
    "another currency in braces": (
        "offer",
        PRICE,
        "price: {amount: £290}",
        "write the number alone: 290; beside it: currency: GBP",
        "price: {amount: 290, currency: GBP}",
    ),
    "a decimal comma and a sign in braces": (
        "offer",
        "amount: 290,",
        "amount: 290,50 €,",
        "write a point for decimals: 290.50",
        "amount: 290.50,",
    ),
    "a dash for cents": ("offer", "amount: 290,", "amount: 290,-,", "write the number alone: 290", "amount: 290,"),
    # what the site is called elsewhere
    "a country's code for a language": ("site", "[en, es]", "[en-GB, es]", "write en", "[en, es]"),
    "a city in its own letters": (
        "site",
        "Europe/Madrid",
        "Київ",
        "write a city with your clocks, for example Europe/Kyiv",
        "Europe/Kyiv",
    ),
    "an address with one stroke": (
        "site",
        "https://mara.example/",
        "https:/mara.example/",
        "write it whole: https://mara.example/",
        "https://mara.example/",
    ),
    "an address with a space": (
        "site",
        "https://mara.example/",
        "https://mara .example/",
        "write it whole: https://mara.example/",
        "https://mara.example/",
    ),
    "the address of an account": (
        "site",
        "https://mara.example/",
        "https://www.instagram.com/mara/",
        "write the address that the site will have",
        "https://mara.example/",
    ),
    "an e-mail address of a link": (
        "site",
        "hello@mara",
        "mailto:hello@mara",
        "write one address alone: hello@mara.example",
        "hello@mara",
    ),
    "an e-mail address with a space": (
        "site",
        "hello@mara",
        "hello @mara",
        "write one address alone: hello@mara.example",
        "hello@mara",
    ),
    "an e-mail address at a sentence's end": (
        "site",
        "hello@mara.example",
        "hello@mara.example.",
        "write one address alone: hello@mara.example",
        "hello@mara.example",
    ),
    "an e-mail address with a letter of another alphabet": (
        "site",
        "hello@",
        "h\u0435llo@",
        "the '\u0435' in 'h\u0435llo' is a Cyrillic letter: type it anew",
        "hello@",
    ),
}

ENCODED: Final = {
    "Windows' line ends": (DIRECT.replace("\n", "\r\n").encode(), ""),
    "old Macs' line ends": (DIRECT.replace("\n", "\r").encode(), ""),
    "a byte order mark": (b"\xef\xbb\xbf" + DIRECT.encode(), ""),
    "UTF-16": (DIRECT.encode("utf-16"), "save the file as UTF-8"),
    "Windows-1252": (
        DIRECT.replace("A month", "Café").encode("cp1252"),
        "it looks like Windows-1252: save the file as UTF-8",
    ),
    "Windows-1251": (
        DIRECT.replace("A month", "Месяц").encode("cp1251"),
        "it looks like Windows-1251: save the file as UTF-8",
    ),
}


@pytest.mark.parametrize("name", MISTAKES)
def test_following_the_hint_to_the_letter_makes_the_file_right(name: str, project: ProjectFactory) -> None:
    """Whoever doesn't know YAML does what the message says, and no more."""
    file, right, typed, hint, mended = MISTAKES[name]
    path, whole = PATHS[file], FILES[file]
    assert right in whole
    said = _said(project({path: whole.replace(right, typed, 1)}))
    if hint is None:
        assert said == ""
        return
    assert any(line.startswith(f"  hint: {hint}") for line in said.splitlines()), said
    assert _said(project({path: whole.replace(right, mended, 1)})) == ""


def _said(folder: Path) -> str:
    """Return what is said about a project; '' if it is right."""
    try:
        load_site(folder)
    except ProjectError as error:
        return str(error)
    return ""


@pytest.mark.parametrize("name", ENCODED)
def test_a_file_in_another_encoding_is_read_or_told(name: str, project: ProjectFactory) -> None:
    """Editors on Windows save as they like; a wrong letter would be published."""
    raw, hint = ENCODED[name]
    said = _said(project({"offers/month.yaml": raw}))
    assert said.endswith(f"\n  hint: {hint}") if hint else said == ""
