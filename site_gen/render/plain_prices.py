"""Prices in plain words for terminals and drawings: currency codes, and the owner's word for the unit."""

from __future__ import annotations

from site_gen.messages import listed, m
from site_gen.model.facts import OfferFacts, PriceFacts


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
    words = f"{amounts} {price.currency}{f' / {price.per}' if price.per else ''}"
    return m("from {price}", price=words) if price.starting else words
