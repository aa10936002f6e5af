"""What holds for every site: time, determinism, interrupted builds, nothing outside the output."""

from __future__ import annotations

import json
import os
import random
import re
import subprocess
import sys
import time
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from functools import cache as once
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from site_gen.builder import manifest
from site_gen.builder.pipeline import build
from site_gen.builder.plan import Plan, plan
from site_gen.builder.write import locked
from site_gen.load import load_site
from site_gen.model.content import Article, TextPage
from site_gen.model.offer import OFFER_KINDS, Offer
from site_gen.model.site import Site, Translated
from site_gen.problems import ProjectError, WorldError
from site_gen.render.localize import Localizer
from tests.conftest import ProjectFactory
from tests.render.theme_strings import strings
from tests.support import AUDIT, BASE, DIRECT, NOW, ROOT, SITE, tree, write_files
from tests.support_build import different, render, request, site_tree

# --- time -------------------------------------------------------------------------------------------------------------

LANGUAGES = ("en", "es", "ru")
END = NOW + timedelta(hours=50)
INSTANTS = st.integers(-30, 30).map(lambda hours: NOW + timedelta(hours=hours))


@once
def base_site() -> Site:
    """The base project in three languages, its offers and articles taken out."""
    files = {path: text for path, text in BASE.items() if not path.startswith(("offers/", "content/articles/"))}
    with TemporaryDirectory() as folder:
        site = load_site(
            write_files(
                Path(folder),
                {**files, "site.yaml": SITE.replace("[en, es]", f"[{', '.join(LANGUAGES)}]"), "site.ru.yaml": "{}\n"},
            )
        ).site
    return replace(site, cases=())


def source(name: str, folder: str, thing: Any, languages: list[str]) -> Translated[Any]:
    return Translated(name, dict.fromkeys(languages, thing), dict.fromkeys(languages, f"{folder}/{name}"))


@st.composite
def offers(draw: st.DrawFn, name: str) -> Translated[Offer]:
    kind = draw(st.sampled_from(list(OFFER_KINDS)))
    bounds = st.lists(INSTANTS, min_size=2, max_size=2, unique=True).map(sorted)
    starts, ends = draw(bounds)
    data = {"kind": kind, "title": name, "price": 1, "call_to_action": "Go", "draft": draw(st.booleans())}
    data |= {"service": draw(st.sampled_from([None, "management"]))}
    if kind == "direct" or draw(st.booleans()):
        data["starts"] = starts
    if kind == "direct" or draw(st.booleans()):
        data["ends"] = ends
    overlays = draw(st.sets(st.sampled_from(LANGUAGES[1:])))
    return source(name, "offers", OFFER_KINDS[kind].model_validate(data), ["en", *sorted(overlays)])


@st.composite
def articles(draw: st.DrawFn, name: str) -> Translated[Article]:
    tags = draw(st.sets(st.sampled_from(["start", "plan"])))
    data = {"title": name, "tags": sorted(tags), "draft": draw(st.booleans())}
    article = Article.model_validate(data | {"date": draw(INSTANTS).isoformat()})
    languages = draw(st.permutations(LANGUAGES))[: draw(st.integers(1, 3))]
    return source(name, "content/articles", article, list(languages))


@dataclass(repr=False)
class Timely:
    """A site's offers, articles and pages: what its time depends on."""

    offers: list[Translated[Offer]]
    articles: list[Translated[Article]]
    pages: list[Translated[TextPage]]

    @property
    def site(self) -> Site:

        return replace(base_site(), offers=tuple(self.offers), articles=tuple(self.articles), pages=tuple(self.pages))

    def __repr__(self) -> str:
        things = [*self.offers, *self.articles]
        return "\n".join(f"{s.slug} {list(s.versions)} {_short(s.original)}" for s in things)


def _short(thing: Any) -> dict[str, str]:
    names = ("kind", "draft", "starts", "ends", "date", "service", "tags")
    return {name: str(value) for name in names if (value := getattr(thing, name, None))}


@st.composite
def timely(draw: st.DrawFn) -> Timely:
    about = source("about", "content/pages", TextPage(title="About", menu=True), ["es"])
    return Timely(
        [draw(offers(f"offer-{n}")) for n in range(draw(st.integers(0, 3)))],
        [draw(articles(f"article-{n}")) for n in range(draw(st.integers(0, 3)))],
        [about] if draw(st.booleans()) else [],
    )


def fingerprints(planned: Plan) -> dict[str, str]:
    return {artifact.path: artifact.maker.fingerprint() for artifact in planned.artifacts}


@settings(deadline=None)
@given(drawn=timely(), part=st.integers(0, 999))
def test_a_plan_stays_equal_until_its_changes_at_and_differs_then(drawn: Timely, part: int) -> None:
    site = drawn.site
    planned = plan(site, NOW)
    changes_at = planned.changes_at or END
    for moment in (NOW + (changes_at - NOW) * part / 1000, changes_at - timedelta(microseconds=1)):
        later = plan(site, moment)
        assert later.left_out == planned.left_out
        assert later.changes_at == planned.changes_at
        assert different(fingerprints(later), fingerprints(planned)) == []
    if planned.changes_at:
        assert different(fingerprints(plan(site, planned.changes_at)), fingerprints(planned))


# --- prices and deadlines ---------------------------------------------------------------------------------------------


@settings(deadline=None, max_examples=12)
@example(cents=1, hours=4859)  # ends at midnight
@given(cents=st.integers(1, 10**8), hours=st.integers(1, 9000))
def test_price_and_deadline_of_an_offer_are_the_same_on_every_page(cache: Path, cents: int, hours: int) -> None:
    amount, ends = f"{Decimal(cents) / 100}", (NOW + timedelta(hours=hours)).astimezone(UTC)
    text = re.sub(r"price: .*", f"price: {{amount: {amount}, per: month}}", DIRECT)
    files = {**BASE, "offers/month.yaml": re.sub(r"ends: .*", f"ends: {ends:%Y-%m-%dT%H:%MZ}", text)}
    files["offers/audit.yaml"] = AUDIT.replace("next: plan\n", "")
    del files["offers/plan.yaml"]
    files["content/services.yaml"] = re.sub(r"\n +price: .*", "", files["content/services.yaml"])
    with TemporaryDirectory() as folder:
        site = render(write_files(Path(folder), files), cache)
        shown: dict[str, int] = {}
        for path in site.pages:
            lang = site.document(path).first("html").get("lang")
            page, localizer = site.text(path), Localizer(lang, ZONE, strings())
            price = f"{Decimal(amount).normalize():f}"
            assert set(_amounts(page)) <= {localizer.money(price, "EUR")}
            assert {_instant(end) for end in re.findall(r'data-ends="([^"]*)"', page)} <= {ends}
            assert {_instant(end) for end in re.findall(r'class="until" datetime="([^"]*)"', page)} <= {ends}
            deadlines = {localizer.end(ends.isoformat()), localizer.end(ends.isoformat(), short=True)}
            for until in re.findall(r'<time class="until"[^>]*>([^<]*)<', page):
                assert any(deadline in until for deadline in deadlines)
            for node in site.nodes(path, "Offer"):
                if node["url"].endswith("/month/"):
                    assert (Decimal(node["price"]), _instant(node["validThrough"])) == (Decimal(amount), ends)
            for what, found in (("price", "data-ends"), ("page", "/offers/month/")):
                shown[what] = shown.get(what, 0) + (found in page)
        assert shown["price"] >= 10  # or the test looks at nothing


ZONE = "Europe/Madrid"


def _amounts(page: str) -> list[str]:
    return [text.strip() for text in re.findall(r'class="price">\s*<b(?: class="long")?>([^<]*)</b>', page)]


def _instant(text: str) -> datetime:
    return datetime.fromisoformat(text).astimezone(UTC)


# --- the same bytes, however they are made ----------------------------------------------------------------------------


def test_two_builds_of_one_input_are_byte_identical_with_any_number_and_kind_of_workers(
    project: ProjectFactory, tmp_path: Path
) -> None:
    ways: dict[str, dict[str, Any]] = {
        "one": {"jobs": 1},
        "forked": {"jobs": 2, "start_method": "fork"},
        "spawned": {"jobs": 2, "start_method": "spawn"},
    }
    if sys.platform == "win32":
        del ways["forked"]
    files = project()
    trees = []
    for name, way in ways.items():
        elsewhere = write_files(tmp_path / f"project-{name}", tree(files))
        build(request(elsewhere, tmp_path / name, tmp_path / f"cache-{name}", **way))
        trees.append(site_tree(tmp_path / name))
    assert [different(other, trees[0]) for other in trees] == [[]] * len(trees)
    assert any(path.endswith(".woff2") for path in trees[0])


# --- builds that are interrupted --------------------------------------------------------------------------------------

FOREIGN = {"CNAME": b"mara.example\n", "cases/own/notes.txt": b"mine", "empty/.keep": b""}
BEFORE = NOW - timedelta(days=30)
DYING = """
import os, sys
from site_gen.builder import manifest, write

left = int(sys.argv.pop(1))

def dies(function):
    def step(*arguments):
        global left
        if left == 0:
            os._exit(9)
        left -= 1
        return function(*arguments)
    return step

write.replace_file, write._remove = dies(write.replace_file), dies(write._remove)
manifest.write = dies(manifest.write)
from site_gen.cli import main
main()
"""
"""Builds, and dies before a step that changes the output."""


@pytest.fixture(scope="module")
def two_states(cache: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path, dict[str, bytes]]:
    """A project, its output from before an offer opened (with files that aren't ours), and what it must be now."""
    folder = tmp_path_factory.mktemp("two-states")
    project, output = write_files(folder / "project", BASE), folder / "output"
    write_files(project, {"content/pages/old.md": "---\ntitle: Old\n---\nGoes away.\n"})
    build(request(project, output, cache, now=BEFORE))
    write_files(project, {"content/pages/old.md": None})
    write_files(output, FOREIGN)
    build(request(project, folder / "clean", cache))
    return project, output, site_tree(folder / "clean") | FOREIGN


def copied(output: Path, target: Path) -> Path:
    return write_files(target, tree(output))


def command(project: Path, output: Path, *python: str) -> list[str]:
    words = ["build", "--project", str(project), "--output", str(output), "--now", NOW.isoformat(), "--jobs", "1"]
    return [sys.executable, *(python or ("-m", "site_gen")), *words]


def environment(cache: Path) -> Mapping[str, str]:
    return {
        "SITE_GEN_CACHE": str(cache),
        "PYTHONPATH": str(ROOT),
        "PATH": "",
        "XDG_CACHE_HOME": os.environ["XDG_CACHE_HOME"],
    }


def assert_known_and_mended(project: Path, output: Path, cache: Path, old: Mapping[str, str], new: Any) -> None:
    """Whatever a killed build left is known as unfinished or a whole site, and the next build puts it right."""
    left = manifest.read(output)
    ours = set(site_tree(output)) - set(FOREIGN)
    assert ours <= set(left.files)
    if left.complete:
        assert left.files == old or set(left.files) | set(FOREIGN) == set(new)
        assert ours == set(left.files)
    build(request(project, output, cache))
    assert different(site_tree(output), new) == []
    assert manifest.read(output).complete


@pytest.mark.parametrize("steps", [0, 1, 2, 9, 19, 20])
@pytest.mark.sampled(3)
def test_a_build_killed_between_two_steps_is_known_as_unfinished_and_mended_by_the_next(
    two_states: tuple[Path, Path, dict[str, bytes]], cache: Path, tmp_path: Path, steps: int
) -> None:
    project, before, new = two_states
    output = copied(before, tmp_path / "output")
    old = manifest.read(output).files
    words = command(project, output, "-c", DYING, str(steps))
    done = subprocess.run(words, env=environment(cache), capture_output=True, check=False)
    assert done.returncode == 9, done.stderr.decode()
    assert manifest.read(output).complete == (steps == 0)
    assert_known_and_mended(project, output, cache, old, new)


@pytest.mark.parametrize("seed", range(6))
@pytest.mark.sampled(3)
def test_a_build_killed_at_any_moment_is_mended_by_the_next(
    two_states: tuple[Path, Path, dict[str, bytes]], cache: Path, tmp_path: Path, seed: int
) -> None:
    project, before, new = two_states
    output = copied(before, tmp_path / "output")
    old = manifest.read(output).files
    with subprocess.Popen(
        command(project, output), env=environment(cache), stdout=subprocess.PIPE, stderr=subprocess.STDOUT
    ) as process:
        time.sleep(random.Random(seed).uniform(0.3, 1.2))  # noqa: S311  # any moment will do
        process.kill()
    assert_known_and_mended(project, output, cache, old, new)


# --- two builds at once -----------------------------------------------------------------------------------------------


def test_two_builds_at_once_on_one_output_both_end_well(
    two_states: tuple[Path, Path, dict[str, bytes]], cache: Path, tmp_path: Path
) -> None:
    project, before, new = two_states
    output = copied(before, tmp_path / "output")
    both = [
        subprocess.Popen(command(project, output), env=environment(cache), stderr=subprocess.PIPE) for _ in range(2)
    ]
    results = [(process.communicate(timeout=300)[1].decode(), process.returncode) for process in both]
    assert [code for _, code in results] == [0, 0], results
    assert different(site_tree(output), new) == []


def test_a_build_that_waits_says_who_holds_the_lock(
    two_states: tuple[Path, Path, dict[str, bytes]], cache: Path, tmp_path: Path
) -> None:
    project, before, new = two_states
    output = copied(before, tmp_path / "output")
    heard: list[str] = []
    with locked(output, heard.append):
        holder = json.loads((output / manifest.FOLDER / "lock-holder.json").read_text(encoding="utf-8"))["process"]
        waiting = subprocess.Popen(command(project, output), env=environment(cache), stderr=subprocess.PIPE)
        assert waiting.stderr is not None
        assert waiting.stderr.readline().decode() == f"waiting for another build (process {holder}) to end …\n"
        assert different(site_tree(output), site_tree(before)) == []
    assert waiting.communicate(timeout=300)
    assert waiting.returncode == 0
    assert different(site_tree(output), new) == []
    assert heard == []


def test_a_build_that_waited_long_enough_gives_up_and_changes_nothing(tmp_path: Path) -> None:
    heard: list[str] = []
    with (
        locked(tmp_path, heard.append),
        pytest.raises(WorldError, match="is being written by another build"),
        locked(tmp_path, heard.append, seconds=0.1),
    ):
        pytest.fail("two at once")
    assert [word for word in heard if word.startswith("process ")] == heard != []


# --- nothing outside --------------------------------------------------------------------------------------------------


def snapshot(folder: Path) -> dict[str, tuple[int, bytes]]:
    return {str(path): (path.stat().st_mtime_ns, path.read_bytes()) for path in folder.rglob("*") if path.is_file()}


@pytest.mark.parametrize("broken", [False, True], ids=["fine", "broken"])
def test_a_build_writes_nothing_outside_output_and_cache(
    project: ProjectFactory, cache: Path, tmp_path: Path, *, broken: bool
) -> None:
    folder = project({"cases/bad.yaml": "client: [\n"} if broken else {})
    before, beside = snapshot(folder), {path.name for path in tmp_path.iterdir()}
    try:
        build(request(folder, folder / "output", cache))
    except ProjectError:
        assert broken
    written = set(snapshot(folder)) - set(before)
    assert all(Path(path).is_relative_to(folder / "output") for path in written)
    assert bool(written) != broken
    after = snapshot(folder)
    assert different({path: after[path] for path in before}, before) == []
    assert {path.name for path in tmp_path.iterdir()} == beside


@pytest.mark.skipif(sys.platform == "win32", reason="links need a privilege there")
def test_a_build_does_not_write_through_a_link_that_leads_out(
    project: ProjectFactory, cache: Path, tmp_path: Path
) -> None:
    folder, output, outside = project(), tmp_path / "output", tmp_path / "outside"
    outside.mkdir()
    output.mkdir()
    (output / "cases").symlink_to(outside, target_is_directory=True)
    with pytest.raises(WorldError, match="did not write, in the way of the site: cases"):
        build(request(folder, output, cache))
    assert list(outside.iterdir()) == []
    assert site_tree(output) == {}


@pytest.mark.skipif(sys.platform == "win32", reason="links need a privilege there")
def test_a_build_does_not_remove_through_a_link_that_leads_out(
    project: ProjectFactory, cache: Path, tmp_path: Path
) -> None:
    folder, output, outside = project(), tmp_path / "output", tmp_path / "outside"
    build(request(folder, output, cache))
    (output / "articles").rename(outside)
    (output / "articles").symlink_to(outside, target_is_directory=True)
    before = tree(outside)
    write_files(folder, {"content/articles/first.md": None})
    build(request(folder, output, cache))
    assert different(tree(outside), before) == []
