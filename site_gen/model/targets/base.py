"""Where a site can be published: what all targets in `deploy:` of site.yaml have in common."""

from __future__ import annotations

from typing import Any, ClassVar, Final

from pydantic import Field, model_validator

from site_gen.model.base import Model, Url, mistake

_SECRET_KEYS: Final = frozenset(
    {"password", "passwd", "pass", "passphrase", "secret", "secret_key", "secret_access_key", "token", "api_key"}
)
"""Keys that people write a secret under."""


class Target(Model):
    """A target: one subclass, in a file of its own, for each kind. It holds no secret: those come from the environment
    or from the tools' own stores."""

    extra: ClassVar[str | None] = None
    """The extra of this package with the library that the kind needs: 'sftp' for pip install 'site-gen[sftp]'."""

    secrets: ClassVar[tuple[str, ...]] = ()
    """The environment variables that its secrets may come from."""

    url: Url | None = Field(
        None, description="Where the public finds it, for verify; left out at the first target: the site's own url"
    )

    @property
    def kind(self) -> str:
        """The value of `to` in site.yaml."""
        return str(getattr(self, "to"))  # noqa: B009  # a Literal in each subclass

    @model_validator(mode="before")
    @classmethod
    def _holds_no_secret(cls, data: Any) -> Any:
        keys = _SECRET_KEYS - cls.model_fields.keys()
        for key in data if isinstance(data, dict) else ():
            if key in keys:
                named = " or ".join(cls.secrets)
                hint = f"take it out, and set {named} in the environment" if named else "take it out: none is needed"
                raise mistake(f"'{key}' never stands in a file that others may read", hint, at=(key,))
        return data
