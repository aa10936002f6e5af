"""What hosts run after a deploy, so that what was offered in public is in the repository as well."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

TOKEN: Final = "SITE_GEN_GIT_TOKEN"  # noqa: S105  # the name of a variable
"""The token with which git pushes, for the target git and for the record."""


def record_lines(remote: str, branch: str, user: str | None = None) -> Iterator[str]:
    """Yield shell lines that commit the ledger where it is new, and push it to a branch.

    The commit starts no run: its message says so. With `user`, git says that name and TOKEN; without, git can push.
    """
    yield "[ -f offers/ledger.jsonl ] || exit 0"
    yield "git add -- offers/ledger.jsonl"
    yield "if git diff --cached --quiet; then exit 0; fi"
    yield "git config user.name site-gen"
    yield "git config user.email site-gen@localhost"
    yield 'git commit --quiet --message "What is offered in public [skip ci]"'
    if user is not None:
        yield f"""git config credential.helper '!f() {{ echo username={user}; echo "password=${TOKEN}"; }}; f'"""
    yield f'git pull --quiet --rebase "{remote}" "{branch}"'
    yield f'git push --quiet "{remote}" "HEAD:{branch}"'


def indented(lines: Iterator[str], spaces: int) -> str:
    """Return lines as a block of YAML."""
    return "".join(f"{' ' * spaces}{line}\n" for line in lines)
