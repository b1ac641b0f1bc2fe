"""Updates are taken in one by one: one that cannot be parsed costs only itself (hazard X1)."""

from __future__ import annotations

import asyncio
import copy
import json
from collections.abc import Iterator
from typing import Any, cast

import pytest
from hypothesis import given
from hypothesis import strategies as st
from telegram.error import TelegramError

from bot.telegram.intake import Intake
from bot.telegram.updates import Update, read_all
from bot.telegram.wire import BotApi, result_of
from tests.fakes.bot_api_updates import Json, chat, member, user

pytestmark = pytest.mark.service

SECRET = "what somebody wrote"
BOT = {"id": 123456, "is_bot": True, "first_name": "Heron"}
MESSAGE: Json = {
    "message_id": 17,
    "from": user(5, "ja"),
    "chat": chat(-1_000_000_000_700, "supergroup"),
    "date": 1_796_000_000,
    "message_thread_id": 4,
    "is_topic_message": True,
    "is_automatic_forward": False,
    "text": SECRET,
    "entities": [{"type": "bot_command", "offset": 0, "length": 4}],
    "reply_to_message": {
        "message_id": 12,
        "from": user(6),
        "chat": chat(-1_000_000_000_700, "supergroup"),
        "date": 1_795_999_000,
        "document": {"file_id": "f1", "file_unique_id": "u1", "file_name": SECRET, "file_size": 9},
    },
}
KINDS: dict[str, Json] = {
    "message": MESSAGE,
    "callback_query": {
        "id": "400",
        "from": user(5),
        "message": MESSAGE,
        "chat_instance": "1",
        "data": SECRET,
    },
    "my_chat_member": {
        "chat": chat(-1_000_000_000_700, "supergroup"),
        "from": user(5),
        "date": 1_796_000_000,
        "old_chat_member": member(BOT, "administrator"),
        "new_chat_member": member(BOT, "restricted"),
    },
}
WRONG: dict[str, Any] = {
    "null": None,
    "true": True,
    "word": SECRET,
    "negative": -1,
    "fraction": 0.5,
    "giant": "GIANT",
    "object": {},
    "list": [],
    "list of objects": [{}],
    "list of nulls": [None],
}


def paths(value: Any, at: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """Where each part of a JSON value is."""
    if at:
        yield at
    parts = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, part in parts:
        yield from paths(part, (*at, key))


def damaged(content: Json, at: tuple[Any, ...], *replaced_by: Any) -> Json:
    """A copy that lacks the part at the path, or has another there."""
    changed = copy.deepcopy(content)
    place: Any = changed
    for key in at[:-1]:
        place = place[key]
    if replaced_by:
        place[at[-1]] = replaced_by[0]
    else:
        del place[at[-1]]
    return changed


def answer(*updates: object) -> bytes:
    written = json.dumps({"ok": True, "result": updates})
    # json.dumps cannot write what json.loads refuses to read.
    return written.replace('"GIANT"', "9" * 5_000).encode()


def parsed(body: bytes) -> tuple[list[Update], int | None]:
    return read_all(result_of("getUpdates", body))


def neighbors_of(update: object) -> list[Update]:
    """What is handed on of a batch with a good update on either side."""
    first, last = ({"update_id": number, "message": MESSAGE} for number in (100, 102))
    found, highest = parsed(answer(first, update, last))
    assert highest is not None
    assert highest >= 102
    assert (found[0].update_id, found[-1].update_id) == (100, 102)
    for good in (found[0], found[-1]):
        assert good.message is not None
        assert good.message.text == SECRET
    return list(found[1:-1])


DAMAGE = [(kind, damaged(content, at)) for kind, content in KINDS.items() for at in paths(content)]


@pytest.mark.hazard("X1")
def test_an_update_without_a_field_costs_only_itself(caplog: pytest.LogCaptureFixture) -> None:
    for kind, content in DAMAGE:
        caplog.clear()
        found = neighbors_of({"update_id": 101, kind: content})
        skipped = [vars(record)["update"] for record in caplog.records if record.getMessage() == "update_skipped"]
        assert [update.update_id for update in found] + skipped == [101], content
        assert all(SECRET not in str(vars(record)) for record in caplog.records), content


@pytest.mark.parametrize("wrong", WRONG.values(), ids=list(WRONG))
@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.hazard("X1")
def test_an_update_with_a_field_of_another_type_costs_only_itself(kind: str, wrong: Any) -> None:
    for at in paths(KINDS[kind]):
        for found in neighbors_of({"update_id": 101, kind: damaged(KINDS[kind], at, wrong)}):
            assert found.update_id == 101
            assert isinstance(found.chat, int)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=8,
)


@given(kind=st.sampled_from(list(KINDS)), value=JSON, data=st.data())
@pytest.mark.hazard("X1")
def test_whatever_is_in_an_update_its_neighbors_are_handed_on(kind: str, value: Any, data: st.DataObject) -> None:
    at = data.draw(st.sampled_from(list(paths(KINDS[kind]))))
    for found in neighbors_of({"update_id": 101, kind: damaged(KINDS[kind], at, value)}):
        assert found.update_id == 101
        assert isinstance(found.chat, int)


@given(update=JSON)
@pytest.mark.hazard("X1")
def test_what_is_not_an_update_is_left_out(update: Any) -> None:
    neighbors_of(update)


@pytest.mark.parametrize("number", [None, True, "101", -1, 2**31, 10**30, 0.5, [101], {}])
@pytest.mark.hazard("X1")
def test_what_has_no_usable_id_is_left_out_and_its_neighbors_confirm_it(
    number: Any, caplog: pytest.LogCaptureFixture
) -> None:
    assert neighbors_of({"update_id": number, "message": MESSAGE}) == []
    assert [vars(record)["update"] for record in caplog.records] == [None]


@pytest.mark.parametrize(
    "body",
    [
        b"<html>Log in</html>",
        b"[]",
        b'{"ok": true}',
        b'{"ok": true, "result": {"update_id": 1}}',
        b'{"ok": true, "result": "none"}',
        b'{"ok": false, "result": []}',
        b'{"ok": true, "result": [{}]}',
        b'{"ok": true, "result": [null, {"message": {}}]}',
        b'{"ok": true, "result": ' + b"[" * 100_000 + b"]" * 100_000 + b"}",
    ],
)
@pytest.mark.hazard("X1")
def test_what_cannot_be_an_answer_of_the_bot_api_is_refused(body: bytes) -> None:
    with pytest.raises(TelegramError, match="Invalid server response"):
        parsed(body)


@pytest.mark.hazard("X1")
def test_other_kinds_of_updates_are_handed_on_without_their_content() -> None:
    (found,) = neighbors_of({"update_id": 101, "chat_boost": {"date": []}})
    assert not found.wanted


@pytest.mark.hazard("X1")
def test_an_answer_without_updates_stays_one() -> None:
    assert parsed(answer()) == ([], None)


HOUR = 3_600.0


class QuietForAWeek:
    """A Bot API whose update 800 is the last for a week; then it numbers the next ones from 20."""

    def __init__(self) -> None:
        self._waiting: list[Json] = [{"update_id": 800, "message": MESSAGE}]

    async def call(self, method: str, wanted: dict[str, Any], *_: float) -> object:
        if method != "getUpdates":
            return True
        self._waiting = [each for each in self._waiting if each["update_id"] >= wanted["offset"]]
        if not self._waiting:
            await asyncio.sleep(HOUR)  # ten seconds, as Telegram does, would be 65,000 calls a week
        return list(self._waiting)

    def say(self, number: int) -> None:
        self._waiting.append({"update_id": number, "message": MESSAGE})


@pytest.mark.virtual_time
async def test_updates_that_telegram_renumbers_after_a_quiet_week_are_accepted() -> None:
    api = QuietForAWeek()
    stored: list[int] = []

    async def store(updates: list[Update]) -> None:
        stored.extend(update.update_id for update in updates)

    intake = asyncio.create_task(Intake(cast(BotApi, api), store, lambda: None, lambda error, wait: None).run())
    await asyncio.sleep(7.5 * 86_400)
    api.say(20)
    await asyncio.sleep(2 * HOUR)
    api.say(21)
    await asyncio.sleep(2 * HOUR)
    intake.cancel()
    assert stored == [800, 20, 21]
