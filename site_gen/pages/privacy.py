"""The privacy page, generated from what the project uses: forms, delivery, notices, retention, applicable law.

The text is Markdown built from the texts `notice.…` of the base theme, so that an owner can use it as a start for
content/privacy.md.
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
from site_gen.model.counters import CounterModel
from site_gen.model.deliveries.base import Delivery
from site_gen.model.form import Form
from site_gen.model.legal import HOME_COUNTRY, Profile
from site_gen.model.offer import Offer
from site_gen.model.routes import CONSENT, PRIVACY
from site_gen.model.settings import Settings
from site_gen.model.site import Site
from site_gen.pages import templates
from site_gen.pages.forms import consent_url
from site_gen.pages.localized_site import Localized, LocalizedSite, localize
from site_gen.pages.page_factory import Page, PageFactory, PageMeta
from site_gen.pages.site_plan import PlannedPage
from site_gen.pages.views.site import TextView

LAWS: Final[Mapping[Profile, str]] = {
    "eu": "gdpr", "eu-b2b": "gdpr", "pl": "gdpr", "uk": "ukgdpr", "us": "us", "ru": "ru", "ua": "ua",
}  # fmt: skip
"""The data protection law of each profile, as used in the names of the texts."""

_SPECIAL: Final = re.compile(r"([\\`*_\[\]{}#])")


def pages(localized: LocalizedSite) -> Iterator[PlannedPage]:
    """Yield the privacy page: the owner's own, else the generated one; and the consent document."""
    yield PlannedPage(localized, PRIVACY, _privacy)
    if consent_url(localized):
        yield PlannedPage(localized, CONSENT, _consent)


def _privacy(factory: PageFactory) -> Page:
    localized, source = factory.localized, factory.localized.site.privacy
    version = source.versions.get(localized.lang) if source else None
    if source and version:
        updated = version.updated.isoformat() if version.updated else None
        file = source.files[localized.lang]
        text = TextView(title=version.title, body=localized.body(version.body, file, with_videos=True), updated=updated)
        return _page(factory, PRIVACY, text, file)
    body = localized.body(notice(localized), "site.yaml")
    return _page(factory, PRIVACY, TextView(title=localized.text("nav.privacy"), body=body, updated=None))


def _consent(factory: PageFactory) -> Page:
    localized = factory.localized
    body = localized.body(consent(localized), "site.yaml")
    text = TextView(title=localized.text("consent.title"), body=body, updated=None)
    return _page(factory, CONSENT, text)


def _page(factory: PageFactory, route: str, text: TextView, file: str = "site.yaml") -> Page:
    localized = factory.localized
    return factory.page(
        templates.PRIVACY.fill(text=text),
        route,
        source=file,
        meta=PageMeta(
            section="privacy",
            title=text["title"],
            description=localized.text("description.privacy", name=localized.settings.name),
            trail=() if route == PRIVACY else [factory.section_link("privacy")],
        ),
    )


# --- for whoever writes it down ---------------------------------------------------------------------------------------


def notice_text(site: Site, language: str, now: datetime) -> tuple[str, str]:
    """Return the page's title and Markdown in a language at `now`."""
    localized = localize(site, now)[language]
    return localized.text("nav.privacy"), notice(localized)


# --- the notice -------------------------------------------------------------------------------------------------------


def notice(localized: LocalizedSite) -> str:
    """Return the page as Markdown. It names only what is public now."""
    t, law = localized.text, LAWS[localized.site.main.legal.profile]
    email = localized.site.main.legal.email or localized.site.main.contact.email
    forms = _forms(localized)
    sections = {
        "notice.who": [_controller(localized.site.main)],
        "notice.what": list(_what(localized, forms)),
        "notice.basis": [t(f"notice.basis.{law}")],
        "notice.where": list(_where(localized, law)),
        "notice.time": list(_time(localized)),
        "notice.browser": [*_visits(localized, law), *_browser(localized, has_forms=bool(forms))],
        "notice.unlisted": [t("notice.unlisted_text")] if _has_first_step(localized) else [],
        "notice.rights": [t(f"notice.rights.{'gdpr' if law == 'ukgdpr' else law}", email=email)],
        "notice.complaint": list(_complaint(localized, law, email)),
    }
    blocks = [t("notice.lead")]
    for heading, paragraphs in sections.items():
        if paragraphs:
            blocks += [f"## {t(heading)}", *paragraphs]
    return "\n\n".join(blocks) + "\n"


def _forms(localized: LocalizedSite) -> list[tuple[Localized[Offer], Form]]:
    """Return the forms of offers that are or were open."""
    public = localized.offers if localized.site.main.form is not None else []
    return [(offer.item, offer.item.value.form) for offer in public if offer.item.value.form is not None]


def _has_first_step(localized: LocalizedSite) -> bool:
    return any(offer.item.value.kind == "first-step" for offer in localized.offers)


def _controller(main: Settings) -> str:
    """Return the controller, a line for each fact."""
    legal = main.legal
    email = legal.email or main.contact.email
    facts = [f"**{_plain(legal.controller)}**", *(_plain(fact) for fact in (legal.tax_id, legal.address) if fact)]
    return "  \n".join([*facts, f"[{_plain(email)}](mailto:{email})"])


def _what(localized: LocalizedSite, forms: list[tuple[Localized[Offer], Form]]) -> Iterator[str]:
    t, delivery = localized.text, localized.site.main.form
    yield " ".join([t("notice.what_text"), *([t("notice.what_visits")] if localized.site.main.statistics else [])])
    if not forms or delivery is None:
        return
    yield t("notice.forms")
    yield _form_list(localized, forms)
    if delivery.opens_mail_program:
        yield t("notice.mailto")
        return
    yield f"{t('notice.required')} {t('notice.with_form')}"
    if any(form.marketing_consent for _, form in forms):
        yield t("notice.marketing")
    if any(offer.item.value.kind == "second-step" for offer in localized.offers):
        yield t("notice.accept")


def _form_list(localized: LocalizedSite, forms: list[tuple[Localized[Offer], Form]]) -> str:
    lines = []
    for item, form in forms:
        labels = [
            _plain(field.label) + ("" if field.required else f" ({localized.text('notice.optional')})")
            for field in form.fields
            if field.type != "hidden"
        ]
        lines.append(f"- [{_plain(item.value.title)}](/offers/{item.slug}/): {'; '.join(labels)}.")
    return "\n".join(lines)


def _where(localized: LocalizedSite, law: str) -> Iterator[str]:
    t, delivery = localized.text, localized.site.main.form
    if delivery is None:
        yield f"{t('notice.where.none')} {t('notice.messengers')}"
        return
    yield t(f"notice.where.{delivery.name}", recipient=_recipient(localized, delivery), host=delivery.host)
    if _is_abroad(delivery.facts.country, law):
        yield t(f"notice.transfer.{law}", recipient=delivery.facts.recipient)
    notices = delivery.notices
    told = []
    if notices.service:
        told.append(t("notice.notify_service", service=notices.service))
    elif notices.email:
        told.append(t("notice.notify_email"))
    if notices.telegram:
        told.append(t("notice.notify_telegram"))
    yield from (" ".join(told),) if told else ()
    if delivery.has_turnstile:
        yield t("notice.turnstile")
    yield t("notice.messengers")


def _recipient(localized: LocalizedSite, delivery: Delivery) -> str:
    """Return who receives forms, with the country in the page's language."""
    return _named(localized, delivery.facts.recipient or "", delivery.facts.country)


def _named(localized: LocalizedSite, recipient: str, code: str | None) -> str:
    country = Locale.parse(localized.lang).territories.get(code) if code else None
    return f"{recipient} ({country})" if country else recipient


def _is_abroad(country: str | None, law: str) -> bool:
    """Whether data leaves the area of the law, as far as known."""
    home = {"gdpr": EEA, "ukgdpr": EEA | {"GB"}, "ru": {"RU"}, "ua": {"UA"}}.get(law)
    return bool(country) and home is not None and country not in home


def _time(localized: LocalizedSite) -> Iterator[str]:
    delivery = localized.site.main.form
    yield localized.text("notice.time_text", count=localized.site.main.legal.retention_days)
    if delivery is not None and delivery.deletes_when_due:
        yield localized.text("notice.time_auto")


def _browser(localized: LocalizedSite, *, has_forms: bool) -> Iterator[str]:
    t, delivery = localized.text, localized.site.main.form
    tested = delivery is not None and delivery.has_turnstile and has_forms
    if not localized.site.main.statistics:
        yield t("notice.browser_turnstile" if tested else "notice.browser_text")
    elif not tested:
        yield t("notice.browser_visits")
    if has_forms and delivery is not None and not delivery.opens_mail_program:
        yield t("notice.browser_tab")
    networks = [network.name for network in localized.framed_networks]
    if networks:
        yield t("notice.videos", networks=", ".join(networks))
    yield t("notice.browser_server")


def _visits(localized: LocalizedSite, law: str) -> Iterator[str]:
    """Yield what counts visits: who sees what of them, on which basis, and how to refuse."""
    t, main = localized.text, localized.site.main
    for each in main.statistics:
        yield " ".join(_counter(localized, each, law))
    told = {each.recipient: each.counter for each in main.statistics if each.recipient}
    for counter in told.values():
        if _is_abroad(counter.country, law):
            yield t(f"notice.transfer.{law}", recipient=counter.parent or counter.recipient)
    if main.statistics:
        yield t("notice.visits.remembered")


def _counter(localized: LocalizedSite, each: CounterModel, law: str) -> Iterator[str]:
    t, counter, profile = localized.text, each.counter, localized.site.main.legal.profile
    recipient = _named(localized, each.recipient, counter.country)
    if counter.keeps:
        names = ", ".join(f"`{name}…`" for name in counter.keeps)
        yield t(f"notice.visits.{counter.purpose}", service=counter.title, recipient=recipient, names=names)
    elif each.recipient:
        yield t("notice.visits.free", service=counter.title, recipient=recipient)
    else:
        yield t("notice.visits.own", service=counter.title, host=urlsplit(each.host).hostname)
    if each.asks(profile):
        yield t("notice.visits.asked")
    elif counter.keeps or law not in {"gdpr", "ukgdpr"}:
        yield t("notice.visits.unasked")
    else:
        yield t(f"notice.visits.interest.{law}")


def _complaint(localized: LocalizedSite, law: str, email: str) -> Iterator[str]:
    t, country = localized.text, _country(localized.site.main)
    if law not in {"gdpr", "ukgdpr"}:
        yield t(f"notice.complaint.{law}")
        return
    authority = authority_of(country, localized.lang)
    if authority is None:
        yield t("notice.complaint.gdpr_any", email=email)
        return
    said = t("notice.complaint.gdpr", email=email, authority=authority)
    yield f"{said} {t('notice.complaint.apdcat')}" if (country, localized.lang) == ("ES", "ca") else said


def _country(main: Settings) -> str | None:
    """Return the controller's country: from site.yaml, else from the legal profile, else from the time zone."""
    by_zone = get_global("zone_territories").get(main.time_zone)
    return main.legal.country or HOME_COUNTRY.get(main.legal.profile) or by_zone


def _plain(text: str) -> str:
    """Escape a text so that Markdown shows it unchanged."""
    return _SPECIAL.sub(r"\\\1", " ".join(text.split())).replace("&", "&amp;").replace("<", "&lt;")


# --- the consent ------------------------------------------------------------------------------------------------------


def consent(localized: LocalizedSite) -> str:
    """Return the separate consent document, in Markdown."""
    t, legal = localized.text, localized.site.main.legal
    email = legal.email or localized.site.main.contact.email
    sections = {
        "consent.purpose": t("consent.purpose_text"),
        "consent.data": _form_list(localized, _forms(localized)) or t("notice.accept"),
        "consent.actions": t("consent.actions_text"),
        "consent.term": t("consent.term_text", count=legal.retention_days),
        "consent.withdraw": t("consent.withdraw_text", email=email),
    }
    blocks = [t("consent.lead"), _controller(localized.site.main)]
    for heading, text in sections.items():
        blocks += [f"## {t(heading)}", text]
    return "\n\n".join(blocks) + "\n"
