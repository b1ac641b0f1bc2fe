"""Names of a chat's own: in force for its watches at once and for nobody else's, and after a restart."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.fakes.ports import Clock, document, item
from tests.fakes.situations import House, open_house
from watchers.errors import AliasError, AliasProblem
from watchers.model import Address, Subscriber
from watchers.rules.forms import Forms
from watchers.services import aliases
from watchers.services.aliases import AliasAdded, AliasRemoved, NamesOf
from watchers.services.watches import AlreadyWatched, LimitReached, RuleAdded
from watchers.store.subscribers import AliasId

pytestmark = pytest.mark.service


async def given(house: House, subscriber: Subscriber, typed: str) -> AliasAdded:
    answered = await house.watchlist.aliases.answer(subscriber, typed)
    assert isinstance(answered, AliasAdded)
    return answered


async def taken_back(house: House, subscriber: Subscriber, typed: str) -> AliasRemoved:
    answered = await house.watchlist.aliases.answer(subscriber, typed)
    assert isinstance(answered, AliasRemoved)
    return answered


async def refused(house: House, subscriber: Subscriber, typed: str) -> AliasError:
    with pytest.raises(AliasError) as raised:
        await house.watchlist.aliases.answer(subscriber, typed)
    return raised.value


async def fires(house: House, subscriber: Subscriber, title: str) -> list[int]:
    """The numbers of the watches that an item with this title meets."""
    await house.poll(document(item(title, guid=title)))
    alerts = [
        alert for alert in await house.enqueued(subscriber) if alert.item and alert.item.item.title.original == title
    ]
    return [reason.watch.number for alert in alerts for reason in alert.reasons]


async def rules_of(house: House, subscriber: Subscriber) -> list[str]:
    return [watch.rule for watch in await house.watchlist.watches(subscriber)]


# ---- in force --------------------------------------------------------------------------------------


async def test_a_name_holds_for_the_watches_of_its_chat_at_once_and_for_nobody_else(house: House) -> None:
    ann, ben = await house.person("ann", "TSMC", "rain"), await house.person("ben", "TSMC")
    answered = await given(house, ann, "TSMC 護國神山")
    assert [watch.name for watch in answered.watches] == ["W1"]
    assert await fires(house, ann, "護國神山擴廠") == [1]
    assert await fires(house, ben, "護國神山再擴廠") == []
    assert await fires(house, ben, "TSMC") == [1]
    assert await fires(house, ann, "TSMC again") == [1]


async def test_a_name_holds_for_later_watches(house: House) -> None:
    ann = await house.person("ann")
    await given(house, ann, "TSMC 護國神山")
    added = await house.watchlist.watch(ann, "護國神山 -quota")
    assert isinstance(added, RuleAdded)
    assert (added.watch.typed, added.watch.rule) == ("護國神山 -quota", '("护国神山", @co.tsmc) -quota')
    assert [name.phrase.surface for name in added.names] == ["護國神山"]
    assert await fires(house, ann, "TSMC") == [1]
    assert await fires(house, ann, "護國神山 quota") == []


async def test_a_watch_and_its_name_are_one_meaning(house: House) -> None:
    ann = await house.person("ann", "TSMC")
    await given(house, ann, "TSMC 護國神山")
    assert isinstance(await house.watchlist.watch(ann, "護國神山"), AlreadyWatched)


async def test_a_name_that_is_taken_back_counts_no_more(house: House) -> None:
    ann = await house.person("ann", "TSMC")
    await given(house, ann, "TSMC 護國神山")
    await given(house, ann, "TSMC the big fab")
    answered = await taken_back(house, ann, "TSMC -護國神山")
    assert [watch.name for watch in answered.watches] == ["W1"]
    assert await fires(house, ann, "護國神山擴廠") == []
    assert await fires(house, ann, "The Big Fab") == [1]
    await taken_back(house, ann, "-The Big Fab")
    assert await rules_of(house, ann) == ["@co.tsmc"]
    assert len(house.index) == 1


async def test_a_watch_goes_on_finding_the_words_typed_after_their_name_was_taken_back(house: House) -> None:
    ann = await house.person("ann")
    await given(house, ann, "TSMC 護國神山")
    await house.watching(ann, "護國神山")
    await taken_back(house, ann, "-護國神山")
    assert await fires(house, ann, "護國神山擴廠") == [1]


async def test_the_words_typed_before_they_were_a_name_stay_words(house: House) -> None:
    ann = await house.person("ann", "護國神山")
    await given(house, ann, "TSMC 護國神山")
    assert await fires(house, ann, "TSMC") == []


async def test_taking_back_and_giving_again_take_turns(house: House) -> None:
    ann = await house.person("ann", "TSMC")
    name = await given(house, ann, "TSMC 護國神山")
    for _ in range(2):
        assert isinstance(await house.watchlist.aliases.remove(ann, name.id), AliasRemoved)
    assert await fires(house, ann, "護國神山 one") == []
    for _ in range(2):
        assert isinstance(await house.watchlist.aliases.restore(ann, name.id), AliasAdded)
    assert await fires(house, ann, "護國神山 two") == [1]
    assert (await given(house, ann, "TSMC 護国神山")).id == name.id


async def test_a_name_that_was_given_otherwise_meanwhile_is_not_put_back(house: House) -> None:
    ann = await house.person("ann")
    name = await given(house, ann, "TSMC 護國神山")
    await house.watchlist.aliases.remove(ann, name.id)
    await given(house, ann, "Qualcomm 護國神山")
    assert await house.watchlist.aliases.restore(ann, name.id) is None


async def test_nobody_touches_the_names_of_others(house: House) -> None:
    ann, ben = await house.person("ann"), await house.person("ben")
    name = await given(house, ann, "TSMC 護國神山")
    assert await house.watchlist.aliases.remove(ben, name.id) is None
    assert await house.watchlist.aliases.restore(ben, name.id) is None
    assert await house.watchlist.aliases.remove(ann, AliasId(99)) is None
    assert (await refused(house, ben, "-護國神山")).problem is AliasProblem.NOT_GIVEN
    assert await house.watchlist.aliases.answer(ben, "") == NamesOf(None, ())


async def test_a_removed_watch_comes_back_with_the_names_of_today(house: House) -> None:
    ann = await house.person("ann", "TSMC")
    await house.watchlist.unwatch(ann, 1)
    await given(house, ann, "TSMC 護國神山")
    assert len(house.index) == 0
    await house.watchlist.restore(ann, 1)
    assert await fires(house, ann, "護國神山") == [1]


async def test_a_watch_that_is_older_than_aliases_has_them_too(house: House) -> None:
    ann = await house.person("ann", "TSMC")
    await house.database.write(lambda tx: tx.execute("update watches set meaning = null"))
    name = await given(house, ann, "TSMC 護國神山")
    assert await rules_of(house, ann) == ['"护国神山", @co.tsmc']
    await house.watchlist.aliases.remove(ann, name.id)
    assert await rules_of(house, ann) == ["@co.tsmc"]


async def test_a_watch_whose_entity_the_catalog_lost_is_left_as_it_is(house: House) -> None:
    ann = await house.person("ann", "TSMC", "Qualcomm")
    await house.database.write(lambda tx: tx.execute("update queries set rule = '@co.gone' where rule = '@co.tsmc'"))
    await given(house, ann, "TSMC 護國神山")
    assert await rules_of(house, ann) == ["@co.gone", "@co.qualcomm"]


async def test_names_and_their_watches_outlive_a_restart(tmp_path: Path, forms: Forms) -> None:
    path, clock = tmp_path / "tradewatch.db", Clock()
    async with open_house(path, forms, clock) as house:
        await house.settle_in()
        ann = await house.person("ann", "TSMC", "title:(quota NEAR/3 Qualcomm)")
        await given(house, ann, "TSMC 護國神山")
        await given(house, ann, "Qualcomm QC")
    async with open_house(path, forms, clock) as house:
        ann = await house.person("ann")
        assert await fires(house, ann, "護國神山") == [1]
        assert await fires(house, ann, "A quota for QC") == [2]
        assert await fires(house, ann, "A quota for qc") == []


async def test_so_many_names_that_a_rule_grows_beyond_what_can_be_typed_are_read_again(
    tmp_path: Path, forms: Forms
) -> None:
    path, clock = tmp_path / "tradewatch.db", Clock()
    rule = " ".join(f"(TSMC, word{number})" for number in range(30))
    async with open_house(path, forms, clock) as house:
        ann = await house.person("ann", rule)
        for number in range(5):
            await given(house, ann, f"TSMC mountain {number}")
    async with open_house(path, forms, clock) as house:
        assert len(house.index) == 1


async def test_the_names_of_a_chat_that_joined_another_are_that_ones(house: House) -> None:
    ann, ben = await house.person("ann", "TSMC"), await house.person("ben", "TSMC quota")
    await given(house, ann, "TSMC 護國神山")
    await given(house, ben, "TSMC 大同")
    await given(house, ann, "TSMC the rock")
    await given(house, ben, "Qualcomm the rock")
    await house.watchlist.moved(Address("ann"), Address("ben"))
    listed = await house.watchlist.aliases.answer(ben, "")
    assert isinstance(listed, NamesOf)
    assert [(name.entity, name.phrase.surface) for name in listed.names] == [
        ("co.tsmc", "護國神山"),
        ("co.tsmc", "大同"),
        ("co.qualcomm", "the rock"),
    ]
    assert await fires(house, ben, "護國神山 大同 quota") == [1, 2]
    assert await fires(house, ben, "The rock") == []


# ---- refused ---------------------------------------------------------------------------------------


async def test_an_alias_belongs_to_one_entity(house: House) -> None:
    ann = await house.person("ann")
    await given(house, ann, "TSMC 護國神山")
    error = await refused(house, ann, "Qualcomm 護国神山")
    assert (error.problem, error.entities) == (AliasProblem.YOUR_OTHER_NAME, ("co.tsmc",))


async def test_what_is_refused_leaves_nothing(house: House) -> None:
    ann = await house.person("ann", "TSMC")
    assert (await refused(house, ann, "TSMC 高通")).problem is AliasProblem.OTHERS_NAME
    assert (await refused(house, ann, "TSMC -護國神山")).problem is AliasProblem.NOT_GIVEN
    assert await house.watchlist.aliases.answer(ann, "") == NamesOf(None, ())
    assert await rules_of(house, ann) == ["@co.tsmc"]


async def test_a_chat_has_so_many_names_and_no_more(house: House) -> None:
    ann = await house.person("ann", "TSMC")
    for number in range(aliases.MAX_NAMES):
        await given(house, ann, f"TSMC mountain{number}")
    error = await refused(house, ann, "TSMC one more")
    assert (error.problem, error.instead) == (AliasProblem.TOO_MANY, "/alias @co.tsmc -mountain0")
    await given(house, ann, "TSMC Mountain7")
    await taken_back(house, ann, "-mountain0")
    await given(house, ann, "TSMC one more")
    assert len(house.index) == 1


# ---- only the words --------------------------------------------------------------------------------


async def test_a_watch_becomes_only_its_words_and_what_it_was_before(house: House) -> None:
    ann = await house.person("ann", "TSMC quota")
    for _ in range(2):
        worded = await house.watchlist.only_words(ann, 1)
        assert isinstance(worded, RuleAdded)
        assert (worded.watch.name, worded.watch.typed, worded.watch.rule) == ("W1", '"TSMC" quota', '"TSMC" quota')
    assert await fires(house, ann, "台積電 quota") == []
    assert await fires(house, ann, "TSMC quota") == [1]
    for _ in range(2):
        before = await house.watchlist.as_before(ann, 1)
        assert isinstance(before, RuleAdded)
        assert (before.watch.typed, before.watch.rule) == ("TSMC quota", "@co.tsmc quota")
    assert await fires(house, ann, "台積電 quota!") == [1]
    assert len(house.index) == 1


async def test_only_the_words_are_not_a_name_of_ones_own_either(house: House) -> None:
    ann = await house.person("ann", "TSMC")
    await given(house, ann, "TSMC 護國神山")
    await house.watchlist.only_words(ann, 1)
    assert await fires(house, ann, "護國神山") == []
    await taken_back(house, ann, "-護國神山")
    await given(house, ann, "TSMC the rock")
    before = await house.watchlist.as_before(ann, 1)
    assert isinstance(before, RuleAdded)
    assert before.watch.rule == '"the rock", @co.tsmc'


async def test_words_that_are_watched_already_are_not_watched_twice(house: House) -> None:
    ann = await house.person("ann", '"TSMC"', "TSMC")
    known = await house.watchlist.only_words(ann, 2)
    assert isinstance(known, AlreadyWatched)
    assert known.watch.number == 1
    assert await rules_of(house, ann) == ['"TSMC"', "@co.tsmc"]
    assert await house.watchlist.only_words(ann, 9) is None
    assert await house.watchlist.as_before(ann, 9) is None
    assert not isinstance(await house.watchlist.watch(ann, "wool"), LimitReached)
