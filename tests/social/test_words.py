"""The words of posts: in every language, with its plurals, and only what is asked for."""

from __future__ import annotations

import re
from datetime import date, datetime
from pathlib import Path
from typing import Final
from zoneinfo import available_timezones

import pytest
from babel import Locale

import site_gen.social
from site_gen.load.own_words import VOWEL
from site_gen.load.own_words import packaged_words as words
from site_gen.model.setting_values import LANGUAGES
from site_gen.render.localize import Localizer
from site_gen.social.phrases import Phrases, labelled, sentence, within, without_stop
from tests.render.theme_strings import strings

ENDS: Final = datetime.fromisoformat("2026-12-20T18:00:00+01:00")
EACH = pytest.mark.parametrize("language", LANGUAGES)
SOURCES = "\n".join(path.read_text(encoding="utf-8") for path in Path(site_gen.social.__path__[0]).glob("*.py"))


def say(language: str, zone: str = "Europe/Madrid") -> Phrases:
    return Phrases(language, zone, strings())


@EACH
def test_every_language_has_the_same_words_and_placeholders(language: str) -> None:
    english = words("en")
    assert {key for key in words(language) if not key.endswith(VOWEL)} == set(english)
    for key, text in words(language).items():
        plain = english[key.removesuffix(VOWEL)]
        assert set(re.findall(r"\{(\w+)\}", str(text))) == set(re.findall(r"\{(\w+)\}", str(plain))), key


@EACH
def test_plurals_are_those_of_the_language(language: str) -> None:
    needed = {Locale(language).plural_form(count) for count in range(200)} | {"other"}
    for key, text in words(language).items():
        if isinstance(text, dict):
            assert needed <= set(text), key


def test_every_word_that_is_asked_for_is_there_and_every_word_is_asked_for() -> None:
    asked = set(re.findall(r"\b(?:say|self)\.(?:text|dated)\(\s*\"([a-z._]+)\"", SOURCES))
    assert len(asked) > 15
    assert asked <= set(words("en"))
    chosen = re.compile(r"^(link\.|terms|tier|gets|includes|closed\.offers|deadline|evidence|period|calendar\.)")
    assert {key for key in words("en") if not chosen.search(key)} <= asked


ZONES = {
    ("ca", "Europe/Madrid"): "",
    ("es", "Europe/Madrid"): "(hora peninsular)",
    ("en", "Europe/London"): "UK time",
    ("en", "Europe/Madrid"): "Madrid time",
    ("en", "America/New_York"): "Eastern Time",
    ("ru", "Europe/Moscow"): "по Москве",
    ("ru", "Europe/Minsk"): "по Минску",
    ("uk", "Europe/Kiev"): "за київським часом",
    ("ca", "Asia/Almaty"): "(hora d’Almaty)",
    ("es", "America/Argentina/Buenos_Aires"): "(hora de Buenos Aires)",
    ("en", "Etc/UTC"): "(UTC)",
}


@pytest.mark.parametrize(("language", "zone"), ZONES)
def test_a_zone_is_called_what_its_people_call_it(language: str, zone: str) -> None:
    """A reader would meet the name of a table, such as Central European Standard Time."""
    assert say(language, zone).zone(ENDS) == ZONES[language, zone]


@EACH
def test_a_short_zone_takes_twelve_characters_at_most(language: str) -> None:
    """Where every character counts, the zone would push out what sells."""
    for zone in available_timezones():
        assert len(Localizer(language, zone, {}).zone(ENDS.isoformat(), short=True).after) <= 12, zone


def test_a_time_that_the_clock_shows_twice_is_told_from_utc() -> None:
    """A deadline in the hour that is repeated in autumn could be read two ways."""
    assert say("en").zone(datetime.fromisoformat("2026-10-25T02:30:00+01:00")) == "(UTC+1)"


MOMENTS = {
    "en": ("20 December, 6 pm", "20 December 2026, 6 pm", "the end of 31 December", "1 March, 1:30 am"),
    "es": (
        "20 de diciembre a las 18:00",
        "20 de diciembre de 2026 a las 18:00",
        "31 de diciembre inclusive",
        "1 de marzo a la 1:30",
    ),
    "ca": (
        "20 de desembre a les 18 h",
        "20 de desembre del 2026 a les 18 h",
        "31 de desembre inclòs",
        "1 de març a la 1.30 h",
    ),
    "ru": ("18:00 20 декабря", "18:00 20 декабря 2026 г.", "31 декабря включительно", "1:30 1 марта"),
    "uk": ("18:00 20 грудня", "18:00 20 грудня 2026 р.", "31 грудня включно", "1:30 1 березня"),
}


@EACH
def test_a_deadline_is_said_as_people_say_it(language: str) -> None:
    """A reader would have to work out a date from a form: the year that runs, 00:00 of the day after the last."""
    end = say(language).end
    said = (
        end(ENDS, 2026),
        end(ENDS, 2025),
        end(datetime.fromisoformat("2027-01-01T00:00:00+01:00"), 2026),
        end(datetime.fromisoformat("2027-03-01T01:30:00+01:00"), 2027),
    )
    plain = tuple(re.sub(r"\s", " ", each) for each in said)
    assert tuple(each.replace(" 01:30", " 1:30").removeprefix("0") for each in plain) == MOMENTS[language]


FIGURES = {
    "en": (
        "Open until 20 Dec, 6 pm",
        "Open until 20 Dec 2026, 6 pm",
        "Open until the end of 31 Dec",
        "Open until 11 Dec, 1:30 am",
    ),
    "es": (
        "Cierra el 20/12, 18:00",
        "Cierra el 20/12/2026, 18:00",
        "Cierra el 31/12, 24:00",
        "Cierra el 11/12, 1:30",
    ),
    "ca": ("Tanca el 20/12, 18 h", "Tanca el 20/12/2026, 18 h", "Tanca el 31/12, 24 h", "Tanca l’11/12, 1.30 h"),
    "ru": ("Приём до 20.12, 18:00", "Приём до 20.12.2026, 18:00", "Приём до 31.12, 24:00", "Приём до 11.12, 01:30"),
    "uk": (
        "Прийом до 20.12, 18:00",
        "Прийом до 20.12.2026, 18:00",
        "Прийом до 31.12, 24:00",
        "Прийом до 11.12, 01:30",
    ),
}


@EACH
def test_a_deadline_in_figures_says_the_same_instant(language: str) -> None:
    """Where the feed cuts early, the deadline would come after the fold, or be a day off."""
    in_figures = say(language).in_figures
    said = (
        in_figures(ENDS, 2026),
        in_figures(ENDS, 2025),
        in_figures(datetime.fromisoformat("2027-01-01T00:00:00+01:00"), 2026),
        in_figures(datetime.fromisoformat("2026-12-11T01:30:00+01:00"), 2026),
    )
    assert tuple(re.sub(r"\s", " ", each or "") for each in said) == FIGURES[language]


def test_who_says_deadlines_in_other_words_gets_them_in_figures_only_with_words_of_their_own() -> None:
    """A post would say 'Reserve by', and on TikTok 'Open until'."""
    own = {"deadline": "Reserve by {when}"}
    assert Phrases("en", "Europe/Madrid", strings(), own).in_figures(ENDS, 2026) is None
    own["deadline.figures"] = "Until {when}"
    said = Phrases("en", "Europe/Madrid", strings(), own).in_figures(ENDS, 2026)
    assert re.sub(r"\s", " ", said or "") == "Until 20 Dec, 6 pm"


SMALL = {
    "The till, average of the month": "the till, average of the month",
    "Cuaderno de reservas": "cuaderno de reservas",
    "En persona en tu ciudad": "en persona en tu ciudad",
    "Agenda de la perruqueria": "agenda de la perruqueria",
    "Тетрадь заказов пекарни": "тетрадь заказов пекарни",
    "Зошит замовлень": "зошит замовлень",
    "Касова програма": "касова програма",
    "Кассовая программа": "кассовая программа",
    "Booking diary": "booking diary",
    "Caixa del migdia": "caixa del migdia",
    "Instagram Insights": "Instagram Insights",
    "Google Analytics": "Google Analytics",
    "Авито": "Авито",
    "CRM": "CRM",
    "Booking.com": "Booking.com",
}


@pytest.mark.parametrize("text", SMALL)
def test_what_continues_a_sentence_begins_small_unless_it_is_a_name(text: str) -> None:
    """ "Source: The till" and "(Тетрадь заказов)" look put together by a machine, "instagram insights" like a slip."""
    assert within(text) == SMALL[text]


ELSEWHERE = {
    "Enrolments from VK, up from 3": ("The form counts enrolments.", "enrolments from VK, up from 3"),
    "Von 3 auf 11 im Monat": ("Die Zahl von Anfragen", "von 3 auf 11 im Monat"),
    "Bestellungen im Monat": ("Mehr Bestellungen", "Bestellungen im Monat"),
    "Meta Ads Manager": ("La meta era otra.", "Meta Ads Manager"),
    "Girona, a city": ("girona.cat has it", "Girona, a city"),
}


@pytest.mark.parametrize("text", ELSEWHERE)
def test_a_word_that_its_author_writes_small_elsewhere_is_no_name(text: str) -> None:
    """No list has every word: 'A real case: Enrolments …' beside 'A real case: from 22 …'."""
    elsewhere, said = ELSEWHERE[text]
    assert within(text, elsewhere) == said


@pytest.mark.parametrize(("language", "text"), [("es", "«Ya lo sé»"), ("ru", "«Теперь знаю»"), ("en", "“Now I know.”")])
def test_a_quotation_has_its_full_stop_where_the_language_has_it(language: str, text: str) -> None:
    """'«Ya lo sé.» — Ana' is punctuation of another language."""
    assert say(language).quoted(re.sub("[«»“”.]", "", text) + ".") == text
    assert say(language).quoted("Ya!")[1:-1] == "Ya!"


NESTED = {
    "en": ('The “First "thousand"” pack', "The “First ‘thousand’” pack"),
    "es": ('Pack «Los primeros "mil"»', "Pack «Los primeros “mil”»"),
    "ca": ('Pack «"Mil" seguidors»', "Pack «“Mil” seguidors»"),
    "ru": ('Пакет «Первая "тысяча"»', "Пакет «Первая „тысяча“»"),
    "uk": ('Пакет «Перша "тисяча"» і "ще"', "Пакет «Перша „тисяча“» і «ще»"),
}


@EACH
def test_straight_marks_within_a_quotation_become_the_inner_ones(language: str) -> None:
    """«Los primeros «mil»» is a slip that a proofreader sees at once."""
    typed, meant = NESTED[language]
    assert say(language).title(typed) == meant


def test_a_shortened_day_of_another_year_is_said_as_in_a_sentence() -> None:
    """'29 de nov. 2027' is half a sentence and half a form."""
    short = say("ca").end(datetime.fromisoformat("2027-11-29T23:00:00+01:00"), 2026, short=True)
    assert re.sub(r"\s", " ", short) == "29 de nov. del 2027 a les 23 h"


QUOTED = {
    "en": "“A ‘good’ month, run for ‘you’”",
    "es": "«A “good” month, run for “you”»",
    "ca": "«A “good” month, run for “you”»",
    "ru": "«A „good“ month, run for „you“»",
    "uk": "«A „good“ month, run for „you“»",
}


@EACH
def test_a_quotation_within_one_has_the_inner_marks(language: str) -> None:
    """Doubled marks look like a mistake of the owner's."""
    assert say(language).quoted('A «good» month, run for "you"') == QUOTED[language]
    assert say(language).quoted("l’hora d’en Pere’s")[1:-1] == "l’hora d’en Pere’s"


PERIODS = {
    "en": ("from 2 March to 31 August 2026", "from February to May 2026", "in May 2026"),
    "es": ("del 2 de marzo al 31 de agosto de 2026", "de febrero a mayo de 2026", "en mayo de 2026"),
    "ca": ("del 2 de març al 31 d’agost del 2026", "de febrer a maig del 2026", "el maig del 2026"),
    "ru": ("с 2 марта по 31 августа 2026 г.", "с февраля по май 2026 г.", "за май 2026 г."),
    "uk": ("з 2 березня до 31 серпня 2026 р.", "з лютого до травня 2026 р.", "за травень 2026 р."),
}


@EACH
def test_a_period_is_said_within_a_sentence(language: str) -> None:
    """The proof would be a row of a table, not a sentence."""
    period = say(language).period
    said = (
        period(date(2026, 3, 2), date(2026, 8, 31)),
        period(date(2026, 2, 1), date(2026, 5, 31)),
        period(date(2026, 5, 1), date(2026, 5, 31)),
    )
    assert tuple(re.sub(r"\s", " ", each) for each in said) == PERIODS[language]


ACROSS: Final = {
    "en": "from December 2025 to May 2026",
    "es": "de diciembre de 2025 a mayo de 2026",
    "ca": "de desembre del 2025 a maig del 2026",
    "ru": "с декабря 2025 г. по май 2026 г.",
    "uk": "з грудня 2025 р. до травня 2026 р.",
}


@EACH
def test_months_of_two_years_have_their_cases(language: str) -> None:
    """'С декабрь 2025' is what a machine writes."""
    said = say(language).period(date(2025, 12, 1), date(2026, 5, 31))
    assert re.sub(r"\s", " ", said) == ACROSS[language]


def test_a_label_has_one_mark_at_its_end() -> None:
    """Two marks in a row, such as !:, look careless."""
    made = [
        labelled(label, "x") for label in ("Book", "Book!", "Book 👇", "¡Quiero mi ficha!", "Book:", "Book.", "A (b)")
    ]
    assert made == ["Book: x", "Book! X", "Book 👇 X", "¡Quiero mi ficha! X", "Book: x", "Book: x", "A (b): x"]
    assert labelled("Book!", "https://mara.cat") == "Book! https://mara.cat"


def test_sentences_end_once() -> None:
    assert [sentence(text) for text in ("A", "A.", "A!", "«A?»", "A…", "A\n b")] == [
        "A.",
        "A.",
        "A!",
        "«A?»",
        "A…",
        "A b.",
    ]
    assert [without_stop(text) for text in ("A.", "A...", "A?", " A ")] == ["A", "A...", "A?", "A"]
