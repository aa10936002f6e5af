"""The site's forms in preview: submissions are stored on this machine.

If the delivery is a hosted service, forms are set up as for the service but sent to its emulator, which accepts or
refuses them, so that a wrong set-up is noticed before the site is online.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Final
from urllib.parse import urlsplit

from site_gen.inbox.emulators import is_emulated
from site_gen.model.deliveries.base import Delivery, FormContext, FormTarget
from site_gen.model.deliveries.inbox import InboxDelivery
from site_gen.model.site import Site

SERVICES: Final = "/_preview/at/"
"""The prefix of emulated services: SERVICES + host (or 'site' for the site's own) + path."""

OWN_HOST: Final = "site"


def with_local_forms(site: Site) -> Site:
    """Return the site with forms that are only sent to this machine."""
    return replace(site, form_route=local_target)


def local_target(delivery: Delivery | None, form: FormContext) -> FormTarget:
    """Return what is set in the HTML of a form in preview, even if site.yaml has no delivery yet."""
    if delivery is None or not is_emulated(delivery):
        return InboxDelivery(delivery="inbox").target(form)
    target = delivery.target(form)
    return replace(
        target,
        action=here(target.action),
        script=replace(target.script, url=here(target.script.url)) if target.script else None,
        origins=(),
        script_origins=(),
        turnstile_key=None,
    )


def here(url: str) -> str:
    """Return preview's address for an address at a service."""
    parts = urlsplit(url)
    return f"{SERVICES}{parts.netloc or OWN_HOST}{parts.path or '/'}"


def there(path: str) -> str:
    """Return the path at the service for a path in preview."""
    return "/" + path.removeprefix(SERVICES).partition("/")[2]
