"""Templates: one environment for a theme, its filters, and errors that name the template's line."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final
from xml.sax.saxutils import escape

import jinja2
from jinja2.runtime import Context
from markupsafe import Markup

from site_gen.problems import Location, Problem, ProjectError
from site_gen.render.localize import Localizer
from site_gen.render.markdown import MarkdownRenderer

FALLBACK: Final = "default.html"
"""The template of every kind of page that a theme has no template of its own for."""


@dataclass(frozen=True, slots=True)
class TemplateSet:
    """What templates are rendered with: folders (the first wins), interface texts by language, the site's zone.

    `labels` gives the name under which messages speak of each folder.
    """

    folders: tuple[Path, ...]
    labels: tuple[str, ...]
    strings: Mapping[str, Mapping[str, object]]
    time_zone: str


class _Environment(jinja2.Environment):
    """Reads views by their keys: a view's `items` is its data, not a method of dict."""

    def getattr(self, obj: Any, attribute: str) -> Any:
        if type(obj) is dict:
            try:
                return obj[attribute]
            except KeyError:
                return self.undefined(obj=obj, name=attribute)
        return super().getattr(obj, attribute)


class TemplateRenderer:
    """Renders the templates of one theme. Not for several threads at once: the language is set for each page."""

    def __init__(self, templates: TemplateSet) -> None:
        self._templates = templates
        self._localizers: dict[str, Localizer] = {}
        self._markdown = MarkdownRenderer()
        self._localizer = self._localizer_for("en")
        self._environment = _Environment(
            loader=jinja2.FileSystemLoader([str(folder) for folder in templates.folders]),
            autoescape=lambda name: name is None or not name.endswith(".txt"),
            undefined=jinja2.StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
            keep_trailing_newline=True,
            auto_reload=False,
            cache_size=-1,
        )
        self._environment.globals.update({"t": self._text, "tn": self._text})
        for name in _FORMATS:
            self._environment.filters[name] = self._format(name)
        self._environment.filters["markdown"] = self._unfolded(self._render_markdown)
        self._environment.filters["jsonld"] = jsonld
        self._environment.filters["json"] = lambda value: Markup(json.dumps(value, ensure_ascii=False))  # noqa: S704  # JSON files
        self._environment.filters["absolute"] = absolute
        self._environment.filters["xml"] = lambda text: Markup(escape(str(text)))  # noqa: S704  # escaped here

    def render(self, template: str, view: Mapping[str, Any]) -> bytes:
        """Return a page as UTF-8. Raises ProjectError where the template (or a piece of it) has a mistake."""
        self._localizer = self._localizer_for(view["site"]["lang"])
        try:
            found = self._environment.select_template([template, FALLBACK])
            return found.render(view).encode()
        except Exception as error:  # whatever a template does wrong is its author's to mend, with its line
            raise ProjectError([self._problem(error, template)]) from error

    def _localizer_for(self, language: str) -> Localizer:
        if language not in self._localizers:
            templates = self._templates
            self._localizers[language] = Localizer(language, templates.time_zone, templates.strings)
        return self._localizers[language]

    def _text(self, key: str, **values: object) -> str:
        return self._localizer.text(key, **values)

    def _render_markdown(self, body: Mapping[str, Any]) -> Markup:
        return self._markdown.render(body, self._localizer.text("table.label"))

    def _format(self, name: str) -> Callable[..., Any]:
        return self._unfolded(lambda *values: getattr(self._localizer, name)(*values))

    @staticmethod
    def _unfolded(function: Callable[..., Any]) -> Callable[..., Any]:
        """Keep Jinja from computing a filter of a constant once for all languages, when it compiles."""

        @jinja2.pass_context
        def filter_(_: Context, *values: Any) -> Any:
            return function(*values)

        return filter_

    def _problem(self, error: Exception, template: str) -> Problem:
        if isinstance(error, jinja2.TemplateNotFound):
            names = " or ".join(dict.fromkeys(map(str, [*getattr(error, "templates", ()), error.name or template])))
            return Problem(Location(f"{self._templates.labels[0]}/templates"), f"there is no template {names}")
        name, line = self._place(error, template)
        message = error.message if isinstance(error, jinja2.TemplateError) else str(error)
        return Problem(Location(name, line), f"{message or type(error).__name__}", "templates: see README, 'Themes'")

    def _place(self, error: Exception, template: str) -> tuple[str, int]:
        """Return the template file and the line of an error, by the frames that Jinja gives template names."""
        if isinstance(error, jinja2.TemplateSyntaxError):
            return self._label(error.filename or error.name or template), error.lineno
        place, trace = (self._label(template), 1), error.__traceback__
        while trace is not None:
            filename = trace.tb_frame.f_code.co_filename
            if self._folder_of(filename) is not None:
                place = (self._label(filename), trace.tb_lineno)
            trace = trace.tb_next
        return place

    def _folder_of(self, filename: str) -> int | None:
        for index, folder in enumerate(self._templates.folders):
            if Path(filename).is_relative_to(folder):
                return index
        return None

    def _label(self, filename: str) -> str:
        index = self._folder_of(filename)
        if index is None:
            return f"{self._templates.labels[0]}/templates/{filename}"
        relative = Path(filename).relative_to(self._templates.folders[index]).as_posix()
        return f"{self._templates.labels[index]}/templates/{relative}"


_FORMATS: Final = (
    "money", "number", "quantity", "signed_percent", "day", "day_short", "month", "instant", "instant_short",
    "period", "language_name",
)  # fmt: skip


def absolute(html: str, origin: str) -> str:
    """Return HTML whose addresses name the host too, for readers that show it elsewhere."""
    html = re.sub(r'(\b(?:href|src)=")/(?!/)', rf"\1{origin}/", html)
    return re.sub(r'(?<=srcset=")[^"]*', lambda found: re.sub(r"(^|, )/", rf"\1{origin}/", found[0]), html)


def jsonld(nodes: Sequence[Mapping[str, Any]]) -> Markup:
    """Return structured data as its script element ('' for none). `<` is escaped, so that no text can end it."""
    if not nodes:
        return Markup("")
    data = json.dumps({"@context": "https://schema.org", "@graph": list(nodes)}, ensure_ascii=False, separators=(",", ":"))
    for character in "<>&\u2028\u2029":
        data = data.replace(character, f"\\u{ord(character):04x}")
    return Markup(f'<script type="application/ld+json">{data}</script>')  # noqa: S704  # escaped above
