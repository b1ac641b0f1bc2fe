"""The migrations that make the tables, and how a database of ours is marked."""

from __future__ import annotations

from importlib import import_module
from pkgutil import iter_modules

from sqlite_utils import Migrations

from watchers.store import migrations as steps

APPLICATION_ID = 0x54524457
"""Marks a database of ours in the header of the file."""

_NAMES = sorted(module.name for module in iter_modules(steps.__path__))
VERSION = int(_NAMES[-1][1:5])
"""The number of the last migration: an older program refuses a newer file."""

migrations = Migrations("tradewatch")
for _name in _NAMES:
    migrations(name=_name)(import_module(f"{steps.__name__}.{_name}").apply)
