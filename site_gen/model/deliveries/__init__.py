"""The table of form deliveries. A new delivery is one file here and one line in DELIVERIES and in FormDelivery."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Annotated, Final

from pydantic import Field

from site_gen.model.deliveries.base import Delivery
from site_gen.model.deliveries.basin import BasinDelivery
from site_gen.model.deliveries.cloudflare import CloudflareDelivery
from site_gen.model.deliveries.formspree import FormspreeDelivery
from site_gen.model.deliveries.formsubmit import FormSubmitDelivery
from site_gen.model.deliveries.inbox import InboxDelivery
from site_gen.model.deliveries.mailto import MailtoDelivery
from site_gen.model.deliveries.netlify import NetlifyDelivery
from site_gen.model.deliveries.url import UrlDelivery
from site_gen.model.deliveries.web3forms import Web3FormsDelivery

FormDelivery = Annotated[
    InboxDelivery
    | CloudflareDelivery
    | NetlifyDelivery
    | FormspreeDelivery
    | Web3FormsDelivery
    | FormSubmitDelivery
    | BasinDelivery
    | UrlDelivery
    | MailtoDelivery,
    Field(discriminator="delivery"),
]
"""`form` in site.yaml; its `delivery` chooses the model."""

DELIVERIES: Final[Mapping[str, type[Delivery]]] = MappingProxyType(
    {
        "inbox": InboxDelivery,
        "cloudflare": CloudflareDelivery,
        "netlify": NetlifyDelivery,
        "formspree": FormspreeDelivery,
        "web3forms": Web3FormsDelivery,
        "formsubmit": FormSubmitDelivery,
        "basin": BasinDelivery,
        "url": UrlDelivery,
        "mailto": MailtoDelivery,
    }
)
"""Every delivery by its name in site.yaml; those that store leads with the owner come first."""
