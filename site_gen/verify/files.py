"""One file of the site, asked for as a visitor's browser does: is it there, is it the one, does it come as it is to."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final
from urllib.parse import unquote, urlsplit

from site_gen.messages import m
from site_gen.verify.differences import difference_findings
from site_gen.verify.expected import ExpectedSite, PublicOfferFacts
from site_gen.verify.fetching import ROOM, Answer, Fetcher
from site_gen.verify.findings import Fault, Level, LiveFinding
from site_gen.verify.forms import untaken_forms
from site_gen.verify.headers import header_findings
from site_gen.verify.host import is_robots_of_host
from site_gen.verify.reading import read_page, says_noindex

_AGAIN: Final = m("put the site online again: site-gen deploy")
_READ: Final = (".html", ".xml", ".json", ".txt")
"""Files in which the address of a client's page would be found."""


def file_findings(site: ExpectedSite, path: str, fetcher: Fetcher) -> Iterator[LiveFinding]:
    """Find what is wrong with what the public gets as an output file. Raises NoAnswerError."""
    where, wanted = site.url(path), site.files.files[path]
    most = 2 * wanted.size + ROOM
    answer = fetcher.follow(where, most)
    headers = tuple(header_findings(site, path, answer, where)) if answer.status == 200 else ()
    if answer.body is None and answer.digest is not None and (headers or answer.digest != wanted.digest):
        # It is as last time, but what was wrong then must be seen, and some servers leave headers out here.
        answer = fetcher.follow(where, most, again=False)
        headers = tuple(header_findings(site, path, answer, where)) if answer.status == 200 else ()
    yield from _elsewhere(where, answer)
    if answer.status in {404, 410}:
        yield LiveFinding(Level.ERROR, Fault.MISSING, m("there is nothing, and the files have it"), _AGAIN, (where,))
        return
    if answer.status != 200:
        hint = m("look at the host's settings: a password, a block by country, a fault of the server")
        yield LiveFinding(Level.ERROR, Fault.MISSING, m("it answers {status}", status=answer.status), hint, (where,))
        return
    yield from headers
    if answer.digest != wanted.digest:
        yield from _different(site, path, answer, where)
    yield from untaken_forms(site, path, answer, where)


def _different(site: ExpectedSite, path: str, answer: Answer, where: str) -> Iterator[LiveFinding]:
    body = answer.body or b""
    unlisted = site.files.files[path].unlisted
    if is_robots_of_host(path, answer, site.files.read(path)):
        message = m("the host changes what it sends: it adds lines of its own to robots.txt")
        hint = m("the site stays open to search engines: that is looked at, too")
        yield LiveFinding(Level.NOTE, Fault.REWRITTEN, message, hint, (where,))
    else:
        yield from difference_findings(site, path, answer, where)
    if unlisted and path.endswith(".html"):
        told = says_noindex(answer.headers.get("x-robots-tag", "")) or read_page(body).is_out_of_search
        if not told:
            message = m("the page of one client doesn't ask search engines to leave it out")
            yield LiveFinding(Level.ERROR, Fault.SEARCH, message, _AGAIN, (where,))
    if not unlisted and path.endswith(_READ) and any(secret.encode() in body for secret in site.secrets):
        message = m("the address of a page for one client can be read here by everybody")
        hint = m("{again}, and give the client's file a new token", again=_AGAIN)
        yield LiveFinding(Level.ERROR, Fault.SEARCH, message, hint, (where,))


def _elsewhere(where: str, answer: Answer) -> Iterator[LiveFinding]:
    """Find an address that leads to another page; that a host leaves out '.html' or a slash is its way."""
    if answer.url == where or _bare(answer.url) == _bare(where):
        return
    one, other = urlsplit(where), urlsplit(answer.url)
    if (one.path, one.netloc) != (other.path, other.netloc) and one.path == other.path:
        target = f"{other.scheme}://{other.netloc}"
    else:
        target = answer.url[:120]
    message, hint = (
        m("it leads to {target}", target=target),
        m("take the redirect away at the host, or correct url: in site.yaml"),
    )
    yield LiveFinding(Level.ERROR, Fault.ADDRESS, message, hint, (where,))


def _bare(url: str) -> tuple[str, str]:
    parts = urlsplit(url)
    return parts.netloc, unquote(parts.path).removesuffix("/").removesuffix(".html").removesuffix("/index")


def hidden_offer_findings(site: ExpectedSite, offer: PublicOfferFacts, fetcher: Fetcher) -> Iterator[LiveFinding]:
    """Find an offer that is online though it is a draft, or opens later. Raises NoAnswerError."""
    where = site.url(offer.path)
    answer = fetcher.get(where, again=False)
    if answer.status == 200 and answer.body is not None and _is_page_at(answer.body, where):
        starts = offer.facts.window.starts
        draft = offer.facts.status == "draft"
        zone = site.site.main.zone
        message = m("the offer '{title}' is online, and it is a draft", title=offer.title)
        if starts and not draft:
            opens = f"{starts.astimezone(zone):%Y-%m-%d %H:%M %Z}"
            message = m("the offer '{title}' is online, and it opens on {opens}", title=offer.title, opens=opens)
        yield LiveFinding(Level.ERROR, Fault.OFFER_STATE, message, _AGAIN, (where,))


def left_over_findings(site: ExpectedSite, path: str, fetcher: Fetcher) -> Iterator[LiveFinding]:
    """Find a page of an earlier release that is still online, though the site has none there. Raises NoAnswerError."""
    where = site.url(path)
    answer = fetcher.get(where, again=False)
    if answer.status != 200 or answer.body is None:
        return
    if site.release_with(path, answer.digest) or _is_page_at(answer.body, where):
        message = m("the page of an earlier release is still online, and the files don't have it")
        hint = m("site-gen deploy removes what it put there itself; take away by hand what another tool uploaded")
        yield LiveFinding(Level.ERROR, Fault.LEFT_OVER, message, hint, (where,))


def left_over_paths(site: ExpectedSite, most: int) -> tuple[str, ...]:
    """Return pages of kept releases that the site no longer has, the latest first."""
    hidden = {offer.path for offer in site.not_public()}
    known = site.files.files.keys() | hidden
    found = (path for release in site.releases for path, file in release.files.items() if not file.unlisted)
    return tuple(dict.fromkeys(path for path in found if path.endswith(".html") and path not in known))[:most]


def _is_page_at(body: bytes, where: str) -> bool:
    """Whether a page names the address it is at as its own: a host's page for what isn't there doesn't."""
    canonical = read_page(body).canonical
    return canonical is not None and urlsplit(canonical).path == urlsplit(where).path
