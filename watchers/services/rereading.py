"""Prints the rules that were stored in the first syntax in today's explicit one, with the meaning that they had.

Runs once, before the first start with a new syntax loads its rules. A chat whose rules would be read otherwise if they
were typed today is notified, and may take the new reading of each.
"""

from __future__ import annotations

import logging

from watchers.errors import RuleError
from watchers.matching import Recognizer
from watchers.model import News, Notice, Rewritten, Subscriber
from watchers.rules import ChatAliases, Rule, canonical, explicit, read_first_syntax
from watchers.services.aliases import AliasService, in_force
from watchers.store import Database, Transaction, outbox, subscribers, watches
from watchers.store.watches import Meaning

log = logging.getLogger(__name__)

IN_ONE_TRANSACTION = 20
"""Subscribers whose rules are printed before other writes get a turn."""


async def make_explicit(database: Database, aliases: AliasService, recognizer: Recognizer) -> int:
    """Rewrite all rules that are stored in the first syntax. Return how many watches would be read otherwise today."""
    changed = 0
    while (some := await database.write(_rewrite_some, aliases, recognizer)) is not None:
        changed += some
    if changed:
        log.info("rules_reread", extra={"watches": changed})
    return changed


def _rewrite_some(tx: Transaction, aliases: AliasService, recognizer: Recognizer) -> int | None:
    """Rewrite the rules of a few subscribers; return how many watches changed, None if no subscriber was left."""
    some = subscribers.with_old_syntax(tx, IN_ONE_TRANSACTION)
    if not some:
        return None
    return sum(_rewrite_all(tx, subscriber, aliases, recognizer) for subscriber in some)


def _rewrite_all(tx: Transaction, subscriber: Subscriber, aliases: AliasService, recognizer: Recognizer) -> int:
    own = aliases.own(tx, subscriber.id)
    numbers = {watch.id: watch.number for watch in watches.of(tx, subscriber.id)}
    rewritten: list[Rewritten] = []
    for meaning in watches.meanings(tx, subscriber.id):
        try:
            rule = read_first_syntax(meaning.rule, recognizer.catalog, recognizer.forms)
        except RuleError as error:
            # The catalog lost an entity; at each start, the typed words are read instead.
            log.warning("rule_unreadable", extra={"rule": meaning.rule, "why": str(error)})
            continue
        there = in_force(tx, own, rule)
        watches.update(tx, meaning.watch, query=there.query, meaning=there.meaning)
        text = _keep_text(tx, meaning, rule, own)
        if text is not None and meaning.watch in numbers:
            rewritten.append(Rewritten(numbers[meaning.watch], meaning.typed, text))
    subscribers.update(tx, subscriber.id, syntax=subscribers.SYNTAX)
    if rewritten:
        now = aliases.now()
        notice = Notice(News.REREAD, "", now, rewritten=tuple(rewritten))
        outbox.notify(tx, [subscriber.id], notice, now)
    return len(rewritten)


def _keep_text(tx: Transaction, meaning: Meaning, rule: Rule, own: ChatAliases) -> str | None:
    """Write a watch's text so that it is read with the meaning it had; return it if that changed the text.

    The text that was typed is kept as the one before, which ``Watchlist.as_before`` reads again.
    """
    try:
        as_typed = own.reread(meaning.typed)
    except RuleError:
        as_typed = None
    if as_typed is not None and canonical(as_typed) == canonical(rule):
        return None
    text = explicit(meaning.typed, rule, own.catalog, own.reread)
    watches.update(tx, meaning.watch, typed=text, typed_before=meaning.typed_before or meaning.typed)
    return text if as_typed is not None else None
