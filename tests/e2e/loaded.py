"""Imported by the process that tests fork the bot from: what every start of the bot imports and reads."""

from __future__ import annotations

import gc
from importlib import import_module

from bot.config import loading
from bot.messages import text
from watchers import matching
from watchers.feeds import catalog

gc.set_threshold(20_000)
for module in ("bot.cli.verbs", "bot.cli.run", "bot.web", "httpcore"):
    import_module(module)
loading.load(None, {})
catalog.load()
matching.load()
text.load()
# Its forks then share these objects, instead of copying the page of each that the collector looks at.
gc.freeze()
