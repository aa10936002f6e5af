"""The text of a new audit's file: its rubric, ready to be filled in."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final
from urllib.parse import urlsplit

from site_gen.messages import ENGLISH, m, said
from site_gen.model.accounts import likely_address
from site_gen.model.base import is_bare_url, is_url
from site_gen.model.form import network_field
from site_gen.model.networks import NETWORKS
from site_gen.model.rubric import Area, Criterion, Rubric
from site_gen.sources.quoting import quoted


@dataclass(frozen=True, slots=True)
class AuditStart:
    """What is known about an audit at its start. `variable` names the environment variable of its password, if any;
    `notes` is the language of the notes in the file: the owner's, whatever the client's is."""

    client: str
    page: str | None
    networks: Sequence[str]
    date: date
    language: str
    is_main_language: bool
    token: str
    lead: str | None
    next: str | None
    variable: str
    notes: str = ENGLISH


def audit_text(start: AuditStart, rubric: Rubric) -> str:
    """Return the file's text."""
    return "\n".join([*_head(start), *(line for area in rubric.areas for line in _area(area)), ""])


def _head(start: AuditStart) -> Iterator[str]:
    def note(text: str) -> str:
        return said(text, start.notes)

    yield "# yaml-language-server: $schema=../../schemas/audit.schema.json"
    yield note(m("# Look, and fill in. 'site-gen build --drafts' shows the page meanwhile; when it is done, take out:"))
    yield "draft: true"
    yield f"client: {quoted(start.client)}"
    yield (
        f"page: {quoted(start.page)}"
        if start.page
        else note(m("page:                   # the client's page: https://…"))
    )
    yield f"networks: [{', '.join(start.networks)}]"
    yield f"date: {start.date.isoformat()}"
    if not start.is_main_language:
        yield f"language: {start.language}"
    yield note(
        m(
            "# Whoever has the token has the page. For a password too: the NAME of an environment variable that holds "
            "it."
        )
    )
    yield f"token: {start.token}"
    yield f"# password: {start.variable}"
    if start.lead:
        yield f"lead: {quoted(start.lead)}"
    yield (
        f"next: {start.next}"
        if start.next
        else note(m("# next: NAME            # the second-step offer that follows from it"))
    )
    yield note(m("summary:                # the answer in three sentences"))
    yield note(m("strengths: []           # what is good already; the best marks where it stays empty"))
    yield note(m("note:                   # a last word"))
    yield ""
    yield note(
        m("""\
# For each criterion
#   score     0 to 5, or skip for what can't be seen or doesn't matter here
#   evidence  what you saw, with numbers and days
#   picture   perhaps a screenshot in content/images: {image: shop/bio.png, alt: "What can be seen"}
#   advice    what to do about it; needed up to a score of 3
#   effort    the hours it takes: 0.25 is a quarter of an hour
#   weight    1 helps, 2 matters, 3 decides; change it where this client is different""")
    )
    yield "areas:"


def _area(area: Area) -> Iterator[str]:
    yield f"  # ---- {area.name}"
    yield f"  - area: {area.id}"
    yield "    criteria:"
    for criterion in area.criteria:
        yield from _criterion(criterion)


def _criterion(criterion: Criterion) -> Iterator[str]:
    yield f"      # {criterion.name}: {criterion.question}"
    yield f"      #   0: {criterion.worst}"
    yield f"      #   5: {criterion.best}"
    yield f"      - criterion: {criterion.id}"
    yield "        score:"
    yield "        evidence:"
    yield "        advice:"
    yield "        effort:"
    yield f"        weight: {criterion.weight}"
    yield ""


def page_of(values: Mapping[str, str]) -> str | None:
    """Return the page that a lead wants audited: the first web address, or account, among its answers.

    An address is whole, or as people write it: www.cafe.example, instagram.com/cafe.
    """
    whole = (_whole_address(values, name, value.strip()) for name, value in values.items())
    return next((address for address in whole if address), None)


def _whole_address(values: Mapping[str, str], name: str, value: str) -> str | None:
    """Return an answer as an absolute address; None for one that is none."""
    network = values.get(network_field(name), "")
    if network in NETWORKS:
        value = likely_address(network, value)
    elif not is_url(value) and is_bare_url(value) and (name in _ADDRESSED or value.startswith("www.") or "/" in value):
        value = f"https://{value}"
    return value if is_url(value) else None


_ADDRESSED: Final = frozenset({"page", "url", "link", "site", "website", "web"})
"""Names of answers that are addresses, so that a word with a dot in another one isn't taken for one."""


def networks_of(page: str | None) -> list[str]:
    """Return the network that a page is on, by its host."""
    host = (urlsplit(page).hostname or "").removeprefix("www.").removeprefix("m.") if page else ""
    hosts = {
        (urlsplit(network.profile).hostname or "").removeprefix("www."): network.id for network in NETWORKS.values()
    }
    return [hosts[host]] if host and host in hosts else []


def client_of(values: Mapping[str, str], name: str) -> str:
    """Return the client's name: the business or person from the lead, else the file name as words."""
    for key in ("business", "company", "name"):
        if values.get(key, "").strip():
            return values[key].strip()[:300]
    return name.replace("-", " ").capitalize()
