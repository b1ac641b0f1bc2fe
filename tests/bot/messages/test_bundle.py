"""A language's messages, each parsed when it is used."""

from __future__ import annotations

from importlib.resources import files

import pytest
from fluent.runtime import FluentResource
from fluent.syntax import ast

from bot.messages.text import LANGUAGES, Bundle

SOURCE = """\
# A comment.
hello = Hello { $name }

## A heading

days =
    { $count ->
        [one] one day
       *[other] { $count } days
    }
"""


def formatted(bundle: Bundle, key: str, **values: str | int) -> str:
    value = bundle.get_message(key).value
    assert value is not None
    text, errors = bundle.format_pattern(value, values)
    assert errors == []
    return str(text)


def test_messages_are_found_in_any_order_and_again() -> None:
    bundle = Bundle("en", SOURCE)
    for _ in range(2):
        assert formatted(bundle, "days", count=1) == "one day"
        assert formatted(bundle, "days", count=2) == "2 days"
        assert formatted(bundle, "hello", name="Ann") == "Hello Ann"


def test_a_message_that_is_missing_is_a_key_error() -> None:
    with pytest.raises(KeyError):
        Bundle("en", SOURCE).get_message("missing")


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_message_that_is_shipped_can_be_parsed_alone(language: str) -> None:
    source = files("bot.messages").joinpath("ftl", f"{language}.ftl").read_text("utf-8")
    messages = [entry.id.name for entry in FluentResource(source).body if isinstance(entry, ast.Message)]
    bundle = Bundle(language, source)
    assert messages
    assert all(bundle.get_message(key).value is not None for key in messages)
