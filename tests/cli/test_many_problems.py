"""Very many mistakes: all are told in one run, in time, and so that people see what is the matter."""

from __future__ import annotations

import json
import time
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from site_gen.cli.problem_list import kinds_of
from site_gen.model.case import Case
from site_gen.nearest import closest
from site_gen.problems import Location, Problem, Severity
from tests.conftest import Cli, ProjectFactory
from tests.support import ARTICLE, CASE, DIRECT, SITE

NAMES = [f"{first}-{second}" for first in ("spring", "summer", "winter", "yoga") for second in range(100, 150)]


def test_many_of_a_kind_are_summed_up_and_all_are_there_when_asked(project: ProjectFactory, cli: Cli) -> None:
    """Thousands of lines would hide that one renamed case is all that is wrong."""
    offers = {f"offers/o-{n}.yaml": DIRECT.replace("proof: cafe", "proof: caffe") for n in range(60)}
    folder = project({**offers, "cases/old.yaml": CASE + "zzz: x\n"})
    known = f"known here: {', '.join(Case.model_fields)}"
    said = cli("build", cwd=folder)
    assert (
        said.err
        == f"""\
offers/o-0.yaml:4:8: there is no case 'caffe'
  hint: did you mean 'cafe'?
offers/o-1.yaml:4:8: there is no case 'caffe'
  hint: did you mean 'cafe'?
offers/o-10.yaml:4:8: there is no case 'caffe'
  hint: did you mean 'cafe'?
  … and 57 more of this kind
cases/old.yaml:12:1: unknown key 'zzz'
  hint: {known}

by kind:
  60  there is no case '…', in 60 files: 'caffe' 60
   1  unknown key '…', in 1 file
all of them, one by one: site-gen check --all
61 errors; nothing was written
"""
    )
    for command in ("build", "check"):
        everything = cli(command, "--all", cwd=folder).err
        assert everything.count("there is no case 'caffe'") == 60
        assert "by kind" not in everything


def test_up_to_forty_problems_are_all_shown(project: ProjectFactory, cli: Cli) -> None:
    said = cli("check", cwd=project({f"offers/o-{n}.yaml": DIRECT + "x: 1\n" for n in range(40)}))
    assert said.err.count("unknown key 'x'") == 40
    assert said.err.endswith("\n40 errors\n")


def test_programs_get_every_problem(project: ProjectFactory, cli: Cli) -> None:
    """A workflow marks each line; one that isn't told of looks right."""
    folder = project({f"offers/o-{n}.yaml": DIRECT + "x: 1\n" for n in range(60)})
    assert len(json.loads(cli("check", "--format", "json", cwd=folder).out)) == 60
    assert len(cli("check", "--format", "github", cwd=folder).out.splitlines()) == 60
    assert len(json.loads(cli("build", "--json", cwd=folder).out)["errors"]) == 60


def test_one_check_tells_of_mistakes_of_every_depth(project: ProjectFactory, cli: Cli) -> None:
    """Each mended file would bring up the next mistake, run after run."""
    folder = project(
        {
            "site.yaml": SITE.replace("mara.example/\n", "example.com/\n"),
            "cases/cut.yaml": "client: [\n",
            "offers/typo.yaml": DIRECT.replace("proof: cafe", "proof: coffee") + "titel: x\n",
            "offers/needs.yaml": DIRECT.replace("proof: cafe", "proof: cut"),
            "content/articles/first.md": ARTICLE + "\n[Gone](/cases/gone/) [cut](/cases/cut/) [offer](/offers/typo/)\n",
            "content/articles/broken.md": ARTICLE.replace("title", "titel"),
        }
    )
    said = [line for line in cli("check", cwd=folder).err.splitlines() if not line.startswith(" ")]
    assert [line.partition(": ")[2] for line in said[:-1]] == [
        "the text ends inside brackets",
        "unknown key 'titel'",
        "warning: the link leads to a page that doesn't exist: /cases/gone/",
        "there is no case 'coffee'",
        "unknown key 'titel'",
        "warning: 'https://example.com/' is a placeholder",
    ]


def test_a_site_yaml_with_errors_is_told_of_alone_with_the_files(project: ProjectFactory, cli: Cli) -> None:
    """Without languages and address no page can be made, so no link can be followed."""
    said = cli("check", cwd=project({"site.yaml": SITE + "x: 1\n", "cases/cafe.yaml": CASE + "y: 1\n"})).err
    assert said.count("unknown key") == 2
    assert said.endswith("\n2 errors\n")


@pytest.mark.laws
def test_thousands_of_broken_references_take_seconds(project: ProjectFactory, cli: Cli) -> None:
    """Whoever brings a whole blog over would wait ten minutes to be told that it has mistakes."""
    folder = project(
        {f"content/articles/{name}-{n}.md": ARTICLE for n in range(10) for name in NAMES}
        | {
            f"content/articles/{name}-{n}.md": ARTICLE + f"\n![x](photo-{name}-{n}.jpg) ![x](b-{n}-{name}.jpg)\n"
            for n in range(8)
            for name in NAMES[:150]
        }
        | {f"cases/{a}-{b}.yaml": CASE.replace("management", f"mangement-{b}") for a, b in pairwise(NAMES)}
        | {f"offers/{b}-{a}.yaml": DIRECT.replace("cafe", f"{a}-{b}-x") for a, b in pairwise(NAMES)}
    )
    began = time.process_time()
    said = cli("check", cwd=folder)
    assert time.process_time() - began < 20
    assert "2,798 errors" in said.err
    assert len(said.err.splitlines()) < 60


def test_kinds_are_told_apart_by_their_words_alone() -> None:
    """Names, numbers and addresses differ in every message; an apostrophe is not the beginning of a name."""
    place, warning = Location("a.yaml"), Severity.WARNING
    messages = [
        "the link leads to a page that doesn't exist: /a/",
        "the link leads to a page that doesn't exist: /b/c/#d",
        "there is no case 'l'art'",
        "there is no case 'x'",
        "the text is longer than 300 characters",
        "the text is longer than 1,000 characters",
    ]
    kinds = kinds_of([Problem(place, message) for message in messages] + [Problem(place, messages[3], "", warning)])
    assert [(kind.message, len(kind.problems)) for kind in kinds] == [
        ("the link leads to a page that doesn't exist: '…'", 2),
        ("the text is longer than … characters", 2),
        ("there is no case '…'", 2),
        ("there is no case '…'", 1),
    ]
    assert list(kinds[2].names) == ["l'art", "x"]


@given(name=st.sampled_from(NAMES), at=st.integers(1, 3), letter=st.sampled_from("xq"))
def test_among_very_many_names_the_one_with_one_wrong_letter_is_found(name: str, at: int, letter: str) -> None:
    """A hint that names another case sends people to the wrong page."""
    typed = name[:at] + letter + name[at + 1 :]
    assert closest(typed, NAMES) == name


def test_the_command_that_lists_all_of_them_lists_the_same(project: ProjectFactory, cli: Cli) -> None:
    """Who asks what is to be translated, and follows the last line, would be told of something else."""
    many = "".join(
        f"  - question: What is number {n} of many?\n    answer: It is number {n} of them.\n" for n in range(30)
    )
    folder = project({"offers/month.yaml": f"{DIRECT}questions:\n{many}"})
    assert cli("translate", "es", cwd=folder).code == 0
    said = cli("check", "--translations", cwd=folder).err
    assert "all of them, one by one: site-gen check --translations --all" in said
    assert cli("check", "--translations", "--all", cwd=folder).err.count("number 29") == 2
