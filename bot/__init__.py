"""Talk to people through Telegram, the terminal and the command line."""

from __future__ import annotations

from functools import cache
from pathlib import Path


@cache
def version() -> str:
    """Return the version of the installed package, or that in pyproject.toml when run from a checkout.

    The imports are local because they take longer than the rest of ``health``, which does not need them.
    """
    import tomllib
    from importlib import metadata

    try:
        return metadata.version("tradewatch")
    except metadata.PackageNotFoundError:
        checkout = Path(__file__).parents[1] / "pyproject.toml"
        return str(tomllib.loads(checkout.read_text("utf-8"))["project"]["version"])
