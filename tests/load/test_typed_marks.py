"""What other programs understand, and this one shows as it is typed, is told with its line."""

from __future__ import annotations

import pytest

from site_gen.load import load_site
from tests.conftest import ProjectFactory

HEAD = "---\ntitle: A\ndate: 2026-06-01\n---\n"
COMMAND = "it is a command of another program: leave it out, or write what it would make"


def warned(text: str, project: ProjectFactory) -> list[tuple[str, str]]:
    """Return the places (line and column of the text) and hints of the warnings of an article."""
    found = load_site(project({"content/articles/a.md": HEAD + text})).warnings
    return [(f"{each.location.line - 4}:{each.location.column}", each.hint) for each in found]


@pytest.mark.parametrize(
    ("text", "place", "hint"),
    [
        ("x\n\n![[Cup 1.jpg|300]]\n", "3:1", "write ![what is to be seen](Cup 1.jpg)"),
        ("see [[Other|this]]\n", "1:5", "write a link with the page's address: [this](/articles/NAME/)"),
        ('{{< figure src="a.jpg" >}}\n', "1:1", COMMAND),
        ("x {% include x.html %}\n", "1:3", COMMAND),
        ("Dear {{ name }},\n", "1:6", COMMAND),
        (":::note\nx\n:::\n", "1:1", COMMAND),
        ("x\n{: .big}\n", "2:1", COMMAND),
        (
            "![A cup][c]\n\n[c]: two words.jpg\n",
            "1:1",
            "write the picture's name in round brackets: ![A cup](name.jpg)",
        ),
        ("Sí:\n\n✅ uno\n✅ dos\n✅ tres\n", "4:1", "begin each of them with a hyphen and a space: '- ✅ dos'"),
        (
            "see [the shop] (https://a.example/)\n",
            "1:5",
            "take out the space between the brackets: [the shop](https://a.example/)",
        ),
        ("x\n\n##Prices\n", "3:1", "put a space behind the signs: ## Prices"),
        ("x\n\nCafÃ© new\n", "3:4", "write é in place of Ã©"),
        ("• один\n• два\n", "2:1", "begin each of them with a hyphen and a space: '- • два'"),
    ],
)
def test_a_mark_that_stays_as_typed_is_told(text: str, place: str, hint: str, project: ProjectFactory) -> None:
    """Visitors would read brackets, or a list in one line, and the owner sees only that the build went well."""
    assert (place, hint) in warned(text, project)


@pytest.mark.parametrize(
    "text",
    [
        "`{{ name }}` and `[[x]]`\n\n```\n{% x %}\n✅ a\n✅ b\n```\n",
        "[x](/articles/first/) [[1]](/articles/first/) a[0][1] {a}\n",
        "- ✅ uno\n- ✅ dos\n\n✅ uno\n\n✅ dos\n",
        "✅ uno\\\n✅ dos  \n✅ tres\n",
        "— один\nи ещё\n— два\n",
        "#reels #local\n\n`[x] (/a/)` and [x] (see below)\n",
    ],
)
def test_what_is_meant_as_it_is_stays_silent(text: str, project: ProjectFactory) -> None:
    assert warned(text, project) == []
