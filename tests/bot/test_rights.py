"""Who may change the watches of a chat: every role and every kind of change (hazards S2 and X9)."""

from __future__ import annotations

from dataclasses import dataclass

import pytest

from bot.callbacks import (
    LetMembers,
    Mute,
    Payload,
    RemovePack,
    Restore,
    Resume,
    SetLanguage,
    ShowGroups,
    ShowPack,
    ShowTopics,
    SwitchGroup,
    Unwatch,
    WatchesPage,
    WatchPack,
    WatchSuggested,
    WithoutPart,
)
from bot.chat import Press, Reply, Request
from bot.dispatch import Access, Answering
from bot.messages.text import load
from tests.fakes.situations import House
from watchers.model import Address, Group
from watchers.services.chats import Chats

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
CHANGES: dict[str, str | Payload] = {
    "watch": "/watch steel",
    "unwatch": "/unwatch W1",
    "pause": "/pause",
    "resume": "/resume",
    "alias": "/alias TSMC 護國神山",
    "addsource": "/addsource example.org",
    "import": "/import",
    "mute": Mute(1),
    "remove": Unwatch(1),
    "restore": Restore(1),
    "remove pack": RemovePack(1, 1),
    "watch a pack": WatchPack("eu-trade", 0),
    "suggested rule": WatchSuggested(1),
    "without a part": WithoutPart(1, 0, 2),
    "language": SetLanguage("ja"),
    "end pause": Resume(),
    "switch group": SwitchGroup(Group.US, False, False),
}
LOOKS: dict[str, str | Payload] = {
    "watches": "/watches",
    "how to watch": "/watch",
    "names": "/alias",
    "sources": "/sources",
    "added sources": "/addsource",
    "search": "/search quota",
    "status": "/status",
    "help": "/help",
    "settings": "/settings",
    "page": WatchesPage(0),
    "topics": ShowTopics(all=True),
    "pack": ShowPack("eu-trade", 0),
    "groups": ShowGroups(),
}
REFUSED = tuple(WORDS["en"].format(key) for key in ("admins-only", "admins-unknown"))


async def asked(house: House, role: Role, what: str | Payload) -> Reply:
    access = Access(frozenset(), frozenset({OPERATOR}))
    chats = Chats(house.database, house.watchlist)
    answering = Answering(house.watchlist, WORDS, access, house.clock, lambda: None, house.additions, chats)
    answering.roles = Roles(role.admin)
    address = Address("7") if role.private else GROUP
    if await house.watchlist.subscriber(address) is None:
        await house.person(address, "quota")
    await chats.set_open(GROUP, role.everyone)
    text, press = (what, None) if isinstance(what, str) else ("", Press(what))
    as_chat = None if press else role.as_chat
    return await answering(
        Request(address, role.private, role.user, "en", text, press, user_name="Mei", as_chat=as_chat)
    )


def is_refused(reply: Reply) -> bool:
    return reply.html in REFUSED or reply.toast in REFUSED


@pytest.mark.hazard("S2")
@pytest.mark.hazard("X9")
@pytest.mark.parametrize(
    ("role", "what"),
    [
        pytest.param(role, what, id=f"{name}: {change}")
        for name, role in ROLES.items()
        for change, what in CHANGES.items()
        # Telegram names the person behind a press, never a chat.
        if role.as_chat is None or isinstance(what, str)
    ],
)
async def test_a_change_is_made_for_those_who_may(role: Role, what: str | Payload, house: House) -> None:
    reply = await asked(house, role, what)
    assert is_refused(reply) is not role.may
    if not role.may and not isinstance(what, str):
        assert reply.silent, "a member's press is answered with a toast and nothing else"


@pytest.mark.hazard("S2")
@pytest.mark.parametrize("what", LOOKS.values(), ids=list(LOOKS))
@pytest.mark.parametrize("role", ROLES.values(), ids=list(ROLES))
async def test_everybody_may_look(role: Role, what: str | Payload, house: House) -> None:
    assert not is_refused(await asked(house, role, what))


async def test_the_answer_in_a_group_says_who_changed_something(house: House) -> None:
    admin = ROLES["creator or administrator"]
    assert (await asked(house, admin, Mute(1))).html.endswith("<i>by Mei</i>")
    assert (await asked(house, admin, "/unwatch W1")).html.endswith("<i>by Mei</i>")
    assert "by Mei" not in (await asked(house, admin, "/watches")).html
    assert "by Mei" not in (await asked(house, ROLES["person in private"], Mute(1))).html
    anonymous = ROLES["anonymous administrator"]
    assert (await asked(house, anonymous, "/watch zinc")).html.endswith("<i>by an admin</i>")


async def test_only_an_admin_may_let_everyone_even_where_everyone_may(house: House) -> None:
    member = ROLES["member of a group that lets everyone"]
    assert is_refused(await asked(house, member, LetMembers(may=False)))
    opened = await asked(house, ROLES["creator or administrator"], LetMembers(may=True))
    assert "everyone" in opened.html
    assert opened.edits
