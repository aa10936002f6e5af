"""Prices in plain words for terminals and drawings: currency codes, and the unit in words."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from site_gen.messages import Message, listed, m
from site_gen.model.facts import OfferFacts, PriceFacts

_PER: Final[Mapping[str, Message]] = {
    "hour": m("{price} / hour"),
    "day": m("{price} / day"),
    "week": m("{price} / week"),
    "month": m("{price} / month"),
    "quarter": m("{price} / quarter"),
    "year": m("{price} / year"),
    "post": m("{price} / post"),
    "story": m("{price} / story"),
    "reel": m("{price} / reel"),
    "video": m("{price} / video"),
    "project": m("{price} / project"),
    "page": m("{price} / page"),
    "session": m("{price} / session"),
    "lesson": m("{price} / lesson"),
    "person": m("{price} / person"),
    "lead": m("{price} / lead"),
}
"""Units by the word that files have for them; another word is the owner's own, and stays."""


def price_words(price: PriceFacts) -> str:
    """Return a price in plain words: 'from 290 EUR / month (was 390)'."""
    if price.is_free:
        return m("free")
    words = _words(str(price.amount), price)
    return m("{price} (was {former})", price=words, former=price.former.amount) if price.former else words


def prices_words(facts: OfferFacts) -> str:
    """Return the price of an offer, or those of its tiers: '340, 520, 760 EUR / month'."""
    prices = [tier.price for tier in facts.tiers] or ([facts.price] if facts.price else [])
    kinds = {(price.currency, price.per, price.starting, price.is_free) for price in prices}
    if len(prices) < 2 or len(kinds) > 1 or any(price.former for price in prices):
        return listed(price_words(price) for price in prices)
    amounts = ", ".join(str(price.amount) for price in prices)
    return _words(amounts, prices[0])


def _words(amounts: str, price: PriceFacts) -> str:
    words: str = f"{amounts} {price.currency}"
    if price.per:
        known = _PER.get(price.per)
        words = known.filled(price=words) if known else f"{words} / {price.per}"
    return m("from {price}", price=words) if price.starting else words
