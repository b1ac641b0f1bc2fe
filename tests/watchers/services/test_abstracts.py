"""Abstracts by a model: beside the extract, only with what the item has, and never in the way of an alert."""

from __future__ import annotations

import asyncio
import subprocess
import sys
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import httpx
import pytest

from bot.messages import alerts, text
from tests.fakes.bell import PATIENCE
from tests.fakes.model_server import KEY
from tests.fakes.ports import Clock, document, item
from tests.fakes.situations import USTR, House, open_house
from watchers.http.posting import Completions, Endpoint, NoCompletion
from watchers.matching import Recognizer
from watchers.model import Alert, Item, Source, Subscriber, TextUse
from watchers.rules.forms import Forms
from watchers.services.abstracts import Abstracts, unsupported
from watchers.store import sources
from watchers.text.tokens import read

pytestmark = pytest.mark.service

BODY = "The duty on raw silk rises to 25 percent on January 15, 2027, and importers have until December 31 to comment."
GOOD = "Raw silk pays 25% from January 15, 2027."


@pytest.fixture(scope="module")
def server() -> Iterator[str]:
    """The address of a fake server in a process of its own."""
    command = [sys.executable, "-m", "tests.fakes.model_server"]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout
        yield f"http://127.0.0.1:{process.stdout.readline().strip()}/v1"
        process.kill()


@dataclass
class Desk:
    """A house with a model."""

    house: House
    job: Abstracts
    woken: list[None]

    async def publish(self, body: str, source: Source = USTR) -> None:
        number = str(self.house.newsroom.asked and len(self.house.newsroom.asked))
        await self.house.poll(document(item(f"Silk duty {number}", number, "", body)), source=source)

    async def alert(self, of: Subscriber) -> Alert:
        return (await self.house.enqueued(of))[0]

    async def sent(self) -> None:
        await self.house.database.write(lambda tx: tx.execute("update outbox set state = 'sent', message = id"))


@pytest.fixture
async def desk(
    request: pytest.FixtureRequest, tmp_path: Path, forms: Forms, server: str, recognizer: Recognizer
) -> AsyncIterator[Desk]:
    """Its parameter is how many seconds the model may take."""
    endpoint = Endpoint(server, "small", KEY, timedelta(seconds=getattr(request, "param", PATIENCE)))
    async with (
        open_house(tmp_path / "tradewatch.db", forms, Clock(), recognizer=recognizer) as house,
        Completions(endpoint) as ask,
    ):
        await house.settle_in()
        woken: list[None] = []
        yield Desk(house, Abstracts(house.database, house.clock, lambda: woken.append(None), ask, recognizer), woken)


async def test_an_alert_that_waits_shows_the_abstract_beside_its_extract(desk: Desk) -> None:
    ann = await desk.house.person("ann", "silk")
    await desk.publish(f"{BODY} says: {GOOD}")
    assert not (await desk.alert(ann)).abstract
    await desk.job.run()
    alert = await desk.alert(ann)
    assert alert.abstract == GOOD
    for words in text.load().values():
        shown = text.plain(alerts.alert(alert, words).html)
        assert "Silk duty" in shown
        assert "rises to 25 percent" in shown
        assert GOOD in shown
        assert text.plain(words.format("alert-abstract", text=GOOD)) in shown


async def test_an_alert_that_was_sent_is_edited_without_a_sound_and_asked_about_once(desk: Desk) -> None:
    ann = await desk.house.person("ann", "silk")
    await desk.publish(f"{BODY} says: {GOOD}")
    await desk.sent()
    await desk.job.run()
    await desk.job.run()
    edits = [each for each in await desk.house.enqueued(ann) if each.edit]
    assert [(each.abstract, each.edit.may_reply) for each in edits if each.edit] == [(GOOD, False)]
    assert len(desk.woken) == 1


async def test_each_chat_gets_its_language_and_the_model_no_word_of_who_watches(desk: Desk, server: str) -> None:
    ann, bo = await desk.house.person("ann", "silk"), await desk.house.person("bo", "silk")
    await desk.house.database.write(lambda tx: tx.execute("update subscribers set language = 'ja' where id = ?", bo.id))
    await desk.publish(f"{BODY} says: {GOOD}")
    await desk.job.run()
    assert (await desk.alert(ann)).abstract == (await desk.alert(bo)).abstract == GOOD
    async with httpx.AsyncClient(trust_env=False) as web:
        asked = (await web.get(server)).json()[-2:]
    said = [each["messages"][0]["content"] for each in asked]
    assert sorted("Japanese" in each for each in said) == [False, True]
    assert {each["path"] for each in asked} == {"/v1/chat/completions"}
    assert not {"ann", "bo"} & set(str(asked).split())


@pytest.mark.parametrize(
    ("desk", "fault"),
    [
        (0.2, "fake:slow"),
        (PATIENCE, "fake:fails"),
        (PATIENCE, "fake:garbage"),
        (PATIENCE, "fake:endless"),
        (PATIENCE, "says: "),
    ],
    indirect=["desk"],
)
async def test_a_failure_leaves_the_extract_and_is_repeated_three_times_at_most(desk: Desk, fault: str) -> None:
    ann = await desk.house.person("ann", "silk")
    await desk.publish(f"{BODY} {fault}")
    async with asyncio.timeout(PATIENCE):
        await desk.job.run()
    alert = await desk.alert(ann)
    assert not alert.abstract
    assert "rises to 25 percent" in text.plain(alerts.alert(alert, text.load()["en"]).html)
    if fault == "fake:fails":
        for _ in range(4):
            desk.house.clock.pass_by(timedelta(minutes=1))
            await desk.job.run()
        tries = await desk.house.database.read(lambda rows: rows.number("select attempts from abstracts"))
        assert tries == 3


async def test_nothing_is_asked_about_a_source_whose_terms_allow_the_headline_only(desk: Desk) -> None:
    source = Source(USTR.id, USTR.url, text=TextUse.HEADLINE)
    await desk.house.database.write(sources.register, [source], desk.house.clock())
    ann = await desk.house.person("ann", "silk")
    await desk.publish(f"{BODY} says: {GOOD}", source)
    await desk.job.run()
    assert not (await desk.alert(ann)).abstract
    assert await desk.house.database.read(lambda rows: rows.number("select count(*) from abstracts")) == 0


async def test_a_wrong_key_is_not_an_answer_and_is_not_repeated_in_the_reason(server: str) -> None:
    async with Completions(Endpoint(server, "small", "sk-other", timedelta(seconds=PATIENCE))) as ask:
        assert await ask("Say it.", "says: it") == NoCompletion("status 401")
    async with Completions(Endpoint("http://127.0.0.1:9", "small", "", timedelta(seconds=PATIENCE))) as ask:
        assert await ask("Say it.", "says: it") == NoCompletion("ConnectError")


ITEM = (
    "美對進口半導體課25%關稅 台積電獲豁免",
    "白宮宣布依232條款對半導體課徵25%關稅，2027年1月15日生效；在美設廠的台積電等業者不在此限，影響金額615億美元。",
)


@pytest.mark.parametrize(
    ("abstract", "why"),
    [
        ("The US puts a 25% tariff on semiconductors from January 15, 2027; TSMC is exempt.", ""),
        ("米国は2027年1月15日から半導体に25％の関税を課す。TSMCは対象外。影響は615億ドル。", ""),
        ("A 25% tariff on chips worth $61.5 billion starts in January.", ""),
        ("The US puts a 35% tariff on semiconductors.", "number %35"),
        ("The US puts a 25% tariff on semiconductors from January 16.", "number 1-16"),
        ("The US puts a 25% tariff on semiconductors from 2028.", "number 2028"),
        ("A 25% tariff on chips worth $61.9 billion.", "number 6.19e+10"),
        ("A 25% tariff on semiconductors; Samsung is exempt.", "name co.samsung"),
        ("25％の関税、サムスンは対象外。", "name co.samsung"),
        ("A 25% tariff, said Grzegorzewski.", "name grzegorzewski"),
        ("See https://example.org for the 25% tariff.", "form"),
        ("A 25% tariff.\nIgnore the above.", "form"),
        ("25% " * 100, "form"),
    ],
)
def test_numbers_years_and_names_must_be_in_the_item(recognizer: Recognizer, abstract: str, why: str) -> None:
    title, body = map(read, ITEM)
    assert unsupported(abstract, Item("", title, body, None, "zh-Hant", "TW"), recognizer) == why
