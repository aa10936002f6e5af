"""Makes every medium of a project at its instants, through the program's public commands, and reads it back."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import cache, cached_property
from pathlib import Path
from typing import Any, Final
from unittest.mock import patch

from site_gen.actions import post_pictures
from site_gen.render.artifact import FromTypst
from tests.support import Ran, run_main, tree, write_files
from tests.support_build import Rendered, render
from tests.truth.offers import Project
from tests.truth.reader import feeds, pages, posts, structured, tables
from tests.truth.reader.facts import Told
from tests.truth.reader.source import Truth, read_project

NETWORKS_DRAWN: Final = ("telegram", "instagram", "pinterest")
"""Networks whose cards are looked at: they have every layout, a single one, a carousel and a narrow one."""

_PASSED_BY: Final = ("go/", "privacy/", "404.html", "proposal/")

_offer_page = cache(pages.read_offer_page)
_page_lines = cache(pages.read_lines)

Key = tuple[str, str]
"""An offer's name and a language."""


@dataclass
class View:
    """Everything that can be learnt of a project's offers at one instant, by offer and language."""

    now: datetime
    told: dict[Key, dict[str, Told]] = field(default_factory=dict)
    nodes: dict[Key, tuple[structured.OfferNode, ...]] = field(default_factory=dict)
    services: dict[str, tuple[structured.OfferNode, ...]] = field(default_factory=dict)
    lines: list[tuple[str, str, pages.Line]] = field(default_factory=list)
    posts: dict[Key, list[posts.Post]] = field(default_factory=dict)
    pinned: frozenset[str] = frozenset()
    rows: dict[str, tuple[Told, Told]] = field(default_factory=dict)
    table: dict[str, Told] = field(default_factory=dict)

    def put(self, key: Key, medium: str, told: Told) -> None:
        self.told.setdefault(key, {})[medium] = told


@dataclass
class Scene:
    """A project on disk, with what was rendered of it so far."""

    project: Project
    folder: Path
    store: Path
    _kept: dict[tuple[str, str], str] = field(default_factory=dict)
    _closed: dict[tuple[str, str], list[Mapping[str, Any]]] = field(default_factory=dict)

    @cached_property
    def truths(self) -> dict[Key, Truth]:
        return read_project(self.folder)

    @cached_property
    def views(self) -> tuple[View, ...]:
        """What is to be learnt at each of the project's instants."""
        return tuple(self.view(now) for now in self.project.instants)

    def view(self, now: datetime) -> View:
        """Render everything at an instant and read it."""
        view = View(now)
        self._read_pages(view, render(self.folder, self.store, now))
        self._read_posts(view)
        view.rows = tables.read_rows(self._run("offers", "--json", now=now).out, self.project.languages[0])
        view.table = tables.read_table(self._run("offers", now=now).out, self.project.languages[0])
        return view

    # --- files ------------------------------------------------------------------------------------------------------

    def _text(self, rendered: Rendered, path: str) -> str:
        key = (path, rendered.artifacts[path].maker.fingerprint())
        if key not in self._kept:
            self._kept[key] = rendered.text(path)
        return self._kept[key]

    def _language(self, path: str) -> tuple[str, str]:
        """Return the language of a file, and its path within it."""
        first, _, rest = path.partition("/")
        return (first, rest) if first in self.project.languages[1:] else (self.project.languages[0], path)

    def _read_pages(self, view: View, rendered: Rendered) -> None:
        for path in rendered.artifacts:
            language, tail = self._language(path)
            if tail in {"feed.xml", "feed.json"}:
                read = feeds.read_atom if tail == "feed.xml" else feeds.read_json
                for slug, told in read(self._text(rendered, path), language):
                    view.put((slug, language), tail, told)
            elif tail.endswith(".html") and not tail.startswith(_PASSED_BY):
                self._read_page(view, self._text(rendered, path), language, tail)

    def _read_page(self, view: View, html: str, language: str, tail: str) -> None:
        folder, _, rest = tail.partition("/")
        slug = rest.removesuffix("/index.html") if folder == "offers" and rest != "index.html" else ""
        key = (slug, language)
        if slug:
            page = _offer_page(html, slug, language)
            view.nodes[key] = structured.read_offers(html, language)
            view.put(key, "page", page.body)
            view.put(key, "page, attributes", page.machine)
            if page.bar:
                view.put(key, "page, bar", page.bar)
        if tail == "services/index.html":
            view.services[language] = structured.read_services(html, language)
        name = tail.removesuffix("index.html").removesuffix("/") or "home"
        for line in _page_lines(html, language, slug):
            view.lines.append((name, language, line))
            view.put((line.slug, language), f"line in {name}{'' if line.seen else ', for later'}", line.told)

    # --- commands ---------------------------------------------------------------------------------------------------

    def _run(self, *words: str, now: datetime, folder: Path | None = None) -> Ran:
        env = os.environ | {"SITE_GEN_CACHE": str(self.store), "COLUMNS": "400"}
        at = ("--project", str(folder or self.folder), "--now", now.isoformat())
        return run_main(*words, *at, cwd=self.folder, env=env)

    def _read_posts(self, view: View) -> None:
        """Write the posts of every open offer; of those that aren't (any more), what takes their place."""
        data: list[Mapping[str, Any]] = []
        if any(truth.state(view.now) in {"live", "sold-out"} for truth in self.truths.values()):
            ran = self._run("pin", "--network", "all", "--json", now=view.now)
            data = json.loads(ran.out) if ran.code == 0 else []
        view.pinned = frozenset(post["offer"] for post in data)
        states = {slug: truth.state(view.now) for (slug, _), truth in self.truths.items()}
        for slug, state in states.items():
            if slug not in view.pinned and state != "scheduled":
                data += self._closing(slug, state, view.now)
        for post in posts.read_posts(data):
            key = (post.offer, post.language)
            view.posts.setdefault(key, []).append(post)
            view.put(key, f"{post.role} in {post.network}", post.told)

    def _closing(self, slug: str, state: str, now: datetime) -> list[Mapping[str, Any]]:
        """Return the posts of an offer that isn't open, as they were when it first was in this state."""
        if (slug, state) not in self._closed:
            ran = self._run("pin", slug, "--network", "all", "--json", now=now)
            assert ran.code == 0, ran.err
            self._closed[slug, state] = json.loads(ran.out)
        return self._closed[slug, state]

    def drawn(self, now: datetime, folder: Path) -> dict[str, tuple[str, FromTypst]]:
        """Write the posts of all offers that aren't scheduled with their pictures into `folder`, but draw none.

        Returns what would make each picture, by its path, with its language.
        """
        found: dict[str, tuple[str, FromTypst]] = {}

        def keep(site: Any, pictures: Sequence[Any], *_: Any) -> None:
            found.update({picture.path: (picture.path.split("/")[1], picture.maker) for picture in pictures})

        networks = [word for network in NETWORKS_DRAWN for word in ("--network", network)]
        slugs = {slug for (slug, _), truth in self.truths.items() if truth.state(now) != "scheduled"}
        with patch.object(post_pictures, "draw_pictures", keep):
            self._run("pin", *networks, "--out", str(folder), now=now)
            for slug in sorted(slugs - {path.name for path in folder.iterdir()}):
                ran = self._run("pin", slug, *networks, "--out", str(folder), now=now)
                assert ran.code == 0, ran.err
        return found

    def ledger(self, now: datetime, folder: Path) -> dict[str, Told]:
        """Record what is public, in a copy of the project, and return what was recorded."""
        copy = write_files(folder, tree(self.folder))
        ran = self._run("offers", "--record", now=now, folder=copy)
        assert ran.code == 0, ran.err
        return tables.read_ledger(
            (copy / "offers" / "ledger.jsonl").read_text(encoding="utf-8"), self.project.languages[0]
        )

    def proposal(self, now: datetime) -> tuple[str, bytes]:
        """Return a proposal's page and its PDF."""
        made = render(self.folder, self.store, now)
        paths = [path for path in made.artifacts if path.startswith("proposal/")]
        (page,) = (path for path in paths if path.count("/") == 2 and path.endswith(".html"))
        (document,) = (path for path in paths if path.endswith(".pdf"))
        return made.text(page), made.bytes(document)


def scene(project: Project, folder: Path, store: Path) -> Scene:
    """Write a project and return it, ready to be looked at; `store` keeps what is slow to make."""
    return Scene(project, write_files(folder, project.files()), store)
