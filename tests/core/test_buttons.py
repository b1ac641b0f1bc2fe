"""Buttons: the round trip, Telegram's 64 bytes, and what becomes of old and forged data."""

from __future__ import annotations

from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.buttons import (
    Action,
    Add,
    AddedPage,
    AddPack,
    AsBefore,
    ChooseGroup,
    Drop,
    Grant,
    GrantAll,
    KeepApart,
    Mute,
    NameAgain,
    Newer,
    Older,
    OnlyWords,
    Page,
    Place,
    Refuse,
    RefuseAll,
    RemovePack,
    Restore,
    Resume,
    ShowGroup,
    ShowGroups,
    Speak,
    SwitchGroup,
    TakeNameBack,
    Unmute,
    Unwatch,
    Why,
    decode,
    encode,
)
from bot.messages.words import LANGUAGES
from watchers import packs
from watchers.model import Group

LIMIT_BYTES = 64
"""InlineKeyboardButton, callback_data: https://core.telegram.org/bots/api#inlinekeyboardbutton"""
LARGEST = 10**18 - 1
ADDING = (Add, Drop, AddedPage, ChooseGroup, KeepApart, Grant, Refuse, GrantAll, RefuseAll)
NUMBERED = (Why, Mute, Unmute, Unwatch, Restore, Page, OnlyWords, AsBefore, TakeNameBack, NameAgain, *ADDING)
TURNS = (Older, Newer)
PACKING = (AddPack, RemovePack)
TAKING = (ShowGroups, ShowGroup, SwitchGroup)

numbers = st.integers(0, LARGEST)
names = st.sampled_from([*Group, "none"])
actions: st.SearchStrategy[Action] = st.one_of(
    *(st.builds(kind, numbers) for kind in NUMBERED),
    st.builds(Speak, st.sampled_from(sorted(LANGUAGES))),
    st.just(Resume()),
    st.builds(Place, numbers, st.sampled_from([group.value for group in Group])),
    *(st.builds(kind, numbers, numbers) for kind in TURNS),
    st.builds(AddPack, st.sampled_from([pack.id for pack in packs.load()])),
    st.builds(RemovePack, numbers, st.integers(0, 99)),
    st.just(ShowGroups()),
    st.builds(ShowGroup, names, numbers),
    st.builds(SwitchGroup, names, st.booleans(), st.booleans()),
)


@given(actions)
def test_an_action_comes_back_from_its_button_within_64_bytes(action: Action) -> None:
    data = encode(action)
    assert decode(data) == action
    assert data.isascii()
    assert len(data.encode()) <= LIMIT_BYTES


def test_every_kind_of_action_is_tried_here() -> None:
    assert set(get_args(Action)) == {*NUMBERED, *TURNS, *TAKING, *PACKING, Speak, Resume, Place}


def test_no_two_kinds_share_a_letter() -> None:
    told: list[Action] = [*(kind(7) for kind in NUMBERED), *(kind(7, 7) for kind in TURNS), Speak("7"), Resume()]
    told += [
        AddPack("x"),
        RemovePack(7, 7),
        Place(7, "us"),
        ShowGroups(),
        ShowGroup("us", 0),
        SwitchGroup("us", True, False),
    ]
    assert len({encode(action).split(":")[1] for action in told}) == len(told)


@pytest.mark.parametrize(
    "data",
    [
        pytest.param("", id="nothing"),
        pytest.param("0:y:1", id="an older version"),
        pytest.param("2:y:1", id="a newer version"),
        pytest.param("1:z:1", id="a letter that there is not"),
        pytest.param("1:y:", id="no number"),
        pytest.param("1:y", id="cut short"),
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
        pytest.param("1:gs:us:2", id="neither on nor off"),
        pytest.param("1:ap:7", id="no group"),
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
    ],
)
def test_an_old_or_forged_button_is_nothing(data: str) -> None:
    assert decode(data) is None


@given(st.text(max_size=LIMIT_BYTES) | st.from_regex(r"1:[a-z]{1,3}:.{0,20}", fullmatch=True))
def test_whatever_comes_is_an_action_or_nothing(data: str) -> None:
    action = decode(data)
    assert action is None or decode(encode(action)) == action
