"""What the targets have in common that one reaches by SSH."""

from __future__ import annotations

from pydantic import Field

from site_gen.model.base import Name
from site_gen.model.targets.base import Target


class SshTarget(Target):
    """A folder of a server that one reaches by SSH. Its host key must be known: one that isn't, or that changed, is
    refused."""

    host: Name = Field(description="The server, or its alias in ~/.ssh/config")
    port: int | None = Field(None, ge=1, le=65535, description="22 if nothing is said here or in ~/.ssh/config")
    user: Name | None = Field(None, description="The account; if not given, that of ~/.ssh/config or of this machine")
    path: Name = Field(description="The folder: /var/www/site, or public_html, which is one from where a login begins")
    key: Name | None = Field(None, description="A file with the private key, such as ~/.ssh/deploy")
    host_key: Name | None = Field(
        None, description="The server's public key: ssh-ed25519 AAAA…; if not given, ~/.ssh/known_hosts must have it"
    )
