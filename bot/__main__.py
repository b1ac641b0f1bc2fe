"""Run the command line as ``python -m bot``."""

import signal
import sys


def _stop(signum: int, frame: object) -> None:
    """End with 0, as a stop does later: while the program is loading, nothing has begun."""
    sys.exit(0)


if __name__ == "__main__":
    # Before the imports, which take a second on a busy machine; ``run`` sets handlers of its own.
    signal.signal(signal.SIGTERM, _stop)
    from bot.cli import main

    sys.exit(main(sys.argv[1:]))
