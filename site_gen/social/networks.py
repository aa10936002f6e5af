"""The limits and features of each network: the packaged table (data/networks.yaml) with site.yaml's changes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any, Final, Literal

from site_gen.model.network_facts import NetworkFacts
from site_gen.model.networks import NETWORKS
from site_gen.model.settings import Settings
from site_gen.social.counting import UNITS, utf8_bytes
from site_gen.sources.yaml import read_yaml

_DATA: Final = Path(__file__).parent / "data" / "networks.yaml"

Mark = Literal["O", "O*", "T", "C", "U"]


@dataclass(frozen=True, slots=True)
class Size:
    """A picture's size in pixels, its use, and how many pixels the network's interface covers at the top and bottom.

    `sticker`: the network lets its users put a sticker with a link on it.
    """

    use: str
    width: int
    height: int
    safe: tuple[int, int] = (0, 0)
    sticker: bool = False


@dataclass(frozen=True, slots=True)
class NetworkFact:
    """A value of the table with its source.

    O official; O* official, seen as a quotation; T third-party software; C convention; U unknown, a cautious value.
    `checked` is None for values from site.yaml.
    """

    value: object
    mark: Mark
    source: str
    checked: date | None


@dataclass(frozen=True, slots=True)
class SocialNetwork:
    """The rules for posts on a network. Lengths are in `unit`; None if the network has no such text."""

    id: str
    name: str
    facts: Mapping[str, NetworkFact]
    rules: NetworkFacts
    images: tuple[Size, ...]
    pinning: str

    @property
    def limit(self) -> int:
        return self.rules.limit or 0

    @property
    def unit(self) -> str:
        return self.rules.unit or "utf-16"

    @property
    def link(self) -> str:
        """The place of a link: text, words, bio or field."""
        return self.rules.link or "text"

    @property
    def hashtags(self) -> int:
        """The number of hashtags in a post: the recommended number, but at most the network's limit."""
        advised, most = self.rules.hashtags_advised, self.rules.hashtags_max
        return min(number for number in (advised, most, 30) if number is not None)

    @property
    def pins(self) -> int:
        """How many posts can be pinned; one if unknown."""
        return 1 if self.rules.pins is None else self.rules.pins

    @property
    def has_threads(self) -> bool:
        """Whether a post can be followed by numbered parts."""
        return bool(self.rules.thread)

    def is_official(self, name: str) -> bool:
        """Whether a value comes from the network itself."""
        return name in self.facts and self.facts[name].mark in {"O", "O*"}

    def length(self, text: str) -> int:
        """Return a text's length in the network's unit."""
        return UNITS[self.unit](text)

    def fits(self, text: str, limit: int) -> bool:
        """Whether a text is within a limit, and within the limit in bytes if there is one."""
        return self.length(text) <= limit and (self.rules.bytes is None or utf8_bytes(text) <= self.rules.bytes)


@cache
def _table() -> Mapping[str, Mapping[str, NetworkFact]]:
    document = read_yaml(_DATA.read_text(encoding="utf-8"), _DATA.name)
    data: Any = document.data
    return MappingProxyType(
        {
            id_: MappingProxyType({name: _fact(fact) for name, fact in facts.items()})
            for id_, facts in dict(data).items()
        }
    )


def _fact(fact: Mapping[str, Any]) -> NetworkFact:
    return NetworkFact(fact["value"], fact["mark"], fact["source"], date.fromisoformat(str(fact["checked"])))


def _size(size: Mapping[str, Any]) -> Size:
    top, bottom = size.get("safe", (0, 0))
    return Size(size["use"], size["width"], size["height"], (top, bottom), size.get("sticker", False))


def social_networks(settings: Settings) -> Mapping[str, SocialNetwork]:
    """Return every network by its id: those of the table with site.yaml's changes, then the owner's own."""
    ids = (*_table(), *(id_ for id_ in settings.network_facts if id_ not in _table()))
    return {id_: _network(id_, settings.network_facts.get(id_, NetworkFacts())) for id_ in ids}


def chosen_networks(settings: Settings) -> tuple[str, ...]:
    """Return the default networks for posts: those of site.yaml, else all."""
    own = (*settings.networks, *(id_ for id_ in settings.network_facts if id_ not in settings.networks))
    return own or tuple(_table())


def _network(id_: str, changed: NetworkFacts) -> SocialNetwork:
    table = _table().get(id_, {})
    new = {name: value for name, value in changed if value is not None and name not in {"name", "source"}}
    source = changed.source or "site.yaml"
    facts = {**table, **{name: NetworkFact(value, "C", source, None) for name, value in new.items()}}
    values = {name: fact.value for name, fact in facts.items() if name in NetworkFacts.model_fields}
    images: Any = facts["images"].value if "images" in facts else ()
    return SocialNetwork(
        id=id_,
        name=changed.name or (NETWORKS[id_].name if id_ in NETWORKS else id_),
        facts=MappingProxyType(facts),
        rules=NetworkFacts.model_validate(values),
        images=tuple(_size(size) for size in images),
        pinning=str(facts["pinning"].value) if "pinning" in facts else "",
    )
