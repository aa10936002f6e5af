"""Compares the owner's own privacy page with the services that the project uses."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from site_gen.model.content import TextPage
from site_gen.model.deliveries import DELIVERIES
from site_gen.model.deliveries.base import Delivery
from site_gen.model.deliveries.cloudflare import CloudflareDelivery
from site_gen.model.deliveries.inbox import InboxDelivery
from site_gen.model.rules.finding import Finding
from site_gen.model.settings import Settings
from site_gen.model.site import Translated
from site_gen.problems import Severity

_HINT: Final = "say it, or compare with what 'site-gen privacy' writes"


def receivers(settings: Settings) -> tuple[str, ...]:
    """Return the companies that receive personal data according to site.yaml: for the form service, for notices, for
    bot checks."""
    delivery = settings.form
    if delivery is None:
        return ()
    names = [brand(delivery)] if delivery.facts.recipient else []
    notices = notices_of(delivery)
    if notices.telegram:
        names.append("Telegram")
    if notices.service:
        names.append(notices.service)
    if has_turnstile(delivery):
        names.append("Cloudflare")
    return tuple(dict.fromkeys(names))


@dataclass(frozen=True, slots=True)
class Notices:
    """How the owner is notified of an answer; `service` is the company that sends the mail, if any."""

    email: bool = False
    telegram: bool = False
    service: str | None = None


def notices_of(delivery: Delivery) -> Notices:
    """Return the notices that site.yaml sets up for a delivery."""
    if isinstance(delivery, CloudflareDelivery):
        notify = delivery.notify
        return Notices(bool(notify.email), bool(notify.telegram), "Resend" if notify.email else None)
    if isinstance(delivery, InboxDelivery):
        return Notices(bool(delivery.notify.email), bool(delivery.notify.telegram))
    return Notices()


def has_turnstile(delivery: Delivery) -> bool:
    """Whether the form checks visitors with Cloudflare's Turnstile."""
    return bool(getattr(delivery, "turnstile", None))


def brand(delivery: Delivery | type[Delivery]) -> str:
    """Return the short name of a delivery's company: 'Netlify' for 'Netlify, Inc.'."""
    words = (delivery.facts.recipient or "").replace(",", " ").split()
    return words[0] if words else ""


def check_privacy(privacy: Translated[TextPage] | None, settings: Settings) -> Iterator[Finding]:
    """Find privacy pages that don't name a recipient of the data, or name one that no longer receives any."""
    if privacy is None:
        return
    used = receivers(settings)
    brands: Mapping[str, str] = {brand(type_): name for name, type_ in DELIVERIES.items() if brand(type_)}
    for language, version in privacy.versions.items():
        file, body = privacy.files[language], version.body.casefold()
        for name in used:
            if name.casefold() not in body:
                message = f"the page doesn't name {name}, which receives data by site.yaml"
                yield Finding(file, (), message, f"{_HINT} (GDPR Art. 13(1)(e))", Severity.WARNING)
        for name in sorted(brands.keys() - set(used)):
            if name in version.body:
                message = f"the page names {name}, which site.yaml doesn't use"
                yield Finding(file, (), message, _HINT, Severity.WARNING)
