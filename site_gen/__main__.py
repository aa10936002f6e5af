"""Run the command line: ``site-gen`` and ``python -m site_gen``."""

from __future__ import annotations

import gc
import os
import sys


def main() -> None:
    """Run a command and end the process with its exit code.

    Skips Python's normal shutdown: freeing a large site object by object takes longer than leaving it to the operating
    system. Garbage collection is off: the process runs one command, and collecting would free almost nothing.
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


def run_for_another() -> None:
    """Run a command for this program itself, which runs one for several projects: end with it, and give it messages
    that can still be translated."""
    from site_gen.messages import KEEPS_MESSAGES
    from site_gen.processes import end_with_input

    end_with_input()
    os.environ[KEEPS_MESSAGES] = "1"
    main()


if __name__ == "__main__":
    main()
