"""Times the drawing of cards: each kind and size, the first in a process and later ones, each with a different text.

CPU is this process's time; wall is the clock's, which is longer on a busy machine. Planning and disk are not included.
With --build, also times builds of the corpus of cases, without drawn pictures and with one for each page.
"""

from __future__ import annotations

import argparse
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Final

from benchmarks.corpus import studies, write_project
from site_gen.load import load_site
from site_gen.model.facts import offer_facts
from site_gen.model.site import Site
from site_gen.pages.photos import SHARED
from site_gen.render.artifact import FromTypst
from site_gen.render.typst import Typesetter
from site_gen.social.card_style import CardStyle, card_style_of
from site_gen.social.cards import offer_cards
from site_gen.social.networks import Size, social_networks

ROOT: Final = Path(__file__).parents[1]
NOW: Final = "2026-11-23T12:00:00+01:00"


def makers(site: Site, style: CardStyle) -> Iterator[tuple[str, FromTypst]]:
    """Yield one card of each kind and size, in the languages of the example site in turn."""
    networks = social_networks(site.main)
    for source in site.offers:
        for language in source.versions:
            facts = offer_facts(site, source, language, datetime.fromisoformat(NOW))
            for network in ("instagram", "vk"):
                for card in offer_cards(site, style, source, facts, networks[network], "result"):
                    yield card.name, card.maker
    for case in site.cases:
        for language, version in case.versions.items():
            said = {
                "name": site.main.name,
                "role": site.main.role,
                "title": version.title,
                "label": "Case",
                "below": version.client,
                "number": {"text": "×3,6", "metric": version.headline.name},
            }
            yield "preview of a page", style.picture("page.typ", Size("link", *SHARED), language, said)


def measure(rounds: int) -> None:
    """Print the times of every kind."""
    site = load_site(ROOT).site
    style = card_style_of(site)
    cards = list(makers(site, style))
    times: dict[str, list[tuple[float, float, int]]] = {}
    with tempfile.TemporaryDirectory() as folder:
        setter = Typesetter(style.typesetting, Path(folder))
        for number in range(rounds):
            for name, maker in cards:
                data = {**maker.data, "title": f"{maker.data['title']} {number}", "name": f"Clara {number}"}
                times.setdefault(name, []).append(_timed(setter, replace(maker, data=data)))
    first = times[cards[0][0]].pop(0)
    print(f"first card of a process: {first[0]:.0f} ms CPU, {first[1]:.0f} ms wall\n")
    print(f"{'card':<20}{'CPU ms: median':>16}{'90 %':>7}{'wall ms: median':>17}{'90 %':>7}{'kB':>6}{'cards':>7}")
    for name, measured in times.items():
        cpu, wall, sizes = zip(*measured, strict=True)
        numbers = f"{_middle(cpu):>16.0f}{_most(cpu):>7.0f}{_middle(wall):>17.0f}{_most(wall):>7.0f}"
        print(f"{name:<20}{numbers}{statistics.mean(sizes) / 1000:>6.0f}{len(measured):>7}")


def _timed(setter: Typesetter, maker: FromTypst) -> tuple[float, float, int]:
    cpu, wall = time.process_time(), time.perf_counter()
    content = setter.compile(maker.template, maker.data, maker.format, maker.ppi)
    return (time.process_time() - cpu) * 1000, (time.perf_counter() - wall) * 1000, len(content)


def _middle(values: tuple[float, ...]) -> float:
    return statistics.median(values)


def _most(values: tuple[float, ...]) -> float:
    return statistics.quantiles(values, n=10)[-1]


def measure_build(count: int) -> None:
    """Print the times of clean builds without and with a drawn picture for each page."""
    print(f"\nclean builds of {count:,} cases")
    for cards in ("none", "offers", "pages"):
        with tempfile.TemporaryDirectory() as folder:
            project = Path(folder) / "project"
            write_project(project, list(studies(count)))
            with (project / "site.yaml").open("a", encoding="utf-8") as file:
                file.write(f"theme: {{cards: {cards}}}\n")
            words = [sys.executable, "-m", "site_gen", "build", "--now", NOW, "--project", str(project)]
            for what in ("clean", "again"):
                before, wall = os.times(), time.perf_counter()
                subprocess.run(words, check=True, capture_output=True)
                after = os.times()
                cpu = after.children_user + after.children_system - before.children_user - before.children_system
                print(f"cards: {cards:<8}{what:<8}{time.perf_counter() - wall:>7.2f} s wall{cpu:>8.2f} s CPU")


def main() -> None:
    """Run the requested measurements."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=3, help="how often each card is drawn, each time another text")
    parser.add_argument("--build", type=int, metavar="CASES", help="also time clean builds of so many cases")
    options = parser.parse_args()
    measure(options.rounds)
    if options.build:
        measure_build(options.build)


if __name__ == "__main__":
    main()
