"""Finds empty words in offers: urgency without a date, 'free' at a price, a price without its taxes."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import timedelta
from typing import Final

from site_gen.messages import m
from site_gen.model.content import Services
from site_gen.model.finding import Finding, KeyPath, Path, breach
from site_gen.model.legal import Profile, Rule
from site_gen.model.offer import FirstStepOffer, Offer
from site_gen.model.settings import Settings
from site_gen.model.site import Translated

_URGENCY: Final = re.compile(
    # English
    r"\b(?:last chance|(?<!no )hurry|ends soon|ending soon|almost gone|going fast|selling fast|act now|now or never"
    r"|don[’']t miss|final hours|last (?:few )?(?:places|spots|seats|days)|limited[- ]time|before it[’']s too late"
    r"|while (?:stocks|supplies) last"
    # Catalan
    r"|última oportunitat|darrera oportunitat|afanya[’']t|corre[,!]|últims dies|darrers dies|últimes places"
    r"|darreres places|places limitades|temps limitat|no t[’']ho perdis|s[’']acaba aviat|ara o mai"
    # Spanish
    r"|última oportunidad|date prisa|no te lo pierdas|últimos días|últimas plazas|plazas limitadas|tiempo limitado"
    r"|se acaba pronto|ahora o nunca"
    # Russian
    r"|последн\w+ шанс|последние (?:дни|часы|места)|успей\w*|(?<!не )торопи\w*|(?<!не )спешите|поспешите"
    r"|не упусти\w*|осталось (?:мало|несколько) мест|ограниченн\w+ (?:время|предложение|количество)"
    r"|скоро закончится|сейчас или никогда"
    # Ukrainian
    r"|останн\w+ шанс|останні (?:дні|години|місця)|встигни\w*|(?<!не )поспіша\w*|не проґав\w*|не прогав\w*"
    r"|лишилося (?:мало|кілька) місць|залишилося (?:мало|кілька) місць|обмежен\w+ (?:час|пропозиція|кількість)"
    r"|скоро закінчиться|зараз або ніколи)",
    re.IGNORECASE,
)
_TODAY: Final = re.compile(
    r"\b(?:only today|today only|només avui|solo hoy|sólo hoy|только сегодня|тільки сьогодні|лише сьогодні)\b",
    re.IGNORECASE,
)
_DAY: Final = timedelta(hours=25)
"""A day; 25 hours when the clocks go back."""

_FREE: Final = re.compile(
    r"(?<![\w-])(?:(?<!feel )free(?![\w-])(?! (?:from|up|time))|gratu[iï]t\w*|gratis"
    r"|бесплатн\w+|безкоштовн\w+|безплатн\w+)",
    re.IGNORECASE,
)
_NOT_WHOLE: Final = re.compile(
    r"\b(?:(?:plus|excluding|excl\.?|exclusive of|without|ex\.?) (?:vat|tax|taxes)"
    r"|(?:vat|tax|taxes) (?:is |are )?(?:not included|excluded|extra|on top)"
    r"|plus (?:a |an )?(?:set-?up|booking|administration|admin|service) fee"
    r"|(?:més|más|sense|sin) iva|iva (?:a part|aparte|no inclòs|no incluido|exclòs|excluido)"
    r"|плюс ндс|ндс (?:не включ\w*|сверх|отдельно|оплачивается)"
    r"|плюс пдв|пдв (?:не включ\w*|понад|окремо|сплачується))"
    r"|\+ ?(?:vat|iva|ндс|пдв)\b",
    re.IGNORECASE,
)
_TAX: Final = re.compile(r"^\s*(?:the |l[’']|el )?(?:vat|iva|ндс|пдв)\b", re.IGNORECASE)
"""A tax as an item of `excludes`."""


def says_free(text: str) -> bool:
    """Whether a text says that something is free, in any of the languages."""
    return _FREE.search(text) is not None


def check_words(offers: Iterable[Translated[Offer]], profile: Profile) -> Iterator[Finding]:
    """Find unfounded promises and pressure in an offer's texts, in every language."""
    for source in offers:
        for language, version in source.versions.items():
            file = source.files[language]
            yield from _check_urgency(file, version, profile)
            yield from _check_today(file, version, profile)
            yield from _check_free(file, version, profile)
        offer = source.original
        if offer.price is None or not offer.price.is_free:
            texts = [*_texts(offer, ("summary", "terms", "body")), *_listed("excludes", offer.excludes)]
            yield from _check_whole(source.file, texts, profile)


def check_service_words(services: Translated[Services], profile: Profile) -> Iterator[Finding]:
    """Find services whose price is not the full price."""
    texts: list[tuple[Path, str]] = []
    for index, service in enumerate(services.original.services):
        if service.price is not None and not service.price.is_free:
            texts.append((("services", index, "summary"), service.summary))
            texts += [(("services", index, *path), text) for path, text in _listed("excludes", service.excludes)]
    yield from _check_whole(services.file, texts, profile)


def check_announcement(settings: Settings) -> Iterator[Finding]:
    """Find an announcement that presses without saying until when."""
    said = settings.announcement
    found = _URGENCY.search(said.text) or _TODAY.search(said.text) if said and said.ends is None else None
    if found:
        place = KeyPath("site.yaml", ("announcement", "text"))
        message = m("'{word}' presses, but the announcement has no end", word=found.group())
        yield from breach(Rule.URGENCY, settings.legal.profile, place, message, m("take it out, or add ends:"))


Texts = Iterable[tuple[Path, str]]


def _texts(offer: Offer, keys: tuple[str, ...]) -> Iterator[tuple[Path, str]]:
    for key in keys:
        yield (key,), getattr(offer, key) or ""


def _listed(key: str, items: tuple[str, ...]) -> Iterator[tuple[Path, str]]:
    return (((key, index), item) for index, item in enumerate(items))


def _pressing(offer: Offer) -> Iterator[tuple[Path, str]]:
    """Yield the texts in which pressure is searched."""
    yield from _texts(offer, ("title", "summary", "call_to_action", "problem", "audience", "delivery", "body"))
    yield from _listed("includes", offer.includes)
    if offer.form is not None and offer.form.button:
        yield ("form", "button"), offer.form.button


def _check_urgency(file: str, offer: Offer, profile: Profile) -> Iterator[Finding]:
    """Find words of urgency without a date or limited seats."""
    if offer.ends is not None or offer.seats is not None:
        return
    for path, text in _pressing(offer):
        found = _URGENCY.search(text) or _TODAY.search(text)
        if found:
            message = m("'{word}' presses, but the offer has neither an end nor seats", word=found.group())
            hint = m("take it out, or add ends: or seats:")
            yield from breach(Rule.URGENCY, profile, KeyPath(file, path), message, hint)


def _check_today(file: str, offer: Offer, profile: Profile) -> Iterator[Finding]:
    """Find 'only today' in an offer that runs longer."""
    if offer.starts is None or offer.ends is None or offer.ends - offer.starts <= _DAY:
        return
    for path, text in _pressing(offer):
        found = _TODAY.search(text)
        if found:
            days = round((offer.ends - offer.starts) / timedelta(days=1))
            message = m("'{word}' presses, but the offer runs for {days} days", word=found.group(), days=days)
            yield from breach(Rule.URGENCY, profile, KeyPath(file, path), message, m("say until when it runs"))


def _check_free(file: str, offer: Offer, profile: Profile) -> Iterator[Finding]:
    """Find first steps that are called free but cost something."""
    if not isinstance(offer, FirstStepOffer) or offer.price.is_free:
        return
    for path, text in _texts(offer, ("title", "summary", "call_to_action")):
        found = _FREE.search(text)
        if found:
            message = m(
                "'{word}' is said of an offer that costs {amount}", word=found.group(), amount=offer.price.amount
            )
            hint = m("write price: 0, or take the word out")
            yield from breach(Rule.FREE, profile, KeyPath(file, path), message, hint)


def _check_whole(file: str, texts: Texts, profile: Profile) -> Iterator[Finding]:
    """Find extra costs on top of the price: only the first in a file, as further ones say the same."""
    for path, text in texts:
        found = _NOT_WHOLE.search(text) or (_TAX.search(text) if "excludes" in path else None)
        if found:
            message = m("'{word}': the price shown is not the whole price", word=found.group().strip())
            hint = m("show the price with what every client has to pay")
            hint += (
                m("; for business clients alone write 'profile: eu-b2b' under legal: in site.yaml")
                if profile in {"eu", "pl"}
                else ""
            )
            yield from breach(Rule.WHOLE_PRICE, profile, KeyPath(file, path), message, hint)
            return
