"""What the host does beside sending files: its certificate, its other names, its answer where nothing is, robots."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from ipaddress import ip_address
from typing import Final
from urllib.parse import urljoin, urlsplit
from urllib.robotparser import RobotFileParser

from site_gen.messages import m, plural
from site_gen.model.deliveries.base import static_host
from site_gen.model.host_rules import NotFound
from site_gen.verify.differences import difference_findings
from site_gen.verify.expected import ExpectedSite
from site_gen.verify.fetching import Answer, Certificate, Fetcher, NoAnswerError, Trouble
from site_gen.verify.findings import Fault, Level, LiveFinding
from site_gen.verify.reading import read_page

_SOON: Final = timedelta(days=21)
_URGENT: Final = timedelta(days=7)
_NOTHING_HERE: Final = "nothing-is-here-site-gen-verify"
_MOST: Final = 1024 * 1024
_RENEW: Final = m("certificates are renewed by a program of the host's: look why it doesn't (Caddy, certbot, the host)")
_SEARCHERS: Final = ("Googlebot", "*")


def certificate_findings(site: ExpectedSite, certificate: Certificate | None, at: datetime) -> Iterator[LiveFinding]:
    """Find a certificate that ends soon: within 21 days, 7 for an error; of one for a short time, a quarter, an eighth
    of it. `at` is the time on the clock."""
    if certificate is None:
        return
    left, whole = certificate.ends - at, certificate.ends - certificate.starts
    if left > min(_SOON, whole / 4):
        return
    level = Level.ERROR if left <= min(_URGENT, whole / 8) else Level.WARNING
    ends = certificate.ends.astimezone(site.site.main.zone)
    days = max(left.days, 0)
    message = plural(
        "the certificate ends on {ends}, in {count} day",
        "the certificate ends on {ends}, in {count} days",
        count=days,
        ends=f"{ends:%Y-%m-%d %H:%M %Z}",
    )
    message += m("; then browsers warn everybody off the site")
    yield LiveFinding(level, Fault.CERTIFICATE, message, _RENEW, (site.address,))


def no_certificate(site: ExpectedSite, error: NoAnswerError) -> LiveFinding:
    """Return the finding of a server with which no encrypted connection comes about."""
    message = m("browsers warn everybody off the site: {error}", error=error)
    return LiveFinding(Level.ERROR, Fault.CERTIFICATE, message, _RENEW, (site.address,))


def moved_finding(site: ExpectedSite, home: Answer) -> Iterator[LiveFinding]:
    """Find a site that is at another address than its pages say."""
    parts = urlsplit(home.url)
    if home.url.startswith(site.address) or f"{parts.scheme}://{parts.netloc}" == site.origin:
        return
    message = m(
        "the address leads to {url}: pages, feeds and posts name an address that is not the site's", url=home.url[:120]
    )
    hint = m("write the address that visitors end at into site.yaml (url:), or turn the redirect of the host round")
    yield LiveFinding(Level.ERROR, Fault.ADDRESS, message, hint, (site.address,))


def name_findings(site: ExpectedSite, fetcher: Fetcher) -> Iterator[LiveFinding]:
    """Find other ways to write the address that don't lead to the site: http://, and with or without www."""
    parts = urlsplit(site.address)
    if not site.is_main or parts.port is not None or not parts.hostname or not _is_name(parts.hostname):
        return
    below = parts.path
    if site.is_secure:
        hint = m("let the host send everybody to https:// (Caddy does by itself; most hosts have a switch for it)")
        yield from _leads_home(site, f"http://{parts.hostname}{below}", hint, fetcher)
    other = _other_name(parts.hostname)
    if other is not None:
        hint = m("let {other} lead to the site, at the host or where the name is kept", other=other)
        yield from _leads_home(site, f"{parts.scheme}://{other}{below}", hint, fetcher)


def _leads_home(site: ExpectedSite, url: str, hint: str, fetcher: Fetcher) -> Iterator[LiveFinding]:
    """Find an address that doesn't lead to the site; that nothing answers there is worth a note."""
    try:
        answer = fetcher.follow(url, again=False, home=site.address)
    except NoAnswerError as error:
        if error.trouble is Trouble.STOPPED:
            raise
        harmless = error.trouble in {Trouble.NETWORK, Trouble.TOO_SLOW}
        level = Level.NOTE if harmless else Level.WARNING
        yield LiveFinding(
            level, Fault.ADDRESS, m("whoever writes {url} gets no answer: {error}", url=url, error=error), hint, (url,)
        )
        return
    if answer.location is not None:
        return
    if answer.status >= 400:  # of a proxy, or of another site at this name
        yield LiveFinding(
            Level.NOTE,
            Fault.ADDRESS,
            m("whoever writes {url} gets {status}", url=url, status=answer.status),
            hint,
            (url,),
        )
        return
    message = m(
        "{url} shows a page of its own and doesn't lead to {address}: one site has two addresses",
        url=url,
        address=site.address,
    )
    yield LiveFinding(Level.WARNING, Fault.ADDRESS, message, hint, (url,))


def _is_name(host: str) -> bool:
    try:
        ip_address(host)
    except ValueError:
        return "." in host
    return False


def _other_name(host: str) -> str | None:
    """Return the name with www of one without, and the other way round; None for a name below another's."""
    if host.startswith("www."):
        return host.removeprefix("www.")
    is_whole = host.count(".") == 1 and static_host(f"https://{host}/") is None
    return f"www.{host}" if is_whole else None


def not_found_findings(site: ExpectedSite, page: NotFound, fetcher: Fetcher) -> Iterator[LiveFinding]:
    """Find what visitors get below a prefix where nothing is: to be 404, and the site's own page."""
    where = urljoin(site.address, f"{site.address}{page.prefix.removeprefix(site.rules.base)}{_NOTHING_HERE}/")
    path = page.page.removeprefix(site.rules.base)
    first = site.rules.not_found[0].page.removeprefix(site.rules.base)
    answer = fetcher.get(where, _MOST, again=False)
    if answer.status != 404:
        message = m(
            "an address where nothing is answers {status}, not 404: search engines keep such pages",
            status=answer.status,
        )
        hint = m(
            "the host sends some page for every address: tell it to send 404.html with 404 (site-gen help hosting)"
        )
        yield LiveFinding(Level.ERROR, Fault.NOT_FOUND_PAGE, message, hint, (where,))
    elif answer.digest not in {site.files.files[name].digest for name in (path, first)}:
        canonical = read_page(answer.body or b"")
        own = read_page(site.files.read(path)), read_page(site.files.read(first))
        if any(canonical.texts[:1] == one.texts[:1] for one in own):
            yield from difference_findings(site, path, answer, where)
            return
        message = m("who comes to an address where nothing is gets the host's page, not the site's own")
        hint = m("tell the host that 404.html is the page for it (site-gen help hosting)")
        yield LiveFinding(Level.WARNING, Fault.NOT_FOUND_PAGE, message, hint, (where,))


def robots_findings(site: ExpectedSite, fetcher: Fetcher) -> Iterator[LiveFinding]:
    """Find a robots.txt that shuts search engines out of the site. It counts at the root of the host alone."""
    if not site.is_main:
        return
    where = f"{site.origin}/robots.txt"
    answer = fetcher.follow(where, _MOST, again=False)
    if answer.status != 200 or answer.body is None:
        return  # none: everything is open
    rules = RobotFileParser()
    rules.parse(answer.body.decode("utf-8", "replace").splitlines())
    shut = [name for name in _SEARCHERS if not rules.can_fetch(name, site.address)]
    if shut:
        message = m("robots.txt shuts {engine} out of the site", engine=shut[0])
        if "*" in shut:
            message = m("robots.txt shuts all search engines out of the site")
        hint = m("it is the host's, or one from when the site was made: take it away, or put the site's own there")
        yield LiveFinding(Level.ERROR, Fault.SEARCH, message, hint, (where,))


def is_robots_of_host(path: str, answer: Answer, expected: bytes) -> bool:
    """Whether robots.txt is the site's, with lines that the host put before or after it."""
    return path == "robots.txt" and answer.body is not None and expected.strip() in answer.body
