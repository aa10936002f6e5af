"""The documents' examples work: each recipe as it stands, each command's words, each YAML file's keys."""

from __future__ import annotations

import re
import shlex
import shutil
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import click
import pytest
import yaml

from site_gen.actions.topics import where
from site_gen.cli import group
from site_gen.load.schema import KINDS
from site_gen.load.shape import Shape, model_shape
from tests.conftest import Cli
from tests.exports.samples import INSTAGRAM

ROOT: Final = Path(__file__).parents[1]
DOCUMENTS: Final = [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))]
RECIPES: Final = sorted((ROOT / "docs" / "recipes").glob("*.md"))


@dataclass(frozen=True, slots=True)
class Block:
    """A block of code in a document: its language, its text, the line it begins in."""

    language: str
    text: str
    line: int

    @property
    def file(self) -> str | None:
        """The file that its first line names."""
        found = re.match(r"# ([\w./-]+\.\w+)\n", self.text)
        return found[1] if found else None


def blocks(path: Path) -> Iterator[Block]:
    text = path.read_text(encoding="utf-8")
    for found in re.finditer(r"(?ms)^( *)```(\w*)\n(.*?)^\1```$", text):
        inner = "".join(line.removeprefix(found[1]) for line in found[3].splitlines(keepends=True))
        yield Block(found[2], inner, text.count("\n", 0, found.start()) + 2)


INSTALLERS: Final = frozenset({"install", "uv", "pipx", "useradd"})


def commands(block: Block) -> Iterator[list[str]]:
    """Yield the words of each call of site-gen, without what the shell does with it."""
    if block.language != "sh":
        return
    for line in re.sub(r"\\\n\s*", " ", block.text).splitlines():
        lexer = shlex.shlex(line.replace("…", " "), posix=True, punctuation_chars="|&;<>")
        lexer.whitespace_split = True
        words = list(lexer)
        for at, word in enumerate(words):
            if word == "site-gen" and words[max(at - 1, 0)] not in {"-u", "-g"} and not set(words[:at]) & INSTALLERS:
                end = next((i for i in range(at, len(words)) if set(words[i]) <= set("|&;<>")), len(words))
                yield words[at + 1 : end]


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_every_command_in_the_documents_can_be_called_so(path: Path) -> None:
    """A reader types what stands there, and is told that there is no such option."""
    wrong = []
    for block in blocks(path):
        for words in commands(block):
            try:
                parsed(group, "site-gen", words)
            except click.exceptions.Exit:
                pass  # --version, --help
            except click.UsageError as error:
                if "No such file" not in str(error) and "does not exist" not in str(error):
                    wrong.append(f"{path.name}:{block.line}: site-gen {' '.join(words)}: {error.format_message()}")
    assert not wrong, "\n".join(wrong)


def parsed(command: click.Command, name: str, words: list[str], parent: click.Context | None = None) -> None:
    """Read a call's words as the command line does, without doing anything."""
    if isinstance(command, click.Group) and words and not words[0].startswith("-"):
        with click.Context(command, parent, name) as context:
            _, inner, rest = command.resolve_command(context, list(words))
            assert inner is not None
            parsed(inner, words[0], rest, context)
    else:
        command.make_context(name, list(words), parent).close()


# --- keys -------------------------------------------------------------------------------------------------------------


def kinds_of(block: Block) -> list[str]:
    """Return the kinds of file that an example may be of: that of the file it names, else any."""
    if block.file is None:
        return [*KINDS]
    exact = [kind for kind in KINDS if where(kind) == block.file]
    return exact or [kind for kind in KINDS if where(kind).startswith(f"{Path(block.file).parent.as_posix()}/NAME")]


def shapes(shape: Shape) -> Iterator[Shape]:
    """Yield a shape and all those inside of it: an example may be a piece of a file."""
    yield shape
    for inner in (*(shape.fields or {}).values(), shape.item, shape.each):
        if inner is not None:
            yield from shapes(inner)


def example(block: Block) -> Any:
    """Return an example's data: of a text its front matter; of places to publish to that have names the last."""
    data = next(iter(yaml.safe_load_all(block.text)))
    places = data.get("deploy") if isinstance(data, dict) else None
    if places and all(isinstance(place, dict) for place in places.values()):
        return {**data, "deploy": [*places.values()][-1]}
    return data


def unknown(data: Any, shape: Shape, path: str) -> Iterator[str]:
    """Yield the keys of data that its shape doesn't have."""
    if isinstance(data, list) and shape.item:
        for item in data:
            yield from unknown(item, shape.item, f"{path}[]")
    elif isinstance(data, dict) and (shape.fields or shape.each):
        for key, value in data.items():
            inner = (shape.fields or {}).get(key, shape.each)
            if inner is None:
                yield f"{path}.{key}".lstrip(".")
            else:
                yield from unknown(value, inner, f"{path}.{key}")


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_every_key_in_an_example_is_one_of_its_file(path: Path) -> None:
    """A reader copies a key that was renamed long ago, and is told that nobody knows it."""
    wrong = []
    for block in (block for block in blocks(path) if block.language == "yaml"):
        kinds = kinds_of(block)
        if not kinds:
            continue  # a file of another program, or one with a test of its own
        data = example(block)
        known = [shape for kind in kinds for model in KINDS[kind] for shape in shapes(model_shape(model))]
        found = [[*unknown(data, shape, "")] for shape in known if shape.fields]
        if not found or min(map(len, found)):
            wrong.append(f"{path.name}:{block.line}: {min(found, key=len, default=list(data))}")
    assert not wrong, "\n".join(wrong)


# --- recipes ----------------------------------------------------------------------------------------------------------

OUTSIDE: Final = frozenset({"deploy", "verify", "preview", "edit", "inbox", "--projects"})
"""What asks the world, or goes on until it is stopped: its words alone are tried."""

LONG: Final = frozenset({"build", "--out"})
"""What draws pictures, which takes seconds."""


@pytest.fixture(scope="module")
def starter(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("docs") / "my-site"


@pytest.fixture
def begun(starter: Path, cli: Cli, tmp_path: Path) -> Path:
    """A new project, as a reader of the recipes has one, with what they say is there already."""
    if not starter.exists():
        assert cli("new", str(starter), "--language", "en", "--no-questions").code == 0
        site = starter / "site.yaml"
        site.write_text(site.read_text(encoding="utf-8").replace("cards: pages", "cards: none"), encoding="utf-8")
    project = tmp_path / "my-site"
    shutil.copytree(starter, project)
    return project


@pytest.mark.parametrize("path", RECIPES, ids=lambda path: path.stem)
def test_a_recipe_works_as_it_stands(path: Path, begun: Path, cli: Cli) -> None:
    """Somebody follows it step by step, and one of the steps fails."""
    follow(path, begun, cli, lambda words: not LONG.intersection(words))
    assert cli("check", cwd=begun).code == 0


@pytest.mark.laws
@pytest.mark.parametrize("path", RECIPES, ids=lambda path: path.stem)
def test_a_recipe_makes_a_site_that_is_built(path: Path, begun: Path, cli: Cli) -> None:
    """A recipe ends in a site that is checked and can't be built, or its pictures can't be drawn."""
    follow(path, begun, cli, lambda _: True)
    done = cli("build", cwd=begun)
    assert done.code == 0, done.err


def follow(path: Path, project: Path, cli: Cli, is_run: Callable[[list[str]], bool]) -> None:
    """Write a recipe's files and run its commands, in their order."""
    for name, content in SURROUNDINGS.get(path.stem, {}).items():
        write(project / name, content)
    tried = 0
    for block in blocks(path):
        if block.language == "yaml":
            assert block.file is not None, f"line {block.line} doesn't say which file it is"
            write(project / block.file, block.text)
        for words in commands(block):
            tried += 1
            if not OUTSIDE.intersection(words) and is_run(words):
                done = cli(*words, cwd=project)
                assert done.code == 0, f"site-gen {' '.join(words)}\n{done.err}"
    assert tried


def write(file: Path, text: str) -> None:
    """Write an example's file; of site.yaml the keys that it names take the place of those that are there."""
    if file.name == "site.yaml":
        keys = re.findall(r"(?m)^(\w+):", text)
        old = file.read_text(encoding="utf-8")
        for key in keys:
            old = re.sub(rf"(?m)^{key}:.*\n(?:[ \t].*\n)*", "", old)
        text = old + text
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text, encoding="utf-8")


_POST: Final = (
    "{id},17841400000000000,cafe,Café,Croissant,0,{month:02}/15/2026 18:00,https://www.instagram.com/p/{id}/,"
    "IG image,,Lifetime,160,{reach},5,3,1,2,4"
)
POSTS: Final = "\n".join(
    [
        INSTAGRAM.partition("\n")[0],
        *(_POST.format(id=f"1790000000000{month:04}", month=month, reach=40 * month) for month in range(5, 11)),
    ]
)
"""A post in each month, as Instagram exports them."""

SURROUNDINGS: Final[Mapping[str, Mapping[str, str]]] = {
    "move-from-hugo": {
        "old-blog/hugo.toml": 'title = "Old"\nbaseURL = "https://old.example/"\n',
        "old-blog/content/posts/first.md": "+++\ntitle = 'First'\ndate = 2024-03-01\n+++\nHello\n",
    },
    "numbers-from-instagram": {"posts.csv": POSTS},
    "black-friday-offer": {"site.yaml": 'deploy: {to: git, remote: "git@github.com:mara/site.git"}\n'},
}
"""What a recipe takes for granted, by its name."""
