"""The sections that site.yaml fills itself: clients, numbers, team, questions, credentials, booking, map."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final
from urllib.parse import urlsplit

from site_gen.model.case import Case
from site_gen.model.routes import case_route
from site_gen.model.site import Site
from site_gen.pages.chart import plain
from site_gen.pages.localized_site import LocalizedSite
from site_gen.pages.views.offers import QuestionView
from site_gen.pages.views.sections import BookingView, ClientView, CredentialView, MapView, MemberView, TotalView

OWN: Final = ("clients", "numbers", "team", "questions", "credentials", "booking", "map")
"""The names of the sections' views in a template's context."""


def clients(localized: LocalizedSite) -> list[ClientView]:
    views = []
    for client in localized.settings.clients:
        item = localized.case_by_slug.get(client.case or "")
        logo = localized.photos.named(client.logo.image, client.logo.alt or client.name, "") if client.logo else None
        url = localized.path(case_route(item.slug)) if item else client.url
        views.append(ClientView(name=client.name, logo=logo, url=url))
    return views


def numbers(localized: LocalizedSite) -> list[TotalView]:
    return [
        TotalView(value=plain(each.value), unit=each.unit, name=each.name, period=each.period, source=each.source)
        for each in localized.settings.numbers
    ]


def team(localized: LocalizedSite) -> list[MemberView]:
    return [
        MemberView(name=each.name, role=each.role, text=each.text, picture=localized.picture(each.photo), url=each.url)
        for each in localized.settings.team
    ]


def questions(localized: LocalizedSite) -> list[QuestionView]:
    """Return the questions of site.yaml.

    They aren't marked up for search engines, as none makes anything of it: Google stopped showing questions with
    answers on 7 May 2026 (developers.google.com/search/docs/appearance/structured-data/faqpage), and Yandex takes pages
    of one question that readers answered (yandex.com/support/webmaster/supported-schemas/q-and-a.html).
    """
    return [
        QuestionView(question=each.question, answer=localized.body(each.answer, "site.yaml"))
        for each in localized.settings.questions
    ]


def credentials(localized: LocalizedSite) -> list[CredentialView]:
    return [
        CredentialView(
            kind=each.kind,
            title=each.title,
            by=each.by,
            year=each.year,
            url=each.url,
            picture=localized.picture(each.picture),
        )
        for each in localized.settings.credentials
    ]


def booking(localized: LocalizedSite) -> BookingView | None:
    """Return where a call is booked, if there is more to say of it than its address."""
    found = localized.settings.contact.booking
    if found is None or not found.has_preview:
        return None
    return BookingView(
        url=found.url,
        host=_host(found.url),
        title=found.title,
        text=localized.body(found.text, "site.yaml") if found.text else None,
        picture=localized.picture(found.picture),
    )


def map_(localized: LocalizedSite) -> MapView | None:
    found = localized.settings.contact.map
    picture = localized.picture(found)
    return MapView(url=found.url, host=_host(found.url), picture=picture) if found and picture else None


def _host(url: str) -> str:
    return (urlsplit(url).hostname or "").removeprefix("www.")


def may_show_sections(site: Site) -> bool:
    """Whether a page can show one of these sections, the announcement, or a portrait beside a review."""
    main = site.main
    said = (main.announcement, main.clients, main.numbers, main.team, main.questions, main.credentials)
    reviews = [review for listed in site.reviews.values() for review in listed]
    booking = main.contact.booking
    has_preview = booking is not None and booking.has_preview
    portraits = any(review.photo for review in reviews) or any(_has_portrait(case.original) for case in site.cases)
    return any(said) or has_preview or main.contact.map is not None or portraits


def _has_portrait(case: Case) -> bool:
    return case.reviewed is not None and case.reviewed[2]


def shown_in(context: Mapping[str, Any]) -> bool:
    """Whether a page shows a section of these, or a portrait beside a review."""
    if any(context.get(name) for name in OWN):
        return True
    reviews = [context.get("review"), *context.get("reviews", ()), context.get("case", {}).get("review")]
    return any(review and review["picture"] for review in reviews)
