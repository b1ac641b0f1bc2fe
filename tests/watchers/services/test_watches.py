"""What a subscriber may do, and that it is in force for the next item and after a restart."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from tests.fakes.ports import Clock, document, item
from tests.fakes.queued import next_alerts, take_off
from tests.fakes.situations import LIMIT, METI, USTR, House, open_house
from watchers.errors import RuleError
from watchers.model import Address, Group, PauseReason, StoredItem, Subscriber, Watch
from watchers.rules.forms import Forms
from watchers.services.explanations import AlertRecord, ItemExplanation, NeverSeen, SwitchedOff, Withheld
from watchers.services.watches import AlreadyWatched, LimitReached, RuleAdded
from watchers.store import Database, Transaction, outbox, sources, subscribers, watches

pytestmark = pytest.mark.service

LINK = "https://ustr.example/1"


def _items(added: RuleAdded) -> list[StoredItem]:
    return list(added.found.newest)


async def rules_of(house: House, subscriber: Subscriber) -> list[tuple[str, str]]:
    return [(watch.name, watch.rule) for watch in await house.watchlist.watches(subscriber)]


async def send_all(database: Database, house: House) -> None:
    for alert in await database.read(next_alerts, house.clock()):
        await database.write(take_off, alert.id, house.clock())
        await database.write(outbox.sent, alert.id, f"message-{alert.id}", house.clock())


async def inquired(house: House, subscriber: Subscriber, link: str = LINK) -> ItemExplanation:
    answer = await house.watchlist.why(subscriber, link)
    assert isinstance(answer, ItemExplanation)
    return answer


async def told_of(house: House, subscriber: Subscriber, link: str) -> AlertRecord:
    record = (await inquired(house, subscriber, link)).record
    assert record is not None
    return record


# ---- watching --------------------------------------------------------------------------------------


async def test_a_watch_is_saved_and_in_force_at_once(house: House) -> None:
    ann = await house.person("ann")
    added = await house.watchlist.watch(ann, "台積電 關稅")
    assert isinstance(added, RuleAdded)
    assert (added.watch.name, added.watch.typed, added.watch.rule) == ("W1", "台積電 關稅", "@co.tsmc @tp.tariff")
    polled = await house.poll(document(item("TSMC tariffs", "1")))
    assert polled.enqueued == 1


async def test_the_answer_shows_the_stored_items_that_it_would_have_matched(house: House) -> None:
    ann = await house.person("ann")
    for n in range(5):
        house.clock.pass_by(timedelta(hours=1))
        await house.poll(document(item(f"Quota {n}", f"q{n}"), item(f"Rain {n}", f"r{n}")))
    added = await house.watchlist.watch(ann, "quota")
    assert isinstance(added, RuleAdded)
    assert (added.found.count, added.found.looked_at) == (5, 10)
    assert [stored.item.title.original for stored in _items(added)] == ["Quota 4", "Quota 3", "Quota 2"]
    assert added.found.since == house.clock() - timedelta(hours=4)


async def test_items_of_the_baseline_and_of_the_last_thirty_days_are_searched(empty_house: House) -> None:
    await empty_house.poll(document(item("Quota of old", "1")))
    empty_house.clock.pass_by(timedelta(days=31))
    await empty_house.poll(document(item("Quota of today", "2")), source=METI)
    ann = await empty_house.person("ann")
    added = await empty_house.watchlist.watch(ann, "quota")
    assert isinstance(added, RuleAdded)
    assert [stored.item.title.original for stored in _items(added)] == ["Quota of today"]


async def test_one_meaning_in_another_order_and_script_is_watched_already(house: House) -> None:
    ann = await house.person("ann", "工業局 quota, TSMC")
    again = await house.watchlist.watch(ann, "台積電, quota 工业局")
    assert isinstance(again, AlreadyWatched)
    assert again.watch.typed == "工業局 quota, TSMC"


async def test_a_source_that_is_not_polled_cannot_be_watched(house: House) -> None:
    ann = await house.person("ann", "quota source:ustr.rss")
    with pytest.raises(RuleError) as caught:
        await house.watchlist.watch(ann, "quota source:ustr")
    assert caught.value.instead == "quota source:ustr.rss"


async def test_what_is_not_a_rule_is_refused_and_leaves_nothing(house: House) -> None:
    ann = await house.person("ann")
    with pytest.raises(RuleError):
        await house.watchlist.watch(ann, 'quota "')
    assert await house.watchlist.watches(ann) == []
    assert len(house.index) == 0


async def test_a_rule_of_the_same_meaning_is_watched_already(house: House) -> None:
    ann = await house.person("ann", "TSMC")
    for again in ("TSMC", "台積電", " tsmc "):
        known = await house.watchlist.watch(ann, again)
        assert isinstance(known, AlreadyWatched)
        assert known.watch.number == 1
    assert len(house.index) == 1


@pytest.mark.hazard("S3")
async def test_the_limit_of_watches_is_kept(house: House) -> None:
    ann = await house.person("ann", *(f"quota commodity{n}" for n in range(LIMIT)))
    assert await house.watchlist.watch(ann, "wool") == LimitReached(LIMIT)
    assert len(house.index) == LIMIT
    await house.watchlist.unwatch(ann, 1)
    assert isinstance(await house.watchlist.watch(ann, "wool"), RuleAdded)


async def test_a_rule_leaves_the_index_when_its_last_watch_is_removed(house: House) -> None:
    ann, ben = await house.person("ann", "quota"), await house.person("ben", "quota")
    (removed,) = await house.watchlist.unwatch(ann, 1)
    assert removed.rule == "quota"
    assert len(house.index) == 1
    await house.watchlist.unwatch(ben, 1)
    assert len(house.index) == 0
    assert await house.watchlist.unwatch(ben, 1) == ()


async def test_a_removed_watch_can_be_put_back_under_its_number(house: House) -> None:
    ann = await house.person("ann", "quota", "wool")
    await house.watchlist.unwatch(ann, 1)
    restored = await house.watchlist.restore(ann, 1)
    assert restored is not None
    assert await rules_of(house, ann) == [("W1", "quota"), ("W2", "wool")]
    assert (await house.poll(document(item("Quota", "1")))).enqueued == 1
    assert await house.watchlist.restore(ann, 1) == restored
    assert await house.watchlist.restore(ann, 9) is None


async def test_a_removed_watch_that_was_typed_anew_is_not_put_back_beside_it(house: House) -> None:
    ann = await house.person("ann", "quota")
    await house.watchlist.unwatch(ann, 1)
    await house.watching(ann, "quota")
    restored = await house.watchlist.restore(ann, 1)
    assert restored is not None
    assert restored.number == 2
    assert await rules_of(house, ann) == [("W2", "quota")]


async def test_nobody_touches_the_watches_of_others(house: House) -> None:
    ann, ben = await house.person("ann", "quota"), await house.person("ben")
    assert await house.watchlist.unwatch(ben, 1) == ()
    assert await house.watchlist.mute(ben, 1, muted=True) is None
    assert await house.watchlist.watches(ben) == []
    assert len(await house.watchlist.watches(ann)) == 1


async def test_a_muted_watch_says_so(house: House) -> None:
    ann = await house.person("ann", "quota")
    muted = await house.watchlist.mute(ann, 1, muted=True)
    assert isinstance(muted, Watch)
    (listed,) = await house.watchlist.watches(ann)
    assert listed.muted


async def test_a_write_that_fails_leaves_the_index_alone(house: House) -> None:
    ann = await house.person("ann", "quota")
    ghost = Subscriber(type(ann.id)(999), Address("ghost"), "en", None)
    with pytest.raises(Exception, match="FOREIGN KEY"):
        await house.watchlist.watch(ghost, "wool")
    assert len(house.index) == 1
    assert len(await house.watchlist.watches(ann)) == 1
    assert await house.watchlist.watches(ghost) == []


# ---- after a restart -------------------------------------------------------------------------------


async def test_after_a_restart_every_watch_is_in_force_with_its_meaning(tmp_path: Path, forms: Forms) -> None:
    path, clock = tmp_path / "tradewatch.db", Clock()
    typed = ["taiwan AND semiconductor", "US Steel", "BIS -rain", '"quota levy", 関税', "title:(quota NEAR/3 wool)"]
    async with open_house(path, forms, clock) as house:
        await house.settle_in()
        await house.person("ann", *typed)
        await house.watchlist.unwatch(await house.person("ann"), 2)
    async with open_house(path, forms, clock) as house:
        ann = await house.person("ann")
        assert len(house.index) == len(typed) - 1
        await house.poll(
            document(
                item("Taiwan and a semiconductor", "1"),
                item("US Steel", "2"),
                item("BIS adds export controls", "3"),
                item("關稅", "4"),
                item("Wool quota", "5"),
            )
        )
        fired = [[reason.watch.number for reason in alert.reasons] for alert in await house.enqueued(ann)]
        assert fired == [[5], [4], [3], [1]], "a document names the newest first"


async def test_a_rule_whose_entity_is_gone_is_parsed_again_from_the_words_typed(tmp_path: Path, forms: Forms) -> None:
    path, clock = tmp_path / "tradewatch.db", Clock()
    async with open_house(path, forms, clock) as house:
        await house.settle_in()
        await house.person("ann", "TSMC")
        await house.database.write(lambda tx: tx.execute("update queries set rule = '@co.gone'"))
    async with open_house(path, forms, clock) as house:
        assert (await house.poll(document(item("TSMC", "1")))).enqueued == 1


# ---- subscribers -----------------------------------------------------------------------------------


async def test_a_pause_holds_alerts_and_resuming_lets_them_come(house: House) -> None:
    ann = await house.person("ann", "quota")
    await house.watchlist.pause(ann)
    await house.poll(document(*(item(f"Quota {n}", f"{n}") for n in range(25))))
    assert await house.database.read(next_alerts, house.clock()) == []
    resumed = await house.watchlist.resume(ann)
    assert (resumed.one_by_one, resumed.in_a_list) == (20, 5)
    assert len(await house.database.read(next_alerts, house.clock())) == 1


async def test_who_cannot_be_reached_keeps_the_watches(house: House) -> None:
    ann = await house.person("ann", "quota")
    await house.watchlist.unreachable(ann.address)
    await house.watchlist.unreachable(Address("nobody"))
    found = await house.watchlist.subscriber(ann.address)
    assert found is not None
    assert found.paused is PauseReason.UNREACHABLE
    assert (await house.poll(document(item("Quota", "1")))).enqueued == 0
    await house.watchlist.resume(found)
    assert (await house.poll(document(item("More quota", "2")))).enqueued == 1


async def test_who_can_be_reached_again_gets_alerts_but_not_before_a_pause_it_asked_for_ends(house: House) -> None:
    ann = await house.person("ann", "quota")
    await house.watchlist.unreachable(ann.address)
    assert await house.watchlist.reachable(ann.address)
    assert (await house.poll(document(item("Quota", "1")))).enqueued == 1
    await house.watchlist.pause(ann)
    await house.watchlist.unreachable(ann.address)
    assert not await house.watchlist.reachable(ann.address)
    found = await house.watchlist.subscriber(ann.address)
    assert found is not None
    assert found.paused is PauseReason.ASKED


async def test_a_chat_that_moved_gets_alerts_at_its_new_address(house: House) -> None:
    await house.person("ann", "quota")
    await house.watchlist.moved(Address("ann"), Address("ann-2"))
    await house.poll(document(item("Quota", "1")))
    (alert,) = await house.database.read(next_alerts, house.clock())
    assert alert.subscriber.address == "ann-2"


@pytest.mark.hazard("X14")
async def test_equal_watches_become_one_and_the_index_follows(house: House) -> None:
    old, new = await house.person("-5", "quota", "steel"), await house.person("-1005", "steel")
    await house.watchlist.moved(old.address, new.address)
    await house.watchlist.moved(old.address, new.address)
    assert [(watch.number, watch.typed) for watch in await house.watchlist.watches(new)] == [(1, "steel"), (2, "quota")]
    assert len(house.index) == 2
    assert (await house.poll(document(item("Steel quota", "1")))).enqueued == 1
    (alert,) = await house.enqueued(new)
    assert [reason.watch.number for reason in alert.reasons] == [1, 2]
    for number in (1, 2):
        await house.watchlist.unwatch(new, number)
    assert len(house.index) == 0


@pytest.mark.hazard("X14")
async def test_who_asks_at_the_old_address_is_known(house: House) -> None:
    old = await house.person("-5", "quota")
    await house.watchlist.moved(old.address, Address("-1005"))
    found = await house.watchlist.subscriber_for(old.address)
    assert found is not None
    assert (found.id, found.address) == (old.id, "-1005")
    assert await house.watchlist.subscriber(old.address) is None


async def test_a_language_is_kept(house: House) -> None:
    ann = await house.person("ann")
    await house.watchlist.times.set_language(ann, "ja")
    assert (await house.person("ann")).language == "ja"


# ---- why -------------------------------------------------------------------------------------------


async def test_why_shows_the_alert_and_what_became_of_it(house: House) -> None:
    ann = await house.person("ann", "quota")
    await house.poll(document(item("Quota", "1", LINK)))
    record = await told_of(house, ann, f"{LINK}?utm_source=rss")
    assert (record.state, record.sent_at) == ("queued", None)
    await send_all(house.database, house)
    record = await told_of(house, ann, LINK)
    assert (record.state, record.sent_at) == ("sent", house.clock())
    assert await house.watchlist.alert_of_message(ann, f"message-{record.alert.id}") == record.alert
    assert await house.watchlist.alert(ann, record.alert.id) == record.alert


async def test_why_shows_by_todays_rules_what_would_have_matched(house: House) -> None:
    await house.poll(document(item("Quota for wool", "1", LINK)))
    ann = await house.person("ann", "quota -rain", "quota -wool")
    answer = await inquired(house, ann)
    assert answer.record is None
    assert answer.item.item.title.original == "Quota for wool"
    held = [
        (each.watch.number, each.verdict.matched, [hit.text for hit in each.verdict.hits]) for each in answer.others
    ]
    assert held == [(1, True, ["Quota"]), (2, False, ["Quota"])]


@pytest.mark.parametrize("link", ["https://elsewhere.example/1", "no link", ""])
async def test_why_says_where_an_item_was_never_seen(house: House, link: str) -> None:
    ann = await house.person("ann", "quota")
    assert await house.watchlist.why(ann, link) == NeverSeen()


async def test_an_alert_is_shown_to_nobody_else(house: House) -> None:
    ann, ben = await house.person("ann", "quota"), await house.person("ben")
    await house.poll(document(item("Quota", "1", LINK)))
    (alert,) = await house.enqueued(ann)
    assert await house.watchlist.alert(ben, alert.id) is None
    assert await house.watchlist.why_alert(ben, alert.id) is None
    assert (await inquired(house, ben)).record is None
    assert await house.watchlist.why_alert(ann, alert.id) == await inquired(house, ann)


async def test_an_alert_names_its_watches_and_the_others_are_held_against_the_item(house: House) -> None:
    ann = await house.person("ann", "quota", "wool", "rain")
    await house.poll(document(item("Quota for wool", "1", LINK)))
    answer = await inquired(house, ann)
    assert answer.record is not None
    assert [reason.watch.number for reason in answer.record.alert.reasons] == [1, 2]
    assert [each.watch.number for each in answer.others] == [3]


async def withheld(house: House, subscriber: Subscriber) -> Withheld | None:
    (held,) = (await inquired(house, subscriber)).others
    return held.withheld


async def test_why_says_what_kept_an_item_back_that_matches_today(house: House) -> None:
    ann = await house.person("ann", "quota")
    await house.watchlist.mute(ann, 1, muted=True)
    await house.poll(document(item("Quota", "1", LINK)))
    assert await withheld(house, ann) is Withheld.MUTED
    await house.watchlist.mute(ann, 1, muted=False)
    assert await withheld(house, ann) is Withheld.THEN
    ben = await house.person("ben", "rain")
    assert await withheld(house, ben) is None
    house.clock.pass_by(timedelta(minutes=1))
    cleo = await house.person("cleo", "quota")
    assert await withheld(house, cleo) is Withheld.NEWER


@pytest.mark.parametrize("group", [Group.CHINA, None])
async def test_why_knows_an_item_of_a_group_that_is_switched_off(house: House, group: Group | None) -> None:
    source = replace(USTR, group=group)
    await house.database.write(sources.register, [source, METI], house.clock())
    ann = await house.person("ann", "quota", "rain")
    await house.watchlist.coverage.switch(ann, group, on=False)
    await house.poll(document(item("Quota", "1", LINK)), source=source)
    answer = await inquired(house, ann)
    assert answer.switched_off == SwitchedOff(group)
    assert [each.withheld for each in answer.others] == [Withheld.SWITCHED_OFF, None]
    await house.watchlist.coverage.switch(ann, group, on=True)
    assert (await inquired(house, ann)).switched_off is None


async def test_a_search_says_which_groups_that_are_switched_off_match_too(house: House) -> None:
    chinese = replace(USTR, group=Group.CHINA)
    await house.database.write(sources.register, [chinese, METI], house.clock())
    ann = await house.person("ann")
    await house.watchlist.coverage.switch(ann, Group.CHINA, on=False)
    await house.poll(document(item("Quota for wool", "1", LINK)), source=chinese)
    await house.poll(document(item("Quota for tin", "2")), source=METI)
    found = await house.watchlist.browse(ann, "quota")
    assert [find.stored.item.title.original for find in found.page.finds] == ["Quota for tin"]
    assert found.groups_off == (Group.CHINA,)
    assert (await house.watchlist.browse(ann, "tin")).groups_off == ()
    assert (await house.watchlist.browse(ann, "rain")).groups_off == ()
    await house.watchlist.coverage.switch(ann, Group.CHINA, on=True)
    assert (await house.watchlist.browse(ann, "quota")).groups_off == ()


async def test_why_says_that_a_chat_could_not_be_reached(house: House) -> None:
    ann = await house.person("ann", "quota")
    await house.watchlist.unreachable(ann.address)
    await house.poll(document(item("Quota", "1", LINK)))
    assert await withheld(house, await house.person("ann")) is Withheld.UNREACHABLE
    await house.watchlist.reachable(ann.address)
    assert await withheld(house, await house.person("ann")) is Withheld.THEN


async def test_why_says_that_a_name_was_given_later(house: House) -> None:
    ann = await house.person("ann", "TSMC")
    await house.poll(document(item("護國神山", "1", LINK)))
    await house.watchlist.aliases.answer(ann, "TSMC 護國神山")
    assert await withheld(house, ann) is Withheld.CHANGED


async def test_an_item_of_the_baseline_is_kept_back_as_such(empty_house: House) -> None:
    ann = await empty_house.person("ann", "quota")
    await empty_house.poll(document(item("Quota", "1", LINK)))
    assert await withheld(empty_house, ann) is Withheld.BASELINE


async def test_of_several_items_with_one_link_the_alerted_one_counts(house: House) -> None:
    ann = await house.person("ann", "country:US quota")
    await house.poll(document(item("Quota", "1", LINK)))
    await house.poll(document(item("Quota", "1", LINK)), source=METI)
    answer = await inquired(house, ann)
    assert answer.record is not None
    assert answer.item.source == USTR.id
    assert [other.source for other in answer.also] == [METI.id]


async def test_the_health_of_the_sources_is_shown(empty_house: House) -> None:
    assert await empty_house.watchlist.coverage.count_healthy() == (2, 0)
    await empty_house.poll(document())
    assert await empty_house.watchlist.coverage.count_healthy() == (2, 1)
    state = await empty_house.database.read(sources.state, USTR.id)
    assert state.ok_at == empty_house.clock()


async def test_a_start_with_many_rules_puts_them_in_force_and_reports_its_progress(
    tmp_path: Path, forms: Forms, caplog: pytest.LogCaptureFixture
) -> None:
    path, clock, many = tmp_path / "tradewatch.db", Clock(), 10_050

    def store(tx: Transaction) -> None:
        ann = subscribers.subscribe(tx, Address("ann"), "en", clock())
        for number in range(many):
            watches.add(tx, ann.id, watches.query(tx, f'"quota {number}"'), f'"quota {number}"', clock())

    async with await Database.open(path) as database:
        await database.write(store)
    caplog.set_level("INFO", "watchers.services.loading")
    async with open_house(path, forms, clock) as house:
        assert len(house.index) == many
    assert [vars(record)["rules"] for record in caplog.records if record.msg == "rules_loading"] == [10_000]
