"""Templates: one environment for a theme, its filters, and errors that name the template's line."""

from __future__ import annotations

import base64
import hashlib
import json
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from html import escape as escape_html
from html import unescape
from pathlib import Path
from typing import Any, Final
from urllib.parse import urljoin

import jinja2
from jinja2.bccache import Bucket
from jinja2.exceptions import SecurityError
from jinja2.runtime import Context, Macro
from jinja2.sandbox import ImmutableSandboxedEnvironment
from markupsafe import Markup

from site_gen.files import write_own
from site_gen.hashing import content_hash
from site_gen.messages import m
from site_gen.model.security_policy import with_frames
from site_gen.packed_dict import PackedDict
from site_gen.problems import Location, Problem, ProjectError
from site_gen.render.localize import Localizer
from site_gen.render.markdown import MarkdownRenderer
from site_gen.render.offer_words import OfferWords, capital
from site_gen.render.video import video_html

FALLBACK: Final = "default.html"
"""The template for kinds of page without their own template in the theme."""

ONCE: Final = "once"
"""The function with which a template uses a piece that depends only on the site."""

_SANDBOXED: Final = "sandboxed"
_UNTRUSTED: Final = m("take it out; 'trusted: true' below theme: in site.yaml lets the theme do all that you can")
_TEMPLATES: Final = m("site-gen help themes lists what each template gets, with filters and functions")


@dataclass(frozen=True, slots=True)
class TemplateSet:
    """What templates are rendered with: folders (the first wins), interface texts by language, the site's zone.

    `labels` are the folders' names in messages.
    """

    folders: tuple[Path, ...]
    labels: tuple[str, ...]
    strings: Mapping[str, Mapping[str, object]]
    time_zone: str
    sandboxed: bool = False
    """Whether the templates are somebody else's: they then see what they are given, and nothing else."""


class _Environment(jinja2.Environment):
    """Looks up attributes of views as keys (`items` is a view's data, not dict's method); loads each template once."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        self._found: dict[str, jinja2.Template] = {}
        self._kept, self._once = _Kept(), _Once(self)
        self.globals |= {"kept": self._kept, ONCE: self._once}

    def get_template(
        self,
        name: str | jinja2.Template,
        parent: str | None = None,
        globals: Any = None,  # noqa: A002
    ) -> jinja2.Template:
        """Return a template without checking its file again: files don't change during a build."""
        if not isinstance(name, str):
            return name
        found = self._found.get(name)
        if found is None:
            found = self._found[name] = super().get_template(name, parent, globals)
        return found

    def renew(self, site: Mapping[str, Any]) -> None:
        """Drop cached results of views, and if the site has changed, those that depend on it."""
        self._kept.clear()
        if site != self.globals["site"]:
            self.globals["site"] = site
            self._once.clear()
            for template in self.cache.values() if self.cache is not None else ():
                template._module = None  # noqa: SLF001  # what `import` found in it: Jinja lets go of it no other way

    def getattr(self, obj: Any, attribute: str) -> Any:
        if type(obj) is dict:
            try:
                return obj[attribute]
            except KeyError:
                return self.undefined(obj=obj, name=attribute)
        return super().getattr(obj, attribute)


class _SandboxedTemplate(jinja2.Template):
    """A template whose parts begin anew for each page that imports them: nothing of one page is there for another."""

    def _get_default_module(self, ctx: Context | None = None) -> Any:
        keys = ctx.globals_keys - self.globals.keys() if ctx is not None else ()
        return self.make_module({key: ctx.parent[key] for key in keys} if ctx is not None else {})


class _SandboxedEnvironment(_Environment, ImmutableSandboxedEnvironment):
    """The same for templates that aren't trusted: what Python has inside is out of reach, views can't be changed, and
    what a client's page is given gets into no other page.

    Such a template can still take long, and what it writes into its own page is up to it.
    """

    template_class = _SandboxedTemplate

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        self.globals["kept"] = _not_kept


def _not_kept(macro: object, view: Mapping[str, Any], **options: object) -> Markup:
    if not isinstance(macro, Macro):
        raise SecurityError(m("kept() takes a macro"))
    return Markup(macro(view, **options))  # noqa: S704  # a macro escapes what it writes


class TemplateRenderer:
    """Renders the templates of one theme, in an environment for each language.

    `site` is the same for every page of a language; it is a global, so that pieces imported by many pages are rendered
    once. Compiled templates are cached in the folder `compiled`, if given.
    """

    def __init__(self, templates: TemplateSet, compiled: Path | None = None) -> None:
        self._templates = templates
        self._markdown = MarkdownRenderer()
        # Compiled for one kind of environment, a template would run unguarded in the other.
        folder = compiled / _SANDBOXED if compiled and templates.sandboxed else compiled
        self._compiled = _CompiledTemplates(folder) if folder else None
        self._environments: dict[str, _Environment] = {}

    def render(self, template: str, view: Mapping[str, Any]) -> bytes:
        """Return a page as UTF-8. Raises ProjectError if the template (or a part of it) has an error."""
        site = view["site"]
        environment = self._environments.get(site["lang"])
        if environment is None:
            environment = self._environments[site["lang"]] = self._environment(site)
        try:
            found = environment.select_template([template, FALLBACK])
            return found.render(view).encode()
        except Exception as error:  # any error in a template is reported to its author, with the line
            raise ProjectError([self._problem(error, template)]) from error

    def renew(self, sites: Iterable[Mapping[str, Any]]) -> None:
        """Prepare for new views with the same templates. `sites` are the site's views, one for each language."""
        for site in sites:
            environment = self._environments.get(site["lang"])
            if environment is not None:
                environment.renew(site)

    def own_names(self, site: Mapping[str, Any]) -> list[str]:
        """Return the filters and functions that templates have besides Jinja's own."""
        environment, jinja = self._environment(site), jinja2.Environment(autoescape=True)
        return sorted((set(environment.filters) - set(jinja.filters)) | (set(environment.globals) - set(jinja.globals)))

    def _environment(self, site: Mapping[str, Any]) -> _Environment:
        templates = self._templates
        localizer = Localizer(site["lang"], templates.time_zone, templates.strings)
        kind = _SandboxedEnvironment if templates.sandboxed else _Environment
        environment = kind(
            loader=jinja2.FileSystemLoader([str(folder) for folder in templates.folders]),
            autoescape=lambda name: name is None or not name.endswith(".txt"),
            undefined=jinja2.StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
            keep_trailing_newline=True,
            auto_reload=False,
            cache_size=-1,
            bytecode_cache=self._compiled,
        )
        known: dict[str, Any] = environment.globals  # where a preview puts another site in place of this one
        known |= {"t": localizer.text, "site": site}
        for name in _FORMATS:
            environment.filters[name] = _unfolded(getattr(localizer, name))
        words = OfferWords(localizer)
        environment.filters["until"] = _unfolded(lambda moment: capital(words.until(moment)))
        environment.filters["until_short"] = _unfolded(lambda moment: capital(words.until_short(moment)))
        environment.filters["markdown"] = _unfolded(
            lambda body: self._markdown.render(body, localizer.text, known["site"])
        )
        environment.filters["video"] = _unfolded(lambda view: video_html(view, localizer.text, known["site"]))
        environment.filters.update(
            {"jsonld": jsonld, "csp_for": csp_for, "json": as_json, "absolute": absolute, "xml": as_xml_text}
        )
        return environment

    def _problem(self, error: Exception, template: str) -> Problem:
        if isinstance(error, jinja2.TemplateNotFound):
            names = " or ".join(dict.fromkeys(map(str, [*getattr(error, "templates", ()), error.name or template])))
            hint = m("write {labels}/templates/{name}", labels=self._templates.labels[0], name=error.name or template)
            folder = (f"{self._templates.labels[0]}/templates", 1)
            is_page = FALLBACK in getattr(error, "templates", ())
            place = folder if is_page else self._place(error, template)
            return Problem(Location(*place), m("there is no template {names}", names=names), hint)
        name, line = self._place(error, template)
        if isinstance(error, UnicodeDecodeError):
            return Problem(Location(name), m("the template is not written in UTF-8"), m("save the file as UTF-8"))
        if isinstance(error, SecurityError):
            return Problem(Location(name, line), m("{error}; the theme isn't trusted", error=error), _UNTRUSTED)
        message = error.message if isinstance(error, jinja2.TemplateError) else str(error)
        return Problem(Location(name, line), message or type(error).__name__, _TEMPLATES)

    def _place(self, error: Exception, template: str) -> tuple[str, int]:
        """Return the template file and the line of an error, from the traceback frames named after templates."""
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


class _CompiledTemplates(jinja2.BytecodeCache):
    """Compiled templates in a folder, each with its hash before it: what is damaged is compiled again, and where
    nothing can be written, nothing is kept."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        with suppress(OSError):
            folder.mkdir(parents=True, exist_ok=True)

    def load_bytecode(self, bucket: Bucket) -> None:
        with suppress(OSError, ValueError, EOFError, TypeError):
            hash_, _, code = self._path(bucket).read_bytes().partition(b"\n")
            if content_hash(code).encode() == hash_:
                bucket.bytecode_from_string(code)

    def dump_bytecode(self, bucket: Bucket) -> None:
        code = bucket.bytecode_to_string()
        with suppress(OSError):
            write_own(self._path(bucket), content_hash(code).encode() + b"\n" + code)

    def _path(self, bucket: Bucket) -> Path:
        return self._folder / f"{bucket.key}.bytecode"


def _unfolded(function: Callable[..., Any]) -> Callable[..., Any]:
    """Stop Jinja from evaluating a filter of a constant at compile time: the result depends on the language."""

    @jinja2.pass_context
    def filter_(_: Context, *values: Any) -> Any:
        return function(*values)

    return filter_


_FORMATS: Final = (
    "money",
    "number",
    "quantity",
    "signed_percent",
    "change",
    "day",
    "day_short",
    "day_or_month",
    "month",
    "deadline",
    "instant_short",
    "period",
    "language_name",
)
"""The methods of `Localizer` that are filters."""


def as_json(value: object) -> Markup:
    """Return a value for a JSON file."""
    return Markup(json.dumps(value, ensure_ascii=False))  # noqa: S704  # JSON, not HTML


def as_xml_text(text: object) -> Markup:
    """Return HTML escaped once more, for an element that contains HTML as text."""
    return Markup(escape_html(str(text), quote=False))  # noqa: S704  # escaped here


def absolute(html: str, page: str) -> str:
    """Return HTML with absolute addresses, for readers that show it elsewhere; `page` is the address of its page."""
    html = re.sub(r'(\b(?:href|src|poster)=")([^"]*)', lambda found: found[1] + _joined(page, found[2]), str(html))
    return re.sub(r'(?<=srcset=")[^"]*', lambda found: _joined_set(page, found[0]), html)


def _joined(page: str, address: str) -> str:
    if address.startswith(("https://", "http://", "mailto:", "tel:")):
        return address
    try:
        return escape_html(urljoin(page, unescape(address)))
    except ValueError:
        return address


def _joined_set(page: str, addresses: str) -> str:
    parts = (part.strip().partition(" ") for part in addresses.split(", "))
    return ", ".join(f"{_joined(page, address)}{space}{size}" for address, space, size in parts)


def jsonld(nodes: Sequence[Mapping[str, Any]]) -> Markup:
    """Return structured data: a script element for each node, so that an offer's can be removed separately."""
    scripts = [f'<script type="application/ld+json">{_jsonld_text(node)}</script>' for node in nodes]
    return Markup("\n".join(scripts))  # noqa: S704  # escaped there


def csp_for(policy: str, nodes: Sequence[Mapping[str, Any]], frames: Sequence[str] = ()) -> str:
    """Return the policy of a page with structured data, and with videos from the origins `frames`.

    Browsers don't run such scripts, so the hashes allow nothing; without them, checkers report inline scripts.
    """
    digests = [hashlib.sha256(_jsonld_text(node).encode()).digest() for node in nodes]
    hashes = "".join(f" 'sha256-{base64.b64encode(digest).decode()}'" for digest in digests)
    return with_frames(policy.replace("script-src 'self'", f"script-src 'self'{hashes}"), frames)


def _jsonld_text(node: Mapping[str, Any]) -> str:
    """Return a node as JSON; `<` is escaped, so that no text in it can end the element."""
    data = json.dumps({"@context": "https://schema.org", **node}, ensure_ascii=False, separators=(",", ":"))
    for character in "<>&\u2028\u2029":
        data = data.replace(character, f"\\u{ord(character):04x}")
    return data


class _Once:
    """A piece that depends only on `site`, and is therefore the same on every page of a language."""

    def __init__(self, environment: jinja2.Environment) -> None:
        self._environment = environment
        self._made: dict[str, Markup] = {}

    def __call__(self, template: str) -> Markup:
        """Return the piece, rendered for the first page that uses it."""
        if template not in self._made:
            self._made[template] = Markup(self._environment.get_template(template).render())  # noqa: S704  # escaped
        return self._made[template]

    def clear(self) -> None:
        self._made.clear()


class _Kept:
    """Caches a macro's result for an entry, for other lists that contain the entry.

    Only for macros that depend only on their arguments and `site`.
    """

    def __init__(self) -> None:
        self._made: PackedDict[tuple[object, ...], tuple[Mapping[str, Any], Markup]] = PackedDict()

    def __call__(self, macro: Macro, view: Mapping[str, Any], **options: object) -> Markup:
        """Return `macro(view, **options)`, rendered once for equal views. The last result for each `url` is cached."""
        where = macro._func.__code__.co_filename  # noqa: SLF001  # two templates may have macros of one name
        key = (where, macro.name, view["url"], *options.items())
        found = self._made.get(key)
        if found is None or (found[0] is not view and found[0] != view):
            made = Markup(macro(view, **options))  # noqa: S704  # a macro escapes what it writes
            found = self._made[key] = (view, made)
        return found[1]

    def clear(self) -> None:
        self._made.clear()
