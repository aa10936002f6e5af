"""Whether somebody takes what visitors send by a form. Nothing is sent: an address is asked by GET and OPTIONS."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from urllib.parse import urljoin

from site_gen.messages import m
from site_gen.verify.expected import ExpectedSite
from site_gen.verify.fetching import Answer, Fetcher, NoAnswerError, Trouble
from site_gen.verify.findings import Fault, Level, LiveFinding
from site_gen.verify.reading import FormOnPage, read_page

_MOST = 1024 * 1024
_GONE = frozenset({404, 410})
_LOST = m("every lead is lost until it is mended: look at the form's service, or at your inbox (site-gen help forms)")


def form_addresses(site: ExpectedSite) -> Mapping[str, tuple[str, ...]]:
    """Return the address of each receiver of forms, with the pages that send there."""
    delivery = site.site.main.form
    if delivery is None or not delivery.answers_without_a_lead:
        return {}
    found: dict[str, list[str]] = {}
    for path, file in site.files.files.items():
        if path.endswith(".html") and not file.unlisted and path not in site.leading:
            content = site.files.read(path)
            for form in read_page(content).forms if b"<form" in content.lower() else ():
                if form.method == "post":
                    found.setdefault(_address(site, path, form), []).append(site.url(path))
    return {address: tuple(pages) for address, pages in found.items()}


def form_findings(address: str, pages: tuple[str, ...], fetcher: Fetcher) -> Iterator[LiveFinding]:
    """Find a receiver that doesn't answer, or says that there is nothing. Raises NoAnswerError where no more is asked.

    GET changes nothing (RFC 9110 section 9.2.1). What knows POST alone may say 404 to it, so OPTIONS is asked then.
    """
    try:
        answer = fetcher.get(address, _MOST, again=False)
        if answer.status in _GONE:
            options = fetcher.get(address, _MOST, method="OPTIONS", again=False)
            if _takes_post(options):
                return
    except NoAnswerError as error:
        if error.trouble is Trouble.STOPPED:
            raise
        message = m("forms are sent to {address}, where nothing answers: {error}", address=address, error=error)
        yield LiveFinding(Level.ERROR, Fault.FORM, message, _LOST, pages)
        return
    if answer.status in _GONE or answer.status >= 500:
        message = m("forms are sent to {address}, which answers {status}", address=address, status=answer.status)
        yield LiveFinding(Level.ERROR, Fault.FORM, message, _LOST, pages)


def untaken_forms(site: ExpectedSite, path: str, answer: Answer, where: str) -> Iterator[LiveFinding]:
    """Find forms that a host is to take up when it is given the page, and didn't: their mark is still there."""
    delivery = site.site.main.form
    mark = delivery.mark_until_taken if delivery is not None else None
    if mark is None or answer.body is None or not path.endswith(".html"):
        return
    if any(mark in form.data for form in read_page(answer.body).forms):
        message = m("the host has not taken the form up: {mark} is still in the page", mark=mark)
        hint = m("turn form detection on in the host's settings, then deploy again (site-gen help forms)")
        yield LiveFinding(Level.ERROR, Fault.FORM, message, hint, (where,))


def _address(site: ExpectedSite, path: str, form: FormOnPage) -> str:
    return urljoin(site.url(path), site.at_home(form.action)).partition("#")[0]


def _takes_post(answer: Answer) -> bool:
    allowed = f"{answer.headers.get('allow', '')},{answer.headers.get('access-control-allow-methods', '')}"
    return answer.status < 400 and "POST" in {method.strip().upper() for method in allowed.split(",")}
