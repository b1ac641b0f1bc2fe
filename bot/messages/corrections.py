"""Answers to *Not what I meant*: what no longer counts in this chat, and how to undo it."""

from __future__ import annotations

from collections.abc import Sequence

from bot.callbacks.searching import NotMeantName, RemoveCorrection
from bot.chat import Reply
from bot.messages.aliases import entity_name
from bot.messages.text import Html, Translator, blocks
from watchers.entities import Catalog
from watchers.model import Alert
from watchers.rules import ChatAlias
from watchers.services.corrections import Corrected, Correction

MAX_NAMES = 4
"""Names of an alert to choose from; the others are in the same item."""
MAX_LISTED = 20
"""Corrections in a list, the newest; each has a button."""


def choose(alert: Alert, names: Sequence[ChatAlias], t: Translator, catalog: Catalog) -> Reply:
    """Ask which name of an alert was not meant."""
    rows = tuple(
        (t.button("button-not-meant-name", NotMeantName(alert.id, at), name=entity_name(each.entity, t, catalog)),)
        for at, each in enumerate(names[:MAX_NAMES])
    )
    return Reply(t.format("not-meant-which"), rows)


def added(corrected: Corrected, t: Translator, catalog: Catalog) -> Reply:
    """Say what no longer counts, and how many items of the last 30 days that leaves out; with Undo."""
    correction = corrected.correction
    said = _said("not-meant-added", correction, t, catalog)
    count = t.format("not-meant-count", count=corrected.count)
    watches = t.listed([watch.name for watch in corrected.watches])
    changed = t.format("alias-watches", watches=watches) if watches else None
    undo = t.button("undo", RemoveCorrection(correction.id))
    return Reply(blocks([said, count, changed, t.format("not-meant-list-how")]), ((undo,),))


def removed(corrected: Corrected, t: Translator, catalog: Catalog) -> Reply:
    """Confirm that a phrase counts again."""
    return Reply(_said("not-meant-removed", corrected.correction, t, catalog), (), edits=True)


def listed(corrections: Sequence[Correction], t: Translator, catalog: Catalog) -> Reply:
    """List what does not count in this chat, each with a button that removes it."""
    newest = corrections[-MAX_LISTED:]
    lines = (_said("not-meant-line", each, t, catalog) for each in newest)
    rows = tuple(
        (t.button("button-remove-correction", RemoveCorrection(each.id), name=each.phrase.phrase.surface),)
        for each in newest
    )
    title = t.format("not-meant-title" if rows else "not-meant-none")
    return Reply(blocks([title, *lines]), rows)


def _said(key: str, correction: Correction, t: Translator, catalog: Catalog) -> Html:
    entity = entity_name(correction.phrase.entity, t, catalog)
    return t.format(key, name=correction.phrase.phrase.surface, entity=entity)
