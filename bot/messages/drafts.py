"""Answers to words that are not a command: what they mean as a watch, and what to do with anything else."""

from __future__ import annotations

from datetime import datetime

from bot.callbacks.talking import AddLink, ChangeDraft, DropDraft, ShowDraft, ShowFound, ShowLinkTopic, WhyLink
from bot.callbacks.watching import WatchSuggested, WatchTimed
from bot.chat import Reply, Row
from bot.messages import watches
from bot.messages.items import back_tested
from bot.messages.settings import clock
from bot.messages.text import Translator, blocks
from bot.messages.watches import blocked, narrow, without
from watchers.entities import Catalog
from watchers.model.times import DAILY
from watchers.rules import ChatAliases
from watchers.services.trials import Trial
from watchers.store.subscribers import SearchId


def draft(trial: Trial, t: Translator, catalog: Catalog, now: datetime, edits: bool = False) -> Reply:
    """Return what a typed rule means, what it would have matched, and the buttons to watch or change it."""
    parts = [
        t.format("draft", rule=watches.describe(trial.rule, t, catalog, trial.names)),
        *watches.remarks(trial.rule, trial.notes, t, catalog, trial.names),
        *back_tested(trial.found, t, now),
        *blocked(trial.blocker, t, ChatAliases(catalog, trial.names)),
        t.format("draft-many", count=round(trial.found.expected_a_day(now))) if trial.noisy else None,
    ]
    return Reply(blocks(parts), (_watch(trial, t), _narrow(trial, t), _change(trial, t)), edits)


def _watch(trial: Trial, t: Translator) -> Row:
    if trial.noisy:
        daily = t.button("offer-day", WatchTimed(trial.id, daily=True), at=clock(DAILY.minute))
        return daily, t.button("button-all-at-once", WatchTimed(trial.id, daily=False))
    watch = WatchSuggested(trial.id)
    if trial.blocker is None or trial.unblocked is None:
        return (t.button("button-watch", watch),)
    return without(trial.blocker, WatchSuggested(trial.unblocked), t), t.button("button-as-typed", watch)


def _narrow(trial: Trial, t: Translator) -> Row:
    """Return a button for each narrower rule, which shows that rule as a draft."""
    return tuple(narrow(each, ShowDraft(rule), t) for each, rule in trial.narrower)


def _change(trial: Trial, t: Translator) -> Row:
    change, drop = t.button("button-change", ChangeDraft(trial.id)), t.button("button-drop", DropDraft())
    if not trial.found.count:
        return change, drop
    return change, t.button("button-found", ShowFound(trial.id), count=trial.found.count), drop


def change(rule: SearchId, typed: str, t: Translator) -> Reply:
    """Return the typed words, to copy and send again."""
    return t.reply("draft-change", t.button("button-close", ShowDraft(rule)), edits=True, rule=typed)


def link(kept: SearchId, t: Translator) -> Reply:
    """Return what can be done with a link."""
    why, add = t.button("button-why-link", WhyLink(kept)), t.button("button-add-link", AddLink(kept))
    return Reply(t.format("link"), ((why,), (t.button("button-link-topic", ShowLinkTopic(kept)),), (add,)))
