"""What preview's own page says, in the language of the terminal that it was started in."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from site_gen.messages import Message, m, plural

WORDS: Final[Mapping[str, Message]] = {
    "preview": m("Preview"),
    "open": m("Open the site"),
    "no_errors": m("No errors"),
    "as_before": m("The site below is as it was before."),
    "all_read": m("All files can be read. 'site-gen check' looks at more: placeholders, links, where forms go."),
    "clock": m("Clock"),
    "show_as_at": m("Show it as at"),
    "show": m("Show"),
    "back_to_now": m("Back to now"),
    "offers": m("Offers"),
    "table_of_offers": m("Table of offers"),
    "offer": m("Offer"),
    "now": m("Now"),
    "opens": m("Opens"),
    "closes": m("Closes"),
    "see_when": m("See the site at the moment when …"),
    "no_offers": m("There are no offers yet."),
    "leads": m("Leads"),
    "leads_from": m(
        "What came in through the forms of this preview and of an inbox with the same database; 'site-gen leads' tells "
        "more."
    ),
    "table_of_leads": m("Table of leads"),
    "when": m("When"),
    "form": m("Form"),
    "answers": m("Answers"),
    "from": m("From"),
    "status": m("Status"),
    "no_leads": m("No form has been sent yet. Fill one in on the site: it arrives here."),
    "pages": m("Pages"),
}

STATES: Final[Mapping[str, Message]] = {
    "draft": m("draft"),
    "scheduled": m("scheduled"),
    "live": m("live"),
    "closed": m("closed"),
}

KINDS: Final[Mapping[str, Message]] = {
    "home": m("Home"),
    "offer": m("Offers"),
    "offers": m("List of offers"),
    "thanks": m("After the form"),
    "case": m("Cases"),
    "cases": m("Lists of cases"),
    "article": m("Articles"),
    "articles": m("Lists of articles"),
    "services": m("Services"),
    "profile": m("Profile"),
    "links": m("Link page"),
    "search": m("Search"),
    "audit": m("Audits (unlisted)"),
    "proposal": m("Proposals (unlisted)"),
    "accepted": m("After accepting"),
    "text": m("Texts"),
    "privacy": m("Privacy"),
    "not-found": m("No such page"),
    "go": m("Short links"),
}
"""The kinds of page, in the order in which they are listed."""


def title(name: str) -> Message:
    return m("Preview of {name}", name=name)


def to_look_at(errors: int, warnings: int) -> Message:
    """Return what the page begins with: how much is wrong."""
    if errors:
        return plural("One thing to mend", "{count} things to mend", count=errors)
    if warnings:
        return plural("{count} to look at", "{count} to look at", count=warnings)
    return WORDS["no_errors"]


def shown_as_at(moment: str | None, zone: str) -> Message:
    if moment is None:
        return m("The site is shown as it is now ({zone}).", zone=zone)
    return m("The site is shown as at {moment} ({zone}).", moment=moment, zone=zone)


def of_severity(severity: str, message: str) -> Message:
    """Return a problem's message after what kind of problem it is."""
    return m("Error: {message}", message=message) if severity == "error" else m("Warning: {message}", message=message)
