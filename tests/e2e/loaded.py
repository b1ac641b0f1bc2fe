"""Imported by the process that tests fork the bot from: what every start of the bot imports and reads."""

from __future__ import annotations

import gc
from importlib import import_module

from bot.messages import text
from watchers import entities, senses
from watchers.rules import forms

for module in ("bot.cli.verbs", "bot.cli.run", "bot.web"):
    import_module(module)
entities.load()
forms.load()
senses.load()
text.load()
# Its forks then share these objects, instead of copying the page of each that the collector looks at.
gc.freeze()
