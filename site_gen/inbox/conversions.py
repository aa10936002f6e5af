"""Conversion by origin of the leads: sent → audited → proposed → won."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from types import MappingProxyType
from typing import Final

from site_gen.inbox.lead_origin import campaign_of, network_of
from site_gen.inbox.marking import STAGES
from site_gen.inbox.records import Event, Kind, Lead, Status

GROUPS: Final[Mapping[str, Callable[[Lead], str]]] = MappingProxyType(
    {
        "campaign": lambda lead: campaign_of(lead.campaign),
        "network": lambda lead: network_of(lead.campaign),
        "form": lambda lead: lead.form,
    }
)
"""The properties by which leads can be grouped."""


@dataclass(frozen=True, slots=True)
class Conversion:
    """How many leads of a group reached at least each stage; each number includes the later stages."""

    group: str
    sent: int
    audited: int
    proposed: int
    won: int

    @property
    def stages(self) -> tuple[int, int, int, int]:
        return self.sent, self.audited, self.proposed, self.won

    def data(self) -> dict[str, str | int]:
        """Return the row as plain data."""
        return asdict(self)

    def share(self, reached: int) -> int | None:
        """Return the share of the sent ones in whole per cent; None if none were sent."""
        return round(100 * reached / self.sent) if self.sent else None


def conversions(leads: Iterable[Lead], histories: Mapping[str, Sequence[Event]], by: str) -> list[Conversion]:
    """Return a row for each group, the largest groups first.

    An accepted proposal counts with the request that it answers, and a try from preview nowhere. A suspected bot's
    submission counts only after the owner has changed its status.
    """
    counts: dict[str, list[int]] = {}
    for lead in leads:
        stage = reached(lead, histories.get(lead.id, ()))
        if lead.kind is Kind.REQUEST and (stage or not lead.suspect):
            row = counts.setdefault(GROUPS[by](lead), [0] * len(STAGES))
            for index in range(stage + 1):
                row[index] += 1
    rows = (Conversion(group, *row) for group, row in counts.items())
    return sorted(rows, key=lambda row: (-row.sent, -row.won, row.group))


def reached(lead: Lead, history: Sequence[Event]) -> int:
    """Return the stage that a lead reached, as an index of STAGES; a lost lead counts as its last stage before."""
    if lead.status is not Status.LOST:
        return STAGES.index(lead.status)
    came = [STAGES.index(Status(event.what)) for event in history if event.what in {stage.value for stage in STAGES}]
    return came[-1] if came else 0


def total(rows: Iterable[Conversion]) -> Conversion:
    """Return the sum of all rows."""
    listed = list(rows)
    return Conversion("total", *(sum(row.stages[index] for row in listed) for index in range(len(STAGES))))
