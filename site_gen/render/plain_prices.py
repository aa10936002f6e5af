"""Prices in plain words for terminals and drawings: currency codes, and the owner's word for the unit."""

from __future__ import annotations

from site_gen.model.facts import OfferFacts, PriceFacts


def price_words(price: PriceFacts) -> str:
    """Return a price in plain words: 'from 290 EUR / month (was 390)'."""
    if price.is_free:
        return "free"
    words = f"{'from ' if price.starting else ''}{price.amount} {price.currency}{_per(price)}"
    return f"{words} (was {price.former.amount})" if price.former else words


def prices_words(facts: OfferFacts) -> str:
    """Return the price of an offer, or those of its tiers: '340, 520, 760 EUR / month'."""
    prices = [tier.price for tier in facts.tiers] or ([facts.price] if facts.price else [])
    kinds = {(price.currency, price.per, price.starting, price.is_free) for price in prices}
    if len(prices) < 2 or len(kinds) > 1 or any(price.former for price in prices):
        return ", ".join(price_words(price) for price in prices)
    amounts = ", ".join(str(price.amount) for price in prices)
    return f"{'from ' if prices[0].starting else ''}{amounts} {prices[0].currency}{_per(prices[0])}"


def _per(price: PriceFacts) -> str:
    return f" / {price.per}" if price.per else ""
