"""Rules that were stored in the first syntax keep their meaning, and chats hear of those that would change."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.fakes.ports import Clock
from tests.fakes.queued import next_alerts
from watchers.entities import Catalog
from watchers.items.identity import script_language
from watchers.matching import Index, Recognizer, explain
from watchers.model import Address, Item, News, Rewritten, SourceId, Subscriber, Watch
from watchers.rules import Rule, canonical, parse, read_stored, reread
from watchers.services.aliases import AliasService
from watchers.services.rereading import make_explicit
from watchers.services.watches import Watchlist
from watchers.store import Database, Transaction, subscribers, watches
from watchers.text.tokens import read

pytestmark = pytest.mark.service

STORED = [
    # What was typed, the canonical text that the first program stored for it, and how it is written now.
    ("quota or levy", "levy AND or AND quota", 'quota "or" levy'),
    ("wool from Peru", "@pl.pe from AND wool", 'wool "from" Peru'),
    ("us quota", "quota AND us", '"us" quota'),
    ("intel tariffs", "@tp.tariff intel", '"intel" tariffs'),
    ("us steel", "steel AND us", None),
    ("quota --wool", "quota AND wool", None),
    ("25% quota", '"25" quota', None),
    ("TSMC/Samsung", '"TSMC samsung"', None),
    ("TSMC except Samsung", "@co.samsung @co.tsmc except", "TSMC word:except Samsung"),
    ("8542.31", '"8542.31"', None),
    ("半導體關稅課徵", '"半导体关税课征"', None),
    ("title:(quota or wool)", "title:(or AND quota AND wool)", 'title:(quota "or" wool)'),
    ("quota -(levy from)", "quota -(from AND levy)", 'quota -(levy "from")'),
    ("the quota", "quota AND the", '"the" quota'),
    ("quota news", "news AND quota", None),
    ("2nm", "@tp.2nm", "@tp.2nm"),
]
SAME = [
    ("台積電 或 三星", "@co.samsung, @co.tsmc"),
    ("Schedule B", '"schedule b"'),
    ("US Steel", "@co.ussteel"),
    ("plant quota", "plant AND quota"),
    ("trade deal quota", "@tp.tradedeal quota"),
    ("chip tariffs", "@tp.tariff chip"),
    ("US tariffs", "@pl.us @tp.tariff"),
    ("quota -wool lang:ja", "lang:ja quota -wool"),
    ("quota NEAR/5 (ban, curb)", "(ban, curb) NEAR/5 quota"),
]


@pytest.fixture
async def database(tmp_path: Path) -> AsyncIterator[Database]:
    async with await Database.open(tmp_path / "tradewatch.db") as opened:
        yield opened


async def stored(database: Database, *rules: tuple[str, str]) -> Subscriber:
    """A chat whose rules the first program stored."""
    clock = Clock()

    def store(tx: Transaction) -> Subscriber:
        chat = subscribers.subscribe(tx, Address("7"), "en", clock())
        for typed, rule in rules:
            watches.add(tx, chat.id, watches.query(tx, rule), typed, clock())
        tx.execute("update subscribers set syntax = 1")
        return chat

    return await database.write(store)


async def started(database: Database, recognizer: Recognizer) -> tuple[Watchlist, Index]:
    """The next start of the program."""
    index = Index(recognizer)
    watchlist = Watchlist(database, index, recognizer, Clock(), 99)
    await watchlist.load()
    return watchlist, index


async def notices(database: Database) -> list[tuple[Rewritten, ...]]:
    waiting = await database.read(next_alerts, Clock()())
    assert all(alert.notice is not None and alert.notice.news is News.REREAD for alert in waiting)
    return [alert.notice.rewritten for alert in waiting if alert.notice is not None]


def meaning(text: str, catalog: Catalog) -> str:
    return str(canonical(reread(text, catalog)))


@pytest.mark.parametrize(("typed", "rule", "explicit"), STORED, ids=[typed for typed, *_ in STORED])
async def test_a_rule_that_would_be_read_differently_keeps_its_meaning_and_its_chat_is_notified(
    typed: str, rule: str, explicit: str | None, database: Database, recognizer: Recognizer
) -> None:
    chat = await stored(database, (typed, rule))
    watchlist, index = await started(database, recognizer)
    (watch,) = await watchlist.watches(chat)
    assert explicit is None or watch.typed == explicit
    assert meaning(watch.typed, recognizer.catalog) == watch.rule != meaning(typed, recognizer.catalog)
    assert str(canonical(read_stored(watch.rule, recognizer.catalog))) == watch.rule
    assert len(index) == 1
    assert await notices(database) == [(Rewritten(1, typed, watch.typed),)]


@pytest.mark.parametrize(("typed", "rule"), SAME, ids=[typed for typed, _ in SAME])
async def test_a_rule_that_is_read_as_before_keeps_its_text_without_a_notice(
    typed: str, rule: str, database: Database, recognizer: Recognizer
) -> None:
    chat = await stored(database, (typed, rule))
    watchlist, _ = await started(database, recognizer)
    (watch,) = await watchlist.watches(chat)
    assert watch.typed == typed
    assert watch.rule == meaning(typed, recognizer.catalog)
    assert await notices(database) == []


async def test_all_rules_of_a_chat_are_in_one_notice_that_comes_once(
    database: Database, recognizer: Recognizer
) -> None:
    chat = await stored(database, *((typed, rule) for typed, rule, _ in STORED), *SAME)
    for _ in range(2):
        watchlist, index = await started(database, recognizer)
    assert len(index) == len(STORED) + len(SAME)
    (rewritten,) = await notices(database)
    assert [each.typed for each in rewritten] == [typed for typed, *_ in STORED]
    assert len(await watchlist.watches(chat)) == len(STORED) + len(SAME)


async def test_the_new_reading_is_one_press_away(database: Database, recognizer: Recognizer) -> None:
    chat = await stored(database, ("quota or levy", "levy AND or AND quota"))
    watchlist, index = await started(database, recognizer)
    assert titles(await rules_of(watchlist, chat), recognizer) == ["A quota or a levy"]
    await watchlist.as_before(chat, 1)
    (watch,) = await watchlist.watches(chat)
    assert watch.typed == "quota or levy"
    assert titles(await rules_of(watchlist, chat), recognizer) == ["A quota or a levy", "A quota", "A levy"]
    assert len(index) == 1


async def rules_of(watchlist: Watchlist, chat: Subscriber) -> list[Watch]:
    return await watchlist.watches(chat)


def titles(watched: list[Watch], recognizer: Recognizer) -> list[str]:
    """Those headlines that the first watch finds."""
    rule = read_stored(watched[0].rule, recognizer.catalog)
    return [title for title in ("A quota or a levy", "A quota", "A levy", "Or wool") if finds(rule, title, recognizer)]


def finds(rule: Rule, title: str, recognizer: Recognizer) -> bool:
    heading = read(title)
    item = Item("", heading, read(""), None, script_language(heading), None)
    return explain(rule, item, SourceId("test"), recognizer) is not None


async def test_a_removed_watch_is_rewritten_too_without_a_notice(database: Database, recognizer: Recognizer) -> None:
    chat = await stored(database, ("quota or levy", "levy AND or AND quota"))
    await database.write(lambda tx: tx.execute("update watches set removed_at = 1"))
    watchlist, _ = await started(database, recognizer)
    assert await notices(database) == []
    restored = await watchlist.restore(chat, 1)
    assert restored is not None
    assert restored.typed == 'quota "or" levy'


async def test_a_rule_with_a_name_of_the_chat_keeps_it(database: Database, recognizer: Recognizer) -> None:
    chat = await stored(database, ("quota or TSMC", "@co.tsmc or AND quota"))
    aliases = AliasService(database, Clock(), Index(recognizer), recognizer.catalog)
    await aliases.answer(chat, "TSMC 護國神山")
    await database.write(lambda tx: tx.execute("update subscribers set syntax = 1"))
    assert await make_explicit(database, aliases, recognizer) == 1
    assert await make_explicit(database, aliases, recognizer) == 0
    rules = await database.read(lambda rows: rows.all("select q.rule from watches w join queries q on q.id = w.query"))
    assert rules == [(meaning('("護國神山", TSMC) "or" quota', recognizer.catalog),)]


def test_a_word_that_the_catalog_came_to_know_stays_that_word(recognizer: Recognizer) -> None:
    rule = read_stored("semiconductors", recognizer.catalog)
    assert str(rule) == "semiconductors"
    assert parse("word:semiconductors", recognizer.catalog) == rule != parse("semiconductors", recognizer.catalog)
