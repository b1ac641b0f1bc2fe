"""*Not for me*: how a watch can leave out what an alert showed, with what that would have removed."""

from __future__ import annotations

from collections.abc import Sequence

from bot.callbacks.alert_buttons import KeepWatch, NotForMe
from bot.callbacks.searching import NotMeant
from bot.callbacks.watch_screens import Reword
from bot.chat import Button, Reply
from bot.messages.items import matched_words
from bot.messages.text import Translator, in_rows, shortened
from bot.messages.titles import label
from watchers.model import Alert, Reason
from watchers.services.refining import Proposal

MAX_WATCHES = 6
MAX_WORD_LENGTH = 24


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
