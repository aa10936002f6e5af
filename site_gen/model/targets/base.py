"""Where a site can be published: what all targets in `deploy:` of site.yaml have in common."""

from __future__ import annotations

import re
from typing import Any, ClassVar, Final

from pydantic import Field, model_validator

from site_gen.messages import m, one_of
from site_gen.model.base import Model, Url, mistake, shown

_SECRET_KEYS: Final = frozenset(
    {"password", "passwd", "pass", "passphrase", "secret", "secret_key", "secret_access_key", "token", "api_key"}
)
"""Keys that people write a secret under."""

_HOST_NAME: Final = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9._-]*[A-Za-z0-9])?")


def host_name(value: Any, what: str) -> str:
    """Return the name that a host has for a site, also where its address was written. `what` says what is expected."""
    text = value.strip() if isinstance(value, str) else ""
    name = text.removeprefix("https://").rstrip("/")
    if not _HOST_NAME.fullmatch(name):
        raise mistake(m("'{value}' is no name of a site", value=shown(value)), m("write {what}", what=what))
    return name


class Target(Model):
    """A target: one subclass, in a file of its own, for each kind. It holds no secret: those come from the environment
    or from the tools' own stores."""

    extra: ClassVar[str | None] = None
    """The extra of this package with the library that the kind needs, as `install_line` takes it: 'sftp'."""

    programs: ClassVar[tuple[str, ...]] = ()
    """The programs that a deploy there runs, beside git and ssh."""

    secrets: ClassVar[tuple[str, ...]] = ()
    """The environment variables that its secrets may come from."""

    url: Url | None = Field(
        None, description="Where the public finds it, for verify; left out at the first target: the site's own url"
    )

    label: ClassVar[str] = ""
    """What it is, for who is asked: 'A folder of this machine'."""

    access_hint: ClassVar[str] = ""
    """What to do once so that a deploy may write there, for who has just chosen the kind. Without it, the variables of
    `secrets` are named."""

    @classmethod
    def described(cls) -> str:
        """Return what the kind is, in a few words."""
        return cls.label

    @classmethod
    def access_words(cls) -> str:
        """Return where its secret goes, and what else it needs once; '' for nothing."""
        if cls.access_hint or not cls.secrets:
            return cls.access_hint
        return m(
            "The secret goes into the environment, as {secrets}; never into a file of the project.",
            secrets=one_of(cls.secrets),
        )

    @property
    def kind(self) -> str:
        """The value of `to` in site.yaml."""
        return str(getattr(self, "to"))  # noqa: B009  # a Literal in each subclass

    @property
    def is_local(self) -> bool:
        """Whether it is on the machine that deploys, where no other machine reaches it."""
        return False

    @model_validator(mode="before")
    @classmethod
    def _holds_no_secret(cls, data: Any) -> Any:
        keys = _SECRET_KEYS - cls.model_fields.keys()
        for key in data if isinstance(data, dict) else ():
            if key in keys:
                named = one_of(cls.secrets)
                hint = (
                    m("take it out, and set {named} in the environment", named=named)
                    if named
                    else m("take it out: none is needed")
                )
                raise mistake(m("'{key}' never stands in a file that others may read", key=key), hint, at=(key,))
        return data
