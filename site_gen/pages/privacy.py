"""The privacy page, written from what the project uses: its forms, where they go, notices, how long, whose law.

The text is Markdown made of the texts `notice.…` of the base theme, so that an owner can take it over as
content/privacy.md and go on from there.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Final
from urllib.parse import urlsplit

from babel import Locale
from babel.core import get_global

from site_gen.model.authorities import EEA, authority_of
from site_gen.model.declaration import CONSENT_TAIL
from site_gen.model.deliveries.base import Delivery
from site_gen.model.form import Form
from site_gen.model.legal import HOME_COUNTRY, Profile
from site_gen.model.offer import Offer
from site_gen.model.rules.notices import has_turnstile, notices_of
from site_gen.model.settings import Settings
from site_gen.model.site import Site
from site_gen.pages.forms import consent_url
from site_gen.pages.horizon import Horizon
from site_gen.pages.localized_site import Edition, Item
from site_gen.pages.page_factory import About, Draft, Frame
from site_gen.pages.photos import PhotoBook
from site_gen.pages.views import TextView

LAWS: Final[Mapping[Profile, str]] = {
    "eu": "gdpr", "eu-b2b": "gdpr", "pl": "gdpr", "uk": "ukgdpr", "us": "us", "ru": "ru", "ua": "ua",
}  # fmt: skip
"""The law on personal data of each profile, as the texts are named after it."""

_SPECIAL: Final = re.compile(r"([\\`*_\[\]{}#])")


def pages(frame: Frame) -> Iterator[Draft]:
    """Yield the privacy page: the owner's words, else those written from what the project uses; and the consent."""
    edition, horizon, source = frame.edition, frame.horizon(), frame.edition.site.privacy
    version = source.versions.get(edition.lang) if source else None
    if source and version:
        updated = version.updated.isoformat() if version.updated else None
        title, file = version.title, source.files[edition.lang]
        text = TextView(title=title, body=edition.body(version.body, file), updated=updated)
    else:
        title, file = edition.text("nav.privacy"), "site.yaml"
        text = TextView(title=title, body=edition.body(notice(edition, horizon), file), updated=None)
    yield _page(frame, "privacy/", text, horizon, file)
    if consent_url(edition):
        horizon = frame.horizon()
        body = edition.body(consent(edition, horizon), "site.yaml")
        text = TextView(title=edition.text("consent.title"), body=body, updated=None)
        yield _page(frame, CONSENT_TAIL, text, horizon, "site.yaml")


def _page(frame: Frame, tail: str, text: TextView, horizon: Horizon, file: str) -> Draft:
    edition = frame.edition
    is_main = tail == "privacy/"
    return frame.page(
        "privacy",
        tail,
        {"text": text},
        horizon=horizon,
        source=file,
        about=About(
            section="privacy",
            title=text["title"],
            description=edition.text("description.privacy", name=edition.settings.name),
            trail=() if is_main else [frame.section_link("privacy")],
        ),
    )


# --- for whoever writes it down ---------------------------------------------------------------------------------------


def notice_text(site: Site, language: str, now: datetime) -> tuple[str, str]:
    """Return the page's title and Markdown in a language, as it is written at `now`."""
    edition = Edition(site, language, PhotoBook(site.pictures, site.main.base, site.main.origin), drafts=False)
    return edition.text("nav.privacy"), notice(edition, Horizon(now))


# --- the notice -------------------------------------------------------------------------------------------------------


def notice(edition: Edition, horizon: Horizon) -> str:
    """Return the page as Markdown. Only what is public now is named in it."""
    t, law = edition.text, LAWS[edition.site.main.legal.profile]
    email = edition.site.main.legal.email or edition.site.main.contact.email
    forms = _forms(edition, horizon)
    sections = {
        "notice.who": [_controller(edition.site.main)],
        "notice.what": list(_what(edition, horizon, forms)),
        "notice.basis": [t(f"notice.basis.{law}")],
        "notice.where": list(_where(edition, law)),
        "notice.time": list(_time(edition)),
        "notice.browser": list(_browser(edition, has_forms=bool(forms))),
        "notice.unlisted": [t("notice.unlisted_text")] if _has_first_step(edition, horizon) else [],
        "notice.rights": [t(f"notice.rights.{'gdpr' if law == 'ukgdpr' else law}", email=email)],
        "notice.complaint": list(_complaint(edition, law, email)),
    }
    blocks = [t("notice.lead")]
    for heading, paragraphs in sections.items():
        if paragraphs:
            blocks += [f"## {t(heading)}", *paragraphs]
    return "\n\n".join(blocks) + "\n"


def _forms(edition: Edition, horizon: Horizon) -> list[tuple[Item[Offer], Form]]:
    """Return the forms of offers that are or were open."""
    public = edition.offers(horizon) if edition.site.main.form is not None else []
    return [(offer.item, offer.item.value.form) for offer in public if offer.item.value.form is not None]


def _has_first_step(edition: Edition, horizon: Horizon) -> bool:
    return any(offer.item.value.kind == "first-step" for offer in edition.offers(horizon))


def _controller(main: Settings) -> str:
    """Return who is responsible, a line for each fact."""
    legal = main.legal
    email = legal.email or main.contact.email
    facts = [f"**{_plain(legal.controller)}**", *(_plain(fact) for fact in (legal.tax_id, legal.address) if fact)]
    return "  \n".join([*facts, f"[{_plain(email)}](mailto:{email})"])


def _what(edition: Edition, horizon: Horizon, forms: list[tuple[Item[Offer], Form]]) -> Iterator[str]:
    t, delivery = edition.text, edition.site.main.form
    yield t("notice.what_text")
    if not forms or delivery is None:
        return
    yield t("notice.forms")
    yield _form_list(edition, forms)
    if delivery.name == "mailto":
        yield t("notice.mailto")
        return
    yield f"{t('notice.required')} {t('notice.with_form')}"
    if any(form.marketing_consent for _, form in forms):
        yield t("notice.marketing")
    if any(offer.item.value.kind == "second-step" for offer in edition.offers(horizon)):
        yield t("notice.accept")


def _form_list(edition: Edition, forms: list[tuple[Item[Offer], Form]]) -> str:
    lines = []
    for item, form in forms:
        labels = [
            _plain(field.label) + ("" if field.required else f" ({edition.text('notice.optional')})")
            for field in form.fields
            if field.type != "hidden"
        ]
        lines.append(f"- [{_plain(item.value.title)}](/offers/{item.slug}/): {'; '.join(labels)}.")
    return "\n".join(lines)


def _where(edition: Edition, law: str) -> Iterator[str]:
    t, delivery = edition.text, edition.site.main.form
    if delivery is None:
        yield f"{t('notice.where.none')} {t('notice.messengers')}"
        return
    yield t(f"notice.where.{delivery.name}", recipient=_recipient(edition, delivery), host=_host(delivery))
    if _is_abroad(delivery, law):
        yield t(f"notice.transfer.{law}", recipient=delivery.facts.recipient)
    notices = notices_of(delivery)
    told = []
    if notices.service:
        told.append(t("notice.notify_service", service=notices.service))
    elif notices.email:
        told.append(t("notice.notify_email"))
    if notices.telegram:
        told.append(t("notice.notify_telegram"))
    yield from (" ".join(told),) if told else ()
    if has_turnstile(delivery):
        yield t("notice.turnstile")
    yield t("notice.messengers")


def _recipient(edition: Edition, delivery: Delivery) -> str:
    """Return who receives forms, with the country in the edition's language."""
    facts = delivery.facts
    country = Locale.parse(edition.lang).territories.get(facts.country) if facts.country else None
    return f"{facts.recipient} ({country})" if country else facts.recipient or ""


def _host(delivery: Delivery) -> str:
    return urlsplit(str(getattr(delivery, "url", None) or "")).hostname or ""


def _is_abroad(delivery: Delivery, law: str) -> bool:
    """Whether data leave the area of the law, as far as is known."""
    country = delivery.facts.country
    home = {"gdpr": EEA, "ukgdpr": EEA | {"GB"}, "ru": {"RU"}, "ua": {"UA"}}.get(law)
    return bool(country) and home is not None and country not in home


def _time(edition: Edition) -> Iterator[str]:
    delivery = edition.site.main.form
    yield edition.text("notice.time_text", count=edition.site.main.legal.retention_days)
    if delivery is not None and delivery.name in {"inbox", "cloudflare"}:
        yield edition.text("notice.time_auto")


def _browser(edition: Edition, *, has_forms: bool) -> Iterator[str]:
    t, delivery = edition.text, edition.site.main.form
    tested = delivery is not None and has_turnstile(delivery) and has_forms
    yield t("notice.browser_turnstile" if tested else "notice.browser_text")
    if has_forms and delivery is not None and delivery.name != "mailto":
        yield t("notice.browser_tab")
    yield t("notice.browser_server")


def _complaint(edition: Edition, law: str, email: str) -> Iterator[str]:
    t, country = edition.text, _country(edition.site.main)
    if law not in {"gdpr", "ukgdpr"}:
        yield t(f"notice.complaint.{law}")
        return
    authority = authority_of(country, edition.lang)
    if authority is None:
        yield t("notice.complaint.gdpr_any", email=email)
        return
    said = t("notice.complaint.gdpr", email=email, authority=authority)
    yield f"{said} {t('notice.complaint.apdcat')}" if (country, edition.lang) == ("ES", "ca") else said


def _country(main: Settings) -> str | None:
    """Return where the controller is: as site.yaml says, else by its profile, else by its time zone."""
    by_zone = get_global("zone_territories").get(main.time_zone)
    return main.legal.country or HOME_COUNTRY.get(main.legal.profile) or by_zone


def _plain(text: str) -> str:
    """Return a text so that Markdown shows it as it is."""
    return _SPECIAL.sub(r"\\\1", " ".join(text.split())).replace("&", "&amp;").replace("<", "&lt;")


# --- the consent ------------------------------------------------------------------------------------------------------


def consent(edition: Edition, horizon: Horizon) -> str:
    """Return the consent as a document of its own, in Markdown."""
    t, legal = edition.text, edition.site.main.legal
    email = legal.email or edition.site.main.contact.email
    sections = {
        "consent.purpose": t("consent.purpose_text"),
        "consent.data": _form_list(edition, _forms(edition, horizon)) or t("notice.accept"),
        "consent.actions": t("consent.actions_text"),
        "consent.term": t("consent.term_text", count=legal.retention_days),
        "consent.withdraw": t("consent.withdraw_text", email=email),
    }
    blocks = [t("consent.lead"), _controller(edition.site.main)]
    for heading, text in sections.items():
        blocks += [f"## {t(heading)}", text]
    return "\n\n".join(blocks) + "\n"
