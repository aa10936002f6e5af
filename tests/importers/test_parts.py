"""Front matter, dates, links and old addresses as people write them elsewhere."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from site_gen.importers import heads
from site_gen.importers.dates import is_ambiguous, read_date, written, zone_named
from site_gen.importers.foreign import Fate
from site_gen.importers.front import cut
from tests.importers.kit import brought, one, texts_of
from tests.importers.sites import picture

MADRID = ZoneInfo("Europe/Madrid")
DATES = {
    "2013-06-07T02:33:00.000Z": "2013-06-07T02:33Z",
    "2015-03-17 14:00:00 -4": "2015-03-17T14:00-04:00",
    "2015-03-17 14:00:00 -0400": "2015-03-17T14:00-04:00",
    "2023-10-5": "2023-10-05",
    "2013/06/07": "2013-06-07",
    "2013/06/07 10:20": "2013-06-07T10:20",
    "2013-06-07 10:20:30": "2013-06-07T10:20:30",
    "2013-06-07 00:00:00": "2013-06-07",
    "Jul 08 2022": "2022-07-08",
    "July 8, 2022": "2022-07-08",
    "8 July 2022": "2022-07-08",
    "Fri, 07 Jun 2013 02:33:00 +0000": "2013-06-07T02:33Z",
    "2013-06-07 10:20:00 UTC+02:00": "2013-06-07T10:20+02:00",
    "2013-06-07T10:20:00+02:00": "2013-06-07T10:20+02:00",
    "24.12.2013": "2013-12-24",
    "24/12/2013": "2013-12-24",
    "12/24/2013": "2013-12-24",
    "2023-10": "2023-10-01",
    "2014-03-30 02:30": "2014-03-30T02:30+02:00",
}


@pytest.mark.parametrize(("said", "expected"), DATES.items())
def test_dates(said: str, expected: str) -> None:
    """An article would stand under another day, or in no order."""
    found = read_date(said)
    assert found is not None
    made = written(found, None, MADRID)
    assert made == expected or (said == "2014-03-30 02:30" and made.startswith("2014-03-30T02:30+0"))


@pytest.mark.parametrize(
    "said", ["soon", "", None, True, [], "2023-13-45", "9999-99-99", "x" * 500, "1-1-1", "0000-00-00 00:00"]
)
def test_what_is_no_date(said: object) -> None:
    """Nonsense would become the day on which an article was published."""
    assert read_date(said) is None


def test_a_wall_time_keeps_its_own_zone() -> None:
    """Articles of another zone would move by hours, some to another day."""
    found = read_date("2013-06-07 10:20")
    assert found is not None
    assert written(found, ZoneInfo("America/New_York"), MADRID) == "2013-06-07T10:20-04:00"
    assert written(found, MADRID, MADRID) == "2013-06-07T10:20"
    assert [zone_named(name) for name in ("Europe/Madrid", "Nowhere/Place", "/etc/passwd", None, "")] == [
        "Europe/Madrid",
        None,
        None,
        None,
        None,
    ]
    assert is_ambiguous("05/06/2013")
    assert not is_ambiguous("05/05/2013")


HEADS = {
    "yaml": ("---\ntitle: One\nDate: 2024-01-01\n---\nBody", {"title": "One", "date": "2024-01-01"}, 5),
    "yaml with dots at its end": ("---\ntitle: One\n...\nBody", {"title": "One"}, 4),
    "toml": ('+++\ntitle = "One"\n[extra]\nx = 1\n+++\nBody', {"title": "One", "extra": {"x": 1}}, 6),
    "toml between dashes": ('---toml\ntitle = "One"\n---\nBody', {"title": "One"}, 4),
    "json": ('{\n"title": "One"\n}\nBody', {"title": "One"}, 4),
    "json between dashes": ('---json\n{"title": "One"}\n---\nBody', {"title": "One"}, 4),
    "pelican": (
        "Title: One\nDate: 2024-01-01\nSummary: a\n    b\n\nBody",
        {"title": "One", "date": "2024-01-01", "summary": "a b"},
        5,
    ),
    "multimarkdown": ("title: One\nauthor:  Ada\n\nBody", {"title": "One", "author": "Ada"}, 3),
    "nikola": (".. title: One\n.. slug: one\n\nBody", {"title": "One", "slug": "one"}, 3),
    "nikola in a comment": ("<!--\n.. title: One\n-->\nBody", {"title": "One"}, 4),
    "none": ("Note: this is text\n\nBody", {}, 1),
    "windows": ("---\ntitle: One\n---\n\nBody", {"title": "One"}, 4),
}


@pytest.mark.parametrize(("text", "values", "line"), HEADS.values(), ids=HEADS)
def test_heads(text: str, values: dict[str, object], line: int) -> None:
    """Every article would come over without title and date, its head as its first paragraph."""
    parts = heads.split(text)
    assert not parts.fault
    assert dict(parts.head.values) == values
    assert parts.line == line
    assert parts.body.lstrip("\n").startswith("Body" if values else "Note")


def test_heads_with_a_fault_are_read_line_by_line_or_say_where() -> None:
    """An article would be lost for a colon in its title, and nobody would be told which line of which file is wrong."""
    parts = heads.split("---\ntitle: C: a book\ndate: 2024-01-01\ntags:\n  - a\n  - 'b'\n---\nBody")
    assert dict(parts.head.values) == {"title": "C: a book", "date": "2024-01-01", "tags": ["a", "b"]}
    assert "line 1" in parts.doubt
    assert "line 3" in heads.split("---\nname: One\nx: [1\n---\nBody").fault
    assert heads.split('+++\nname = "One\n+++\nBody').fault


KEYS = {
    "hidden": ({"published": "false"}, {"draft": True}),
    "status": ({"status": "private"}, {"draft": True}),
    "categories": ({"categories": "a b", "tags": "[c, A]"}, {"tags": ["c", "A", "a b"]}),
    "no tags": ({"tags": ""}, {}),
    "authors": ({"authors": "[{name: Ada}, Bo]"}, {"author": "Ada, Bo"}),
    "capitals": ({"Description": "Short"}, {"summary": "Short"}),
    "subtitle": ({"subtitle": "Short"}, {"summary": "Short"}),
    "updated": ({"lastmod": "2024-05-06T10:00:00Z"}, {"updated": "2024-05-06"}),
    "entities": ({"description": "'Tom &amp; <b>Jerry</b>'"}, {"summary": "Tom & Jerry"}),
    "math": ({"katex": "true"}, {"math": True}),
}


def test_keys(tmp_path: Path) -> None:
    """What generators call otherwise would be lost."""
    files = {f"content/posts/n{n}.md": _with(given) for n, (given, _) in enumerate(KEYS.values())}
    _, project = brought(tmp_path, {"hugo.toml": "", **files})
    made = texts_of(project)
    for number, (name, (_, expected)) in enumerate(KEYS.items()):
        head, _ = made[f"articles/n{number}.md"]
        found = {key: value for key, value in head.items() if key not in {"title", "date", "aliases"}}
        assert (name, found) == (name, expected)


def _with(head: Mapping[str, str]) -> str:
    lines = "".join(f"{key}: {value}\n" for key, value in head.items())
    return f"---\ntitle: One\ndate: 2024-01-02\n{lines}---\nx"


def test_unknown_keys_are_counted_once_per_key(tmp_path: Path) -> None:
    """A thousand lines about one key would hide everything else."""
    files = {f"content/posts/{n}.md": f"---\ntitle: T{n}\ndate: 2024-01-01\nmood: good\n---\n" for n in range(5)}
    found, _ = brought(tmp_path, {"hugo.toml": "", **files})
    assert found.notes.counts()[Fate.LEFT] == {"key mood": 5}


def test_long_summaries_are_cut_at_a_sentence() -> None:
    """An error for each of them would have to be mended by hand."""
    text = "A first sentence that is long enough to be half of it all, and then some more words. " * 6
    assert cut(text).endswith("words.")
    assert len(cut(text)) <= 300
    assert cut("word " * 100).endswith("word…")


def test_a_text_without_a_date_is_a_page_and_says_so(tmp_path: Path) -> None:
    """It would be an error here, and stop every build."""
    found, project = brought(
        tmp_path,
        {"_config.yml": "", "_things/one.md": "---\ntitle: One\n---\nx", "_posts/2024-01-02-a.md": "---\n---\nx"},
    )
    assert found.arrived == 1
    found, project = brought(tmp_path / "b", {"hugo.toml": "", "content/posts/one.md": "---\ntitle: One\n---\nx"})
    assert list(texts_of(project)) == ["pages/one.md"]


def test_old_addresses_that_can_lead_nowhere_are_named(tmp_path: Path) -> None:
    """Two articles that claim one address would be an error for the owner to find."""
    files = {
        "hugo.toml": "",
        "content/posts/a.md": "---\ntitle: A\ndate: 2024-01-01\naliases: [/same/, /articles/, /x/y.php, 'http://old.example/z/']\n---\n",
        "content/posts/b.md": "---\ntitle: B\ndate: 2024-01-01\naliases: [/same/]\n---\n",
    }
    found, project = brought(tmp_path, files)
    assert texts_of(project)["articles/a.md"][0]["aliases"] == ["/posts/a/", "/same/", "/z/"]
    assert texts_of(project)["articles/b.md"][0]["aliases"] == ["/posts/b/"]
    assert found.notes.counts()[Fate.LEFT]["old address"] == 3


LINKS = {
    "by file": ("[a](two.md#x)", "[a](/articles/two/#x)"),
    "by old address": ("[a](/posts/two/)", "[a](/articles/two/)"),
    "relative": ("[a](../two)", "[a](/articles/two/)"),
    "whole": ("[a](https://old.example/posts/two/)", "[a](/articles/two/)"),
    "in angles": ("<https://old.example/posts/two/>", "[https://old.example/posts/two/](/articles/two/)"),
    "definition": ("[a][b]\n\n[b]: /posts/two/", "[a][b]\n\n[b]: /articles/two/"),
    "elsewhere": ('[a](https://else.example/ "t")', '[a](https://else.example/ "t")'),
    "mail": ("[a](mailto:a@b.example)", "[a](mailto:a@b.example)"),
    "anchor": ("[a](#x)", "[a](#x)"),
    "code": ("`[a](two.md)`", "`[a](two.md)`"),
    "raw": ('<a href="/posts/two/" target="_blank">a</a>', '<a href="/articles/two/">a</a>'),
    "picture": ("![a](/img/cup.png)", "![a](cup.png)"),
    "picture with a size": ("![a](/img/cup.png =100x)", "![a](cup.png)"),
    "picture with spaces": ("![a](</img/my cup.png>)", "![a](my-cup.png)"),
    "raw picture": ('<img src="/img/cup.png" style="x" alt="a">', '<img src="cup.png" alt="a">'),
    "large version": ("[![a](/img/cup.png)](/img/large.png)", "![a](large.png)"),
    "large version in HTML": ('<a href="/img/large.png"><img src="/img/cup.png"></a>', '<img src="cup.png">'),
    "elsewhere picture": ("![a](https://x.example/p.png)", "[a](https://x.example/p.png)"),
    "picture with a link": ("[![a](/img/cup.png)](https://x.example/)", "[![a](cup.png)](https://x.example/)"),
    "file": ("[a](/f/paper.pdf)", "[a](/f/paper.pdf)"),
    "comment": ("a<!-- more -->b", "ab"),
    "frame in boxes": (
        """<figure>
    <div class="x">
        <iframe src="https://player.vimeo.com/video/1234567"></iframe>
    </div>
    <figcaption>Words</figcaption>
</figure>

after""",
        "https://vimeo.com/1234567\n\nWords\n\nafter",
    ),
    "frame": ('<iframe src="https://player.vimeo.com/video/1234567"></iframe>', "https://vimeo.com/1234567"),
}


def test_links_and_pictures(tmp_path: Path) -> None:
    """Links between articles would lead to addresses of another site, pictures to nothing."""
    texts = {f"content/posts/n{n}.md": f"{_with({})[:-1]}{body}" for n, (body, _) in enumerate(LINKS.values())}
    files: dict[str, str | bytes] = {
        **texts,
        "hugo.toml": 'baseURL = "https://old.example/"\n',
        "content/posts/two.md": "---\ntitle: Two\ndate: 2024-01-01\n---\n",
        "static/img/cup.png": picture(),
        "static/img/large.png": picture("red"),
        "static/img/my cup.png": picture("blue"),
        "static/f/paper.pdf": b"%PDF-1.4",
    }
    _, project = brought(tmp_path, files)
    made = texts_of(project)
    found = {
        name: re.sub(r"\n{3,}", "\n\n", made[f"articles/n{number}.md"][1].strip()) for number, name in enumerate(LINKS)
    }
    assert found == {name: expected for name, (_, expected) in LINKS.items()}


TAGS = {
    "figure": (
        "hugo",
        '{{< figure src="https://x.example/a.png" link="/posts/one" title="T" >}}',
        "[T](/articles/one/)",
    ),
    "tweet": ("hugo", '{{< tweet user="a" id="877500564405444608" >}}', "https://x.com/i/status/877500564405444608"),
    "gist": (
        "hugo",
        "{{< gist spf13 7896402 >}}",
        "[gist.github.com/spf13/7896402](https://gist.github.com/spf13/7896402)",
    ),
    "details": (
        "hugo",
        '{{< details "More" >}}\ninner\n{{< /details >}}',
        "<details><summary>More</summary>\n\ninner\n\n</details>",
    ),
    "titled note": ("hugo", '{{% note "More on it" %}}\nx\n{{% /note %}}', "> [!NOTE]\n> **More on it**\n>\n> x"),
    "escaped in code": (
        "hugo",
        '{{< code file="a.md" >}}\n{{</* figure src="a" */>}}\n{{ .Title }}\n{{< /code >}}',
        '```\n{{< figure src="a" >}}\n{{ .Title }}\n```',
    ),
    "unknown pair": ("hugo", "{{< box >}}in **it**{{< /box >}}", "> [!NOTE]\n> in **it**"),
    "unknown": ("hugo", "a {{< strange x=1 >}}b", "a b"),
    "param": ("hugo", "{{< param title >}}", "One"),
    "nested": ("hugo", "{{% tabs %}}{{% tab %}}x{{% /tab %}}{{% /tabs %}}", "x"),
    "lone closing tag": ("hugo", "a{{< /x >}}b", "ab"),
    "notice": ("jekyll", "**Tip:** text.\n{: .notice--warning}", "> [!WARNING]\n> **Tip:** text."),
    "prompt": ("jekyll", "> text\n{: .prompt-tip }", "> [!TIP]\n> text"),
    "video": (
        "jekyll",
        '{% include video id="XsxDH4HcOWA" provider="youtube" %}',
        "https://www.youtube.com/watch?v=XsxDH4HcOWA",
    ),
    "comment": ("jekyll", "a{% comment %}x{% endcomment %}b", "ab"),
    "raw in code": ("jekyll", "```\n{% raw %}{{ x }}{% endraw %}\n```", "```\n{{ x }}\n```"),
    "trimmed": ("jekyll", "a {%- if x -%}b{%- endif -%}", "a b"),
    "aside": ("astro", '<Aside type="caution">\ntext\n</Aside>', "> [!CAUTION]\n> text"),
    "text in braces": ("astro", "a {'b'} {1 + 1}", "a b"),
}


@pytest.mark.parametrize(("generator", "written_", "expected"), TAGS.values(), ids=TAGS)
def test_shortcodes_and_the_like(tmp_path: Path, generator: str, written_: str, expected: str) -> None:
    """What a generator makes of its tags would be missing, or its tags stand in the text."""
    _, project = brought(tmp_path, one(written_, generator))
    assert texts_of(project)["articles/one.md"][1].strip() == expected
