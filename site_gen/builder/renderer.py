"""Renders artifacts to bytes, for builds, checks, previews and pictures alike.

Knows templates and makers, never a `Site`.
"""

from __future__ import annotations

import marshal
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from site_gen.builder.cache import Cache
from site_gen.builder.page_links import page_links
from site_gen.builder.report import PageLinks
from site_gen.hashing import content_hash
from site_gen.problems import ProjectError
from site_gen.render.artifact import (
    Artifact,
    FreeMaker,
    FromBefore,
    FromFile,
    FromFont,
    FromLetters,
    FromLocked,
    FromLockedFile,
    FromMark,
    FromPicture,
    FromPlainPicture,
    FromPlan,
    FromTemplate,
    FromText,
    FromTypst,
)
from site_gen.render.closures import TemplateClosures
from site_gen.render.locked import seal, with_envelope
from site_gen.render.originals import read_original, theme_file
from site_gen.render.templates import TemplateRenderer, TemplateSet
from site_gen.render.typst import Typesetter

if TYPE_CHECKING:
    from PIL import Image

SlowMaker = FromPicture | FromMark | FromPlainPicture | FromFont | FromLetters | FromTypst
"""Makers whose results are kept in the cache."""


@dataclass(frozen=True, slots=True)
class RenderContext:
    """What a worker needs: templates, the cache of slow results, the output to compare with, the staging folder, and
    the passwords of locked pages by the names of their variables."""

    templates: TemplateSet
    cache: Cache
    output: Path
    staging: Path | None
    passwords: Mapping[str, str] = field(default_factory=dict, repr=False)
    references: Mapping[str, frozenset[str | None]] = field(default_factory=dict, repr=False)
    """The templates that template files refer to, by the hash of their bytes."""

    private: bool = False
    """Whether files are made for the owner alone, not for a web server."""

    with_links: bool = False
    """Whether the links of pages are asked for."""


@dataclass(frozen=True, slots=True)
class ArtifactKey:
    """What an artifact's bytes depend on: its templates with all their dependencies, the site's part of its view, and
    its own part, each as a hash; '' for missing parts."""

    templates: str
    site: str
    own: str

    @property
    def text(self) -> str:
        return f"{self.templates} {self.site} {self.own}".strip()


def _hash_of(view: Any) -> str:
    # Version 0 writes equal data as equal bytes, whatever objects it consists of, and takes a fifth of JSON's time.
    return content_hash(marshal.dumps(view, 0))


class ArtifactRenderer:
    """Renders artifacts one after another."""

    def __init__(self, context: RenderContext) -> None:
        self.context = context
        self._typesetter: Typesetter | None = None
        self._working: tuple[str, Image.Image] | None = None
        self._site_hashes: dict[int, tuple[Mapping[str, Any], str]] = {}

    @cached_property
    def _templates(self) -> TemplateRenderer:
        return TemplateRenderer(self.context.templates, self.context.cache.templates)

    @cached_property
    def _closures(self) -> TemplateClosures:
        return TemplateClosures(self.context.templates, self.context.references)

    def take_over(self, other: ArtifactRenderer, sites: Iterable[Mapping[str, Any]], *, same_templates: bool) -> None:
        """Reuse what another renderer, which is no longer used, has loaded.

        `sites` are the current views of the site in each language; `same_templates` says whether the templates and
        their texts are unchanged. Parsed data of unchanged template files is reused in any case.
        """
        self._typesetter = other._typesetter
        self._closures = TemplateClosures(self.context.templates, other._closures.parsed)
        if same_templates:
            self._templates, self._closures = other._templates, other._closures
            self._templates.renew(sites)

    # --- what an artifact is made of ------------------------------------------------------------------------------

    def references(self, artifacts: Iterable[Artifact]) -> Mapping[str, frozenset[str | None]]:
        """Return what these artifacts' templates, and those they use, refer to: as in a `RenderContext`."""
        for artifact in artifacts:
            maker = artifact.maker
            for each in (maker.shell, maker.inner) if isinstance(maker, FromLocked) else (maker,):
                if isinstance(each, FromTemplate):
                    self._closures.fingerprint(each.template, each.view["site"]["lang"])
                elif isinstance(each, FromPlan):
                    self._closures.fingerprint(each.template, each.lang)
        return self._closures.parsed

    def key(self, artifact: Artifact) -> ArtifactKey:
        """Return the key of an artifact: equal keys mean equal bytes."""
        maker = artifact.maker
        if isinstance(maker, FromLocked):
            shell, page = self._template_key(maker.shell), self._template_key(maker.inner)
            own = content_hash("\0".join((shell.own, page.own, maker.variable, maker.token)).encode())
            return ArtifactKey(f"{shell.templates} {page.templates}", page.site, own)
        if isinstance(maker, FromTemplate):
            return self._template_key(maker)
        return ArtifactKey("", "", maker.fingerprint())

    def _template_key(self, maker: FromTemplate) -> ArtifactKey:
        site = maker.view["site"]
        own = {name: value for name, value in maker.view.items() if name != "site"}
        templates = self._closures.fingerprint(maker.template, site["lang"])
        return ArtifactKey(templates, self._site_hash(site), _hash_of(own))

    def _site_hash(self, site: Mapping[str, Any]) -> str:
        """Return the hash of the site's part of a view, which is shared by all pages of a language."""
        found = self._site_hashes.get(id(site))
        if found is None:
            found = self._site_hashes[id(site)] = (site, _hash_of(site))
        return found[1]

    # --- making ---------------------------------------------------------------------------------------------------

    def make(self, artifact: Artifact) -> bytes:
        """Return the bytes of an artifact, which is neither of the last build nor yet to be planned.

        Raises ProjectError for an error in a template, a damaged photo, and a file that changed since it was read.
        """
        maker = artifact.maker
        if isinstance(maker, FromLocked):
            page = seal(self.render(maker.inner, artifact.source), self.context.passwords[maker.variable], maker.token)
            return self._templates.render(maker.shell.template, with_envelope(maker.shell.view, page))
        if isinstance(maker, FromLockedFile):
            return seal(self.render(maker.inner, artifact.source), self.context.passwords[maker.variable], maker.token)
        if isinstance(maker, FromBefore | FromPlan):
            raise TypeError(f"{artifact.path} is there already, or not planned yet")
        return self.render(maker, artifact.source)

    def links(self, artifact: Artifact, content: bytes | None = None) -> PageLinks | None:
        """Return the links of a page, of which a locked one has those inside too; None for other files.

        `content` are the artifact's bytes, if they are made already. Raises ProjectError for an error in a template.
        """
        maker = artifact.maker
        if isinstance(maker, FromLocked):
            content = self.render(maker.shell) + self.render(maker.inner)
        elif content is None:
            inner = maker.inner if isinstance(maker, FromLockedFile) else maker
            content = self.render(inner) if isinstance(inner, FromTemplate | FromTypst) else b""
        return page_links(content.decode()) if artifact.path.endswith(".html") and content else None

    def render(self, maker: FreeMaker, source: str = "") -> bytes:
        """Return a maker's bytes, unencrypted; `source` is the file that needs them."""
        if isinstance(maker, FromTemplate):
            return self._templates.render(maker.template, maker.view)
        if isinstance(maker, FromText):
            return maker.content
        if isinstance(maker, FromFile):
            return read_original(maker.path, maker.digest, _named(maker.path, source))
        kept = self.context.cache.get(maker)
        if kept is None:
            kept = self._make_slow(maker, source)
            self.context.cache.put(maker, kept)
        return kept

    def _make_slow(self, maker: SlowMaker, source: str) -> bytes:
        match maker:
            case FromTypst():
                return self._typeset(maker)
            case FromPicture():
                return self._picture(maker, source)
            case FromMark():
                return self._mark(maker, source)
            case FromPlainPicture():
                return _plain_picture(maker, source)
            case FromFont():
                return _font(maker)
            case FromLetters():
                return _letters(maker)

    def _picture(self, maker: FromPicture, source: str) -> bytes:
        from site_gen.render.pictures import make_picture

        file = _named(maker.path, source)
        return make_picture(
            self._working_copy(maker, file), (maker.width, maker.height), maker.format, file, maker.focus
        )

    def _mark(self, maker: FromMark, source: str) -> bytes:
        from site_gen.render.pictures import make_mark

        return make_mark(self._working_copy(maker, _named(maker.path, source)), maker.size, maker.paper)

    def _working_copy(self, maker: FromPicture | FromMark, file: str) -> Image.Image:
        """Return a photo's working copy; the last one is kept, as the sizes of a photo are made one after another."""
        from filelock import FileLock

        from site_gen.render.pictures import read_working_copy

        kept = self._working
        if kept is None or kept[0] != maker.digest:
            # One large photo at a time, whatever the number of processes: memory is what they have in common.
            large = FileLock(self.context.cache.folder / "large-picture.lock")
            copy = read_working_copy(read_original(maker.path, maker.digest, file), file, large)
            kept = self._working = (maker.digest, copy)
        return kept[1]

    def _typeset(self, maker: FromTypst) -> bytes:
        try:
            return self._typesetter_for(maker).compile(maker.template, maker.data, maker.format, maker.ppi)
        except (ProjectError, RuntimeError):
            if self._typesetter is None or self._typesetter.is_whole:
                raise
        # The cache was cleared in the meantime.
        return self._typesetter_for(maker).compile(maker.template, maker.data, maker.format, maker.ppi)

    def _typesetter_for(self, maker: FromTypst) -> Typesetter:
        setter = self._typesetter
        # A site has one theme: a typesetter from before a change is no longer needed and uses much memory.
        if setter is None or setter.digest != maker.typesetting.digest or not setter.is_whole:
            setter = self._typesetter = Typesetter(maker.typesetting, self.context.cache.typeset)
        return setter


def _plain_picture(maker: FromPlainPicture, source: str) -> bytes:
    from site_gen.render.pictures import make_plain_picture

    file = _named(maker.path, source)
    return make_plain_picture(read_original(maker.path, maker.digest, file), file)


def _font(maker: FromFont) -> bytes:
    from site_gen.render.fonts import subset

    try:
        return subset(maker.path, maker.characters)
    finally:  # subset reads the file piece by piece, so check its digest afterwards
        read_original(maker.path, maker.digest, theme_file(maker.path))


def _letters(maker: FromLetters) -> bytes:
    from site_gen.render.pictures import make_icon

    font = read_original(maker.font, maker.font_digest, theme_file(maker.font)) if maker.font else None
    return make_icon(maker.letters, maker.size, maker.colors, font)


def _named(path: Path, source: str) -> str:
    """Return the name of a file, needed by `source`, for messages."""
    return source if source.startswith(("content/", "static/")) else theme_file(path)
