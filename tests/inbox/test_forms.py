"""The inbox knows the forms of the project as it is now, or as it last was without errors."""

from __future__ import annotations

import os
from datetime import timedelta
from pathlib import Path

import pytest

from site_gen.inbox.forms import ProjectForms
from site_gen.inbox.records import Channel
from site_gen.problems import ProjectError
from tests.conftest import ProjectFactory
from tests.inbox.support import AUDIT, FILES, INBOX_SITE


def rewrite(project: Path, name: str, text: str) -> None:
    """Change a file as an editor does: other content, and a later time."""
    path = project / name
    before = path.stat().st_mtime_ns if path.exists() else 0
    path.write_text(text, encoding="utf-8")
    os.utime(path, ns=(before + 10**9, before + 10**9))


def test_forms_are_known_by_name_and_language(project: ProjectFactory) -> None:
    forms = ProjectForms(project(FILES), print).current()
    assert set(forms.declared) == {"audit"}
    assert {language: one.title for language, one in forms.declared["audit"].items()} == {
        "en": "A free audit of your page",
        "es": "Una auditoría gratis",
    }
    assert (forms.languages, forms.origin, forms.home) == (
        ("en", "es"),
        "https://mara.example",
        "https://mara.example/",
    )
    assert (forms.retention, forms.channels) == (timedelta(days=365), ())


def test_the_forms_of_drafts_are_not_taken(project: ProjectFactory) -> None:
    files = {**FILES, "offers/audit.yaml": AUDIT + "draft: true\n"}
    assert ProjectForms(project(files), print).current().declared == {}


def test_retention_and_notices_are_the_projects(project: ProjectFactory) -> None:
    told = INBOX_SITE.replace("controller: Mara Vidal", "controller: Mara Vidal\n  retention_days: 30")
    told += '  notify: {email: hello@mara.example, telegram: "12345"}\n'
    forms = ProjectForms(project({**FILES, "site.yaml": told}), print).current()
    assert forms.retention == timedelta(days=30)
    assert forms.channels == (Channel.EMAIL, Channel.TELEGRAM)


def test_a_changed_project_is_read_again(project: ProjectFactory) -> None:
    log: list[str] = []
    folder = project(FILES)
    source = ProjectForms(folder, log.append)
    before = source.current()
    assert source.refresh()
    assert source.current() is before
    rewrite(folder, "offers/audit.yaml", AUDIT.replace("A free audit", "A quick audit"))
    assert source.refresh()
    assert source.current().declared["audit"]["en"].title == "A quick audit of your page"
    assert log == ["the project has changed, its forms are read again"]


def test_a_new_and_a_removed_form_are_noticed(project: ProjectFactory) -> None:
    folder = project(FILES)
    source = ProjectForms(folder, print)
    rewrite(folder, "offers/trial.yaml", AUDIT)
    source.refresh()
    assert set(source.current().declared) == {"audit", "trial"}
    (folder / "offers/trial.yaml").unlink()
    source.refresh()
    assert set(source.current().declared) == {"audit"}


def test_while_the_project_has_errors_its_last_forms_stay(project: ProjectFactory) -> None:
    log: list[str] = []
    folder = project(FILES)
    source = ProjectForms(folder, log.append)
    rewrite(folder, "offers/audit.yaml", AUDIT.replace("price: 0", "prise: 0"))
    assert not source.refresh()
    assert not source.refresh()
    assert source.current().declared["audit"]["en"].title == "A free audit of your page"
    assert log == [f"the project has errors, the forms stay as they were: {log[0].partition('were: ')[2]}"]
    assert "offers/audit.yaml" in log[0]
    rewrite(folder, "offers/audit.yaml", AUDIT)
    assert source.refresh()


def test_what_is_no_source_is_not_looked_at(project: ProjectFactory) -> None:
    folder = project(FILES)
    source = ProjectForms(folder, print)
    before = source.current()
    for name in ("output/index.html", ".inbox/leads.sqlite3", "node_modules/x/site.yaml"):
        (folder / name).parent.mkdir(parents=True)
        (folder / name).write_text("x")
    source.refresh()
    assert source.current() is before


def test_a_project_with_errors_from_the_start_is_refused(project: ProjectFactory) -> None:
    with pytest.raises(ProjectError):
        ProjectForms(project({**FILES, "offers/audit.yaml": "kind: first-step\n"}), print)
