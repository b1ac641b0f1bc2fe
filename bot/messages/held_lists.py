"""What operators are asked about a list that was replaced as a whole, and what becomes of it."""

from __future__ import annotations

from collections.abc import Iterator

from bot.callbacks.admin import ApproveHeldList, KeepHolding, ShowHeldList
from bot.chat import Button, Reply
from bot.messages.text import Html, Translator, blocks, shortened
from watchers.model import Change, HeldList
from watchers.services.administration import HeldEntries

MAX_NAMES = 8
"""Entries of each kind that are named."""
MAX_NAME_LENGTH = 80


def question(held: HeldList, at: str, t: Translator) -> Reply:
    """Return the notice that a list is held, with its counts and buttons; ``at`` is when it was seen."""
    parts = [t.format("held-title", list=_name(held), at=at), _counts(held, t), t.format("held-how", id=held.source)]
    return Reply(blocks(parts), (_decisions(held, t), (t.button("held-show", ShowHeldList(held.number)),)))


def entries(found: HeldEntries, t: Translator) -> Reply:
    """Return the counts with names of entries of each kind, and the buttons that decide."""
    held = found.held
    title = t.format("held-entries", list=_name(held))
    return Reply(blocks([title, _counts(held, t), *_named(found, t)]), (_decisions(held, t),), edits=True)


def superseded(held: HeldList, t: Translator) -> Reply:
    """Say that another version is held than the message showed, and ask about that one."""
    parts = [t.format("held-superseded", list=_name(held)), _counts(held, t)]
    buttons = (_decisions(held, t), (t.button("held-show", ShowHeldList(held.number)),))
    return Reply(blocks(parts), buttons, edits=True)


def approved(held: HeldList, t: Translator) -> Reply:
    """Say that a list is taken over."""
    return t.reply("held-approved", edits=True, list=_name(held))


def kept(held: HeldList, t: Translator) -> Reply:
    """Say that a list stays as it was stored; a button still approves it."""
    return t.reply("held-kept", _approve(held, t), edits=True, list=_name(held))


def _counts(held: HeldList, t: Translator) -> Html:
    return t.format(
        "held-counts",
        before=held.before,
        entries=held.entries,
        added=held.added,
        removed=held.removed,
        changed=held.changed,
    )


def _named(found: HeldEntries, t: Translator) -> Iterator[Html]:
    """Yield a line for some entries of each kind, and the number of the others."""
    counts = {
        Change.ADDED: found.held.added,
        Change.REMOVED: found.held.removed,
        Change.CHANGED: found.held.changed,
    }
    for kind, count in counts.items():
        names = [name for each, name in found.names if each is kind][:MAX_NAMES]
        for name in names:
            yield t.format(f"list-other-{kind.value}", name=shortened(name, MAX_NAME_LENGTH))
        if names and count > len(names):
            yield t.format("held-more", count=count - len(names))


def _decisions(held: HeldList, t: Translator) -> tuple[Button, ...]:
    return _approve(held, t), t.button("held-keep", KeepHolding(held.number))


def _approve(held: HeldList, t: Translator) -> Button:
    return t.button("held-approve", ApproveHeldList(held.number, held.seal))


def _name(held: HeldList) -> str:
    return shortened(held.name, MAX_NAME_LENGTH)
