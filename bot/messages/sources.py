"""Groups of sources, the health of each source in words, and the answer to /status."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime

from bot.callbacks.sources import ShowGroup, ShowGroups, SwitchGroup
from bot.chat import Button, Reply, Row
from bot.messages.rows import page_of
from bot.messages.text import Html, Translator, blocks, escape
from watchers.cadence import Health
from watchers.errors import ParseProblem
from watchers.model import Group, Subscriber
from watchers.services.operations import Overview
from watchers.services.source_health import CHECKED_DAYS, POLLED_WITHIN, GroupStatus, Report, SourceStatus
from watchers.store.sources import NO_CHECKS

SOURCES_A_PAGE = 12
MAX_SILENT = 5
MAX_TROUBLED = 12
LEVELS = {
    Health.GONE: "failing",
    Health.BLOCKED: "failing",
    Health.FAILING: "failing",
    Health.LATE: "check",
    Health.MOVED: "check",
    Health.NEW: "new",
    Health.QUIET: "well",
    Health.FRESH: "well",
}
"""The worst first, which is the order of the sources on the status page."""
SIGNS = {"failing": "🔴", "check": "🟡", "new": "⚪", "well": "🟢"}
PROBLEMS = {
    "AddressRefused": "address",
    "Unreachable": "unreachable",
    "BadCertificate": "certificate",
    "TooSlow": "slow",
    "TooLarge": "large",
    "BadReply": "broken",
}
STATUSES = {
    **dict.fromkeys(("401", "403", "407", "451"), "barred"),
    "304": "unchanging",
    "404": "missing",
    "429": "often",
}
DOCUMENTS = {
    ParseProblem.HTML.value: "html",
    ParseProblem.EMPTY.value: "empty",
    ParseProblem.NO_ITEMS.value: "empty",
    ParseProblem.REPUBLISHED.value: "republished",
}


# ---- /sources --------------------------------------------------------------------------------------


def groups(found: Sequence[GroupStatus], t: Translator, edits: bool = False) -> Reply:
    """Return all groups: a press on one switches it, a press on the arrow beside it opens it."""
    if not found:
        return t.reply("sources-none", edits=edits)
    count = sum(len(group.sources) for group in found)
    title = t.format("sources-title", count=count, healthy=sum(group.well for group in found))
    return Reply(blocks([title, t.format("sources-how")]), tuple(_group_row(group, t) for group in found), edits)


def _group_row(group: GroupStatus, t: Translator) -> Row:
    switch = t.button(
        "sources-button",
        SwitchGroup(group.group, not group.on, False),
        group=group_name(group.group, t),
        healthy=group.well,
        count=len(group.sources),
    )
    sign = "✅" if group.on else "⬜"
    return Button(f"{sign} {switch.label}", switch.payload), t.button("sources-open", ShowGroup(group.group, 0))


def group(found: GroupStatus, t: Translator, now: datetime, page: int = 0) -> Reply:
    """Return the sources of a group with the state of each, a dozen a page."""
    shown, turns, *_ = page_of(found.sources, page, SOURCES_A_PAGE, t, lambda page: ShowGroup(found.group, page))
    key = "sources-group-on" if found.on else "sources-group-off"
    title = t.format(key, group=group_name(found.group, t), count=len(found.sources), healthy=found.well)
    label = "sources-switch-off" if found.on else "sources-switch-on"
    switch = t.button(label, SwitchGroup(found.group, not found.on, True))
    rows = ((switch,), turns, (t.button("sources-all-groups", ShowGroups()),))
    return Reply(blocks([title, *(line(each, t, now) for each in shown)]), tuple(filter(None, rows)), edits=True)


def line(status: SourceStatus, t: Translator, now: datetime) -> Html:
    """Return a source and its state."""
    return Html(f"{SIGNS[LEVELS[status.health]]} <b>{escape(status.source.shown_name)}</b> — {state(status, t, now)}")


def state(status: SourceStatus, t: Translator, now: datetime) -> Html:
    """Describe the state of a source, such as “nothing for 3 days (usual)”."""
    record, key = status.state, status.health.value
    if status.health is Health.MOVED and record.merged_into:
        key = "merged"
    elif status.health in (Health.LATE, Health.QUIET, Health.FRESH) and record.newest_at is None:
        key = "answers"
    elif status.health is Health.QUIET and record.rhythm is None:
        key = "silent"  # without a known rhythm, nobody can say what is usual
    since = record.gone_at if status.health is Health.GONE else record.failing_since
    why, span = problem(record.problem, record.detail, t), t.duration(now - (record.newest_at or now))
    return t.format(f"state-{key}", at=t.moment(since or now, now), why=why, span=span)


def problem(name: str | None, detail: str | None, t: Translator) -> Html:
    """Return what is wrong with a source.

    Args:
        name: The name of the error's type.
        detail: The HTTP status, or the parser's problem.
        t: The reader's language.
    """
    key = PROBLEMS.get(name or "") or DOCUMENTS.get(detail or "", "unreadable")
    if name == "BadStatus":
        key = "server" if (detail or "").startswith("5") else STATUSES.get(detail or "", "status")
    return t.format(f"problem-{key}", status=detail or "?")


def group_name(group: Group | None, t: Translator) -> Html:
    """Return the group's name in the reader's language; None names the sources without a group."""
    return t.format(f"group-{group.value if group else 'none'}")


# ---- /status ---------------------------------------------------------------------------------------


def report(found: Report, subscriber: Subscriber, t: Translator, now: datetime, operator: bool) -> Reply:
    """Return which sources are read and how they are doing, and what is pending for the chat."""
    parts = [*coverage(found, t, now), *_chat(found, subscriber, t), *(_operation(found, t, now) if operator else ())]
    return Reply(blocks(parts), ((t.button("status-sources", ShowGroups()),),))


def coverage(found: Report | Overview, t: Translator, now: datetime) -> Iterator[Html]:
    """Yield which sources are read, what was seen, and which are silent."""
    yield t.format("status-healthy", count=len(found.statuses), healthy=found.well)
    if found.last_poll is None:
        yield t.format("status-not-polled")
    else:
        hours, last = POLLED_WITHIN.seconds // 3600, t.duration(now - found.last_poll)
        yield t.format("status-polled", count=found.polled, hours=hours, last=last)
    yield from _checked(found.statuses, t)
    yield t.format("status-seen", today=found.seen_today, count=found.seen_in_a_day)
    silent = [status for status in found.statuses if status.health in (Health.QUIET, Health.LATE)]
    silent.sort(key=lambda status: status.silence, reverse=True)
    if silent:
        yield t.format("status-silent", count=len(silent))
    for status in silent[:MAX_SILENT]:
        usual = "status-silent-usual" if status.health is Health.QUIET else "status-silent-unusual"
        key = usual if status.state.rhythm is not None else "status-silent-unknown"
        yield t.format(
            key, source=status.source.shown_name, span=t.duration(status.silence), count=status.checks.answers
        )


def _checked(statuses: Sequence[SourceStatus], t: Translator) -> Iterator[Html]:
    """Yield how often the sources were polled lately; nothing before the first poll that was counted."""
    total = sum((status.checks for status in statuses), NO_CHECKS)
    if total.polls:
        unanswered = total.polls - total.answers
        yield t.format(
            "status-checked", days=CHECKED_DAYS, count=total.polls, changes=total.changes, unanswered=unanswered
        )


def _chat(found: Report, subscriber: Subscriber, t: Translator) -> Iterator[Html]:
    yield Html("")
    yield t.format("status-chat", watches=found.watches, count=found.muted)
    waiting = found.waiting
    if subscriber.paused is not None:
        yield t.format("status-paused", held=waiting.held)
    counts = {"waiting": waiting.sending, "scheduled": waiting.scheduled, "quiet": waiting.quiet}
    yield from (t.format(f"status-{key}", count=count) for key, count in counts.items() if count)
    if found.groups_off:
        yield t.format("status-groups-off", count=found.groups_off)


def _operation(found: Report, t: Translator, now: datetime) -> Iterator[Html]:
    yield Html("")
    yield t.format("status-operation")
    if found.overdue_since is None or found.overdue_since >= now:
        yield t.format("status-queue", count=found.queue)
    else:
        yield t.format("status-queue-overdue", count=found.queue, at=t.moment(found.overdue_since, now))
    yield t.format("status-database", size=size(found.database_bytes))
    yield _telegram(found, t, now)
    worst_first = list(Health)
    troubled = sorted(found.troubled, key=lambda status: worst_first.index(status.health))
    yield t.format("status-troubled", count=len(troubled))
    yield from (line(status, t, now) for status in troubled[:MAX_TROUBLED])
    if len(troubled) > MAX_TROUBLED:
        yield t.format("why-more", count=len(troubled) - MAX_TROUBLED)


def _telegram(found: Report, t: Translator, now: datetime) -> Html:
    if found.telegram is None:
        return t.format("status-telegram-never")
    at, trouble = found.telegram
    if trouble:
        return t.format("status-telegram-trouble", why=trouble, span=t.duration(now - at))
    return t.format("status-telegram", span=t.duration(now - at))


def size(size_bytes: int) -> str:
    """Return a size in megabytes."""
    mega = size_bytes / 1_000_000
    return f"{mega:.1f} MB" if mega < 100 else f"{mega:,.0f} MB"
