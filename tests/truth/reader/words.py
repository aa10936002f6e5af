"""The wording of five languages as this reader knows it, written independently of the program.

Every text is compared without regard to capitals, with plain spaces and with straight apostrophes.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

SIGNS: Final[Mapping[str, str]] = {
    "US$": "USD",
    "$": "USD",
    "€": "EUR",
    "£": "GBP",
    "₽": "RUB",
    "руб.": "RUB",
    "₴": "UAH",
    "грн": "UAH",
    "₸": "KZT",
    "тг": "KZT",
    "тенге": "KZT",
    "zł": "PLN",
    "JP¥": "JPY",
    "¥": "JPY",
    **{code: code for code in ("EUR", "USD", "GBP", "RUB", "UAH", "KZT", "PLN", "JPY", "CHF")},
}
"""What stands beside an amount, and the currency it means."""

FROM: Final[Mapping[str, str]] = {
    "en": r"from|starting at",
    "es": r"desde|a partir de",
    "ca": r"des de|a partir de",
    "ru": r"от",
    "uk": r"від",
}

FREE: Final[Mapping[str, str]] = {
    "en": r"free|free of charge|at no cost",
    "es": r"gratis|gratuit[oa]|sin coste",
    "ca": r"gratis|gratuït|gratuïta|sense cost|de franc",
    "ru": r"бесплатно|бесплатная|бесплатный",
    "uk": r"безкоштовно|безплатно|безкоштовна|безкоштовний",
}

WAS: Final[Mapping[str, str]] = {
    "en": r"was|before|previously|formerly|instead of",
    "es": r"antes|precio anterior|en lugar de|en vez de",
    "ca": r"abans|preu anterior|en lloc de|en comptes de",
    "ru": r"раньше|было|прежняя цена|вместо",
    "uk": r"раніше|було|попередня ціна|замість",
}

LOWEST: Final[Mapping[str, str]] = {
    "en": r"lowest price",
    "es": r"precio más bajo|precio mínimo",
    "ca": r"preu més baix|preu mínim",
    "ru": r"самая низкая цена|минимальная цена|наименьшая цена",
    "uk": r"найнижча ціна|найменша ціна|мінімальна ціна",
}

DAYS_BEFORE: Final[Mapping[str, str]] = {
    "en": r"30 days (?:before|prior|preceding|up to)|preceding 30 days",
    "es": r"30 días (?:anteriores|previos|antes)",
    "ca": r"30 dies (?:anteriors|previs|(?:d')?abans)",
    "ru": r"30 дней (?:до|перед|, предшеств)",
    "uk": r"30 днів (?:до|перед|, що переду)",
}
"""The 30 days before the reduction: true whenever it is read."""

DAYS_LAST: Final[Mapping[str, str]] = {
    "en": r"(?:last|past) 30 days",
    "es": r"últimos 30 días",
    "ca": r"(?:últims|darrers) 30 dies",
    "ru": r"последние 30 дней",
    "uk": r"останні 30 днів",
}
"""The 30 days before whoever reads it: true for a while alone."""

SOLD_OUT: Final[Mapping[str, str]] = {
    "en": (
        r"sold out|fully booked|all (?:the |\d+ )?places? (?:are|is|have been|has been) taken|no places (?:are )?left"
        r"|no more places|the only place is taken"
    ),
    "es": (
        r"agotad[oa]s?|plazas[^.\n]* (?:completas|ocupadas|cubiertas)|no quedan (?:más )?plazas|sin plazas"
        r"|no queda ninguna plaza|la única plaza (?:ya )?está ocupada"
    ),
    "ca": (
        r"exhauri(?:t|da|des)|esgotad|places[^.\n]* (?:plenes|ocupades|completes)|no queden (?:més )?places"
        r"|sense places|no queda cap plaça|l'única plaça (?:ja )?és plena"
    ),
    "ru": (
        r"все (?:места|\d+ мест[оа]?)[^.\n]* заняты|мест (?:больше )?нет|места закончились|мест не осталось"
        r"|свободных мест нет|единственное место занято|распродан"
    ),
    "uk": (
        r"(?:усі|всі) (?:місця|\d+ місц[ея]|\d+ місць)[^.\n]* зайнят[оі]|місць (?:більше )?немає|місця закінчилися"
        r"|місць не залишилося|вільних місць немає|єдине місце зайняте|розпродан"
    ),
}

OVER: Final[Mapping[str, str]] = {
    "en": r"has ended|ended on|closed on|is closed|is over",
    "es": r"ha terminado|terminó|se cerró|está cerrada|se ha cerrado",
    "ca": r"s'ha acabat|es va acabar|es va tancar|està tancada|s'ha tancat",
    "ru": r"завершилось|закрылось|закрыто|завершено|закончилось",
    "uk": r"завершилася|закрилася|закрито|завершено|закінчилася",
}

IN_BIO: Final[Mapping[str, str]] = {
    "en": r"link in bio|link in the bio|link below",
    "es": r"enlace en la bio|enlace abajo",
    "ca": r"enllaç a la bio|enllaç a sota",
    "ru": r"ссылка в шапке профиля|ссылка ниже",
    "uk": r"посилання в шапці профілю|посилання нижче",
}

SEATS: Final[Mapping[str, tuple[str, ...]]] = {
    "en": (
        r"(?<!of )(?P<left>\d+) places? left(?: of (?P<total>\d+))?",
        r"(?P<left>\d+) of (?P<total>\d+) (?:places? )?left",
        r"(?P<all>\d+) places? in (?:all|total)",
        r"(?P<one>only one place)",
    ),
    "es": (
        r"quedan? (?P<left>\d+) plazas?(?: de (?P<total>\d+))?",
        r"(?P<left>\d+) de (?P<total>\d+) libres?",
        r"(?P<all>\d+) plazas? en total",
        r"solo hay (?P<one>una plaza)",
    ),
    "ca": (
        r"queden? (?P<left>\d+) pla(?:ça|ces)(?: de (?P<total>\d+))?",
        r"queda (?P<left>\d+) plaça(?: de (?P<total>\d+))?",
        r"(?P<left>\d+) de (?P<total>\d+) lliures?",
        r"(?P<all>\d+) pla(?:ça|ces) en total",
        r"només hi ha (?P<one>una plaça)",
    ),
    "ru": (
        r"осталось (?P<left>\d+) мест[оа]?(?: из (?P<total>\d+))?",
        r"свободно (?P<left>\d+) из (?P<total>\d+)",
        r"всего (?P<all>\d+) мест[оа]?",
        r"всего (?P<one>одно место)",
    ),
    "uk": (
        r"залишилося (?P<left>\d+) міс(?:це|ця|ць)(?: (?:з|із) (?P<total>\d+))?",
        r"вільно (?P<left>\d+) (?:з|із) (?P<total>\d+)",
        r"усього (?P<all>\d+) міс(?:це|ця|ць)",
        r"усього (?P<one>одне місце)",
    ),
}

UNITS: Final[Mapping[str, Mapping[str, str]]] = {
    "en": {
        "hour": "hour",
        "day": "day",
        "week": "week",
        "month": "month",
        "quarter": "quarter",
        "year": "year",
        "post": "post",
        "story": "story",
        "reel": "reel",
        "video": "video",
        "project": "project",
        "page": "page",
        "session": "session",
        "lesson": "lesson|class",
        "person": "person",
        "lead": "lead",
    },
    "es": {
        "hour": "hora",
        "day": "día",
        "week": "semana",
        "month": "mes",
        "quarter": "trimestre",
        "year": "año",
        "post": "publicación|post",
        "story": "historia|story",
        "reel": "reel",
        "video": "vídeo",
        "project": "proyecto",
        "page": "página",
        "session": "sesión",
        "lesson": "clase",
        "person": "persona",
        "lead": "contacto",
    },
    "ca": {
        "hour": "hora",
        "day": "dia",
        "week": "setmana",
        "month": "mes",
        "quarter": "trimestre",
        "year": "any",
        "post": "publicació|post",
        "story": "història|story",
        "reel": "reel",
        "video": "vídeo",
        "project": "projecte",
        "page": "pàgina",
        "session": "sessió",
        "lesson": "classe",
        "person": "persona",
        "lead": "contacte",
    },
    "ru": {
        "hour": "час",
        "day": "день",
        "week": "неделя|неделю",
        "month": "месяц",
        "quarter": "квартал",
        "year": "год",
        "post": "публикация|публикацию|пост",
        "story": "сторис|история|историю",
        "reel": "рилс",
        "video": "видео",
        "project": "проект",
        "page": "страница|страницу",
        "session": "встреча|встречу|занятие|сессия|сессию",
        "lesson": "урок",
        "person": "человек|человека",
        "lead": "заявка|заявку",
    },
    "uk": {
        "hour": "година|годину",
        "day": "день",
        "week": "тиждень",
        "month": "місяць",
        "quarter": "квартал",
        "year": "рік",
        "post": "допис|публікація|публікацію",
        "story": "сторіс|історія|історію",
        "reel": "рилс|рілс",
        "video": "відео",
        "project": "проєкт",
        "page": "сторінка|сторінку",
        "session": "зустріч|заняття|сесія|сесію",
        "lesson": "урок",
        "person": "людина|людину|особа|особу",
        "lead": "заявка|заявку",
    },
}
"""The words of each unit; the first is what one calls it."""

PER: Final[Mapping[str, str]] = {
    "en": r"an? |per |each |/ ?",
    "es": r"al |a la |por |la |cada |/ ?",
    "ca": r"al |a la |a l'|per |la |l'|cada |/ ?",
    "ru": r"в |за |/ ?",
    "uk": r"на |за |/ ?",
}
"""What stands between an amount and its unit."""

OWN_PER: Final[Mapping[str, str]] = {
    "en": r"/ ?|per ",
    "es": r"/ ?|por ",
    "ca": r"/ ?|per ",
    "ru": r"/ ?|за ",
    "uk": r"/ ?|за ",
}
"""The same before a word of the owner's own."""

MONTHS: Final[Mapping[str, tuple[str, ...]]] = {
    "en": ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"),
    "es": ("ene", "feb", "mar", "abr", "may", "jun", "jul", "ago", "sep", "oct", "nov", "dic"),
    "ca": ("gen", "feb", "mar", "abr", "mai", "jun", "jul", "ag", "set", "oct", "nov", "des"),
    "ru": ("янв", "фев", "мар", "апр", "ма", "июн", "июл", "авг", "сен", "окт", "ноя", "дек"),
    "uk": ("січ", "лют", "бер", "кві", "тра", "чер", "лип", "сер", "вер", "жов", "лис", "гру"),
}
"""How the names of months begin; where one beginning begins another, the longer one counts (мар before ма)."""

ZONES: Final[Mapping[str, Mapping[str, float | str]]] = {
    "en": {
        "central european standard time": 1,
        "central european summer time": 2,
        "eastern european standard time": 2,
        "eastern european summer time": 3,
        "greenwich mean time": 0,
        "british summer time": 1,
        "moscow standard time": 3,
        "kazakhstan time": 5,
        "eastern standard time": -5,
        "eastern daylight time": -4,
        "uk time": "Europe/London",
        "eastern time": "America/New_York",
        "madrid": "Europe/Madrid",
        "kyiv": "Europe/Kyiv",
        "almaty": "Asia/Almaty",
        "new york": "America/New_York",
        "london": "Europe/London",
    },
    "es": {
        "hora estándar de europa central": 1,
        "hora de verano de europa central": 2,
        "hora estándar de europa oriental": 2,
        "hora de verano de europa oriental": 3,
        "hora del meridiano de greenwich": 0,
        "hora de verano británica": 1,
        "hora estándar de moscú": 3,
        "hora de kazajistán": 5,
        "hora estándar oriental": -5,
        "hora de verano oriental": -4,
        "hora peninsular": "Europe/Madrid",
        "madrid": "Europe/Madrid",
        "kiev": "Europe/Kyiv",
        "almaty": "Asia/Almaty",
        "nueva york": "America/New_York",
        "londres": "Europe/London",
        "hora de madrid": "Europe/Madrid",
        "hora de kiev": "Europe/Kyiv",
        "hora de kyiv": "Europe/Kyiv",
        "hora de almaty": "Asia/Almaty",
        "hora de nueva york": "America/New_York",
        "hora de londres": "Europe/London",
    },
    "ca": {
        "hora estàndard d'europa central": 1,
        "hora d'estiu d'europa central": 2,
        "hora estàndard d'europa oriental": 2,
        "hora d'estiu d'europa oriental": 3,
        "hora del meridià de greenwich": 0,
        "hora d'estiu britànica": 1,
        "hora estàndard de moscou": 3,
        "hora del kazakhstan": 5,
        "hora estàndard oriental d'amèrica del nord": -5,
        "hora d'estiu oriental d'amèrica del nord": -4,
        "hora peninsular": "Europe/Madrid",
        "madrid": "Europe/Madrid",
        "kíiv": "Europe/Kyiv",
        "almaty": "Asia/Almaty",
        "nova york": "America/New_York",
        "londres": "Europe/London",
        "hora de madrid": "Europe/Madrid",
        "hora de kíiv": "Europe/Kyiv",
        "hora d'almaty": "Asia/Almaty",
        "hora de nova york": "America/New_York",
        "hora de londres": "Europe/London",
    },
    "ru": {
        "центральная европа, стандартное время": 1,
        "центральная европа, летнее время": 2,
        "восточная европа, стандартное время": 2,
        "восточная европа, летнее время": 3,
        "среднее время по гринвичу": 0,
        "великобритания, летнее время": 1,
        "москва, стандартное время": 3,
        "казахстан": 5,
        "восточная америка, стандартное время": -5,
        "восточная америка, летнее время": -4,
        "мадрид": "Europe/Madrid",
        "по мадриду": "Europe/Madrid",
        "киев": "Europe/Kyiv",
        "по киеву": "Europe/Kyiv",
        "алматы": "Asia/Almaty",
        "по алматы": "Asia/Almaty",
        "по нью-йорку": "America/New_York",
        "по лондону": "Europe/London",
        "нью-йорк": "America/New_York",
        "лондон": "Europe/London",
    },
    "uk": {
        "за центральноєвропейським стандартним часом": 1,
        "за центральноєвропейським літнім часом": 2,
        "за східноєвропейським стандартним часом": 2,
        "за східноєвропейським літнім часом": 3,
        "за гринвічем": 0,
        "за літнім часом у великій британії": 1,
        "за московським стандартним часом": 3,
        "за часом у казахстані": 5,
        "за північноамериканським східним стандартним часом": -5,
        "за північноамериканським східним літнім часом": -4,
        "мадрид": "Europe/Madrid",
        "київ": "Europe/Kyiv",
        "за києвом": "Europe/Kyiv",
        "за київським часом": "Europe/Kyiv",
        "алмати": "Asia/Almaty",
        "час: алмати": "Asia/Almaty",
        "за мадридським часом": "Europe/Madrid",
        "за нью-йоркським часом": "America/New_York",
        "за лондонським часом": "Europe/London",
        "нью-йорк": "America/New_York",
        "лондон": "Europe/London",
    },
}
"""What zones are called, with their distance from Greenwich in hours; of cities, the zone they lie in."""

CODES: Final[Mapping[str, str]] = {
    "hour": "HUR",
    "day": "DAY",
    "week": "WEE",
    "month": "MON",
    "quarter": "QAN",
    "year": "ANN",
}
"""Units of time in UN/CEFACT's list (Recommendation 20), which schema.org's unitCode takes."""

PIECE_CODES: Final = frozenset({"C62", "H87", "EA", "IE", "E55", "ZZ", "PG"})
"""Codes of that list that a post, a session or a person may have."""
