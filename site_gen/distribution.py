"""The name that package indexes know the program by, and the words that install it and its extras.

Only the standard library is needed. The command is called `site-gen` and the package `site_gen`; the distribution is
not, since an index refuses names that differ from an existing one (`sitegen`) in separators alone.
"""

from __future__ import annotations

import json
import sys
import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path
from typing import Final
from urllib.parse import urlsplit

from site_gen import __version__

DISTRIBUTION: Final = "smm-site-gen"


def requirement(*extras: str, version: str | None = None) -> str:
    """Return what pip and its kin call the program with these extras: 'smm-site-gen[sftp]==1.0'."""
    with_extras = f"{DISTRIBUTION}{_in_brackets(extras)}"
    return f"{with_extras}=={version}" if version else with_extras


def _in_brackets(extras: Iterable[str]) -> str:
    names = ",".join(extras)
    return f"[{names}]" if names else ""


def install_line(
    *extras: str, version: str | None = None, prefix: Path | None = None, source: Source | None = None
) -> str:
    """Return the line that adds extras to the program where it is installed (`prefix`, by default this Python's), from
    where it came (`source`, by default what is recorded), unless a version of the package index is asked for.

    Quotes are double, since cmd.exe on Windows knows no others. pipx and uv keep programs in environments of their own,
    which the `pip` of a terminal doesn't reach; each is told by the file that it leaves there.
    """
    home = Path(sys.prefix) if prefix is None else prefix
    came_from = None if version else source or (recorded_source() if prefix is None else None)

    def wanted(names: Iterable[str]) -> str:
        if came_from is None:
            return f'"{requirement(*names, version=version)}"'
        if came_from.is_editable:
            return f'-e "{came_from.folder}{_in_brackets(names)}"'
        return f'"{requirement(*names)} @ {came_from.address}"'

    if (home / "pipx_metadata.json").is_file():
        return f"pipx runpip {DISTRIBUTION} install {wanted(extras)}"
    if (home / "uv-receipt.toml").is_file():  # uv leaves out what isn't named again
        return f"uv tool install {wanted(sorted({*extras, *_extras_of_uv(home / 'uv-receipt.toml')}))}"
    return f"pip install {wanted(extras)}"


@dataclass(frozen=True, slots=True)
class Source:
    """Where the program was installed from, if not from a package index: an address as requirements have it
    (file:///…, git+https://…), and whether the folder there is the program itself."""

    address: str
    is_editable: bool = False

    @property
    def folder(self) -> str:
        """The folder of a file: address."""
        from urllib.request import url2pathname  # it brings a client of the web along

        return url2pathname(urlsplit(self.address).path)


def recorded_source() -> Source | None:
    """Return what the installer recorded of where the program came from; None for a package index."""
    try:
        return source_in(distribution(DISTRIBUTION).read_text("direct_url.json") or "")
    except PackageNotFoundError:
        return None


def source_in(direct_url: str) -> Source | None:
    """Return the source in the text of a direct_url.json; None for other text.

    Its form: https://packaging.python.org/en/latest/specifications/direct-url-data-structure/
    """
    try:
        found = json.loads(direct_url)
        url, vcs = str(found["url"]), found.get("vcs_info")
        if vcs:
            return Source(f"{vcs['vcs']}+{url}@{vcs.get('requested_revision') or vcs['commit_id']}")
        return Source(url, is_editable=found.get("dir_info", {}).get("editable") is True)
    except (ValueError, KeyError, TypeError, AttributeError):
        return None


def reinstall_line(package: str, prefix: Path | None = None) -> str:
    """Return the line that installs a package anew that is there and damaged."""
    lines = {"pipx": f"pipx reinstall {DISTRIBUTION}", "uv": f"uv tool upgrade --reinstall {DISTRIBUTION}"}
    return lines.get(installer(prefix), f"pip install --force-reinstall {package}")


def installer(prefix: Path | None = None) -> str:
    """Return what installed the program: 'pipx', 'uv', or what its record names ('pip'); 'hand' where there is none."""
    home = Path(sys.prefix) if prefix is None else prefix
    for name, file in (("pipx", "pipx_metadata.json"), ("uv", "uv-receipt.toml")):
        if (home / file).is_file():
            return name
    try:
        return (distribution(DISTRIBUTION).read_text("INSTALLER") or "").strip() or "hand"
    except PackageNotFoundError:
        return "hand"


def same_again(*extras: str, origin: str | None = None) -> str:
    """Return the requirement that installs this very version elsewhere, such as on the machine of a host.

    Where the program came from a public git address (`origin`, see `git_origin`), that is named with its commit;
    otherwise the version on the package index.
    """
    return f"{requirement(*extras)} @ {origin}" if origin else requirement(*extras, version=__version__)


def git_origin() -> str | None:
    """Return the address and commit that the program was installed from ('git+https://…@COMMIT'), if it was so.

    Installers record it as https://packaging.python.org/en/latest/specifications/direct-url/ says, without passwords.
    """
    try:
        return origin_of(distribution(DISTRIBUTION).read_text("direct_url.json") or "")
    except PackageNotFoundError:
        return None


def origin_of(direct_url: str) -> str | None:
    """Return the git address and commit in the text of a direct_url.json; None for folders, archives and other text."""
    try:
        found = json.loads(direct_url)
        url, vcs = str(found["url"]), found["vcs_info"]
        return f"git+{url}@{vcs['commit_id']}" if vcs["vcs"] == "git" and url.startswith("https://") else None
    except (ValueError, KeyError, TypeError):
        return None


def _extras_of_uv(receipt: Path) -> list[str]:
    try:
        rows = tomllib.loads(receipt.read_text(encoding="utf-8"))["tool"]["requirements"]
        return [extra for row in rows if row["name"] == DISTRIBUTION for extra in row.get("extras", ())]
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return []
