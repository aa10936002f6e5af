"""Where a site can be published: what all targets in `deploy:` of site.yaml have in common."""

from __future__ import annotations

from typing import ClassVar

from site_gen.model.base import Model


class Target(Model):
    """A target: one subclass, in a file of its own, for each kind. It holds no secret: those come from the environment
    or from the tools' own stores."""

    extra: ClassVar[str | None] = None
    """The extra of this package with the library that the kind needs: 'sftp' for pip install 'site-gen[sftp]'."""

    secrets: ClassVar[tuple[str, ...]] = ()
    """The environment variables that its secrets may come from."""

    @property
    def kind(self) -> str:
        """The value of `to` in site.yaml."""
        return str(getattr(self, "to"))  # noqa: B009  # a Literal in each subclass
