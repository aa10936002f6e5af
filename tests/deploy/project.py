"""A real project in two versions, deployed as the command does it, and whether what visitors get of it is whole."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from site_gen.actions.deploy import Deployed, DeployRequest, deploy
from site_gen.actions.deploy_target import Publisher
from site_gen.builder.pipeline import build
from site_gen.builder.request import BuildRequest
from site_gen.deploy.publish import DeployListener, Permission
from site_gen.problems import WorldError
from tests.support import BASE, NOW, SITE, tree, write_files
from tests.support_build import request

VERSIONS: Final = ("one", "two")
_ACCENTS: Final = {"one": "#1f4fd8", "two": "#b8321a"}
_ASSET: Final = re.compile(rb"(?<![\w.-])/(assets/[\w./-]+\.\w+)")


@dataclass
class Project:
    """A project with a target as in site.yaml; `waits` are those that a deploy would have made, `said` its words."""

    folder: Path
    settings: Mapping[str, object]
    secrets: Mapping[str, str]
    cache: Path
    waits: list[float] = field(default_factory=list)
    said: list[str] = field(default_factory=list)
    built: dict[str, dict[str, bytes]] = field(default_factory=dict, init=False)

    def __post_init__(self) -> None:
        for version in VERSIONS:
            self.write(version)
            build(self._request())
            self.built[version] = site_in(tree(self.folder / "output"))

    def _request(self) -> BuildRequest:
        return request(self.folder, cache=self.cache, output=self.folder / "output")

    def write(self, version: str) -> None:
        """Make the sources those of a version: the two differ in every page, and in the style sheet and icons."""
        target = "".join(f"  {key}: {_yaml(value)}\n" for key, value in self.settings.items())
        theme = f"theme:\n  accent: '{_ACCENTS[version]}'\n"
        site = SITE.replace("Mara Vidal", f"Mara, version {version}")
        write_files(self.folder, {**BASE, "site.yaml": f"{site}{theme}deploy:\n{target}"})

    def deploy(self, version: str) -> Deployed:
        """Deploy a version. Raises WorldError; what is said then is noted as well."""
        self.write(version)
        listener = DeployListener(
            doing=self.said.append,
            waiting=lambda _seconds, why: self.said.append(why),
            sleep=self.waits.append,
        )
        publisher = Publisher(self.folder, "Mara on desk", NOW, self.secrets)
        try:
            return deploy(DeployRequest(self._request(), publisher, permission=Permission(yes=True)), listener)
        except WorldError as error:
            self.said += [str(error), error.hint]
            raise

    def assert_silent(self) -> None:
        """No secret was said."""
        assert not any(secret.strip() in "\n".join(self.said) for secret in self.secrets.values())

    def assert_whole(self, there: Mapping[str, bytes]) -> None:
        """Every page that a visitor gets is that of one of the versions, with its assets there."""
        for path, content in there.items():
            versions = [built[path] for built in self.built.values() if path in built]
            assert not versions or content in versions, path
            for asset in _ASSET.findall(content) if path.endswith(".html") else ():
                assert asset.decode() in there, f"{path} wants {asset.decode()}"


def site_in(files: Mapping[str, bytes]) -> dict[str, bytes]:
    """Return what a place holds, without the deploy's own files and those that aren't whole yet."""
    return {
        path: content
        for path, content in files.items()
        if not path.startswith(".site-gen/") and not path.rpartition("/")[2].endswith((".part", ".new"))
    }


def _yaml(value: object) -> str:
    return str(value).lower() if isinstance(value, bool) else f"'{value}'" if isinstance(value, str) else str(value)
