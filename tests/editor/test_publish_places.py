"""Publishing from the browser to real servers: plan in words, progress, what is there, and the way back."""

from __future__ import annotations

import subprocess
from collections.abc import Mapping
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from site_gen.actions.editing.private_files import editor_folder
from tests.conftest import ProjectFactory
from tests.deploy.stores.conftest import StartPlace, folder, start_place  # noqa: F401  # fixtures
from tests.editor.browsing import Person, at_the_editor, fields_in
from tests.editor.test_publish import EN, order
from tests.support import SITE, tree


def slow(name: str) -> Any:
    return pytest.param(name, marks=pytest.mark.laws)


def choose(person: Person, kind: str, values: Mapping[str, object]) -> None:
    """Fill in the form of a place as a person would."""
    typed = {f"v:{key}": str(value) for key, value in values.items() if not isinstance(value, bool)}
    ticked = [(f"v:{key}", "yes") for key, value in values.items() if value is True]
    form = fields_in(person.see(f"place?kind={kind}").text, "place")
    assert typed.keys() <= {name for name, _ in form}
    pairs = [(name, "https://mara.test/" if name == "url" else typed.get(name, value)) for name, value in form]
    answer = person.send(f"place?kind={kind}", [*pairs, *ticked])
    assert answer.status == 303, answer.text
    person.running.until(lambda: person.running.session.engine.snapshot.site.main.targets)  # type: ignore[union-attr]


def give(person: Person, secrets: Mapping[str, str]) -> None:
    for variable, secret in secrets.items():
        pairs = {"token": person.token, "do": "secret", "target": "live", "variable": variable, "secret": secret}
        assert person.send("publish", list(pairs.items())).status == 303


def there_and_back(person: Person, online: Any, secrets: Mapping[str, str]) -> None:
    """Look, publish, change, publish again, bring the first version back; nothing secret is kept or shown."""
    project = person.running.project
    pages = [order(person, "look")]
    assert EN("plan_first") in pages[-1], pages[-1]
    pages.append(order(person, "publish"))
    assert EN("done_publish") in pages[-1], pages[-1]
    built = {path: data for path, data in tree(project / "output").items() if not path.startswith(".site-gen/")}
    assert online() == built
    offer = project / "offers/audit.yaml"
    offer.write_text(offer.read_text(encoding="utf-8").replace("A free audit", "A long audit"), encoding="utf-8")
    person.running.shows("/offers/audit/", "A long audit")
    person.running.now += timedelta(minutes=5)
    pages.append(order(person, "publish"))
    assert b"A long audit" in online()["offers/audit/index.html"]
    person.running.now += timedelta(minutes=5)
    release = person.see("publish").text.partition('name="release" value="')[2].partition('"')[0]
    pages.append(order(person, "back", release=release))
    assert EN("done_back") in pages[-1]
    assert b"A long audit" not in online()["offers/audit/index.html"]
    assert person.running.editor is not None
    kept = tree(editor_folder(person.running.editor.place.cache, project))
    for secret in secrets.values():
        assert not [name for name, data in {**tree(project), **kept}.items() if secret.strip().encode() in data]
        assert secret.strip() not in "".join(pages)


@pytest.mark.parametrize("name", ["openssh", slow("wsgidav"), slow("seaweedfs"), slow("pyftpdlib"), slow("rsync")])
def test_a_site_goes_to_a_server_and_back_from_the_browser(
    name: str,
    project: ProjectFactory,
    cache: Path,
    start_place: StartPlace,  # noqa: F811  # a fixture
    folder: str,  # noqa: F811
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Whoever has a host that isn't a folder would have to go to a terminal after all."""
    place = start_place(name)
    for variable, value in place.environment.items():
        monkeypatch.setenv(variable, value)
    for variable in place.secrets:
        monkeypatch.delenv(variable, raising=False)
    target = place.target(folder).model_dump(exclude_defaults=True)
    with at_the_editor(project({"site.yaml": SITE}), cache) as person:
        choose(person, str(target.pop("to")), target)
        if place.secrets:
            page = order(person, "look")
            assert EN("refused_world") in page, page
        give(person, place.secrets)
        there_and_back(person, lambda: _public(place.folder(folder)), place.secrets)


def _public(path: Path) -> dict[str, bytes]:
    return {name: data for name, data in tree(path).items() if not name.startswith(".site-gen/")}


def test_a_site_goes_to_a_branch_of_a_repository_and_back_from_the_browser(
    project: ProjectFactory, cache: Path, tmp_path: Path
) -> None:
    remote, seen = tmp_path / "pages.git", tmp_path / "seen"
    subprocess.run(["git", "init", "--quiet", "--bare", str(remote)], check=True)

    def online() -> dict[str, bytes]:
        subprocess.run(["rm", "-rf", str(seen)], check=True)
        clone = ["git", "clone", "--quiet", "--branch", "gh-pages", str(remote), str(seen)]
        subprocess.run(clone, check=True, capture_output=True)
        return {
            name: data for name, data in tree(seen).items() if not name.startswith((".git/", ".site-gen/", ".nojekyll"))
        }

    with at_the_editor(project({"site.yaml": SITE}), cache) as person:
        choose(person, "git", {"remote": str(remote)})
        there_and_back(person, online, {})
