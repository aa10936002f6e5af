"""The site's short links, /go/NAME/: names for offers, cases and articles, and the owner's own links."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Final

from site_gen.messages import m
from site_gen.model.case import Case
from site_gen.model.content import Article
from site_gen.model.finding import Finding
from site_gen.model.networks import NETWORKS
from site_gen.model.offer import Offer
from site_gen.model.settings import Settings
from site_gen.model.site import Translated

SHORT_FOLDER: Final = "go"


def short_name(network: str, slug: str, language: str, first: str, folder: str = "offers") -> str:
    """Return a short link's name, such as `vk-autumn-start` or `vk-autumn-start-ru`."""
    kind = () if folder == "offers" else (folder.removesuffix("s"),)
    tail = () if language == first else (language,)
    return "-".join((network, *kind, slug, *tail))


def former_names(thing: Offer | Case | Article, folder: str) -> tuple[str, ...]:
    """Return the names that a thing had before, by its old addresses in its folder: what was posted then leads on."""
    own = re.compile(rf"{folder}/([a-z0-9]+(?:-[a-z0-9]+)*)/")
    return tuple(found[1] for alias in thing.aliases if (found := own.fullmatch(alias)))


def linked_networks(main: Settings) -> tuple[str, ...]:
    """Return the networks that offers, cases and articles have short links for: site.yaml's, else all known ones."""
    return (*dict.fromkeys((*main.networks, *main.network_facts)),) or tuple(NETWORKS)


def short_names(
    main: Settings,
    offers: Iterable[Translated[Offer]],
    cases: Iterable[Translated[Case]],
    articles: Iterable[Translated[Article]],
) -> Mapping[str, str]:
    """Return every name that an offer, a case or an article uses or will use, with its file."""
    folders: tuple[tuple[str, Iterable[Translated[Any]]], ...] = (
        ("offers", offers),
        ("cases", cases),
        ("articles", articles),
    )
    return {
        short_name(network, slug, language, main.language, folder): source.file
        for folder, sources in folders
        for source in sources
        for slug in (*former_names(source.original, folder), source.slug)
        for language in source.versions
        for network in linked_networks(main)
    }


def check_short_links(
    main: Settings,
    offers: Iterable[Translated[Offer]],
    cases: Iterable[Translated[Case]],
    articles: Iterable[Translated[Article]],
) -> Iterator[Finding]:
    """Find the owner's short links whose names belong to an offer, a case or an article."""
    if not main.go:
        return
    taken = short_names(main, offers, cases, articles)
    for name in main.go:
        if name in taken:
            message = m(
                "/{short_folder}/{name}/ is the short link of {taken}",
                short_folder=SHORT_FOLDER,
                name=name,
                taken=taken[name],
            )
            hint = m("choose another name; this one is free again when that file is gone")
            yield Finding("site.yaml", ("go", name), message, hint)
