"""Makes one corpus of case studies in five forms from the same data: a site_gen project, and sites of Hugo, Eleventy,
Pelican and MkDocs.

Equal in the first three: every case with its text (about 260 words of Markdown: headings, a list, links,
emphasis), period, three metrics of which one has a series of six points, budget, return and review; two
offers; a cases index in pages of 12; list pages of 12 for every network, niche and tag; home, profile,
services, privacy, links and 404; previous and next case; canonical, Open Graph and description tags; a
sitemap; numbers formatted in Catalan; a policy against inline code. No pictures in any.

Not equal is work that only site_gen does: drawing the chart of the series as SVG, JSON-LD, checking every
value of every file, subsetting the font, money by CLDR, offers that depend on the time, a second feed, atomic
writes. The others' layouts are plain, without a design, so their pages are smaller. They are optimised for
speed: what is the same on many pages is in Hugo's cached partials; Eleventy's layouts are JavaScript, and its
texts are not parsed for templates.

Pelican has no previous and next case, and networks among its tags. MkDocs has no lists of cases at all and no feed: it
makes a page for each file, and no more.
"""

from __future__ import annotations

import argparse
import json
import random
import re
import shutil
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any, Final

import yaml

HUGO_SITE: Final = Path(__file__).parent / "hugo"
ELEVENTY_SITE: Final = Path(__file__).parent / "eleventy"
PELICAN_SITE: Final = Path(__file__).parent / "pelican"
MKDOCS_SITE: Final = Path(__file__).parent / "mkdocs"
SEED: Final = 20261123
FIRST_DAY: Final = date(2022, 1, 1)
WORDS_A_BODY: Final = 260

NICHES: Final = (
    "Cafeteria",
    "Clínica dental",
    "Botiga de flors",
    "Gimnàs",
    "Escola d’idiomes",
    "Hotel rural",
    "Restaurant",
    "Perruqueria",
)
NETWORKS: Final = ("instagram", "vk", "telegram", "facebook", "tiktok")
TAGS: Final = (
    "anuncis",
    "pla de continguts",
    "comunitat",
    "vídeos curts",
    "ressenyes",
    "marca",
    "obertura",
    "temporada alta",
    "fidelització",
    "atenció al client",
    "col·laboracions",
    "botiga en línia",
)
_FIRST_NAMES: Final = ("Marta", "Jordi", "Núria", "Pau", "Olga", "Andreu", "Laia", "Miquel", "Irina", "Clara")
_SURNAMES: Final = ("Soler", "Puig", "Ferrer", "Vidal", "Roca", "Serra", "Mas", "Bosch", "Camps", "Riera")
_STREETS: Final = (
    "del Port",
    "de la Plaça",
    "del Molí",
    "de Dalt",
    "del Mercat",
    "de l’Estació",
    "del Pont",
    "Nova",
)
_TOPICS: Final = (
    "la resposta als missatges",
    "el calendari de publicacions",
    "els anuncis locals",
    "les fotografies de producte",
    "els vídeos de rerefons",
    "les històries dels clients",
    "la pàgina d’enllaços",
    "les ressenyes públiques",
)
_HEADINGS: Final = (
    "El punt de partida",
    "Què vam decidir",
    "Com es va fer",
    "Què va canviar",
    "Què en vam aprendre",
    "Els primers trenta dies",
)
_SENTENCES: Final = (
    "Abans de començar, {topic} depenia de qui tenia un moment lliure aquella setmana.",
    "Vam mirar {a} publicacions antigues i en vam quedar **les {b} que havien portat visites reals**.",
    "El primer mes vam provar dues veus diferents i vam triar la que *rebia més preguntes que aplaudiments*.",
    "La propietària va respondre personalment {a} comentaris, i això es va notar de seguida a les converses.",
    "Cada dilluns vam revisar {topic} amb l’equip, amb una llista curta i una sola decisió per reunió.",
    "No vam comprar seguidors ni vam fer sortejos: el que volíem eren veïns que poguessin venir.",
    "Els anuncis van arribar a un radi de {b} quilòmetres i només a les hores en què el local és obert.",
    "Vam deixar de banda {topic} durant {b} setmanes perquè no movia cap xifra important.",
    "A la meitat del període el cost per contacte va pujar, i vam tornar a la **versió anterior**.",
    "Les fotografies es van fer en un sol matí, amb llum natural i sense cap model contractat.",
    "De les {a} persones que van escriure, gairebé la meitat va acabar reservant o comprant el mateix mes.",
    "Les dades surten de les estadístiques de la xarxa i del full de caixa del client, mai d’una estimació.",
    "Quan la temporada va acabar, {topic} continuava funcionant sense que hi haguéssim de ser cada dia.",
    "El client ara publica sol {b} vegades per setmana i ens truca quan vol provar alguna cosa nova.",
)
_REFERENCES: Final = (
    "La guia que vam seguir és pública i es pot llegir [aquí](https://guies.example/guia-{a}) sencera.",
    "Mesurem tal com expliquem [en aquesta nota](https://example.org/mesura/{b}) de l’any passat.",
)
_ITEMS: Final = (
    "Un pla de **{b} setmanes** amb una idea per dia",
    "Respostes en menys de {a} minuts en horari d’obertura",
    "Dues sessions de fotografia i {b} vídeos curts",
    "Un informe mensual d’una pàgina, *sense adjectius*",
    "Anuncis amb un límit de {a} € per setmana",
    "Una carpeta compartida amb {a} peces aprovades",
)


@dataclass(frozen=True, slots=True)
class Study:
    """One case study, independent of any format."""

    slug: str
    case: dict[str, Any]
    body: str


def studies(count: int, seed: int = SEED) -> Iterator[Study]:
    """Yield `count` case studies; the same ones for the same seed, on every machine."""
    chance = random.Random(seed)  # deterministic on purpose
    for number in range(1, count + 1):
        yield Study(f"cas-{number:05}", _case(chance, number), _body(chance))


def _case(chance: random.Random, number: int) -> dict[str, Any]:
    niche = chance.choice(NICHES)
    start = FIRST_DAY + timedelta(days=chance.randrange(1500))
    end = start + timedelta(days=181)
    before, growth = chance.randrange(300, 3000), chance.randrange(150, 600)
    after = before * growth // 100
    amount = chance.randrange(400, 4000)
    client = f"{niche} {chance.choice(_STREETS)} {number}"
    return {
        "client": client,
        "title": f"De {before} a {after} seguidors en sis mesos",
        "summary": f"{client}: {chance.choice(_TOPICS)}, amb un pressupost de {amount} euros.",
        "niche": niche,
        "networks": chance.sample(NETWORKS, chance.choice((1, 1, 2))),
        "tags": chance.sample(TAGS, chance.choice((2, 3))),
        "period": {"from": start, "to": end},
        "metrics": [
            {
                "name": "Seguidors",
                "before": before,
                "after": after,
                "source": "Estadístiques de la xarxa",
                "series": _series(chance, start, before, after),
            },
            {
                "name": "Cost per contacte",
                "before": chance.randrange(500, 1200) / 100,
                "after": chance.randrange(120, 480) / 100,
                "unit": "EUR",
                "better": "lower",
                "source": "Gestor d’anuncis",
            },
            {
                "name": "Reserves al mes",
                "before": chance.randrange(5, 40),
                "after": chance.randrange(41, 160),
                "source": "Full de caixa",
            },
        ],
        "budget": {"amount": amount, "revenue": amount * chance.randrange(130, 520) // 100},
        "review": {
            "by": f"{chance.choice(_FIRST_NAMES)} {chance.choice(_SURNAMES)}",
            "role": "propietària",
            "text": f"{_sentence(chance)} {_sentence(chance)}".replace("*", ""),
            "date": end + timedelta(days=9),
        },
    }


def _series(chance: random.Random, start: date, before: int, after: int) -> dict[str, int]:
    months = [(start.year * 12 + start.month - 1 + step) for step in range(6)]
    values = sorted(chance.randrange(before, after + 1) for _ in range(4))
    return {f"{m // 12}-{m % 12 + 1:02}": v for m, v in zip(months, [before, *values, after], strict=True)}


def _sentence(chance: random.Random, source: tuple[str, ...] = _SENTENCES) -> str:
    return chance.choice(source).format(
        topic=chance.choice(_TOPICS), a=chance.randrange(10, 90), b=chance.randrange(2, 9)
    )


def _body(chance: random.Random) -> str:
    first, second, third = chance.sample(_HEADINGS, 3)
    items = "\n".join(f"- {_sentence(chance, (item,))}" for item in chance.sample(_ITEMS, 4))
    told, done = (f"{_paragraph(chance, 3)} {_sentence(chance, (reference,))}" for reference in _REFERENCES)
    parts = [f"## {first}", told, f"## {second}", done, items, f"### {third}"]
    while sum(len(part.split()) for part in parts) < WORDS_A_BODY - 10:
        parts.append(_paragraph(chance, 2))
    return "\n\n".join(parts) + "\n"


def _paragraph(chance: random.Random, sentences: int = 4) -> str:
    return " ".join(_sentence(chance) for _ in range(sentences))


def write_project(folder: Path, corpus: Iterable[Study]) -> None:
    """Write the corpus as a site_gen project."""
    _write(folder / "site.yaml", _SITE)
    _write(folder / "content" / "services.yaml", _SERVICES)
    _write(folder / "content" / "profile.md", _PROFILE)
    for name, text in _OFFERS.items():
        _write(folder / "offers" / f"{name}.yaml", text)
    for study in corpus:
        body = "".join(f"  {line}".rstrip() + "\n" for line in study.body.splitlines())
        _write(folder / "cases" / f"{study.slug}.yaml", f"{_as_yaml(study.case)}body: |\n{body}")


def write_hugo(folder: Path, corpus: Iterable[Study]) -> None:
    """Write the corpus as a Hugo site with the layouts beside this file."""
    shutil.copytree(HUGO_SITE, folder, dirs_exist_ok=True)
    for page, title in _PAGES.items():
        _write(folder / "content" / f"{page}.md", f"---\ntitle: {title}\n---\n\n{title}.\n")
    for name, text in _OFFERS.items():
        offer = yaml.safe_load(text)
        front = {"title": offer.pop("title"), "layout": "offer", "params": offer}
        _write(folder / "content" / "offers" / f"{name}.md", f"---\n{_as_yaml(front)}---\n")
    for study in corpus:
        case = dict(study.case)
        front = {
            "title": case.pop("title"),
            "description": case.pop("summary"),
            "date": case["period"]["to"],
            "networks": case.pop("networks"),
            "niches": [case.pop("niche")],
            "tags": case.pop("tags"),
            "params": case,
        }
        _write(folder / "content" / "cases" / f"{study.slug}.md", f"---\n{_as_yaml(front)}---\n\n{study.body}")


def write_eleventy(folder: Path, corpus: Iterable[Study]) -> None:
    """Write the corpus as an Eleventy site with the layouts beside this file, without Eleventy itself."""
    shutil.copytree(ELEVENTY_SITE / "site", folder / "site", dirs_exist_ok=True)
    for file in ("eleventy.config.js", "package.json"):
        shutil.copy(ELEVENTY_SITE / file, folder / file)
    for page in ("profile", "services", "links", "privacy"):
        title = _PAGES[page]
        _write(folder / "site" / f"{page}.md", f"---\ntitle: {title}\nlayout: page.11ty.js\n---\n\n{title}.\n")
    for name, text in _OFFERS.items():
        _write(folder / "site" / "offers" / f"{name}.md", f"---\n{text}---\n")
    for study in corpus:
        case = dict(study.case)
        front = {
            "title": case.pop("title"),
            "description": case.pop("summary"),
            "date": case["period"]["to"],
            "niches": [case.pop("niche")],
            "topics": case.pop("tags"),  # in Eleventy each of `tags` would become a collection
            **case,
        }
        _write(folder / "site" / "cases" / f"{study.slug}.md", f"---\n{_as_yaml(front)}---\n\n{study.body}")


def write_pelican(folder: Path, corpus: Iterable[Study]) -> None:
    """Write the corpus as a Pelican site: a case's data are JSON in a line of its header."""
    shutil.copytree(PELICAN_SITE, folder, dirs_exist_ok=True)
    content = folder / "content"
    for page in ("profile", "services", "links", "privacy", "offers"):
        title = _PAGES[page if page != "offers" else "offers/_index"]
        _write(content / "pages" / f"{page}.md", f"Title: {title}\nSlug: {page}\n\n{title}.\n")
    for name, text in _OFFERS.items():
        offer = yaml.safe_load(text)
        head = {"Title": offer["title"], "Slug": f"offers/{name}", "Ends": offer.get("ends", "")}
        _write(content / "pages" / f"{name}.md", _with_header({**head, "Offer": _as_json(offer)}, ""))
    for study in corpus:
        case = study.case
        head = {
            "Title": case["title"],
            "Date": case["period"]["to"],
            "Slug": study.slug,
            "Category": case["niche"],
            "Tags": ", ".join([*case["tags"], *case["networks"]]),
            "About": case["summary"],
            "Case": _as_json(case),
        }
        _write(content / "cases" / f"{study.slug}.md", _with_header(head, study.body))


def _with_header(head: dict[str, Any], body: str) -> str:
    lines = "".join(f"{key}: {value}\n" for key, value in head.items())
    return f"{lines}\n{body}"


def write_mkdocs(folder: Path, corpus: Iterable[Study]) -> None:
    """Write the corpus as a site of MkDocs."""
    shutil.copytree(MKDOCS_SITE, folder, dirs_exist_ok=True)
    for page, title in {**_PAGES, "index": "Anna Prat"}.items():
        name = page.replace("_index", "index")
        _write(folder / "docs" / f"{name}.md", f"---\ntitle: {title}\n---\n\n{title}.\n")
    for name, text in _OFFERS.items():
        _write(folder / "docs" / "offers" / f"{name}.md", f"---\n{text}---\n")
    for study in corpus:
        case = dict(study.case)
        front = {
            "title": case.pop("title"),
            "description": case.pop("summary"),
            "niches": [case.pop("niche")],
            **case,
        }
        _write(folder / "docs" / "cases" / f"{study.slug}.md", f"---\n{_as_yaml(front)}---\n\n{study.body}")


def _as_json(data: dict[str, Any]) -> str:
    return json.dumps(data, ensure_ascii=False, default=str)


def _as_yaml(data: dict[str, Any]) -> str:
    return yaml.dump(data, Dumper=_Plain, allow_unicode=True, sort_keys=False, width=10_000)


class _Plain(getattr(yaml, "CSafeDumper", yaml.SafeDumper)):  # type: ignore[misc]  # with libyaml if available
    """Writes no anchors: repeated values are written again, as a person would do."""

    def ignore_aliases(self, data: object) -> bool:  # noqa: ARG002
        return True


def _write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(text.encode())


def words(markdown: str) -> int:
    """Count words like a reader: Markdown signs and addresses don't count."""
    return len(re.findall(r"\w+", re.sub(r"\]\([^)]*\)", "]", markdown)))


_SITE: Final = """\
name: Anna Prat
role: Gestora de xarxes socials
tagline: Faig que els comerços de barri omplin l’agenda amb xarxes ben portades.
url: https://annaprat.example
languages: [ca]
time_zone: Europe/Madrid
currency: EUR
networks:
  instagram: exemple.anna
  telegram: exemple_anna
contact:
  email: hola@annaprat.example
legal:
  controller: Anna Prat
  profile: eu
  address: Carrer Major 1, Girona
form:
  delivery: url
  url: https://forms.annaprat.example/anna
"""
_PROFILE: Final = """\
---
title: Anna Prat
---

Porto xarxes de comerços petits des de fa deu anys.
"""
_SERVICES: Final = """\
services:
  - id: gestio
    name: Gestió de xarxes
    summary: Contingut, respostes i informe cada mes.
    price: {amount: 390, per: mes, from: true}
    includes: [Dotze publicacions, Moderació diària, Informe mensual]
    networks: [instagram, telegram]
"""
_OFFERS: Final = {
    "tardor": """\
kind: direct
title: Un mes de xarxes portades per mi
summary: Dotze publicacions i respostes cada dia.
service: gestio
price: {amount: 290, was: 390, lowest_30_days: 350, per: mes}
starts: 2026-11-01T09:00
ends: 2027-03-31T18:00
seats: {total: 5, taken: 2}
includes: [Dotze publicacions, Moderació diària, Informe mensual]
call_to_action: Reserva el teu mes
""",
    "pla": """\
kind: second-step
title: El pla de tot l’any
summary: Dotze mesos, amb un informe cada mes.
price: {amount: 2900}
call_to_action: Parlem-ne
""",
    "auditoria": """\
kind: first-step
title: Auditoria gratuïta de la teva pàgina en 48 hores
next: pla
summary: Et dic què funciona i què no, per escrit.
price: 0
includes: [Revisió del perfil, Tres millores concretes]
call_to_action: Demana l’auditoria
form:
  fields:
    - {name: name, label: El teu nom, type: text, required: true}
    - {name: email, label: Correu electrònic, type: email, required: true}
    - {name: page, label: Enllaç a la teva pàgina, type: url, required: true}
  consent: Accepto que les meves dades es facin servir per respondre aquesta petició.
""",
}
_PAGES: Final = {
    "profile": "Perfil",
    "services": "Serveis",
    "links": "Enllaços",
    "privacy": "Privacitat",
    "cases/_index": "Casos",
    "offers/_index": "Ofertes",
}


def main() -> None:
    """Write all formats below a folder."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.corpus", description=__doc__.partition("\n")[0])
    parser.add_argument("folder", type=Path, help="where site_gen/, hugo/, eleventy/, pelican/ and mkdocs/ are written")
    parser.add_argument("--count", type=int, default=1000, help="how many cases (default: %(default)s)")
    parser.add_argument("--seed", type=int, default=SEED)
    options = parser.parse_args()
    corpus = list(studies(options.count, options.seed))
    write_project(options.folder / "site_gen", corpus)
    write_hugo(options.folder / "hugo", corpus)
    write_eleventy(options.folder / "eleventy", corpus)
    write_pelican(options.folder / "pelican", corpus)
    write_mkdocs(options.folder / "mkdocs", corpus)
    mean = sum(words(study.body) for study in corpus) // max(len(corpus), 1)
    sys.stdout.write(f"{len(corpus)} cases, {mean} words each on average, in {options.folder}\n")


if __name__ == "__main__":
    main()
