"""Typesetting: the same data give the same bytes, no text is markup, and mistakes name the template's line."""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Mapping
from io import BytesIO
from pathlib import Path
from typing import Any, Final

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PIL import Image

from site_gen.load.theme_font import digest_file
from site_gen.load.theme_places import PACKAGED
from site_gen.model.site import Asset, FontSpec
from site_gen.problems import ProjectError
from site_gen.processes import default_start_method
from site_gen.render.artifact import FromTypst
from site_gen.render.rich_text import RichText
from site_gen.render.typst import Typesetter, Typesetting
from tests.support_proposals import pdf_facts, pdf_fonts, pdf_structure, pdf_text, squeezed

BLOCKS: Final = PACKAGED / "base" / "documents" / "text.typ"
TEXT: Final = """\
#import "text.typ": blocks
#let d = json(bytes(sys.inputs.data))
#set document(title: "Title")
#set text(font: "Manrope", lang: "en")
= Title
== Part
#blocks(d.blocks)
"""


def font() -> FontSpec:
    import font_manrope

    path = Path(font_manrope.__file__).parent / "files" / "Manrope-VariableFont_wght.ttf"
    return FontSpec("Manrope", path, "200 800", digest_file(path), (98.34, 108.4, 30.51, 0))


def typesetting(folder: Path, files: Mapping[str, str]) -> Typesetting:
    """Return the templates of a theme in a folder, with the packaged text.typ beside them."""
    assets = [Asset("documents/text.typ", BLOCKS, digest_file(BLOCKS))]
    for name, content in files.items():
        path = folder / "themes" / "mine" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(content, encoding="utf-8")
        assets.append(Asset(name, path, digest_file(path)))
    return Typesetting(tuple(assets), font())


@pytest.fixture(scope="module")
def text_setter(tmp_path_factory: pytest.TempPathFactory) -> Typesetter:
    """Sets running text."""
    folder = tmp_path_factory.mktemp("typst")
    return Typesetter(typesetting(folder, {"documents/page.typ": TEXT}), folder / "laid")


def set_text(setter: Typesetter, markdown: str) -> bytes:
    return setter.compile("documents/page.typ", {"blocks": RichText().blocks(markdown, {})}, "pdf")


def test_same_data_give_the_same_bytes_in_any_process(tmp_path: Path, text_setter: Typesetter) -> None:
    other = Typesetter(typesetting(tmp_path, {"documents/page.typ": TEXT}), tmp_path / "laid")
    set_text(other, "Something else first")
    assert set_text(other, "Hello **you**") == set_text(text_setter, "Hello **you**")


def test_document_keeps_to_the_standard_for_everybody(text_setter: Typesetter) -> None:
    content = set_text(text_setter, "## Part\n\n- one\n- two\n\na | b\n--|--\n1 | 2\n\n[link](https://x.example)")
    facts = pdf_facts(content)
    assert (facts["Title"], facts["Tagged"], facts["Pages"]) == ("Title", "yes", "1")
    assert b"<pdfuaid:part>1" in content
    tags = pdf_structure(content)
    assert [tag for tag in ("H1 ", "H2 ", "H3 ", "LI ", "TH ", "TD", "Link ") if tag not in tags] == []


MARKUP: Final = (
    "a #let x = 1; #panic() $x^2$ @label <tag> *a* _b_ `c` = d - e + f / g // h /* i */ ~ -- --- ... \\ [j] {k}"
)


def test_no_text_is_markup(text_setter: Typesetter) -> None:
    escaped = "".join(f"\\{c}" if c in "*_`\\[" else "&lt;" if c == "<" else c for c in MARKUP)
    assert squeezed(pdf_text(set_text(text_setter, escaped))).startswith(f"Title Part {MARKUP}")


def test_cyrillic_and_latin_are_text_in_the_themes_typeface(text_setter: Typesetter) -> None:
    said = "Предложение, їжа, коштує 520 ₽ і 100 ₴. Preu: 340 €, l’altre «sí»."
    assert said in squeezed(pdf_text(set_text(text_setter, said)))


@pytest.mark.parametrize(
    "odd", ["emoji 😀 here", "漢字", "\ue000", "e\u0301\u0301", "\u202eabc\u202c", "a\u00adb\u200bc"]
)
def test_characters_that_no_typeface_has_do_not_stop_it(text_setter: Typesetter, odd: str) -> None:
    assert pdf_facts(set_text(text_setter, odd))["Tagged"] == "yes"


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.text(
        st.one_of(st.sampled_from(list("#$@*_`\\[](){}<>~-=+/\"'|\n \t1.")), st.characters(exclude_categories=["Cs"])),
        max_size=200,
    )
)
def test_no_text_breaks_typesetting(text_setter: Typesetter, markdown: str) -> None:
    assert set_text(text_setter, markdown).startswith(b"%PDF")


def test_a_card_is_a_picture_of_the_size_asked_for(tmp_path: Path) -> None:
    card = "#set page(width: 60pt, height: 45pt, margin: 0pt)\n#json(bytes(sys.inputs.data)).title"
    setter = Typesetter(typesetting(tmp_path, {"cards/small.typ": card}), tmp_path / "laid")
    picture = Image.open(BytesIO(setter.compile("cards/small.typ", {"title": "A"}, "png", 144)))
    assert (picture.format, picture.size) == ("PNG", (120, 90))


def test_cards_after_the_first_are_quick(tmp_path: Path) -> None:
    look = '#set page(width: 540pt, height: 675pt)\n#set text(font: "Manrope", size: 40pt)\n'
    card = f"{look}#json(bytes(sys.inputs.data)).title"
    setter = Typesetter(typesetting(tmp_path, {"cards/small.typ": card}), tmp_path / "laid")
    setter.compile("cards/small.typ", {"title": "first"}, "png")
    times = []
    for number in range(7):
        started = time.process_time()
        setter.compile("cards/small.typ", {"title": f"A month of Instagram, number {number}"}, "png")
        times.append(time.process_time() - started)
    assert sorted(times)[3] < 0.25  # about 0.03 s; a compiler that starts cold each time takes longer than this


@pytest.mark.skipif(sys.platform != "linux", reason="other systems never fork")
def test_no_process_is_forked_off_beside_the_threads_of_typst(text_setter: Typesetter) -> None:
    """Or its workers would wait for threads that they don't have, and the build would never end."""
    set_text(text_setter, "Hello")
    assert default_start_method() == "spawn"


def test_files_of_one_folder_find_each_other_by_name(tmp_path: Path) -> None:
    files = {
        "documents/page.typ": '#import "words.typ": word\n#set document(title: "T")\n= T\n#word',
        "documents/words.typ": '#let word = "shared"',
        "cards/a.typ": '#import "/documents/words.typ": word\n#set page(width: 90pt, height: 9pt)\n#word',
    }
    setter = Typesetter(typesetting(tmp_path, files), tmp_path / "laid")
    assert "shared" in pdf_text(setter.compile("documents/page.typ", {}, "pdf"))
    assert setter.compile("cards/a.typ", {}, "png").startswith(b"\x89PNG")


BROKEN: Final = {
    "a slip": ("= Title\n#lett x = 1", "unknown variable: lett", 2, 2),
    "a name that isn't there": (
        "= Title\n\n#json(bytes(sys.inputs.data)).nothing",
        'does not contain key "nothing"',
        3,
        31,
    ),
    "no title": ("= Title", "missing document title", 1, 1),
    "a file of the machine": ('#read("/etc/passwd")', "file not found", 1, 7),
}


@pytest.mark.parametrize(("template", "message", "line", "column"), BROKEN.values(), ids=BROKEN)
def test_mistake_in_a_template_is_named_with_its_line(
    tmp_path: Path, template: str, message: str, line: int, column: int
) -> None:
    setter = Typesetter(typesetting(tmp_path, {"documents/page.typ": template}), tmp_path / "laid")
    with pytest.raises(ProjectError) as raised:
        setter.compile("documents/page.typ", {}, "pdf")
    problem = raised.value.problems[0]
    assert message in problem.message
    assert (problem.location.file, problem.location.line, problem.location.column) == (
        "themes/mine/documents/page.typ",
        line,
        column,
    )


def test_a_typeface_for_the_web_is_read_too(tmp_path: Path) -> None:
    from fontTools.ttLib import TTFont

    packed = tmp_path / "own.woff2"
    with TTFont(font().path, recalcTimestamp=False) as whole:
        whole.flavor = "woff2"
        whole.save(packed)
    plain = typesetting(tmp_path, {"documents/page.typ": TEXT})
    web = Typesetting(plain.files, FontSpec("Manrope", packed, "200 800", digest_file(packed), (100, 100, 20, 0)))
    said = pdf_fonts(set_text(Typesetter(web, tmp_path / "laid"), "Text **bold**"))
    assert "Manrope" in said
    assert "Libertinus" not in said


SIGNS: Final = [chr(point) for span in ((0x5D3, 0x5F5), (0x606, 0x61C)) for point in range(*span)]


def test_what_typst_stumbles_over_is_a_problem_like_others(tmp_path: Path) -> None:
    template = '#set document(title: "T")\n#set text(font: "Manrope")\n#for c in json(bytes(sys.inputs.data)).all [#c ]'
    setter = Typesetter(typesetting(tmp_path, {"cards/a.typ": template}), tmp_path / "laid")
    try:
        said = setter.compile("cards/a.typ", {"all": SIGNS}, "png")[:4].decode("latin-1")
    except ProjectError as error:
        said = error.problems[0].message[:23]
    assert said in {"\x89PNG", "Typst gave up on a text"}
    assert setter.compile("cards/a.typ", {"all": ["a"]}, "png").startswith(b"\x89PNG")


def test_template_that_is_not_there_is_named(tmp_path: Path) -> None:
    setter = Typesetter(typesetting(tmp_path, {}), tmp_path / "laid")
    with pytest.raises(ProjectError, match=r"there is no documents/page\.typ in the theme"):
        setter.compile("documents/page.typ", {}, "pdf")


def maker(folder: Path, **changes: Any) -> FromTypst:
    made = {"template": "documents/page.typ", "data": {"a": "b"}, "format": "pdf", "ppi": 144, **changes}
    return FromTypst(typesetting=typesetting(folder, {"documents/page.typ": TEXT}), **made)


def test_fingerprint_changes_with_whatever_the_result_depends_on(tmp_path: Path) -> None:
    made = maker(tmp_path)
    others = [
        maker(tmp_path, data={"a": "c"}),
        maker(tmp_path, format="png"),
        maker(tmp_path, format="png", ppi=72),
        maker(tmp_path, template="documents/text.typ"),
    ]
    assert maker(tmp_path).fingerprint() == made.fingerprint()
    assert len({made.fingerprint(), *(other.fingerprint() for other in others)}) == 5
    (tmp_path / "themes" / "mine" / "documents" / "page.typ").write_text("= Other")
    changed = Typesetting((Asset("documents/page.typ", tmp_path, "other digest"),), font())
    assert changed.digest != made.typesetting.digest


def test_data_of_a_view_are_json(tmp_path: Path) -> None:
    assert json.loads(json.dumps(maker(tmp_path).data)) == maker(tmp_path).data
