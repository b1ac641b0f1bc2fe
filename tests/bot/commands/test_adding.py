"""/addsource, /import and /export from typing to the alert: real answers, fetches, parsing child and pipeline."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import dataclass, field, replace
from datetime import timedelta
from ipaddress import ip_network
from pathlib import Path

import pytest
import pytest_asyncio

from bot.callbacks import Payload
from bot.callbacks.personal import ExportSources
from bot.callbacks.sources import (
    AddSource,
    ApproveAll,
    ApproveSource,
    ChooseGroup,
    DeclineGroup,
    PlaceSource,
    RefuseAll,
    RefuseSource,
    RemoveSource,
    SourcesPage,
)
from bot.chat import Button, Document, Press, Reply, Request
from bot.dispatch import Access, Answering
from bot.messages.text import LANGUAGES, language_for, load
from tests.bot.test_dispatch import NEXT
from tests.fakes.bell import PATIENCE
from tests.fakes.databases import open_new
from tests.fakes.feed_documents import FeedItem
from tests.fakes.feed_moods import html_page, redirect, status
from tests.fakes.feeds import FeedServer
from tests.fakes.internet import TRUST, Internet
from tests.fakes.ports import Clock
from tests.fakes.small_world import SMALL
from tests.fakes.telegram_html import read
from watchers.feeds.opml import read_outlines
from watchers.feeds.opml_writer import write_outlines
from watchers.feeds.process import ParsingChild
from watchers.http import Fetcher, Limits, Network
from watchers.lists import Lists
from watchers.matching import Index, Recognizer
from watchers.model import Address, Group, Outline, Source, SourceId, SourceKind
from watchers.pipeline import Pipeline
from watchers.polled import Polled
from watchers.rules.forms import Forms
from watchers.services.chats import Chats
from watchers.services.discovery import Discoverer
from watchers.services.sources import Additions, Policy, source_id
from watchers.services.watches import Watchlist
from watchers.store import Database, Rows, items, sources

pytestmark = [pytest.mark.service, pytest.mark.asyncio(loop_scope="module")]

WORDS = load()
APPS = {"en": "en-GB", "zh-Hant": "zh-hans", "ja": "ja"}
OPERATOR = 42
CONFIGURED = Source(SourceId("ustr"), "http://ustr.example/ustr", "USTR")
FEED = "http://customs.example/news"
LIMITS = Limits(timedelta(seconds=PATIENCE))


# Not printed, as House is not.
@dataclass(repr=False)
class Town:
    """A service without Telegram, before a small internet; it can be started again on its database."""

    feeds: FeedServer
    fetcher: Fetcher
    child: ParsingChild
    database: Database
    clock: Clock
    index: Index
    policy: Policy = field(default_factory=Policy)
    configured: tuple[Source, ...] = (CONFIGURED,)
    operators: frozenset[int] = frozenset({OPERATOR})

    async def start(self) -> None:
        """What happens at each start."""
        recognizer = Recognizer(SMALL, self.index_forms)
        self.index = Index(recognizer)
        self.watchlist = Watchlist(self.database, self.index, recognizer, self.clock, 100)
        await self.watchlist.load()
        await self.database.write(items.begin_indexing, recognizer.version)
        await self.database.write(sources.register, self.configured, self.clock())
        discoverer = Discoverer(self.fetcher, self.child.parse, self.child.page, self.clock)
        self.additions = Additions(self.database, discoverer, self.child.outlines, self.policy, self.clock)
        await self.additions.yield_to_configured(self.configured)
        self.pipeline = Pipeline(
            self.fetcher,
            self.child.parse,
            self.database,
            self.index,
            recognizer,
            self.clock,
            lambda: 0.0,
            Lists(self.database, self.fetcher.download, self.child.parse, self.clock),
        )
        access = Access(frozenset(), self.operators)
        chats = Chats(self.watchlist)
        self.answering = Answering(self.watchlist, WORDS, access, self.clock, lambda: None, self.additions, chats)

    index_forms: Forms = field(kw_only=True)
    watchlist: Watchlist = field(init=False)
    additions: Additions = field(init=False)
    pipeline: Pipeline = field(init=False)
    answering: Answering = field(init=False)

    def publish(self, name: str, *titles: str, title: str = "") -> None:
        self.feeds.feed(name, title=title)
        self.feeds.publish(name, *(FeedItem(each, each, f"https://example.org/{name}/{each}") for each in titles))

    async def poll(self) -> list[Polled]:
        """Polls once what is due an hour later."""
        self.clock.pass_by(timedelta(hours=1))
        due = await self.database.read(sources.due, self.clock())
        return [await self.pipeline.poll(source, state) for source, state in due]

    async def rows(self, sql: str) -> list[tuple[object, ...]]:
        def look(rows: Rows) -> list[tuple[object, ...]]:
            return rows.all(sql)

        return await self.database.read(look)

    async def polled(self) -> set[str]:
        return {str(identifier) for (identifier,) in await self.rows("select id from sources where active")}

    async def alerts(self) -> list[tuple[object, object]]:
        """Address and title of all that is owed."""
        found = await self.rows(
            """select b.address, i.title from outbox o join subscribers b on b.id = o.subscriber
            join items i on i.id = o.item order by o.id"""
        )
        return [(address, title) for address, title in found]


@dataclass
class Chat:
    """Somebody who talks to the bot."""

    town: Town
    user: int = 7
    address: Address | None = None
    app: str = "en"

    async def says(self, text: str, document: Document | None = None) -> Reply:
        return await self._ask(text=text, document=document)

    async def sends(self, content: bytes | None, name: str = "mine.opml", text: str = "") -> Reply:
        return await self._ask(text=text, document=Document(name, content))

    async def presses(self, action: Payload) -> Reply:
        """Press a button of a message that the chat was sent, so that the bot knows the chat."""
        await self.town.watchlist.subscribe(self._address, language_for(self.app))
        return await self._ask(press=Press(action))

    async def adds(self, typed: str = FEED) -> Reply:
        """Looks, and takes the first that is found."""
        found = await self.says(f"/addsource {typed}")
        return await self.presses(next(action for action in actions(found) if isinstance(action, AddSource)))

    @property
    def _address(self) -> Address:
        return self.address or Address(str(self.user))

    async def _ask(self, text: str = "", press: Press | None = None, document: Document | None = None) -> Reply:
        private = not self._address.startswith("-")
        request = Request(self._address, private, self.user, self.app, text, press, None, document)
        reply = await self.town.answering(request)
        for each in (reply, *(notice.reply for notice in reply.notices)):
            assert each.silent or read(each.html).text.strip()
        return reply


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def child() -> AsyncIterator[ParsingChild]:
    """Return one child for all tests, since each start of a child costs more than most of them."""
    async with ParsingChild() as child:
        yield child


@pytest_asyncio.fixture(loop_scope="module")
async def town(tmp_path: Path, forms: Forms, child: ParsingChild) -> AsyncIterator[Town]:
    async with FeedServer() as feeds, await open_new(tmp_path / "tradewatch.db") as database:
        internet = Internet(feeds.port, inside=("intranet.example",))
        network = Network("test")
        fetcher = Fetcher(network, LIMITS, resolve=internet.resolve, connect=internet, trust=TRUST)
        town = Town(feeds, fetcher, child, database, Clock(), Index(Recognizer(SMALL, forms)), index_forms=forms)
        town.publish("ustr", "from before")
        town.publish("news", "an old quota", title="Customs news")
        await town.start()
        yield town


@pytest.fixture
def ann(town: Town) -> Chat:
    return Chat(town)


def shown(reply: Reply) -> str:
    return read(reply.html).text


def actions(reply: Reply) -> list[Payload]:
    return [button.payload for row in reply.buttons for button in row if isinstance(button, Button)]


def told(reply: Reply) -> list[tuple[str, str]]:
    """Who else got a message, and its first line."""
    return [(notice.address, shown(notice.reply).partition("\n")[0]) for notice in reply.notices]


async def operator(town: Town) -> Chat:
    """An operator who has written to the bot, and so can be notified."""
    chat = Chat(town, OPERATOR)
    await chat.says("/start")
    return chat


# ---- finding and adding ----------------------------------------------------------------------------


async def test_what_is_found_is_shown_with_language_and_newest_items_and_a_button(ann: Chat) -> None:
    reply = await ann.says("/addsource customs.example/news")
    assert "1. Customs news  http://customs.example/news" in shown(reply)
    assert "RSS · English · one item" in shown(reply)
    assert "· an old quota" in shown(reply)
    assert actions(reply) == [AddSource(1)]


async def test_a_page_with_several_feeds_has_a_button_for_each(ann: Chat) -> None:
    link = '<link rel="alternate" type="application/rss+xml" href="/{}">'
    ann.town.feeds.set_mood("page", html_page("<html><head>" + link.format("news") + link.format("law") + "</head>"))
    ann.town.publish("law", "a levy", title="Law <b>notes</b>")
    reply = await ann.says("/addsource http://customs.example/page")
    assert actions(reply) == [AddSource(1), AddSource(2)]
    assert [button.label for button in reply.buttons[0]] == ["Add 1", "Add 2"]


async def test_an_added_source_has_a_baseline_and_then_alerts_its_own_chat_alone(ann: Chat) -> None:
    town = ann.town
    ben = Chat(town, 8)
    for chat in (ann, ben):
        await chat.says("/watch quota")
    assert "added, for this chat only" in shown(await ann.adds())
    await town.poll()
    assert await town.alerts() == []
    town.publish("news", "a new quota")
    await town.poll()
    assert await town.alerts() == [("7", "a new quota")]


async def test_a_source_that_two_chats_added_is_one_source_and_is_polled_once(ann: Chat) -> None:
    town = ann.town
    ben = Chat(town, 8)
    for chat in (ann, ben):
        await chat.says("/watch quota")
    await ann.adds("http://customs.example/news")
    await town.poll()
    before = len(town.feeds.requests_of("news"))
    await ben.adds("feed://CUSTOMS.example:80/news#top")
    looked = len(town.feeds.requests_of("news")) - before
    assert await town.polled() == {"ustr", source_id(FEED)}
    town.publish("news", "a new quota")
    await town.poll()
    assert len(town.feeds.requests_of("news")) == before + looked + 1
    assert await town.alerts() == [("7", "a new quota"), ("8", "a new quota")]


async def test_added_sources_and_who_takes_them_survive_a_restart(ann: Chat) -> None:
    town = ann.town
    await ann.says("/watch quota")
    await ann.adds()
    await town.poll()
    await town.start()
    town.publish("news", "a new quota")
    await town.poll()
    assert await town.alerts() == [("7", "a new quota")]
    assert "Customs news" in shown(await ann.says("/addsource"))


async def test_who_comes_later_takes_what_is_configured_and_nothing_that_others_added(ann: Chat) -> None:
    await ann.adds()
    ben = Chat(ann.town, 8)
    await ben.says("/watch quota")
    await ann.town.start()
    assert await ann.town.rows(
        "select source from takes t join subscribers b on b.id = t.subscriber where b.address = '8'"
    ) == [("ustr",)]
    await ann.town.poll()
    assert "No source had an item" in shown(await ben.says("/why https://example.org/news/an old quota"))
    assert "(items checked: 1)" in shown(await ben.says("/watch levy"))
    assert "(items checked: 2)" in shown(await ann.says("/watch quota"))
    assert "an old quota" in shown(await ann.says("/search quota"))
    assert "No stored item matches" in shown(await ben.says("/search quota"))


async def test_no_page_of_a_search_has_what_others_added(ann: Chat) -> None:
    town = ann.town
    await ann.adds()
    await town.poll()
    ben = Chat(town, 8)
    await ben.says("/start")
    for number in range(7):
        town.publish("news", f"quota {number} of others")
        town.publish("ustr", f"quota {number} for all")
        await town.poll()
    first = await ben.says("/search quota")
    older, _ = actions(first)
    assert "1–5 of 7" in shown(first)
    second = await ben.presses(older)
    (newer,) = actions(second)
    assert "6–7 of 7" in shown(second)
    again = await ben.presses(newer)
    assert "1–5 of 7" in shown(again)
    assert not any("of others" in shown(page) for page in (first, second, again))
    assert "1–5 of 15" in shown(await ann.says("/search quota"))


async def test_what_others_added_cannot_be_named_in_a_rule_nor_is_it_offered_as_a_cure(ann: Chat) -> None:
    await ann.adds()
    ((added,),) = await ann.town.rows("select id from sources where id like 'added.%'")
    ben = Chat(ann.town, 8)
    await ben.says("/start")
    assert "W1 saved" in shown(await ann.says(f"/watch quota source:{added}"))
    refused = shown(await ben.says(f"/watch quota source:{str(added)[:-1]}"))
    assert "no source has the id" in refused
    assert str(added) not in refused
    assert "no source has the id" in shown(await ben.says(f"/watch quota source:{added}"))


async def test_a_feed_that_is_configured_is_not_added_a_second_time(ann: Chat) -> None:
    reply = await ann.says("/addsource http://ustr.example/ustr")
    assert "You already have this one." in shown(reply)
    assert actions(reply) == NEXT
    assert "You already have USTR" in shown(await ann.presses(AddSource(1)))
    assert await ann.town.polled() == {"ustr"}


async def test_a_feed_that_the_configuration_names_later_goes_over_to_it(ann: Chat) -> None:
    town = ann.town
    await ann.says("/watch quota")
    await ann.adds()
    town.configured = (CONFIGURED, Source(SourceId("customs"), "https://customs.example/news", "Customs"))
    await town.start()
    assert await town.polled() == {"ustr", "customs"}
    assert "No sources have been added" in shown(await ann.says("/addsource"))


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    ("typed", "helps"),
    [
        ("what is this", False),
        ("javascript:alert(1)", False),
        ("http://intranet.example/feed", False),
        ("http://127.0.0.1/feed", False),
        ("http://customs.example/inward", False),
        ("http://customs.example/down", False),
        ("http://customs.example/none", True),
        ("http://customs.example/page", True),
    ],
)
async def test_where_nothing_is_found_a_hint_says_what_to_do_if_another_page_may_help(
    typed: str, helps: bool, language: str, town: Town
) -> None:
    town.feeds.set_mood("inward", redirect("http://intranet.example/feed"))
    town.feeds.set_mood("down", status(503))
    town.feeds.set_mood("page", html_page("<html><body>Nothing"))
    chat = Chat(town, app=APPS[language])
    reply = await chat.says(f"/addsource {typed}")
    assert (WORDS[language].format("look-hint") in reply.html) is helps
    assert actions(reply) == NEXT
    assert await town.polled() == {"ustr"}


@pytest.mark.parametrize("language", LANGUAGES)
async def test_the_way_is_the_same_in_every_language(language: str, town: Town) -> None:
    chat = Chat(town, app=APPS[language])
    words = WORDS[language]
    assert words.format("added-none") in (await chat.says("/addsource")).html
    added = await chat.adds()
    assert added.html == words.format("source-added", name="Customs news")
    assert words.format("added-title", count=1) in (await chat.says("/addsource")).html
    removed = await chat.presses(RemoveSource(1))
    assert removed.html == words.format("source-dropped", name="Customs news")


# ---- removing --------------------------------------------------------------------------------------


async def test_a_source_without_subscribers_is_not_polled_anymore(ann: Chat) -> None:
    town = ann.town
    ben = Chat(town, 8)
    await ann.adds()
    await ben.adds()
    await ann.presses(RemoveSource(1))
    assert source_id(FEED) in await town.polled()
    await ben.presses(RemoveSource(1))
    assert await town.polled() == {"ustr"}
    await town.start()
    assert await town.polled() == {"ustr"}


async def test_a_removed_source_comes_back_by_its_button_with_a_new_baseline(ann: Chat) -> None:
    town = ann.town
    await ann.says("/watch quota")
    await ann.adds()
    await town.poll()
    (back,) = actions(await ann.presses(RemoveSource(1)))
    town.publish("news", "a quota that came meanwhile")
    await town.poll()
    await ann.presses(back)
    await town.poll()
    town.publish("news", "a new quota")
    await town.poll()
    assert await town.alerts() == [("7", "a new quota")]


async def test_nobody_removes_or_moves_what_others_added(ann: Chat) -> None:
    await ann.adds()
    ben = Chat(ann.town, 8)
    await ben.says("/start")
    anybodys: tuple[Payload, ...] = (RemoveSource(1), ChooseGroup(1), PlaceSource(1, Group.PRESS), RemoveSource(99))
    operators: tuple[Payload, ...] = (ApproveSource(1), RefuseSource(1), DeclineGroup(1), ApproveAll(1), RefuseAll(1))
    for action in anybodys:
        assert "no longer exists" in shown(await ben.presses(action))
    for action in operators:
        assert "Only an operator" in shown(await ben.presses(action))
    assert "too old" in shown(await ben.presses(AddSource(1)))
    assert source_id(FEED) in await ann.town.polled()


async def test_the_list_of_what_was_added_has_pages_and_a_button_for_each(town: Town) -> None:
    ann = Chat(town)
    await ann.sends(write_outlines("x", [Outline(f"Feed {n}", f"https://f{n}.example/rss") for n in range(10)]))
    first = await ann.says("/addsource")
    assert actions(first) == [*(RemoveSource(n) for n in range(1, 9)), SourcesPage(1)]
    second = await ann.presses(SourcesPage(1))
    assert (second.edits, actions(second)) == (True, [RemoveSource(9), RemoveSource(10), SourcesPage(0)])
    assert "10. Feed 9  f9.example" in shown(second)


async def test_pressed_twice_a_button_does_what_it_does_once(ann: Chat) -> None:
    await ann.adds()
    assert "You already have Customs news" in shown(await ann.presses(AddSource(1)))
    assert len(await ann.town.rows("select * from additions")) == 1
    await ann.presses(RemoveSource(1))
    assert "no longer exists" in shown(await ann.presses(RemoveSource(1)))


# ---- limits ----------------------------------------------------------------------------------------


@pytest.mark.hazard("S3")
async def test_a_chat_adds_so_many_and_all_chats_together_so_many(town: Town) -> None:
    town.policy = replace(town.policy, per_subscriber=2, overall=3)
    await town.start()
    ann, ben = Chat(town), Chat(town, 8)
    for name in "abcd":
        town.publish(name, "one", title=name)
    for name in "ab":
        await ann.adds(f"http://customs.example/{name}")
    assert "You have added 2 sources" in shown(await ann.adds("http://customs.example/c"))
    await ben.adds("http://customs.example/c")
    assert "All chats together may add 3" in shown(await ben.adds("http://customs.example/d"))
    assert "added, for this chat only" in shown(await ben.adds("http://customs.example/a"))
    await ann.presses(RemoveSource(1))
    assert "added, for this chat only" in shown(await ann.adds("http://customs.example/c"))


async def test_adding_can_be_switched_off(town: Town) -> None:
    town.policy = replace(town.policy, per_subscriber=0)
    await town.start()
    assert "cannot be added to this bot" in shown(await Chat(town).adds())


# ---- operators -------------------------------------------------------------------------------------


async def test_operators_are_notified_of_what_chats_add_and_can_take_it_away(ann: Chat) -> None:
    town = ann.town
    boss = await operator(town)
    added = await ann.adds()
    assert told(added) == [(str(OPERATOR), "Chat 7 added Customs news")]
    (notice,) = added.notices
    assert actions(notice.reply) == [RefuseSource(1)]
    removed = await boss.presses(RefuseSource(1))
    assert told(removed) == [("7", "The operator of this bot rejected Customs news: it is no longer read.")]
    assert await town.polled() == {"ustr"}
    assert "cannot be added" in shown(await ann.adds())
    assert "added, for this chat only" in shown(await boss.adds())


async def test_where_an_operator_decides_nothing_is_polled_before(town: Town) -> None:
    town.policy = replace(town.policy, approve=True)
    await town.start()
    boss, ann = await operator(town), Chat(town)
    await ann.says("/watch quota")
    asked = await ann.adds()
    assert "is awaiting approval" in shown(asked)
    assert told(asked) == [(str(OPERATOR), "Chat 7 asks for Customs news")]
    await town.start()
    assert await town.polled() == {"ustr"}
    assert "(awaiting approval)" in shown(await ann.says("/addsource"))
    assert "is already awaiting approval" in shown(await ann.presses(AddSource(1)))
    waiting = await boss.says("/addsource")
    assert actions(waiting) == [ApproveSource(1), RefuseSource(1), SourcesPage(0)]
    granted = await boss.presses(ApproveSource(1))
    assert told(granted) == [("7", "The operator approved Customs news: it is read from now on.")]
    assert (await boss.presses(ApproveSource(1))).notices == ()
    await town.poll()
    town.publish("news", "a new quota")
    await town.poll()
    assert await town.alerts() == [("7", "a new quota")]


async def test_what_an_operator_adds_needs_nobodys_leave(town: Town) -> None:
    town.policy = replace(town.policy, approve=True)
    await town.start()
    reply = await (await operator(town)).adds()
    assert "added, for this chat only" in shown(reply)
    assert reply.notices == ()


async def test_operators_are_notified_in_their_languages(town: Town) -> None:
    town.operators = frozenset({OPERATOR, 43, 44})
    await town.start()
    await Chat(town, OPERATOR, app="ja").says("/start")
    await Chat(town, 43, app="zh-TW").says("/start")
    added = await Chat(town).adds()
    assert [(notice.address, notice.reply.html) for notice in added.notices] == [
        (str(user), WORDS[language].format("operator-added", chat="7", name="Customs news", address=FEED))
        for user, language in ((OPERATOR, "ja"), (43, "zh-Hant"))
    ]


async def test_an_operator_may_look_into_a_network_that_is_allowed_and_nobody_else(town: Town) -> None:
    lab = Network("test", (ip_network("127.0.0.0/8"),))
    town.fetcher = Fetcher(lab, LIMITS, trust=TRUST)
    await town.start()
    boss, ann = await operator(town), Chat(town)
    inside = town.feeds.url("news")
    assert "I can’t open" in shown(await ann.says(f"/addsource {inside}"))
    assert "added, for this chat only" in shown(await boss.adds(inside))
    await ann.sends(write_outlines("x", [Outline("Inside", inside)]))
    assert await town.rows(
        "select b.address from takes t join subscribers b on b.id = t.subscriber where t.source like 'added%'"
    ) == [(str(OPERATOR),)]
    polled = {each.source.id: each.problem for each in await town.poll()}
    assert polled[source_id(inside)] is None


# ---- groups ----------------------------------------------------------------------------------------


async def test_a_source_stays_only_here_unless_an_operator_puts_it_into_a_group(ann: Chat) -> None:
    town = ann.town
    boss, ben = await operator(town), Chat(town, 8)
    await ben.says("/watch quota")
    added = await ann.adds()
    assert actions(added) == [RemoveSource(1), ChooseGroup(1)]
    choice = await ann.presses(ChooseGroup(1))
    assert actions(choice) == [*(PlaceSource(1, group) for group in Group), SourcesPage(0)]
    suggested = await ann.presses(PlaceSource(1, Group.PRESS))
    assert "suggested for “Trade press”" in shown(suggested)
    assert told(suggested) == [(str(OPERATOR), "Chat 7 suggests Customs news for “Trade press”")]
    await town.poll()
    town.publish("news", "a first quota")
    await town.poll()
    assert await town.alerts() == []
    placed = await boss.presses(PlaceSource(1, Group.PRESS))
    assert "is now in “Trade press”, for everyone" in shown(placed)
    assert await town.rows("select group_name from sources where name = 'Customs news'") == [("press",)]
    town.publish("news", "a second quota")
    await town.poll()
    assert await town.alerts() == [("8", "a second quota")]
    cas = Chat(town, 9)
    await cas.says("/watch quota")
    town.publish("news", "a third quota")
    await town.poll()
    assert ("9", "a third quota") in await town.alerts()


async def test_an_operator_may_leave_a_source_where_it_is(ann: Chat) -> None:
    boss = await operator(ann.town)
    await ann.adds()
    await ann.presses(PlaceSource(1, Group.LAW))
    assert actions(await boss.says("/addsource")) == [PlaceSource(1, Group.LAW), DeclineGroup(1), SourcesPage(0)]
    assert "stays in the chats that added it" in shown(await boss.presses(DeclineGroup(1)))
    assert "No sources have been added" in shown(await boss.says("/addsource"))
    assert "Customs news" in shown(await ann.says("/addsource"))


async def test_where_there_is_no_operator_nothing_is_suggested(town: Town) -> None:
    town.operators = frozenset()
    await town.start()
    assert actions(await Chat(town).adds()) == [RemoveSource(1)]


# ---- lists -----------------------------------------------------------------------------------------


async def test_a_list_is_taken_and_what_is_left_out_is_named_with_its_reason(ann: Chat) -> None:
    town = ann.town
    town.policy = replace(town.policy, per_subscriber=3)
    await town.start()
    outlines = [
        Outline("Customs", FEED),
        Outline("Customs again", "https://customs.example/news/"),
        Outline("USTR", "http://ustr.example/ustr"),
        Outline("Inside", "http://10.0.0.7/feed"),
        Outline("Script", "javascript:alert(1)"),
        Outline("Odd port", "http://customs.example:22/feed"),
        Outline("Second", "https://second.example/rss"),
        Outline("", "https://third.example/rss"),
        Outline("Fourth", "https://fourth.example/rss"),
    ]
    body = write_outlines("Mine", outlines).replace(
        b"</body>", b'<outline text="A <folder>"/></body>'.replace(b"<f", b"&lt;f")
    )
    reply = await ann.sends(body)
    assert shown(reply).splitlines() == [
        "3 sources were added from mine.opml, for this chat only:",
        "· Customs",
        "· Second",
        "· https://third.example/rss",
        "One entry has no address:",
        "· A <folder>",
        "3 entries have no public web address:",
        "· Inside",
        "· Script",
        "· Odd port",
        "One entry is in the file twice:",
        "· Customs again",
        "You already have one:",
        "· USTR",
        "One is over the limit (3 for a chat, and a total for the bot):",
        "· Fourth",
    ]
    assert "No source was added" in shown(await ann.sends(body))


async def test_a_list_of_five_thousand_is_taken_up_to_the_limit_and_answered_in_one_message(ann: Chat) -> None:
    boss = await operator(ann.town)
    body = write_outlines("x", [Outline(f"Feed {n}", f"https://f{n}.example/rss") for n in range(5_000)])
    reply = await ann.sends(body)
    assert "20 sources were added" in shown(reply)
    assert "4980 are over the limit" in shown(reply).replace(",", "")
    assert "and 4970 more" in shown(reply).replace(",", "")
    assert told(reply) == [(str(OPERATOR), "Chat 7 added 20 sources from a list:")]
    assert len(await ann.town.polled()) == 21
    assert boss.user == OPERATOR


async def test_a_list_that_waits_is_approved_or_refused_as_one(town: Town) -> None:
    town.policy = replace(town.policy, approve=True)
    await town.start()
    boss, ann, ben = await operator(town), Chat(town), Chat(town, 8)
    body = write_outlines("x", [Outline(f"Feed {n}", f"https://f{n}.example/rss") for n in range(3)])
    asked = await ann.sends(body)
    assert "They are awaiting approval" in shown(asked)
    (notice,) = asked.notices
    grant, refuse = actions(notice.reply)
    assert isinstance(grant, ApproveAll)
    assert isinstance(refuse, RefuseAll)
    assert await town.polled() == {"ustr"}
    granted = await boss.presses(grant)
    assert "3 sources approved" in shown(granted)
    assert len(granted.notices) == 3
    assert len(await town.polled()) == 4
    other = await ben.sends(write_outlines("x", [Outline("Z", "https://z.example/rss")]))
    await boss.presses(actions(other.notices[0].reply)[1])
    assert "No sources have been added" in shown(await ben.says("/addsource"))


async def test_what_is_exported_can_be_brought_to_another_chat(ann: Chat) -> None:
    await ann.adds()
    exported = await ann.presses(ExportSources())
    assert exported.document is not None
    assert exported.document.content is not None
    listed = read_outlines(exported.document.content)
    assert listed == (Outline("Customs news", FEED), Outline("USTR", CONFIGURED.url))
    ben = Chat(ann.town, 8)
    brought = await ben.sends(exported.document.content, text="/import")
    assert "One source was added" in shown(brought)
    assert "You already have one" in shown(brought)


async def test_a_list_that_only_we_can_read_is_not_exported(ann: Chat) -> None:
    rules = replace(CONFIGURED, id=SourceId("fr"), url="https://fr.example/api", kind=SourceKind.FEDERAL_REGISTER)
    ann.town.configured = (CONFIGURED, rules)
    await ann.town.start()
    exported = await ann.presses(ExportSources())
    assert "The one feed" in shown(exported)
    assert exported.document is not None
    assert exported.document.content is not None
    assert read_outlines(exported.document.content) == (Outline("USTR", CONFIGURED.url),)


BOMB = (
    b"<!DOCTYPE opml [<!ENTITY a 'haha'>"
    + b"".join(b"<!ENTITY %c '%s'>" % (98 + n, b"&%c;" % (97 + n) * 10) for n in range(9))
    + b"]><opml><body><outline text='&j;' xmlUrl='https://z.example/rss'/></body></opml>"
)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("content", [b"", b"hello", b"<rss/>", b"\x00" * 1_000, b"<html><body>Log in", None])
async def test_a_file_that_is_not_a_list_is_refused_as_such(content: bytes | None, language: str, town: Town) -> None:
    reply = await Chat(town, app=APPS[language]).sends(content, "odd <name>.opml")
    key = "import-unreadable" if content is not None else "import-unfetched"
    assert WORDS[language].format(key, file="odd <name>.opml", limit=2) == reply.html if content is None else True
    assert "odd &lt;name&gt;.opml" in reply.html
    assert await town.polled() == {"ustr"}


async def test_a_list_that_is_a_bomb_is_read_without_its_charge(ann: Chat) -> None:
    reply = await ann.sends(BOMB)
    assert "One source was added" in shown(reply)
    assert len(reply.html) < 1_000


async def test_a_file_in_a_group_is_taken_only_where_it_was_meant(town: Town) -> None:
    group = Chat(town, address=Address("-1005"))
    assert (await group.sends(write_outlines("x", [Outline("Z", "https://z.example/rss")]))).silent
    reply = await group.sends(write_outlines("x", [Outline("Z", "https://z.example/rss")]), text="/import")
    assert "One source was added" in shown(reply)


async def test_a_chat_that_moves_keeps_what_it_added(ann: Chat) -> None:
    await ann.adds()
    await Chat(ann.town, 9).says("/start")
    await ann.town.watchlist.moved(Address("7"), Address("9"))
    assert "Customs news" in shown(await Chat(ann.town, 9).says("/addsource"))
