"""A proposal's page, its PDF and the page after accepting: the same numbers, for one client, until its end."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from html.parser import HTMLParser
from pathlib import Path
from typing import Final

import pytest

from site_gen.builder.pipeline import build
from site_gen.model.form_schema import form_schemas
from site_gen.model.instants import State
from site_gen.render.artifact import FromLocked, FromLockedFile, FromTypst
from tests.conftest import ProjectFactory
from tests.support import NOW, SITE, Files
from tests.support_build import Rendered, different, render, request, site_tree
from tests.support_proposals import (
    ACCEPTED,
    PAGE,
    PDF,
    PROPOSAL,
    TOKEN,
    pdf_facts,
    pdf_structure,
    pdf_text,
    squeezed,
    with_lines,
)

FILE: Final = "offers/proposals/casa-roja.yaml"
ENDS: Final = datetime.fromisoformat("2026-12-11T18:00:00+01:00")
SECOND: Final = timedelta(seconds=1)
SNAPSHOTS: Final = Path(__file__).parent / "proposals"


class _Text(HTMLParser):
    """The text of a document's main part, as it is read."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[str] = []
        self._in_main = False
        self._skipped = 0

    def handle_starttag(self, tag: str, _attrs: list[tuple[str, str | None]]) -> None:
        self._in_main |= tag == "main"
        if self._in_main and tag in {"form", "svg", "script"}:
            self._skipped += 1
        if tag in {"p", "li", "h1", "h2", "h3", "tr", "dt", "dd", "caption", "section", "label"}:
            self.parts.append("\n")
        elif tag in {"td", "th"}:
            self.parts.append(" | ")

    def handle_endtag(self, tag: str) -> None:
        self._in_main &= tag != "main"
        if tag in {"form", "svg", "script"} and self._skipped:
            self._skipped -= 1

    def handle_data(self, data: str) -> None:
        if self._in_main and not self._skipped:
            self.parts.append(data)


def page_text(html: str) -> str:
    """Return what a page's main part says, a line for each of its lines; forms left out."""
    parser = _Text()
    parser.feed(html)
    lines = (squeezed(line) for line in "".join(parser.parts).split("\n"))
    return "\n".join(line for line in lines if line)


@pytest.fixture
def site(project: ProjectFactory, cache: Path) -> Rendered:
    """The base with the proposal that uses everything."""
    return render(project({FILE: PROPOSAL}), cache)


def with_proposal(project: ProjectFactory, cache: Path, text: str, files: Files | None = None) -> Rendered:
    return render(project({FILE: text, **(files or {})}), cache)


# --- page and paper ---------------------------------------------------------------------------------------------------

_AMOUNT: Final = re.compile(r"[+−-]?€?\d[\d.,]*(?:[%€]|(?= a month))?|€\d[\d.,]*")


def numbers(text: str) -> set[str]:
    """Return every number in a text, with its sign and its currency."""
    return {found.rstrip(".,") for found in _AMOUNT.findall(text)}


def test_page_and_paper_name_the_same_numbers(site: Rendered) -> None:
    page, paper = numbers(page_text(site.text(PAGE))), numbers(squeezed(pdf_text(site.bytes(PDF))))
    assert {"€750", "220", "99", "€2,970", "+296%", "€1,560", "€2,310", "+28%", "77", "€1,234.50", "40"} <= page
    on_paper_alone = {"1", "2", "3", TOKEN, *re.findall(r"\d+", TOKEN)}  # page numbers, and the address
    assert page - paper == set()
    assert paper - page <= on_paper_alone


def test_page_and_paper_reckon_with_the_same_lines(site: Rendered) -> None:
    shown = site.view(PAGE)["proposal"]["ads"]
    maker = site.artifacts[PDF].maker
    assert isinstance(maker, FromTypst)
    assert maker.data["ads"] == shown
    text = squeezed(pdf_text(site.bytes(PDF)))
    for line in shown["lines"]:
        assert line["result"].replace("\xa0", " ") in text
        assert line["formula"].replace("\xa0", " ") in text


@pytest.mark.parametrize("what", ["page", "paper"])
def test_proposal_reads_as_it_was_approved(site: Rendered, what: str, *, update_golden: bool) -> None:
    said = page_text(site.text(PAGE)) if what == "page" else re.sub(r"\n{2,}", "\n", pdf_text(site.bytes(PDF)))
    said = said.replace("\f", "\n---\n").strip() + "\n"
    snapshot = SNAPSHOTS / f"{what}.txt"
    if update_golden:
        snapshot.parent.mkdir(exist_ok=True)
        snapshot.write_text(said, encoding="utf-8", newline="\n")
    assert said == snapshot.read_text(encoding="utf-8")


def test_paper_is_made_for_everybody(site: Rendered) -> None:
    content = site.bytes(PDF)
    facts, tags = pdf_facts(content), pdf_structure(content)
    assert (facts["Title"], facts["Author"], facts["Tagged"]) == ("Proposal for Casa Roja", "Mara Vidal", "yes")
    assert (facts["Page size"], facts["JavaScript"], facts["Encrypted"]) == ("595.276 x 841.89 pts (A4)", "no", "no")
    assert b"<pdfuaid:part>1" in content
    assert b"/Lang(en)" in content or b"/Lang (en)" in content
    assert b"CreationDate" not in content
    for tag in ('H1 "Proposal for Casa Roja"', 'H2 "Goals"', 'H3 "December: order"', "THead", "Link ", "LBody"):
        assert tag in tags


def test_every_page_of_the_paper_says_whose_it_is_and_of_when(site: Rendered) -> None:
    pages = pdf_text(site.bytes(PDF)).split("\f")[:-1]
    version = site.view(PAGE)["proposal"]["version"]
    for number, page in enumerate(pages, start=1):
        assert "Casa Roja" in page
        assert f"20 November 2026 · Version {version}" in page
        assert f"{number}/{len(pages)}" in page.replace(" ", "")


@pytest.mark.parametrize(
    ("language", "words"),
    [("ca", "Proposta per a Casa Roja"), ("ru", "Предложение: Casa Roja"), ("uk", "Пропозиція: Casa Roja")],
)
def test_proposal_is_in_its_own_language(project: ProjectFactory, cache: Path, language: str, words: str) -> None:
    site = SITE.replace("[en, es]", f"[en, es, {language}]")
    rendered = with_proposal(project, cache, with_lines(language=language), {"site.yaml": site})
    page, paper = (f"{language}/{path}" for path in (PAGE, PDF))
    assert PAGE not in rendered.artifacts
    assert words in rendered.text(page)
    assert words in pdf_text(rendered.bytes(paper))
    assert f"/Lang({language})".encode() in rendered.bytes(paper).replace(b"/Lang (", b"/Lang(")


# --- time -------------------------------------------------------------------------------------------------------------


def test_proposal_closes_at_its_moment(project: ProjectFactory, cache: Path) -> None:
    folder = project({FILE: PROPOSAL})
    before, at = render(folder, cache, ENDS - SECOND), render(folder, cache, ENDS)
    assert [site.view(PAGE)["proposal"]["state"] for site in (before, at)] == ["live", "closed"]
    assert before.plan.changes_at == ENDS
    assert at.plan.changes_at != ENDS
    assert "<form" in before.text(PAGE)
    assert "<form" not in at.text(PAGE)
    assert "This proposal was valid until 11 December 2026, 6 pm" in page_text(at.text(PAGE))


def test_paper_stays_the_same_after_the_end(project: ProjectFactory, cache: Path) -> None:
    folder = project({FILE: PROPOSAL})
    assert render(folder, cache, ENDS - SECOND).bytes(PDF) == render(folder, cache, ENDS + SECOND).bytes(PDF)


# --- found by its address alone ---------------------------------------------------------------------------------------


def test_proposal_is_told_of_nowhere(site: Rendered) -> None:
    own = {PAGE, PDF, ACCEPTED}
    telling = [path for path, text in site.texts() if path not in own and (TOKEN in text or "Casa Roja" in text)]
    assert telling == []
    for path in own - {PDF}:
        assert '<meta name="robots" content="noindex, nofollow, noarchive">' in site.text(path)
        assert '<meta name="referrer" content="no-referrer">' in site.text(path)
    assert all(site.artifacts[path].unlisted for path in own)


def test_draft_is_not_made(project: ProjectFactory, cache: Path) -> None:
    site = with_proposal(project, cache, with_lines(draft="true"))
    assert not {PAGE, PDF, ACCEPTED} & set(site.artifacts)
    assert [form.form for form in form_schemas(site.site) if form.form.startswith("p-")] == []
    assert site.plan.left_out == (f"{FILE} (draft)",)


def test_site_without_proposals_loads_none_of_their_style(project: ProjectFactory, cache: Path) -> None:
    site = render(project(), cache)
    assert [path for path in site.artifacts if "proposal" in path or path.endswith(".pdf")] == []


def test_password_locks_page_and_paper_and_keeps_the_thanks_silent(project: ProjectFactory, cache: Path) -> None:
    site = with_proposal(project, cache, with_lines(password="CASA_ROJA"))  # noqa: S106  # a variable's name
    assert isinstance(site.artifacts[PAGE].maker, FromLocked)
    assert PDF not in site.artifacts
    assert isinstance(site.artifacts[f"{PDF}.locked"].maker, FromLockedFile)
    thanks = page_text(site.text(ACCEPTED))
    assert "Accepted, thank you" in thanks
    assert "The Monday after your yes" not in thanks
    assert "contract of one page" not in thanks


def test_locked_paper_is_nowhere_in_the_output(project: ProjectFactory, cache: Path, tmp_path: Path) -> None:
    folder = project({FILE: with_lines(password="CASA_ROJA")})  # noqa: S106
    build(request(folder, tmp_path / "out", cache, secrets={"CASA_ROJA": "four random words here"}))
    made = site_tree(tmp_path / "out")
    assert f"{PDF}.locked" in made
    assert [path for path, content in made.items() if b"Casa Roja" in content or content.startswith(b"%PDF")] == []


# --- saying yes -------------------------------------------------------------------------------------------------------


def test_form_is_labelled_for_people_and_declared_in_numbers(site: Rendered) -> None:
    form = site.view(PAGE)["proposal"]["accept"]["form"]
    fields = {field["name"]: field for field in form["fields"]}
    assert list(fields) == ["tier", "name", "email", "message"]
    assert fields["tier"]["options"] == ["1", "2", "3"]
    assert fields["tier"]["shown"] == [
        "One network: €340 a month",
        "Two networks: €520 a month",
        "The shop, once: €1,234.50",
    ]
    html = site.text(PAGE)
    assert re.search(r'value="2"[^>]*> <span>Two networks: €520 a month</span>', html)


def test_receivers_declaration_tells_nothing_of_the_proposal(site: Rendered) -> None:
    (form,) = [form for form in form_schemas(site.site) if form.form.startswith("p-")]
    assert form.state(NOW) is State.LIVE
    assert form.state(ENDS) is State.CLOSED
    assert form.page == f"https://mara.example/proposal/{TOKEN}/"
    assert form.thanks == f"https://mara.example/proposal/{TOKEN}/accepted/"
    told = str([form.title, form.fields, form.consent])
    assert not [word for word in ("Casa", "Roja", "Two", "340", "520", TOKEN) if word in told]


def test_what_is_agreed_to_is_the_same_on_the_page_and_at_the_receiver(site: Rendered) -> None:
    (form,) = [form for form in form_schemas(site.site) if form.form.startswith("p-")]
    shown = site.view(PAGE)["proposal"]["accept"]["form"]
    assert shown["consent"] == form.consent
    assert shown["name"] == form.form
    assert f"version {site.view(PAGE)['proposal']['version']}" in form.consent
    assert {"title": "consent_version", "url": form.consent_version} in shown["hidden"]
    assert {"title": "offer", "url": form.form} in shown["hidden"]
    assert shown["thanks_url"] == f"/proposal/{TOKEN}/accepted/"


def test_lead_goes_with_the_declaration(project: ProjectFactory, cache: Path) -> None:
    site = with_proposal(project, cache, with_lines(lead="abc23"))
    assert [form.lead for form in form_schemas(site.site) if form.form.startswith("p-")] == ["abc23"]


LINK: Final = "https://sign.example/casa-roja"
WAYS: Final[dict[str, tuple[str, Files]]] = {
    "its own link": (with_lines(accept=f"{{link: {LINK}, label: Sign}}"), {}),
    "the site's link": (PROPOSAL, {"site.yaml": f"{SITE}proposals: {{accept_url: {LINK}}}\n"}),
}


@pytest.mark.parametrize(("text", "files"), WAYS.values(), ids=WAYS)
def test_link_takes_the_place_of_the_form(project: ProjectFactory, cache: Path, text: str, files: Files) -> None:
    site = with_proposal(project, cache, text, files)
    assert f'<a class="button" href="{LINK}">' in site.text(PAGE)
    assert "<form" not in site.text(PAGE)
    assert ACCEPTED not in site.artifacts
    assert [form.form for form in form_schemas(site.site) if form.form.startswith("p-")] == []


def test_own_link_goes_before_the_sites(project: ProjectFactory, cache: Path) -> None:
    files = {"site.yaml": f"{SITE}proposals: {{accept_url: https://other.example/}}\n"}
    site = with_proposal(project, cache, with_lines(accept=f"{{link: {LINK}}}"), files)
    assert site.view(PAGE)["proposal"]["accept"]["url"] == LINK


def test_contacts_stand_where_no_form_leads_anywhere(project: ProjectFactory, cache: Path) -> None:
    bare = SITE.partition("form:")[0]
    site = with_proposal(project, cache, PROPOSAL, {"site.yaml": bare, "offers/audit.yaml": None})
    text = page_text(site.text(PAGE))
    assert "Write wherever suits you best and say which option you choose." in text
    assert "hello@mara.example" in text
    assert "<form" not in site.text(PAGE)
    assert ACCEPTED not in site.artifacts


def test_page_after_accepting_says_what_happens_and_when(project: ProjectFactory, cache: Path) -> None:
    booked = SITE.replace(
        "  email: hello@mara.example", "  email: hello@mara.example\n  booking: https://cal.example/m"
    )
    site = with_proposal(project, cache, PROPOSAL, {"site.yaml": booked})
    text = page_text(site.text(ACCEPTED))
    for words in (
        "Accepted, thank you",
        "The Monday after your yes",
        "I answer the same working day",
        "Book a call",
    ):
        assert words in text
    own = with_lines(accept="{thanks: {title: Wonderful, text: 'See you on **Monday**.'}}")
    text = page_text(with_proposal(project, cache, own).text(ACCEPTED))
    assert "Wonderful" in text
    assert "See you on Monday." in text


# --- build and theme --------------------------------------------------------------------------------------------------


def test_build_from_the_cache_and_a_clean_one_give_the_same_paper(
    project: ProjectFactory, tmp_path: Path, cache: Path
) -> None:
    folder, kept = project({FILE: PROPOSAL}), tmp_path / "kept"
    build(request(folder, tmp_path / "first", kept))
    build(request(folder, tmp_path / "again", kept))
    build(request(folder, tmp_path / "clean", tmp_path / "other", clean=True, jobs=2))
    first, again, clean = (site_tree(tmp_path / name) for name in ("first", "again", "clean"))
    assert first[PDF].startswith(b"%PDF")
    assert different(first, again) == different(first, clean) == []


OWN: Final = """\
#import "text.typ": blocks
#let d = json(bytes(sys.inputs.data))
#set document(title: d.title)
#set text(lang: d.lang)
= Our own paper
#blocks(d.understood)
"""


def test_projects_template_takes_the_place_of_the_packaged_one(project: ProjectFactory, cache: Path) -> None:
    site = with_proposal(project, cache, PROPOSAL, {"themes/studio/documents/proposal.typ": OWN})
    text = pdf_text(site.bytes(PDF))
    assert text.startswith("Our own paper")
    assert "Whoever asks waits eleven hours" in text


def test_theme_from_scratch_has_the_paper_too(project: ProjectFactory, cache: Path) -> None:
    files = {
        "site.yaml": f"{SITE}theme: {{name: mine}}\n",
        "themes/mine/theme.yaml": "extends: none\n",
        "themes/mine/templates/default.html": "<title>{{ page.title }}</title>",
    }
    site = with_proposal(project, cache, PROPOSAL, files)
    assert site.text(PAGE) == "<title>Proposal for Casa Roja</title>"
    assert "Proposal for Casa Roja" in pdf_text(site.bytes(PDF))
