"""What can be told of a theme before a page is made: templates, texts, colours."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Final

from site_gen.actions.themes.findings import Check, Finding
from site_gen.messages import m
from site_gen.model.setting_values import LANGUAGES
from site_gen.model.site import ThemeFiles
from site_gen.nearest import nearest
from site_gen.pages.templates import TEMPLATES
from site_gen.render.colors import GROUNDS, READABLE, contrast

_ON: Final = {"ink": READABLE, "muted": READABLE, "edge": 3.0}
_PLACEHOLDER: Final = re.compile(r"\{(\w+)\}")


def missing_templates(theme: ThemeFiles) -> Iterator[Finding]:
    """Find the templates that some kind of page needs."""
    for template in TEMPLATES:
        if template.file not in theme.template_names:
            kin = nearest(template.file, theme.template_names)
            hint = kin or m("write it, or extend a theme that has it (extends: studio in theme.yaml)")
            yield Finding(Check.FILES, f"templates/{template.file}", m("there is no such template"), hint)


def faulty_strings(theme: ThemeFiles) -> Iterator[Finding]:
    """Find texts that a language of the program lacks, and texts with other placeholders than in English."""
    english = theme.strings.get("en", {})
    for language in LANGUAGES:
        texts, file = theme.strings.get(language, {}), f"strings/{language}.yaml"
        for key in (key for key in english if key not in texts):
            yield Finding(
                Check.STRINGS,
                file,
                m("'{key}' is missing", key=key),
                m("in English it is: {english}", english=english[key]),
            )
        for key, text in texts.items():
            needed, found = _placeholders(english.get(key, text)), _placeholders(text)
            if needed != found:
                said = ", ".join(f"{{{name}}}" for name in sorted(needed ^ found))
                yield Finding(
                    Check.STRINGS, file, m("'{key}' has other placeholders than in English: {said}", key=key, said=said)
                )


def _placeholders(text: object) -> set[str]:
    return set(_PLACEHOLDER.findall(str(list(text.values()) if isinstance(text, Mapping) else text)))


def low_contrasts(theme: ThemeFiles) -> Iterator[Finding]:
    """Find colours that can't be told from what they stand on (WCAG 2.2 at level AA), in either look."""
    for ground in (name for name in GROUNDS if name in theme.colors):
        for index, look in enumerate(("light", "dark")):
            below = theme.colors[ground][index]
            shades = {name: (theme.colors[name][index], least) for name, least in _ON.items() if name in theme.colors}
            for name, (shade, least) in shades.items():
                if (ratio := contrast(shade, below)) < least:
                    message = m(
                        "{name} {shade} on {ground} {below} in the {look} look has {ratio} : 1",
                        name=name,
                        shade=shade,
                        ground=ground,
                        below=below,
                        look=look,
                        ratio=f"{ratio:.2f}",
                    )
                    yield Finding(
                        Check.CONTRAST,
                        f"colors.{name}",
                        message,
                        m("{least} : 1 is needed", least=f"{least:g}"),
                    )
