"""Rules about clients: consents, reviews, where their data is stored; and about advertising."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Final

from site_gen.messages import m
from site_gen.model.case import Case
from site_gen.model.content import Reviews
from site_gen.model.finding import Finding, KeyPath, Path, breach
from site_gen.model.legal import FORBIDDEN_NETWORKS, Profile, Rule
from site_gen.model.networks import NETWORKS
from site_gen.model.offer import Offer
from site_gen.model.settings import Settings
from site_gen.model.site import Translated

_MARKETING: Final = re.compile(
    r"\b(?:newsletters?|marketing|mailing list|promotions?|promotional|special offers|advertis\w+"
    r"|butllet[ií]\w*|publicitat|promocions|màrqueting|ofertes comercials|novetats"
    r"|bolet[ií]n\w*|publicidad|promociones|comunicaciones comerciales|ofertas comerciales|novedades"
    r"|рассыл\w+|реклам\w+|маркетинг\w*|акциях|спецпредложени\w+"
    r"|розсил\w+|акційн\w+|спецпропозиці\w+)\b",
    re.IGNORECASE,
)
_DENIED: Final = re.compile(
    r"\b(?:not|no|never|without|sense|cap|sin|ni|ningún|ninguna|не|без|ні|жодн\w+|никак\w+)\b[^.;,]{0,24}$",
    re.IGNORECASE,
)
"""Negations before a word: 'not for advertising'."""

_ERID: Final = re.compile(r"\berid\W{0,3}([0-9A-Za-z]{8,})", re.IGNORECASE)
_MARK: Final = re.compile(r"\bреклама\b", re.IGNORECASE)


def check_consents(offers: Iterable[Translated[Offer]], profile: Profile) -> Iterator[Finding]:
    """Find consents to an answer that also include marketing."""
    for source in offers:
        for language, version in source.versions.items():
            text = version.form.consent if version.form else ""
            found = next((word for word in _MARKETING.finditer(text) if not _DENIED.search(text[: word.start()])), None)
            if found:
                message = m("the consent covers '{word}' as well as the answer", word=found.group())
                hint = m("ask for that apart, with marketing_consent: TEXT, which nobody has to tick")
                place = KeyPath(source.files[language], ("form", "consent"))
                yield from breach(Rule.CONSENT, profile, place, message, hint)


def check_reviews(reviews: Translated[Reviews], site: Settings) -> Iterator[Finding]:
    """Find reviews that the owners wrote themselves, and reviews that nobody could verify."""
    for index, review in enumerate(reviews.original.reviews):
        yield from _check_review(reviews.file, ("reviews", index), review.by, site, is_evident=review.is_evident)


def check_case_review(case: Translated[Case], site: Settings) -> Iterator[Finding]:
    """Find what check_reviews finds, in the review of a case."""
    if (given := case.original.reviewed) is not None:
        by, is_evident, _ = given
        yield from _check_review(case.file, ("review",), by, site, is_evident=is_evident)


def _check_review(file: str, path: Path, by: str, site: Settings, *, is_evident: bool) -> Iterator[Finding]:
    profile = site.legal.profile
    if _same(by) in {_same(site.name), _same(site.legal.controller)}:
        message = m("'{by}' reviews their own work", by=by)
        yield from breach(Rule.REVIEW_REAL, profile, KeyPath(file, (*path, "by")), message, m("show what clients said"))
    if not is_evident:
        message = m("the review by '{by}' says neither when it was given nor where it can be read", by=by)
        hint = m("add date: or url:, and keep what the client sent you")
        yield from breach(Rule.REVIEW_EVIDENCE, profile, KeyPath(file, path), message, hint)


def _same(name: str) -> str:
    return " ".join(name.casefold().split())


def check_advertising(offers: Iterable[Translated[Offer]], site: Settings) -> Iterator[Finding]:
    """Find advertising without the required label, and accounts on networks where advertising is forbidden."""
    profile = site.legal.profile
    for source in offers:
        for language, version in source.versions.items():
            missing = _unmarked(version.ad_disclosure, profile) if version.ad_disclosure else None
            if missing:
                hint = m("write it as: Реклама. ИП Иванова А. А., ИНН 000000000000, erid: TOKEN")
                hint = hint if profile == "ru" else m("begin it with: Реклама")
                place = KeyPath(source.files[language], ("ad_disclosure",))
                yield from breach(
                    Rule.AD_MARK, profile, place, m("the disclosure lacks {missing}", missing=missing), hint
                )
    for network in site.networks:
        if network in FORBIDDEN_NETWORKS.get(profile, ()):
            message = m(
                "advertising on {name} is forbidden to those who follow these rules", name=NETWORKS[network].name
            )
            hint = m("don't pin or post offers there; take the account out where it only sells")
            yield from breach(Rule.AD_PLACE, profile, KeyPath("site.yaml", ("networks", network)), message, hint)


def _unmarked(text: str, profile: Profile) -> str | None:
    """Return what is missing in an advertising disclosure."""
    if profile not in {"ru", "ua"}:
        return None
    if not _MARK.search(text):
        return m("the word «Реклама»")
    if profile == "ru":
        if not _ERID.search(text):
            return m("the token (erid) that the operator of advertising data gave")
        if not re.search(r"\w{2,}", _ERID.sub("", _MARK.sub("", text))):
            return m("the name of who advertises")
    return None


def check_data_home(site: Settings) -> Iterator[Finding]:
    """Find a form delivery that first stores personal data in another country than the law requires."""
    delivery, profile = site.form, site.legal.profile
    if delivery is None or delivery.facts.recipient is None or delivery.facts.country == "RU":
        return
    country = delivery.facts.country or m("a country it doesn't name")
    message = m(
        "{recipient} keeps answers in {country}; those of people in Russia belong there first",
        recipient=delivery.facts.recipient,
        country=country,
    )
    hint = m("use delivery: inbox on a server in Russia, or delivery: url to a service there")
    yield from breach(Rule.DATA_HOME, profile, KeyPath("site.yaml", ("form", "delivery")), message, hint)
