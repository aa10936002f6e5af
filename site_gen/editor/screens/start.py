"""The beginning: what a new project is asked for, before there is one."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from http.cookies import SimpleCookie
from pathlib import Path
from typing import Any, Final, Protocol

from slugify import slugify

from site_gen.actions.errors import AlreadyThereError
from site_gen.actions.new import new_project, project_files, starter_files, what_is_in
from site_gen.actions.new_answers import SITE, Answers, Mistake, WrongAnswersError
from site_gen.editor.web import LANGUAGE_COOKIE, ROOT, Answer, Asked, redirect
from site_gen.editor.words import LANGUAGES, words_in
from site_gen.load.unread import site_file_slip
from site_gen.model.networks import NETWORKS
from site_gen.problems import WorldError
from site_gen.sources.edits.files import read_content

SHOWN: Final = 5
"""Names of files that are told of a folder that isn't empty."""

FIRST_NETWORKS: Final[Mapping[str, tuple[str, ...]]] = {
    "ru": ("vk", "telegram", "ok", "youtube"),
    "uk": ("instagram", "telegram", "facebook", "tiktok", "viber"),
}
"""The networks that are asked for at once, by the language of who is asked; the others are folded."""
_USUAL: Final = ("instagram", "facebook", "tiktok", "linkedin", "whatsapp", "telegram")

CURRENCIES: Final = (
    "EUR", "GBP", "USD", "UAH", "RUB", "PLN", "CHF", "SEK", "NOK", "DKK", "CZK", "RON", "HUF", "BGN", "TRY", "GEL",
    "KZT", "ILS", "AED", "CAD", "AUD", "NZD", "MXN", "ARS", "CLP", "COP", "BRL", "INR",
)  # fmt: skip
"""The currencies that can be chosen; any other one is written into site.yaml."""

DEFAULT_FOLDER: Final = "my-site"
_FORBIDDEN: Final = re.compile(r'[\\/:*?"<>|\x00-\x1f\x7f]')
_DEVICES: Final = frozenset(
    {"con", "prn", "aux", "nul", *(f"{name}{number}" for name in ("com", "lpt") for number in range(10))}
)
"""Names that Windows keeps for devices."""

_CHECKED: Final = ("name", "role", "email", "networks", "offer", "price", "currency", "time_zone", "folder")


@dataclass(frozen=True, slots=True)
class Surroundings:
    """Where a project is to begin: the folder that one is in, a clock in the machine's own zone, and the name of that
    zone ('' where it isn't known)."""

    here: Path
    clock: Callable[[], datetime]
    zone: str = ""


class Beginning(Protocol):
    """What the screen works with."""

    @property
    def around(self) -> Surroundings: ...

    def begin(self, project: Path) -> None:
        """Take note that the project is there."""

    def page(self, asked: Asked, template: str, status: int = 200, /, **view: Any) -> Answer: ...


def screen(lobby: Beginning, asked: Asked) -> Answer:
    """Ask for a new project; make it when all answers are right."""
    if asked.method != "POST":
        return _form(lobby, asked, {}, ())
    values = {name: value[:2000] for name, value in asked.pairs}
    spoken = asked.field("do").removeprefix("speak:")
    if spoken in LANGUAGES:
        return _in_language(_form(lobby, _speaking(asked, spoken), values, ()), spoken)
    folder, mistakes, status = _made(lobby.around, values)
    if mistakes:
        return _form(lobby, asked, values, mistakes, status)
    lobby.begin(folder)
    done = redirect("tour", first=1)
    return _in_language(Answer(done.status, headers=(*done.headers, ("Connection", "close"))), asked.language)


def _made(around: Surroundings, values: Mapping[str, str]) -> tuple[Path, tuple[Mistake, ...], int]:
    """Make the project of these answers; return its folder and what is wrong, with the status to say it with."""
    folder, mistakes = _folder(around, values.get("folder", ""))
    make = project_files if mistakes else partial(new_project, folder)  # the former names what else is wrong
    try:
        make(_answers(values), around.clock())
    except WrongAnswersError as error:
        return folder, (*error.mistakes, *mistakes), 422
    except AlreadyThereError:
        return folder, (Mistake("folder", "taken"),), 409
    except WorldError as error:
        return folder, (Mistake("disk", str(error), error.hint),), 500
    return folder, mistakes, 422


def _answers(values: Mapping[str, str]) -> Answers:
    language = values.get("language", "")
    return Answers(
        language=language if language in LANGUAGES else "en",
        name=values.get("name", ""),
        role=values.get("role", ""),
        email=values.get("email", ""),
        networks={network: values.get(f"networks.{network}", "") for network in NETWORKS},
        currency=values.get("currency", ""),
        time_zone=values.get("time_zone", ""),
        offer=values.get("offer", "").strip() or None,
        price=values.get("price", "").strip() or None,
    )


def _speaking(asked: Asked, language: str) -> Asked:
    return Asked(asked.method, asked.path, language, asked.query, asked.pairs)


def _in_language(answer: Answer, language: str) -> Answer:
    cookie: SimpleCookie = SimpleCookie({LANGUAGE_COOKIE: language})
    cookie[LANGUAGE_COOKIE]["path"] = ROOT
    cookie[LANGUAGE_COOKIE]["samesite"] = "Strict"
    cookie[LANGUAGE_COOKIE]["max-age"] = 365 * 86400
    header = ("Set-Cookie", cookie[LANGUAGE_COOKIE].OutputString())
    return Answer(answer.status, answer.body, answer.type_, (*answer.headers, header))


# --- where it goes ----------------------------------------------------------------------------------------------------


def _folder(around: Surroundings, name: str) -> tuple[Path, tuple[Mistake, ...]]:
    """Return the folder for the project: this one where it is empty, else a new one in it."""
    if not what_is_in(around.here):
        return around.here, ()
    name = name.strip()
    if not is_folder_name(name):
        return around.here, (Mistake("folder", "name"),)
    folder = around.here / name
    is_free = not os.path.lexists(folder) or (folder.is_dir() and not folder.is_symlink() and not what_is_in(folder))
    return folder, () if is_free else (Mistake("folder", "taken"),)


def is_folder_name(name: str) -> bool:
    """Whether a folder can have a name on every system, and no path hides in it."""
    is_plain = bool(name) and len(name) <= 80 and not _FORBIDDEN.search(name)
    return is_plain and name[0] not in ". " and name[-1] not in ". " and name.partition(".")[0].lower() not in _DEVICES


# --- the form ---------------------------------------------------------------------------------------------------------


def _form(
    lobby: Beginning, asked: Asked, values: Mapping[str, str], mistakes: tuple[Mistake, ...], status: int = 200
) -> Answer:
    around, words = lobby.around, words_in(asked.language)
    there = what_is_in(around.here)
    first = FIRST_NETWORKS.get(asked.language, _USUAL)
    wrong = {mistake.answer: mistake for mistake in mistakes}
    networks = [_network(each, values, wrong) for each in (*first, *(id_ for id_ in NETWORKS if id_ not in first))]
    shown = {**_defaults(asked.language, around), **values}
    return lobby.page(
        asked,
        "start.html",
        status,
        values={name: shown.get(name, "") for name in ("language", *_CHECKED) if name != "networks"},
        wrong={name: _view(mistake, shown.get(name, ""), words.say) for name, mistake in wrong.items()},
        first_wrong=next((name for name in _in_order(networks) if name in wrong), ""),
        networks=networks[: len(first)],
        more_networks=networks[len(first) :],
        more_open=any(each["value"] for each in networks[len(first) :]),
        currencies=list(_currencies(asked.language, shown.get("currency", ""))),
        zones=_zones(shown.get("time_zone", "")),
        here=str(around.here),
        there=there[:SHOWN],
        there_more=max(len(there) - SHOWN, 0),
        slip=site_file_slip(around.here) or "" if there else "",
    )


def _in_order(networks: list[dict[str, Any]]) -> tuple[str, ...]:
    """Return the names of what is asked for, as they stand in the form."""
    return ("folder", "name", "role", "email", *(each["field"] for each in networks), "offer", "price")


def _network(id_: str, values: Mapping[str, str], wrong: Mapping[str, Mistake]) -> dict[str, Any]:
    name = f"networks.{id_}"
    return {
        "id": f"n-{id_}",
        "field": name,
        "label": NETWORKS[id_].name,
        "value": values.get(name, ""),
        "is_wrong": name in wrong,
    }


def _view(mistake: Mistake, value: str, say: Callable[[str], str]) -> dict[str, str]:
    """Return a mistake in the reader's language, and what the check says of the value in English."""
    kind = mistake.answer.partition(".")[0]
    if kind == "folder":
        return {"text": say(f"start_folder_{mistake.message}"), "detail": "", "hint": ""}
    if kind == "disk":
        return {"text": say("start_disk"), "detail": mistake.message, "hint": mistake.hint}
    known = kind if kind in _CHECKED else "other"
    text, detail = say(f"start_wrong_{known}"), mistake.message if mistake.hint and value.strip() else ""
    return {"text": text, "detail": detail, "hint": mistake.hint}


def _defaults(language: str, around: Surroundings) -> dict[str, str]:
    data = read_content(starter_files(language, around.clock())[SITE].encode(), is_markdown=False).data
    own = data if isinstance(data, dict) else {}
    zone = around.zone or str(own.get("time_zone", ""))
    folder = slugify(around.here.name) if not what_is_in(around.here) else DEFAULT_FOLDER
    return {"language": language, "currency": str(own.get("currency", "")), "time_zone": zone, "folder": folder}


def _currencies(language: str, chosen: str) -> Iterator[tuple[str, str]]:
    from babel import Locale

    names = Locale(language).currencies
    for code in (*CURRENCIES, *((chosen,) if chosen and chosen not in CURRENCIES else ())):
        yield code, f"{code} · {names.get(code, code)}"


def _zones(chosen: str) -> list[str]:
    from babel.core import get_global

    zones = {zone for zone in get_global("zone_territories") if "/" in zone and not zone.startswith("Etc/")}
    return sorted(zones | ({chosen} if chosen else set()))
