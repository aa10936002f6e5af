"""The passwords of locked pages: they come from the environment, never from a file, and are in no message."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from site_gen.load.locator import Locator
from site_gen.messages import m
from site_gen.model.rules import Finding
from site_gen.problems import Problem
from site_gen.render.artifact import Artifact, FromLocked, FromLockedFile
from site_gen.render.locked import SHORTEST, weakness


def needed(artifacts: Iterable[Artifact], secrets: Mapping[str, str]) -> dict[str, str]:
    """Return only those secrets that lock one of the artifacts."""
    return {name: secrets[name] for name, _ in asked(artifacts) if name in secrets}


def password_problems(artifacts: Iterable[Artifact], secrets: Mapping[str, str], project: Path) -> Iterator[Problem]:
    """Yield a problem for each source whose password is not set, or can be guessed."""
    return Locator(project).problems(password_findings(artifacts, secrets))


def password_findings(artifacts: Iterable[Artifact], secrets: Mapping[str, str]) -> Iterator[Finding]:
    """Yield a finding for each source whose password is not set, or can be guessed."""
    for variable, source in sorted(asked(artifacts)):
        password = secrets.get(variable, "")
        if not password.strip():
            yield Finding(
                source,
                ("password",),
                m("the environment has no {variable}, which holds the page's password", variable=variable),
                m(
                    "set {variable} where you build (in a shell: export {variable}=…; on a build server: its settings "
                    "for secrets), or take 'password:' out",
                    variable=variable,
                ),
                at_key=True,
            )
        elif why := weakness(password):
            yield Finding(
                source,
                ("password",),
                m("the password in {variable} {why}", variable=variable, why=why),
                m(
                    "whoever has the address can try passwords at leisure: take {shortest} characters or more, four "
                    "random words for instance",
                    shortest=SHORTEST,
                ),
                at_key=True,
            )


def asked(artifacts: Iterable[Artifact]) -> set[tuple[str, str]]:
    """Return each variable with the source file that names it."""
    return {
        (artifact.maker.variable, artifact.source)
        for artifact in artifacts
        if isinstance(artifact.maker, FromLocked | FromLockedFile)
    }
