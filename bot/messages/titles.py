"""What watches are called in the reader's language."""

from __future__ import annotations

from bot.messages.text import Html, Translator, escape, shortened
from watchers.model import Watch
from watchers.services import packs


def watch_title(watch: Watch, t: Translator) -> str:
    """Return what a chat calls a watch, or the title of its rule."""
    return watch.label or rule_title(watch.typed, t)


def rule_title(typed: str, t: Translator) -> str:
    """Return what a starter pack calls a rule, or the rule as typed."""
    return packs.titles(t.language).get(typed, typed)


def is_of_pack(watch: Watch, t: Translator) -> bool:
    """Return whether a starter pack has the rule of a watch, so that its words are not the reader's."""
    return watch.typed in packs.titles(t.language)


def called(watch: Watch, t: Translator, longest: int) -> Html:
    """Return the title of a watch for a message; a rule as typed is code, which a tap copies."""
    title = watch_title(watch, t)
    text = escape(shortened(title, longest))
    return Html(f"<code>{text}</code>") if title == watch.typed else text


def title_line(watch: Watch, t: Translator, longest: int) -> Html:
    """Return a line with the name and the title of a watch."""
    return Html(f"<b>{watch.name}</b> {escape(shortened(watch_title(watch, t), longest))}")


def label(watch: Watch, t: Translator, longest: int) -> str:
    """Return the name and the title of a watch for a button."""
    return f"{watch.name} {shortened(watch_title(watch, t), longest)}"
