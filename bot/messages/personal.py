"""What is stored about a chat, the question whether to delete it, and what a chat takes along and brings."""

from __future__ import annotations

from dataclasses import asdict
from typing import assert_never

from bot.callbacks.personal import (
    AskForget,
    ExportEvidence,
    ExportSources,
    ExportWatches,
    ForgetChat,
    KeepChat,
    ShowExport,
)
from bot.callbacks.start import ShowTopics
from bot.chat import Reply
from bot.messages import aliases
from bot.messages.rows import in_rows
from bot.messages.text import Html, Translator, blocks, shortened
from watchers.entities import Catalog
from watchers.errors import AliasError, RuleError
from watchers.services.aliases import AliasAdded, AliasRemoved, NamesOf
from watchers.services.maintenance import Retention
from watchers.services.personal_data import StoredData
from watchers.services.transfer import ImportedLine, ImportedText
from watchers.services.watches import PackAdded

MAX_TEXT = 60
"""Characters of a rule in a line of a report."""


# ---- privacy ---------------------------------------------------------------------------------------


def privacy(chat: str, contact: str, retention: Retention, backups: int, t: Translator) -> Reply:
    """Say what is stored, for how long, and whom to ask."""
    parts = [
        t.format("privacy-title"),
        t.format("privacy-stored", chat=chat),
        t.format("privacy-not-stored"),
        t.format("privacy-kept", alerts=retention.alerts.days),
        t.format("privacy-backups", count=backups),
        t.format("privacy-contact", contact=contact) if contact else t.format("privacy-no-contact"),
    ]
    buttons = (t.button("button-export", ShowExport()), t.button("button-forget", AskForget()))
    return Reply(blocks(parts, "\n\n"), (buttons,))


def ask_forget(stored: StoredData, confirm: ForgetChat, t: Translator) -> Reply:
    """Ask whether everything should be deleted, and say what that is."""
    parts = [t.format("forget-ask"), _stored(stored, t), t.format("forget-final")]
    keep = t.button("forget-keep", KeepChat())
    return Reply(
        blocks(parts), ((t.button("forget-confirm", confirm),), (t.button("button-export", ShowExport()), keep))
    )


def forgotten(deleted: StoredData, backups: int, t: Translator) -> Reply:
    """Say what was deleted, and what remains for a while."""
    parts = [
        t.format("forget-done"),
        _stored(deleted, t),
        t.format("forget-backups", count=backups),
        t.format("forget-receipts"),
        t.format("forget-again"),
    ]
    return Reply(blocks(parts), ((t.button("button-topics", ShowTopics(all=False)),),), edits=True)


def _stored(stored: StoredData, t: Translator) -> Html | None:
    """Return how much there is of each kind; None if there is nothing."""
    lines = [t.format(f"forget-{kind}", count=count) for kind, count in asdict(stored).items() if count]
    return blocks(lines) if lines else None


# ---- what a chat takes along and brings ------------------------------------------------------------


def export(watches: int, t: Translator) -> Reply:
    """Offer the files."""
    buttons = [t.button("export-sources", ExportSources())]
    if watches:
        buttons.insert(0, t.button("export-watches-button", ExportWatches(), count=watches))
    buttons.append(t.button("export-evidence", ExportEvidence(as_json=False)))
    return Reply(t.format("export-how"), in_rows(buttons, 1))


def evidence(alerts: int, as_json: bool, t: Translator) -> Reply:
    """Say what the file with the evidence holds, and how to get the other kind of file."""
    other = t.format("export-evidence-json") if alerts and not as_json else None
    return Reply(blocks([t.format("export-evidence-done", count=alerts), other]))


def imported(report: ImportedText, file: str, t: Translator, catalog: Catalog) -> Reply:
    """Return line by line what was taken of a text, and why the others were not."""
    taken = sum(_is_taken(line) for line in report.lines)
    title = t.format("import-text-done", file=file or t.format("import-text"), count=taken, all=len(report.lines))
    unread = t.format("import-unread", count=report.unread) if report.unread else None
    lines = [_line(line, t, catalog) for line in report.lines]
    return Reply(blocks([title, unread, *lines], rest=lambda count: t.format("import-rest", count=count)))


def _is_taken(line: ImportedLine) -> bool:
    return isinstance(line.outcome, AliasAdded) or (isinstance(line.outcome, PackAdded) and bool(line.outcome.added))


def _line(line: ImportedLine, t: Translator, catalog: Catalog) -> Html:
    text, number = shortened(line.text, MAX_TEXT), line.number
    match line.outcome:
        case PackAdded(added=(watch, *_)):
            return t.format("import-line-watch", name=watch.name, text=text)
        case PackAdded(already=(watch, *_)):
            return t.format("import-line-known", name=watch.name, text=text)
        case PackAdded(limit=limit):
            return t.format("import-line-limit", number=number, text=text, limit=limit)
        case AliasAdded():
            return t.format("import-line-alias", text=text)
        case AliasRemoved() | NamesOf():
            return t.format("import-line-other", number=number, text=text)
        case RuleError() as error:
            problem = t.format(f"rule-problem-{error.problem.value}", found=error.found)
            return t.format("import-line-bad", number=number, text=text, problem=problem)
        case AliasError() as error:
            problem = Html(aliases.describe_error(error, t, catalog).html.partition("\n")[0])
            return t.format("import-line-bad", number=number, text=text, problem=problem)
        case _:
            assert_never(line.outcome)
