"""An import that is killed, or finds the disk full, is completed by the next one."""

from __future__ import annotations

import errno
from pathlib import Path

import pytest

from site_gen.actions import import_site
from site_gen.actions.import_site import SiteRequest, find_site, write_site
from site_gen.files import write_atomically
from site_gen.problems import WorldError
from tests.importers.sites import SITES, lay_out
from tests.support import SITE, write_files


class Killed(BaseException):
    """What ends a process at once, for the code that it ends."""


def everything(project: Path) -> dict[str, bytes]:
    found = (path for path in project.rglob("*") if path.is_file())
    return {path.relative_to(project).as_posix(): path.read_bytes() for path in found}


@pytest.fixture(scope="module")
def clean(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict[str, bytes]]:
    """Return an old site, and the project that it makes."""
    folder = tmp_path_factory.mktemp("clean")
    request = SiteRequest(lay_out(folder / "old", SITES["hugo"]), write_files(folder / "new", {"site.yaml": SITE}))
    write_site(find_site(request))
    return request.folder, everything(request.project)


@pytest.mark.parametrize("error", [Killed(), OSError(errno.ENOSPC, "No space left on device")], ids=["killed", "full"])
@pytest.mark.parametrize("moment", [0, 1, 2, 5, 9, -1])
def test_an_import_that_was_cut_off_is_completed_by_the_next(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    clean: tuple[Path, dict[str, bytes]],
    moment: int,
    error: BaseException,
) -> None:
    """It took its own texts for somebody else's, and brought every one of them once more, under other names."""
    old, wanted = clean
    request = SiteRequest(old, write_files(tmp_path / "new", {"site.yaml": SITE}))
    found = find_site(request)
    left = [moment if moment >= 0 else len(found.changes) + 1]  # the last one is the record

    def write(path: Path, content: bytes) -> None:
        if not left[0]:
            raise error
        left[0] -= 1
        write_atomically(path, content)

    with monkeypatch.context() as patch:
        patch.setattr(import_site, "write_atomically", write)
        with pytest.raises((Killed, WorldError)):
            write_site(found)
    assert everything(request.project).keys() <= {*wanted, ".site-gen/importing.json"}
    write_site(find_site(request))
    assert everything(request.project) == wanted
