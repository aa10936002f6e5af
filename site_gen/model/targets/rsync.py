"""deploy: {to: rsync} — a folder of a server where rsync is installed, over SSH."""

from __future__ import annotations

from typing import ClassVar, Literal

from pydantic import Field

from site_gen.messages import m
from site_gen.model.targets.ssh import SshTarget


class RsyncTarget(SshTarget):
    """A folder of a server, by the programs rsync and ssh of this machine.

    They know the keys of ssh-agent and of ~/.ssh by themselves; another may stand in the environment: SITE_GEN_SSH_KEY
    (a private key without a passphrase)."""

    label: ClassVar[str] = m("A server of your own, by rsync over SSH")
    programs: ClassVar[tuple[str, ...]] = ("rsync",)
    secrets: ClassVar[tuple[str, ...]] = ("SITE_GEN_SSH_KEY",)

    to: Literal["rsync"] = Field(description="rsync: a server of your own, by rsync over SSH")
