"""Where forms go, as a table. A new delivery is one file here and one line in DELIVERIES and in FormDelivery."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Annotated, Final

from pydantic import Field

from site_gen.model.deliveries.base import Delivery
from site_gen.model.deliveries.inbox import InboxDelivery
from site_gen.model.deliveries.url import UrlDelivery

FormDelivery = Annotated[InboxDelivery | UrlDelivery, Field(discriminator="delivery")]
"""site.yaml's `form`, told apart by its `delivery`."""

DELIVERIES: Final[Mapping[str, type[Delivery]]] = MappingProxyType({"inbox": InboxDelivery, "url": UrlDelivery})
"""Every delivery by its name in site.yaml."""
