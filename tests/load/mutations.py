"""Ways to spoil a project's files: by bytes, by lines, and by what the YAML in them says."""

from __future__ import annotations

import copy
from collections.abc import Callable, Iterator, Mapping
from typing import Any, Final, TypeAlias

import yaml
from hypothesis import strategies as st

from site_gen.sources.front_matter import split_front_matter
from site_gen.sources.yaml import Data, read_yaml

Path: TypeAlias = tuple[str | int, ...]
Spoilt: TypeAlias = tuple[str, bytes]

ODD_TEXTS: Final = (
    "", " ", "x" * 400, "a\nb", "\0", "\x07", "\x85", "\u2028", "\ufeff", "\u202eابج", "👩‍👩‍👧", "é́" * 50,
    "{{ x }}", "%s{0}",
    "..", "../../etc", "/", "#", "?", "-", "no", "2026-02-30", "2026-02-01", "2026-11-20T09:00", "0001-01-01",
    "9999-12-31", "9999-12-31T23:59-12:00", "0001-01-01T00:00+14:00", "2026-10-25T02:30", "2027-03-28T02:30", "24:00",
    "290 €", "1e9",
    "٢٩٠", "٢٠٢٦-٠١-٠١", "https://", "https://[", "https://[::1]/x.y", "http://a.b:99999/", "https://exa mple.com",
    "mailto:x", "a@b", "@", "a@b.c>", "Europe/Madrid", "EUR", "USD", "en", "es", "zz", "instagram", "direct",
    "second-step", "management", "cafe", "plan", "mara.png", "content/images/mara.png", "mara.png\0", "none", "base",
    "#ffffff", "hidden", "select", "![x](y.png)", "[a](b)", "[x]: y.png", "```", "<script>", "&", "]]>", "`" * 9,
)  # fmt: skip
ODD_NUMBERS: Final = (0, -1, 1, 10**18, -(10**30), 0.1, 1e-9, 1e300, -0.0, 6.405, 2**63, 399.999)
ODD_VALUES: Final[tuple[Data, ...]] = (
    None,
    True,
    False,
    [],
    {},
    [[]],
    [{}],
    {"": ""},
    [None],
    {"x": None},
    *ODD_NUMBERS,
)

texts = st.sampled_from(ODD_TEXTS) | st.text(st.characters(codec="utf-8"), max_size=30)
values: st.SearchStrategy[Any] = st.one_of(
    texts,
    st.sampled_from(ODD_VALUES).map(copy.deepcopy),
    st.lists(texts, max_size=3),
    st.dictionaries(texts, texts, max_size=3),
    st.integers(),
    st.floats(allow_nan=False, allow_infinity=False),
)


def spoilt_bytes(name: str, content: bytes) -> st.SearchStrategy[Spoilt]:
    """Some bytes replaced by others."""
    place = st.integers(0, len(content))
    edits = st.lists(st.tuples(place, st.integers(0, 8), st.binary(max_size=6)), min_size=1, max_size=3)

    def edit(changes: list[tuple[int, int, bytes]]) -> Spoilt:
        result = content
        for at, length, new in changes:
            result = result[:at] + new + result[at + length :]
        return name, result

    return edits.map(edit)


def spoilt_lines(name: str, content: bytes) -> st.SearchStrategy[Spoilt]:
    """A line taken out, doubled, moved, indented or cut."""
    lines = content.split(b"\n")
    ways: tuple[Callable[[list[bytes], int, int], list[bytes]], ...] = (
        lambda ls, a, _: [*ls[:a], *ls[a + 1 :]],
        lambda ls, a, _: [*ls[: a + 1], *ls[a:]],
        lambda ls, a, b: [ls[b] if i == a else ls[a] if i == b else line for i, line in enumerate(ls)],
        lambda ls, a, b: [*ls[:a], b" " * (b % 5) + ls[a].strip(), *ls[a + 1 :]],
        lambda ls, a, b: [*ls[:a], ls[a][: b % 20], *ls[a + 1 :]],
        lambda ls, a, b: [*ls[:a], ls[b]],
    )
    index = st.integers(0, len(lines) - 1)
    return st.tuples(st.sampled_from(ways), index, index).map(
        lambda drawn: (name, b"\n".join(drawn[0](lines, drawn[1], drawn[2])))
    )


def spoilt_yaml(name: str, content: bytes) -> st.SearchStrategy[Spoilt]:
    """One value replaced, one key renamed or one key added; of a Markdown file, in its front matter."""
    text = content.decode()
    split = split_front_matter(text, name) if name.endswith(".md") else None
    data = read_yaml((split.yaml or "") if split else text, name).data
    paths = list(_paths(data))

    def edit(drawn: tuple[Path, str, Any, str]) -> Spoilt:
        path, way, value, key = drawn
        dumped = yaml.safe_dump(_edited(data, path, way, value, key), allow_unicode=True, sort_keys=False)
        return name, (f"---\n{dumped}---\n{split.body}" if split else dumped).encode()

    ways = st.sampled_from(("replace", "replace", "replace", "rename", "add", "drop"))
    return st.tuples(st.sampled_from(paths), ways, values, texts).map(edit)


def _edited(data: Data, path: Path, way: str, value: Any, key: str) -> Any:
    if not path:
        return value if way == "replace" else data
    result: Any = copy.deepcopy(data)
    parent = result
    for step in path[:-1]:
        parent = parent[step]
    last: Any = path[-1]
    if way == "replace":
        parent[last] = value
    elif way == "drop":
        del parent[last]
    elif isinstance(parent, list):
        parent.append(value)
    elif way == "rename":
        parent[key] = parent.pop(last)
    else:
        parent[key] = value
    return result


def _paths(data: Data, path: Path = ()) -> Iterator[Path]:
    yield path
    children: Any = data.items() if isinstance(data, dict) else enumerate(data) if isinstance(data, list) else ()
    for step, child in children:
        yield from _paths(child, (*path, step))


def spoilt(files: Mapping[str, bytes]) -> st.SearchStrategy[Spoilt]:
    """One of the files, spoilt in one way; what it says is spoilt most often."""
    return st.one_of(
        *(spoilt_yaml(name, content) for name, content in files.items()),
        st.one_of(*(spoilt_lines(name, content) for name, content in files.items())),
        st.one_of(*(spoilt_bytes(name, content) for name, content in files.items())),
    )
