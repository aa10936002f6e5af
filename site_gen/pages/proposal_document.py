"""A proposal as a PDF: the data of the template documents/proposal.typ, with the same content as the page."""

from __future__ import annotations

from typing import Any, Final

from site_gen.model.site import Site
from site_gen.pages.localized_site import LocalizedSite
from site_gen.pages.views.clients import GoalView, ProposalView
from site_gen.pages.views.offers import TierView
from site_gen.pages.views.parts import BodyView
from site_gen.render import colors
from site_gen.render.artifact import FromTypst
from site_gen.render.rich_text import RichText
from site_gen.render.typst import Typesetting

PDF: Final = "proposal.pdf"
TEMPLATE: Final = "documents/proposal.typ"
PAPER: Final = "#ffffff"

_DARK: Final = {"ink": "#191713", "muted": "#524d45", "line": "#d8d1c4"}
_LABELS: Final = (
    "understood",
    "goals",
    "plan",
    "price",
    "advised",
    "excludes",
    "ads",
    "assumption",
    "value",
    "source",
    "return",
    "what",
    "reckoning",
    "result",
    "terms",
    "delivery",
    "steps",
    "accept",
)


def document(view: ProposalView, title: str, localized: LocalizedSite, url: str) -> FromTypst:
    """Return the PDF of a proposal; `url` is its page's absolute address."""
    return FromTypst(TEMPLATE, typesetting(localized.site), _data(view, title, localized, url), "pdf")


def typesetting(site: Site) -> Typesetting:
    """Return the typesetting of a site's documents."""
    files = site.theme.documents
    return Typesetting(tuple(files[name] for name in sorted(files)), site.theme.font)


def _data(view: ProposalView, title: str, localized: LocalizedSite, url: str) -> dict[str, Any]:
    say, site = localized.text, localized.site
    contact = localized.settings.contact
    until = localized.localizer.deadline(view["valid_until"])
    texts = _Texts(localized)
    return {
        "lang": localized.lang,
        "font": site.theme.font.family if site.theme.font else "Libertinus Serif",
        "colors": _colors(site),
        "labels": {name: say(f"proposal.{name}") for name in _LABELS},
        "title": title,
        "header": title if view["client"] in title else f"{view['client']} · {title}",
        "author": localized.settings.name,
        "contact": " · ".join(part for part in (contact.email, contact.phone.text if contact.phone else "") if part),
        "footer": f"{localized.localizer.day(view['date'])} · {say('proposal.version', version=view['version'])}",
        "facts": [
            {"label": say("proposal.client"), "value": view["client"], "marked": False},
            {"label": say("proposal.date"), "value": localized.localizer.day(view["date"]), "marked": False},
            {"label": say("proposal.valid"), "value": until, "marked": True},
        ],
        "understood": texts.blocks(view["understood"]),
        "goals": [_goal(goal, localized) for goal in view["goals"]],
        "months": view["months"],
        "tiers": [_tier(tier) for tier in view["tiers"]],
        "excludes": view["excludes"],
        "ads": view["ads"],
        "terms": texts.blocks(view["terms"]) if view["terms"] else [],
        "delivery": view["delivery"],
        "steps": view["steps"],
        "until": say("proposal.until", when=until),
        "accept": say("proposal.accept_paper"),
        "url": url,
    }


def _colors(site: Site) -> dict[str, str]:
    """Return the theme's light colours, made readable on white paper."""
    found = {name: pair[0] for name, pair in site.theme.colors.items() if name in _DARK}
    shades = {**_DARK, **found}
    ink, muted = (colors.readable(shades[name], PAPER) for name in ("ink", "muted"))
    accent = colors.readable(site.theme.accent, PAPER)
    return {"ink": ink, "muted": muted, "line": shades["line"], "accent": accent}


class _Texts:
    """Prepares running texts for the PDF: links become absolute addresses."""

    def __init__(self, localized: LocalizedSite) -> None:
        self._reader = RichText()
        self._origin = localized.site.main.origin

    def blocks(self, body: BodyView) -> list[dict[str, Any]]:
        links = {target: f"{self._origin}{path}" for target, path in body["links"].items()}
        return self._reader.blocks(body["markdown"], links)


def _goal(goal: GoalView, localized: LocalizedSite) -> dict[str, Any]:
    if goal["start"] is None or goal["target"] is None or goal["by"] is None:
        return {"number": None, "metric": None, "text": goal["text"], "small": None}
    by = localized.text("proposal.by", day=localized.localizer.day(goal["by"]))
    source = localized.text("proposal.from_source", source=goal["source"])
    return {
        "number": f"{goal['start']} → {goal['target']}",
        "metric": goal["metric"],
        "text": goal["text"],
        "small": f"{by} · {source}",
    }


def _tier(tier: TierView) -> dict[str, Any]:
    price = tier["price"]
    return {
        "name": tier["name"],
        "summary": tier["summary"],
        "amount": price["shown"],
        "per": price["after"] or None,
        "includes": tier["includes"],
        "advised": tier["advised"],
    }
