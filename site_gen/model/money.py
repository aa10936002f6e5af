"""Amounts of money and prices."""

from __future__ import annotations

import re
from collections.abc import Mapping
from decimal import Decimal
from typing import Annotated, Any, Final

from pydantic import BeforeValidator, Field, ValidationInfo, model_validator

from site_gen.messages import m
from site_gen.model.base import Model, Text, mistake, shown

_CURRENCY = re.compile(r"[A-Z]{3}")
_NO_MONEY = frozenset({"XXX", "XTS", "XUA", "XDR", "XSU", "XAU", "XAG", "XPT", "XPD", "XBA", "XBB", "XBC", "XBD"})
"""Codes of ISO 4217 for no currency, tests, units of account and metals."""
_AMOUNT = re.compile(r"\d+(?:\.\d{1,2})?", re.ASCII)


_FACTORS: Final = (
    (re.compile(r"\d\s*(?:k|к|тыс\.?|тис\.?|mil)(?!\w)", re.IGNORECASE), 1_000),
    (re.compile(r"\d\s*(?:млн\.?|mln|millones|million)(?!\w)", re.IGNORECASE), 1_000_000),
)
"""What stands behind a number for its thousands: 4.8k, 5 тыс., 3 mil."""
_NUMBER: Final = re.compile(
    r"\d+(?:[ \u00a0\u2007\u2009\u202f'’_]\d{3}(?!\d))*(?:[.,]\d+)*(?:['’]\d{1,2}(?!\d))?", re.ASCII
)
"""A number with what people put between its thousands and before its cents."""
_FRACTION: Final = re.compile("[¼½¾⅓⅔⅛]")
_GAPS: Final = re.compile(r"[ \u00a0\u2007\u2009\u202f_]|['’](?=\d{3})")
_DECIMAL_TICK: Final = re.compile("['’]")
_RANGE: Final = re.compile(r"\D*\d[\d.,]*\s*(?:[-–—]|a|to|до|hasta)\s*\d[\d.,]*\D*")
_FREE: Final = re.compile(
    r"\s*(?:free|gratis|gratuit[oa]?|gratuït|бесплатно|безкоштовно|безплатно)[\s.!]*", re.IGNORECASE
)
_PER: Final = re.compile(
    r"(?:/|\bper\b|\ba month\b|\bal\b|\bpor\b|\bв\b|\bна\b|\bза\b)\s*(?P<unit>[^\W\d]+)?", re.IGNORECASE
)
_STARTING: Final = re.compile(r"\s*(?:from|desde|des de|от|від)\s+\D{0,4}\d", re.IGNORECASE)
_SIGNS: Final[Mapping[str, str]] = {
    "€": "EUR", "EURO": "EUR", "EUROS": "EUR", "$": "USD", "DOLLAR": "USD", "DOLLARS": "USD", "US$": "USD",
    "£": "GBP", "POUND": "GBP", "POUNDS": "GBP", "₴": "UAH", "ГРН": "UAH", "ГРИВНЯ": "UAH", "₽": "RUB", "РУБ": "RUB",
    "РУБЛЬ": "RUB", "РУБЛЕЙ": "RUB", "РУБЛИ": "RUB", "РУБЛЯ": "RUB", "ГРИВНІ": "UAH", "ГРИВНА": "UAH", "ГРИВЕНЬ": "UAH",
    "ЕВРО": "EUR", "ЄВРО": "EUR",
}  # fmt: skip
_DOLLARS: Final = frozenset({"USD", "CAD", "AUD", "NZD", "MXN", "ARS", "CLP", "COP", "UYU", "HKD", "SGD"})
"""Currencies that people write with a $ alone."""
_MONEY_WORDS: Final = re.compile(r"US\$|[€$£₴₽]|[^\W\d_]{3,}")


def _read_currency(value: Any) -> Any:
    from babel.numbers import is_currency

    if isinstance(value, str) and value in _NO_MONEY:
        raise mistake(
            m("'{value}' is not money that anybody pays with", value=value),
            m("write the code of a currency: EUR, USD, GBP, UAH"),
        )
    if isinstance(value, str) and _CURRENCY.fullmatch(value) and is_currency(value):
        return value
    said = str(value).strip().upper()
    code = _SIGNS.get(said.rstrip("."), said)
    is_code = bool(_CURRENCY.fullmatch(code)) and code not in _NO_MONEY and is_currency(code)
    hint = m("write {code}", code=code) if is_code else m("write its three-letter code: EUR, USD, GBP, RUB, UAH")
    raise mistake(m("'{value}' is not a currency", value=shown(value)), hint)


def likely_amount(text: str, example: str = "290") -> str:
    """Return a text such as '1.234,50 €' as a plain number; an example if it can't be parsed, or has several."""
    numbers = _NUMBER.findall(text)
    if len(numbers) != 1 or _FRACTION.search(text):
        return example  # 290-390 and 12:30 are no 290390 and 1230
    digits = _DECIMAL_TICK.sub(",", _GAPS.sub("", numbers[0]))
    factor = next((number for pattern, number in _FACTORS if pattern.search(text)), 1)
    if factor > 1:
        short = digits.replace(",", ".")
        return f"{Decimal(short) * factor:.0f}" if re.fullmatch(r"\d{1,6}(?:\.\d{1,3})?", short) else example
    whole, mark, rest = digits.rpartition("," if digits.rfind(",") > digits.rfind(".") else ".")
    if mark and len(rest) == 3 and not set(whole) & ({".", ","} - {mark}):
        whole, mark, rest = "", "", digits  # 1,500 and 1.500.000 are thousands: amounts have at most two decimals
    plain = re.sub(r"[.,]", "", whole) + mark.replace(",", ".") + (rest if mark else re.sub(r"[.,]", "", rest))
    return plain if _AMOUNT.fullmatch(plain) and len(plain) <= 15 else example


def amount_said(text: str, currency: str) -> str:
    """Return the amount in a text such as '1.234,50 €' as a plain number; '' where the text says more than an amount in
    this currency."""
    signs = _MONEY_WORDS.findall(text)
    is_bare = not _NUMBER.sub("", _MONEY_WORDS.sub("", text)).strip(" .\N{NO-BREAK SPACE}")
    is_own = all(_is_sign_of(currency, sign) for sign in signs)
    return likely_amount(text, "") if is_bare and is_own and len(signs) <= 1 else ""


def _is_sign_of(currency: str, sign: str) -> bool:
    said = sign.upper()
    return currency in {said, _SIGNS.get(said)} or (sign == "$" and currency in _DOLLARS)


def _foreign(text: str, info: ValidationInfo) -> str:
    """Return the code of a currency that a text names and that isn't the site's; '' for the site's own, or for none."""
    from babel.numbers import is_currency

    own = (info.context or {}).get("currency")
    if not isinstance(own, str):
        return ""
    for word in _MONEY_WORDS.findall(text):
        code = _SIGNS.get(word.upper()) or (word if _CURRENCY.fullmatch(word) and is_currency(word) else "")
        if code:
            return "" if _is_sign_of(own, word) else code
    return ""


def _read_amount(value: Any, info: ValidationInfo) -> Any:
    if isinstance(value, bool) or value is None:
        raise mistake(m("an amount of money is needed"), m("write the number alone: 290 or 6.40"))
    if isinstance(value, int | float | Decimal):
        number = Decimal(str(value))
    elif isinstance(value, str) and _AMOUNT.fullmatch(value.strip()):
        number = Decimal(value.strip())
    elif isinstance(value, str):
        likely = likely_amount(value, "")
        hint = m("write the number alone: {likely} (the currency stands in site.yaml)", likely=likely)
        if not likely:
            hint = m("write one number alone, such as 290 (the currency stands in site.yaml)")
        if likely and (code := _foreign(value, info)):
            hint = m("write the number alone: {likely}; beside it: currency: {code}", likely=likely, code=code)
        if not re.search(r"\d", value):
            hint = m("write the number alone: 290 (0 for what is free; the currency stands in site.yaml)")
        raise mistake(m("'{value}' is not an amount", value=shown(value)), hint)
    else:
        raise mistake(m("an amount of money is needed"), m("write the number alone: 290 or 6.40"))
    if number < 0:
        raise mistake(m("{value} is below zero", value=shown(value)), m("an amount is zero or more"))
    if number >= Decimal(10) ** 12 or number != round(number, 2):
        raise mistake(
            m("{value} is not an amount", value=shown(value)), m("an amount has at most two decimals and twelve digits")
        )
    return number


Currency = Annotated[str, BeforeValidator(_read_currency)]
Amount = Annotated[Decimal, BeforeValidator(_read_amount), Field(json_schema_extra={"type": "number", "minimum": 0})]


class PriceModel(Model):
    """A price with what backs a struck-out one (98/6/EC Art. 6a: the lowest price of the last 30 days)."""

    amount: Amount = Field(description="The number alone, with a point for decimals: 290 or 49.90; 0 for what is free")
    currency: Currency | None = Field(None, description="Three-letter code; site.yaml's currency where left out")
    per: Text | None = Field(None, description="The unit the price is for: month, post, hour")
    starting: bool = Field(False, alias="from", description="True where prices start at the amount")
    was: Amount | None = Field(None, description="The struck-out former price; needs the lowest_30_days")
    lowest_30_days: Amount | None = Field(
        None, description="The lowest price of the 30 days before; left out, offers/ledger.jsonl has to know it"
    )

    @property
    def is_free(self) -> bool:
        return self.amount == 0

    @property
    def percent_off(self) -> int | None:
        """Whole percent below the lowest price of the last 30 days, rounded down; None if there is no reduction."""
        if self.lowest_30_days is None or self.lowest_30_days <= self.amount:
            return None
        return int((self.lowest_30_days - self.amount) * 100 / self.lowest_30_days)

    @model_validator(mode="after")
    def _has_its_minor_units(self) -> PriceModel:
        from babel.numbers import get_currency_precision

        if self.currency is not None and self.amount != round(self.amount, get_currency_precision(self.currency)):
            raise mistake(
                m("{currency} has no such small coins", currency=self.currency),
                m("write a whole amount"),
                at=("amount",),
            )
        return self

    @model_validator(mode="after")
    def _was_has_evidence(self) -> PriceModel:
        if self.was is None:
            return self
        if self.was <= self.amount:
            raise mistake(
                m("'was' ({was}) is not above the price ({amount})", was=self.was, amount=self.amount),
                m("leave 'was' out"),
                at=("was",),
            )
        if self.lowest_30_days is None:
            return self  # the ledger may know it: see model.rules.prices
        if self.lowest_30_days > self.was:
            raise mistake(
                m(
                    "lowest_30_days ({lowest_30_days}) is above 'was' ({was})",
                    lowest_30_days=self.lowest_30_days,
                    was=self.was,
                ),
                m("the lowest price of a time is at most the price that was asked in it"),
                at=("lowest_30_days",),
            )
        if self.lowest_30_days <= self.amount:
            raise mistake(
                m(
                    "the price ({amount}) is not below the lowest of the last 30 days ({lowest_30_days})",
                    amount=self.amount,
                    lowest_30_days=self.lowest_30_days,
                ),
                m("there is no reduction to show: leave 'was' out"),
                at=("lowest_30_days",),
            )
        return self


def _price_from_number(value: Any, info: ValidationInfo) -> Any:
    is_said = isinstance(value, str) and not _AMOUNT.fullmatch(value.strip())
    if is_said and (hint := _price_hint(value, _foreign(value, info))):
        raise mistake(m("'{value}' is not an amount", value=shown(value)), hint)
    return value if isinstance(value, dict | PriceModel) else {"amount": value}


def _price_hint(text: str, currency: str) -> str:
    """Return how to write a price that is said in words: free, by the month, from an amount on, or in a `currency` that
    is not the site's; '' for others."""
    currency = f", currency: {currency}" if currency else ""
    if _FREE.fullmatch(text):
        return m("write 0: the page then says that it is free")
    if _RANGE.fullmatch(text) and (lower := likely_amount(re.split(r"(?<=\d)\s*[^\d.,\s]", text, maxsplit=1)[0], "")):
        return m("write the lower one: {price}", price=f"{{amount: {lower}{currency}, from: true}}")
    amount, per = likely_amount(text, ""), _PER.search(text)
    if not amount or not (per or currency or _STARTING.match(text)):
        return ""
    unit = ", per: " + (per["unit"] or "month") if per else ""
    starting = ", from: true" if _STARTING.match(text) else ""
    return m("write {price}", price=f"{{amount: {amount}{currency}{starting}{unit}}}")


Price = Annotated[PriceModel, BeforeValidator(_price_from_number)]
"""A price, written as a number (`price: 290`) or as a mapping (`price: {amount: 290, per: month}`)."""
