"""The result of a rule: a problem whose line is not known yet."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from site_gen.messages import joined
from site_gen.model.legal import Profile, Rule, verdict
from site_gen.problems import Severity

Path = tuple[str | int, ...]


@dataclass(frozen=True, slots=True)
class Finding:
    """A problem whose line is not known yet: the file and the path of keys in it.

    Its place is the value at the path; with `at_key`, the last key of the path.
    """

    file: str
    path: Path
    message: str
    hint: str = ""
    severity: Severity = Severity.ERROR
    at_key: bool = False


@dataclass(frozen=True, slots=True)
class KeyPath:
    """The place of a finding: the file and the path of keys in it."""

    file: str
    path: Path


def breach(rule: Rule, profile: Profile, place: KeyPath, message: str, hint: str) -> Iterator[Finding]:
    """Yield a finding with the severity and the legal basis of the profile; nothing if the profile has no such rule."""
    found = verdict(rule, profile)
    if found is not None:
        yield Finding(place.file, place.path, message, joined(hint, " (", found.basis, ")"), found.severity)
