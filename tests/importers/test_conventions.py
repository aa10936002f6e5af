"""What generators do without being told, tried with the generators themselves: addresses, languages, parts of pages."""

from __future__ import annotations

from pathlib import Path

from site_gen.importers.foreign import Fate
from tests.importers.kit import brought, texts_of

TEXT = "---\ntitle: {}\ndate: 2024-01-02\n{}---\nText.\n"


def aliases(project: Path) -> dict[str, list[str]]:
    return {file: head.get("aliases", []) for file, (head, _) in texts_of(project).items()}


def test_hugo_reads_an_alias_without_a_slash_from_the_section(tmp_path: Path) -> None:
    """/posts/older/ would answer no more, and /older/, which never was, would."""
    site = {"hugo.toml": "", "content/posts/one.md": TEXT.format("One", "aliases: [older, /top/, ../up/]\n")}
    _, project = brought(tmp_path, site)
    assert aliases(project) == {"articles/one.md": ["/posts/one/", "/posts/older/", "/top/", "/up/"]}


def test_hugo_makes_no_page_of_what_lies_in_a_bundle(tmp_path: Path) -> None:
    """Scraps that the old page put together would stand among the articles under the names of their files."""
    site = {
        "hugo.toml": "",
        "content/posts/one/index.md": TEXT.format("One", ""),
        "content/posts/one/part.md": "A part.\n",
        "content/posts/one/more/deep.md": "A part.\n",
        "content/posts/two.md": TEXT.format("Two", ""),
    }
    found, project = brought(tmp_path, site)
    assert sorted(texts_of(project)) == ["articles/one.md", "articles/two.md"]
    left = {note.file for note in found.notes.all if note.fate is Fate.LEFT and note.what == "part of a page"}
    assert left == {"content/posts/one/part.md", "content/posts/one/more/deep.md"}


def test_hugo_section_that_is_a_page_is_one(tmp_path: Path) -> None:
    """Many write about/_index.md for a page: it would be gone, as if it were a list."""
    site = {
        "hugo.toml": "",
        "content/about/_index.md": "---\ntitle: About\n---\nI write.\n",
        "content/empty/_index.md": "---\ntitle: Empty\n---\n",
        "content/posts/_index.md": "---\ntitle: Posts\n---\nAll of them.\n",
        "content/posts/two.md": TEXT.format("Two", ""),
    }
    found, project = brought(tmp_path, site)
    assert aliases(project) == {"pages/about.md": [], "articles/two.md": ["/posts/two/"]}
    left = {note.file for note in found.notes.all if note.what.startswith("list page")}
    assert left == {"content/empty/_index.md", "content/posts/_index.md"}


def test_jekyll_collections_have_the_addresses_of_the_settings(tmp_path: Path) -> None:
    """Whole handbooks would be at addresses that nobody has ever linked to."""
    site = {
        "_config.yml": "collections:\n  docs:\n    permalink: /handbook/:path/\n  notes:\n    output: true\n",
        "_docs/part/one.md": "---\ntitle: One\n---\nText.\n",
        "_notes/sub/two.md": "---\ntitle: Two\n---\nText.\n",
    }
    _, project = brought(tmp_path, site)
    assert aliases(project) == {"pages/one.md": ["/handbook/part/one/"], "pages/two.md": ["/notes/sub/two.html"]}


def test_jekyll_takes_the_day_of_the_front_matter_for_the_address(tmp_path: Path) -> None:
    """A post that was dated anew has that day in its address, and was linked to before under the file's."""
    site = {"_config.yml": "title: x\n", "_posts/2023-12-31-one.md": TEXT.format("One", "")}
    _, project = brought(tmp_path, site)
    assert aliases(project) == {"articles/one.md": ["/2024/01/02/one.html", "/2023/12/31/one.html"]}


def test_pelican_is_english_where_nothing_is_said(tmp_path: Path) -> None:
    """The few translations would be the originals, as they alone say their language."""
    text = "Title: {}\nDate: 2024-01-02\nSlug: one\n{}\nText.\n"
    site = {
        "pelicanconf.py": "SITENAME = 'x'\n",
        "content/one.md": text.format("One", ""),
        "content/uno.md": text.format("Uno", "Lang: es\n"),
    }
    _, project = brought(tmp_path, site)
    made = {file: head["title"] for file, (head, _) in texts_of(project).items()}
    assert made == {"articles/one.md": "One", "articles/one.es.md": "Uno"}
