"""Lists: what an alert says about a new version, and when a version is held until an operator approves it."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from datetime import timedelta
from hashlib import sha256

import pytest

from bot.messages import text as texts
from bot.messages.alerts import alert as message
from bot.messages.text import plain
from tests.fakes.situations import House
from watchers.errors import ParseError, ParseProblem, TooSlow
from watchers.feeds.comparing import Comparison
from watchers.lists import MAX_SUDDEN, is_republished, named_by
from watchers.model import Alert, ItemMap, Modified, Source, SourceId, SourceKind, Validators
from watchers.polled import Polled
from watchers.store import Rows, Transaction, lists, outbox, sources, subscriptions
from watchers.store.lists import Version, VersionState

pytestmark = pytest.mark.service

MAPPING = ItemMap(items=".", title="Name", id="ID", aliases="Also", address="Address", program="Regime")
UK = Source(SourceId("uk.list"), "https://uk.example/list.csv", "UK list", SourceKind.LIST, mapping=MAPPING)
HEADER = "ID,Name,Also,Address,Regime\n"
ROWS = (
    "1,Northern Quota Bank,Severny Bank,1 Main Street,Russia\n",
    "2,Vessel Levy Star,,,Iran\n",
    "3,Rain Trading,Pluie Commerce,5 Dock Road,Russia\n",
    "4,Wool Holding,,,Belarus\n",
    "5,Steel Works Ten,,,Belarus\n",
)
NEW = "6,Ostrov Shipping,Island Wafer Lines; Insel Reederei,9 Pier,Iran\n"


async def poll(house: House, rows: Sequence[str], source: Source = UK) -> Polled:
    house.newsroom.lists[source.id] = HEADER + "".join(rows)
    return await house.pipeline.poll(source)


async def listed(house: House, source: Source = UK) -> None:
    """The list is known, with its first version as the baseline."""

    def register(tx: Transaction) -> None:
        sources.put(tx, source, house.clock())
        subscriptions.apply_groups(tx)

    await house.database.write(register)
    polled = await poll(house, ROWS, source)
    assert (polled.baseline, polled.enqueued, polled.problem) == (True, 0, None)


async def versions(house: House) -> list[Version]:
    return await house.database.read(lists.versions, UK.id)


def said(alert: Alert, language: str = "en") -> str:
    return plain(message(alert, texts.load()[language]).html)


async def test_the_first_version_of_a_list_is_a_baseline_and_nobody_is_notified(house: House) -> None:
    ann = await house.person("ann", "quota")
    await listed(house)
    assert await house.enqueued(ann) == []
    (version,) = await versions(house)
    assert (version.state, version.entries, len(version.sha256)) == (VersionState.BASELINE, 5, 32)


async def test_one_message_names_the_watched_entries_first_and_then_the_others(house: House) -> None:
    ann = await house.person("ann", '"severny bank"', "wafer")
    ben = await house.person("ben", "tariff")
    await listed(house)
    await poll(house, (ROWS[1], "3,Rain Trading,Pluie Commerce,7 Dock Road,Russia\n", *ROWS[3:], NEW))
    (alert,) = [alert for alert in await house.enqueued(ann) if alert.item is None]
    assert alert.listed_count == 2
    assert said(alert).splitlines() == [
        "📋 UK list: 1 added, 1 removed, 1 changed",
        "You watch 2 of these:",
        "➖ Northern Quota Bank removed",
        '    🔎 Severny Bank · W1 "severny bank"',
        "➕ Ostrov Shipping added",
        "    🔎 Wafer · W2 wafer",
        "Others: ✏️ Rain Trading",
    ]
    assert await house.enqueued(ben) == []


async def test_the_hash_of_the_version_that_brought_an_alert_is_evidence(house: House) -> None:
    await house.person("ann", "wafer")
    await listed(house)
    await poll(house, (*ROWS, NEW))
    content = (HEADER + "".join((*ROWS, NEW))).encode()

    def hashes(rows: Rows) -> list[tuple[str, int]]:
        return rows.all("select sha256, length(body) from documents")

    assert await house.database.read(hashes) == [(sha256(content).hexdigest(), 0)]


@pytest.mark.parametrize(
    ("language", "first", "entry"),
    [
        ("en", "📋 UK list: 1 changed", "✏️ Rain Trading changed: addresses, aliases"),
        ("zh-Hant", "📋 UK list：變更 1 筆", "✏️ Rain Trading 變更：地址、別名"),
        ("ja", "📋 UK list：変更 1 件", "✏️ Rain Trading 変更：住所、別名"),
    ],
)
async def test_a_changed_entry_says_what_it_gained_and_lost(
    house: House, language: str, first: str, entry: str
) -> None:
    ann = await house.person("ann", "rain")
    await listed(house)
    await poll(house, (*ROWS[:2], "3,Rain Trading,Pluie Commerce; Pluie SA,7 Dock Road,Russia\n", *ROWS[3:]))
    (alert,) = [alert for alert in await house.enqueued(ann) if alert.item is None]
    lines = said(alert, language).splitlines()
    assert lines[0] == first
    assert sorted(lines[2].replace("、", ", ")) == sorted(entry.replace("、", ", "))
    assert lines[3:6] == ["    + Pluie SA", "    + 7 Dock Road", "    − 5 Dock Road"]


async def test_a_rule_is_met_by_one_entry_and_not_by_words_of_two(house: House) -> None:
    ann = await house.person("ann", "ostrov wool", "ostrov -wool")
    await listed(house)
    await poll(house, (*ROWS[:3], ROWS[4], NEW))
    (alert,) = [alert for alert in await house.enqueued(ann) if alert.item is None]
    assert alert.change is not None
    assert [entry.stored.item.title.original for entry in alert.change.watched] == ["Ostrov Shipping"]
    assert [each.watch.name for each in alert.watches] == ["W2"]


async def test_codes_and_dockets_of_an_entry_are_watched_also_when_it_is_removed(house: House) -> None:
    source = dataclasses.replace(UK, mapping=dataclasses.replace(MAPPING, address="", docket="Address", hs="Also"))
    cases = ("7,Tin plate,7210.12.00 7212.10.00,A-580-877,Nowhere\n", "8,Silicon metal,2804.69,A-580-878,Nowhere\n")
    ann = await house.person("ann", "hs:7212.10", "case:A-580-878")
    await listed(house, source)
    await poll(house, (*ROWS, *cases), source)
    await poll(house, ROWS, source)
    came, gone = [said(alert).splitlines() for alert in await house.enqueued(ann) if alert.item is None]
    assert {line for line in came if line[0] == "➕"} == {"➕ Silicon metal added", "➕ Tin plate added"}
    assert {line for line in gone if line[0] == "➖"} == {"➖ Silicon metal removed", "➖ Tin plate removed"}


async def test_entries_that_an_earlier_version_stored_are_compared(house: House) -> None:
    ann = await house.person("ann", "levy")
    await listed(house)
    await house.database.write(lambda tx: tx.execute("update list_entries set content = json_remove(content, '$[6]')"))
    await poll(house, (ROWS[0], *ROWS[2:]))
    (alert,) = [alert for alert in await house.enqueued(ann) if alert.item is None]
    assert said(alert).splitlines()[2] == "➖ Vessel Levy Star removed"


async def test_rows_with_one_id_are_one_entry_wherever_they_are(house: House) -> None:
    ann = await house.person("ann", "insel")
    await listed(house)
    rows = ("6,Ostrov Shipping,,9 Pier,Iran\n", *ROWS, "6,Insel Reederei,,,Iran\n")
    await poll(house, rows)
    await poll(house, (*ROWS, *rows[::6][::-1]))
    (alert,) = [alert for alert in await house.enqueued(ann) if alert.item is None]
    assert "➕ Ostrov Shipping added" in said(alert)


async def test_the_same_rows_in_another_order_or_file_change_nothing(house: House) -> None:
    ann = await house.person("ann", "quota, rain, wool")
    await listed(house)
    polled = await poll(house, ROWS[::-1])
    assert (polled.new, polled.enqueued) == (0, 0)
    polled = await poll(house, ROWS[::-1])
    assert polled.unchanged
    assert await house.enqueued(ann) == []
    assert [version.state for version in await versions(house)] == [VersionState.STORED, VersionState.BASELINE]


async def test_an_entry_that_only_gets_another_id_alerts_nobody(house: House) -> None:
    ann = await house.person("ann", "quota")
    await listed(house)
    await poll(house, ("77" + ROWS[0][1:], *ROWS[1:]))
    assert await house.enqueued(ann) == []


async def test_a_message_whose_watches_were_muted_meanwhile_is_not_sent(house: House) -> None:
    ann = await house.person("ann", "ostrov", "rain")
    await listed(house)
    await poll(house, (*ROWS[:2], *ROWS[3:], NEW))
    await house.watchlist.mute(ann, 1, True)
    (alert,) = [alert for alert in await house.enqueued(ann) if alert.item is None]
    claimed = await house.database.write(outbox.claim, alert.id, house.clock())
    assert claimed is not None
    assert "Ostrov" not in said(claimed).partition("Others")[0]
    await house.database.write(outbox.requeue, alert.id, house.clock(), "", counts=False)
    await house.watchlist.mute(ann, 2, True)
    assert await house.database.write(outbox.claim, alert.id, house.clock()) is None


async def test_a_long_change_names_ten_entries_and_counts_the_others(house: House) -> None:
    ann = await house.person("ann", "ostrov")
    await listed(house)
    await poll(house, (*ROWS, *(f"9{n},Ostrov Number {n},,,Iran\n" for n in range(60))))
    (alert,) = [alert for alert in await house.enqueued(ann) if alert.item is None]
    lines = said(alert).splitlines()
    assert lines[:2] == ["📋 UK list: 60 added", "You watch 60 of these:"]
    assert sum(line.startswith("➕") for line in lines) == 10
    assert lines[-1] == "and 50 more entries that you watch; /search shows them"  # and no others


async def test_what_a_paused_chat_missed_comes_in_one_list(house: House) -> None:
    ann = await house.person("ann", "ostrov")
    await listed(house)
    await house.watchlist.pause(ann)
    await poll(house, (*ROWS, NEW))
    assert (await house.database.read(_states))["held"] == 1
    await house.watchlist.resume(ann)
    assert (await house.database.read(_states))["queued"] == 1


def _states(rows: Rows) -> dict[str, int]:
    return dict(rows.all("select state, count(*) from outbox group by state"))


# ---- replaced as a whole ---------------------------------------------------------------------------


def republished(count: int = 5) -> list[str]:
    return [f"X{row}" for row in ROWS[:count]]


@pytest.mark.hazard("I3")
async def test_a_list_republished_with_other_ids_is_held_and_nobody_is_notified(house: House) -> None:
    ann = await house.person("ann", "quota, rain, wool, steel")
    await listed(house)
    for _ in range(3):
        polled = await poll(house, republished())
        assert isinstance(polled.problem, Exception)
        assert str(polled.problem) == ParseProblem.REPUBLISHED.value
    assert await house.enqueued(ann) == []
    assert await house.database.read(lists.count, UK.id) == 5
    assert [version.state for version in await versions(house)] == [VersionState.HELD, VersionState.BASELINE]


async def test_an_approved_list_is_taken_over_and_only_new_names_alert(house: House) -> None:
    ann = await house.person("ann", "quota, ostrov, steel")
    await listed(house)
    await poll(house, [*republished(4), NEW])
    assert await house.database.write(lists.approve, UK.id, house.clock())
    polled = await poll(house, [*republished(4), NEW])
    assert (polled.problem, polled.enqueued) == (None, 1)
    (alert,) = [alert for alert in await house.enqueued(ann) if alert.item is None]
    assert said(alert).splitlines()[0] == "📋 UK list: 1 added, 1 removed"
    assert not await house.database.write(lists.approve, UK.id, house.clock())
    assert (await poll(house, [*republished(), NEW])).enqueued == 1


async def test_a_list_that_comes_back_as_it_was_needs_no_approval(house: House) -> None:
    ann = await house.person("ann", "ostrov")
    await listed(house)
    await poll(house, ROWS[:1])
    polled = await poll(house, (*ROWS, NEW))
    assert (polled.problem, polled.enqueued) == (None, 1)
    assert len([alert for alert in await house.enqueued(ann) if alert.change]) == 1
    assert [version.state for version in await versions(house)] == [VersionState.STORED, VersionState.BASELINE]


@pytest.mark.parametrize(
    ("before", "added", "removed", "changed", "held"),
    [
        (1_000, 3, 2, 5, False),
        (1_000, 400, 0, 0, False),
        (1_000, 501, 0, 0, True),
        (1_000, 0, 501, 0, True),
        (1_000, 0, 0, 900, True),
        (1_000, 1_000, 1_000, 0, True),
        (20_000, 1_900, 10, 0, False),
        (20_000, 1_900, 200, 0, True),
        (30, MAX_SUDDEN, 0, 0, False),
        (3, 0, 3, 0, False),
        (3, 3, 3, 0, False),
        (4, 4, 3, 0, True),
        (0, 90, 0, 0, False),
    ],
)
def test_a_version_is_held_if_it_collapses_or_most_of_it_is_new(
    before: int, added: int, removed: int, changed: int, held: bool
) -> None:
    def keys(count: int) -> frozenset[bytes]:
        return frozenset(str(n).encode() for n in range(count))

    found = Comparison(before + added - removed, keys(added), keys(changed), keys(removed))
    assert is_republished(found, before) is held


async def test_an_unreachable_list_keeps_what_is_known(house: House) -> None:
    await listed(house)
    house.newsroom.lists[UK.id] = TooSlow(UK.url, "too slow")
    polled = await house.pipeline.poll(UK)
    assert isinstance(polled.problem, TooSlow)
    house.clock.pass_by(timedelta(hours=1))
    assert (await poll(house, (*ROWS, NEW))).new == 1


async def test_another_mapping_begins_a_new_baseline(house: House) -> None:
    ann = await house.person("ann", "quota")
    await listed(house)
    other = dataclasses.replace(UK, mapping=dataclasses.replace(MAPPING, id="", aliases="Regime"))
    await listed(house, other)
    assert await house.enqueued(ann) == []


# ---- documents of changes, and lists whose address a page names ------------------------------------

CHANGES = dataclasses.replace(UK, mapping=dataclasses.replace(MAPPING, id="", change="Regime"))


@pytest.mark.parametrize(
    ("word", "sign"),
    [("add", "➕"), ("Added", "➕"), ("remove", "➖"), ("Delisted", "➖"), ("modify", "✏️"), ("", "✏️")],
)
async def test_a_document_of_changes_states_what_happened(house: House, word: str, sign: str) -> None:
    ann = await house.person("ann", "ostrov")
    await listed(house, CHANGES)
    await poll(house, (f"6,Ostrov Shipping,,9 Pier,{word}\n", "7,Coral Trading,,,added\n"), CHANGES)
    (alert,) = [alert for alert in await house.enqueued(ann) if alert.item is None]
    assert said(alert).splitlines()[2].startswith(sign)
    assert alert.change is not None
    assert alert.change.added + alert.change.removed + alert.change.changed == 2


async def test_a_document_of_changes_removes_nothing_by_lacking_it_and_is_not_held_for_its_size(house: House) -> None:
    ann = await house.person("ann", "quota", "number")
    await listed(house, CHANGES)
    await poll(house, [f"9{n},Number {n},,,add\n" for n in range(3 * MAX_SUDDEN)], CHANGES)
    (alert,) = [alert for alert in await house.enqueued(ann) if alert.item is None]
    assert said(alert).splitlines()[:2] == [
        f"📋 UK list: {3 * MAX_SUDDEN} added",
        f"You watch {3 * MAX_SUDDEN} of these:",
    ]


async def test_a_held_document_of_changes_does_not_count_missing_entries_as_removed(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("watchers.lists.MAX_CHANGES", 2)
    await listed(house, CHANGES)
    await poll(house, [f"9{n},Number {n},,,add\n" for n in range(3)], CHANGES)
    held = (await versions(house))[0]
    assert (held.state, held.added, held.removed) == (VersionState.HELD, 3, 0)


async def test_a_document_of_changes_that_comes_back_repeats_no_alert(house: House) -> None:
    ann = await house.person("ann", "ostrov")
    first, other = "6,Ostrov Shipping,,9 Pier,add\n", "8,Coral Trading,,,add\n"
    await listed(house, CHANGES)
    for rows in ((first,), (first, other), (other,), (first,)):
        await poll(house, rows, CHANGES)
    assert len([alert for alert in await house.enqueued(ann) if alert.item is None]) == 1
    await poll(house, ("6,Ostrov Shipping,,9 Pier,remove\n",), CHANGES)
    assert len([alert for alert in await house.enqueued(ann) if alert.item is None]) == 2


FOLLOWED = dataclasses.replace(UK, mapping=dataclasses.replace(MAPPING, follow='a[href$=".csv"]'))
PAGE = '<html><body><a href="/about">About</a><a href="/files/list-{}.csv">The list</a></body></html>'
FILE = "https://uk.example/files/list-{}.csv"


async def version(house: House, name: str, rows: Sequence[str], source: Source = FOLLOWED) -> Polled:
    house.newsroom.lists[source.id] = PAGE.format(name)
    house.newsroom.lists[FILE.format(name)] = HEADER + "".join(rows)
    return await house.pipeline.poll(source)


async def begun(house: House, source: Source = FOLLOWED) -> None:
    """The list that a page names is known."""
    house.newsroom.lists[FILE.format("june")] = HEADER + "".join(ROWS)
    house.newsroom.lists[source.id] = PAGE.format("june")

    def register(tx: Transaction) -> None:
        sources.put(tx, source, house.clock())
        subscriptions.apply_groups(tx)

    await house.database.write(register)
    assert (await house.pipeline.poll(source)).baseline


async def test_a_list_whose_address_changes_is_found_by_the_page_that_names_it(house: House) -> None:
    ann = await house.person("ann", "ostrov", "quota")
    await begun(house)
    await version(house, "july", (*ROWS[1:], NEW))
    (alert,) = [alert for alert in await house.enqueued(ann) if alert.item is None]
    assert said(alert).splitlines()[0] == "📋 UK list: 1 added, 1 removed"


async def test_a_list_is_read_again_only_when_the_page_names_another_address(house: House) -> None:
    await begun(house)
    read = house.newsroom.addresses.count(FILE.format("june"))
    polled = await version(house, "june", (*ROWS, NEW))
    assert polled.unchanged
    assert house.newsroom.addresses.count(FILE.format("june")) == read


async def test_a_page_that_names_no_list_fails_and_says_why(house: House) -> None:
    await begun(house)
    house.newsroom.lists[FOLLOWED.id] = "<html><body><a href='/about'>About</a></body></html>"
    polled = await house.pipeline.poll(FOLLOWED)
    assert isinstance(polled.problem, ParseError)
    assert polled.problem.problem is ParseProblem.NO_ITEMS


@pytest.mark.parametrize(
    ("page_url", "href", "trusted"),
    [
        (UK.url, "/files/list-1.csv", True),
        (UK.url, "https://10.0.0.1/list-1.csv", False),
        ("https://redirected.example/page", "/files/list-1.csv", False),
        ("https://redirected.example/page", "https://uk.example/list-1.csv", False),
    ],
)
async def test_no_page_leads_a_source_of_the_operator_to_another_host_of_a_private_network(
    house: House, page_url: str, href: str, trusted: bool
) -> None:
    page = Modified(page_url, f'<a href="{href}">The list</a>'.encode(), "text/html", Validators(), None)
    assert (await named_by(FOLLOWED, page, house.newsroom.parse)).trusted is trusted


async def test_of_two_announcements_between_two_polls_none_is_skipped(house: House) -> None:
    source = dataclasses.replace(FOLLOWED, mapping=dataclasses.replace(FOLLOWED.mapping, change="added"))
    ann = await house.person("ann", "ostrov", "quota")
    await begun(house, source)
    names = ("august", "july", "june")
    house.newsroom.lists |= {FILE.format(name): HEADER + row for name, row in zip(names, (NEW, ROWS[0]), strict=False)}
    house.newsroom.lists[source.id] = "".join(map(PAGE.format, names))
    polls = [await house.pipeline.poll(source) for _ in range(3)]
    assert [polled.unchanged for polled in polls] == [False, False, True]
    assert len([alert for alert in await house.enqueued(ann) if alert.item is None]) == 2


async def test_an_announcement_that_cannot_be_read_holds_up_the_newer_ones_for_three_polls(house: House) -> None:
    source = dataclasses.replace(FOLLOWED, mapping=dataclasses.replace(FOLLOWED.mapping, change="added"))
    ann = await house.person("ann", "ostrov")
    await begun(house, source)
    house.newsroom.lists |= {FILE.format("august"): HEADER + NEW, FILE.format("july"): "<p>Other words</p>"}
    house.newsroom.lists[source.id] = "".join(map(PAGE.format, ("august", "july", "june")))
    polls = [await house.pipeline.poll(source) for _ in range(4)]
    assert [polled.problem is None for polled in polls] == [False, False, False, True]
    assert len([alert for alert in await house.enqueued(ann) if alert.item is None]) == 1


async def test_a_company_that_two_announcements_in_turn_name_is_reported_twice(house: House) -> None:
    source = dataclasses.replace(FOLLOWED, mapping=dataclasses.replace(FOLLOWED.mapping, change="added"))
    ann = await house.person("ann", "ostrov")
    await begun(house, source)
    for name in ("july", "august"):
        await version(house, name, (NEW,), source)
    assert len([alert for alert in await house.enqueued(ann) if alert.item is None]) == 2
