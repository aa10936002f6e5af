"""Builds the example site with deadlines that lie ahead on the day of the build, into output/.

Run: python -m tools.example (make site). The example's files are as of `DAY`. A copy of them is built in which the
offer and the proposals that are open on that day begin and end as many days later as have passed since; what the ledger
says of that offer stays behind. The offer's page says so: on a site in earnest no published deadline moves.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Final

from site_gen.model.content_kinds import STATIC, TOP_FOLDERS

ROOT: Final = Path(__file__).parents[1]
COPY: Final = ROOT / ".cache" / "example"
DAY: Final = date(2026, 11, 23)
"""The day that the example's files are written for."""

OFFER: Final = "three-months"
MOVED: Final = (f"offers/{OFFER}.yaml", "offers/proposals/*.yaml")
_DATED: Final = re.compile(r"^(starts|ends|date|valid_until): (\d{4}-\d{2}-\d{2})", re.MULTILINE)


def write_example(folder: Path, today: date) -> None:
    """Write the example's files, as they are on a day, into a folder that is new or was written by this."""
    folder.mkdir(parents=True, exist_ok=True)
    for source in ROOT.glob("site*.yaml"):
        shutil.copy2(source, folder)
    for name in (*TOP_FOLDERS, STATIC):
        shutil.rmtree(folder / name, ignore_errors=True)
        if (ROOT / name).is_dir():
            shutil.copytree(ROOT / name, folder / name)
    later = max(today - DAY, timedelta())
    for file in (file for pattern in MOVED for file in folder.glob(pattern)):
        file.write_text(moved(file.read_text(encoding="utf-8"), later), encoding="utf-8")
    if later:
        ledger = folder / "offers" / "ledger.jsonl"
        kept = [line for line in ledger.read_text(encoding="utf-8").splitlines() if f'"offer": "{OFFER}"' not in line]
        ledger.write_text("".join(f"{line}\n" for line in kept), encoding="utf-8")


def moved(text: str, later: timedelta) -> str:
    """Return a file's text with the days of its window so much later; the hours stay."""
    return _DATED.sub(lambda found: f"{found[1]}: {date.fromisoformat(found[2]) + later}", text)


def main() -> int:
    write_example(COPY, datetime.now(UTC).date())  # noqa: TID251  # the day of the build, as the command line has it
    words = ["--project", str(COPY), "--output", str(ROOT / "output"), *sys.argv[1:]]
    environment = {"SITE_GEN_CACHE": str(ROOT / ".cache" / "site-gen"), **os.environ}
    return subprocess.call([sys.executable, "-m", "site_gen", "build", *words], env=environment)  # noqa: S603  # our own


if __name__ == "__main__":
    sys.exit(main())
