"""A list of projects, as an agency keeps it: an item is a folder, or a git address, with a name and a target."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any, Self

from pydantic import BeforeValidator, Field, model_validator

from site_gen.messages import m
from site_gen.model.base import Model, Name, mistake, shown
from site_gen.model.secrets import secret_kind
from site_gen.model.targets.git import Branch, Remote


def _folder_alone(value: Any) -> Any:
    """Read a text alone as a folder."""
    if isinstance(value, str):
        return {"path": value}
    if not isinstance(value, dict):
        raise mistake(m("a project is needed"), m("write its folder, or 'path: FOLDER' and 'name: …' below each other"))
    return value


def _without_secrets(value: Any) -> Any:
    if isinstance(value, str) and (secret := secret_kind(value)):
        hint = m("leave it to git: a key for ssh, or a credential helper, on the machine that reads the project")
        raise mistake(m("{secret} stands in the list, where everyone reads it", secret=secret[0]), hint)
    return value


def _inside(value: Any) -> Any:
    if isinstance(value, str) and "\0" in value:
        raise mistake(m("'{value}' is no path", value=shown(value)), m("write the path of a folder"))
    return value


class ListedProject(Model):
    """An item of the list."""

    path: Annotated[Name, BeforeValidator(_inside)] | None = Field(
        None, description="The project's folder, from where the list lies; with git, its folder inside the repository"
    )
    name: Name | None = Field(None, description="What it is called in messages and results; else the folder's name")
    git: Annotated[Remote, BeforeValidator(_without_secrets)] | None = Field(
        None, description="The repository to read it from, such as git@github.com:NAME/SITE.git"
    )
    branch: Branch | None = Field(None, description="The branch of the repository; else its main one")
    target: Name | None = Field(None, description="The target of its site.yaml; else its first one")

    @model_validator(mode="after")
    def _is_somewhere(self) -> Self:
        if self.path is None and self.git is None:
            raise mistake(m("nothing says where the project is"), m("add 'path: FOLDER', or 'git: ADDRESS'"))
        if self.branch and self.git is None:
            raise mistake(
                m("a branch without a repository"), m("add 'git: ADDRESS', or take 'branch' out"), at=("branch",)
            )
        if self.git and self.path is not None and (Path(self.path).is_absolute() or ".." in Path(self.path).parts):
            raise mistake(
                m("this is not inside the repository"), m("write the folder as it stands in it"), at=("path",)
            )
        return self


Item = Annotated[ListedProject, BeforeValidator(_folder_alone)]
"""An item as it is written: a mapping, or a folder alone."""


@dataclass(frozen=True, slots=True)
class ProjectPlace:
    """Where a project is: `path` is a folder, or with `git` one inside the repository ('' for its top); what it is
    called; which of its targets is meant ('' for the first)."""

    name: str
    path: str
    git: str = ""
    branch: str = ""
    target: str = ""

    def same_as(self, other: ProjectPlace) -> bool:
        """Whether it is the same project with the same target."""
        return (self.path, self.git, self.branch, self.target) == (other.path, other.git, other.branch, other.target)

    @property
    def where(self) -> str:
        """Its folder, or its address."""
        if not self.git:
            return self.path
        return self.git + (f" ({self.branch})" if self.branch else "") + (f", {self.path}" if self.path else "")
