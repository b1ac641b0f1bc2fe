"""What goes to webhooks and by apprise, to real local receivers: all of it, in order, signed, and with retries."""

from __future__ import annotations

import asyncio
import base64
import hashlib
import hmac
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from bot.config.settings import GivenTarget
from bot.delivery.channels import UnknownService, open_channels
from bot.delivery.targets import MAX_RETRY_TIME, TargetDelivery
from bot.messages.outside import with_addresses
from bot.messages.text import load
from tests.fakes.bell import PATIENCE
from tests.fakes.certificates import certify, presenting
from tests.fakes.ports import START, document, item
from tests.fakes.receivers import HookReceiver, MailReceiver, Posted, receiving_hooks, receiving_mail, tunneling
from tests.fakes.situations import House
from watchers.http import Poster
from watchers.model import Address, Subscriber
from watchers.model.times import QuietHours, QuietMode
from watchers.services.maintenance import Backups, Maintenance, Retention
from watchers.store import Rows, Transaction, outbox, targets

pytestmark = pytest.mark.service

WORDS = load()
KEY = "whsec_" + base64.b64encode(b"k" * 32).decode()
CHAT = "42"
ARCHIVE = targets.Target("archive", Address(CHAT))
LINK = "https://ustr.example/1"


@pytest.fixture
async def hook() -> AsyncIterator[HookReceiver]:
    async with receiving_hooks() as receiver:
        yield receiver


@pytest.fixture
async def mail() -> AsyncIterator[MailReceiver]:
    async with receiving_mail() as receiver:
        yield receiver


@pytest.fixture
async def reader(house: House) -> Subscriber:
    """A chat that watches quotas."""
    await house.settle_in()
    return await house.person(CHAT, "quota")


def to_hook(hook: HookReceiver, name: str = "archive") -> GivenTarget:
    return GivenTarget(name=name, chat=CHAT, webhook=f"{hook.url}/hook", key=KEY)  # type: ignore[arg-type]  # as given


def by_mail(mail: MailReceiver) -> GivenTarget:
    url = f"mailto://127.0.0.1:{mail.port}?from=bot@tradewatch.test&to=desk@tradewatch.test&mode=insecure"
    return GivenTarget(name="desk", chat=CHAT, apprise=url)  # type: ignore[arg-type]  # as given


async def register(house: House, *given: GivenTarget) -> None:
    """Do what a start does before anything is published."""
    async with Poster() as post:
        channels = open_channels(given, post, house.clock)
        await house.database.write(targets.register, [channel.target for channel in channels])


@asynccontextmanager
async def delivering(house: House, *given: GivenTarget) -> AsyncIterator[TargetDelivery]:
    """Deliver to the targets for as long as the block lasts, as after a start."""
    async with Poster() as post:
        channels = open_channels(given, post, house.clock)
        await house.database.write(targets.register, [channel.target for channel in channels])
        delivery = TargetDelivery(house.database, channels, WORDS, house.clock)
        running = asyncio.create_task(delivery.run())
        try:
            yield delivery
        finally:
            delivery.stop()
            await running


async def publish(house: House, first: int, count: int = 1) -> None:
    numbers = reversed(range(first, first + count))
    await house.poll(document(*(item(f"quota n{each}.", guid=str(each), link=LINK) for each in numbers)))


async def reported(house: House, **wanted: object) -> None:
    """Return when the report of the only target has these values."""
    async with asyncio.timeout(PATIENCE):
        while True:
            (found,) = await house.database.read(targets.report)
            if all(getattr(found, name) == value for name, value in wanted.items()):
                return
            await asyncio.sleep(0.01)


async def at_rest(house: House) -> None:
    """Return when nothing is due before the clock moves."""

    def resting(rows: Rows) -> bool:
        due = targets.next_due(rows, ARCHIVE, house.clock())
        return due is None or due.at > house.clock()

    async with asyncio.timeout(PATIENCE):
        while not await house.database.read(resting):  # noqa: ASYNC110  # there is no event to wait for
            await asyncio.sleep(0.01)


def titles(posted: list[Posted]) -> list[str]:
    return [each.json["data"]["title"] for each in posted]


# ---- webhooks --------------------------------------------------------------------------------------


async def test_a_webhook_gets_each_alert_once_with_its_reasons_although_telegram_is_down(
    house: House, reader: Subscriber, hook: HookReceiver
) -> None:
    async with delivering(house, to_hook(hook)) as delivery:
        await publish(house, 1)
        delivery.wake()
        await hook.until(1)
    (posted,) = hook.posted
    event = posted.json
    assert (event["type"], event["timestamp"]) == ("message.alert", "2026-03-01T12:00:00Z")
    data = event["data"]
    (shown,) = data["items"]
    assert (data["chat"], data["title"], shown["link"], shown["source"]) == (CHAT, "quota n1.", LINK, "USTR")
    assert shown["reasons"] == [{"watch": "W1", "rule": "quota", "words": ["quota"]}]
    assert f"quota n1. ({LINK})" in data["text"]


async def test_the_signature_is_that_of_the_specification(house: House, reader: Subscriber, hook: HookReceiver) -> None:
    async with delivering(house, to_hook(hook)) as delivery:
        await publish(house, 1)
        delivery.wake()
        await hook.until(1)
    (posted,) = hook.posted
    identifier, timestamp = posted.headers["webhook-id"], posted.headers["webhook-timestamp"]
    signed = f"{identifier}.{timestamp}.".encode() + posted.body
    wanted = base64.b64encode(hmac.new(b"k" * 32, signed, hashlib.sha256).digest()).decode()
    assert posted.headers["webhook-signature"] == f"v1,{wanted}"
    assert int(timestamp) == house.clock().timestamp()


@pytest.mark.parametrize("fault", [500, 404, 302, 0])
async def test_what_was_not_accepted_is_tried_again_with_the_same_id_and_before_what_came_later(
    house: House, reader: Subscriber, hook: HookReceiver, fault: int
) -> None:
    hook.statuses.extend([fault, fault])
    async with delivering(house, to_hook(hook)) as delivery:
        await publish(house, 1)
        await publish(house, 2)
        for tries in (1, 2):
            delivery.wake()
            await tried(hook, tries)
            await at_rest(house)
            await reported(house, waiting=2, problem=f"HTTP {fault}" if fault else "RemoteProtocolError")
            house.clock.pass_by(timedelta(seconds=30))
        delivery.wake()
        await hook.until(2)
    assert titles(hook.posted) == ["quota n1."] * 3 + ["quota n2."]
    assert len({each.headers["webhook-id"] for each in hook.posted}) == 2


async def tried(hook: HookReceiver, count: int) -> None:
    async with asyncio.timeout(PATIENCE):
        while len(hook.posted) < count:  # noqa: ASYNC110  # there is no event to wait for
            await asyncio.sleep(0.01)


async def test_a_receiver_that_asks_for_a_pause_gets_it(house: House, reader: Subscriber, hook: HookReceiver) -> None:
    hook.statuses.append(429)
    hook.headers["Retry-After"] = "600"
    async with delivering(house, to_hook(hook)) as delivery:
        await publish(house, 1)
        delivery.wake()
        await reported(house, waiting=1, problem="asked to wait")
        house.clock.pass_by(timedelta(seconds=590))
        delivery.wake()
        assert len(hook.posted) == 1
        house.clock.pass_by(timedelta(seconds=11))
        delivery.wake()
        await hook.until(1)


async def test_one_message_that_a_receiver_cannot_take_does_not_stop_the_others(
    house: House, reader: Subscriber, hook: HookReceiver
) -> None:
    hook.statuses.extend([422] * targets.TRIES_IN_ORDER)
    async with delivering(house, to_hook(hook)) as delivery:
        await publish(house, 1)
        await publish(house, 2)
        for tries in range(1, targets.TRIES_IN_ORDER + 1):
            delivery.wake()
            await tried(hook, tries)
            await at_rest(house)
            house.clock.pass_by(timedelta(minutes=6))
        delivery.wake()
        await hook.until(1)
        await reported(house, waiting=0, dead=1)
    assert titles(hook.accepted) == ["quota n2."]


async def test_a_receiver_that_is_down_for_two_days_misses_nothing(
    house: House, reader: Subscriber, hook: HookReceiver
) -> None:
    hook.always = 503
    async with delivering(house, to_hook(hook)) as delivery:
        await publish(house, 1, 3)
        for tries in range(1, 13):
            delivery.wake()
            await tried(hook, tries)
            await at_rest(house)
            house.clock.pass_by(timedelta(hours=4))
        hook.always = 200
        delivery.wake()
        await hook.until(3)
        await reported(house, waiting=0, dead=0)
    assert sorted(titles(hook.accepted)) == ["quota n1.", "quota n2.", "quota n3."]
    assert timedelta(days=2) < MAX_RETRY_TIME


async def test_a_process_that_is_killed_goes_on_where_it_was(
    house: House, reader: Subscriber, hook: HookReceiver
) -> None:
    await register(house, to_hook(hook))
    await publish(house, 1, 3)

    def killed_while_sending(tx: Transaction) -> None:
        due = targets.next_due(tx, ARCHIVE, house.clock())
        assert due is not None
        targets.claim(tx, ARCHIVE, due.alert, house.clock())

    await house.database.write(killed_while_sending)
    async with delivering(house, to_hook(hook)):
        await hook.until(3)
        await reported(house, waiting=0)
    assert titles(hook.posted) == ["quota n1.", "quota n2.", "quota n3."]


async def test_a_new_target_gets_nothing_from_before_and_one_that_is_removed_is_forgotten(
    house: House, reader: Subscriber, hook: HookReceiver
) -> None:
    await publish(house, 1)
    async with delivering(house, to_hook(hook)) as delivery:
        await publish(house, 2)
        delivery.wake()
        await hook.until(1)
    assert titles(hook.posted) == ["quota n2."]
    await register(house)
    assert await house.database.read(targets.report) == []


async def test_what_a_target_still_has_to_get_is_not_deleted_as_old(
    house: House, reader: Subscriber, hook: HookReceiver
) -> None:
    await register(house, to_hook(hook))
    await publish(house, 1)
    await house.database.write(_all_sent)
    day = timedelta(days=1)
    house.clock.pass_by(2 * day)
    tidy = Maintenance(
        house.database, Retention(day, day, day, day), Backups(house.database.path.parent, 0), 3, house.clock
    )
    await tidy.run()
    async with delivering(house, to_hook(hook)):
        await hook.until(1)
        await reported(house, waiting=0)
    await tidy.run()
    assert await house.enqueued(reader) == []


async def test_nothing_is_missed_when_the_newest_alerts_are_deleted_and_their_numbers_come_again(
    house: House, reader: Subscriber, hook: HookReceiver
) -> None:
    await house.person("8", "quota")
    await publish(house, 1, 3)
    await register(house, to_hook(hook))
    await house.watchlist.personal.forget(Address("8"))
    await publish(house, 4)
    async with delivering(house, to_hook(hook)):
        await hook.until(1)
    assert titles(hook.posted) == ["quota n4."]
    assert hook.posted[0].headers["webhook-id"].endswith("_20260301120000")


def _all_sent(tx: Transaction) -> None:
    for (alert,) in tx.all("select id from outbox"):
        outbox.sent(tx, alert, "7", START)


async def test_a_chat_that_is_paused_or_has_quiet_hours_holds_its_targets_too(
    house: House, reader: Subscriber, hook: HookReceiver
) -> None:
    async with delivering(house, to_hook(hook)) as delivery:
        await house.watchlist.pause(reader)
        await publish(house, 1)
        delivery.wake()
        await publish(house, 2)
        await house.watchlist.resume(reader)
        delivery.wake()
        await hook.until(2)
        await house.watchlist.times.set_quiet(reader, QuietHours(QuietMode.HOLD, 11 * 60, 14 * 60))
        await publish(house, 3)
        delivery.wake()
        assert await house.database.read(_next(house)) is None
    assert titles(hook.posted) == ["quota n1.", "quota n2."]


def _next(house: House) -> Any:
    return lambda rows: targets.next_due(rows, ARCHIVE, house.clock())


async def test_an_alert_whose_watch_was_removed_before_it_was_sent_anywhere_is_left_out(
    house: House, reader: Subscriber, hook: HookReceiver
) -> None:
    await register(house, to_hook(hook))
    await publish(house, 1)
    await house.watchlist.unwatch(reader, 1)
    await house.watching(reader, "n2")
    await publish(house, 2)
    async with delivering(house, to_hook(hook)):
        await hook.until(1)
        await reported(house, waiting=0)
    assert titles(hook.posted) == ["quota n2."]


async def test_two_targets_of_a_chat_do_not_wait_for_each_other(
    house: House, reader: Subscriber, hook: HookReceiver, mail: MailReceiver
) -> None:
    hook.always = 500
    async with delivering(house, to_hook(hook), by_mail(mail)) as delivery:
        await publish(house, 1)
        delivery.wake()
        await mail.until(1)

        def by_name(rows: Rows) -> dict[str, int]:
            return {each.name: each.waiting for each in targets.report(rows)}

        async with asyncio.timeout(PATIENCE):
            while (await house.database.read(by_name)) != {"archive": 1, "desk": 0}:  # noqa: ASYNC110  # as above
                await asyncio.sleep(0.01)


async def test_a_correction_updates_its_alert_and_is_a_separate_mail(
    house: House, reader: Subscriber, hook: HookReceiver, mail: MailReceiver
) -> None:
    async with delivering(house, to_hook(hook), by_mail(mail)) as delivery:
        await house.poll(document(item("A quota for silk", "a", LINK)))
        await house.database.write(_all_sent)
        delivery.wake()
        await hook.until(1)
        await mail.until(1)
        house.clock.pass_by(timedelta(minutes=10))
        await house.poll(document(item("A quota for wool", "a", LINK)))
        delivery.wake()
        await hook.until(2)
        await mail.until(2)
    first, update = (each.json for each in hook.posted)
    assert (first["type"], update["type"]) == ("message.alert", "message.update")
    assert update["data"]["about"] == first["data"]["id"]
    assert [each["subject"] for each in mail.mails] == ["A quota for silk", "A quota for wool"]


async def test_a_correction_before_the_alert_was_sent_is_not_a_message(
    house: House, reader: Subscriber, hook: HookReceiver
) -> None:
    await register(house, to_hook(hook))
    await house.poll(document(item("A quota for silk", "a", LINK)))
    await house.database.write(_all_sent)
    house.clock.pass_by(timedelta(minutes=10))
    await house.poll(document(item("A quota for wool", "a", LINK)))
    house.clock.pass_by(timedelta(minutes=10))
    async with delivering(house, to_hook(hook)):
        await reported(house, waiting=0)
    assert titles(hook.posted) == ["A quota for wool"]


# ---- apprise ---------------------------------------------------------------------------------------


async def test_a_mail_has_the_title_as_its_subject_and_the_address_in_its_text(
    house: House, reader: Subscriber, mail: MailReceiver
) -> None:
    await house.watchlist.times.set_language(reader, "ja")
    async with delivering(house, by_mail(mail)) as delivery:
        mail.refuses = 1
        await publish(house, 1)
        delivery.wake()
        await reported(house, waiting=1, problem="the service did not accept it")
        house.clock.pass_by(timedelta(seconds=5))
        delivery.wake()
        await mail.until(1)
        await reported(house, waiting=0)
    (received,) = mail.mails
    text = received.get_body(("plain",))
    assert received["subject"] == "quota n1."
    assert text is not None
    assert f"({LINK})" in text.get_content()
    assert "🔎 quota → W1" in text.get_content()


async def test_a_room_at_matrix_gets_the_alert(house: House, reader: Subscriber, hook: HookReceiver) -> None:
    hook.answer = {"access_token": "t", "home_server": "h", "user_id": "@bot:h", "room_id": "!room:h", "event_id": "$1"}
    address = f"matrix://bot:pw@{hook.url.removeprefix('http://')}/!room:h"
    given = GivenTarget(name="room", chat=CHAT, apprise=address)  # type: ignore[arg-type]  # as given
    async with delivering(house, given) as delivery:
        await publish(house, 1)
        delivery.wake()
        await reported(house, waiting=0)
    said = [each for each in hook.posted if "/send/" in each.path]
    assert len(said) == 1
    assert "quota n1." in said[0].json["body"]


@pytest.mark.filterwarnings("ignore:Unverified HTTPS request")  # verify=no: the certificate is our own
async def test_teams_gets_the_alert_as_a_card_by_its_workflow(house: House, reader: Subscriber, tmp_path: Path) -> None:
    tls = presenting(certify(tmp_path, "localhost"))
    async with receiving_hooks(tls) as teams:
        address = f"workflows://{teams.url.removeprefix('https://')}/abc/def?verify=no"
        given = GivenTarget(name="teams", chat=CHAT, apprise=address)  # type: ignore[arg-type]  # as given
        async with delivering(house, given) as delivery:
            teams.statuses.append(500)
            await publish(house, 1)
            delivery.wake()
            await reported(house, waiting=1, problem="the service did not accept it")
            house.clock.pass_by(timedelta(seconds=5))
            delivery.wake()
            await reported(house, waiting=0)
    (accepted,) = teams.accepted
    assert accepted.path == "/workflows/abc/triggers/manual/paths/invoke"
    assert accepted.json["attachments"][0]["contentType"] == "application/vnd.microsoft.card.adaptive"
    assert "quota n1." in accepted.body.decode()


async def test_slack_gets_the_alert_and_one_that_it_refused_comes_first(
    house: House, reader: Subscriber, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    certificate = certify(tmp_path, "hooks.slack.com")
    async with receiving_hooks(presenting(certificate)) as slack, tunneling(slack) as proxy:
        monkeypatch.setenv("HTTPS_PROXY", proxy)
        monkeypatch.setenv("REQUESTS_CA_BUNDLE", str(certificate.file))
        slack.answer = "ok"
        address = f"slack://T1JJ3T3L2/A1BRTD4JD/{'a1' * 12}"
        given = GivenTarget(name="desk", chat=CHAT, apprise=address)  # type: ignore[arg-type]  # as given
        async with delivering(house, given) as delivery:
            slack.statuses.append(503)
            await publish(house, 1, 2)
            delivery.wake()
            await reported(house, waiting=2, problem="the service did not accept it")
            house.clock.pass_by(timedelta(seconds=5))
            delivery.wake()
            await reported(house, waiting=0)
    assert {each.path for each in slack.posted} == {f"/services/T1JJ3T3L2/A1BRTD4JD/{'a1' * 12}"}
    bodies = [each.body.decode() for each in slack.accepted]
    assert ["quota n1." in bodies[0], "quota n2." in bodies[1], len(bodies)] == [True, True, 2]


async def test_a_channel_at_mattermost_gets_the_alerts_in_order(
    house: House, reader: Subscriber, hook: HookReceiver
) -> None:
    address = f"mmost://{hook.url.removeprefix('http://')}/{'a1' * 13}"
    given = GivenTarget(name="desk", chat=CHAT, apprise=address)  # type: ignore[arg-type]  # as given
    async with delivering(house, given) as delivery:
        await publish(house, 1, 2)
        delivery.wake()
        await hook.until(2)
        await reported(house, waiting=0)
    texts = [each.json["text"] for each in hook.accepted]
    assert ["quota n1." in texts[0], "quota n2." in texts[1], len(texts)] == [True, True, 2]


def test_an_address_that_apprise_does_not_know_is_refused_at_the_start() -> None:
    given = GivenTarget(name="odd", chat=CHAT, apprise="nosuchservice://host")  # type: ignore[arg-type]  # as given
    with pytest.raises(UnknownService, match="odd"):
        open_channels([given], Poster(), lambda: pytest.fail("no clock is needed"))


def test_the_address_of_a_link_follows_its_text() -> None:
    html = '<b><a href="https://a.example/?x=1&amp;y=2">A &amp; B</a></b> — C'
    assert with_addresses(html) == "A & B (https://a.example/?x=1&y=2) — C"
