"""Answers to *Not for me* and *Not what I meant*: what a watch leaves out, what a name does not mean here, and Undo."""

from __future__ import annotations

from collections.abc import Sequence

from bot.callbacks.alert_buttons import KeepWatch, NotForMe
from bot.callbacks.searching import NotMeant, NotMeantName, RemoveCorrection
from bot.callbacks.watching import Reword
from bot.chat import Button, Reply
from bot.messages.aliases import entity_name
from bot.messages.items import label, matched_words
from bot.messages.rows import in_rows
from bot.messages.text import Html, Translator, blocks, shortened
from watchers.entities import Catalog
from watchers.model import Alert, Reason
from watchers.rules import ChatAlias
from watchers.services.corrections import Corrected, Correction
from watchers.services.refining import Proposal

MAX_WATCHES = 6
MAX_WORD_LENGTH = 24
MAX_NAMES = 4
"""Names of an alert to choose from; the others are in the same item."""
MAX_LISTED = 20
"""Corrections in a list, the newest; each has a button."""


# ---- not for me ------------------------------------------------------------------------------------


def which_watch(alert: Alert, reasons: Sequence[Reason], t: Translator) -> Reply:
    """Ask which watch should leave such alerts out."""
    buttons = [
        Button(label(each.watch, t, MAX_WORD_LENGTH), NotForMe(alert.id, each.watch.number))
        for each in reasons[:MAX_WATCHES]
    ]
    return Reply(t.format("refine-which"), in_rows(buttons, 1))


def proposal(alert: Alert, found: Proposal, has_names: bool, t: Translator, edits: bool) -> Reply:
    """Return what the watch can leave out: words of the title, what is not in a title, or a sense of a name."""
    watch, words = found.watch, matched_words(found.hits, t)
    if found.exclusions:
        best = found.exclusions[0]
        said = t.format(
            "refine-word", name=watch.name, words=words, word=best.word, dropped=best.dropped, count=found.count
        )
    else:
        said = t.format("refine-none", name=watch.name, words=words)
    buttons = [
        t.button("button-leave-out", Reword(watch.number, each.rule), word=shortened(each.word, MAX_WORD_LENGTH))
        for each in found.exclusions
    ]
    if found.in_titles is not None:
        buttons.append(t.button("button-only-titles", Reword(watch.number, found.in_titles)))
    if has_names:
        buttons.append(t.button("button-not-meant", NotMeant(alert.original)))
    keep = t.button("button-keep", KeepWatch(watch.number))
    return Reply(said, (*in_rows(buttons, 1), (keep,)), edits)


# ---- not what I meant ------------------------------------------------------------------------------


def choose(alert: Alert, names: Sequence[ChatAlias], t: Translator, catalog: Catalog) -> Reply:
    """Ask which name of an alert was not meant."""
    rows = tuple(
        (t.button("button-not-meant-name", NotMeantName(alert.id, at), name=entity_name(each.entity, t, catalog)),)
        for at, each in enumerate(names[:MAX_NAMES])
    )
    return Reply(t.format("not-meant-which"), rows)


def added(corrected: Corrected, t: Translator, catalog: Catalog) -> Reply:
    """Say what does not count any more, and how many items of the last 30 days that leaves out; with Undo."""
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
