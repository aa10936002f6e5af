"""Texts in reStructuredText: what directives and roles of Nikola, Pelican and Sphinx say stays, or is named."""

from __future__ import annotations

from pathlib import Path

import pytest

from site_gen.importers.foreign import Fate
from site_gen.importers.rst import rst_to_markdown
from tests.importers.kit import brought, texts_of

HEAD = ".. title: One\n.. slug: one\n.. date: 2024-01-02 10:00:00 UTC\n\n"


@pytest.mark.parametrize(
    ("written", "made"),
    [
        (".. youtube:: dQw4w9WgXcQ\n   :height: 300", "https://www.youtube.com/watch?v=dQw4w9WgXcQ"),
        (".. vimeo:: 20241459", "https://vimeo.com/20241459"),
        (".. media:: https://vimeo.com/20241459", "https://vimeo.com/20241459"),
        (".. gist:: 12345", "[gist.github.com/12345](https://gist.github.com/12345)"),
        (".. code-block:: python\n   :linenos:\n   :hl_lines: 1\n\n   print(1)", "```python\nprint(1)\n```"),
        (".. code:: python\n   :number-lines:\n\n   print(1)", "```python\nprint(1)\n```"),
        (".. sourcecode:: bash\n\n   echo 3", "```bash\necho 3\n```"),
        (".. note:: Mind this.", "> [!NOTE]\n> Mind this."),
        (".. danger::\n\n   Mind *this*.", "> [!CAUTION]\n> Mind *this*."),
        (".. admonition:: My title\n\n   Text.", "> [!NOTE]\n> **My title**\n>\n> Text."),
        ("A [1]_ b [#x]_.\n\n.. [1] First.\n\n.. [#x] Second.", "A [^1] b [^2].\n\n[^1]: First.\n\n[^2]: Second."),
        ("As [CIT2002]_ says.\n\n.. [CIT2002] A book.", "As [^CIT2002] says.\n\n[^CIT2002]: A book."),
        (".. math::\n\n   x^2", "$$\nx^2\n$$"),
        ("Area :math:`x^2`.", "Area $x^2$."),
        ("| One\n| two", "One\\\ntwo"),
        (".. contents:: Table of contents\n\nText.", "Text."),
        ("Press :kbd:`Ctrl`.", "Press `Ctrl`."),
        (".. role:: python(code)\n   :language: python\n\nRun :python:`1 + 1`.", "Run `1 + 1`."),
        (".. figure:: a.png\n   :loading: lazy\n\n   A caption", '![A caption](a.png "A caption")'),
        (".. thumbnail:: a.png\n   :alt: Words", "![Words](a.png)"),
        (".. image:: a.png", "![](a.png)"),
    ],
)
def test_what_others_write_is_as_markdown_has_it(written: str, made: str) -> None:
    """docutils leaves out what it hasn't heard of: code with one option too many would be gone."""
    found = rst_to_markdown(written)
    assert found.body.strip() == made
    assert found.lost == []


@pytest.mark.parametrize(
    ("written", "words", "line"),
    [
        ("Text.\n\n.. slides::\n\n   Words in it.", "Words in it.", 3),
        ("Text.\n\n.. post-list::\n   :stop: 3", "Text.", 3),
        ("Text.\n\n+----+\n| a  | b\n+----+", "| a  | b", 4),
        ("Text :strange:`words`.", "Text words.", 1),
        ("Text to missing_ place.", "Text to missing", 1),
        (".. include:: other.rst\n\nText.", "Text.", 1),
        (".. csv-table:: T\n   :file: table.csv\n\nText.", "table.csv", 1),
    ],
)
def test_what_cannot_be_read_is_named_and_its_words_stay(written: str, words: str, line: int) -> None:
    """A table with one border too short would vanish from the article without a word."""
    found = rst_to_markdown(written)
    assert words in found.body
    assert [loss.line for loss in found.lost] == [line]


def test_links_to_texts_by_name_and_code_from_files_come_over(tmp_path: Path) -> None:
    """Nikola's own way of linking would stand in the article as `:doc:`, and its listings would be empty."""
    text = "See :doc:`the other <two>` and :doc:`two`.\n\n.. listing:: hello.py python\n\n.. include:: part.inc\n"
    site = {
        "conf.py": "BLOG_TITLE = 'x'\n",
        "posts/one.rst": HEAD + text,
        "posts/two.rst": HEAD.replace("One", "Two").replace("one", "two") + "Text.\n\n.. strange::\n\n   More.\n",
        "posts/part.inc": "A *part* of it.\n",
        "listings/hello.py": "print('hello')\n",
    }
    found, project = brought(tmp_path, site)
    head, body = texts_of(project)["articles/one.md"]
    assert "math" not in head
    assert body.startswith("See [the other](/articles/two/) and [two](/articles/two/).")
    assert "```python\nprint('hello')\n```" in body
    assert "A *part* of it." in body
    left = [note for note in found.notes.all if note.fate is Fate.LEFT]
    assert [(note.what, note.file, note.line) for note in left] == [("directive strange", "posts/two.rst", 7)]


def test_a_text_that_includes_itself_ends(tmp_path: Path) -> None:
    """One wrong include would keep the whole import busy for ever."""
    site = {"conf.py": "BLOG_TITLE = 'x'\n", "posts/one.rst": HEAD + "Text.\n\n.. include:: one.rst\n"}
    found, _ = brought(tmp_path, site)
    assert found.arrived == 1
