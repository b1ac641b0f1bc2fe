"""``backup`` and ``restore``: a verified copy of the database, and the way back to it."""

from __future__ import annotations

from pathlib import Path

from bot.app import make_default_folder, now
from bot.cli import CommandError, program
from bot.config.loading import load
from watchers.errors import DatabaseDamaged, EmptyDatabase, NoDatabase, NotOurDatabase
from watchers.services.maintenance import new_backup
from watchers.store import copies

NO_BACKUP = """\
This file cannot be restored: {error}
The database was not changed. Name a file that {program} backup wrote; nightly backups are in {folder}."""
MAX_NAMED = 20
"""Alerts that are named one by one after a restore."""


def back_up(config_file: Path, file: Path | None) -> int:
    """Write a copy, also while the service runs. Return 0.

    Args:
        config_file: The settings.
        file: The copy; None writes a new file into the folder of the nightly backups.
    """
    config = load(config_file)
    if file is None:
        file = new_backup(config.backup_folder, now())
        if config.database.is_file():
            file.parent.mkdir(mode=0o700, exist_ok=True)
    contents = copies.write_copy(config.database, file)
    print(f"Backed up and verified: {file}, {_described(contents)}")
    return 0


def restore(config_file: Path, file: Path) -> int:
    """Put a backup in the place of the database, and say what that loses and repeats. Return 0."""
    config = load(config_file)
    try:
        if not config.database.parent.exists():
            # A file that cannot be restored leaves no folder.
            copies.verify(file)
            make_default_folder(config)
        restored = copies.restore(file, config.database, now())
    except (NoDatabase, NotOurDatabase, EmptyDatabase, DatabaseDamaged) as error:
        raise CommandError(NO_BACKUP.format(error=error, folder=config.backup_folder, program=program())) from error
    print(f"Restored: {config.database}, {_described(restored.contents)}")
    if restored.set_aside:
        print(f"The database that was there is now {restored.set_aside}")
    since = f" {restored.contents.newest:%Y-%m-%d %H:%M} UTC" if restored.contents.newest else ""
    print(
        f"What the backup does not have, it cannot know: watches and settings changed after it{since} are gone.\n"
        f"Sent a second time, if they were sent after the backup: the {restored.contents.pending} alerts that waited "
        "then,\nand alerts for newer items that their sources still list."
    )
    for repeat in restored.repeats[:MAX_NAMED]:
        print(f"  alert {repeat.alert} to {repeat.address}: {repeat.title or 'a list or a notice'}")
    if len(restored.repeats) > MAX_NAMED:
        print(f"  and {len(restored.repeats) - MAX_NAMED} more")
    if restored.repeats:
        print("Each of them will say that it may be a repeat.")
    return 0


def _described(contents: copies.Contents) -> str:
    return (
        f"{contents.size_bytes / 1e6:.1f} MB: {contents.subscribers} chats, {contents.watches} watches, "
        f"{contents.items} items, {contents.pending} alerts waiting"
    )
