"""Run the command line: ``site-gen`` and ``python -m site_gen``."""

from __future__ import annotations

import gc
import os
import sys


def main() -> None:
    """Run a command and end the process with its exit code.

    Without Python's own way out: taking a large site apart in memory takes longer than leaving it to the system. And
    without collecting cycles: the process lives for one command, of whose memory that would free next to nothing.
    """
    gc.disable()
    from site_gen.cli import main as run

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
