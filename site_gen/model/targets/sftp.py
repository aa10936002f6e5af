"""deploy: {to: sftp} — a folder of a server that one reaches by SSH."""

from __future__ import annotations

from typing import ClassVar, Literal

from pydantic import Field

from site_gen.messages import m
from site_gen.model.targets.ssh import SshTarget


class SftpTarget(SshTarget):
    """A folder of a server, over SFTP.

    Who logs in is known by the keys of ssh-agent and of ~/.ssh, by the key file named here, or by what stands in the
    environment: SITE_GEN_SSH_KEY (a private key), SITE_GEN_SSH_PASSPHRASE (of a key) or SITE_GEN_SSH_PASSWORD.
    """

    label: ClassVar[str] = m("Shared hosting or a server of your own, by SFTP")
    extra: ClassVar[str | None] = "sftp"
    secrets: ClassVar[tuple[str, ...]] = ("SITE_GEN_SSH_PASSWORD", "SITE_GEN_SSH_KEY", "SITE_GEN_SSH_PASSPHRASE")

    to: Literal["sftp"] = Field(description="sftp: shared hosting or a server of your own, by SFTP")
