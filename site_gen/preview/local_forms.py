"""The site's forms as they are in preview: what is filled in here is stored here.

Where a hosted service takes the forms, they are set up as for it but sent to an imitation of it, which takes or refuses
them: a wrong set-up is seen before the site is online.
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
"""Below it are the imitated services: SERVICES + host, or 'site' for the site's own + path."""

OWN_HOST: Final = "site"


def with_local_forms(site: Site) -> Site:
    """Return the site with forms that stay on this machine, of which nobody else is told."""
    return replace(site, form_route=local_target)


def local_target(delivery: Delivery | None, form: FormContext) -> FormTarget:
    """Return what is set in the HTML of a form in preview: also where site.yaml doesn't say yet where forms go."""
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
    """Return the address in preview of one at a service."""
    parts = urlsplit(url)
    return f"{SERVICES}{parts.netloc or OWN_HOST}{parts.path or '/'}"


def there(path: str) -> str:
    """Return the path at the service of an address in preview."""
    return "/" + path.removeprefix(SERVICES).partition("/")[2]
