"""What can be read about: the documents that come with the program, and the keys of each kind of file."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Final

from site_gen.load.schema import KINDS
from site_gen.load.shape import Shape, model_shape
from site_gen.messages import ENGLISH, Message, m
from site_gen.model.content_kinds import CONTENT_KINDS

_PACKAGED: Final = Path(__file__).parent.parent / "docs"
_BESIDE: Final = Path(__file__).parent.parent.parent / "docs"
"""Where the documents are in an installed program, and in its source tree."""

_LINK: Final = re.compile(r"\[(?P<words>[^\]]*)\]\((?P<up>\.\./)?(?P<name>[a-z]+)\.md(?:#[^)]*)?\)")

_HEADINGS: Final[Mapping[str, str]] = {
    "agency": m("Many sites"),
    "articles": m("Articles that lead on"),
    "audits": m("Audits, and pages for one client alone"),
    "begin": m("Ten minutes"),
    "cards": m("Pictures"),
    "commands": m("Commands"),
    "deadlines": m("Offers and time"),
    "deploy": m("Going online"),
    "editor": m("The editor"),
    "forms": m("Where forms go"),
    "honest": m("Honest by construction"),
    "hosting": m("Putting the site on a host"),
    "import": m("Bringing a site over"),
    "inbox": m("The inbox"),
    "install": m("How to install it"),
    "leads": m("Leads"),
    "looks": m("Changing the look"),
    "metrics": m("Numbers from the source"),
    "photos": m("Photos, drawings and your own files"),
    "pins": m("Pinned posts"),
    "plan": m("The content plan"),
    "preview": m("Preview"),
    "project": m("A project on disk"),
    "proposals": m("Proposals"),
    "search": m("Search"),
    "sections": m("Sections of the home page"),
    "security": m("Security: what is promised, against whom, and what holds it"),
    "statistics": m("Visitor statistics"),
    "texts": m("Texts and videos"),
    "themes": m("Themes: everything a template may use"),
    "translating": m("Texts of the program, and their translations"),
    "translations": m("Translations"),
    "verify": m("Is what the public gets true now?"),
}
"""What each document is about: its heading. Most are in English alone; their headings are not."""


def documents(language: str = ENGLISH) -> Mapping[str, Message]:
    """Return the heading of each document by its name; it says which are in English alone, for another language."""
    return {name: _about(name, language) for name in sorted(_HEADINGS)}


def document(name: str, language: str = ENGLISH) -> str:
    """Return a document in Markdown, in English where there is none in a language; links to other documents say which
    command shows them."""
    own = _folder() / language
    is_own = (own / f"{name}.md").is_file()

    def command(link: re.Match[str]) -> str:
        in_english = link["up"] and (own / f"{link['name']}.md").is_file()
        option = f"--ui-language {ENGLISH} " if in_english else ""
        words, line = link["words"], f"`site-gen {option}help {link['name']}`"
        return line if words.startswith(f"{link['name']}.md") else f"{words} ({line})"

    return _LINK.sub(command, ((own if is_own else _folder()) / f"{name}.md").read_text(encoding="utf-8"))


def file_kinds() -> tuple[str, ...]:
    """Return the kinds of file whose keys can be listed."""
    return tuple(KINDS)


def where(kind: str) -> str:
    """Return which files are of a kind: 'offers/NAME.yaml'."""
    for known in CONTENT_KINDS:
        if known.name == kind:
            return f"{known.place}{known.suffix}" if known.is_single else f"{known.folder}/NAME{known.suffix}"
    return f"{kind}.yaml"


def keys_of(kind: str) -> Iterator[tuple[str, str]]:
    """Yield each key of a kind of file, as a path (`price.amount`, `metrics[].name`), and what it is for."""
    seen: set[str] = set()
    for model in KINDS[kind]:
        for path, description in _keys(model_shape(model), ""):
            if path not in seen:
                seen.add(path)
                yield path, description


@cache
def _folder() -> Path:
    return _PACKAGED if _PACKAGED.is_dir() else _BESIDE


def _about(name: str, language: str) -> Message:
    heading = Message(_HEADINGS[name])
    is_own = language == ENGLISH or (_folder() / language / f"{name}.md").is_file()
    return heading if is_own else m("{heading} (in English)", heading=heading)


def _keys(shape: Shape, above: str) -> Iterator[tuple[str, str]]:
    for key, inner in (shape.fields or {}).items():
        path = f"{above}.{key}" if above else key
        yield path, inner.description
        item = inner.item or inner.each
        mark = f"{path}[]" if inner.item else f"{path}.NAME" if inner.each else path
        yield from _keys(item or inner, mark)
