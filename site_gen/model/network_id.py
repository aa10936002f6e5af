"""A network, as files name it."""

from __future__ import annotations

import re
from typing import Annotated, Any

from pydantic import BeforeValidator, Field

from site_gen.messages import m
from site_gen.model.base import (
    mistake,
    shown,
)
from site_gen.model.networks import NETWORKS, network_called
from site_gen.nearest import nearest


def _read_network(value: Any) -> Any:
    if isinstance(value, str) and value in NETWORKS:
        return value
    raise mistake(
        m("unknown network '{value}'", value=shown(value)),
        _meant(str(value)) or m("known: {names}", names=", ".join(NETWORKS)),
    )


def _meant(word: str) -> str:
    name, colon, account = word.partition(":")
    meant = network_called(name)
    several = [
        network_called(each) for each in re.split(r"[\s;/+&]+", word.strip()) if each not in {"y", "и", "and", "i"}
    ]
    if len(several) > 1 and None not in several:
        return m("separate them by commas: [{items}]", items=", ".join(map(str, several)))
    if meant is None:
        return nearest(word, NETWORKS)
    return (
        m("write a space behind the colon: {meant}: {account}", meant=meant, account=account)
        if colon
        else m("did you mean '{meant}'?", meant=meant)
    )


NetworkId = Annotated[str, BeforeValidator(_read_network), Field(json_schema_extra={"enum": sorted(NETWORKS)})]
