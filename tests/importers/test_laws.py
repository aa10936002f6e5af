"""Whatever others wrote: no import fails, hangs or leaves the folder; what it can't take, it names."""

from __future__ import annotations

import re
import time
from pathlib import Path
from tempfile import TemporaryDirectory
from zoneinfo import ZoneInfo

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from site_gen.actions.import_site import SiteRequest, find_site
from site_gen.importers.bodies import Bodies
from site_gen.importers.folder import Folder
from site_gen.importers.foreign import Fate, ForeignSite, ForeignText, Head, Kind, Notes
from site_gen.importers.front import Zones, as_file, front_matter, model_fault, said_in
from site_gen.importers.html_text import UnfitHtmlError
from site_gen.importers.keys import NAMES
from site_gen.importers.links import Links
from site_gen.importers.site_files import SiteFiles
from site_gen.importers.targets import Targets
from site_gen.problems import ProjectError
from site_gen.sources.front_matter import split_front_matter
from site_gen.sources.yaml import read_yaml
from tests.importers.kit import brought, one, texts_of
from tests.importers.sites import lay_out, wordpress, wordpress_item
from tests.importers.test_sites import LITTER
from tests.render.shown import ours
from tests.render.test_commonmark import EVERYDAY, theirs

_MARKS = r"""{{< figure src="a.png" >}}|{{< note >}}|{{< /note >}}|{{% x|%}}|{{</* y */>}}|{% include a.html b="c" %}
{% raw %}|{% endraw %}|{% highlight ruby %}|{% endhighlight %}|{% if x %}|{% else %}|{% endif %}|{{ a | b }}|{: .x}
<Comp a={b}>|</Comp>|<Comp />|{x}|`|``|    |![a](b.png)|[![a](b.png)](c.png)|[a](|)|<img src=x>|<script>|</script>
<!--|-->|</iframe>|<a href='/x'>|</a>|> |- |$$|word |"|'|\|{{|}}|{%|%}|é|<iframe src="https://a.example">"""
PIECES = st.sampled_from(
    [*_MARKS.replace("\n", "|").split("|"), "```\n", "~~~\n", "\n", "\n\n", "[a]: /x\n", "\ue000", "0\ue001"]
)
BODIES = st.lists(PIECES, max_size=40).map("".join)


@pytest.mark.parametrize("generator", ["hugo", "jekyll", "astro", "eleventy", "pelican"])
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(body=BODIES)
def test_any_body_comes_over(generator: str, body: str) -> None:
    """One odd article among a thousand would stop the import of all of them."""
    notes = Notes()
    with TemporaryDirectory() as place:
        folder = Folder(Path(place), notes)
        file = "one.mdx" if generator == "astro" else "one.md"
        text = ForeignText(file, Kind.ARTICLE, "one", Head(), body, old=("/one/",))
        site = ForeignSite(generator, Path(place), (text,))
        links = Links(Targets(site, folder, {file: "/articles/one/"}, (text,)), SiteFiles(site, folder, {}), notes)
        made = links.rewritten(Bodies(site, notes).of(text), text)
    assert "\ue000" not in made
    assert all(0 <= note.line <= body.count("\n") + 1 for note in notes.all)


@settings(max_examples=100, deadline=None)
@given(
    words=st.text(st.characters(categories=["L", "N", "P", "S", "Z"]), max_size=200).filter(
        lambda text: "{" not in text
    )
)
def test_words_without_marks_stay_as_they_are(words: str) -> None:
    """Articles would come over with other words than they had."""
    words = words.replace("<", "").replace("[", "").replace("]", "").replace("\ue000", "").replace("\ue001", "")
    site = ForeignSite("hugo", Path(), ())
    assert Bodies(site, Notes()).of(ForeignText("a.md", Kind.PAGE, "a", Head(), words)) == words


VALUES = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False)
    | st.text(max_size=20)
    | st.sampled_from(["2024-01-01", "a.png"]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=6,
)
KEYS_OF_HEADS = st.sampled_from(
    [*(name for names in NAMES.values() for name in names), "draft", "status", "published", "other"]
)


@settings(max_examples=200, deadline=None)
@given(values=st.dictionaries(KEYS_OF_HEADS, VALUES, max_size=6))
def test_any_front_matter_makes_a_sound_file(values: dict[str, object]) -> None:
    """A key that holds something else than its name says would end the import, or make a file with errors."""
    text = ForeignText("one.md", Kind.ARTICLE, "one", Head(values, dict.fromkeys(values, 2)), "x")
    said = said_in(text, Notes())
    zones = Zones(None, ZoneInfo("Europe/Madrid"))
    made = front_matter(said, Kind.ARTICLE, zones, None, None, [], menu=False)
    assert model_fault(Kind.ARTICLE, {key: value for key, value in made.items() if key != "date"}, "x") is None
    document = read_yaml(split_front_matter(as_file(made, "x"), "one.md").yaml or "", "one.md")
    assert not document.problems


@pytest.mark.parametrize("body", EVERYDAY)
def test_an_imported_text_says_what_its_own_renderer_shows(body: str) -> None:
    """A list would come over as one line, code as text: the reader would see something else than before."""
    site = ForeignSite("hugo", Path(), ())
    text = ForeignText("one.md", Kind.PAGE, "one", Head(), body)
    assert ours(Bodies(site, Notes()).of(text)) == theirs(re.sub("<!--.*?-->", "", body, flags=re.DOTALL))


HOSTILE = {
    "shortcodes that are never closed": "{{< note >}}" * 20_000,
    "opening marks": "{{<" * 30_000,
    "liquid that is never closed": "{% highlight x %}" * 10_000,
    "brackets": "[" * 50_000,
    "links that are never closed": "[a](" * 20_000,
    "quotes in a tag": "<a " + "'" * 50_000,
    "tags that are never closed": "<script " * 20_000,
    "comments that are never closed": "<!--" * 20_000,
    "components": "<A b={" * 20_000,
    "fences": "```\n" * 20_001,
    "deep quotations": "> " * 5_000 + "x",
    "pictures in links": "[![a](b.png)" * 10_000,
}


@pytest.mark.parametrize("generator", ["hugo", "jekyll", "astro"])
@pytest.mark.parametrize("body", HOSTILE.values(), ids=HOSTILE)
def test_hostile_texts_end_in_time(generator: str, body: str) -> None:
    """A file made to hurt would keep the program busy for hours."""
    notes, text = Notes(), ForeignText("one.mdx", Kind.ARTICLE, "one", Head(), body[:40_000])
    site = ForeignSite(generator, Path(), (text,))
    started = time.process_time()
    with TemporaryDirectory() as place:
        folder = Folder(Path(place), notes)
        links = Links(Targets(site, folder, {}, ()), SiteFiles(site, folder, {}), notes)
        links.rewritten(Bodies(site, notes).of(text), text)
    assert time.process_time() - started < 20


BOMB = "a: &a [x,x,x,x,x,x,x,x,x]\n" + "".join(
    f"{chr(98 + n)}: &{chr(98 + n)} [{','.join([f'*{chr(97 + n)}'] * 9)}]\n" for n in range(8)
)
XML_BOMB = (
    '<?xml version="1.0"?><!DOCTYPE rss [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]>'
    + wordpress(wordpress_item("One", "&b;")).partition("?>")[2]
)


def test_bombs_are_named(tmp_path: Path) -> None:
    """Three lines of YAML or XML would fill the memory."""
    for name, text in {
        "yaml": f"---\n{BOMB}---\nx\n",
        "json": "{" + '"a":{' * 5000 + "\nx",
        "toml": f"+++\na = {'[' * 5000}\n+++\nx",
    }.items():
        files = {
            "hugo.toml": "",
            "content/posts/x.md": text,
            "content/posts/y.md": "---\ntitle: Y\ndate: 2024-01-01\n---\n",
        }
        found, _ = brought(tmp_path / name, files)
        assert any(file.path.endswith("/y.md") for file in found.files)
    found, _ = brought(tmp_path / "xml", {"x.xml": XML_BOMB}, "wordpress")
    assert [note.what for note in found.notes.all] == ["export"]


def test_deep_html_is_named(tmp_path: Path) -> None:
    """Python would end with an error about its own depth."""
    deep = "<div>" * 5000 + "x"
    found, _ = brought(
        tmp_path, {"a.html": f"<html><body>{deep}</body></html>", "b.html": "<html><body><p>b</p></body></html>"}
    )
    assert any(note.file == "a.html" and "deep" in note.detail for note in found.notes.all)
    assert found.arrived == 1
    with pytest.raises(UnfitHtmlError):
        Bodies(ForeignSite("html", Path(), ()), Notes()).of(
            ForeignText("a", Kind.PAGE, "a", Head(), deep, is_html=True)
        )


def test_links_out_of_the_folder_are_not_followed(tmp_path: Path) -> None:
    """A folder from elsewhere could put the owner's own files online."""
    secret = tmp_path / "secret"
    lay_out(secret, {"post.md": "---\ntitle: Secret\ndate: 2024-01-01\n---\n", "key.pdf": "secret"})
    old = lay_out(tmp_path / "old", one("[a](/key.pdf) [b](../../../secret/key.pdf) ![c](../../../secret/key.pdf)"))
    (old / "static").mkdir()
    (old / "static/key.pdf").symlink_to(secret / "key.pdf")
    (old / "content/posts/more").symlink_to(secret)
    found, project = brought(tmp_path, {})
    assert list(texts_of(project)) == ["articles/one.md"]
    assert all("secret" not in file.source and file.path.endswith(".md") for file in found.files)
    assert [note.what for note in found.notes.all if note.fate is Fate.LEFT].count("link out of the folder") == 2


def test_a_project_inside_the_folder_is_refused(tmp_path: Path) -> None:
    """What is imported would be read as a part of the old site the next time."""
    old = lay_out(tmp_path / "old", one("x"))
    for project in (old, old / "new"):
        with pytest.raises(ProjectError, match="lies in the folder"):
            find_site(SiteRequest(old, project))


def test_files_that_are_no_text_are_named(tmp_path: Path) -> None:
    """An article in Windows' own letters, or none at all, would end the import."""
    files = {
        **one("x"),
        "content/posts/win.md": "---\ntitle: Ñandú\ndate: 2024-01-01\n---\nAño".encode("cp1252"),
        "content/posts/bin.md": b"\x00\x01\x02",
        "content/posts/empty.md": b"",
        "content/posts/big.md": b"x" * 5_000_000,
        "content/posts/doc.adoc": "= Title",
    }
    found, project = brought(tmp_path, files)
    assert texts_of(project)["articles/win.md"] == (
        {"title": "Ñandú", "date": "2024-01-01", "aliases": ["/posts/win/"]},
        "Año",
    )
    assert {note.file for note in found.notes.all if note.what == "text"} == {
        f"content/posts/{n}" for n in ("bin.md", "big.md", "doc.adoc")
    }
    assert LITTER.search("{{< x >}}")
