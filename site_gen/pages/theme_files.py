"""The theme's files as the site serves them: one stylesheet, scripts, fonts, icons, the manifest. Names contain a hash,
so that browsers can cache them forever."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Final

from slugify import slugify

from site_gen.hashing import content_hash
from site_gen.imaging.kinds import Kind
from site_gen.load.references import find_picture
from site_gen.model.settings import Settings
from site_gen.model.site import FontSpec, PictureFile, Site, ThemeFiles
from site_gen.model.used_photos import focal_points
from site_gen.pages.photos import focus_class
from site_gen.pages.sections import may_show_sections
from site_gen.pages.views.site import AssetsView
from site_gen.render import colors
from site_gen.render.artifact import Artifact, FromFile, FromFont, FromLetters, FromMark, FromPlainPicture, FromText
from site_gen.render.fonts import scripts_for

_COMMENT: Final = re.compile(r"/\*.*?\*/", re.DOTALL)
_SPACE: Final = re.compile(r"""("[^"\n]*"|'[^'\n]*')|\s*([{};])\s*|([,:])\s+""")
"""A quoted text, and what spaces mean nothing around (CSS Syntax Module Level 3, section 4): of a colon and a comma
only those behind, as `a :hover` is not `a:hover`."""

_URL: Final = re.compile(r"url\(\s*['\"]?(?!data:|https?:|/|#)([^'\")]+)['\"]?\s*\)")
_DEFAULT_COLORS: Final = {"paper": ("#ffffff", "#14120f"), "ink": ("#16130f", "#f2ede4")}
ICON_SIZES: Final = {"icon-96.png": 96, "apple-touch-icon.png": 180, "icon-192.png": 192, "icon-512.png": 512}


@dataclass(frozen=True, slots=True)
class ThemeOutput:
    """What pages must know about the theme's files, and the files themselves. `fonts` are addresses by script."""

    assets: AssetsView
    fonts: Mapping[str, tuple[str, ...]]
    favicon_url: str
    touch_icon_url: str
    icons: tuple[tuple[str, int], ...]
    theme_color: tuple[str, str]
    artifacts: tuple[Artifact, ...]

    def assets_for(self, language: str) -> AssetsView:
        """Return the files' addresses for pages in a language: only the fonts for its script are preloaded."""
        needed = ("cyrillic", "latin") if language in CYRILLIC else ("latin",)
        fonts = [address for script in needed for address in self.fonts.get(script, ())]
        return AssetsView(**{**self.assets, "fonts": fonts})


CYRILLIC: Final = frozenset({"ru", "uk", "be", "bg", "sr", "mk", "kk", "ky", "mn"})


def theme_output(site: Site, *, has_videos: bool, has_search: bool = False) -> ThemeOutput:
    """Return the theme's files for a site; `has_videos` says whether one of its pages shows a video, `has_search`
    whether it has a search."""
    return _Assembler(site, has_videos=has_videos, has_search=has_search).assemble()


@dataclass(frozen=True, slots=True)
class _FontFile:
    """A file of the typeface: the characters of one script in one weight, or range of weights."""

    script: str
    address: str
    unicode_range: str
    weight: str
    style: str


def _by_script(files: Iterable[_FontFile]) -> Mapping[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for file in files:
        if file.style == "normal":  # a word in italics may wait
            found[file.script] = (*found.get(file.script, ()), file.address)
    return found


class _Assembler:
    def __init__(self, site: Site, *, has_videos: bool, has_search: bool) -> None:
        self.served: Mapping[str, bool] = {
            "unlisted": bool(site.unlisted),
            "forms": site.main.form is not None or site.form_route is not None,
            "video": has_videos,
            "search": has_search,
            "statistics": bool(site.main.statistics),
            "sections": may_show_sections(site),
        }
        self.theme: ThemeFiles = site.theme
        self.settings: Settings = site.main
        self.characters = site.characters | site.theme.characters
        self.base = site.main.base
        self.artifacts: list[Artifact] = []
        self.focuses = _focuses(site)
        icon = find_picture(site.main.favicon.image, site.pictures) if site.main.favicon else None
        self.favicon = site.pictures[icon] if icon is not None else None
        self.colors = {**_DEFAULT_COLORS, **site.theme.colors}

    def assemble(self) -> ThemeOutput:
        files = {name: self._file(name) for name in sorted(self.theme.assets) if self._is_served(name)}
        fonts = list(self._fonts())
        css = self._stylesheet(files, fonts)
        icons = {name: self._icon(name, size) for name, size in ICON_SIZES.items()}
        drawing = self._drawn_icon()
        return ThemeOutput(
            assets=AssetsView(
                css=css,
                scripts=[files[name] for name in self.theme.scripts],
                icons=files.get("icons.svg", ""),
                fonts=[],
                files=files,
            ),
            fonts=_by_script(fonts),
            favicon_url=drawing or icons["icon-96.png"],
            touch_icon_url=icons["apple-touch-icon.png"],
            icons=tuple((icons[name], ICON_SIZES[name]) for name in ("icon-192.png", "icon-512.png")),
            theme_color=self.colors["paper"],
            artifacts=tuple(self.artifacts),
        )

    def _is_served(self, name: str) -> bool:
        """Whether a file is served separately: stylesheets are joined into one, notes for developers are left out.

        Files in unlisted/ are served only if there are pages for one client, files in forms/ only if a form has a
        delivery, files in video/ only if a page shows a video, files in search/ only if there is a search, files in
        statistics/ and sections/ only if site.yaml has any.
        """
        folder = name.partition("/")[0]
        return self.served.get(folder, True) and name not in self.theme.stylesheets and not name.endswith(".md")

    def _add(self, artifact: Artifact) -> str:
        self.artifacts.append(artifact)
        return self.base + artifact.path

    def _file(self, name: str) -> str:
        asset = self.theme.assets[name]
        path = PurePosixPath(name)
        output = f"assets/{path.with_suffix('')}-{asset.digest[:8]}{path.suffix}"
        return self._add(Artifact(output, FromFile(asset.path, asset.digest), f"theme asset {name}"))

    # --- fonts ----------------------------------------------------------------------------------------------------

    def _fonts(self) -> Iterator[_FontFile]:
        """Yield the typeface's files: one for each weight and script."""
        font = self.theme.font
        if font is None:
            return
        for face in font.faces:
            weight = f"-{slugify(face.weight)}" if font.more else ""
            for script in (script for script in scripts_for(self.characters) if script.name in face.scripts):
                maker = FromFont(face.path, face.digest, script.characters)
                name = f"assets/{slugify(font.family)}{weight}-{script.name}-{maker.fingerprint()[:8]}.woff2"
                address = self._add(Artifact(name, maker, "theme font"))
                yield _FontFile(script.name, address, script.unicode_range, face.weight, face.style)

    def _font_faces(self, font: FontSpec, files: list[_FontFile]) -> Iterator[str]:
        for file in files:
            style = f"font-style:{file.style};" if file.style != "normal" else ""
            yield (
                f'@font-face{{font-family:"{font.family}";src:url("{file.address}") format("woff2");{style}'
                f"font-weight:{file.weight};font-display:swap;unicode-range:{file.unicode_range}}}"
            )
        size, ascent, descent, gap = font.fallback
        yield (
            f'@font-face{{font-family:"{font.family} fallback";'
            'src:local("Arial"),local("Liberation Sans"),local("Roboto");'
            f"size-adjust:{size:g}%;ascent-override:{ascent:g}%;descent-override:{descent:g}%;line-gap-override:{gap:g}%}}"
        )

    # --- stylesheet -----------------------------------------------------------------------------------------------

    def _stylesheet(self, files: dict[str, str], fonts: list[_FontFile]) -> str:
        parts = [*self._font_faces(self.theme.font, fonts)] if self.theme.font else []
        parts.append(self._variables())
        for text in self.theme.stylesheets.values():
            css = _URL.sub(lambda found: f'url("{files.get(found[1], found[1])}")', text)
            parts.append(_SPACE.sub(lambda found: found[1] or found[2] or found[3], _COMMENT.sub("", css)).strip())
        parts += [f"img.{focus_class(point)}{{object-position:{point[0]}% {point[1]}%}}" for point in self.focuses]
        content = "\n".join(parts).encode()
        digest = content_hash(content, size=4)
        return self._add(Artifact(f"assets/site-{digest}.css", FromText(content), "theme stylesheets"))

    def _variables(self) -> str:
        """Return custom properties: colours for light and dark, with a readable accent; the font; what was chosen."""
        pairs = dict(self.colors)
        paper = pairs["paper"]
        accent = (self.theme.accent, self.theme.accent)
        for ground in (pairs[name] for name in colors.GROUNDS if name in pairs):
            accent = (colors.readable(accent[0], ground[0]), colors.readable(accent[1], ground[1]))
        pairs["accent"] = accent
        pairs["on-accent"] = (colors.on(accent[0]), colors.on(accent[1]))
        soft = tuple(colors.mix(shade, background, 0.1) for shade, background in zip(accent, paper, strict=True))
        pairs["accent-soft"] = (soft[0], soft[1])
        lines = "".join(f"--{name}:light-dark({light},{dark});" for name, (light, dark) in pairs.items())
        if font := self.theme.font:
            lines += f'--font:"{font.family}","{font.family} fallback";'
        lines += "".join(f"--{name}:{value};" for name, value in self.theme.properties.items())
        return f":root{{color-scheme:light dark;{lines}}}"

    # --- icons ----------------------------------------------------------------------------------------------------

    def _icon(self, name: str, size: int) -> str:
        if self.favicon is not None:
            return self._own_icon(self.favicon, name, size)
        letters = "".join(word[0] for word in self.settings.name.split()[:2] if word[0].isalnum()).upper() or "S"
        font = self.theme.font
        accent = colors.readable(self.theme.accent, self.colors["paper"][0])
        maker = FromLetters(
            letters, size, (accent, colors.on(accent)), font.path if font else None, font.digest if font else ""
        )
        return self._add(Artifact(f"assets/{name[:-4]}-{maker.fingerprint()[:8]}.png", maker, "site icon"))

    def _own_icon(self, picture: PictureFile, name: str, size: int) -> str:
        # Home screens show nothing behind an icon, and cut its corners.
        paper = None if name == "icon-96.png" else self.colors["paper"][0]
        maker = FromMark(picture.path, picture.digest, size, paper)
        path = f"assets/{name[:-4]}-{maker.fingerprint()[:8]}.png"
        return self._add(Artifact(path, maker, f"content/images/{picture.name}"))

    def _drawn_icon(self) -> str | None:
        """Return the address of an icon that is a drawing, which browsers show as it is; None for other icons."""
        picture = self.favicon
        if picture is None or picture.kind is not Kind.SVG:
            return None
        maker = FromPlainPicture(picture.path, picture.digest)
        path = f"assets/icon-{picture.digest[:8]}.svg"
        return self._add(Artifact(path, maker, f"content/images/{picture.name}"))


def _focuses(site: Site) -> list[tuple[int, int]]:
    """Return every focal point that the site's pictures have, sorted."""
    things = (*site.offers, *site.pages, *filter(None, [site.profile]))
    models = (
        *site.settings.values(),
        *(version for thing in things for version in thing.versions.values()),
        *(version for lists in (site.services, site.reviews) for version in lists.values()),
    )
    found = {focus for model in models for focus in focal_points(model)}
    found.update(focus for case in site.cases for version in case.versions.values() for focus in version.focuses)
    found.update(focus for text in site.articles for version in text.versions.values() for focus in version.focuses)
    return sorted(found)


def web_manifest(settings: Settings, output: ThemeOutput, start_url: str, language: str) -> bytes:
    """Return the web app manifest (W3C Web Application Manifest)."""
    data = {
        "name": settings.name,
        "short_name": settings.name[:24],
        "description": settings.tagline,
        "lang": language,
        "start_url": start_url,
        "display": "minimal-ui",
        "background_color": output.theme_color[0],
        "theme_color": output.theme_color[0],
        "icons": [
            {"src": src, "sizes": f"{size}x{size}", "type": "image/png", "purpose": purpose}
            for src, size in output.icons
            for purpose in ("any", "maskable")
        ],
    }
    return (json.dumps(data, ensure_ascii=False, indent=1) + "\n").encode()
