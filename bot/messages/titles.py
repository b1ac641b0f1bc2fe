"""What watches are called in the reader's language."""

from __future__ import annotations

from bot.messages.text import Html, Translator, escape, shortened
from watchers.model import Watch
from watchers.services import packs


def watch_title(watch: Watch, t: Translator) -> str:
    """Return what a chat calls a watch, or the title of its rule."""
    return watch.label or rule_title(watch.typed, t)


def rule_title(typed: str, t: Translator) -> str:
    """Return what a starter pack calls a rule, with what was excluded since, or the rule as typed."""
    rule, excluded = _of_pack(typed, t)
    return typed if rule is None else f"{packs.titles(t.language)[rule]}{excluded}"


def is_of_pack(watch: Watch, t: Translator) -> bool:
    """Return whether the rule of a watch comes from a starter pack, so that its words are not the reader's."""
    return _of_pack(watch.typed, t)[0] is not None


def _of_pack(typed: str, t: Translator) -> tuple[str | None, str]:
    """Return the rule of a starter pack with which a text begins, or None, and the exclusions after it."""
    known = packs.titles(t.language)
    if typed in known:
        return typed, ""
    begun = [
        (rule, written)
        for rule in (known if " -" in typed else ())
        for written in (rule, f"({rule})")
        if typed.startswith(f"{written} -")
    ]
    rule, written = max(begun, key=lambda each: len(each[1]), default=(None, ""))
    return rule, typed[len(written) :]


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
