"""deploy: {to: webdav} — a folder of a host that one reaches by WebDAV."""

from __future__ import annotations

from typing import Any, ClassVar, Literal

from pydantic import Field, model_validator

from site_gen.messages import m
from site_gen.model.base import Name, Url, mistake
from site_gen.model.targets.base import Target


class WebdavTarget(Target):
    """A folder of a server, over WebDAV. The password stands in the environment: SITE_GEN_WEBDAV_PASSWORD."""

    label: ClassVar[str] = m("A folder of a host with WebDAV")
    extra: ClassVar[str | None] = "webdav"
    secrets: ClassVar[tuple[str, ...]] = ("SITE_GEN_WEBDAV_PASSWORD",)

    to: Literal["webdav"] = Field(description="webdav: a folder of a host with WebDAV")
    endpoint: Url = Field(description="The address of the server's WebDAV folder: https://dav.example.com/")
    user: Name = Field(
        description="The account's name, as the host gave it to you; the password never stands in a file"
    )
    path: str = Field("", max_length=300, description="The folder below that address; if not given, the address itself")
    plain: bool = Field(
        False,
        description="true: an address that begins with http:// is meant. Everyone on the way can read the password and "
        "change the pages: only for a host that has nothing else",
    )

    @model_validator(mode="before")
    @classmethod
    def _is_encrypted(cls, data: Any) -> Any:
        url = data.get("endpoint") if isinstance(data, dict) else None
        if isinstance(url, str) and url.lower().startswith("http://") and data.get("plain") is not True:
            hint = m("write https://, or where the host has nothing else: plain: true")
            raise mistake(m("over http:// everyone on the way can read the password"), hint, at=("endpoint",))
        return data
