"""A lead is answered where it wrote from; what a stranger typed becomes no other kind of address."""

from __future__ import annotations

from urllib.parse import urlsplit

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from site_gen.inbox.answering import ways_to_answer
from site_gen.model.networks import NETWORKS
from tests.inbox.lead_samples import anything


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ({"email": "a@b.example"}, [("email", "mailto:a@b.example?subject=S%20%26%20T&body=Hi%20%26%20you")]),
        (
            {"phone": "+34 600 111 222"},
            [("whatsapp", "https://wa.me/34600111222?text=Hi%20%26%20you"), ("phone", "tel:+34600111222")],
        ),
        ({"phone": "600 111 222"}, [("phone", "tel:600111222")]),
        ({"who": "@ada_l", "who_network": "telegram"}, [("telegram", "https://t.me/ada_l?text=Hi%20%26%20you")]),
        ({"who": "instagram.com/ada", "who_network": "instagram"}, [("instagram", "https://ig.me/m/ada")]),
        ({"who": "ada", "who_network": "vk"}, [("vk", "https://vk.me/ada")]),
        ({"who": "ada", "who_network": "nowhere"}, []),
    ],
)
def test_each_way_begins_with_the_text_where_it_can(values: dict[str, str], expected: list[tuple[str, str]]) -> None:
    found = ways_to_answer(values, "S & T", "Hi & you")
    assert [(way.channel, way.address) for way in found] == expected


@given(anything, st.sampled_from([*NETWORKS, "other"]), st.sampled_from(["who", "email", "phone"]))
@example("javascript:alert(1)", "mastodon", "who")
@example("data:text/html,x", "facebook", "who")
def test_what_a_stranger_typed_opens_a_chat_and_nothing_else(text: str, network: str, name: str) -> None:
    """A click on 'Answer' would run a stranger's script, or open a program with their words."""
    for way in ways_to_answer({name: text, f"{name}_network": network}, "S", "T"):
        assert urlsplit(way.address).scheme in {"https", "mailto", "tel", "viber"}
        assert not set(way.address) & set('"<>\n\r ')
