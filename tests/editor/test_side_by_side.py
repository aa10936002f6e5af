"""The editor in several windows, a text editor and git at work on one project: nothing is lost, nothing overwritten.

What every file has to say is known after each step, byte by byte: what a save may change is one line, of a file that is
as it was when the form was made. Words that were typed and not saved are in the form whenever it is opened again.
"""

from __future__ import annotations

import re
import subprocess
import tempfile
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Final
from urllib.parse import quote

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from site_gen.actions.editing.private_files import digest
from tests.editor.browsing import Pairs, Person, at_the_editor, changed, fields_in
from tests.support import BASE, tree, write_files

PLAN: Final = "content/plan.yaml"
PLANNED: Final = "# The plan.\ntopics:\n" + "".join(
    f"  - date: 2026-12-{day:02}   # note {day}\n    networks: [instagram]\n    kind: useful\n    topic: Topic {day}\n"
    for day in (1, 8, 15)
)
FILES: Final = ("offers/month.yaml", "offers/audit.yaml", "cases/cafe.yaml", "content/articles/first.md")
FILE: Final = st.sampled_from(FILES)
WINDOW: Final = st.integers(0, 2)
TITLE: Final = re.compile(rb"(?m)^title: .*$")
TOPIC: Final = re.compile(rb"(?m)^    topic: (.*)$")


@dataclass
class Window:
    """A form that was opened: of what, the fields as they were sent, and the file's bytes then."""

    file: str
    pairs: Pairs
    base: bytes


class SideBySide(RuleBasedStateMachine):
    """Steps of three programs. `truth` is what each file has to say."""

    def __init__(self) -> None:
        super().__init__()
        self.all = ExitStack()
        self.folder = Path(self.all.enter_context(tempfile.TemporaryDirectory()))
        self.project = write_files(self.folder / "project", {**BASE, PLAN: PLANNED})
        self.git("init", "--quiet", "--initial-branch=main")
        (self.project / ".git/info/exclude").write_text("output/\n.cache/\n")
        self.commit()
        self.person: Person = self.all.enter_context(at_the_editor(self.project, self.folder / "cache"))
        self.token = self.person.token
        self.windows: dict[int, Window] = {}
        self.topics: dict[int, tuple[str, Pairs]] = {}
        self.typed: dict[str, str] = {}
        self.steps = 0
        self.truth: dict[str, bytes] = {}

    def teardown(self) -> None:
        self.all.close()

    # --- helpers --------------------------------------------------------------------------------------------------

    def git(self, *words: str) -> str:
        who = ["-c", "user.name=Mara", "-c", "user.email=mara@mara.test", "-c", "commit.gpgsign=false"]
        command = ["git", *who, *words]
        return subprocess.run(command, cwd=self.project, check=True, capture_output=True, text=True).stdout

    def commit(self) -> None:
        self.git("add", "--all")
        self.git("commit", "--quiet", "--allow-empty", "--message", "more")

    def word(self) -> str:
        self.steps += 1
        return f"Word{self.steps:05}"

    def disk(self) -> dict[str, bytes]:
        found = tree(self.project)
        return {name: data for name, data in found.items() if not name.startswith((".git/", "output/", ".cache/"))}

    def read(self, file: str) -> bytes:
        return (self.project / file).read_bytes()

    def wrote(self, file: str) -> None:
        """Take what a program wrote into a file as what it has to say from now on."""
        self.truth[file] = self.read(file)

    def lines_but(self, content: bytes, pattern: re.Pattern[bytes]) -> list[bytes]:
        return [line for line in content.split(b"\n") if not pattern.fullmatch(line)]

    # --- the editor -----------------------------------------------------------------------------------------------

    @initialize()
    def begins(self) -> None:
        self.truth = self.disk()

    @rule(window=WINDOW, file=FILE)
    def opens(self, window: int, file: str) -> None:
        answer = self.person.see(f"write?file={quote(file)}")
        assert answer.status == 200
        if file in self.typed:
            assert self.typed[file] in answer.text, "what was typed is lost"
        self.windows[window] = Window(file, fields_in(answer.text), self.read(file))

    @rule(window=WINDOW)
    def types(self, window: int) -> None:
        """A draft, as the script sends it."""
        found, word = self.windows.get(window), self.word()
        if found is not None:
            found.pairs = changed(found.pairs, title=word)
            assert self.person.send(f"draft?file={quote(found.file)}", found.pairs).status == 200
            self.typed[found.file] = word

    @rule(window=WINDOW)
    def saves(self, window: int) -> None:
        found, word = self.windows.pop(window, None), self.word()
        if found is None:
            return
        before, file = self.read(found.file), found.file
        answer = self.person.save(file, changed(found.pairs, title=word))
        named = next(value for name, value in found.pairs if name == "base")
        if answer.status == 303 and answer.headers["location"].startswith("/_edit/choose"):
            assert named != digest(before), "a file that is as it was is said to have changed"
            self.typed[file] = word
            return
        assert answer.status == 303, answer.text
        after = self.read(file)
        assert named == digest(before), "a file that changed meanwhile was overwritten"
        assert self.lines_but(after, TITLE) == self.lines_but(before, TITLE), "a save changed what wasn't edited"
        assert word.encode() in after
        self.typed.pop(file, None)
        self.truth[file] = after

    @rule(file=FILE, whose=st.sampled_from(["mine", "theirs"]))
    def chooses(self, file: str, whose: str) -> None:
        answer = self.person.see(f"choose?file={quote(file)}")
        if answer.status != 200 or file not in self.typed or "k:title" not in answer.text:
            return
        assert self.typed[file] in answer.text
        before, seen = self.read(file), re.search(r'name="seen" value="(\w+)"', answer.text)
        assert seen is not None
        chosen = [("token", self.token), ("seen", seen[1]), ("k:title", whose)]
        assert self.person.send(f"choose?file={quote(file)}", chosen).status == 303
        after, word = self.read(file), self.typed.pop(file)
        assert self.lines_but(after, TITLE) == self.lines_but(before, TITLE)
        assert (word.encode() in after) if whose == "mine" else after == before
        self.truth[file] = after

    @rule(file=FILE)
    def throws_away(self, file: str) -> None:
        if file in self.typed:
            answer = self.person.send(f"write?file={quote(file)}", [("token", self.token), ("do", "discard")])
            assert answer.status == 303
            del self.typed[file]

    @rule(back=st.integers(0, 3))
    def undoes(self, back: int) -> None:
        editor = self.person.running.editor
        assert editor is not None
        numbers = re.findall(r'name="number" value="(\d+)"', self.person.see("changes").text)
        if len(numbers) <= back:
            return
        before = self.disk()
        answer = self.person.send("changes", [("token", self.token), ("number", numbers[back])])
        after = self.disk()
        changed_files = {name for name in {*before, *after} if before.get(name) != after.get(name)}
        if answer.status == 303:
            assert len(changed_files) <= 1
            self.truth = after
        else:
            assert answer.status in {409, 410}
            assert not changed_files

    # --- the plan -------------------------------------------------------------------------------------------------

    @rule(window=WINDOW, which=st.integers(0, 5))
    def opens_an_entry(self, window: int, which: int) -> None:
        names = re.findall(r'href="/_edit/topic\?at=(\d+-\w+)"', self.person.see("plan?weeks=8").text)
        if names:
            name = names[which % len(names)]
            answer = self.person.see(f"topic?at={name}")
            assert answer.status == 200
            self.topics[window] = name, fields_in(answer.text)

    @rule(window=WINDOW)
    def saves_an_entry(self, window: int) -> None:
        name, pairs = self.topics.pop(window, ("", []))
        if not name:
            return
        word, before = self.word(), self.read(PLAN)
        answer = self.person.send(f"topic?at={name}", [*changed(pairs, topic=word), ("do", "save")])
        after = self.read(PLAN)
        if answer.status == 409:
            assert after == before
            assert word in answer.text
            return
        assert answer.status == 303, answer.text
        rest = [line for line in after.split(b"\n") if line != b"    topic: " + word.encode()]
        kept = iter(before.split(b"\n"))
        if after.count(b"- date:") > before.count(b"- date:"):  # it was taken out elsewhere: it is one of its own now
            lines = after.split(b"\n")
            assert all(line in lines for line in kept), "an entry was lost"
        else:
            lost = [line for line in before.split(b"\n") if line not in after.split(b"\n")]
            assert len(lost) <= 1, "more than the entry was changed"
            assert len(rest) >= len(before.split(b"\n")) - 1
        self.truth[PLAN] = after

    @rule(which=st.integers(0, 5), status=st.sampled_from(["written", "approved"]))
    def notes_a_status(self, which: int, status: str) -> None:
        names = re.findall(r'name="at" value="(\d+-\w+)"', self.person.see("plan?weeks=8").text)
        if names:
            before = self.read(PLAN)
            pairs = [("token", self.token), ("at", names[which % len(names)]), ("status", status)]
            assert self.person.send("plan", pairs).status == 303
            state = re.compile(rb"    status: .*")
            assert self.lines_but(self.read(PLAN), state) == self.lines_but(before, state)
            self.wrote(PLAN)

    # --- a text editor --------------------------------------------------------------------------------------------

    @rule(file=FILE)
    def edits_the_title_by_hand(self, file: str) -> None:
        content = TITLE.sub(b"title: By hand " + self.word().encode(), self.read(file), count=1)
        (self.project / file).write_bytes(content)
        self.truth[file] = content

    @rule(file=st.sampled_from([*FILES[:3], PLAN]))
    def writes_a_note_by_hand(self, file: str) -> None:
        content = b"# " + self.word().encode() + b"\n" + self.read(file)
        (self.project / file).write_bytes(content[-20_000:] if len(content) < 20_000 else self.read(file))
        self.wrote(file)

    @rule(which=st.integers(0, 5))
    def edits_an_entry_by_hand(self, which: int) -> None:
        content = self.read(PLAN)
        found = list(TOPIC.finditer(content))
        if found:
            span = found[which % len(found)].span(1)
            content = content[: span[0]] + b"Hand " + self.word().encode() + content[span[1] :]
            (self.project / PLAN).write_bytes(content)
            self.truth[PLAN] = content

    # --- git ------------------------------------------------------------------------------------------------------

    @rule()
    def commits(self) -> None:
        self.commit()

    @rule(file=st.sampled_from([*FILES, PLAN]))
    def takes_a_file_back_by_git(self, file: str) -> None:
        self.git("checkout", "HEAD", "--", file)
        self.wrote(file)

    @rule()
    def changes_the_branch_and_merges(self) -> None:
        self.commit()
        self.git("checkout", "--quiet", "-b", f"b{self.steps}-{self.word()}")
        self.truth = self.disk()

    @rule()
    def switches_commits_on_and_off(self) -> None:
        on = [("on", "yes")] if self.steps % 2 else []
        answer = self.person.send("changes", [("token", self.token), ("do", "commits"), *on])
        assert answer.status == 303

    # --- what holds always ----------------------------------------------------------------------------------------

    @invariant()
    def every_file_says_what_it_has_to(self) -> None:
        if self.truth:
            assert self.disk() == self.truth


def run(examples: int, steps: int) -> None:
    chosen = settings(
        max_examples=examples,
        stateful_step_count=steps,
        deadline=None,
        suppress_health_check=list(HealthCheck),
        phases=(Phase.generate,),
    )
    run_state_machine_as_test(SideBySide, settings=chosen)


def test_a_few_steps_of_three_programs_lose_and_overwrite_nothing() -> None:
    """Somebody has a form open on the phone's width, the file in a text editor, and a colleague's branch comes in."""
    run(1, 30)


@pytest.mark.laws
def test_two_thousand_steps_of_three_programs_lose_and_overwrite_nothing() -> None:
    run(20, 100)
