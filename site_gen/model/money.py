"""Amounts of money and prices."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Annotated, Any

from pydantic import BeforeValidator, Field, model_validator

from site_gen.model.base import Model, Text, mistake

_CURRENCY = re.compile(r"[A-Z]{3}")
_AMOUNT = re.compile(r"\d+(?:\.\d+)?")


def _read_currency(value: Any) -> Any:
    from babel.numbers import is_currency

    if isinstance(value, str) and _CURRENCY.fullmatch(value) and is_currency(value):
        return value
    raise mistake(f"'{value}' is not a currency", "write its three-letter code: EUR, USD, GBP, RUB, UAH")


def _read_amount(value: Any) -> Any:
    if isinstance(value, bool) or value is None:
        raise mistake("an amount of money is needed", "write the number alone: 290 or 6.40")
    if isinstance(value, int | float | Decimal):
        number = Decimal(str(value))
    elif isinstance(value, str) and _AMOUNT.fullmatch(value.strip()):
        number = Decimal(value.strip())
    else:
        digits = re.sub(r"[^\d.,]", "", str(value)).replace(",", ".").strip(".")
        example = digits if _AMOUNT.fullmatch(digits) else "290"
        raise mistake(
            f"'{value}' is not an amount", f"write the number alone: {example} (the currency stands in site.yaml)"
        )
    if number < 0:
        raise mistake(f"{value} is below zero", "an amount is zero or more")
    if number >= Decimal(10) ** 12 or number != round(number, 2):
        raise mistake(f"{value} is not an amount", "an amount has at most two decimals and twelve digits")
    return number


Currency = Annotated[str, BeforeValidator(_read_currency)]
Amount = Annotated[Decimal, BeforeValidator(_read_amount), Field(json_schema_extra={"type": "number", "minimum": 0})]


class PriceModel(Model):
    """A price with what backs a struck-out one (98/6/EC Art. 6a: the lowest price of the last 30 days)."""

    amount: Amount
    currency: Currency | None = Field(None, description="Three-letter code; site.yaml's currency where left out")
    per: Text | None = Field(None, description="The unit the price is for: month, post, hour")
    starting: bool = Field(False, alias="from", description="True where prices start at the amount")
    was: Amount | None = Field(None, description="The struck-out former price; needs lowest_30_days")
    lowest_30_days: Amount | None = Field(None, description="The lowest price of the 30 days before the offer")

    @property
    def is_free(self) -> bool:
        return self.amount == 0

    @property
    def percent_off(self) -> int | None:
        """Whole percent below the lowest price of the last 30 days, rounded down; None without a reduction."""
        if self.lowest_30_days is None or self.lowest_30_days <= self.amount:
            return None
        return int((self.lowest_30_days - self.amount) * 100 / self.lowest_30_days)

    @model_validator(mode="after")
    def _was_has_evidence(self) -> PriceModel:
        if self.was is None:
            return self
        if self.lowest_30_days is None:
            raise mistake(
                "'was' is struck out without the lowest price of the last 30 days",
                "add lowest_30_days: AMOUNT (98/6/EC Art. 6a), or leave 'was' out",
            )
        if self.was <= self.amount:
            raise mistake(f"'was' ({self.was}) is not above the price ({self.amount})", "leave 'was' out")
        if self.lowest_30_days > self.was:
            raise mistake(
                f"lowest_30_days ({self.lowest_30_days}) is above 'was' ({self.was})",
                "the lowest price of a time is at most the price that was asked in it",
            )
        if self.lowest_30_days <= self.amount:
            raise mistake(
                f"the price ({self.amount}) is not below the lowest of the last 30 days ({self.lowest_30_days})",
                "there is no reduction to show: leave 'was' out",
            )
        return self


def _price_from_number(value: Any) -> Any:
    return value if isinstance(value, dict | PriceModel) else {"amount": value}


Price = Annotated[PriceModel, BeforeValidator(_price_from_number)]
"""A price, written as a number (`price: 290`) or as a mapping (`price: {amount: 290, per: month}`)."""
