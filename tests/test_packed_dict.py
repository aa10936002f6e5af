"""Cards and rows of a list of thousands are what they were, wherever they are kept."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from site_gen.packed_dict import PackedDict

_Value = tuple[str, int]


@given(st.lists(st.tuples(st.integers(0, 9), st.text(max_size=3), st.booleans())), st.integers(1, 5))
def test_it_is_a_dictionary_of_any_size(steps: list[tuple[int, str, bool]], at_hand: int) -> None:
    """Lost otherwise: on a large site a list shows an old row, or that of another case."""
    kept: PackedDict[int, _Value] = PackedDict(at_hand)
    expected: dict[int, _Value] = {}
    for number, text, is_set in steps:
        if is_set:
            kept[number] = expected[number] = (text, number)
        assert kept.get(number) == expected.get(number)


def test_few_stay_as_they_are() -> None:
    """Lost otherwise: the memory that it is there for."""
    kept: PackedDict[int, _Value] = PackedDict(2)
    for number in range(5):
        kept[number] = ("row", number)
        _ = kept.get(0)
    assert len(vars(kept)["_at_hand"]) == 2
    kept.clear()
    assert kept.get(0) is None
