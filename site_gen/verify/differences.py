"""Why a file that is online differs from the one that is to be there, in words."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from difflib import SequenceMatcher
from io import BytesIO
from pathlib import PurePosixPath
from typing import Final

from site_gen.foreign_json import read_json
from site_gen.messages import m
from site_gen.verify.expected import ExpectedSite
from site_gen.verify.fetching import Answer
from site_gen.verify.findings import Fault, Level, LiveFinding
from site_gen.verify.offers import offer_findings
from site_gen.verify.reading import PageContent, read_page

_AGAIN: Final = m("put the site online again: site-gen deploy")
_REWRITTEN: Final = m("offers, prices and texts are as they are to be; switch it off at the host if you don't want it")
_MONEY: Final = re.compile(r"(?:[$€£¥₴₽]|\b[A-Z]{3})\s?\d|\d\s?(?:[$€£¥₴₽]|[A-Z]{3}\b)|^(?:price|minPrice): ")
_INSTANT: Final = re.compile(r"^(?:datetime|validFrom|validThrough|priceValidUntil): ")
_PICTURES: Final = frozenset({".avif", ".gif", ".jpg", ".jpeg", ".png", ".webp"})
_TEXTS: Final = frozenset({".css", ".js", ".json", ".svg", ".txt", ".webmanifest", ".xml"})
_LONGEST_QUOTE: Final = 90
_MOST_PIECES: Final = 5000
"""Of longer texts the beginning is compared: what is shown is the first difference."""


@dataclass(frozen=True, slots=True)
class _Difference:
    expected: str
    online: str

    @property
    def fault(self) -> Fault:
        both = (self.expected, self.online)
        if any(map(_INSTANT.search, both)):
            return Fault.DEADLINE
        return Fault.PRICE if any(map(_MONEY.search, both)) else Fault.DIFFERENT


def difference_findings(site: ExpectedSite, path: str, answer: Answer, where: str) -> Iterator[LiveFinding]:
    """Say how what an address answered differs from an output file. The answer has another body than the file."""
    if answer.body is None:
        message = m(
            "the answer is far longer than the file, which has {size:,} bytes", size=site.files.files[path].size
        )
        yield LiveFinding(Level.ERROR, Fault.DIFFERENT, message, _AGAIN, (where,))
        return
    suffix = PurePosixPath(path).suffix
    if suffix == ".html":
        yield from _page_findings(site, path, answer, where)
        return
    old = tuple(_old_release(site, path, answer, where))
    if old:
        yield from old
    elif suffix in _TEXTS:
        yield from _text_findings(site.files.read(path), answer.body, suffix, where)
    elif suffix in _PICTURES and _is_same_picture(site.files.read(path), answer.body):
        yield _rewritten(m("it packs pictures anew"), where)
    else:
        yield _other(m("the file online is another one"), where)


def _page_findings(site: ExpectedSite, path: str, answer: Answer, where: str) -> Iterator[LiveFinding]:
    expected, online = read_page(site.files.read(path)), read_page(answer.body or b"")
    found = list(_old_release(site, path, answer, where))
    offer = site.offer_at.get(path)
    if not found and not _is_same_page(expected, online):
        yield _other(m("another page is there"), where)
        return
    if offer is not None:
        url = site.site.main.origin + site.path_on_host(path)
        found += offer_findings(offer, (expected, online), url, where, site.site.main.zone)
    if not found:
        if expected.says_the_same(online):
            yield from (_rewritten(words, where) for words in _changes(expected, online))
            return
        quote = not site.files.files[path].unlisted
        found += _said_findings(expected, online, where, quote=quote)
    yield from found


def _old_release(site: ExpectedSite, path: str, answer: Answer, where: str) -> Iterator[LiveFinding]:
    release = site.release_with(path, answer.digest)
    if release is not None:
        day = release.time.astimezone(site.site.main.zone)
        message = m(
            "what is online is of the release of {day}, and the files say something else since",
            day=f"{day:%Y-%m-%d %H:%M %Z}",
        )
        hint = m("{again}; if that is done, empty the cache of the host or of what stands before it", again=_AGAIN)
        yield LiveFinding(Level.ERROR, Fault.OLD_RELEASE, message, hint, (where,))


def _is_same_page(expected: PageContent, online: PageContent) -> bool:
    """Whether both are the same page, of whatever time: by the address that they name, or by how they begin."""
    if expected.canonical is not None and expected.canonical == online.canonical:
        return True
    return bool(set(expected.texts[:1]) & set(online.texts[:1]))


def _changes(expected: PageContent, online: PageContent) -> Iterator[str]:
    """Yield how a host changed a page that says the same."""
    added = sorted(online.scripts - expected.scripts)
    if added:
        yield m("it adds a script ({scripts})", scripts=", ".join(_short(script) for script in added[:3]))
    if online.hides_mail:
        yield m("it hides e-mail addresses from those who collect them")
    if not added and not online.hides_mail:
        yield m("it writes the HTML in another way")


def _said_findings(expected: PageContent, online: PageContent, where: str, *, quote: bool) -> Iterator[LiveFinding]:
    """Find in what two states of a page differ: the first price, the first instant, else the first words or links."""
    if not quote:
        yield _other(m("the page differs from the files"), where)
        return
    differences = tuple(_differences(expected.pieces, online.pieces))
    telling = {one.fault: one for one in reversed(differences) if one.fault is not Fault.DIFFERENT}
    for fault, one in telling.items():
        yield LiveFinding(Level.ERROR, fault, _both(one), _AGAIN, (where,))
    if telling:
        return
    if differences and all(not one.expected for one in differences):
        message = m(
            "there is something in the page that the files don't have: '{short}'", short=_short(differences[0].online)
        )
        hint = m("a host that adds to pages, or somebody who changed them there: look at the page")
        yield LiveFinding(Level.WARNING, Fault.DIFFERENT, message, hint, (where,))
    elif differences:
        yield _other(_both(differences[0]), where)
    else:
        yield _other(_unseen(expected, online), where)


def _unseen(expected: PageContent, online: PageContent) -> str:
    """Return in what pages differ that read the same."""
    forms = [form.action for form in expected.forms], [form.action for form in online.forms]
    if forms[0] != forms[1]:
        return m(
            "a form is sent to '{online}', and to '{expected}' in the files",
            online=_short(", ".join(forms[1])),
            expected=_short(", ".join(forms[0])),
        )
    if expected.is_out_of_search != online.is_out_of_search:
        return m("what the page tells search engines differs from the files")
    lost, added = sorted(expected.links - online.links), sorted(online.links - expected.links)
    if lost or added:
        return m(
            "a link leads to '{online}', and to '{expected}' in the files",
            online=_short("".join(added[:1])),
            expected=_short("".join(lost[:1])),
        )
    return m("where the page leads, or what it names as its address, differs from the files")


def _text_findings(expected: bytes, online: bytes, suffix: str, where: str) -> Iterator[LiveFinding]:
    """Find in what feeds, site maps, styles and scripts differ."""
    if suffix in {".css", ".js", ".svg"}:
        same = b"".join(expected.split()) == b"".join(online.split())
        yield _rewritten(m("it shortens files"), where) if same else _other(m("the file online is another one"), where)
        return
    differences = tuple(_differences(_pieces(expected, suffix), _pieces(online, suffix)))
    if not differences:
        yield _rewritten(m("it writes files in another way"), where)
        return
    first = next((one for one in differences if one.fault is not Fault.DIFFERENT), differences[0])
    yield LiveFinding(Level.ERROR, first.fault, _both(first), _AGAIN, (where,))


def _pieces(content: bytes, suffix: str) -> tuple[str, ...]:
    if suffix == ".xml":
        page = read_page(content)
        return (*page.texts, *sorted(page.links))
    text = content.decode("utf-8", "replace")
    if suffix in {".json", ".webmanifest"}:
        with suppress(ValueError, RecursionError):  # what is no JSON is compared line by line
            text = json.dumps(read_json(text), ensure_ascii=False, indent=0, sort_keys=True)
    return tuple(line.strip() for line in text.splitlines() if line.strip())


def _differences(expected: tuple[str, ...], online: tuple[str, ...]) -> Iterator[_Difference]:
    one, other = expected[:_MOST_PIECES], online[:_MOST_PIECES]
    for tag, a, b, c, d in SequenceMatcher(None, one, other, autojunk=len(one) > _MOST_PIECES // 2).get_opcodes():
        if tag != "equal":
            pairs = min(b - a, d - c)
            for i in range(pairs):
                if one[a + i] != other[c + i]:
                    yield _Difference(one[a + i], other[c + i])
            if b - a != d - c:
                yield _Difference(" ".join(one[a + pairs : b]), " ".join(other[c + pairs : d]))


def _both(one: _Difference) -> str:
    if not one.online:
        return m("'{expected}' is in the files, and not online", expected=_short(one.expected))
    if not one.expected:
        return m("'{online}' is online, and not in the files", online=_short(one.online))
    online, expected = _short(one.online), _short(one.expected)
    return m("'{online}' is online, and '{expected}' in the files", online=online, expected=expected)


def _other(message: str, where: str) -> LiveFinding:
    return LiveFinding(Level.ERROR, Fault.DIFFERENT, message, _AGAIN, (where,))


def _rewritten(words: str, where: str) -> LiveFinding:
    message = m("the host changes what it sends: {changes}", changes=words)
    return LiveFinding(Level.NOTE, Fault.REWRITTEN, message, _REWRITTEN, (where,))


def _is_same_picture(expected: bytes, online: bytes) -> bool:
    """Whether two pictures have the same size; only their heads are read."""
    from PIL import Image, UnidentifiedImageError

    try:
        sizes = {Image.open(BytesIO(content)).size for content in (expected, online)}
    except (UnidentifiedImageError, OSError, ValueError, Image.DecompressionBombError):
        return False
    return len(sizes) == 1


def _short(text: str) -> str:
    return text if len(text) <= _LONGEST_QUOTE else f"{text[: _LONGEST_QUOTE - 1]}…"
