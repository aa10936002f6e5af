"""deploy: {to: ftps} — a folder of shared hosting that one reaches by FTP, encrypted unless told otherwise."""

from __future__ import annotations

from typing import ClassVar, Literal

from pydantic import Field

from site_gen.messages import m
from site_gen.model.base import Name
from site_gen.model.targets.base import Target


class FtpsTarget(Target):
    """A folder of a server, over FTP with TLS, whose certificate is checked. The password stands in the environment:
    SITE_GEN_FTP_PASSWORD. Where a host has SFTP too, that is the better one."""

    label: ClassVar[str] = m("Shared hosting that has FTP alone, encrypted")
    secrets: ClassVar[tuple[str, ...]] = ("SITE_GEN_FTP_PASSWORD",)

    to: Literal["ftps"] = Field(description="ftps: shared hosting that has FTP alone, encrypted")
    host: Name = Field(description="The server, by the name that its certificate has")
    port: int = Field(21, ge=1, le=65535, description="The port of the server; 21 unless the host says otherwise")
    user: Name = Field(
        description="The account's name, as the host gave it to you; the password never stands in a file"
    )
    path: Name = Field(description="The folder: /www, or public_html, which is one from where a login begins")
    plain: bool = Field(
        False,
        description="true: without encryption. Everyone on the way can read the password and change the pages: only "
        "for a host that has nothing else",
    )
