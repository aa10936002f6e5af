"""What each legal profile requires of offers, forms and reviews, as one table: error or warning, and the legal basis.

Messages name the basis. These are checks against known rules, not legal advice. Looked up on 2026-11-23.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from types import MappingProxyType
from typing import Final, Literal, get_args

from site_gen.messages import Message, listed, m
from site_gen.problems import Severity

Profile = Literal["eu", "eu-b2b", "pl", "uk", "us", "ru", "ua"]
"""Whose rules a site follows: `eu` for consumers in the European Union, `eu-b2b` for business clients only."""

PROFILES: Final[tuple[Profile, ...]] = get_args(Profile)

PRIOR_DAYS: Final = timedelta(days=30)
"""How far back the lowest price is searched (98/6/EC Art. 6a: a period of at least 30 days)."""

AT_ONCE: Final = timedelta(days=7)
"""An offer that is repeated within this time counts as never ended, in every profile."""


class Rule(StrEnum):
    """What is checked."""

    PRIOR_PRICE = "prior price"
    ASKED = "asked before"
    ASKED_LONG = "asked long enough"
    DEADLINE = "deadline kept"
    EXTENSION = "deadline extended"
    SHORTENED = "deadline not brought forward"
    RERUN = "not run again at once"
    SEATS = "places kept"
    URGENCY = "urgency has a reason"
    FREE = "free is free"
    WHOLE_PRICE = "the whole price"
    REVIEW_REAL = "reviews by clients"
    REVIEW_EVIDENCE = "reviews can be verified"
    CONSENT = "consent apart"
    AD_MARK = "advertising is marked"
    AD_PLACE = "advertising is where it may be"
    DATA_HOME = "data at home"


MEANING: Final[Mapping[Rule, str]] = MappingProxyType(
    {
        Rule.PRIOR_PRICE: "`was` comes with the lowest price of the 30 days before, and that price is true",
        Rule.ASKED: "`was` is a price that was really asked",
        Rule.ASKED_LONG: "`was` was asked for at least 28 days, not raised just for the reduction",
        Rule.DEADLINE: "`ends` is not later than was promised, unless `extended` tells the public why",
        Rule.EXTENSION: "also an explained extension needs a reason beyond your control",
        Rule.SHORTENED: "`ends` is not earlier than was promised",
        Rule.RERUN: "the same terms are not offered again soon after they ended",
        Rule.SEATS: "no places appear that were said not to exist",
        Rule.URGENCY: "words that press have a date or a number of places behind them",
        Rule.FREE: "what is called free costs nothing",
        Rule.WHOLE_PRICE: "the price shown is the whole price, taxes and fees that nobody can avoid included",
        Rule.REVIEW_REAL: "nobody reviews themselves",
        Rule.REVIEW_EVIDENCE: "a review says when it was given or where it can be read",
        Rule.CONSENT: "consent to an answer and consent to marketing are asked for apart",
        Rule.AD_MARK: "`ad_disclosure` has the mark, the advertiser and the token that the law asks for",
        Rule.AD_PLACE: "offers are not advertised where advertising is forbidden",
        Rule.DATA_HOME: "personal data are first stored in the country that asks for it",
    }
)


@dataclass(frozen=True, slots=True)
class Verdict:
    """The severity of a breach under a profile, and its basis; `days` if the rule has a time limit."""

    severity: Severity
    basis: str
    days: int = 0


def _by(*parts: str) -> Message:
    """Return a basis that has several parts. Names of laws in English stay as they are."""
    return listed(parts, "; ")


def _error(basis: str, days: int = 0) -> Verdict:
    return Verdict(Severity.ERROR, basis, days)


def _warning(basis: str, days: int = 0) -> Verdict:
    return Verdict(Severity.WARNING, basis, days)


_TABLE: Final[dict[Rule, dict[Profile, Verdict]]] = {
    Rule.PRIOR_PRICE: {
        "eu": _error(_by(m("98/6/EC Art. 6a"), m("Commission notice 2021/C 526/02"), "CJEU C-330/23 Aldi Süd")),
        "eu-b2b": _error(_by(m("2006/114/EC Art. 3"), m("by the measure of 98/6/EC Art. 6a"))),
        "pl": _error(_by(m("Act of 9 May 2014 on price information Art. 4, services too"), m("98/6/EC Art. 6a"))),
        "uk": _error(_by("DMCC Act 2024 s. 226", "CAP Code 3.39", m("by the measure of 98/6/EC Art. 6a"))),
        "us": _error(_by("16 CFR 233.1", m("by the measure of 98/6/EC Art. 6a"))),
        "ru": _error(_by(m("38-FZ art. 5 part 3"), m("by the measure of 98/6/EC Art. 6a"))),
        "ua": _error(_by(m("Law of Ukraine 1023-XII Art. 19"), m("by the measure of 98/6/EC Art. 6a"))),
    },
    Rule.ASKED: {
        "eu": _error(_by(m("2005/29/EC Art. 6(1)(d)"), m("98/6/EC Art. 6a"))),
        "eu-b2b": _warning(m("2006/114/EC Art. 3")),
        "pl": _error(_by(m("2005/29/EC Art. 6(1)(d)"), m("Act of 9 May 2014 on price information Art. 4"))),
        "uk": _error(_by("DMCC Act 2024 s. 226", "CAP Code 3.39")),
        "us": _error("16 CFR 233.1"),
        "ru": _error(m("38-FZ art. 5 part 3")),
        "ua": _error(m("Law of Ukraine 1023-XII Art. 19")),
    },
    Rule.ASKED_LONG: {
        "uk": _warning(_by("CTSI Guidance for Traders on Pricing Practices", "CAP Code 3.39"), days=28),
        "us": _warning(m("16 CFR 233.1: a reasonably substantial period of time"), days=28),
    },
    Rule.DEADLINE: {
        "eu": _error(m("2005/29/EC Annex I no. 7")),
        "eu-b2b": _error(m("2006/114/EC Art. 3")),
        "pl": _error(m("2005/29/EC Annex I no. 7")),
        "uk": _error(_by("CAP Code 8.17.4.e", "DMCC Act 2024 Sch. 20")),
        "us": _error(_by("FTC Act s. 5", m("16 CFR 233.5: a limited offer that is not limited"))),
        "ru": _error(_by(m("38-FZ art. 5 part 3"), m("38-FZ art. 9"))),
        "ua": _error(_by(m("Law of Ukraine 1023-XII Art. 19"), m("Law of Ukraine 270/96-VR Art. 10"))),
    },
    Rule.EXTENSION: {
        "uk": _warning(m("CAP Code 8.17.4.e: only for circumstances beyond the promoter's control")),
    },
    Rule.SHORTENED: {
        "eu": _warning(m("2005/29/EC Art. 6(1)")),
        "eu-b2b": _warning(m("2006/114/EC Art. 3")),
        "pl": _warning(m("2005/29/EC Art. 6(1)")),
        "uk": _warning("CAP Code 8.17.4.e"),
        "us": _warning("FTC Act s. 5"),
        "ru": _warning(m("38-FZ art. 9 and 11")),
        "ua": _warning(m("Law of Ukraine 270/96-VR Art. 10")),
    },
    Rule.RERUN: {
        "eu": _warning(m("2005/29/EC Annex I no. 7"), days=30),
        "eu-b2b": _warning(m("2006/114/EC Art. 3"), days=14),
        "pl": _warning(m("2005/29/EC Annex I no. 7"), days=30),
        "uk": _warning(_by("CAP Code 8.17.4.e", m("ASA ruling on S1 Digital (2017)")), days=30),
        "us": _warning(m("16 CFR 233.5: a limited offer that is not limited"), days=30),
        "ru": _warning(m("38-FZ art. 5 part 3"), days=14),
        "ua": _warning(m("Law of Ukraine 1023-XII Art. 19"), days=14),
    },
    Rule.SEATS: {
        "eu": _error(m("2005/29/EC Annex I no. 7 and Art. 6(1)(b)")),
        "eu-b2b": _warning(m("2006/114/EC Art. 3")),
        "pl": _error(m("2005/29/EC Annex I no. 7 and Art. 6(1)(b)")),
        "uk": _error(_by("CAP Code 3.31", "DMCC Act 2024 Sch. 20")),
        "us": _error(_by("FTC Act s. 5", m("16 CFR 233.5: a limited offer that is not limited"))),
        "ru": _warning(m("38-FZ art. 5 part 3")),
        "ua": _warning(m("Law of Ukraine 1023-XII Art. 19")),
    },
    Rule.URGENCY: {
        "eu": _error(_by(m("2005/29/EC Annex I no. 7"), m("ASA rulings of October 2024"))),
        "eu-b2b": _error(m("2006/114/EC Art. 3")),
        "pl": _error(m("2005/29/EC Annex I no. 7")),
        "uk": _error(_by("CAP Code 3.31", m("ASA rulings of October 2024"), "DMCC Act 2024 Sch. 20")),
        "us": _error(_by("FTC Act s. 5", m("FTC staff report on dark patterns (2022)"))),
        "ru": _error(m("38-FZ art. 5 part 3")),
        "ua": _error(_by(m("Law of Ukraine 1023-XII Art. 19"), m("Law of Ukraine 270/96-VR Art. 10"))),
    },
    Rule.FREE: {
        "eu": _error(m("2005/29/EC Annex I no. 20")),
        "eu-b2b": _warning(m("2006/114/EC Art. 3")),
        "pl": _error(m("2005/29/EC Annex I no. 20")),
        "uk": _error(_by("CAP Code 3.23", "DMCC Act 2024 Sch. 20")),
        "us": _error("16 CFR 251.1"),
        "ru": _error(m("38-FZ art. 5 part 3")),
        "ua": _error(m("Law of Ukraine 1023-XII Art. 19")),
    },
    Rule.WHOLE_PRICE: {
        "eu": _warning(m("2011/83/EU Art. 5(1)(c) and 6(1)(e)")),
        "pl": _warning(_by(m("Act of 9 May 2014 on price information Art. 3 and 4"), m("2011/83/EU Art. 6(1)(e)"))),
        "uk": _warning(_by(m("DMCC Act 2024 s. 230, drip pricing"), "CAP Code 3.18")),
        "ru": _warning(_by(m("Tax Code of Russia art. 168 part 6"), m("Law 2300-1 art. 10"))),
        "ua": _warning(m("Law of Ukraine 1023-XII Art. 15")),
    },
    Rule.REVIEW_REAL: {
        "eu": _error(m("2005/29/EC Annex I no. 23c")),
        "eu-b2b": _error(m("2006/114/EC Art. 3")),
        "pl": _error(m("2005/29/EC Annex I no. 23c")),
        "uk": _error(_by(m("DMCC Act 2024 Sch. 20, fake reviews"), "CAP Code 3.45")),
        "us": _error(m("16 CFR 465.2 and 465.5")),
        "ru": _error(m("38-FZ art. 5 part 3")),
        "ua": _error(m("Law of Ukraine 1023-XII Art. 19")),
    },
    Rule.REVIEW_EVIDENCE: {
        "uk": _warning(_by(m("DMCC Act 2024 Sch. 20, fake reviews"), m("CAP Code 3.45 and 3.7"))),
        "us": _warning("16 CFR 465.2"),
    },
    Rule.CONSENT: {
        "eu": _error(_by(m("GDPR Art. 7(2) and recital 43"), "CJEU C-673/17 Planet49")),
        "eu-b2b": _error(_by(m("GDPR Art. 7(2) and recital 43"), "CJEU C-673/17 Planet49")),
        "pl": _error(_by(m("GDPR Art. 7(2) and recital 43"), "CJEU C-673/17 Planet49")),
        "uk": _error(_by("UK GDPR Art. 7(2)", "PECR reg. 22")),
        "us": _warning(_by("FTC Act s. 5", "CAN-SPAM Act")),
        "ru": _error(_by(m("152-FZ art. 9 as amended by 156-FZ of 24 June 2025"), m("38-FZ art. 18"))),
        "ua": _error(m("Law of Ukraine 2297-VI Art. 2 and 6")),
    },
    Rule.AD_MARK: {
        "ru": _error(m("38-FZ art. 18.1")),
        "ua": _warning(m("Law of Ukraine 270/96-VR Art. 9")),
    },
    Rule.AD_PLACE: {
        "ru": _warning(m("38-FZ art. 5 as amended by 72-FZ of 7 April 2025, in force since 1 September 2025")),
    },
    Rule.DATA_HOME: {
        "ru": _warning(m("152-FZ art. 18 part 5 as amended by 23-FZ of 28 February 2025")),
    },
}

RULES: Final[Mapping[Rule, Mapping[Profile, Verdict]]] = MappingProxyType(_TABLE)
"""Every rule with the profiles that require it. A profile that is not listed does not require it."""


def verdict(rule: Rule, profile: Profile) -> Verdict | None:
    """Return a profile's verdict on a rule; None if the profile does not require it."""
    return RULES[rule].get(profile)


FORBIDDEN_NETWORKS: Final[Mapping[Profile, frozenset[str]]] = MappingProxyType(
    {"ru": frozenset({"instagram", "facebook", "threads", "x", "linkedin", "viber"})}
)
"""Networks on which a profile forbids advertising because access to them is restricted in the country."""

HOME_COUNTRY: Final[Mapping[Profile, str]] = MappingProxyType(
    {"pl": "PL", "uk": "GB", "us": "US", "ru": "RU", "ua": "UA"}
)
"""The country of a profile as an ISO 3166 code, if it belongs to one country."""

SEPARATE_CONSENT: Final[frozenset[Profile]] = frozenset({"ru"})
"""The profiles that require consent as a separate document (152-FZ art. 9 as amended by 156-FZ of 24 June 2025,
in force since 1 September 2025)."""
