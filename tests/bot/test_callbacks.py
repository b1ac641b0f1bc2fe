"""Buttons: the round trip, Telegram's 64 bytes, and what becomes of old and forged data."""

from __future__ import annotations

from typing import get_type_hints
from zoneinfo import available_timezones

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.callbacks import KINDS, MAX_BYTES, Callback, Payload, decode, encode
from bot.callbacks.admin import ApproveHeldList
from bot.callbacks.alert_buttons import EndMute, MuteFor, NotForMe, ShowMuteTimes
from bot.callbacks.payload import names_watches
from bot.callbacks.searching import Newer, Older, Why
from bot.callbacks.settings import (
    ChooseLanguage,
    ChooseTimes,
    LetMembers,
    Resume,
    SetMode,
    SetNewMode,
    SetQuiet,
    SetSound,
    SetZone,
    ShowSetting,
)
from bot.callbacks.sources import PlaceSource, ShowGroup, SwitchGroup
from bot.callbacks.start import AddPack, RemovePack, SetLanguage, ShowPack, ShowTopics, WatchPack
from bot.callbacks.trends import SetSpike, SetTrendSpike, ShowTrend
from bot.callbacks.watching import Mute, MuteWatch, PickWatches, SharePack, WatchSuggested
from bot.chat import Reply
from bot.commands import HANDLERS
from bot.commands.context import CommandContext, handles
from bot.messages.text import LANGUAGES
from watchers.model import Group
from watchers.services import packs

MAX_ROW_SIZE = 2**63 - 1
"""SQLite's largest: https://sqlite.org/datatype3.html"""
MAX_TOPIC_ID = 2**31 - 1

numbers = st.integers(0, MAX_ROW_SIZE)
groups = st.sampled_from(Group)
modes = st.sampled_from(["now", "hour", "day", "week"])
minutes = st.integers(0, 1439)
weekdays = st.integers(0, 6)
whats = st.sampled_from(["w", "s", "t"])
watches = st.integers(0, 999_999_999)
lengths = st.sampled_from([0, 1, 24, 168])
OTHERS: dict[type[Payload], st.SearchStrategy[Payload]] = {
    ApproveHeldList: st.builds(ApproveHeldList, numbers, st.integers(0, 2**32 - 1)),
    LetMembers: st.builds(LetMembers, st.booleans()),
    SetLanguage: st.builds(SetLanguage, st.sampled_from(sorted(LANGUAGES))),
    AddPack: st.builds(AddPack, st.sampled_from([pack.id for pack in packs.load().all]) | st.just("x" * 40)),
    ShowTopics: st.builds(ShowTopics, st.booleans()),
    ShowPack: st.builds(ShowPack, st.sampled_from([pack.id for pack in packs.load().all]), st.integers(0, 63)),
    WatchPack: st.builds(WatchPack, st.sampled_from([pack.id for pack in packs.load().all]), st.integers(0, 63)),
    RemovePack: st.builds(RemovePack, st.integers(0, MAX_ROW_SIZE - 99), st.integers(0, 99)),
    PlaceSource: st.builds(PlaceSource, numbers, groups),
    ShowGroup: st.builds(ShowGroup, st.none() | groups, numbers),
    SwitchGroup: st.builds(SwitchGroup, st.none() | groups, st.booleans(), st.booleans()),
    SetMode: st.builds(SetMode, numbers, modes, minutes, weekdays),
    SetNewMode: st.builds(SetNewMode, modes, minutes, weekdays),
    ShowSetting: st.builds(ShowSetting, st.sampled_from(["language", "zone", "quiet", "new", "sound"])),
    ChooseLanguage: st.builds(ChooseLanguage, st.sampled_from(sorted(LANGUAGES))),
    SetZone: st.builds(SetZone, st.sampled_from(sorted(available_timezones()))),
    SetQuiet: st.builds(SetQuiet, st.sampled_from(["off", "hold", "silent", "urgent"]), minutes, minutes),
    SetSound: st.builds(SetSound, st.sampled_from(["all", "official", "none"])),
    ChooseTimes: st.builds(ChooseTimes, st.sampled_from(["any", "night", "daily"])),
    ShowMuteTimes: st.builds(ShowMuteTimes, numbers, whats, watches),
    MuteFor: st.builds(MuteFor, numbers, whats, watches, lengths),
    EndMute: st.builds(EndMute, numbers, whats, watches),
    NotForMe: st.builds(NotForMe, numbers, watches),
    MuteWatch: st.builds(MuteWatch, numbers, lengths),
    ShowTrend: st.builds(ShowTrend, numbers, st.sampled_from([30, 90]), st.booleans()),
    SetSpike: st.builds(SetSpike, numbers, st.integers(0, 100)),
    SetTrendSpike: st.builds(SetTrendSpike, numbers, st.sampled_from([30, 90]), st.booleans(), st.booleans()),
    SharePack: st.builds(SharePack, st.sampled_from([pack.id for pack in packs.load().all])),
}
"""Kinds with other fields than numbers."""


def numbered(kind: type[Payload]) -> st.SearchStrategy[Payload]:
    hints = get_type_hints(kind)
    return st.builds(kind, *(st.booleans() if hints[name] is bool else numbers for name in kind.__struct_fields__))


payloads = st.one_of(*(OTHERS[kind] if kind in OTHERS else numbered(kind) for kind in KINDS))


@given(payloads, st.integers(0, MAX_TOPIC_ID))
def test_a_payload_comes_back_from_its_button_within_64_bytes(payload: Payload, topic: int) -> None:
    data = encode(payload, topic)
    assert decode(data) == Callback(payload, topic)
    assert data.isascii()
    assert len(data) <= MAX_BYTES


@pytest.mark.parametrize("kind", [Older, Newer])
def test_the_longest_data_has_64_bytes(kind: type[Older | Newer]) -> None:
    assert len(encode(kind(MAX_ROW_SIZE, MAX_ROW_SIZE), MAX_TOPIC_ID)) == MAX_BYTES == 64


def test_every_kind_of_button_has_one_handler() -> None:
    assert set(HANDLERS) == set(KINDS)

    async def second(payload: Mute, context: CommandContext) -> Reply:
        return Reply("never called")

    with pytest.raises(TypeError, match="Mute has a handler already"):
        handles(second)


@pytest.mark.parametrize(
    "payload", [Mute(3), MuteFor(7, "w", 3, 24), NotForMe(7, 3), RemovePack(4, 5), PickWatches(3, 5)]
)
def test_a_button_that_names_watches_is_known_by_its_fields(payload: Payload) -> None:
    assert names_watches(payload)


@pytest.mark.parametrize("payload", [Why(7), Resume(), AddPack("chip-controls"), WatchSuggested(5)])
def test_a_button_that_names_no_watch_is_not_one_of_them(payload: Payload) -> None:
    assert not names_watches(payload)


@pytest.mark.parametrize("kind", KINDS)
def test_a_payload_and_its_handler_are_in_modules_of_the_same_name(kind: type[Payload]) -> None:
    assert HANDLERS[kind].__module__.removeprefix("bot.commands.") == kind.__module__.removeprefix("bot.callbacks.")


@pytest.mark.parametrize(
    "data",
    [
        pytest.param("", id="nothing"),
        pytest.param("0:y:1", id="an older version"),
        pytest.param("2:y:1", id="the version of other data"),
        pytest.param("1:z:1", id="a tag that does not exist"),
        pytest.param("1:y:", id="no number"),
        pytest.param("1:y", id="cut short"),
        pytest.param("1:", id="cut shorter"),
        pytest.param("1:y:-1", id="below zero"),
        pytest.param("1:y:1.5", id="no whole number"),
        pytest.param("1:y:١٢", id="digits of another script"),
        pytest.param("1:y:1 or 1=1", id="SQL"),
        pytest.param("1:m:" + "9" * 19, id="more than SQLite can hold"),
        pytest.param("1:older:5", id="no item to turn from"),
        pytest.param("1:n:5:6:7", id="one number too many"),
        pytest.param("1:l:", id="no language"),
        pytest.param("1:l:" + "x" * 17, id="too long for a language"),
        pytest.param("1:go:us", id="no page"),
        pytest.param("1:go:u/s:0", id="no name of a group"),
        pytest.param("1:go:atlantis:0", id="a group that does not exist"),
        pytest.param("1:gs:us:2", id="neither on nor off"),
        pytest.param("1:ap:7", id="no group"),
        pytest.param("1:ap:7.none", id="no group, spelled out"),
        pytest.param("1:ap:.us", id="a group of nothing"),
        pytest.param("1:ap:7." + "x" * 21, id="too long for a group"),
        pytest.param("1:ap:7.\ud800", id="a group of half a character"),
        pytest.param("1:k:", id="no pack"),
        pytest.param("1:k:Chip Controls", id="no id of a pack"),
        pytest.param("1:k:" + "x" * 41, id="too long for a pack"),
        pytest.param("1:kr:5", id="how many is not said"),
        pytest.param("1:kr:5:100", id="more than a pack has"),
        pytest.param("1:kr:5:١", id="a count in digits of another script"),
        pytest.param("why|17", id="of another bot"),
        pytest.param("\ud800", id="a lone surrogate"),
        pytest.param('[1,0,["m",3]]', id="an older version of this data"),
        pytest.param('[3,0,["m",3]]', id="a newer version"),
        pytest.param('[2,0,["q",3]]', id="an unknown tag"),
        pytest.param('[2,0,["m"]]', id="no field"),
        pytest.param('[2,0,["m",3,4]]', id="one field too many"),
        pytest.param('[2,["m",3]]', id="no topic"),
        pytest.param('[2,-1,["m",3]]', id="a topic below zero"),
        pytest.param(f'[2,{MAX_TOPIC_ID + 1},["m",3]]', id="too large for a topic"),
        pytest.param(f'[2,0,["m",{MAX_ROW_SIZE + 1}]]', id="too large for a row"),
        pytest.param(f'[2,0,["kr",{MAX_ROW_SIZE},9]]', id="watches that end beyond the largest row"),
        pytest.param('[2,0,["m","3"]]', id="text instead of a number"),
        pytest.param('[2,0,["m",true]]', id="a switch instead of a number"),
        pytest.param('[2,0,["gs","us",1,0]]', id="numbers instead of switches"),
        pytest.param('[2,0,["go","atlantis",0]]', id="an unknown group"),
        pytest.param('[2,0,["ap",7,null]]', id="a source placed in no group"),
        pytest.param('[2,0,["k","chips\\n"]]', id="a pack with a line break"),
        pytest.param("[" * MAX_BYTES, id="nothing but depth"),
        pytest.param('[2,0,["m",3]]' + " " * MAX_BYTES, id="longer than a button holds"),
    ],
)
def test_old_or_forged_data_is_nothing(data: str) -> None:
    assert decode(data) is None


@given(
    st.text(max_size=MAX_BYTES)
    | st.from_regex(r"1:[a-z]{1,3}:.{0,20}", fullmatch=True)
    | st.from_regex(r'\[2,[0-9]{1,3},\["[a-z]{1,3}".{0,20}\]\]', fullmatch=True)
)
def test_any_data_is_a_payload_or_nothing(data: str) -> None:
    callback = decode(data)
    if callback is not None:
        assert decode(encode(callback.payload, callback.topic or 0)) == Callback(callback.payload, callback.topic or 0)


def test_data_of_version_1_names_no_topic() -> None:
    assert decode("1:m:3") == Callback(Mute(3), None)
    assert decode("1:s:") == Callback(Resume(), None)
    assert decode("1:go:none:1") == Callback(ShowGroup(None, 1), None)
