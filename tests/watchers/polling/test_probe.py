"""``probe``: what each answer is called, with manners, and as a table and as objects."""

from __future__ import annotations

import asyncio
import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot.cli.screen import Row, print_table
from bot.cli.sources import HEADINGS
from tests.bot.cli.test_cli import beside, called, called_on_terminal, configured
from tests.fakes.feed_documents import FeedItem
from tests.fakes.feed_moods import Mood, dropping, empty, hang, html_page, ok, retry_after, status
from tests.fakes.feeds import FeedServer
from tests.fakes.ports import START, Newsroom, Step, document, item
from watchers.errors import (
    AddressRefused,
    BadReply,
    BadStatus,
    ParseError,
    ParseProblem,
    TooLarge,
    TooSlow,
    Unreachable,
)
from watchers.model import Fetched, ItemMap, Modified, NotModified, Source, SourceId, SourceKind, Validators
from watchers.polling.probe import Probed, ProbeVerdict, probe, probe_all
from watchers.store import Database, sources

pytestmark = pytest.mark.service

URL = "https://ustr.example/feed"
USTR = Source(SourceId("ustr"), URL, "USTR")
DAY = timedelta(days=1)


def published(*days_ago: float) -> Step:
    """A document with an item for each day."""
    dates = [(START - ago * DAY).isoformat() for ago in days_ago]
    return document(*(item(f"Item {at}", guid=str(at), published=date) for at, date in enumerate(dates)))


NOTHING_SAID = replace(item("", guid=""), link="")
ANSWERS: list[tuple[Step, ProbeVerdict, str]] = [
    (published(0.1, 1, 2, 3, 4), ProbeVerdict.WELL, ""),
    (published(3, 4, 5, 6, 7), ProbeVerdict.WELL, ""),
    (published(9, 10, 11, 12, 13), ProbeVerdict.STALE, "nothing new for 9 days, and its pauses are mostly under a day"),
    (published(29, 39, 49, 59, 69), ProbeVerdict.WELL, ""),
    (published(31, 41, 51, 61, 71), ProbeVerdict.STALE, "nothing new for 31 days"),
    (published(89), ProbeVerdict.WELL, ""),
    (published(91), ProbeVerdict.STALE, "nothing new for 91 days"),
    (document(item("Without a date", guid="1")), ProbeVerdict.WELL, ""),
    (document(), ProbeVerdict.EMPTY, "no items"),
    (document(NOTHING_SAID), ProbeVerdict.EMPTY, "no item has a text or an address"),
    (ParseError(ParseProblem.EMPTY), ProbeVerdict.EMPTY, "nothing in it"),
    (ParseError(ParseProblem.NO_ITEMS), ProbeVerdict.EMPTY, "nothing in it"),
    (ParseError(ParseProblem.HTML), ProbeVerdict.WRONG, "a web page in place of the document"),
    (ParseError(ParseProblem.NOT_A_FEED, "a picture"), ProbeVerdict.WRONG, "not-a-feed: a picture"),
    (BadStatus(URL, 403), ProbeVerdict.BLOCKED, "HTTP 403"),
    (BadStatus(URL, 429), ProbeVerdict.BLOCKED, "HTTP 429"),
    (BadStatus(URL, 404), ProbeVerdict.REFUSED, "HTTP 404"),
    (BadStatus(URL, 503), ProbeVerdict.BROKEN_SERVER, "HTTP 503"),
    (Unreachable(URL, "[SSL: CERTIFICATE_VERIFY_FAILED] expired"), ProbeVerdict.TLS, "expired"),
    (Unreachable(URL, "no such name"), ProbeVerdict.UNREACHABLE, "no such name"),
    (TooSlow(URL, "too slow"), ProbeVerdict.SLOW, "too slow"),
    (TooLarge(URL, "more than 10 MB"), ProbeVerdict.LARGE, "more"),
    (BadReply(URL, "a broken answer"), ProbeVerdict.BROKEN, "broken"),
    (AddressRefused(URL, "10.0.0.1 is private"), ProbeVerdict.PRIVATE, "private"),
    (NotModified(Validators(), None), ProbeVerdict.BROKEN, "304"),
]


@pytest.mark.parametrize(("answer", "verdict", "why"), ANSWERS)
async def test_each_answer_has_its_verdict(answer: Step, verdict: ProbeVerdict, why: str) -> None:
    newsroom = Newsroom()
    newsroom.says(USTR.id, answer)
    found = await probe(USTR, newsroom.fetch, newsroom.parse, lambda: START)
    assert found.verdict is verdict
    assert why in found.why
    assert bool(found.why) is bool(why)
    assert newsroom.asked == [(USTR.id, Validators())]


@pytest.mark.parametrize(
    ("answer", "notes"),
    [
        (published(0.1, 1, 2), ()),
        (document(item("Without a date", guid="1")), ("no dates",)),
        (
            document(item("Next", guid="1"), item("2", guid="2"), item("A quota", guid="3")),
            ("no dates", "titles of one word: 2 of 3"),
        ),
        (document(item("台積電關稅", guid="1", published=START.isoformat())), ()),
        (document(), ()),
        (BadStatus(URL, 503), ()),
    ],
)
async def test_a_readable_answer_has_notes_on_what_is_unusual(answer: Step, notes: tuple[str, ...]) -> None:
    newsroom = Newsroom()
    newsroom.says(USTR.id, answer)
    assert (await probe(USTR, newsroom.fetch, newsroom.parse, lambda: START)).notes == notes


async def test_every_item_of_the_document_counts() -> None:
    newsroom = Newsroom()
    twice = item("Quota", guid="1")
    newsroom.says(USTR.id, document(twice, twice, NOTHING_SAID))
    assert (await probe(USTR, newsroom.fetch, newsroom.parse, lambda: START)).items == 3


async def test_entries_of_a_list_need_no_dates() -> None:
    newsroom = Newsroom()
    newsroom.says(USTR.id, document(item("Northern Quota Bank", guid="1")))
    probed = await probe(replace(USTR, kind=SourceKind.LIST), newsroom.fetch, newsroom.parse, lambda: START)
    assert probed.notes == ()


PAGE = Modified(URL, b'<a href="/list.csv">The list</a>', "text/html", Validators(), None)


@pytest.mark.parametrize(
    ("page", "verdict", "addresses"),
    [
        (PAGE, ProbeVerdict.WELL, [URL, "https://ustr.example/list.csv"]),
        (replace(PAGE, body=b"<p>No list</p>"), ProbeVerdict.EMPTY, [URL]),
    ],
)
async def test_a_list_that_a_page_names_is_fetched_too(
    page: Modified, verdict: ProbeVerdict, addresses: list[str]
) -> None:
    newsroom = Newsroom()
    newsroom.says(USTR.id, document(item("Northern Quota Bank", guid="1")))

    async def fetch(source: Source, validators: Validators) -> Fetched:
        fetched = await newsroom.fetch(source, validators)
        return page if source.url == URL else fetched

    source = replace(USTR, kind=SourceKind.LIST, mapping=ItemMap(".", "Name", follow='a[href$=".csv"]'))
    probed = await probe(source, fetch, newsroom.parse, lambda: START)
    assert (probed.verdict, newsroom.addresses) == (verdict, addresses)


async def test_a_source_that_publishes_what_another_does_is_named() -> None:
    newsroom = Newsroom()
    wanted = [Source(SourceId(name), f"https://{name}.example/", name.upper()) for name in ("csms", "trade", "other")]
    messages = [item(f"CSMS message {at}", guid=str(at), published=START.isoformat()) for at in range(5)]
    others = [item(f"CSMS notice {at}", guid=str(at), published=START.isoformat()) for at in range(5)]
    for source, said in zip(wanted, (messages, messages[2:] + others[:1], others), strict=True):
        newsroom.says(source.id, document(*said))
    found = await probe_all(wanted, newsroom.fetch, newsroom.parse, lambda: START, lambda probed: None, timedelta(0))
    assert [probed.notes for probed in found] == [(), ("same as CSMS",), ()]


def test_every_verdict_is_given_to_some_answer() -> None:
    assert {verdict for _, verdict, _ in ANSWERS} == set(ProbeVerdict)


async def test_sources_of_one_host_are_asked_one_after_another_and_shown_in_their_order() -> None:
    newsroom, heard = Newsroom(), list[Probed]()
    wanted = [Source(SourceId(f"s{at}"), f"https://{'ab'[at % 2]}.example/{at}") for at in range(6)]
    for source in wanted:
        newsroom.says(source.id, document(item("One", guid="1")))
    found = await probe_all(wanted, newsroom.fetch, newsroom.parse, lambda: START, heard.append, timedelta(0))
    assert [probed.source.id for probed in found] == [source.id for source in wanted]
    assert {probed.source.id for probed in heard} == {source.id for source in wanted}


def test_a_piped_table_has_one_line_per_source_however_long(capsys: pytest.CaptureFixture[str]) -> None:
    why = "tls: the certificate of https://example.org/[bold]/" + "x" * 200
    rows: list[Row] = [
        (("ustr", "200", "12", "2026-03-01", "1.2 s", ""), "green"),
        (("tw.mof", "-", "0", "-", "1.2 s", why), "red"),
    ]
    print_table(HEADINGS, rows)
    assert capsys.readouterr().out.splitlines() == [
        "ID      STATUS  ITEMS  NEWEST      TIME   WHAT IS WRONG",
        "ustr    200     12     2026-03-01  1.2 s",
        f"tw.mof  -       0      -           1.2 s  {why}",
    ]


async def test_the_table_fits_a_terminal_of_80_columns_with_a_bar_while_it_is_made(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    today = datetime.now(UTC)
    names = ("well", "a-source-with-an-identifier-that-is-as-long-as-it-may-be-64-long", "stale")
    async with FeedServer() as feeds:
        feeds.publish("well", FeedItem("1", "Wool", "https://example.org/1", published=today))
        feeds.set_mood(names[1], html_page())
        feeds.publish("stale", FeedItem("1", "Wool", "https://example.org/1", published=today - 200 * DAY))
        listed = [{"id": name, "url": feeds.url(name)} for name in names]
        config = configured(tmp_path, sources=listed, network={"allow_private": ["127.0.0.0/8"]})
        colored = await asyncio.to_thread(called_on_terminal, monkeypatch, "probe", "--config", config)
        plain = await asyncio.to_thread(called_on_terminal, monkeypatch, "probe", "--config", config, NO_COLOR="1")
    for ended in (colored, plain):
        assert ended.code == 1
        assert max(map(len, ended.lines)) <= 80
        assert "".join(line[:30].strip() for line in ended.lines).count(names[1][:20]) == 1
        assert "Asking the sources" in ended.out
        assert ended.lines[-1] == "2 of 3 answer, of which 1 with nothing new for too long"
    assert [color for color in ("\x1b[32m", "\x1b[33m", "\x1b[31m") if color in colored.out]
    assert "\x1b[3" not in plain.out


MOODS: list[tuple[str, Mood, str, int]] = [
    ("good", ok(), "well", 0),
    ("login", html_page(), "wrong content", 1),
    ("nothing", empty(), "empty", 1),
    ("broken", status(503), "5xx", 1),
    ("missing", status(404), "4xx", 1),
    ("asks", retry_after("120"), "blocked", 1),
    ("drops", dropping(), "broken", 1),
]


async def test_the_whole_way_over_real_sockets_writes_nothing(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    today = datetime.now(UTC)
    async with FeedServer() as feeds:
        for name, mood, _, _ in MOODS:
            feeds.publish(name, FeedItem("1", "Wool", "https://example.org/1", published=today))
            feeds.set_mood(name, mood)
        listed = [{"id": name, "url": feeds.url(name)} for name, _, _, _ in MOODS]
        settings = {"network": {"allow_private": ["127.0.0.0/8"]}, "polling": {"timeout": "5m"}}
        config = configured(tmp_path, sources=listed, **settings)
        ended = await beside(capsys, "probe", "--json", "--config", config)
        assert ended.code == 1
        assert {line["id"]: line["verdict"] for line in ended.objects} == {
            name: verdict for name, _, verdict, _ in MOODS
        }
        assert feeds.most_at_once == 1
        alone = await beside(capsys, "probe", "--config", configured(tmp_path, sources=listed[:1], **settings))
    assert alone.code == 0
    assert alone.err == ""
    assert "good  200     1" in alone.out
    assert alone.out.endswith("1 of 1 answer\n")
    assert not (tmp_path / "tradewatch.db").exists()


async def test_a_source_that_hangs_is_given_up_when_its_time_is_over(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    async with FeedServer() as feeds:
        feeds.set_mood("hangs", hang())
        listed = [{"id": "hangs", "url": feeds.url("hangs")}]
        settings = {"network": {"allow_private": ["127.0.0.0/8"]}, "polling": {"timeout": "1s"}}
        ended = await beside(capsys, "probe", "--json", "--config", configured(tmp_path, sources=listed, **settings))
    assert (ended.code, [line["verdict"] for line in ended.objects]) == (1, ["too slow"])


async def test_a_source_that_had_nothing_new_since_the_service_polled_it_first_is_named(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    begun = datetime.now(UTC) - 9 * DAY
    async with FeedServer() as feeds:
        feeds.publish("old", FeedItem("1", "Wool quota", "https://example.org/1", published=begun - DAY))
        config = configured(
            tmp_path,
            sources=[{"id": "old", "url": feeds.url("old")}],
            network={"allow_private": ["127.0.0.0/8"]},
        )
        source = Source(SourceId("old"), feeds.url("old"))
        async with await Database.open(tmp_path / "tradewatch.db") as database:
            await database.write(sources.register, [source], begun)
            state = await database.read(sources.state, source.id)
            await database.write(sources.save, replace(state, baseline_at=begun, newest_at=begun - DAY))
            (found,) = (await beside(capsys, "probe", "--json", "--config", config)).objects
            assert found["notes"] == [f"silent since its first poll on {begun:%Y-%m-%d}"]
            await database.write(sources.save, replace(state, baseline_at=begun, newest_at=begun + DAY))
            (found,) = (await beside(capsys, "probe", "--json", "--config", config)).objects
            assert found["notes"] == []


def test_json_is_one_object_a_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    config = configured(tmp_path, sources=[{"id": "in", "url": "http://127.0.0.1:9/"}])
    (line,) = called(capsys, "probe", "--json", "--config", config).out.splitlines()
    found = json.loads(line)
    assert sorted(found) == ["id", "items", "newest", "notes", "seconds", "status", "url", "verdict", "why"]
    assert found["verdict"] == "address refused"


def test_a_configuration_with_a_mistake_is_named(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "config.yaml").write_text("databse: x\n", "utf-8")
    ended = called(capsys, "probe", "--config", tmp_path / "config.yaml")
    assert ended.code == 1
    assert "databse" in ended.err
