"""Whole sites of each generator become projects that build, at whose old addresses something answers."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from site_gen.actions.import_site import SiteImport, SiteRequest, Stage, State, find_site, write_site
from site_gen.importers.foreign import Fate
from tests.importers.kit import brought, brought_from, one, texts_of
from tests.importers.sites import SITES, lay_out, picture, wordpress, wordpress_item
from tests.support import SITE, write_files
from tests.support_build import render


def left(found: SiteImport) -> set[str]:
    return {note.what for note in found.notes.all if note.fate is Fate.LEFT}


@pytest.mark.parametrize("name", SITES)
def test_every_text_arrives_or_is_named_with_a_reason(tmp_path: Path, name: str) -> None:
    """An article that vanishes without a word is only missed when a reader asks for it."""
    found, project = brought_from(tmp_path, name)
    named = {note.file for note in found.notes.all if note.fate is Fate.LEFT and note.what == "text" and note.detail}
    sources = {file.source for file in found.files if file.path.endswith(".md")}
    assert sum(found.texts.values()) == len(sources)
    assert not sources & named
    assert len(texts_of(project)) == found.arrived == len(sources)


def test_who_waits_is_told_how_far_it_is(tmp_path: Path) -> None:
    """An old blog of thousands of texts takes minutes, and looks like a program that hangs."""
    told: dict[Stage, list[tuple[int, int]]] = {}
    tell = lambda stage, done, total: told.setdefault(stage, []).append((done, total))  # noqa: E731
    _, project = brought_from(tmp_path, "hugo")
    write_site(find_site(SiteRequest(tmp_path / "old", project), tell), tell)
    for stage in (Stage.TEXTS, Stage.COMPARING):
        count = told[stage][-1][1]
        assert told[stage] == [(number, count) for number in range(1, count + 1)]


@pytest.mark.parametrize("name", SITES)
def test_a_second_import_changes_nothing(tmp_path: Path, name: str) -> None:
    """Whoever tries twice would have every article twice, or lose what came between."""
    found, project = brought_from(tmp_path, name)
    before = {path: path.read_bytes() for path in sorted(project.rglob("*")) if path.is_file()}
    again = find_site(SiteRequest(tmp_path / "old", project))
    write_site(again)
    assert {file.state for file in again.files} == {State.SAME}
    assert {path: path.read_bytes() for path in sorted(project.rglob("*")) if path.is_file()} == before
    assert again.notes.counts() == found.notes.counts()


@pytest.mark.parametrize("name", SITES)
def test_the_project_builds_and_old_addresses_answer(tmp_path: Path, name: str) -> None:
    """Links from elsewhere, and what search engines know, would lead to nothing."""
    _, project = brought_from(tmp_path, name)
    built = render(project, tmp_path / "cache")
    heads = [head for head, _ in texts_of(project).values() if "draft" not in head]
    aliases = [alias for head in heads for alias in head.get("aliases", ())]
    assert aliases
    for alias in aliases:
        path = alias.strip("/") + ("" if alias.endswith(".html") else "/index.html")
        assert 'http-equiv="refresh"' in built.text(path)


LITTER = re.compile(
    r"\{\{[<%]|[%>]\}\}|\{%|^import .* from|<[A-Z]\w+|\[/?caption|\{filename\}|x-to-text:|<script|<iframe|style=",
    re.MULTILINE,
)


@pytest.mark.parametrize("name", SITES)
def test_no_marks_of_the_generator_are_left_in_texts(tmp_path: Path, name: str) -> None:
    """Readers would see {% include signup.html %} in the middle of a sentence."""
    _, project = brought_from(tmp_path, name)
    for file, (_, body) in texts_of(project).items():
        plain = re.sub(r"^```.*?^```$", "", body, flags=re.MULTILINE | re.DOTALL)
        assert LITTER.search(plain) is None, file


def test_what_the_owner_changed_stays(tmp_path: Path) -> None:
    """Hours of work on the articles would be gone with the second import."""
    _, project = brought_from(tmp_path, "jekyll")
    mine, taken_out, theirs = (project / "content/articles" / name for name in ("next.md", "html.md", "first-post.md"))
    mine.write_text("---\ntitle: Mine\ndate: 2020-01-01\n---\nMine.\n", encoding="utf-8")
    taken_out.unlink()
    lay_out(tmp_path / "old", {"_posts/2013-06-07-first-post.md": "---\ntitle: New words\n---\nNew.\n"})
    again = find_site(SiteRequest(tmp_path / "old", project))
    write_site(again)
    states = {file.path.rpartition("/")[2]: file.state for file in again.files}
    assert states["next.md"] is State.KEPT
    assert states["html.md"] is State.GONE
    assert states["first-post.md"] is State.UPDATED
    assert "Mine" in mine.read_text(encoding="utf-8")
    assert not taken_out.exists()
    assert "New words" in theirs.read_text(encoding="utf-8")


def test_an_article_of_the_owners_own_keeps_its_name(tmp_path: Path) -> None:
    """An article of the same name would be replaced by the old site's."""
    _, project = brought_from(tmp_path, "hugo")
    other = tmp_path / "other"
    lay_out(
        other, {"hugo.toml": "", "content/posts/hello-there.md": "---\ntitle: Other\ndate: 2024-01-01\n---\nOther.\n"}
    )
    (project / ".site-gen/imported.json").unlink()
    write_site(find_site(SiteRequest(other, project)))
    assert "Other" in (project / "content/articles/hello-there-2.md").read_text(encoding="utf-8")
    assert "first post" in (project / "content/articles/hello-there.md").read_text(encoding="utf-8")


def test_hugo(tmp_path: Path) -> None:
    """TOML, JSON and YAML heads, bundles, shortcodes, references and languages by name."""
    found, project = brought_from(tmp_path, "hugo")
    made = texts_of(project)
    head, body = made["articles/hello-there.md"]
    assert head["date"] == "2023-10-05T09:30+02:00"
    assert head["tags"] == ["Reels", "Start"]
    assert head["picture"] == "cup.png"
    assert head["aliases"] == ["/2023/10/hello-there/", "/posts/hello-there/", "/very/old.html"]
    assert "[the second](/articles/second/)" in body
    assert '![A cup](cup.png "The cup")' in body
    assert "\nhttps://www.youtube.com/watch?v=dQw4w9WgXcQ\n" in body
    assert '```python\nprint("{{< not this >}}")\n```' in body
    assert "> [!TIP]\n> Do **this**." in body
    assert '{{< figure src="shown" >}}' in body
    assert "![small](cup.png) and [a paper](/files/paper.pdf)" in body
    assert made["articles/bundle.md"][0]["author"] == "Ada, Bo"
    assert "posts/bundle/cup.png" in made["articles/bundle.md"][1]
    assert made["articles/second.md"][0]["draft"] is True
    assert made["articles/second.es.md"][1] == "Texto en español."
    assert "articles/release-of-summer.md" in made
    assert made["pages/about.md"][0]["menu"] is True
    assert (project / "static/CNAME").read_text(encoding="utf-8") == "old.example\n"
    assert {"shortcode carousel", "key weirdkey", "HTML <script>", "list page (_index.md)"} <= left(found)
    carousel = next(note for note in found.notes.all if note.what == "shortcode carousel")
    assert (carousel.file, carousel.line) == ("content/posts/first.md", 27)
    assert found.wanted == ("https://pics.example.org/a.png",)


def test_jekyll(tmp_path: Path) -> None:
    """Dates in names, Liquid, permalinks, redirects, kramdown's attributes, languages by `ref:`."""
    found, project = brought_from(tmp_path, "jekyll")
    made = texts_of(project)
    head, body = made["articles/first-post.md"]
    assert (head["date"], head["title"], head["author"]) == ("2013-06-07", "First: a post", "Ada")
    assert head["tags"] == ["One", "two", "start", "reels"]
    assert head["aliases"] == ["/blog/2013/06/07/first-post.html", "/old/first/"]
    assert "See [next](/articles/next/) and [about](/about/) and [x](/about/)." in body
    assert '```ruby\nputs "{{ raw }}"\n```' in body
    assert "{{ shown }}" in body
    assert "![cup](cup.png)\n" in body
    assert "kept" in body
    assert "gone" not in body
    assert made["articles/next.md"][0]["date"] == "2015-03-17T14:00-04:00"
    assert made["articles/next.md"][0]["draft"] is True
    assert made["articles/other.es.md"][1] == "Texto."
    assert made["articles/html.md"][1] == "Some **bold** [link](/about/)."
    assert {"include signup.html", "tag for", "template"} <= left(found)


def test_pelican(tmp_path: Path) -> None:
    """Heads without fences, {filename} links, reStructuredText, languages by slug."""
    _, project = brought_from(tmp_path, "pelican")
    made = texts_of(project)
    head, body = made["articles/first.md"]
    assert (head["date"], head["author"], head["updated"]) == ("2013-06-07T10:20+03:00", "Ada, Bo", "2014-01-01")
    assert head["aliases"] == ["/posts/2013/first/", "/posts/2013/first-es/"]
    assert body == "See [second](/articles/second-one/), [paper](/files/paper.pdf) and ![cup](cup.png)."
    assert made["articles/first.es.md"][1] == "Texto."
    assert "```python\nprint(1)\n```" in made["articles/second-one.md"][1]
    assert "`code`" in made["articles/second-one.md"][1]
    assert (project / "static/CNAME").is_file()


def test_nikola(tmp_path: Path) -> None:
    """Heads in comments, .meta files, offsets as people write them, languages by name."""
    _, project = brought_from(tmp_path, "nikola")
    made = texts_of(project)
    assert made["articles/first.md"][0]["date"] == "2013-06-07T10:20+02:00"
    assert made["articles/first.md"][0]["aliases"] == ["/posts/first/", "/es/posts/first/"]
    assert made["articles/first.es.md"][0]["title"] == "Primero"
    assert made["articles/third.md"][1] == "Body alone. See [first](/articles/first/)."


def test_eleventy(tmp_path: Path) -> None:
    """Permalinks made of values, folders' data files, pictures by a shortcode."""
    _, project = brought_from(tmp_path, "eleventy")
    made = texts_of(project)
    head, body = made["articles/first.md"]
    assert head["aliases"] == ["/blog/first/"]
    assert "[another](/articles/second/) and [by file](/articles/second/). First and Old Eleventy." in body
    assert "![A cup](blog/cup.png)" in body
    assert 'let a = "{{ stays }}";' in body
    assert made["articles/second.md"][0]["aliases"] == ["/writing/second/"]
    assert made["pages/about.md"][0]["menu"] is True


def test_astro(tmp_path: Path) -> None:
    """MDX with imports and components, pictures that are imported, languages by folder."""
    found, project = brought_from(tmp_path, "astro")
    made = texts_of(project)
    head, body = made["articles/first.md"]
    assert (head["date"], head["picture"]) == ("2022-07-08", "cup.png")
    assert head["aliases"] == ["/blog/first/", "/es/blog/first/"]
    assert "![A cup](cup.png)" in body
    assert "Inside **stays**." in body
    assert "The value is First." in body
    assert "{ stays } text." in made["articles/second.md"][1]
    assert {"component Fancy", "component Widget"} <= left(found)


def test_wordpress(tmp_path: Path) -> None:
    """Paragraphs by empty lines, captions, drafts, menus, both clocks of a moment."""
    found, project = brought_from(tmp_path, "wordpress")
    made = texts_of(project)
    head, body = made["articles/first.md"]
    assert (head["title"], head["date"]) == ("First & best", "2013-06-07T04:33+02:00")
    assert (head["tags"], head["picture"]) == (["Start"], "cup.png")
    assert "Hello there.\\\nA second line." in body
    assert '![A cup](cup.png "The cup")' in body
    assert "[second](/articles/second/) [sic]" in body
    assert "```\na\n\nb\n```" in body
    assert made["articles/not-yet.md"][0]["draft"] is True
    assert made["pages/about.md"][0]["menu"] is True
    assert {"shortcode contact-form-7", "text"} <= left(found)


def test_plain_pages(tmp_path: Path) -> None:
    """Pages of Tilda and the like: their text without menus and scripts, their pictures, their addresses."""
    found, project = brought_from(tmp_path, "html")
    made = texts_of(project)
    head, body = made["pages/page2.md"]
    assert (head["title"], head["summary"], head["menu"]) == ("Services", "Short.", True)
    assert head["aliases"] == ["/page2.html"]
    assert "## What I do" in body
    assert "Reels & **posts**.\\\nSecond line. See [more](/articles/page3/)." in body
    assert "![A cup](cup.png)" in body
    assert "menu" not in body
    assert made["articles/page3.md"][0]["date"] == "2020-01-02T10:00+03:00"
    assert made["pages/home.md"][0]["draft"] is True
    assert found.texts == {"page": 2, "article": 1}


def test_a_folder_of_contents_alone_is_enough(tmp_path: Path) -> None:
    """Settings are often missing: the folder with the articles is what people have."""
    for name, start in (("hugo", "content/"), ("jekyll", "_posts/"), ("pelican", "content/"), ("astro", "src/")):
        files = {file: text for file, text in SITES[name].items() if file.startswith(start)}
        found, _ = brought(tmp_path / name, files)
        assert (name, found.generator) == (name, name)
        assert found.arrived > 2


ALONE = {
    "jekyll": ("_posts/", "_posts", "/start/reels/2013/06/07/first-post.html"),
    "hugo": ("content/posts/", "posts", "/posts/hello-there/"),
    "astro": ("src/content/blog/en/", "blog", "/blog/first/"),
    "eleventy": ("content/blog/", "blog", "/first/"),
    "nikola": ("posts/", "posts", "/posts/first/"),
    "pelican": ("content/", "content", "/first.html"),
}


@pytest.mark.parametrize("name", ALONE)
def test_a_folder_of_posts_alone_is_enough(tmp_path: Path, name: str) -> None:
    """People have a folder of articles and no settings: all of them would be pages, or nothing would be found."""
    start, folder, alias = ALONE[name]
    files = {file.removeprefix(start): text for file, text in SITES[name].items() if file.startswith(start)}
    old = lay_out(tmp_path / "old" / folder, {file: text for file, text in files.items() if "-es" not in file})
    project = write_files(tmp_path / "new", {"site.yaml": SITE})
    write_site(find_site(SiteRequest(old, project, name)))
    made = texts_of(project)
    assert alias in [each for head, _ in made.values() for each in head.get("aliases", ())]
    assert sum(file.startswith("articles/") for file in made) >= 2


def test_languages_of_polylang_belong_together(tmp_path: Path) -> None:
    """A site in two languages would come over as twice as many articles in one."""
    group = '<category domain="post_translations" nicename="p1">x</category><category domain="language" nicename="{}"/>'
    export = wordpress(
        wordpress_item("One", "A", id="1", name="one", more=group.format("en")),
        wordpress_item("Uno", "B", id="2", name="uno", more=group.format("es")),
    )
    _, project = brought(tmp_path, {"x.xml": export})
    made = texts_of(project)
    assert made["articles/one.es.md"][1] == "B"
    assert made["articles/one.md"][0]["aliases"] == ["/2013/06/one/", "/2013/06/uno/"]


SLIPS = {
    "a prefix that nothing declares": ('<atom:link href="x"/>', "One", "a prefix that nothing declares"),
    "a control character": ("", "O\x0bn\x00e", "2 characters that XML can't hold"),
    "bytes of another coding": ("", "One \udcff", "1 character that XML can't hold"),
    "both, and prefixes in a text": ("<fb:x/>", "<o:p>One</o:p>\x01", "1 character that XML can't hold"),
}


@pytest.mark.parametrize(("more", "body", "said"), SLIPS.values(), ids=SLIPS)
def test_an_export_that_is_no_xml_comes_over(tmp_path: Path, more: str, body: str, said: str) -> None:
    """WordPress writes what was pasted as it is, and plugins forget to declare prefixes: the whole blog would stay."""
    export = wordpress(
        wordpress_item("First", "Before", id="1", name="first"),
        wordpress_item("Second", body, id="2", name="second", more=more),
        wordpress_item("Third", "After", id="3", name="third"),
    )
    found, project = brought(tmp_path, {"x.xml": export.encode(errors="surrogateescape")})
    made = texts_of(project)
    assert [head["title"] for head, _ in made.values()] == ["First", "Second", "Third"]
    assert "One" in made["articles/second.md"][1]
    assert any(said in note.detail for note in found.notes.all if note.what == "export")


def test_entries_with_one_number_are_two_texts(tmp_path: Path) -> None:
    """An export that was put together of several has numbers twice: one text would get the other's name and address."""
    export = wordpress(
        wordpress_item("Empty", "A", id="7", name="empty", type="page", link="https://old.example/empty/"),
        wordpress_item("Contact", "B", id="7", name="contact", type="page", link="https://old.example/contact/"),
    )
    _, project = brought(tmp_path, {"x.xml": export})
    made = texts_of(project)
    assert {file: (head["title"], body) for file, (head, body) in made.items()} == {
        "pages/empty.md": ("Empty", "A"),
        "pages/contact.md": ("Contact", "B"),
    }
    assert find_site(SiteRequest(tmp_path / "old", project)).changes == ()


def test_a_text_in_another_language_than_the_project_has_is_named(tmp_path: Path) -> None:
    """It would stand among texts that its readers understand."""
    _, project = brought_from(tmp_path, "hugo")
    site = project / "site.yaml"
    site.write_text(site.read_text(encoding="utf-8").replace("[en, es]", "[en]"), encoding="utf-8")
    again = find_site(SiteRequest(tmp_path / "old", project))
    assert "text in a language that the project hasn't" in left(again)


def test_pictures_that_cannot_be_shown_become_their_words(tmp_path: Path) -> None:
    """A missing or damaged picture would stop every build."""
    body = "![gone](nowhere.png) ![broken](broken.png) ![fine](fine.jpg)\n"
    files: dict[str, str | bytes] = {
        "hugo.toml": "",
        "content/posts/one/index.md": f"---\ntitle: One\ndate: 2024-01-02\n---\n{body}",
        "content/posts/one/broken.png": b"no picture",
        "content/posts/one/fine.jpg": picture(),
    }
    found, project = brought(tmp_path, files)
    assert texts_of(project)["articles/one.md"][1] == "gone broken ![fine](posts/one/fine.png)"
    assert [note.line for note in found.notes.all if note.what == "picture" and note.fate is Fate.LEFT] == [5, 5]


ELEVENTY_COMPUTED = """---
eleventyComputed:
  title: Use the store
  description: Browsers no longer take it.
date: 2024-05-05
series: ["Machines", "Other"]
---
In [the last part]({% ref "2015-02-21-a-grammar.markdown" %}) and [nothing]({% lookup "x" %}) we did.
"""


def test_what_eleventy_works_out_is_taken_or_named(tmp_path: Path) -> None:
    """Titles would be file names, pages and old addresses would be missing without a word."""
    found, project = brought(
        tmp_path,
        {
            ".eleventy.js": "module.exports = () => ({ dir: { input: 'src' } });\n",
            "src/blog/blog.11tydata.js": "module.exports = { permalink: (data) => `/blog/${data.page.date}/` };\n",
            "src/blog/computed.md": ELEVENTY_COMPUTED,
            "src/blog/2015-02-21-a-grammar.md": "---\ntitle: A grammar\n---\nText.\n",
            "src/about.njk": "---\ntitle: About\n---\n<p>Hello</p>\n",
            "src/_includes/base.njk": "{{ content }}\n",
        },
    )
    head, body = texts_of(project)["articles/computed.md"]
    assert (head["title"], head["summary"]) == ("Use the store", "Browsers no longer take it.")
    assert head["series"] == {"title": "Machines"}
    assert body == "In [the last part](/articles/a-grammar/) and nothing we did."
    named = {(note.what, note.file) for note in found.notes.all if note.fate is Fate.LEFT}
    assert ("template", "src/about.njk") in named
    assert ("old addresses", "src/blog/blog.11tydata.js") in named
    assert ("template", "src/_includes/base.njk") not in named


def test_a_reference_to_no_text_is_named_as_it_was_written(tmp_path: Path) -> None:
    """The report would speak of marks that nobody wrote, and the link would lead to a list of everything."""
    found, project = brought(tmp_path, one('See [it]({{< ref "/posts/nowhere.md#x" >}}).'))
    assert texts_of(project)["articles/one.md"][1] == "See it."
    assert [note.detail for note in found.notes.all if note.what == "link"] == [
        "there is nothing at /posts/nowhere.md#x"
    ]


BOXES = {
    ":::note[Mind **this**]\nText.\n\n- a\n:::": "> [!NOTE]\n> **Mind **this****\n>\n> Text.\n>\n> - a",
    "::: warning Careful\nText.\n:::": "> [!WARNING]\n> **Careful**\n>\n> Text.",
    "::::tip\n:::danger\nIn.\n:::\nOut.\n::::": "> [!TIP]\n> > [!CAUTION]\n> > In.\n>\n> Out.",
    ":::details More\nText.\n:::": "<details><summary>More</summary>\n\nText.\n\n</details>",
    ":::columns\nText.\n:::": "Text.",
    "::: {.callout-note}\nText.\n:::": "Text.",
    ":::note\nnever closed": "> [!NOTE]\n> never closed",
    "> [!WARNING]- A title\n> Text": "> [!WARNING]\n> **A title**\n>\n> Text",
    "> [!info]\n> Text": "> [!NOTE]\n> Text",
    "> [!note]\n> Text": "> [!NOTE]\n> Text",
    "```\n:::note\n> [!x] y\n```": "```\n:::note\n> [!x] y\n```",
    '<lite-youtube videoid="dQw4w9WgXcQ"></lite-youtube>': "https://www.youtube.com/watch?v=dQw4w9WgXcQ",
    '{{< figure-dynamic light-src="a.png" dark-src="b.png" >}}': "![](a.png)",
}


@pytest.mark.parametrize("written", BOXES)
def test_boxes_of_other_dialects_are_callouts(tmp_path: Path, written: str) -> None:
    """Readers would see colons and marks around a remark, or no video at all."""
    _, project = brought(tmp_path, {**one(f"{written}\n"), "static/a.png": picture(), "content/posts/a.png": picture()})
    made = texts_of(project)["articles/one.md"][1]
    assert made.replace("posts/a.png", "a.png") == BOXES[written]


MDX = """import Mermaid from "@/Mermaid.astro";

export const sections = [
  { images: [{ src: "/a.png" }] },

  { images: [] },
];

<ImageLoader src="./a.png" alt="A way" />

<Mermaid>
  ```mermaid
  A-->B
  ```
</Mermaid>

Costs $5 or {"six"}; $f^{(i)}$.

$$
\\begin{cases} n \\end{cases}
$$
"""


def test_what_mdx_holds_in_braces_is_told_apart(tmp_path: Path) -> None:
    """Formulas would lose what is in their braces, pictures would be missing, data would stand in the text."""
    files = {**one(MDX, "astro"), "src/content/blog/a.png": picture()}
    found, project = brought(tmp_path, files)
    body = texts_of(project)["articles/one.md"][1]
    assert body == (
        "![A way](blog/a.png)\n\n  ```mermaid\n  A-->B\n  ```\n\nCosts $5 or six; $f^{(i)}$.\n\n"
        "$$\n\\begin{cases} n \\end{cases}\n$$"
    )
    assert [(note.what, note.line) for note in found.notes.all if note.fate is Fate.LEFT] == [("export", 7)]


def test_a_gallery_shows_the_pictures_that_its_pattern_names(tmp_path: Path) -> None:
    """A guide whose steps are pictures would have come over without any."""
    body = '{{< gallery match="images/1/*.png" >}}\n\n{{< gallery dir="/shots/" >}}\n\n{{< gallery match="no/*" >}}\n'
    places = ("content/posts/one/images/1/b.png", "content/posts/one/images/1/a.png", "static/shots/c.png")
    found, project = brought(
        tmp_path,
        {
            "hugo.toml": "",
            "content/posts/one/index.md": f"---\ntitle: One\ndate: 2024-01-02\n---\n{body}",
            **{place: picture() for place in places},
        },
    )
    shown = re.findall(r"!\[\]\(([^)]*)\)", texts_of(project)["articles/one.md"][1])
    assert [name.rpartition("/")[2] for name in shown] == ["a.png", "b.png", "c.png"]
    assert left(found) == {"shortcode gallery"}
    assert all((project / "content/images" / name).is_file() for name in shown)


def test_elements_that_scripts_would_fill_are_named(tmp_path: Path) -> None:
    """Nobody would see that a table of a web component is missing."""
    found, project = brought(
        tmp_path, one('Before <is-land on:visible>inside</is-land>.\n\n<c-stats items="x"></c-stats>\n')
    )
    assert texts_of(project)["articles/one.md"][1] == "Before inside."
    assert {"HTML <is-land>", "HTML <c-stats>"} <= left(found)


def test_a_terminal_is_code(tmp_path: Path) -> None:
    """Commands would run together into a sentence."""
    _, project = brought(tmp_path, one("{{< terminal >}}\nssh-keygen -b 4096 *a*\n\n{{</ terminal >}}\n"))
    assert texts_of(project)["articles/one.md"][1] == "```\nssh-keygen -b 4096 *a*\n```"
