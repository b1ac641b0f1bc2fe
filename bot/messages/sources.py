"""Groups of sources, and the health of each source, in words."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from bot.callbacks import ShowGroup, ShowGroups, SwitchGroup
from bot.chat import Button, Reply, Row
from bot.messages.layout import blocks, plain
from bot.messages.searches import duration
from bot.messages.words import Html, Words, escape
from watchers.coverage import Health
from watchers.errors import ParseProblem
from watchers.model import Group
from watchers.services.source_health import GroupStanding, Standing

SOURCES_A_PAGE = 12
SIGNS = {
    Health.GONE: "🔴",
    Health.BLOCKED: "🔴",
    Health.FAILING: "🔴",
    Health.LATE: "🟡",
    Health.MOVED: "🟡",
    Health.QUIET: "🟢",
    Health.FRESH: "🟢",
    Health.NEW: "⚪",
}
PROBLEMS = {
    "AddressRefused": "address",
    "Unreachable": "unreachable",
    "BadCertificate": "certificate",
    "TooSlow": "slow",
    "TooLarge": "large",
    "BadReply": "broken",
}
STATUSES = {"401": "barred", "403": "barred", "407": "barred", "451": "barred", "404": "missing", "429": "often"}
DOCUMENTS = {ParseProblem.HTML.value: "html", ParseProblem.EMPTY.value: "empty", ParseProblem.NO_ITEMS.value: "empty"}


def groups(found: Sequence[GroupStanding], words: Words, edits: bool = False) -> Reply:
    """Return all groups: a press on one switches it, a press on the arrow beside it opens it."""
    if not found:
        return Reply(words.say("sources-none"), edits=edits)
    count = sum(len(group.sources) for group in found)
    title = words.say("sources-title", count=count, healthy=sum(group.well for group in found))
    return Reply(blocks([title, words.say("sources-how")]), tuple(_group_row(group, words) for group in found), edits)


def group(found: GroupStanding, words: Words, now: datetime, page: int = 0) -> Reply:
    """Return the sources of a group with the state of each, a dozen a page."""
    pages = (len(found.sources) - 1) // SOURCES_A_PAGE + 1
    page = min(page, pages - 1)
    shown = found.sources[page * SOURCES_A_PAGE : (page + 1) * SOURCES_A_PAGE]
    title = words.say(
        "sources-group-on" if found.on else "sources-group-off",
        group=group_name(found.group, words),
        count=len(found.sources),
        healthy=found.well,
    )
    parts = [title, *(line(standing, words, now) for standing in shown)]
    label = words.say("sources-switch-off" if found.on else "sources-switch-on")
    rows: list[Row] = [(Button(label, SwitchGroup(found.group, not found.on, True)),)]
    turns = [Button(words.say("previous-page"), ShowGroup(found.group, page - 1))] if page else []
    turns += [Button(words.say("next-page"), ShowGroup(found.group, page + 1))] if page + 1 < pages else []
    rows += [tuple(turns)] if turns else []
    rows.append((Button(words.say("sources-all-groups"), ShowGroups()),))
    return Reply(blocks(parts), tuple(rows), edits=True)


def line(standing: Standing, words: Words, now: datetime) -> Html:
    """Return a source and its state."""
    name = escape(standing.source.name or standing.source.id)
    return Html(f"{SIGNS[standing.health]} <b>{name}</b> — {state(standing, words, now)}")


def state(standing: Standing, words: Words, now: datetime) -> Html:
    """Describe the state of a source, such as “nothing for 3 days (usual)”."""
    record = standing.state
    match standing.health:
        case Health.GONE:
            return words.say("state-gone", at=words.moment(record.gone_at or now, now))
        case Health.BLOCKED | Health.FAILING:
            at = words.moment(record.failing_since or now, now)
            why = problem(record.problem, record.detail, words)
            return words.say(f"state-{standing.health.value}", at=at, why=why)
        case Health.MOVED:
            return words.say("state-merged" if record.merged_into else "state-moved")
        case Health.NEW:
            return words.say("state-new")
    if record.newest_at is None:
        return words.say("state-answers")
    # Without a known rhythm, nobody can say what is usual.
    quiet = standing.health is Health.QUIET and record.rhythm is None
    key = "state-silent" if quiet else f"state-{standing.health.value}"
    return words.say(key, span=duration(now, min(record.newest_at, now), words))


def problem(name: str | None, detail: str | None, words: Words) -> Html:
    """Return what is wrong with a source.

    Args:
        name: The name of the error's type.
        detail: The HTTP status, or the parser's problem.
        words: The reader's language.
    """
    if name == "BadStatus":
        status = detail or "?"
        key = "server" if status.startswith("5") else STATUSES.get(status, "status")
        return words.say(f"problem-{key}", status=status)
    key = PROBLEMS.get(name or "") or DOCUMENTS.get(detail or "", "unreadable")
    return words.say(f"problem-{key}")


def group_name(group: Group | None, words: Words) -> Html:
    """Return the group's name in the reader's language; None names the sources without a group."""
    return words.say(f"group-{group.value if group else 'none'}")


def _group_row(group: GroupStanding, words: Words) -> Row:
    sign = "✅" if group.on else "⬜"
    label = words.say(
        "sources-button", group=group_name(group.group, words), healthy=group.well, count=len(group.sources)
    )
    return (
        Button(f"{sign} {plain(label)}", SwitchGroup(group.group, not group.on, False)),
        Button(words.say("sources-open"), ShowGroup(group.group, 0)),
    )
