"""Where sentences end: a thread is cut there, and nowhere else."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from site_gen.social.sentences import sentences

EXAMPLES = {
    "One. Two! Three? Four… Five": ["One.", "Two!", "Three?", "Four…", "Five"],
    "It costs €2.50 a day. Nothing else.": ["It costs €2.50 a day.", "Nothing else."],
    "Ask Dr. Vidal or St. Pau. They know.": ["Ask Dr. Vidal or St. Pau.", "They know."],
    "Реклама. ИП Видаль К. С., ИНН 77. Готово.": ["Реклама.", "ИП Видаль К. С., ИНН 77.", "Готово."],
    "Сайты, чаты и т. д. тоже. И всё.": ["Сайты, чаты и т. д. тоже.", "И всё."],
    "Ціна 9 тис. грн на місяць. Дзвоніть!": ["Ціна 9 тис. грн на місяць.", "Дзвоніть!"],
    "«Ara ho sé.» Va dir la Joana. I prou.": ["«Ara ho sé.»", "Va dir la Joana.", "I prou."],
    "¿Y tú? Yo sí. ¡Vamos!": ["¿Y tú?", "Yo sí.", "¡Vamos!"],
    "See mara.cat/a.b today. Then write.": ["See mara.cat/a.b today.", "Then write."],
    "“Done!” she said. We left.": ["“Done!” she said.", "We left."],
    "1. Tries el mes. 2. Treballem": ["1. Tries el mes.", "2. Treballem"],
    "We sold 12. Then 14.": ["We sold 12.", "Then 14."],
    "one": ["one"],
    "": [],
}


@pytest.mark.parametrize("text", EXAMPLES)
def test_a_text_is_cut_where_a_reader_would_pause(text: str) -> None:
    """A thread that ends its first part at "Dr." is laughed at."""
    assert list(sentences(text)) == EXAMPLES[text]


@given(st.text(st.sampled_from("aбЄ .!?…»”\"'1-") | st.characters(), max_size=80))
def test_nothing_is_lost_or_added(text: str) -> None:
    """A word that falls between two parts of a thread is never read."""
    assert "".join("".join(sentences(text)).split()) == "".join(text.split())
    assert all(each == each.strip() != "" for each in sentences(text))
