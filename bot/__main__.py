"""Run the command line as ``python -m bot`` or ``tradewatch``."""

import os
import signal
import sys


def _stop(signum: int, frame: object) -> None:
    """End with 0, as a stop does later: while the program is loading, nothing has begun."""
    if "run" in sys.argv[1:]:
        # An exception could be raised in a callback of an import, and be ignored there.
        os._exit(0)
    sys.exit(0)


def main() -> int:
    """Run one verb; return its exit code."""
    # Before the imports, which take a second on a busy machine; ``run`` sets its own handlers.
    signal.signal(signal.SIGTERM, _stop)
    from bot.cli import console

    return console()


if __name__ == "__main__":
    sys.exit(main())
