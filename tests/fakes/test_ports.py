"""The scripted ports answer what their script says."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests.fakes.ports import START, Clock, Newsroom, document, item
from watchers.errors import ParseError, ParseProblem, TooSlow
from watchers.feeds.process import Parse
from watchers.http import Fetch
from watchers.model import Modified, NotModified, Source, SourceId, Validators

SOURCE = Source(SourceId("s"), "https://s.example/feed")
NOTHING = Validators()


def test_a_clock_stays_until_it_is_moved() -> None:
    clock = Clock()
    assert clock() == clock() == START
    clock.pass_by(timedelta(hours=1))
    assert clock() == START + timedelta(hours=1)


async def test_a_script_answers_step_by_step_and_repeats_its_last_step() -> None:
    newsroom = Newsroom()
    fetch: Fetch = newsroom.fetch
    parse: Parse = newsroom.parse
    one, other = document(item("One", "1")), document(item("Two", "2"))
    newsroom.says(SOURCE.id, one, TooSlow("https://s.example/feed", "slow"), NotModified(NOTHING, None), other)
    first = await fetch(SOURCE, NOTHING)
    assert isinstance(first, Modified)
    assert await parse(SOURCE, first) == one
    with pytest.raises(TooSlow):
        await fetch(SOURCE, first.validators)
    assert await fetch(SOURCE, NOTHING) == NotModified(NOTHING, None)
    for _ in range(2):
        last = await fetch(SOURCE, NOTHING)
        assert isinstance(last, Modified)
        assert await parse(SOURCE, last) == other
    assert newsroom.asked[1] == (SOURCE.id, first.validators)


async def test_a_document_that_cannot_be_parsed_is_fetched_all_the_same() -> None:
    newsroom = Newsroom()
    newsroom.says(SOURCE.id, ParseError(ParseProblem.HTML))
    fetched = await newsroom.fetch(SOURCE, NOTHING)
    assert isinstance(fetched, Modified)
    with pytest.raises(ParseError):
        await newsroom.parse(SOURCE, fetched)
