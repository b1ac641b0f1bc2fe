"""What operators see: how the service is, problems of sources, dead letters, and announcements."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from bot.callbacks.admin import (
    Announce,
    BackUp,
    DropAnnouncement,
    DropDead,
    HowToAnnounce,
    RetryDead,
    ShowAdmin,
    ShowDeadLetters,
    ShowHeldList,
    ShowIncidents,
)
from bot.chat import Button, Reply
from bot.messages.rows import in_rows, page_of
from bot.messages.text import Translator, blocks, shortened
from watchers.services.administration import AdminOverview
from watchers.services.operations import Incident
from watchers.store.dead_letters import DeadLetter
from watchers.store.subscribers import SearchId

A_PAGE = 6
MAX_TITLE = 60
MAX_HELD = 4
"""Lists that wait for an approval and have a button."""
MAX_HELD_NAME = 24


def overview(found: AdminOverview, t: Translator, now: datetime) -> Reply:
    """Return how the service is; counts of 0 are left out, except where 0 is the proof."""
    service, lag = found.service, found.service.from_fetched
    parts = [
        t.format("admin-title"),
        t.format("admin-people", chats=found.chats, watches=found.watches),
        t.format("admin-queue", count=service.queue.count),
        t.format("admin-lag", seconds=f"{lag.p95.total_seconds():.1f}") if lag else None,
        t.format("admin-sources", count=service.well, all=len(service.statuses)),
        t.format("admin-incidents", count=len(service.incidents)) if service.incidents else None,
        t.format("admin-dead", count=service.dead),
        t.format("admin-undecided", count=found.undecided) if found.undecided else None,
        t.format("admin-held", count=len(found.held)) if found.held else None,
        t.format("admin-backup", at=t.moment(found.backup, now)) if found.backup else t.format("admin-no-backup"),
    ]
    return Reply(blocks(parts), in_rows(_buttons(found, t), 2))


def _buttons(found: AdminOverview, t: Translator) -> list[Button]:
    buttons = []
    if found.service.dead:
        buttons.append(t.button("admin-show-dead", ShowDeadLetters(0), count=found.service.dead))
    if found.service.incidents:
        buttons.append(t.button("admin-show-incidents", ShowIncidents(0), count=len(found.service.incidents)))
    buttons += [
        t.button("admin-show-held", ShowHeldList(each.number), list=shortened(each.name, MAX_HELD_NAME))
        for each in found.held[:MAX_HELD]
    ]
    return [
        *buttons,
        t.button("admin-broadcast", HowToAnnounce()),
        t.button("admin-back-up", BackUp()),
        t.button("admin-refresh", ShowAdmin()),
    ]


def incidents(found: Sequence[Incident], page: int, t: Translator, now: datetime) -> Reply:
    """Return a page of the problems of sources, the oldest first."""
    if not found:
        return t.reply("admin-no-incidents", _back(t), edits=True)
    shown, turns, *_ = page_of(found, page, A_PAGE, t, ShowIncidents)
    lines = (
        t.format(
            "admin-incident",
            source=each.source.name,
            problem=t.format(f"page-incident-{each.kind.value}"),
            since=t.moment(each.since, now),
        )
        for each in shown
    )
    title = t.format("admin-incidents", count=len(found))
    return Reply(blocks([title, *lines]), (turns, (_back(t),)), edits=True)


def dead_letters(letters: Sequence[DeadLetter], page: int, t: Translator) -> Reply:
    """Return a page of the alerts that were given up, each with buttons that retry and drop it."""
    if not letters:
        return t.reply("admin-no-dead", _back(t), edits=True)
    shown, turns, *_ = page_of(list(enumerate(letters, 1)), page, A_PAGE, t, ShowDeadLetters)
    lines, buttons = [], []
    for number, letter in shown:
        title = shortened(letter.title, MAX_TITLE) or t.format("admin-untitled")
        at = t.date(letter.created_at)
        lines.append(
            t.format("admin-letter", number=number, title=title, at=at, count=letter.attempts, problem=letter.problem)
        )
        buttons += [Button(f"↻ {number}", RetryDead(letter.id)), Button(f"✖️ {number}", DropDead(letter.id))]
    every = (t.button("admin-retry-all", RetryDead(0)), t.button("admin-drop-all", DropDead(0)))
    title = t.format("admin-dead", count=len(letters))
    return Reply(blocks([title, *lines]), (*in_rows(buttons, 6), turns, every, (_back(t),)), edits=True)


def preview(text: str, stored: SearchId, recipients: int, t: Translator) -> Reply:
    """Return an announcement as everybody would get it, and a button that sends it."""
    parts = [t.format("broadcast-preview", count=recipients), t.format("notice-announcement", text=text)]
    send = t.button("broadcast-send", Announce(stored), count=recipients)
    return Reply(blocks(parts, "\n\n"), ((send, t.button("broadcast-cancel", DropAnnouncement())),))


def _back(t: Translator) -> Button:
    return t.button("admin-back", ShowAdmin())
