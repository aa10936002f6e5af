"""Whatever others wrote: each reader reads it or says what is wrong, in little time, and nothing else ever comes of it.

FUZZ=5000 draws that many texts for each reader (make laws).
"""

from __future__ import annotations

import csv
import io
import json
import os
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from datetime import UTC, timedelta
from pathlib import Path
from typing import Any, Final
from zoneinfo import ZoneInfo

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from site_gen.builder import manifest
from site_gen.builder.record import BuildRecord, Made
from site_gen.builder.report import PageLinks, Report
from site_gen.deploy.lock import holder_in
from site_gen.deploy.releases import FOLDER, Release, Releases
from site_gen.deploy.site_files import LocalFile
from site_gen.deploy.target_manifest import TargetManifest, read_manifest
from site_gen.file_states import NOTHING
from site_gen.foreign_json import DEEPEST, read_json
from site_gen.hashing import content_hash
from site_gen.inbox.d1 import D1FormatError, read_leads
from site_gen.inbox.form_body import FormBodyError, UnsupportedError, read_posted
from site_gen.inbox.spreadsheet import spreadsheet
from site_gen.inbox.store import Store
from site_gen.load.ledger import read_ledger
from site_gen.load.locator import Locator
from site_gen.load.texts import text_problems
from site_gen.load.used_pictures import Body
from site_gen.model.deliveries.base import Setup
from site_gen.model.deliveries.wrangler import wrangler_missing
from site_gen.model.ledger import LEDGER_FILE
from site_gen.problems import Location, Problem, ProjectError, Severity
from site_gen.render.markdown import MarkdownRenderer
from site_gen.social.pins import read_pins
from site_gen.sources.front_matter import split_front_matter
from site_gen.sources.markdown_blocks import every_block
from site_gen.sources.yaml import read_yaml
from site_gen.sources.yaml_values import written_values
from tests.inbox.lead_samples import anything, stored_lead
from tests.inbox.test_d1 import ROW, wrangler
from tests.load.mutations import texts, values
from tests.support import ARTICLE, NOW, SITE, write_files
from tests.support_ledger import ledger, row

FUZZ: Final = int(os.environ.get("FUZZ", "15"))
fuzzed = settings(
    max_examples=FUZZ, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture]
)

DEEP: Final = ("[" * 50_000, '{"a":' * 50_000, "[" * 3000 + "]" * 3000, '{"a":' * 500 + "1" + "}" * 500, "- " * 5000)
LONG: Final = ("9" * 5000, '"' + "x" * 200_000, "\n" * 20_000, "a: b\n" * 20_000, "&a [*a, *a]\n" * 50, "\\u0000" * 999)
ODD: Final = (*DEEP, *LONG, "", "\0", "\ufeff", "null", "[]", "{}", "0", '"x"', "[null]", '{"a": 1, "a": 2}', "NaN")


def edited(*samples: str) -> st.SearchStrategy[str]:
    """Texts that are odd in themselves, and samples with some of their letters replaced."""

    def edit(sample: str, changes: list[tuple[float, int, str]]) -> str:
        for where, length, new in changes:
            at = int(where * len(sample))
            sample = sample[:at] + new + sample[at + length :]
        return sample

    changes = st.lists(
        st.tuples(st.floats(0, 1), st.integers(0, 12), st.sampled_from(ODD) | texts), min_size=1, max_size=3
    )
    return st.sampled_from(ODD) | st.builds(edit, st.sampled_from(samples), changes)


def encoded(texts_: st.SearchStrategy[str]) -> st.SearchStrategy[bytes]:
    return texts_.map(lambda text: text.encode("utf-8", "surrogatepass"))


@contextmanager
def soon(seconds: float = 10) -> Iterator[None]:
    """What is read is read in little time, however it is written."""
    began = time.perf_counter()
    yield
    assert time.perf_counter() - began < seconds


def other(data: Mapping[str, Any]) -> st.SearchStrategy[str]:
    """JSON objects as they should be, with other values under some keys, or without them."""
    changes = st.dictionaries(st.sampled_from([*data, "x"]), values | texts, max_size=3)
    without = st.sets(st.sampled_from([*data]), max_size=1)
    return st.builds(
        lambda new, gone: json.dumps({k: v for k, v in {**data, **new}.items() if k not in gone}), changes, without
    )


@fuzzed
@given(edited(SITE, "a: [1, {b: &x c}, *x]\n<<: {d: e}\n"))
def test_yaml(text: str) -> None:
    with soon():
        document = read_yaml(text, "site.yaml")
        document.locate(("a", 0, "b"))
        Locator(Path("nowhere"), {"site.yaml": document}).value("site.yaml", ("a",))
    assert document.data is None or _depth(document.data) <= 64


def _depth(data: object) -> int:
    level, depth = [data], 0
    while level and depth < 200:
        inner = [each.values() if isinstance(each, dict) else each for each in level if isinstance(each, dict | list)]
        level, depth = [value for values_ in inner for value in values_], depth + 1
    return depth - 1


@fuzzed
@given(edited(ARTICLE, "---\na: b\n...\nx\n", "+++\n", "---\r\n"))
def test_front_matter(text: str) -> None:
    with soon():
        split = split_front_matter(text, "a.md")
        read_yaml(split.yaml or "", "a.md", split.yaml_line)
    assert split.body in text


PIECES: Final = (
    "[", "]", "(", ")", "![", "](", "*", "**", "_", "`", "```", "<", ">", "<!--", "-->", "&", "\\", "~", "|", "[^",
    "]:",
    "- ", "1. ", "> ", "    ", "\n", "\n\n", "# ", "{", "}", "{: ", ":", "http://", "@", "www.", "a", " ", "<b x=", '"',
)  # fmt: skip
marked = st.lists(st.tuples(st.sampled_from(PIECES), st.integers(1, 3000)), min_size=1, max_size=6).map(
    lambda found: "".join(piece * count for piece, count in found)[:20_000]
)


@fuzzed
@given(marked | edited(ARTICLE))
@example("[" * 8000)
@example("*a **b " * 2000)
@example("<a " * 6000)
@example("`" * 9000)
@example("[a]: <" + "b" * 9000)
@example("|" * 9000 + "\n" + "|-" * 4500)
@example("a@" * 9000)
def test_markdown(text: str) -> None:
    """A damaged file must not stop a build or a preview for minutes."""
    with soon(20):
        problems = list(text_problems(Body(text, read_yaml("", "a.md"), 1)))
        if not problems:
            MarkdownRenderer().render({"markdown": text, "pictures": {}, "links": {}, "videos": {}}, str)


@fuzzed
@given(
    st.sampled_from(
        ["application/x-www-form-urlencoded", "multipart/form-data; boundary=x", "application/json", "x/y"]
    ),
    (
        edited('{"a": ["b", 1, true]}', "a=b&c=%ff", "--x\r\nContent-Disposition: form-data; name=a\r\n\r\nb\r\n--x--")
    ).map(lambda text: text.encode("utf-8", "surrogatepass"))
    | st.binary(max_size=300),
)
def test_forms(kind: str, body: bytes) -> None:
    with soon(), suppress(FormBodyError, UnsupportedError):
        for name, found in read_posted(kind, body).items():
            "".join([name, *found]).encode()


@fuzzed
@given(edited(wrangler(ROW)) | other(ROW).map(lambda text: f"[{text}]"))
@example(json.dumps([{**ROW, "received": "0001-01-01T00:00+14:00"}]))
@example(json.dumps([{**ROW, "received": "9999-12-31T23:59:59-14:00"}]))
@example(json.dumps([{**ROW, "values_json": "[" * 99_999}]))
@example(json.dumps([{**ROW, "values_json": '{"a":' * 99_999}]))
def test_exports_of_d1(text: str) -> None:
    """Lost otherwise: the leads of a form, to an error that says nothing."""
    with soon():
        try:
            leads = read_leads(text)
        except D1FormatError:
            return
        with tempfile.TemporaryDirectory() as folder, Store.open(f"{folder}/leads.sqlite3") as store:
            assert len(store.add(leads, are_live=False)) == len(leads)


@pytest.mark.parametrize("text", DEEP)
def test_deep_exports_are_refused_by_the_command(cli: Callable[..., Any], tmp_path: Path, text: str) -> None:
    (tmp_path / "leads.json").write_text(text)
    ran = cli("leads", "import", "leads.json", "--database", str(tmp_path / "leads.sqlite3"), cwd=tmp_path)
    assert ran.code == 2
    assert "can't be taken in" in ran.err


LINE: Final = row("2026-11-20T08:05:00Z")


@fuzzed
@given(edited(ledger(LINE)) | other(json.loads(LINE)).map(lambda line: f"{line}\n"))
def test_ledgers(text: str) -> None:
    with soon(), tempfile.TemporaryDirectory() as name:
        place = Path(name, LEDGER_FILE)
        place.parent.mkdir()
        place.write_bytes(text.encode("utf-8", "surrogatepass"))
        found, problems = read_ledger(Path(name), ZoneInfo("Europe/Madrid"))
    assert found.entries or problems or not text.strip("\ufeff\n")


PIN: Final = {
    "time": "2026-11-20T08:05:00Z", "network": "vk", "offer": "month", "folder": "offers", "language": "en",
    "variant": "offer", "price": None, "deadline": None, "text": "x", "sha256": "0",
}  # fmt: skip


@fuzzed
@given(edited(json.dumps(PIN)) | other(PIN))
def test_pins(text: str) -> None:
    with soon(), suppress(ProjectError):
        read_pins(text)


MANIFEST: Final = {
    "format": manifest.FORMAT, "complete": True, "now": NOW.isoformat(), "changes_at": None,
    "files": {"index.html": "0" * 32}, "unlisted": {},
}  # fmt: skip


@fuzzed
@given(edited(json.dumps(MANIFEST)) | other(MANIFEST))
def test_manifests_of_outputs(text: str) -> None:
    with soon(), tempfile.TemporaryDirectory() as name:
        place = manifest.path_in(Path(name))
        place.parent.mkdir()
        place.write_bytes(text.encode("utf-8", "surrogatepass"))
        assert all(isinstance(path, str) for path in manifest.read(Path(name)).files)


def _record(folder: Path) -> BuildRecord:
    """Return the record of a build of one file in a folder, as it was kept."""
    output = write_files(folder / "output", {"index.html": "x", f"{manifest.FOLDER}/lock": ""})
    write_files(folder / "project", {"site.yaml": SITE})
    record = BuildRecord(folder / "cache", folder / "project", output, {"strict": False})
    manifest.write(output, manifest.Manifest({"index.html": "0"}, complete=True, now=NOW, changes_at=None))
    record.begin()
    left = Problem(Location("site.yaml", 1, 1), "x", "y", Severity.WARNING)
    report = Report(output, 1, 1, 0, 0, NOW + timedelta(days=1), 0.0, ("draft",), (left,))
    record.keep(
        {
            "index.html": Made(
                "k", content_hash(b"x"), NOTHING, PageLinks(("/a",), frozenset({"b"})), "i", ("images/a.jpg",)
            )
        },
        {},
        "",
        report,
        NOW,
        {},
    )
    return record


@pytest.fixture(scope="module")
def record(tmp_path_factory: pytest.TempPathFactory) -> BuildRecord:
    return _record(tmp_path_factory.mktemp("record"))


DAMAGED: Final = values | st.sampled_from(
    ["0001-01-01T00:00:00+00:00", "9999-12-31T23:59:59-14:00", "America/New_York", "../etc", -1, 2**70, "index.html"]
)


@fuzzed
@given(st.sampled_from([".build", ".files"]), st.data())
def test_records_of_builds(record: BuildRecord, kind: str, data: st.DataObject) -> None:
    """The cache lies in the project: what somebody planted there is no reason to fail, or to do nothing."""
    (place,) = (record.cache / "builds").glob(f"*{kind}")
    before = place.read_bytes()
    try:
        content = json.loads(before.partition(b"\n")[2])
        for _ in range(data.draw(st.integers(1, 3))):
            _spoil(content, data)
        text = json.dumps(content).encode()
        place.write_bytes(content_hash(text).encode() + b"\n" + text)
        with soon():
            fresh = BuildRecord(record.cache, record.project, record.output, record.options)
            fresh.report(NOW, {"SITE_GEN_PASSWORD": "x"})
            fresh.before()
    finally:
        place.write_bytes(before)


def _spoil(content: Any, data: st.DataObject) -> None:
    """Put something else into one of the places of plain data."""
    while True:
        keys = list(content) if isinstance(content, dict) else list(range(len(content)))
        if not keys:
            return
        key = data.draw(st.sampled_from(keys))
        inner = content[key]
        if isinstance(inner, dict | list) and inner and data.draw(st.booleans()):
            content = inner
            continue
        content[key] = data.draw(DAMAGED)
        return


def test_the_record_that_is_spoilt_says_something_at_first(record: BuildRecord) -> None:
    fresh = BuildRecord(record.cache, record.project, record.output, record.options)
    assert fresh.report(NOW, {}) is not None
    assert fresh.before().files


TARGET: Final = json.loads(
    TargetManifest(
        url="https://a.example/", files={"index.html": "0"}, unlisted={}, release="x", deployed=NOW
    ).to_bytes()
)


@fuzzed
@given(encoded(edited(json.dumps(TARGET)) | other(TARGET)))
def test_manifests_and_locks_of_places(content: bytes) -> None:
    with soon():
        read_manifest(content)
        holder_in(content)


RELEASE: Final = {
    "format": 1, "id": "20261123T110000Z-x", "time": NOW.isoformat(), "who": "m", "target": "site", "label": "x",
    "url": "https://a.example/", "now": NOW.isoformat(), "changes_at": None, "ends": {"month": None}, "of": None,
    "files": {"index.html": ["0" * 32, 5, False]},
}  # fmt: skip


def releases(text: str) -> tuple[Release, ...]:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name, FOLDER)
        folder.mkdir(parents=True)
        (folder / "20261123T110000Z-a.json").write_bytes(text.encode("utf-8", "surrogatepass"))
        (folder / "20261123T110000Z-b.json").write_text(json.dumps(RELEASE))
        return Releases(Path(name)).all()


@fuzzed
@given(edited(json.dumps(RELEASE)) | other(RELEASE))
@example(json.dumps({**RELEASE, "time": "2026-11-23T11:00:00"}))
def test_releases(text: str) -> None:
    with soon():
        for release in releases(text):
            assert release.time.astimezone(UTC).tzinfo is UTC
            assert all(isinstance(file, LocalFile) for file in release.files.values())


@pytest.mark.parametrize(
    "files",
    [
        {"index.html": ["../../../../secret", 5, False]},
        {"index.html": ["/etc/passwd", 5, False]},
        {"../index.html": ["0" * 32, 5, False]},
        {"/index.html": ["0" * 32, 5, False]},
        {"a\0b": ["0" * 32, 5, False]},
        {"a/../../x": ["0" * 32, 5, False]},
    ],
)
def test_a_release_names_no_file_beyond_its_own(files: dict[str, list[object]]) -> None:
    """To bring back a release of a project from elsewhere would put files of this machine online."""
    assert len(releases(json.dumps({**RELEASE, "files": files}))) == 1


@fuzzed
@given(edited('[[d1_databases]]\nbinding = "DB"\ndatabase_id = "x"\n', '{"d1_databases": [{"binding": "DB"}]}'))
def test_settings_of_wrangler(text: str) -> None:
    with soon():
        for file in ("wrangler.toml", "wrangler.json"):
            list(wrangler_missing(Setup("https://a.example/", "/", "a@b.example", ("en",), (), (), {file: text})))


@fuzzed
@given(edited('{"a": [1, {"b": null}]}'))
def test_json(text: str) -> None:
    with soon(), suppress(ValueError):
        assert _depth(read_json(text)) <= DEEPEST


@fuzzed
@given(st.lists(st.dictionaries(texts, anything, min_size=1, max_size=4), min_size=1, max_size=3))
def test_exports_for_spreadsheets(answers: list[dict[str, str]]) -> None:
    """A stranger's answer must neither become a formula nor another row."""
    text = spreadsheet([stored_lead(values=values_) for values_ in answers], ZoneInfo("Europe/Madrid"))
    rows = list(csv.reader(io.StringIO(text, newline="")))
    assert len(rows) == len(answers) + 1
    assert len({len(found) for found in rows}) == 1
    assert not [cell for found in rows for cell in found if cell.startswith(("=", "+", "-", "@", "\t", "\r"))]


def test_blocks_of_markdown_end() -> None:
    from site_gen.sources.markdown_blocks import blocks

    for text in ("> " * 3000, "- " * 3000, "1. " * 3000, "> - " * 2000, "\t" * 3000 + "x"):
        with soon(5):
            assert list(every_block(blocks(text)))


@pytest.mark.parametrize(
    "text", ["[" * 200_000, "{a: " * 100_000, "x: " + "- " * 100_000, "? " * 100_000, "a: [b, " * 50_000]
)
def test_values_of_deep_yaml_are_found_at_once(text: str) -> None:
    """Looking for the place of a text in a file took minutes, though reading the file had been refused at once."""
    begun = time.process_time()
    list(written_values(f"first: 1\n{text}"))
    assert time.process_time() - begun < 1
