"""Accounts and telephone numbers as owners write and copy them."""

from __future__ import annotations

from typing import Any, Final

import pytest
from pydantic_core import PydanticCustomError

from site_gen.model.account_rules import RULES
from site_gen.model.accounts import account_address, likely_address
from site_gen.model.networks import NETWORKS
from site_gen.model.phones import Countries, countries_of, read_phone

SPAIN: Final = Countries(("ES",), ("ES", "RU"))

ADDRESSES: Final = (
    ("instagram", "https://www.instagram.com/myshop/", "myshop @myshop instagram.com/myshop www.instagram.com/myshop/"),
    ("instagram", "https://www.instagram.com/my.shop/", "my.shop http://m.instagram.com/my.shop?igsh=MTc4&utm_source=qr"),
    ("telegram", "https://t.me/myshop", "t.me/myshop @myshop https://t.me/s/myshop tg://resolve?domain=myshop"),
    ("telegram", "https://t.me/myshop", "https://web.telegram.org/k/#@myshop web.telegram.org/a/#@myshop"),
    ("telegram", "https://t.me/+AbCd_1", "t.me/+AbCd_1 https://t.me/joinchat/AbCd_1"),
    ("telegram", "https://t.me/mybot?start=audit", "https://telegram.me/mybot?start=audit&igsh=1"),
    ("linkedin", "https://www.linkedin.com/company/acme", "company/acme es.linkedin.com/company/acme/?trk=x"),
    ("linkedin", "https://www.linkedin.com/in/marta-ferrer", "marta-ferrer linkedin.com/in/marta-ferrer"),
    ("youtube", "https://www.youtube.com/@acme", "acme @acme youtube.com/@acme?si=xyz https://m.youtube.com/@acme/videos"),
    ("youtube", f"https://www.youtube.com/channel/UC{'1' * 22}", f"UC{'1' * 22} youtube.com/channel/UC{'1' * 22}"),
    ("bluesky", "https://bsky.app/profile/ana.bsky.social", "@ana.bsky.social bsky.app/profile/ana.bsky.social"),
    ("mastodon", "https://mastodon.social/@ana", "@ana@mastodon.social ana@mastodon.social https://mastodon.social/@ana"),
    ("x", "https://x.com/acme", "@acme twitter.com/acme https://mobile.twitter.com/acme?s=20"),
    ("tiktok", "https://www.tiktok.com/@acme", "acme https://www.tiktok.com/@acme?_t=8&_r=1"),
    ("facebook", "https://www.facebook.com/profile.php?id=100012345", "https://facebook.com/profile.php?id=100012345&sk=about"),
    ("facebook", "https://www.facebook.com/acme.shop", "acme.shop m.facebook.com/acme.shop/?mibextid=1"),
    ("vk", "https://vk.com/club123", "club123 vk.ru/club123 https://m.vk.com/club123"),
    ("ok", "https://ok.ru/group/5678", "group/5678 https://ok.ru/group/5678"),
    ("pinterest", "https://www.pinterest.com/acme/", "acme https://es.pinterest.com/acme/ pinterest.es/acme"),
    ("threads", "https://www.threads.net/@acme", "@acme https://www.threads.com/@acme"),
    ("whatsapp", "https://wa.me/34644123456", "644123456 0034644123456 +34644123456 wa.me/34644123456"),
    ("whatsapp", "https://wa.me/34644123456", "https://wa.me/0034644123456 https://api.whatsapp.com/send?phone=34644123456"),
    ("viber", "viber://chat?number=%2B380501234567", "+380501234567 viber://chat?number=%2B380501234567"),
)  # fmt: skip


@pytest.mark.parametrize(
    ("network", "address", "given"),
    [(network, address, one) for network, address, all_ in ADDRESSES for one in all_.split()],
)
def test_every_form_of_an_account_leads_to_its_address(network: str, address: str, given: str) -> None:
    """Visitors would get a dead link in the header, the footer and on the link page."""
    assert account_address(network, given, SPAIN) == address
    assert account_address(network, address, SPAIN) == address


@pytest.mark.parametrize(
    ("network", "given"),
    [
        ("instagram", "Marta Ferrer"), ("instagram", "my shop"), ("instagram", "мойшоп"), ("instagram", "a" * 31),
        ("instagram", "https://www.instagram.com/p/Cxyz/"), ("instagram", "https://facebook.com/acme"),
        ("telegram", "-1001234567890"), ("telegram", "@-1001234567890"), ("telegram", "https://t.me/c/123/4"),
        ("telegram", "https://web.telegram.org/a/#-100123"),
        ("bluesky", "myshop"), ("mastodon", "ana"), ("x", "seventeen_letters1"), ("tiktok", "a b"), ("vk", "мой"),
        ("youtube", "https://youtu.be/abc123"), ("facebook", "my_shop"), ("linkedin", "Marta Ferrer"),
        ("whatsapp", "@abc"), ("whatsapp", "+34 600 000 000 ext 5"), ("whatsapp", "https://wa.me/600000000"),
    ],
)  # fmt: skip
def test_what_is_no_account_is_refused(network: str, given: str) -> None:
    """A link that leads nowhere would be published in silence."""
    with pytest.raises(PydanticCustomError):
        account_address(network, given, SPAIN)
    assert likely_address(network, given) == ""


def test_every_network_has_its_rule() -> None:
    """A new network would be published unchecked."""
    assert set(RULES) == set(NETWORKS)


@pytest.mark.parametrize(
    ("given", "text", "url"),
    [
        ("644 123 456", "+34 644 12 34 56", "tel:+34644123456"),
        ("0034600000000", "+34 600 00 00 00", "tel:+34600000000"),
        ("+34 (0)600 000 000", "+34 600 00 00 00", "tel:+34600000000"),
        ("+39 (0)6 69812345", "+39 06 6981 2345", "tel:+390669812345"),
        ("+34 600‑000‑000", "+34 600-000-000", "tel:+34600000000"),
        ("＋34 600 000 000", "+34 600 000 000", "tel:+34600000000"),  # wide, as some keyboards have it
        ("+7 900 123 45 67 доб. 5", "+7 900 123 45 67 ext. 5", "tel:+79001234567;ext=5"),
        ("tel:+34600000000;ext=12", "+34600000000 ext. 12", "tel:+34600000000;ext=12"),
    ],
)
def test_a_number_is_published_as_it_was_meant(given: str, text: str, url: str) -> None:
    """A client who presses the number would reach nobody, or somebody else."""
    phone = read_phone(given, SPAIN)
    assert (phone.text, phone.url) == (text, url)


@pytest.mark.parametrize(
    "given", ["@abc", "07700 900000", "8 (900) 123-45-67", "+34 600 CALL ME", "+34 60", "1 / 2", ""]
)
def test_what_cannot_be_read_for_certain_is_refused_with_the_way_to_write_it(given: str) -> None:
    """A guess would be published."""
    with pytest.raises(PydanticCustomError) as caught:
        read_phone(given, SPAIN)
    context: Any = caught.value.context
    assert "+" in context["hint"]


def test_a_number_of_two_possible_countries_is_refused() -> None:
    """Who lives in London and has a Spanish firm would publish one of two numbers by chance."""
    countries = countries_of({"time_zone": "Europe/London", "legal": {"country": "ES"}})
    assert countries.own == ("ES", "GB")
    with pytest.raises(PydanticCustomError):
        read_phone("644 123 456", countries)


@pytest.mark.parametrize(
    ("data", "own"),
    [
        ({"time_zone": "Atlantic/Canary"}, ("ES",)),
        ({"time_zone": "Europe/Kiev"}, ("UA",)),
        ({"time_zone": "Europe/Moscow", "legal": {"profile": "ru"}}, ("RU",)),
        ({"time_zone": ["?"], "legal": "?"}, ()),
    ],
)
def test_a_site_says_of_which_country_its_numbers_are(data: dict[str, Any], own: tuple[str, ...]) -> None:
    """Numbers without a country would be refused, or read with the wrong one."""
    assert countries_of(data).own == own
