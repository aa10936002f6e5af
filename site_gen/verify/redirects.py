"""Old addresses and short links: whether each leads where it is to, by the host's redirect or by a page that does."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import quote, unquote, urljoin, urlsplit

from site_gen.messages import m
from site_gen.model.host_rules import Redirect
from site_gen.verify.expected import ExpectedSite
from site_gen.verify.fetching import Answer, Fetcher, NoAnswerError, Trouble
from site_gen.verify.findings import Fault, Level, LiveFinding
from site_gen.verify.reading import read_page

_AGAIN = m("put the site online again: site-gen deploy; tell your server its redirects again: site-gen hosting")
_HOPS = 6


def source_address(site: ExpectedSite, rule: Redirect) -> str:
    """Return the address that leads on."""
    return site.address + quote(rule.source.removeprefix(site.rules.base), safe="/!&()+,;=@~")


def redirect_findings(site: ExpectedSite, rule: Redirect, fetcher: Fetcher) -> Iterator[LiveFinding]:
    """Find what is wrong with one address that leads on. Raises NoAnswerError."""
    where = source_address(site, rule)
    wanted = site.at_home(urljoin(site.site.main.origin + rule.source_as_sent, rule.target))
    answer = fetcher.get(where, again=False)
    status, seen = answer.status, {where}
    while (target := _target(answer)) is not None:
        if _is_same(target, wanted):
            if status in {301, 308} and rule.status == 302:
                yield _remembered(where)
            return
        fault = _wrong_way(site, target, seen)
        if fault is not None:
            yield _broken(m("{fault}, and is to lead to {wanted}", fault=fault, wanted=wanted), where)
            return
        seen.add(target)
        try:
            answer = fetcher.get(target, again=False)
        except NoAnswerError as error:
            if error.trouble is Trouble.STOPPED:
                raise
            yield _broken(
                m("it leads to {target}, which gives no answer: {error}", target=target[:120], error=error), where
            )
            return
    yield _broken(m("{answer}, and is to lead to {wanted}", answer=_dead_end(answer, where), wanted=wanted), where)


def _wrong_way(site: ExpectedSite, target: str, seen: set[str]) -> str | None:
    """Return what is wrong with a further step; None where it is worth taking."""
    if target in seen or len(seen) > _HOPS:
        return m("it leads round in a circle")
    is_elsewhere = urlsplit(target).hostname != urlsplit(site.address).hostname
    return m("it leads to {target}", target=target[:120]) if is_elsewhere else None


def _dead_end(answer: Answer, where: str) -> str:
    if answer.status >= 400:
        then = "" if answer.url == where else m(" after leading to {url}", url=answer.url[:120])
        return m("it answers {status}{then}", status=answer.status, then=then)
    return m("it is a page that leads nowhere") if answer.url == where else m("it leads to {url}", url=answer.url[:120])


def _target(answer: Answer) -> str | None:
    """Return where an answer leads, by its header or by what its page says."""
    if answer.location is not None:
        return answer.location
    if answer.status != 200 or answer.body is None:
        return None
    refresh = read_page(answer.body).refresh
    try:
        return urljoin(answer.url, refresh) if refresh else None
    except ValueError:
        return None


def _is_same(one: str, other: str) -> bool:
    return _plain(one) == _plain(other)


def _plain(url: str) -> tuple[str, ...]:
    """Return an address in the form in which two can be compared: hosts write the same letter in several ways."""
    try:
        parts = urlsplit(url)
        host = (parts.hostname or "").encode("idna").decode()
    except (ValueError, UnicodeError):
        return (url,)
    port = "" if parts.port in {None, 80, 443} else str(parts.port)
    return parts.scheme, host, port, unquote(parts.path) or "/", unquote(parts.query), unquote(parts.fragment)


def _broken(message: str, where: str) -> LiveFinding:
    return LiveFinding(Level.ERROR, Fault.REDIRECT, message, _AGAIN, (where,))


def _remembered(where: str) -> LiveFinding:
    message = m("it leads on for good (301), and may lead elsewhere later (302): browsers remember it")
    return LiveFinding(Level.WARNING, Fault.REDIRECT, message, _AGAIN, (where,))
