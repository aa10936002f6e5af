"""The form that accepts a proposal is made of a theme's words and a name: what does not fit is said at its line."""

from __future__ import annotations

import pytest

from tests.conftest import Cli, ProjectFactory
from tests.support import SITE
from tests.support_proposals import PROPOSAL

LONG = "I agree to everything. " * 15
STRINGS = "themes/studio/strings/en.yaml"


def said(cli: Cli, project: ProjectFactory, files: dict[str, str], command: str = "check") -> tuple[int, str]:
    folder = project({"offers/proposals/roja.yaml": PROPOSAL, **files})
    ran = cli(command, "--project", str(folder))
    return ran.code, ran.out + ran.err


@pytest.mark.parametrize("command", ["check", "build"])
@pytest.mark.parametrize(
    ("text", "message"),
    [
        (LONG, "the text is longer than 300 characters"),
        ('"\\0"', "an escape gives a control character that cannot stand in a text: U+0000"),
        ("{one: a, other: b}", "a text is needed"),
    ],
    ids=["long", "unseen", "plural"],
)
def test_a_wording_that_no_form_can_have_is_said_at_its_line(
    cli: Cli, project: ProjectFactory, command: str, text: str, message: str
) -> None:
    """Otherwise a theme's author would meet the words of a library instead of the line to mend."""
    words = f"skip: Skip\nproposal.consent_tier: {text}\nproposal.form_name: {text}\n"
    code, out = said(cli, project, {STRINGS: words}, command)
    assert code == 1
    assert f"{STRINGS}:2:" in out
    assert f"{STRINGS}:3:" in out
    assert out.count(message) == 2


def test_a_name_that_makes_the_consent_too_long_is_said_at_the_name(cli: Cli, project: ProjectFactory) -> None:
    name = "Mara Vidal and partners " * 11
    code, out = said(cli, project, {"site.yaml": SITE.replace("controller: Mara Vidal", f"controller: {name}")})
    assert code == 1
    assert "site.yaml:13:15: with the name in it, the consent to proposals has " in out
    assert f"shorten the name, or the words in {STRINGS}" in out


def test_words_that_leave_no_room_for_a_name_are_said_at_the_words(cli: Cli, project: ProjectFactory) -> None:
    words = f"proposal.consent_tier: '{{controller}} {'x' * 280}'\n"
    site = SITE.replace("controller: Mara Vidal", "controller: Mara Vidal & Daughters")
    code, out = said(cli, project, {STRINGS: words, "site.yaml": site})
    assert code == 1
    assert f"{STRINGS}:1:24: with the name in it, the consent to proposals has 303 characters" in out


def test_a_proposal_with_a_link_needs_no_form(cli: Cli, project: ProjectFactory) -> None:
    proposal = f"{PROPOSAL}accept: {{link: https://pay.example.com/x, label: Pay}}\n"
    files = {STRINGS: f"proposal.consent_tier: {LONG}\n", "offers/proposals/roja.yaml": proposal}
    assert said(cli, project, files)[0] == 0
