"""Who may change the watches of a chat: every role and every kind of change (hazards S2 and X9)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum, auto

import pytest

from bot.callbacks import KINDS, Payload
from bot.callbacks.chats import CopyWatches
from bot.callbacks.settings import ChooseLanguage, LetMembers
from bot.callbacks.watching import Mute
from bot.chat import Press, Reply, Request
from bot.commands import COMMANDS
from bot.commands.context import Operation
from bot.dispatch import Access, Answering
from bot.messages.text import load
from tests.fakes.situations import House
from tests.golden.surface import CALLBACKS
from watchers.model import Address
from watchers.services.chats import Chats
from watchers.services.maintenance import Backups

pytestmark = pytest.mark.service

WORDS = load()
GROUP = Address("-100500")
CHANNEL, OTHER_CHANNEL = -100900, -100901
OPERATOR = 99


@dataclass(frozen=True)
class Roles:
    """What Telegram says of everybody."""

    admin: bool | None

    async def is_admin(self, chat: str, user: int) -> bool | None:
        return self.admin

    async def linked_channel(self, chat: str) -> int | None:
        return CHANNEL


@dataclass(frozen=True)
class Role:
    """Somebody who asks."""

    may: bool
    admin: bool | None = False
    """What Telegram says of the user: for creator and administrator True; None where it does not answer."""
    user: int = 7
    as_chat: int | None = None
    private: bool = False
    everyone: bool = False
    """Whether the group lets every member."""


ROLES = {
    "creator or administrator": Role(True, admin=True),
    "member, restricted, left or kicked": Role(False),
    "member of a group that lets everyone": Role(True, everyone=True),
    "unknown, since Telegram does not answer": Role(False, admin=None),
    "anonymous administrator": Role(True, as_chat=int(GROUP)),
    "linked channel": Role(True, as_chat=CHANNEL),
    "another channel": Role(False, as_chat=OTHER_CHANNEL),
    "another channel where everyone may": Role(True, as_chat=OTHER_CHANNEL, everyone=True),
    "operator": Role(True, user=OPERATOR),
    "person in private": Role(True, private=True),
}


class For(Enum):
    """Who may do something in a group."""

    EVERYBODY = auto()
    CHANGERS = auto()
    """Administrators; where the group lets everyone, everyone."""
    ADMINS = auto()
    """Administrators even where the group lets everyone."""
    OPERATORS = auto()


LINES: dict[str, For] = {
    "/start": For.EVERYBODY,
    "/watch": For.EVERYBODY,
    "/watch steel": For.CHANGERS,
    "/watch W1": For.EVERYBODY,
    "/watch W9": For.CHANGERS,
    "/watches": For.EVERYBODY,
    "/unwatch W1": For.CHANGERS,
    "/packs": For.EVERYBODY,
    "/search quota": For.EVERYBODY,
    "/pause": For.CHANGERS,
    "/resume": For.CHANGERS,
    "/why": For.EVERYBODY,
    "/alias": For.EVERYBODY,
    "/deadlines": For.EVERYBODY,
    "/alias TSMC 護國神山": For.CHANGERS,
    "/sources": For.EVERYBODY,
    "/status": For.EVERYBODY,
    "/addsource": For.EVERYBODY,
    "/addsource example.org": For.CHANGERS,
    "/import": For.EVERYBODY,
    "/import\nsteel": For.CHANGERS,
    "/export": For.EVERYBODY,
    "/settings": For.EVERYBODY,
    "/language": For.EVERYBODY,
    "/language English": For.CHANGERS,
    "/timezone": For.EVERYBODY,
    "/timezone Taipei": For.CHANGERS,
    "/quiet": For.EVERYBODY,
    "/quiet 22-7": For.CHANGERS,
    "/digest": For.EVERYBODY,
    "/digest daily 9:00": For.CHANGERS,
    "/channel": For.EVERYBODY,
    "/saved": For.EVERYBODY,
    "/feed": For.EVERYBODY,
    "/trends": For.EVERYBODY,
    "/trends quota": For.EVERYBODY,
    "/review": For.EVERYBODY,
    "/privacy": For.EVERYBODY,
    "/forgetme": For.EVERYBODY,
    "/help": For.EVERYBODY,
}
PRESSES: dict[For, str] = {
    For.EVERYBODY: """
        Why WatchesPage KeepRules ShowTopics ShowPack WhyItem ShowDraft ChangeDraft ShowFound
        DropDraft WhyLink ShowHelp Older Newer ShowModes ShowDigests DigestPage ShowSettings ShowSetting AskTimes
        ShowGroups ShowGroup SourcesPage ChooseGroup ShowExport ExportWatches ExportSources AskForget KeepChat
        ShowMutes ShowMuteTimes ShowAlertButtons NotForMe KeepWatch ShowSaved ShowWatch ShowWatchMute TryWatch
        ShareWatch SharePack PickWatches ShowUnfit HowToWatch
        ExportEvidence CalendarFile CalendarLink DeadlinesPage
        ShowTrend CompareTrends ShowLinkTopic
    """,
    For.CHANGERS: """
        NotMeant NotMeantName
        Mute Unmute Unwatch Restore OnlyWords UndoOnlyWords WatchSuggested WithoutPart ReadAnew AddPack RemovePack
        WatchPack AddLink RemoveAlias RestoreAlias RemoveCorrection SetLanguage Resume CopyWatches SetMode SetNewMode
        MakeInstant ChooseLanguage SetZone ShareLocation SetQuiet SetSound ChooseTimes SwitchGroup AddSource
        RemoveSource PlaceSource MuteFor EndMute EndSilence Reword SaveItem RemoveSaved EditRule NameWatch MuteWatch
        UnmuteWatch RemoveWatch RemovePicked RestorePicked
        Remind EndReminder SnoozeReminder RemindOfAll
        RenewFeed SetSpike SetTrendSpike SetReview WatchTimed
    """,
    For.ADMINS: "LetMembers ForgetChat",
    For.OPERATORS: """
        DeclineGroup ApproveSource RefuseSource ApproveAll RefuseAll ShowAdmin ShowIncidents ShowDeadLetters RetryDead
        DropDead HowToAnnounce Announce DropAnnouncement BackUp ShowHeldList ApproveHeldList KeepHolding
    """,
}
"""Every kind of button, by its name."""
SAMPLES = {type(payload).__name__: payload for payload in CALLBACKS.values()}
REFUSED = tuple(
    words.format(key) for words in WORDS.values() for key in ("admins-only", "admins-unknown", "operators-only")
)


def answering_in(house: House, admin: bool | None) -> Answering:
    """Answer requests where Telegram says this of everybody."""
    access = Access(frozenset(), frozenset({OPERATOR}))
    chats = Chats(house.watchlist)
    answering = Answering(house.watchlist, WORDS, access, house.clock, lambda: None, house.additions, chats)
    answering.roles = Roles(admin)
    answering.operation = Operation(backups=Backups(house.database.path.parent, 1))
    return answering


async def asked(house: House, role: Role, what: str | Payload) -> Reply:
    answering = answering_in(house, role.admin)
    address = Address("7") if role.private else GROUP
    if await house.watchlist.subscriber(address) is None:
        await house.person(address, "quota")
    await Chats(house.watchlist).set_open(GROUP, role.everyone)
    text, press = (what, None) if isinstance(what, str) else ("", Press(what))
    as_chat = None if press else role.as_chat
    return await answering(
        Request(address, role.private, role.user, "en", text, press, user_name="Mei", as_chat=as_chat)
    )


def is_refused(reply: Reply) -> bool:
    return reply.html in REFUSED or reply.toast in REFUSED


def test_every_command_and_every_kind_of_button_has_its_row() -> None:
    assert {line.split()[0].removeprefix("/") for line in LINES} == set(COMMANDS)
    named = [name for names in PRESSES.values() for name in names.split()]
    assert sorted(named) == sorted(kind.__name__ for kind in KINDS)


@pytest.mark.hazard("S2")
@pytest.mark.hazard("X9")
@pytest.mark.parametrize("role", ROLES.values(), ids=list(ROLES))
async def test_everybody_may_do_what_the_table_says_and_nothing_else(role: Role, house: House) -> None:
    refused, expected = set[str](), set[str]()
    for what, who in actions(role):
        reply = await asked(house, role, what)
        if is_refused(reply):
            refused.add(str(what))
            assert isinstance(what, str) or who is For.OPERATORS or reply.silent, (
                "a press is answered with a toast only"
            )
        if not may(role, who):
            expected.add(str(what))
    assert refused == expected


def actions(role: Role) -> Iterator[tuple[str | Payload, For]]:
    """Every command and every button, with who may use it; Telegram names the person who pressed, never a chat."""
    yield from LINES.items()
    if role.as_chat is None:
        yield from ((SAMPLES[name], who) for who, names in PRESSES.items() for name in names.split())


def may(role: Role, who: For) -> bool:
    """Return whether the role may do it."""
    is_operator = role.user == OPERATOR
    admin = role.private or is_operator or role.admin is True or role.as_chat in (int(GROUP), CHANNEL)
    match who:
        case For.EVERYBODY:
            return True
        case For.CHANGERS:
            return role.may
        case For.ADMINS:
            return admin
        case For.OPERATORS:
            return is_operator


async def test_the_answer_in_a_group_says_who_changed_something(house: House) -> None:
    admin = ROLES["creator or administrator"]
    assert (await asked(house, admin, Mute(1))).html.endswith("<i>by Mei</i>")
    assert (await asked(house, admin, "/unwatch W1")).html.endswith("<i>by Mei</i>")
    assert "by Mei" not in (await asked(house, admin, "/watches")).html
    assert "by Mei" not in (await asked(house, ROLES["person in private"], Mute(1))).html
    anonymous = ROLES["anonymous administrator"]
    assert (await asked(house, anonymous, "/watch zinc")).html.endswith("<i>by an admin</i>")


async def test_a_watch_that_is_only_shown_is_not_signed(house: House) -> None:
    shown = await asked(house, ROLES["creator or administrator"], "/watch W1")
    assert "quota" in shown.html
    assert "by Mei" not in shown.html
    assert shown == await asked(house, ROLES["member, restricted, left or kicked"], "/watch W1")


async def test_a_change_of_the_language_is_signed_in_the_new_one(house: House) -> None:
    admin = ROLES["creator or administrator"]
    assert (await asked(house, admin, ChooseLanguage("ja"))).html.endswith("<i>変更：Mei</i>")


async def test_what_only_explains_a_change_is_not_signed(house: House) -> None:
    admin = ROLES["creator or administrator"]
    assert "by Mei" not in (await asked(house, admin, "/import")).html


@pytest.mark.parametrize("command", ["/resume", "/import\nsteel"])
async def test_an_answer_without_undo_says_who_changed_something_too(command: str, house: House) -> None:
    assert (await asked(house, ROLES["creator or administrator"], command)).html.endswith("<i>by Mei</i>")


async def test_all_topics_of_a_group_are_held_and_released_with_it(house: House) -> None:
    chats = Chats(house.watchlist)
    topics = [Address(GROUP + topic) for topic in ("", "/3", "/4")]
    for topic in topics:
        await house.person(topic)
    await house.watchlist.pause(await house.person(topics[2]))
    await chats.hold(GROUP)
    assert [await paused(house, topic) for topic in topics] == ["unreachable", "unreachable", "asked"]
    assert await chats.release(topics[1])
    assert [await paused(house, topic) for topic in topics] == ["unreachable", None, "asked"]
    assert await chats.release(GROUP)
    assert not await chats.release(GROUP)
    assert [await paused(house, topic) for topic in topics] == [None, None, "asked"]


async def paused(house: House, address: Address) -> str | None:
    subscriber = await house.watchlist.subscriber(address)
    assert subscriber is not None
    return subscriber.paused


async def test_only_an_admin_may_let_everyone_even_where_everyone_may(house: House) -> None:
    member = ROLES["member of a group that lets everyone"]
    assert is_refused(await asked(house, member, LetMembers(may=False)))
    opened = await asked(house, ROLES["creator or administrator"], LetMembers(may=True))
    assert "everyone" in opened.html
    assert opened.edits


@pytest.mark.hazard("X9")
@pytest.mark.parametrize("admin", [True, False, None])
async def test_only_who_administers_a_channel_connects_it_and_copies_watches_to_it(
    admin: bool | None, house: House
) -> None:
    person = await house.person("7", "quota", "steel")
    answering = answering_in(house, admin)
    channel = Address(str(CHANNEL))

    async def ask(press: Press | None = None, chosen: int | None = None) -> str:
        reply = await answering(Request(person.address, True, 7, "en", "", press, chosen_channel=chosen))
        return reply.html or reply.toast

    refused = WORDS["en"].format("channel-not-yours")
    copy = Press(CopyWatches(-CHANNEL))
    assert await ask(copy) == refused, "before it is connected"
    assert (await ask(chosen=CHANNEL) == refused) is (admin is not True)
    connected = await house.watchlist.subscriber(channel)
    assert (connected is not None) is (admin is True)
    if connected is None:
        connected = await house.person(channel)
        assert await ask(copy) == refused, "connected by somebody else"
    else:
        assert await ask(copy) == WORDS["en"].format("channel-copied", count=2)
        assert await ask(copy) == WORDS["en"].format("channel-copied", count=0)
    assert len(await house.watchlist.watches(connected)) == (2 if admin else 0)
