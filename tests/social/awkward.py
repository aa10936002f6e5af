"""Offers that are awkward to put into a post, in the words of each language."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

from site_gen.model.offer import Offer
from tests.social.kit import make_offer

TITLES: Final[Mapping[str, tuple[str, ...]]] = {
    "en": (
        "A month of Instagram, run for you",
        "An audit of your page",
        "Ads consulting",
        "Instagram mentoring",
        "Instagram, Facebook and TikTok run for you for three whole months with photos, Reels, ads and a clear report",
        'The "Quiet month" plan: posts without hurry',
        "Instagram/Facebook: set-up",
        "🔥 Content marathon 🚀",
        "An audit for example.com and @brand",
        "Posts in English and Arabic: مرحبا",
        "Book a call",
        "Everything from the idea to the report.",
        "12 posts",
    ),
    "es": (
        "Un mes de Instagram, gestionado por mí",
        "Una auditoría de tu perfil",
        "Consultoría de anuncios",
        "Mentoría de Instagram",
        "Instagram, Facebook y TikTok gestionados tres meses enteros con fotos, Reels, anuncios y un informe claro",
        'Plan "Mes tranquilo": publicar sin prisas',
        "Instagram/Facebook: puesta en marcha",
        "🔥 Maratón de contenidos 🚀",
        "Auditoría para example.com y @marca",
        "Publicaciones en español y árabe: مرحبا",
        "Reserva tu plaza",
        "Todo, de la idea al informe.",
        "12 publicaciones",
    ),
    "ca": (
        "Un mes d’Instagram, gestionat per mi",
        "Una auditoria del teu perfil",
        "Consultoria d’anuncis",
        "Mentoria d’Instagram",
        "Instagram, Facebook i TikTok gestionats tres mesos sencers amb fotos, Reels, anuncis i un informe ben clar",
        'Pla "Mes tranquil": publicar sense presses',
        "Instagram/Facebook: posada en marxa",
        "🔥 Marató de continguts 🚀",
        "Auditoria per a example.com i @marca",
        "Publicacions en català i àrab: مرحبا",
        "Reserva la teva plaça",
        "Tot, de la idea a l’informe.",
        "12 publicacions",
    ),
    "ru": (
        "Месяц ведения Instagram под ключ",
        "Аудит Вашей страницы",
        "Консультации по рекламе",
        "Наставничество по Instagram",
        "Instagram, ВКонтакте и Telegram: ведение три месяца подряд со съёмкой, роликами, рекламой и понятным отчётом",
        'Тариф "Спокойный месяц": посты без спешки',
        "Instagram/ВКонтакте: настройка",
        "🔥 Контент-марафон 🚀",
        "Аудит для example.com и @brand",
        "Посты на русском и арабском: مرحبا",
        "Записаться",
        "Всё, от идеи до отчёта.",
        "12 публикаций",
    ),
    "uk": (
        "Місяць ведення Instagram під ключ",
        "Аудит Вашої сторінки",
        "Консультації з реклами",
        "Наставництво з Instagram",
        "Instagram, Facebook і Telegram: ведення три місяці поспіль зі зйомкою, роликами, рекламою та ясним звітом",
        'Тариф "Спокійний місяць": дописи без поспіху',
        "Instagram/Facebook: налаштування",
        "🔥 Контент-марафон 🚀",
        "Аудит для example.com і @brand",
        "Дописи українською та арабською: مرحبا",
        "Записатися",
        "Усе, від ідеї до звіту.",
        "12 дописів",
    ),
}
"""The titles by language: plain, of something free, by the hour, of one place, long, with quotation marks, with a
slash, with emoji, with a link and a name, from right to left; then what is to be done, what it is, and a benefit."""


def awkward_offers(language: str) -> Iterator[tuple[str, Offer]]:
    """Yield the offers in a language, each with a name that says what is awkward in it."""
    plain, audit, hour, one, long, quotes, slash, emoji, link, right, action, summary, benefit = TITLES[language]

    def made(title: str, price: object, **values: object) -> Offer:
        price = price if isinstance(price, dict) else {"amount": price}
        texts = {"call_to_action": action, "summary": summary, "service": None}
        return make_offer(**{**texts, "title": title, "price": price, **values})

    yield "no case", made(plain, {"amount": 290, "per": "month"}, includes=[benefit])
    yield "price 0", made(audit, 0, kind="first-step", includes=[benefit])
    yield "RUB, a minute before midnight", made(plain, {"amount": 45000, "currency": "RUB"}, ends="2026-12-31T23:59")
    yield "UAH, midnight", made(plain, {"amount": 12500, "currency": "UAH"}, ends="2027-01-01T00:00")
    yield "KZT, noon", made(plain, {"amount": 150000, "currency": "KZT", "per": "month"}, ends="2026-12-01T12:00")
    yield "AED with cents", made(hour, {"amount": "199.50", "currency": "AED", "per": "hour"}, ends="2026-12-11T13:00")
    yield "from, per hour", made(hour, {"amount": 60, "per": "hour", "from": True}, ends="2026-12-20T18:30")
    yield "per post", made(plain, {"amount": 35, "per": "post"})
    yield "per lesson", made(one, {"amount": 40, "per": "session"})
    yield "one seat of one", made(one, 500, seats={"total": 1, "taken": 0})
    yield "ends tonight", made(hour, {"amount": 90, "was": 120, "lowest_30_days": 110}, ends="2026-11-23T22:00")
    yield "in a year", made(plain, 700, ends="2027-11-30T18:00", extended=summary)
    yield "long title", made(long, {"amount": 890, "per": "month"}, includes=[benefit])
    yield "quotation marks", made(quotes, {"amount": 190, "per": "month"})
    yield "slash", made(slash, 190)
    yield "emoji", made(emoji, 49, call_to_action=f"{action} 🚀")
    yield "link and name in the title", made(link, 49)
    yield "20 benefits", made(plain, 149, includes=[f"{benefit}, {number}" for number in range(1, 21)])
    yield "right to left", made(right, 149)
