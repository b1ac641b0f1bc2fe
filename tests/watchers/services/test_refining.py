"""*Not for me*: words that a watch can leave out, tested on stored items, and rules that only titles meet."""

from __future__ import annotations

import pytest

from tests.fakes.ports import document, item
from tests.fakes.situations import House
from watchers.model import Subscriber
from watchers.services.refining import Proposal

pytestmark = pytest.mark.service

OTHERS = (
    "Wages rise in May",
    "Wages fall in June",
    "Wages stay the same",
    "A union talks of wages",
    "TSMC builds a fab",
    "TSMC buys machines",
    "A union meets",
)


async def proposed(house: House, ann: Subscriber, title: str, body: str = "") -> Proposal:
    """The chat gets an alert with this title and presses Not for me."""
    await house.poll(document(*(item(other, guid=other) for other in OTHERS)))
    await house.poll(document(item(title, guid=title, body=body)))
    alert = (await house.enqueued(ann))[-1]
    found = await house.watchlist.refining.propose(ann, alert, 1)
    assert found is not None
    return found


async def text(house: House, ann: Subscriber, rule: int | None) -> str | None:
    return await house.watchlist.trials.text(ann, rule) if rule is not None else None  # type: ignore[arg-type]


async def test_the_word_that_is_common_elsewhere_and_rare_here_comes_first(house: House) -> None:
    ann = await house.person("ann", "TSMC")
    found = await proposed(house, ann, "TSMC raises wages after union talks")
    assert [each.word for each in found.exclusions][:2] == ["wages", "union"]
    assert (found.exclusions[0].dropped, found.count) == (1, 3)
    assert await text(house, ann, found.exclusions[0].rule) == "TSMC -wages"


async def test_what_matched_is_not_a_word_to_leave_out(house: House) -> None:
    ann = await house.person("ann", "TSMC, wages")
    found = await proposed(house, ann, "TSMC raises wages after union talks")
    words = {each.word.lower() for each in found.exclusions}
    assert not words & {"tsmc", "wages", "after"}


async def test_a_rule_that_matched_in_the_body_can_be_limited_to_titles(house: House) -> None:
    ann = await house.person("ann", "quota -tin")
    found = await proposed(house, ann, "Weekly notes on farming", body="A quota ends.")
    assert await text(house, ann, found.in_titles) == "title:(quota) -tin"
    in_title = await proposed(house, ann, "A quota on wool")
    assert in_title.in_titles is None


async def test_a_changed_rule_leaves_out_what_it_says(house: House) -> None:
    ann = await house.person("ann", "TSMC")
    found = await proposed(house, ann, "TSMC raises wages after union talks")
    rule = await text(house, ann, found.exclusions[0].rule)
    assert rule is not None
    await house.watchlist.reword(ann, 1, rule)
    before = len(await house.enqueued(ann))
    await house.poll(document(item("TSMC talks of wages again", guid="a"), item("TSMC talks again", guid="b")))
    assert [alert.item.item.title.original for alert in (await house.enqueued(ann))[before:] if alert.item] == [
        "TSMC talks again"
    ]


async def test_a_run_of_chinese_without_a_lexicon_is_left_out_as_a_whole(house: House) -> None:
    ann = await house.person("ann", "TSMC")
    found = await proposed(house, ann, "TSMC：員工薪資")
    assert [each.word for each in found.exclusions] == ["員工薪資"]
    assert await text(house, ann, found.exclusions[0].rule) == 'TSMC -"員工薪資"'


async def test_a_watch_that_an_alert_does_not_name_has_no_proposal(house: House) -> None:
    ann = await house.person("ann", "quota", "levy")
    await house.poll(document(item("A quota on wool")))
    (alert,) = await house.enqueued(ann)
    assert await house.watchlist.refining.propose(ann, alert, 2) is None
