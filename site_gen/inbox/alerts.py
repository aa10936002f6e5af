"""The text of a warning to the owner: what the inbox can't do, since why, and what to do, in the owner's language."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType
from typing import Final


class Alert(StrEnum):
    """What the owner is warned of."""

    NOT_STORED = "not-stored"
    NOT_DELETED = "not-deleted"


@dataclass(frozen=True, slots=True)
class AlertWords:
    """The words of one warning; `reason` introduces what the machine said, in English."""

    subject: str
    text: str
    reason: str


_ENGLISH: Final[Mapping[Alert, AlertWords]] = {
    Alert.NOT_STORED: AlertWords(
        "Requests can’t be stored",
        "The inbox of your site can’t store requests at the moment. Visitors who send a form are told to try again "
        "later; nothing that was acknowledged is lost. Look at the server: is its disk full, is the database there?",
        "Reason:",
    ),
    Alert.NOT_DELETED: AlertWords(
        "Old requests were not deleted",
        "The inbox of your site has old requests to delete, but something is strange, so it kept them. Look whether "
        "the server’s clock is right. If it is, run: site-gen leads purge",
        "Reason:",
    ),
}

_WORDS: Final[Mapping[str, Mapping[Alert, AlertWords]]] = MappingProxyType(
    {
        "en": _ENGLISH,
        "ca": {
            Alert.NOT_STORED: AlertWords(
                "Les sol·licituds no es poden desar",
                "Ara mateix la bústia del teu web no pot desar sol·licituds. A qui envia un formulari se li demana que "
                "ho torni a provar més tard; no s’ha perdut res del que ja s’havia confirmat. Mira el servidor: té el "
                "disc ple? Hi és la base de dades?",
                "Motiu:",
            ),
            Alert.NOT_DELETED: AlertWords(
                "Les sol·licituds antigues no s’han esborrat",
                "La bústia del teu web ha d’esborrar sol·licituds antigues, però hi ha alguna cosa estranya i les ha "
                "conservat. Mira si el rellotge del servidor va bé. Si va bé, executa: site-gen leads purge",
                "Motiu:",
            ),
        },
        "es": {
            Alert.NOT_STORED: AlertWords(
                "Las solicitudes no se pueden guardar",
                "Ahora mismo el buzón de tu web no puede guardar solicitudes. A quien envía un formulario se le pide "
                "que lo intente más tarde; no se ha perdido nada de lo ya confirmado. Mira el servidor: ¿tiene el "
                "disco lleno? ¿Está la base de datos?",
                "Motivo:",
            ),
            Alert.NOT_DELETED: AlertWords(
                "Las solicitudes antiguas no se han borrado",
                "El buzón de tu web tiene que borrar solicitudes antiguas, pero hay algo extraño y las ha conservado. "
                "Mira si el reloj del servidor va bien. Si va bien, ejecuta: site-gen leads purge",
                "Motivo:",
            ),
        },
        "ru": {
            Alert.NOT_STORED: AlertWords(
                "Заявки не сохраняются",
                "Сейчас сайт не может сохранять заявки. Тем, кто отправляет форму, предлагается попробовать позже; "
                "всё, что уже было подтверждено, цело. Проверьте сервер: не заполнен ли диск, на месте ли база данных?",
                "Причина:",
            ),
            Alert.NOT_DELETED: AlertWords(
                "Старые заявки не удалены",
                "Пора удалить старые заявки, но что-то выглядит странно, поэтому они сохранены. Проверьте, верно ли "
                "идут часы на сервере. Если верно, выполните: site-gen leads purge",
                "Причина:",
            ),
        },
        "uk": {
            Alert.NOT_STORED: AlertWords(
                "Заявки не зберігаються",
                "Зараз сайт не може зберігати заявки. Тим, хто надсилає форму, пропонують спробувати пізніше; усе, що "
                "вже було підтверджено, ціле. Перевірте сервер: чи не заповнений диск, чи на місці база даних?",
                "Причина:",
            ),
            Alert.NOT_DELETED: AlertWords(
                "Старі заявки не видалено",
                "Час видалити старі заявки, але щось виглядає дивно, тому їх збережено. Перевірте, чи правильно йде "
                "годинник на сервері. Якщо правильно, виконайте: site-gen leads purge",
                "Причина:",
            ),
        },
    }
)


def alert_words(kind: Alert, language: str) -> AlertWords:
    """Return the words of a warning in a language, else in English."""
    return _WORDS.get(language, _ENGLISH)[kind]
