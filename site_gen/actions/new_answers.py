"""What a new project is asked for, and the starter's files with the answers in place of its samples.

Each answer is optional: what wasn't asked leaves the starter's own words, and an empty answer is a mistake where the
site can't be without one.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from site_gen.actions.errors import ActionError
from site_gen.load.shape import model_shape
from site_gen.load.wording import words
from site_gen.model.money import amount_said
from site_gen.model.offer import DirectOffer
from site_gen.model.settings import Settings
from site_gen.sources.edits.files import Content, edited, read_content

SITE: Final = "site.yaml"
FIRST_OFFER: Final = "offers/first-month.yaml"

_PRICES: Final = re.compile(r"^(?P<before>[^#\n]*\bprice: (?:\{amount: )?)(?P<amount>\d+)", re.MULTILINE)
_PRICES_FROM: Final = {"GBP": "en", "RUB": "ru", "UAH": "uk"}
"""The starter whose sample prices make sense in a currency; those of EUR_PRICES do in any other."""
EUR_PRICES: Final = "es"

Path = tuple[str | int, ...]


@dataclass(frozen=True, slots=True)
class Answers:
    """The answers, as they were typed; None for what wasn't asked. `networks` are accounts by network: a handle or an
    address, those that are empty left out."""

    language: str = "en"
    name: str | None = None
    role: str | None = None
    """What is sold, in a few words: Social media for cafés."""
    email: str | None = None
    networks: Mapping[str, str] | None = None
    currency: str | None = None
    time_zone: str | None = None
    offer: str | None = None
    """The title of the first offer."""
    price: str | None = None
    """Its price: an amount alone."""


@dataclass(frozen=True, slots=True)
class Mistake:
    """What is wrong with an answer: `answer` is its name in Answers, followed for a network by a point and its name."""

    answer: str
    message: str
    hint: str = ""


@dataclass(eq=False)
class WrongAnswersError(ActionError):
    """Answers that can't be right; nothing was written."""

    mistakes: tuple[Mistake, ...]


def mistakes_in(answers: Answers, files: Mapping[str, str]) -> tuple[Mistake, ...]:
    """Return what is wrong with the answers, all at once: they are held against the models that checks use.

    `files` are those of the starter in the language of the answers.
    """
    found = [
        *_mistakes(Settings, _site(answers, files), _IN_SITE),
        *_mistakes(DirectOffer, _offer(answers, files), _IN_OFFER),
    ]
    return tuple({mistake.answer: mistake for mistake in reversed(found)}.values())[::-1]


def filled_files(answers: Answers, files: Mapping[str, str], prices: Mapping[str, str]) -> dict[str, str]:
    """Return a starter's files with the answers in them; notes and everything else stay as they are.

    `prices` are the files of the starter whose sample prices make sense in the currency. Raises WrongAnswersError.
    """
    mistakes = mistakes_in(answers, files)
    if mistakes:
        raise WrongAnswersError(mistakes)
    found = {name: _repriced(text, prices.get(name, "")) for name, text in files.items()}
    found[SITE] = _filled(files[SITE], _site(answers, files))
    found[FIRST_OFFER] = _filled(found[FIRST_OFFER], _offer(answers, found))
    return found


def prices_from(answers: Answers, files: Mapping[str, str]) -> str:
    """Return the language of the starter whose sample prices make sense in the currency that was chosen."""
    own = _data(files[SITE])["currency"]
    wanted = answers.currency or own
    return answers.language if wanted == own else _PRICES_FROM.get(wanted, EUR_PRICES)


def _filled(text: str, data: dict[str, Any]) -> str:
    return edited(text.encode(), Content(data)).decode()


def _data(text: str) -> dict[str, Any]:
    data = read_content(text.encode(), is_markdown=False).data
    assert isinstance(data, dict)  # noqa: S101  # a file of ours
    return dict(data)


def _site(answers: Answers, files: Mapping[str, str]) -> dict[str, Any]:
    data = _data(files[SITE])
    for key in ("name", "role", "currency", "time_zone"):
        value = getattr(answers, key)
        if value is not None:
            data[key] = value.strip()
    if answers.name is not None:
        data["legal"] = {**data["legal"], "controller": data["name"]}
    if answers.email is not None:
        data["contact"] = {**data["contact"], "email": answers.email.strip()}
    if answers.networks is not None:
        given = {network: account.strip() for network, account in answers.networks.items() if account.strip()}
        data["networks"] = given
        if not given:
            del data["networks"]
    return data


def _offer(answers: Answers, files: Mapping[str, str]) -> dict[str, Any]:
    data = _data(files[FIRST_OFFER])
    if answers.offer is not None:
        data["title"] = answers.offer.strip()
    if answers.price is not None:
        typed = answers.price.strip()
        said = amount_said(typed, answers.currency or str(_data(files[SITE])["currency"])) or typed
        amount = int(said) if re.fullmatch(r"\d{1,9}", said, re.ASCII) else said
        data["price"] = {**data["price"], "amount": amount}
    return data


_IN_SITE: Final[Mapping[Path, str]] = {
    ("name",): "name",
    ("legal", "controller"): "name",
    ("role",): "role",
    ("contact", "email"): "email",
    ("currency",): "currency",
    ("time_zone",): "time_zone",
}
_IN_OFFER: Final[Mapping[Path, str]] = {("title",): "offer", ("price",): "price"}


def _mistakes(
    model: type[Settings | DirectOffer], data: dict[str, Any], places: Mapping[Path, str]
) -> Iterator[Mistake]:
    from pydantic import ValidationError

    try:
        model.model_validate(data)
    except ValidationError as error:
        for each in error.errors():
            loc = each["loc"]
            answer = next((name for place, name in places.items() if loc[: len(place)] == place), "")
            if loc[:1] == ("networks",):
                answer = f"networks.{loc[1]}" if len(loc) > 1 else "networks"
            yield Mistake(answer or ".".join(map(str, loc)), *words(each, model_shape(model)))


def _repriced(text: str, priced: str) -> str:
    """Return a file with the sample prices of another starter's same file: the files have the same prices in the same
    order."""
    amounts = [found["amount"] for found in _PRICES.finditer(priced)]
    if len(amounts) != len(_PRICES.findall(text)):
        return text
    rest = iter(amounts)
    return _PRICES.sub(lambda found: found["before"] + next(rest), text)
