"""Begins a theme in a project: it extends another one, works at once, and says in its own files what to do."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Final

from site_gen.actions.errors import AlreadyThereError
from site_gen.actions.files import write_text, writing
from site_gen.load.discovery import RESERVED_NAMES
from site_gen.load.read_cache import ReadCache
from site_gen.load.theme import read_theme
from site_gen.load.theme_places import ThemePlaces
from site_gen.messages import ENGLISH, m, said
from site_gen.model.settings import Theme as ThemeSettings
from site_gen.nearest import nearest
from site_gen.problems import ProjectError, Severity
from site_gen.sources.quoting import plain_or_quoted
from site_gen.sources.yaml import read_yaml

_NAME: Final = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")

_MANIFEST: Final = m("""\
# yaml-language-server: $schema=../../schemas/theme.schema.json
# The theme {name}. What isn't in this folder is taken from {extends}: any file here takes the place of the one there
# that has the same name. `site-gen theme check {name}` tries it on every kind of page.
name: {name}
extends: {extends}

# All of these become one stylesheet, in this order. The last one is yours.
stylesheets:
{stylesheets}

# The colours, light and dark; in stylesheets var(--paper) and so on. Take the # off what you change.
# Text needs a contrast of 4.5 : 1 with what it stands on; the accent is made readable by itself.
#accent: "{accent}"
#colors:
{colors}

# Another typeface: a file in assets/, or one of a package (site-gen help themes has the list).
#font: {family: My Sans, file: my-sans.woff2, weight: "400 800"}

# What site.yaml may choose is as in {extends}. To offer less, or something else, write it here; the usual one first.
#options:
#  corner:
#    soft: {corner: 6px, frame: 6px}
#  header: [plain]
""")

_STYLES: Final = m("""\
/* Your own styles, after those of {extends}. These two rules are a sample: change them, or take them out. */
@layer {name} {
  h1 { letter-spacing: -.01em; }
  .button { text-transform: none; }
}
""")

_STRINGS: Final = m("""\
# Words of the interface that {name} says otherwise than {extends}, in the language of this file's name. Take off a #.
# All keys with their words: site-gen help themes.
#menu: "Menu"
""")

_README: Final = m("""\
# {name}

A theme for site_gen that changes *{extends}*.

| | |
| --- | --- |
| `theme.yaml` | what it extends, colours, typeface, what `site.yaml` may choose |
| `assets/{name}.css` | your styles |
| `templates/` | a page of your own: `home.html`, `case.html` … with the name that it has in {extends} |
| `strings/` | words of the interface, one file for each language |
| `cards/`, `documents/` | picture cards and PDFs, as templates for Typst |

1. In `site.yaml` write `theme: {name: {name}}`.
2. `site-gen preview` shows each change at once; a mistake is shown with its file and line.
3. `site-gen theme check {name}` tries it on every kind of page, in five languages.

What templates may use: `site-gen help themes`. To give the theme to somebody, pack this folder as `{name}.zip`.
""")


class UnknownThemeError(Exception):
    """There is no such theme to extend; `hint` says which there are."""

    def __init__(self, name: str, hint: str) -> None:
        super().__init__(name)
        self.hint = hint


class UnfitNameError(Exception):
    """A theme can't be called so."""


def new_theme(project: Path, name: str, extends: str, notes: str = ENGLISH) -> list[Path]:
    """Write the beginning of a theme into the project's themes/, with notes in a language, and return its files.

    Raises UnfitNameError, UnknownThemeError, AlreadyThereError, ProjectError for a theme below that has mistakes,
    WorldError; nothing is then written.
    """
    places = ThemePlaces(project)
    if not _NAME.fullmatch(name) or name == "none" or name in RESERVED_NAMES:
        raise UnfitNameError(name)
    if places.find(name) or (project / "themes" / name).exists():
        raise AlreadyThereError((f"themes/{name}",))
    if not _NAME.fullmatch(extends) or not places.find(extends):
        known = places.names()
        raise UnknownThemeError(extends, nearest(extends, known) or m("known: {names}", names=", ".join(sorted(known))))
    words = {"name": name, "extends": extends, **_inherited(project, extends, name)}
    files = {
        "theme.yaml": _MANIFEST,
        f"assets/{name}.css": _STYLES,
        "strings/en.yaml": _STRINGS,
        "README.md": _README,
    }
    folder = project / "themes" / name
    with writing(folder):
        for file, text in files.items():
            write_text(folder / file, said(text.filled(**words), notes))
        (folder / "templates").mkdir(exist_ok=True)
    return [folder / file for file in files]


def theme_folder(project: Path, name: str) -> Path:
    """Return where the files of a theme lie that there is: what one begins a template of one's own with."""
    return ThemePlaces(project).find(name)[-1].folder


def _inherited(project: Path, extends: str, name: str) -> Mapping[str, str]:
    """Return the styles, accent and colours of the theme below, as lines of YAML. Raises ProjectError with its
    mistakes."""
    theme, problems = read_theme(project, ThemeSettings(name=extends), read_yaml("", "site.yaml"), ReadCache())
    if theme is None or any(problem.severity is Severity.ERROR for problem in problems):
        raise ProjectError(problems)
    colors = [f'#  {plain_or_quoted(key)}: ["{light}", "{dark}"]' for key, (light, dark) in theme.colors.items()]
    return {
        "stylesheets": "\n".join(f"  - {plain_or_quoted(style)}" for style in (*theme.stylesheets, f"{name}.css")),
        "accent": theme.accent,
        "colors": "\n".join(colors) or '#  paper: ["#ffffff", "#111111"]',
    }
