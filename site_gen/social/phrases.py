"""The phrases of posts in one language: prices, deadlines, seats. Dates and money come from the Localizer."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Final

import regex

from site_gen.load.own_words import FIGURES, packaged_words
from site_gen.model.case import Case
from site_gen.model.networks import NETWORKS
from site_gen.render.localize import Localizer
from site_gen.render.offer_words import OfferWords, capital

_ENDED: Final = re.compile(r"[.!?…][)»”’“\"']*$")
_PICTURE: Final = regex.compile(r"[\p{Extended_Pictographic}\p{Emoji_Modifier}\p{Regional_Indicator}\ufe0f\u20e3]$")
ENDS_IN_MARK: Final = re.compile(r"(?:[.!?…:]|[^\w\s)\]»”’“\"'%€$£₽₴₸+,;—–-])[)»”’“\"']*$")
"""A title that ends so is followed by a new sentence, not by a colon: a mark of its own, or an emoji."""
_OPEN_ENDED: Final = re.compile(r"[\w)\]»”’“\"'%€$£₽₴₸.]$")
"""The end of a label that a colon may follow: a letter or digit, not a mark or an emoji."""
_ADDRESS: Final = re.compile(r"[a-z]+:")
_LABEL: Final = re.compile(r"[^\W\d_]+(?: [^\W\d_]+)?: ")
_QUOTES: Final = re.compile(r"[«»“”„‟]|(?<!\w)[\"'‘‚]|[\"](?!\w)|(?<=\w)[’'](?!\w)")
_STRAIGHT: Final = re.compile(r'(?P<before>^|[\s(\[«“„—–/-])"(?P<words>\w(?:[^"]*[\w.!?…)])?)"(?!\w)')
_STOP_OUTSIDE: Final = frozenset({"ca", "es", "ru", "uk"})
"""Languages whose full stop follows a closing quotation mark."""
_NEVER_SMALL: Final = frozenset({"meta", *(network.name.casefold() for network in NETWORKS.values())})
_BEGINNINGS: Final = frozenset(
    """
    a an the anywhere from more twice half how why one two three four five six seven eight nine ten in every
    followers orders bookings requests enquiries sales clients customers visits visitors
    seguidores seguidors pedidos encargos encàrrecs comandes reservas reserves clientes visitas visites ventas vendes
    записи записей брони броней выручка охват
    подписчики подписчиков заказы заказов заявки заявок клиенты клиентов продажи продаж
    записи записів бронювань виторг охоплення
    підписники підписників замовлення заявок клієнти клієнтів продажі продажів
    de del des desde un una el la los las els les més más doble dos tres com cómo
    en por per a al amb con toda todo todos tota tot cualquier qualsevol
    с со из в во на за до от по более больше меньше вдвое втрое как почему один одна две три
    з зі із у в на за до від по більше менше удвічі вдвічі втричі як чому один одна дві три
    average bank booking bookings calendar chats count dashboard order phone report reports sales shop survey
    website diary enrolments field channel invoices list messages notebook receipts signed spend spreadsheet
    statistics till
    agenda buzón caja camp campo calendario chats cuaderno cuenta datos encuesta panel tienda web estadísticas
    facturas
    gasto hoja informe libreta libro lista media mensajes presupuestos
    programa recuento registro tiques
    bústia caixa calendari compte dades enquesta tauler botiga estadístiques despesa factures full llibre
    llibreta llista mitjana missatges pressupostos quadern recompte
    registre tiquets xats
    анкета база бухгалтерия ведомость выписка данные журнал календарь касса кассовая кассовые кассовый книга
    поле поля отчёт переписка подсчёт подписанные почта программа расход сообщения
    список среднее статистика счета таблица тетрадь чаты чеки
    анкета база бухгалтерія відомість виписка дані журнал зошит звіт календар каса касова касові касовий книга
    листування пошта програма підрахунок підписані повідомлення
    середнє список статистика рахунки таблиця чати чеки витрати
    """.split()  # noqa: SIM905  # to be read by eye
)
"""Words that are written small within a sentence, whatever follows them. What sources begin with is among them."""


def one_line(text: str) -> str:
    """Return a text without line breaks and double spaces; no-break spaces stay."""
    return re.sub(r"[ \t\r\n\v\f\x85\u2028\u2029]+", " ", text).strip()


def sentence(text: str) -> str:
    """Return a text on one line with a full stop or other sentence end."""
    text = _bare(one_line(text))
    return text if _ENDED.search(text) or _PICTURE.search(text) else f"{text}."


def without_stop(text: str) -> str:
    """Return a title on one line without a full stop, comma or semicolon at its end."""
    text = _bare(one_line(text))
    return text[:-1] if text.endswith(".") and not text.endswith("..") else text


def _bare(text: str) -> str:
    return text.rstrip(" ,;") or text


def labelled(label: str, rest: str) -> str:
    """Return a label with what it announces. A colon stands between them; where the label ends in a mark or an emoji,
    what it announces begins anew: 'Book now! Link in bio'."""
    label = one_line(label)
    if label.endswith(":"):
        return f"{label} {rest}"
    bare = without_stop(label)
    if _OPEN_ENDED.search(bare) and not bare.endswith(".."):
        return f"{bare}: {rest}"
    return f"{bare} {rest if _ADDRESS.match(rest) else capital(rest)}"


def own_label(text: str) -> str | None:
    """Return the label that a text begins with: 'Sample:' of 'Sample: from 3 to 9'; None if it has none."""
    found = _LABEL.match(text)
    return found[0].strip() if found else None


def introduced(label: str, text: str, elsewhere: str = "") -> str:
    """Return a sentence behind a label, as `within`; one that begins with a label of its own ("Sample: …") stays as it
    is."""
    return text if _LABEL.match(text) else labelled(label, within(text, elsewhere))


def within(text: str, elsewhere: str = "") -> str:
    """Return a text as it continues a sentence: its first letter small, where that can be no name. A word can't be one
    that is written small in `elsewhere`, other texts of the same hand.
    """
    first = re.match(r"[^\W\d_]+(?![^\W\d_]|\.\w)", text)  # "Booking.com" is an address
    if first is None or first[0][1:].isupper() or first[0].casefold() in _NEVER_SMALL:
        return text
    small = first[0][:1].lower() + first[0][1:]
    known = first[0].casefold() in _BEGINNINGS or re.search(rf"(?<![\w.]){re.escape(small)}(?![\w.]\w)", elsewhere)
    return text[:1].lower() + text[1:] if known else text


def texts_of(case: Case) -> str:
    """Return what a case says in running text."""
    return "\n".join(filter(None, (case.summary, case.body, *(metric.name for metric in case.metrics))))


def named(label: str) -> str:
    """Return a label on one line as it stands before a colon: without marks at its end."""
    return one_line(label).rstrip(" .,:;!?…") or one_line(label)


def amount_text(amount: Decimal) -> str:
    """Return an amount as plain text: '290', '6.4'."""
    return format(amount.normalize(), "f")


class Phrases:
    """Builds phrases in one language, with moments in one time zone. Prices, deadlines and seats read as on pages."""

    def __init__(
        self,
        language: str,
        time_zone: str,
        strings: Mapping[str, Mapping[str, object]],
        words: Mapping[str, object] | None = None,
    ) -> None:
        """Take the theme's interface texts by language as `strings`, and the project's own words of posts."""
        words = words or {}
        self._has_figures = FIGURES in words or (FIGURES in packaged_words(language) and "deadline" not in words)
        own = {**strings, language: {**strings.get(language, {}), **packaged_words(language), **words}}
        self._localizer = Localizer(language, time_zone, own)
        self.text = self._localizer.text
        said = OfferWords(self._localizer)
        self.price, self.former, self.seats, self.lowest = said.price, said.former, said.seats, said.lowest
        self.until, self.until_short, self.until_wall_time = said.until, said.until_short, said.until_wall_time
        self.end, self.end_in_figures, self.last_day = said.end, said.end_in_figures, said.last_day
        self.zone, self.zone_name = said.zone, said.zone_name
        self.dated, self.money = said.dated, said.money
        self.language, self.quantity = language, self._localizer.quantity

    def in_figures(self, ends: datetime, this_year: int | None) -> str | None:
        """Return a deadline in figures, as a call: 'Cierra el 20/12, 18:00'. None where the language has no such words,
        or a project has other words for deadlines and none for these.

        It can't be taken for the end of a contract, whatever price it follows.
        """
        if not self._has_figures:
            return None
        return self.dated(FIGURES, self.end_in_figures(ends, this_year))

    def title(self, text: str) -> str:
        """Return a title on one line without a full stop, its straight quotation marks as the language sets them."""
        return self._set(without_stop(text))

    def sentence(self, text: str) -> str:
        """Return a text on one line with a full stop, its straight quotation marks as the language sets them."""
        return self._set(sentence(text))

    def _set(self, text: str) -> str:
        if text.count('"') % 2:
            return text
        first, last, *inner = tuple(self.text("quotes"))

        def set_in(found: re.Match[str]) -> str:
            before = text[: found.end("before")]
            opens, ends = inner if before.count(first) > before.count(last) else (first, last)
            return f"{found['before']}{opens}{found['words']}{ends}"

        return _STRAIGHT.sub(set_in, text)

    def quoted(self, text: str) -> str:
        """Return a text in the language's quotation marks; quotations in it get the inner ones. It keeps its full stop
        only where that stands within the marks.
        """
        text = without_stop(text) if self.language in _STOP_OUTSIDE else text
        first, last, inner_first, inner_last = tuple(self.text("quotes"))
        pieces, inside = [], False
        at = 0
        for found in _QUOTES.finditer(text):
            opens = found[0] in "«„‘‚" or (not inside and found[0] != "»")
            pieces += [text[at : found.start()], inner_first if opens else inner_last]
            inside, at = opens, found.end()
        return f"{first}{''.join(pieces)}{text[at:]}{last}"

    def evidence(self, case: Case) -> str:
        """Return when and where a case's headline number was counted; the number too, if the title doesn't say it."""
        metric, period = case.headline, case.headline.period or case.period
        before, after = (
            self._localizer.quantity(amount_text(value), metric.unit) for value in (metric.before, metric.after)
        )
        told = all(_says(case.title, amount_text(value), self._localizer) for value in (metric.before, metric.after))
        span = self.period(period.start, period.end)
        said = self.text(
            "evidence.told" if told else "evidence",
            period=span.rstrip(".") if told else span,
            source=within(one_line(metric.source), texts_of(case)),
            **({} if told else {"name": named(metric.name), "before": before, "after": after}),
        )
        return sentence(capital(said) if told else said)

    def period(self, start: date, end: date) -> str:
        """Return a span of days within a sentence: 'from 2 March to 31 August 2026'; whole months without days."""
        whole = start.day == 1 and (end + timedelta(days=1)).day == 1
        if whole and (start.year, start.month) == (end.year, end.month):
            return self._elided(self.text("period.month", start=self._localizer.month(start.isoformat())))
        crosses = start.year != end.year
        if whole:
            begin = self._localizer.month_within(start, year=crosses)
            last = self._localizer.month_within(end, year=True, ends=True)
        else:
            begin = self._localizer.day_within(start, year=crosses)
            last = self._localizer.day_within(end, year=True)
        said = self.text("period.months" if whole else "period.days", start=begin, end=last)
        return self._elided(said)

    def _elided(self, text: str) -> str:
        """Return Catalan words with the articles that their numbers take."""
        if self._localizer.language != "ca":
            return text
        text = re.sub(r"\bdel (?=(?:1|11)\b)", "de l’", text)
        return re.sub(r"\bal (?=(?:1|11)\b)", "a l’", text)


def _says(text: str, amount: str, localizer: Localizer) -> bool:
    """Whether a text names a number, as it is written in the language or plainly."""
    plain = re.sub(r"[\s\u00a0\u202f]+", " ", text)
    written = re.sub(r"[\s\u00a0\u202f]+", " ", localizer.number(amount))
    return any(re.search(rf"(?<![\d.,]){re.escape(form)}(?!\d|[.,]\d)", plain) for form in (written, amount))
