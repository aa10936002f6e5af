"""reStructuredText → Markdown, with the directives and roles of Nikola, Pelican and Sphinx; what is lost is named."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cache
from html import escape
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Any, Final

from site_gen.importers import ours
from site_gen.importers.html_text import MADE, UnfitHtmlError, to_markdown
from site_gen.importers.shortcodes import REFERENCE
from site_gen.importers.tags import Tag, ours_of
from site_gen.messages import joined, m

if TYPE_CHECKING:
    from docutils import nodes
    from docutils.parsers.rst import Directive

Find = Callable[[str], str | None]
"""Returns the text of a file that a directive names; None if there is none."""


@dataclass(frozen=True, slots=True)
class Loss:
    """What isn't here as it was: its kind, its line in the text, why."""

    what: str
    line: int
    why: str


@dataclass
class Rst:
    """A text as Markdown, with what became of its directives and roles."""

    body: str = ""
    has_math: bool = False
    lost: list[Loss] = field(default_factory=list)


_DIRECTIVE: Final = re.compile(r"^[ \t]*\.\.[ \t]+(?:\|[^|\n]+\|[ \t]+)?([a-zA-Z][\w:.+-]*)[ \t]?::", re.MULTILINE)
_ROLE: Final = re.compile(r"(?<![\w`]):([a-zA-Z][\w:.+-]{0,40}):`|`:([a-zA-Z][\w:.+-]{0,40}):(?!\w)")
_DEFINED: Final = re.compile(r"^[ \t]*\.\.[ \t]+role::[ \t]*([\w.+-]+)", re.MULTILINE)
_STANDARD_WORDS: Final = (
    "abbreviation ab acronym ac code emphasis literal math strong subscript sub superscript sup title-reference "
    "title t pep-reference pep rfc-reference rfc raw index i named-reference anonymous-reference uri-reference uri "
    "url target footnote-reference citation-reference substitution-reference"
)
_STANDARD_ROLES: Final = frozenset(_STANDARD_WORDS.split())
"""https://docutils.sourceforge.io/docs/ref/rst/roles.html, read 2026-11-29."""

_REFERENCES: Final = frozenset({"doc", "slug", "post", "page", "ref", "any", "filename"})
_CODE_WORDS: Final = (
    "kbd command file samp option program envvar class func meth mod attr obj data const exc makevar regexp "
    "mimetype dfn token"
)
_PLAIN_CODE: Final = frozenset(_CODE_WORDS.split())
_CODE: Final = frozenset({"code", "code-block", "sourcecode", "highlight"})
_FILES: Final = frozenset({"listing", "include", "literalinclude", "code-include"})
_PICTURES: Final = frozenset({"thumbnail"})
_ASIDES: Final = frozenset({"contents", "sectnum", "toctree", "meta"})
"""What a theme makes of a text's headings, and what no reader sees."""

_ADDRESS: Final = re.compile(r"(?:https?:)?//\S+")
_MOST_FILES: Final = 50


def rst_to_markdown(text: str, find: Find = lambda _name: None) -> Rst:
    """Return reStructuredText as Markdown. Raises UnfitHtmlError."""
    from docutils import nodes
    from docutils.core import publish_doctree, publish_parts
    from docutils.io import DocTreeInput

    made = Rst()
    settings = {**_SETTINGS, "report_level": 2, "site_gen_rst": made, "site_gen_find": find, "site_gen_files": []}
    try:
        _register(text)
        tree = publish_doctree(text, settings_overrides=settings)
        _keep_what_failed(tree, made)
        made.has_math = any(True for _ in tree.findall(lambda node: isinstance(node, nodes.math | nodes.math_block)))
        parts = publish_parts(
            tree, source_class=DocTreeInput, reader="doctree", writer="html5", settings_overrides={**_SETTINGS}
        )
    except RecursionError as error:
        raise UnfitHtmlError(m("its blocks are nested too deep")) from error
    except Exception as error:  # whatever a directive of somebody's raises
        raise UnfitHtmlError(m("docutils can't read it: {name}", name=type(error).__name__)) from error
    made.body = to_markdown(str(parts["body"]))
    made.lost.sort(key=lambda loss: loss.line)
    return made


_SETTINGS: Final[Mapping[str, Any]] = {
    "file_insertion_enabled": False,
    "raw_enabled": True,
    "report_level": 5,
    "halt_level": 5,
    "_disable_config": True,
    "doctitle_xform": False,
    "sectsubtitle_xform": False,
    "initial_header_level": 2,
    "syntax_highlight": "none",
    "math_output": "LaTeX",
    "line_length_limit": 100_000,
    "smart_quotes": False,
    "traceback": False,
    "warning_stream": False,
}


def _keep_what_failed(tree: nodes.document, made: Rst) -> None:
    """Put what docutils couldn't read back as it was written: its own reports would go, and the text in them."""
    from docutils import nodes

    for message in dict.fromkeys([*tree.findall(nodes.system_message), *tree.parse_messages, *tree.transform_messages]):
        why = message.children[0].astext() if message.children else ""
        written = [child for child in message.children if isinstance(child, nodes.literal_block)]
        is_lost = message["level"] >= 3 or re.search("disabled|deactivated", why) is not None
        if is_lost and written and message.parent is not None:
            message.parent.replace(message, written)
        if is_lost:
            why = " ".join(why.split())[:150]
            kept = m("it stands as it was written") if written else m("the rest stays")
            made.lost.append(Loss(m("markup"), int(message.get("line", 0)), joined(f"{why}: ", kept)))
    for problem in list(tree.findall(nodes.problematic)):
        problem.parent.replace(problem, nodes.Text(problem.astext()))


# --- directives and roles that docutils has not -----------------------------------------------------------------


def _register(text: str) -> None:
    """Tell docutils of a text's directives and roles that it has not, and of all options that others know.

    docutils keeps them for the process; what one text adds is the same for all.
    """
    from docutils import frontend, utils
    from docutils.languages import get_language
    from docutils.parsers.rst import Parser, directives, roles

    english: Any = get_language("en")
    settings = frontend.get_default_settings(Parser)
    settings.report_level, settings.warning_stream = 5, False
    silent = utils.new_document("", settings)
    for name in {found.lower() for found in _DIRECTIVE.findall(text)}:
        known, _ = directives.directive(name, english, silent)
        if known is None or name in _CODE | _FILES | _ASIDES | _PICTURES:
            directives.register_directive(name, _classes()[_class_of(name)])
        elif known.option_spec is not None and not isinstance(known.option_spec, _AnyOption):
            permissive = type(known.__name__, (known,), {"option_spec": _AnyOption(known.option_spec)})
            directives.register_directive(name, permissive)
    defined = {name.lower() for name in _DEFINED.findall(text)}
    used = {(before or after).lower() for before, after in _ROLE.findall(text)}
    for name in used - defined - _STANDARD_ROLES:
        roles.register_local_role(name, _role)  # type: ignore[arg-type]  # its types know references alone


class _AnyOption(dict[str, Any]):
    """Options of a directive, and any other, which is left alone."""

    def __missing__(self, _name: str) -> Callable[[str | None], str]:
        return lambda value: value or ""

    def __bool__(self) -> bool:
        return True


def _class_of(name: str) -> str:
    names = {"code": _CODE, "file": _FILES, "aside": _ASIDES, "picture": _PICTURES}
    return next((made for made, those in names.items() if name in those), "any")


@cache
def _classes() -> Mapping[str, type[Directive]]:
    """Return the directives of others, as docutils wants them: it is imported when a text needs it."""
    from docutils import nodes
    from docutils.parsers.rst import Directive
    from docutils.parsers.rst.directives.images import Figure

    class Any_(Directive):  # noqa: N801  # the directive of any name
        """A directive of any name: an embed, a picture, a box; of others, the text stays."""

        optional_arguments = 1
        final_argument_whitespace = True
        option_spec = _AnyOption()
        has_content = True

        def lose(self, why: str) -> None:
            _lose(self.state.document, m("directive {name}", name=self.name), self.lineno, why)

        def run(self) -> list[nodes.Node]:
            written = "\n".join(self.content)
            named = {key.lower(): str(value) for key, value in self.options.items()}
            words = tuple(self.arguments[0].split()) if self.arguments else ()
            tag = Tag(self.name.lower(), words, named, None)
            made = None if written and ours.is_callout(self.name) else ours_of(tag)
            if made:
                return [_markdown(made), *self.inner()]
            address = next((word for word in (*words, written.strip()) if _ADDRESS.fullmatch(word)), "")
            if address and written.strip() in {"", address}:
                return [_markdown(f"\n\n{ours.framed(address)}\n\n")]
            self.lose(m("its text stays") if written.strip() else m("there is nothing like it here"))
            return self.inner()

        def inner(self) -> list[nodes.Node]:
            around = nodes.container()
            self.state.nested_parse(self.content, self.content_offset, around)
            return list(around.children)

    class Code(Any_):
        """Code without line numbers, which would stand in what readers copy."""

        def run(self) -> list[nodes.Node]:
            return [_code("\n".join(self.content), self.arguments[0].split()[0] if self.arguments else "")]

    class File(Any_):
        """What another file of the site says: code, or a text."""

        def run(self) -> list[nodes.Node]:
            name, _, language = (self.arguments[0] if self.arguments else "").strip().partition(" ")
            settings = self.state.document.settings
            text = settings.site_gen_find(name) if len(settings.site_gen_files) < _MOST_FILES else None
            if text is None:
                self.lose(m("there is no file {name}", name=name[:100]))
                return []
            settings.site_gen_files.append(name)
            if self.name.lower() == "include" and not {"code", "literal"} & self.options.keys():
                self.content = type(self.content)(text.split("\n"), source=name)
                return self.inner()
            language = self.options.get("language") or self.options.get("code") or language
            return [_code(text, language or PurePosixPath(name).suffix.lstrip("."))]

    class Aside(Any_):
        """What the theme makes by itself, or no reader sees."""

        def run(self) -> list[nodes.Node]:
            return []

    class Picture(Figure):
        """A small picture that leads to itself."""

        option_spec = _AnyOption(Figure.option_spec or {})

    return {"any": Any_, "code": Code, "file": File, "aside": Aside, "picture": Picture}


def _lose(document: Any, what: str, line: int, why: str) -> None:
    made: Rst = document.settings.site_gen_rst
    made.lost.append(Loss(what, line, why))


def _markdown(text: str) -> nodes.raw:
    """Return Markdown of ours as a node that comes through as it is."""
    from docutils import nodes

    return nodes.raw("", f"<{MADE}>{escape(text)}</{MADE}>", format="html")


def _code(text: str, language: str) -> nodes.raw:
    return _markdown(ours.fence(text, "" if language.lower() in {"none", "text"} else language))


def _role(
    name: str, _rawtext: str, text: str, line: int, inliner: Any, _options: object = None, _content: object = None
) -> tuple[list[nodes.Node], list[nodes.Node]]:
    """Return what a role of others is here: a link to a text, code, or its words."""
    from docutils import nodes, utils

    plain = utils.unescape(text)
    found = re.fullmatch(r"(?P<words>.*?)\s*<(?P<target>[^<>]+)>", plain, re.DOTALL)
    words, target = (found["words"], found["target"]) if found else (plain, plain)
    last = name.lower().rpartition(":")[2]
    if last in _REFERENCES:
        shown = words if found else words.strip("/").rpartition("/")[2].replace("-", " ")
        return [nodes.reference("", shown, refuri=f"{REFERENCE}{target.strip()}")], []
    if last in _PLAIN_CODE:
        return [nodes.literal("", words.lstrip("~!"))], []
    _lose(inliner.document, m("role {name}", name=name), line, m("its words stay"))
    return [nodes.Text(words)], []
