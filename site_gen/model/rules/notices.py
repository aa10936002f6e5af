"""Compares the owner's own privacy page with the services that the project uses."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

from site_gen.messages import m
from site_gen.model.content import TextPage
from site_gen.model.deliveries import DELIVERIES
from site_gen.model.deliveries.base import Delivery
from site_gen.model.finding import Finding
from site_gen.model.settings import Settings
from site_gen.model.site import Translated
from site_gen.problems import Severity

_HINT: Final = m("say it, or compare with what 'site-gen privacy' writes")


def receivers(settings: Settings) -> tuple[str, ...]:
    """Return who receives personal data according to site.yaml: services that count visits, the form service, those for
    notices and for bot checks."""
    delivery, counters = settings.form, [each.counter.title for each in settings.statistics if each.recipient]
    if delivery is None:
        return tuple(dict.fromkeys(counters))
    names = [*counters, *([brand(delivery)] if delivery.facts.recipient else [])]
    notices = delivery.notices
    if notices.telegram:
        names.append("Telegram")
    if notices.service:
        names.append(notices.service)
    if delivery.has_turnstile:
        names.append("Cloudflare")
    return tuple(dict.fromkeys(names))


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
                message = m("the page doesn't name {name}, which receives data by site.yaml", name=name)
                yield Finding(file, (), message, m("{hint} (GDPR Art. 13(1)(e))", hint=_HINT), Severity.WARNING)
        for name in sorted(brands.keys() - set(used)):
            if name in version.body:
                message = m("the page names {name}, which site.yaml doesn't use", name=name)
                yield Finding(file, (), message, _HINT, Severity.WARNING)
