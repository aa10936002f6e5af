"""site-gen deploy from a project to real servers: what a person sees."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.conftest import Cli, ProjectFactory
from tests.deploy.stores.conftest import StartPlace
from tests.deploy.stores.places import WRONG_PASSWORD, Place
from tests.support import SITE, tree


def _project(project: ProjectFactory, place: Place, folder: str) -> Path:
    target = place.target(folder).model_dump(exclude_defaults=True)
    lines = "".join(f"  {key}: {str(value).lower() if value is True else value}\n" for key, value in target.items())
    return project({"site.yaml": f"{SITE}deploy:\n{lines}"})


def _slow(name: str) -> Any:
    """Return a server for `make laws` alone: its kind is tried by all other tests of stores."""
    return pytest.param(name, marks=pytest.mark.laws)


@pytest.mark.parametrize("name", ["openssh", "plain_ftp", "pyftpdlib", _slow("rclone"), _slow("rsync"), "wsgidav"])
@pytest.mark.sampled(2)
def test_a_project_goes_online_and_back_again(
    project: ProjectFactory, cli: Cli, start_place: StartPlace, folder: str, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    place = start_place(name)
    for variable, value in {**place.environment, **place.secrets}.items():
        monkeypatch.setenv(variable, value)
    site = _project(project, place, folder)
    first = cli("deploy", cwd=site)
    assert first.code == 0, first.err
    built = {path: data for path, data in tree(site / "output").items() if not path.startswith(".site-gen/")}
    assert _online(place, folder) == built
    assert ("go unencrypted" in first.err) is (name in {"plain_ftp", "wsgidav"})
    text = (site / "site.yaml").read_text(encoding="utf-8")
    (site / "site.yaml").write_text(text.replace("name: Mara Vidal", "name: Mara V."), encoding="utf-8")
    assert cli("deploy", cwd=site).code == 0
    assert _online(place, folder) != built
    back = cli("deploy", "--rollback", cwd=site)
    assert back.code == 0, back.err
    assert _online(place, folder) == built
    said = "".join(ran.out + ran.err for ran in (first, back))
    assert not any(secret.strip() in said for secret in place.secrets.values())


def _online(place: Place, folder: str) -> dict[str, bytes]:
    return {path: data for path, data in tree(place.folder(folder)).items() if not path.startswith(".site-gen/")}


@pytest.mark.parametrize("name", ["pyftpdlib", "rclone", "wsgidav"])
def test_a_wrong_password_is_said_with_what_to_do_and_without_the_password(
    project: ProjectFactory, cli: Cli, start_place: StartPlace, folder: str, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    place = start_place(name)
    for variable, value in place.environment.items():
        monkeypatch.setenv(variable, value)
    for variable in place.secrets:
        monkeypatch.setenv(variable, WRONG_PASSWORD)
    ran = cli("deploy", cwd=_project(project, place, folder))
    assert ran.code == 3
    assert all(variable in ran.err for variable in place.secrets)
    assert WRONG_PASSWORD not in ran.out + ran.err
    assert not place.folder(folder).exists()
