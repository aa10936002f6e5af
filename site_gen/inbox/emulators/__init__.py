"""What hosted form services take and refuse, as they document it: a wrong set-up is seen before the site is online.

Pure: a request in, an answer and what would reach the owner out. A new service is one file and one line in SERVICES.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from types import MappingProxyType
from typing import Any, Final

from site_gen.inbox.emulators.base import Emulated, EmulatedService
from site_gen.inbox.emulators.basin import Basin
from site_gen.inbox.emulators.formspree import Formspree
from site_gen.inbox.emulators.formsubmit import FormSubmit
from site_gen.inbox.emulators.netlify import Netlify
from site_gen.inbox.emulators.web3forms import Web3Forms
from site_gen.inbox.exchange import Request
from site_gen.model.deliveries.base import Delivery
from site_gen.model.form_schema import FormSchema

SERVICES: Final[Mapping[str, Callable[[Any, Sequence[FormSchema]], EmulatedService]]] = MappingProxyType(
    {
        "basin": Basin,
        "formspree": Formspree,
        "formsubmit": FormSubmit,
        "netlify": Netlify,
        "web3forms": Web3Forms,
    }
)
"""Services by the name of their delivery in site.yaml."""


def is_emulated(delivery: Delivery) -> bool:
    """Whether a delivery's service has an imitation; our own receivers need none."""
    return delivery.name in SERVICES


def emulate(delivery: Delivery, request: Request, form_schemas: Sequence[FormSchema]) -> Emulated:
    """Return how the delivery's service would take a request to it, whose `path` is the one at the service.

    What is `posted` can be read with `read_submission(schema, posted, honeypot=honeypot)`. Addresses in the answer
    are those of the site online. Raises KeyError for a delivery without a service.
    """
    return SERVICES[delivery.name](delivery, form_schemas).take(request)
