"""Run the command line: ``site-gen`` and ``python -m site_gen``."""

from __future__ import annotations

import os
import sys

from site_gen.cli import main as run


def main() -> None:
    """Run a command and end the process with its exit code.

    Without Python's own way out: taking a large site apart in memory takes longer than leaving it to the system.
    """
    code: object = 0
    try:
        run()
    except SystemExit as stop:
        code = stop.code
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(code if isinstance(code, int) else 0 if code is None else 1)


if __name__ == "__main__":
    main()
