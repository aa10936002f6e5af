"""Emulates hosted form services as they are documented, so that a wrong set-up is noticed before the site is online.

Pure: a request goes in; an answer, and what the owner would receive, come out. A new service is one file and one line
in SERVICES.
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
"""Emulators by the name of their delivery in site.yaml."""


def is_emulated(delivery: Delivery) -> bool:
    """Whether a delivery's service is emulated; our own receivers need no emulator."""
    return delivery.name in SERVICES


def emulate(delivery: Delivery, request: Request, form_schemas: Sequence[FormSchema]) -> Emulated:
    """Return how the delivery's service would handle a request; its `path` is the path at the service.

    `posted` in the result can be read with `read_submission(schema, posted, honeypot=honeypot)`. Addresses in the
    answer are those of the online site. Raises KeyError for a delivery without a service.
    """
    return SERVICES[delivery.name](delivery, form_schemas).take(request)
