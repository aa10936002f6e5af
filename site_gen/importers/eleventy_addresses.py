"""The addresses of Eleventy's texts: permalinks in front matter, in data files and in settings, in JavaScript too."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import PurePosixPath
from typing import Any, Final

from site_gen.foreign_json import read_json
from site_gen.importers.addresses import filled
from site_gen.importers.folder import Folder
from site_gen.importers.foreign import ForeignText
from site_gen.importers.javascript.nodes import Node
from site_gen.importers.javascript.script import Script, value_of
from site_gen.importers.javascript.values import Members, UnknownError, member, slug_of, text_of
from site_gen.importers.keys import Keys, one_text
from site_gen.messages import m

_VALUE: Final = re.compile(r"\{\{-?(?P<inside>(?:[^{}\"']|\"[^\"]*+\"|'[^']*+')*+)-?\}\}")
_BAR: Final = re.compile(r"\|(?=(?:[^\"']|\"[^\"]*+\"|'[^']*+')*+$)")
_FILTER: Final = re.compile(r"\s*(?P<name>\w+)\s*(?:[:(]\s*(?P<arguments>.*?)\)?)?\s*", re.DOTALL)
_ARGUMENT: Final = re.compile(r"\"([^\"]*)\"|'([^']*)'|([\w.]+)")
_DAY_PARTS: Final = re.compile(r"yyyy|YYYY|MM|LL|dd|DD")
_DAYS: Final = {"yyyy": "%Y", "YYYY": "%Y", "MM": "%m", "LL": "%m", "dd": "%d", "DD": "%d"}
ENDINGS: Final = (".11tydata.js", ".11tydata.cjs", ".11tydata.mjs")


@dataclass(frozen=True, slots=True)
class Permalink:
    """Where an address is made of a text's data: a program's value, the file it stands in, whether it goes before what
    the text says itself."""

    node: Node
    scope: Mapping[str, Any]
    file: str
    is_computed: bool


def permalink_in(folder: Folder, file: str) -> Permalink | None:
    """Return what a data file says of addresses; None if it says nothing."""
    text = folder.text(file, 200_000) or ""
    if "permalink" not in text:
        return None
    if file.endswith(".json"):
        try:
            data = read_json(text)
        except ValueError:
            return None
        computed = data.get("eleventyComputed") if isinstance(data, dict) else None
        said = computed.get("permalink") if isinstance(computed, dict) else None
        return Permalink(lambda _scope: said, {}, file, is_computed=True) if isinstance(said, str) else None
    script = Script(text)
    node = script.property("permalink")
    is_computed = re.search(r"eleventyComputed[\s\S]*?\bpermalink\b", text) is not None
    return Permalink(node or _unread, script.functions(), file, is_computed=is_computed)


def permalink_of_all(folder: Folder, file: str) -> Permalink | None:
    """Return what the settings say of every text's address: addGlobalData("permalink", …)."""
    script = Script(folder.text(file, 500_000) or "")
    node = script.argument("addGlobalData", "permalink") or script.argument(
        "addGlobalData", "eleventyComputed.permalink"
    )
    return Permalink(node, script.functions(), file, is_computed=False) if node else None


def _unread(_scope: object) -> Any:
    raise UnknownError


def addresses(
    folder: Folder, made: ForeignText, inner: str, permalink: Permalink | None, unread: set[str]
) -> tuple[str, ...]:
    """Return at which addresses a text was, the main one first. `inner` is its path in the folder of texts.

    Files whose permalinks can't be worked out are noted once; `unread` holds those that are.
    """
    stem = re.sub(r"\.[^.]+$", "", inner)
    folders, _, last = stem.rpartition("/")
    plain = "/".join(part for part in (folders, made.name) if part)
    usual = (f"/{plain}/", f"/{stem}/") if last != "index" else (f"/{folders}/" if folders else "/",)
    own = made.head.values.get("permalink")
    data = _data(made, inner, usual[0])
    if isinstance(own, str):
        try:
            own = _rendered(own, data)
        except UnknownError:
            folder.notes.left(
                m("old address"),
                made.file,
                made.head.line("permalink"),
                m("what '{own}' comes to isn't known", own=own[:80]),
            )
            own = None
    if permalink is not None and (own is None or permalink.is_computed):
        data["permalink"] = own
        try:
            own = value_of(permalink.node, {**permalink.scope, "this": Members()}, data)
            own = _rendered(own, data) if isinstance(own, str) else own
        except UnknownError:
            if permalink.file not in unread:
                why = m("a program makes the addresses of these texts: write those that were public under aliases:")
                folder.notes.left(m("old addresses"), permalink.file, 0, why)
                unread.add(permalink.file)
    if isinstance(own, Mapping):
        own = own.get("build", own or None)
    if own is False or str(own).lower() == "false":
        return ()
    if isinstance(own, str) and own.strip():
        return (own if own.startswith("/") else f"/{own}",)
    return tuple(dict.fromkeys(usual))


def _data(made: ForeignText, inner: str, url: str) -> Members:
    """Return what a text's data are, as far as addresses are made of them."""
    found = Keys(made.head).date("date")
    day = found[1].moment.date() if found else made.day
    folders = str(PurePosixPath(inner).parent)
    name = "index" if PurePosixPath(inner).stem == "index" else made.name
    page = {
        "fileslug": made.name if inner.rpartition(".")[0] != "index" else "",
        "filepathstem": f"/{name}" if folders == "." else f"/{folders}/{name}",
        "inputpath": f"./{made.file}",
        "date": day,
        "outputfileextension": "html",
        "url": url,
    }
    values = {str(key).lower(): _plain(value) for key, value in made.head.values.items() if key != "permalink"}
    return Members({**values, "date": day, "page": Members(page)})


def _plain(value: Any) -> Any:
    if isinstance(value, Mapping):
        return Members({str(key).lower(): _plain(each) for key, each in value.items()})
    return [_plain(each) for each in value] if isinstance(value, list) else value


# --- Liquid and Nunjucks ------------------------------------------------------------------------------------------


def _rendered(written: str, data: Members) -> str:
    """Return an address with the values that it is made of. Raises UnknownError if one isn't known."""
    path = _VALUE.sub(lambda found: _value(found["inside"], data), written)
    if "{" in path or "}" in path:
        raise UnknownError
    if "{{" in written or ":" not in path:
        return path
    day = data["date"]
    made = filled(path, {key: one_text(value) for key, value in data.items()}, day)
    if made is None:
        raise UnknownError
    return made


def _value(inside: str, data: Members) -> str:
    first, *filters = _BAR.split(inside)
    value: Any = None
    for way in re.split(r"\s+or\s+", first.strip()):
        value = value or _at(way.strip(), data)
    for written in filters:
        found = _FILTER.fullmatch(written)
        if found is None:
            raise UnknownError
        given = [
            double or single or _at(path, data) for double, single, path in _ARGUMENT.findall(found["arguments"] or "")
        ]
        value = _filtered(value, found["name"], given)
    return text_of(value)


def _at(path: str, data: Members) -> Any:
    if found := re.fullmatch(r"\"([^\"]*)\"|'([^']*)'", path):
        return found[1] or found[2] or ""
    value: Any = data
    for part in path.split("."):
        value = member(value, part) if value is not None else None
    return value


def _filtered(value: Any, name: str, given: list[Any]) -> Any:
    """Return what a filter makes of a value. Raises UnknownError for one that isn't known."""
    first = given[0] if given else None
    if isinstance(value, date):
        return _day(value, first)
    if name == "default":
        return value or first
    text = text_of(value)
    if name in {"slug", "slugify", "slugifyString"}:
        return slug_of(text)
    if name in _FILTERS and not given:
        return _FILTERS[name](text)
    if name in {"replace", "remove"} and isinstance(first, str):
        return text.replace(first, text_of(given[1]) if name == "replace" else "")
    if name in {"append", "prepend"} and isinstance(first, str):
        return text + first if name == "append" else first + text
    raise UnknownError


_FILTERS: Final[Mapping[str, Callable[[str], str]]] = {
    "downcase": str.lower,
    "lower": str.lower,
    "upcase": str.upper,
    "upper": str.upper,
    "strip": str.strip,
    "trim": str.strip,
    "url": str,
    "safe": str,
    "url_encode": str,
}


def _day(day: date, form: Any) -> str:
    """Return a day as a filter of any name writes it, by what it is told: %Y/%m or yyyy/MM."""
    if not isinstance(form, str):
        raise UnknownError
    if "%" not in form:
        form = _DAY_PARTS.sub(lambda found: _DAYS[found[0]], form)
        if re.search(r"(?<!%)[A-Za-z]", form):
            raise UnknownError
    return day.strftime(re.sub(r"%-(\w)", r"%\1", form))
