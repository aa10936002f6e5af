"""Ask whether a weakness is known in any of the packages of constraints.txt, and say so only if that was answered.

pip-audit passes over what its database doesn't know, and ends with 0: where PyPI is replaced by a mirror that holds
files alone, it asks for nothing at all. Exit codes: 0 nothing is known, 1 a weakness is, 3 not all packages could be
asked for.
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Mapping
from typing import Any, Final

WEAK: Final = 1
NOT_ASKED: Final = 3

_ARGUMENTS: Final = (
    "--requirement=constraints.txt",
    "--no-deps",
    "--disable-pip",
    "--progress-spinner=off",
    "--format=json",
)


def verdict(report: Mapping[str, Any]) -> tuple[int, list[str]]:
    """Return the exit code and the lines for pip-audit's report."""
    packages = report["dependencies"]
    weak = [package for package in packages if package.get("vulns")]
    skipped = [package["name"] for package in packages if "skip_reason" in package]
    lines = [
        f"{package['name']} {package['version']}: {weakness['id']}"
        f" (mended in {', '.join(weakness['fix_versions']) or 'no version yet'})"
        for package in weak
        for weakness in package["vulns"]
    ]
    asked = len(packages) - len(skipped)
    lines.append(f"{asked} of {len(packages)} packages asked for, {len(weak)} with known weaknesses")
    if skipped:
        lines.append(f"not known to the database: {', '.join(skipped)}")
    return (WEAK if weak else NOT_ASKED if skipped or not packages else 0), lines


def main() -> None:
    """Run pip-audit, named on the command line, print what it found, and exit."""
    ran = subprocess.run([sys.argv[1], *_ARGUMENTS], stdout=subprocess.PIPE, text=True, check=False)  # noqa: S603  # make's
    try:
        report = json.loads(ran.stdout)
    except ValueError:
        sys.stderr.write("nothing was asked for: the database can't be reached, or pip-audit failed (see above)\n")
        sys.exit(NOT_ASKED)
    code, lines = verdict(report)
    sys.stdout.write("".join(f"{line}\n" for line in lines))
    sys.exit(code)


if __name__ == "__main__":
    main()
