"""What a theme lets site.yaml choose, and what was chosen."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from site_gen.load.theme_font import ThemeFont, typefaces
from site_gen.messages import m
from site_gen.model.settings import Theme as ThemeSettings
from site_gen.model.theme_options import OPTIONS, Properties, ThemeOptions
from site_gen.problems import Problem
from site_gen.sources.yaml import Document


def typeface_of(font: ThemeFont) -> str | None:
    """Return the name by which site.yaml chooses a theme's font; None if it isn't one of those that come along."""
    return next((name for name, known in typefaces().items() if known == font or known.family == font.family), None)


@dataclass(frozen=True, slots=True)
class Offered:
    """A theme's options: by name of the option its values with the custom properties they stand for, the first of them
    being what it is without a choice."""

    values: Mapping[str, Mapping[str, Properties]]

    @classmethod
    def of(cls, layers: Sequence[ThemeOptions], typeface: str | None) -> Offered:
        """Return what the layers of a theme offer: each option as the first layer has it that has it at all.

        `typeface` is the name of the theme's own font.
        """
        values: dict[str, Mapping[str, Properties]] = {}
        for key in OPTIONS:
            found = next(filter(None, (getattr(layer, key) for layer in layers)), ())
            values[key] = found if isinstance(found, Mapping) else dict.fromkeys(found, Properties())
        if values["typeface"] and typeface:
            values["typeface"] = {typeface: {}, **values["typeface"]}
        return cls({key: each for key, each in values.items() if each})

    def problems(self, settings: ThemeSettings, document: Document) -> Iterator[Problem]:
        """Yield a problem for each choice of site.yaml that the theme doesn't offer."""
        for key in OPTIONS:
            value = getattr(settings, key)
            if value is None or value in self.values.get(key, ()):
                continue
            if key in self.values:
                message = m("the theme '{name}' has no {key} '{value}'", name=settings.name, key=key, value=value)
                hint = m("choose from: {values}", values=", ".join(self.values[key]))
            else:
                message = m("the theme '{name}' offers no choice of {key}", name=settings.name, key=key)
                hint = m("take it out; it offers: {keys}", keys=", ".join(("accent", *self.values)))
            yield Problem(document.locate(("theme", key)), message, hint)

    def chosen(self, settings: ThemeSettings) -> dict[str, str]:
        """Return the value of each option that the theme offers."""
        return {key: self._chosen(settings, key) for key in self.values}

    def properties(self, settings: ThemeSettings) -> dict[str, str]:
        """Return the custom properties of what is chosen."""
        found: dict[str, str] = {}
        for key, each in self.values.items():
            found |= each[self._chosen(settings, key)]
        return found

    def font(self, settings: ThemeSettings) -> ThemeFont | None:
        """Return the typeface that site.yaml chooses; None if it is the theme's own."""
        name = settings.typeface
        return typefaces()[name] if name is not None and name in self.values.get("typeface", ()) else None

    def _chosen(self, settings: ThemeSettings, key: str) -> str:
        value, values = getattr(settings, key), self.values[key]
        return value if value in values else next(iter(values))
