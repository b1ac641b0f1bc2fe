"""The bytes that stand in the buttons of messages already sent: they must be understood for ever."""

from __future__ import annotations

import json

import pytest

from tests.golden import surface
from tests.golden.files import EXPECTED, Golden

REFUSED = ("", "1", "1:", "1:y:", "1:y:x", "1:y:-1", "1:q:7", "0:y:7", "2:y:7", "1:go:us:x", "1:gs:us:1", "1:ap:6.e2")


def test_every_kind_of_button_is_among_the_samples() -> None:
    assert surface.kinds_without_sample() == []


def test_every_button_has_the_bytes_that_it_always_had(golden: Golden) -> None:
    golden.json("callbacks.json", {name: surface.callback_bytes(name) for name in surface.CALLBACKS})


@pytest.mark.parametrize(("file", "topic"), [("callbacks.json", 12), ("callbacks_version_1.json", None)])
def test_the_bytes_of_every_button_ever_sent_are_understood(file: str, topic: int | None) -> None:
    known = json.loads((EXPECTED / file).read_text("utf-8"))
    assert {name: surface.action_of(data) for name, data in known.items()} == {name: (name, topic) for name in known}


@pytest.mark.parametrize("data", REFUSED)
def test_what_no_button_says_is_refused(data: str) -> None:
    assert surface.action_of(data) is None
