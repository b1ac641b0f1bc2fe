"""Every message is Telegram HTML within its limits, whatever feeds and people put into it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.callbacks.alert_buttons import ShowMutes
from bot.callbacks.searching import Newer, Older, Why
from bot.callbacks.watching import WatchesPage
from bot.chat import Button, Link, Reply
from bot.commands import COMMANDS
from bot.messages import alerts, explanations, items, start, watch_list, watches
from bot.messages import settings as settings_messages
from bot.messages.text import BUDGET, LANGUAGES, Html, Translator, blocks, escape, load, plain, width
from tests.fakes.telegram_html import Formatted, checked_link, read, trimmed, utf16_length
from watchers import entities
from watchers import facts as text_facts
from watchers.entities import Catalog, EntityId
from watchers.errors import RuleError
from watchers.matching import Recognizer, explain
from watchers.matching.evaluator import Reading
from watchers.matching.explanation import Closed, Closing, Missing, NoneOf, Verdict, why
from watchers.model import (
    DOCUMENT,
    Address,
    Alert,
    AlertId,
    Fact,
    Hit,
    Item,
    ItemId,
    Reason,
    SourceId,
    StoredItem,
    Subscriber,
    SubscriberId,
    TextUse,
    Watch,
    WatchId,
)
from watchers.rules import ChatAlias, ChatAliases, Entity, Note, NoteKind, Rule, Word, own_name, parse, understand
from watchers.search import BackTest, SearchHit, SearchPage, Turn
from watchers.services import packs
from watchers.services.explanations import AlertRecord, Held, ItemExplanation, Withheld
from watchers.services.overview import Watches, WatchStatus
from watchers.services.watches import AlreadyWatched, Resumed, RuleAdded, Searched
from watchers.store.mutes import Mute, MuteId
from watchers.store.stories import StoryId
from watchers.store.subscribers import SearchId
from watchers.text.tokens import read as text

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
TELEGRAMS_LIMIT = 4_096
"""Limit in code points after parsing: https://core.telegram.org/bots/api#sendmessage"""
MAX_ALERT_LENGTH = 900
LINK = "https://example.org/items/1"
FAMILY = "👩\N{ZERO WIDTH JOINER}👩\N{ZERO WIDTH JOINER}👧"
LOADED = load()
ENGLISH = LOADED["en"]
ALL_LANGUAGES = pytest.mark.parametrize("language", LANGUAGES)


@pytest.fixture
def words() -> Mapping[str, Translator]:
    return LOADED


# ---- situations ------------------------------------------------------------------------------------


def watch(number: int = 1, typed: str = "tariff", muted: bool = False) -> Watch:
    return Watch(WatchId(number), number, typed, typed, muted)


def stored(title: str, body: str = "", link: str = LINK, use: TextUse = TextUse.SUMMARY) -> StoredItem:
    return StoredItem(
        id=ItemId(1),
        item=Item(link, text(title), text(body), NOON, "en", None),
        source=SourceId("ustr.rss"),
        source_name="Office of <Trade> & Quotas",
        text_use=use,
        seen_at=NOON,
        baseline=False,
    )


def enqueued(item: StoredItem, *reasons: Reason) -> Alert:
    subscriber = Subscriber(SubscriberId(1), Address("7"), "en", None)
    return Alert(AlertId(17), subscriber, item, reasons, (), 0, 0, NOON)


def matched(item: StoredItem, recognizer: Recognizer, *typed: str) -> Alert:
    """Return the alert for an item and those of the rules that match it."""
    reasons = []
    for number, rule in enumerate(typed, 1):
        hits = explain(parse(rule, recognizer.catalog), item.item, item.source, recognizer)
        if hits is not None:
            reasons.append(Reason(watch(number, rule), hits))
    return enqueued(item, *reasons)


def held_against(item: StoredItem, recognizer: Recognizer, number: int, typed: str) -> Held:
    """Evaluate a watch against an item, as /why does."""
    rule = parse(typed, recognizer.catalog)
    verdict = why(rule, Reading(item.item, item.source, recognizer), recognizer, item.item)
    return Held(watch(number, typed), verdict, Withheld.MUTED if verdict.matched else None)


def seen(reply: Reply, limit: int = BUDGET) -> Formatted:
    """Return what a reader sees; fail if the reply breaks one of Telegram's rules."""
    shown = trimmed(read(reply.html))
    assert shown.text
    assert utf16_length(shown.text) <= limit <= TELEGRAMS_LIMIT
    assert len(shown.entities) <= 100
    assert not any("\ud800" <= character <= "\udfff" for character in shown.text)
    for row in reply.buttons:
        assert all(button.label.strip() for button in row)
        assert all(checked_link(button.url) for button in row if isinstance(button, Link))
    return shown


def marked(shown: Formatted, kind: str) -> list[str]:
    """Return the spans with a style; offsets count UTF-16 code units."""
    units = shown.text.encode("utf-16-le")
    return [
        units[2 * each.offset : 2 * (each.offset + each.length)].decode("utf-16-le")
        for each in shown.entities
        if each.type == kind
    ]


# ---- alerts ----------------------------------------------------------------------------------------

ITEMS = {
    "an ordinary item": stored("New tariffs on steel", "The tariff takes effect in May. Nobody was asked."),
    "markup in the title": stored(
        "<b>Tariffs</b> & <script>alert(1)</script> <5nm \"EUV\" 'wafers'", "tariff < quota > &amp;"
    ),
    "a broken tag": stored("tariffs <a href='", "tariff <b <i> </b> &#x3c; &lt;"),
    "a title of ten thousand characters": stored("tariff and quota " * 600, "tariff"),
    "a title that is one long word": stored("x" * 10_000 + " tariff", ""),
    "a body that is one long word": stored("Tariff", "y" * 20_000),
    "a body of one long sentence": stored("Tariff", "the tariff and the wafers, " * 700),
    "no title": stored("", "A tariff of ten per cent was announced. More follows."),
    "a blank title": stored(" \n ", "A tariff was announced."),
    "no title and no body": stored("", ""),
    "no letters at all": stored("!?!", "…"),
    "no link": stored("Tariffs rise", "tariff", link=""),
    "a javascript link": stored("Tariffs rise", "tariff", link="javascript:alert(1)"),
    "a data link": stored("Tariffs rise", "tariff", link="data:text/html,<b>"),
    "a tg link": stored("Tariffs rise", "tariff", link="tg://resolve?domain=x"),
    "a link with quotes": stored("Tariffs rise", "tariff", link="https://example.org/?a=\"><b>&c='"),
    "a long link": stored("Tariffs rise", "tariff", link="https://example.org/" + "a" * 2_000),
    "a headline-only source": stored("Tariffs rise", "SECRET tariff text", use=TextUse.HEADLINE),
    "Chinese": stored("美國對晶片關稅調查：台積電回應", "經濟部表示，關稅調查尚未定案。台積電說明影響有限。" * 20),
    "Chinese without an end": stored("關稅" * 120, "關稅與晶片" * 120),
    "Japanese": stored("半導体関税、熊本工場に影響", "経済産業省は関税について説明した。" * 30),
    "emoji where it is cut": stored(f"tariff {FAMILY * 200}", f"tariff {FAMILY * 300}"),
    "astral characters alone": stored("𝕋𝕒𝕣𝕚𝕗𝕗 " * 60, "🚢" * 1_000),
    "combining marks": stored("tariff z" + "\u0301" * 500, "tariff"),
    "marks of direction and controls": stored(
        "\u202etariff\u202c \u2066x\u2069\u200b\ufeff \x00\x07", "\x1b[2J tariff"
    ),
    "halves of characters": stored("tariff \ud83d", "\udc00 tariff"),
    "a command and a mention": stored("/start tariff @everyone", "/unwatch W1 tariff tg://user?id=1"),
    "the title again in the body": stored("Tariffs rise", "Tariffs rise"),
}
EVERY_ITEM = pytest.mark.parametrize("item", ITEMS.values(), ids=list(ITEMS))
RULES = ("tariff", "關稅", "wafers", "steel, quota", "TSMC", '"tariff and quota"')


@ALL_LANGUAGES
@EVERY_ITEM
def test_an_alert_is_short_telegram_html(
    item: StoredItem, language: str, words: Mapping[str, Translator], recognizer: Recognizer
) -> None:
    reply = alerts.alert(matched(item, recognizer, *RULES), words[language])
    seen(reply, MAX_ALERT_LENGTH)
    assert reply.buttons[0][0] == Button(words[language].format("button-why"), Why(17))


@ALL_LANGUAGES
@EVERY_ITEM
def test_why_and_lists_can_be_said_of_every_item(
    item: StoredItem, language: str, words: Mapping[str, Translator], recognizer: Recognizer
) -> None:
    alert = matched(item, recognizer, *RULES)
    others = tuple(held_against(item, recognizer, number, typed) for number, typed in enumerate(RULES, 1))
    for told in (AlertRecord(alert, "sent", NOON), AlertRecord(alert, "held", None), None):
        inquiry = ItemExplanation(item, (item,), told, others, ())
        seen(explanations.describe(inquiry, words[language], recognizer.catalog))
        why = seen(explanations.because(alert, inquiry, words[language], recognizer.catalog))
        (details,) = [entity for entity in why.entities if entity.type == "expandable_blockquote"]
        assert why.text[: details.offset].count("\n") <= 3, "the app shows three lines of the details"
    seen(alerts.alert(replace(alert, item=None, listed=(item,) * 20, listed_count=1_000), words[language]))


# ---- official documents ----------------------------------------------------------------------------


def official(*facts: tuple[str, str], body: str = "A tariff.", use: TextUse = TextUse.SUMMARY) -> StoredItem:
    item = stored("Tariffs on chips", body, use=use)
    given = tuple(Fact(name, value, DOCUMENT, 0, 0) for name, value in facts)
    return replace(
        item, item=replace(item.item, country="US", facts=(*given, *text_facts.in_text("Tariffs on chips", body)))
    )


RULE_FACTS = (
    ("type", "proposed-rule"),
    ("status", "proposed"),
    ("agency", "commerce-department"),
    ("agency", "industry-and-security-bureau"),
    ("comments", "2026-03-09"),
    ("docket", "BIS-2026-0021"),
    ("fr", "91FR12345"),
)


def lines_of(item: StoredItem, language: str = "en", now: datetime | None = NOON) -> list[str]:
    reply = alerts.alert(enqueued(item, Reason(watch(), ())), LOADED[language], now)
    return seen(reply, MAX_ALERT_LENGTH).text.splitlines()


def test_an_official_document_says_what_it_is_until_when_and_under_which_number() -> None:
    first, title, summary, days, numbers, *_ = lines_of(official(*RULE_FACTS))
    assert first == "Proposed rule · BIS · US"
    assert (title, summary) == ("Tariffs on chips", "A tariff.")
    assert days == "Comments due 9 Mar 2026 (7 days left)"
    assert numbers == "Docket BIS-2026-0021 · 91 FR 12345"


@pytest.mark.parametrize(
    ("language", "first", "days", "numbers"),
    [
        (
            "zh-Hant",
            "法規草案 · BIS · 美國",
            "意見截止 2026年3月9日（還有 7 天）",
            "案號 BIS-2026-0021 · 91 FR 12345",
        ),
        (
            "ja",
            "規則案 · BIS · 米国",
            "意見提出期限 2026年3月9日（残り 7 日）",
            "案件番号 BIS-2026-0021 · 91 FR 12345",
        ),
    ],
)
def test_it_says_so_in_each_language(language: str, first: str, days: str, numbers: str) -> None:
    said = lines_of(official(*RULE_FACTS), language)
    assert (said[0], said[3], said[4]) == (first, days, numbers)


@pytest.mark.parametrize(
    ("status", "kind", "said"),
    [
        ("final", "rule", {"en": "Final rule", "zh-Hant": "最終規則", "ja": "最終規則"}),
        ("final", "notice", {"en": "Final · Notice", "zh-Hant": "最終認定 · 公告", "ja": "最終決定 · 公示"}),
        ("investigation", "notice", {"en": "Investigation · Notice"}),
        ("blocked", "rule", {"en": "Blocked by court · Rule", "zh-Hant": "遭法院擋下 · ", "ja": "裁判所が差し止め · "}),
    ],
)
def test_the_status_is_worded_for_the_kind_of_document(status: str, kind: str, said: Mapping[str, str]) -> None:
    document = official(("status", status), ("type", kind))
    for language, first in said.items():
        assert lines_of(document, language)[0].startswith(first)


def test_a_day_from_the_text_is_marked_as_such_and_the_publishers_own_comes_first() -> None:
    text = "A tariff. Effective July 3, 2026. Comments are due by August 4, 2026."
    said = lines_of(official(("type", "rule"), ("effective", "2026-07-01"), body=text), now=None)
    assert "Effective 1 Jul 2026 · Comments due 4 Aug 2026 (from the text)" in said


def test_days_left_are_shown_until_the_last_day_and_not_after_it() -> None:
    for day, said in (("2026-03-02", " (today)"), ("2026-03-03", " (one day left)"), ("2026-03-01", "")):
        (line,) = (line for line in lines_of(official(("comments", day))) if line.startswith("Comments due"))
        assert line.endswith(f"Mar 2026{said}")


def test_a_hearing_shows_the_days_left_too() -> None:
    assert "Hearing 9 Mar 2026 (7 days left)" in lines_of(official(("hearing", "2026-03-09")))


@pytest.mark.parametrize(
    ("language", "expected"),
    [
        ("en", "4 Mar 2026 · seen 2 Mar 2026, 12:00 UTC"),
        ("zh-Hant", "2026年3月4日 · 取得時間 2026年3月2日 12:00 UTC"),
        ("ja", "2026年3月4日 · 2026年3月2日 12:00 UTC 取得"),
    ],
)
def test_an_official_document_has_its_legal_date_beside_the_date_on_which_it_was_seen(
    language: str, expected: str
) -> None:
    item = replace(official(*RULE_FACTS), official=True)
    early = replace(item, item=replace(item.item, published=datetime(2026, 3, 4, tzinfo=UTC)))
    assert lines_of(early, language)[-1].endswith(expected)
    assert "seen" not in lines_of(item)[-1]
    assert "seen" not in lines_of(replace(early, official=False))[-1]


def test_news_says_nothing_of_status_type_or_agency() -> None:
    item = stored("Tariffs on chips", "A tariff.")
    assert lines_of(item)[0] == "Tariffs on chips"


def test_of_a_headline_only_source_no_fact_is_shown() -> None:
    said = lines_of(official(*RULE_FACTS, use=TextUse.HEADLINE))
    assert said[0] == "Tariffs on chips"
    assert not [line for line in said if "Docket" in line or "Comments" in line]


def test_numbers_are_printed_as_their_publishers_print_them() -> None:
    said = lines_of(official(("hs", "8542310040"), ("hs", "8542"), ("csms", "64680374"), ("case", "C-570-161")))
    assert "Docket C-570-161 · CSMS # 64680374 · HS 8542.31.00.40 · HS 8542" in said


@ALL_LANGUAGES
def test_an_official_document_with_all_that_there_can_be_is_still_short(language: str) -> None:
    kinds = ("effective", "applicable", "comments", "hearing", "expires")
    facts = [("agency", "a-very-long-name-of-an-office-" * 3 + str(at)) for at in range(9)]
    facts += [("type", "t" * 100), ("status", "in-force"), *((kind, "2026-07-03") for kind in kinds)]
    facts += [("docket", f"{'D' * 59}{at}") for at in range(9)]
    lines_of(official(*facts, body="The tariff and the wafers, " * 90), language)


@pytest.mark.parametrize("broken", ["<b>", "&", "\u202e", "\ud83d"])
@pytest.mark.hazard("T1")
def test_a_fact_is_text_and_never_markup(broken: str) -> None:
    shown = lines_of(official(("docket", f"X{broken}Y"), ("agency", f"x{broken}y"), ("type", f"x{broken}y")))
    assert shown[1] == "Tariffs on chips"


@given(st.text(min_size=1, max_size=179))
@settings(max_examples=120, deadline=None)
@pytest.mark.hazard("T1")
def test_a_title_is_seen_as_it_was_and_never_as_markup(title: str) -> None:
    item = stored(title, "body")
    heading = trimmed(read(items.heading(item, ENGLISH)))
    visible = escape(title.replace("\n", " "))
    if not text(title).original.strip():
        return
    assert heading.text == trimmed(Formatted(plain(visible))).text or not plain(visible).strip(" \t\v\r\0")
    assert not {"script", "code"} & {entity.type for entity in heading.entities}


@given(title=st.text(max_size=600), body=st.text(max_size=2_000), at=st.integers(0, 500), length=st.integers(1, 600))
@settings(max_examples=120, deadline=None)
@pytest.mark.hazard("T2")
def test_no_alert_outgrows_its_limits(title: str, body: str, at: int, length: int) -> None:
    item = stored(title, body)
    hits = tuple(
        Hit("term", field, at, min(at + length, len(whole)), whole[at : at + length])
        for field, whole in (("title", title), ("body", body))
        if at < len(whole)
    )
    for words in LOADED.values():
        seen(alerts.alert(enqueued(item, Reason(watch(), hits)), words), MAX_ALERT_LENGTH)


@pytest.mark.parametrize("mark", "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u200b\ufeff")
@pytest.mark.hazard("T3")
def test_marks_that_hide_or_turn_text_are_not_sent(mark: str) -> None:
    alert = alerts.alert(enqueued(stored(f"ta{mark}riff", f"quo{mark}ta"), Reason(watch(1, f"x{mark}y"), ())), ENGLISH)
    assert mark not in alert.html


@pytest.mark.hazard("T3")
def test_joiners_inside_emoji_and_words_are_kept() -> None:
    title = f"{FAMILY} می\N{ZERO WIDTH NON-JOINER}خواهم"
    assert title in items.heading(stored(title), ENGLISH)


@pytest.mark.parametrize(
    "link",
    [
        "javascript:alert(1)",
        "JAVASCRIPT:x",
        "tg://resolve?domain=x",
        "data:text/html,x",
        "ftp://x",
        "//x",
        "file:///x",
        "",
    ],
)
@pytest.mark.hazard("T4")
def test_only_web_links_can_be_opened(link: str) -> None:
    reply = alerts.alert(enqueued(stored("Tariffs", "x", link=link), Reason(watch(), ())), ENGLISH)
    assert "<a " not in reply.html
    assert not [button for row in reply.buttons for button in row if isinstance(button, Link)]


@pytest.mark.hazard("T4")
def test_a_web_link_is_on_the_title_and_on_a_button() -> None:
    reply = alerts.alert(enqueued(stored("Tariffs"), Reason(watch(), ())), ENGLISH)
    assert [entity.url for entity in read(reply.html).entities if entity.type == "text_link"] == [LINK]
    assert reply.buttons[1][-1] == Link("Open ↗", LINK)


@pytest.mark.parametrize("broken", ["\ud83d", "\udc00", "\x00", "\x1b", "\x9f"])
@pytest.mark.hazard("T5")
def test_what_no_message_may_hold_is_left_out(broken: str) -> None:
    alert = alerts.alert(enqueued(stored(f"ta{broken}riff", f"quota {broken}"), Reason(watch(1, broken), ())), ENGLISH)
    assert broken not in alert.html
    alert.html.encode()


@pytest.mark.hazard("T6")
def test_commands_and_mentions_in_a_title_are_text(words: Mapping[str, Translator]) -> None:
    reply = alerts.alert(enqueued(ITEMS["a command and a mention"], Reason(watch(), ())), words["en"])
    shown = seen(reply)
    assert "/start tariff @everyone" in shown.text
    assert {entity.type for entity in shown.entities} <= {"bold", "italic", "underline", "text_link"}


def test_the_words_that_matched_are_marked_and_named(words: Mapping[str, Translator], recognizer: Recognizer) -> None:
    item = stored(
        "Wafers & tariffs: 台積電 waits", "A first sentence. The tariff on <wafers> stays, says TSMC. A third."
    )
    shown = seen(alerts.alert(matched(item, recognizer, "TSMC tariff", "wafers"), words["en"]))
    assert marked(shown, "underline") == ["Wafers", "tariffs", "台積電"]
    assert {"tariff", "wafers", "TSMC"} <= set(marked(shown, "bold"))
    assert "🔎 tariffs, 台積電, tariff, TSMC → W1 · wafers → W2" in shown.text
    assert "The tariff on <wafers> stays, says TSMC." in shown.text


def test_watches_with_the_same_words_are_named_together(
    words: Mapping[str, Translator], recognizer: Recognizer
) -> None:
    alert = matched(stored("Wafers rise", ""), recognizer, "wafers", "wafers, ships")
    shown = seen(alerts.alert(alert, words["ja"]))
    assert "🔎 Wafers → W1、W2" in shown.text


def test_a_match_deep_in_the_body_is_in_the_summary(words: Mapping[str, Translator], recognizer: Recognizer) -> None:
    item = stored("Weekly notes", "Nothing here. " * 500 + "The quota on wool ends in May. " + "Nothing there. " * 500)
    shown = seen(alerts.alert(matched(item, recognizer, "quota wool"), words["en"]), MAX_ALERT_LENGTH)
    assert "The quota on wool ends in May." in shown.text


def test_a_source_that_lends_its_headline_only_is_not_quoted(
    words: Mapping[str, Translator], recognizer: Recognizer
) -> None:
    shown = seen(alerts.alert(matched(ITEMS["a headline-only source"], recognizer, "tariff"), words["en"]))
    assert "SECRET" not in shown.text


def test_an_alert_of_many_watches_names_three_and_counts_the_rest(
    words: Mapping[str, Translator], recognizer: Recognizer
) -> None:
    item = stored("tariff quota levy wafer steel duty", "")
    typed = ["tariff", "quota", "levy", "wafer", "steel", "duty " + "-nothing " * 60]
    reply = alerts.alert(matched(item, recognizer, *typed), words["en"])
    assert "tariff, levy, steel duty → W1 · quota → W2 · levy, duty → W3 · +3" in seen(reply, MAX_ALERT_LENGTH).text
    assert reply.buttons[0][1] == Button("🔕 Mute ▾", ShowMutes(17))


def test_an_alert_by_long_phrases_stays_short(words: Mapping[str, Translator], recognizer: Recognizer) -> None:
    phrases = [" ".join(f"{letter}{number}" for number in range(40)) for letter in "abcdefg"]
    item = stored("Notes " * 60, ". ".join(phrases))
    reply = alerts.alert(matched(item, recognizer, *(f'"{phrase}"' for phrase in phrases)), words["en"])
    seen(reply, MAX_ALERT_LENGTH)


def test_an_item_of_a_source_without_dates_shows_when_it_was_seen(words: Mapping[str, Translator]) -> None:
    item = stored("Tariffs")
    undated = replace(item, item=replace(item.item, published=None))
    assert "seen 2 Mar 2026, 12:00 UTC" in seen(alerts.alert(enqueued(undated, Reason(watch(), ())), words["en"])).text


@pytest.mark.parametrize(
    ("language", "day"), [("en", "3 Jul 2026"), ("zh-Hant", "2026年7月3日"), ("ja", "2026年7月3日")]
)
def test_a_date_without_a_time_shows_no_midnight(language: str, day: str, words: Mapping[str, Translator]) -> None:
    item = stored("Tariffs")
    midnight = datetime(2026, 7, 2, 16, tzinfo=UTC)
    dated = replace(item, item=replace(item.item, published=midnight, country="TW"))
    shown = seen(alerts.alert(enqueued(dated, Reason(watch(), ())), words[language])).text
    assert day in shown
    assert "UTC" not in shown


# ---- lists and answers -----------------------------------------------------------------------------


def overview(shown: Sequence[Watch]) -> Watches:
    """All of them fire three times a day."""
    return Watches(tuple(WatchStatus(each, None, 90, 3.0, 1, NOON, None) for each in shown), 7)


LONG_RULE = '"' + "<&>" * 300 + 'a"'


@ALL_LANGUAGES
def test_a_hundred_long_watches_can_be_paged_through(language: str, words: Mapping[str, Translator]) -> None:
    long = [watch(number, f"{number} {LONG_RULE}", muted=number % 2 == 0) for number in range(1, 101)]
    mutes = [Mute(MuteId(1), SourceId("x"), StoryId(0), "<&>" * 50, None)] * 9
    listed = []
    page: int | None = 0
    while page is not None:
        reply = watch_list.watch_list(overview(long), mutes, words[language], NOON, page)
        listed += [each.name for each in long if f"<b>{each.name}</b>" in reply.html]
        seen(reply)
        turns = [button.payload for row in reply.buttons for button in row if isinstance(button, Button)]
        page = next((turn.page for turn in turns if isinstance(turn, WatchesPage) and turn.page > page), None)
    assert listed == [each.name for each in long]


def test_a_page_that_is_gone_is_the_last_one(words: Mapping[str, Translator]) -> None:
    eleven = [watch(number) for number in range(1, 12)]
    assert "Page 2 of 2" in watch_list.watch_list(overview(eleven), (), words["en"], NOON, 10**17).html


@ALL_LANGUAGES
@pytest.mark.slow
def test_why_not_with_a_hundred_watches_is_one_message(
    language: str, words: Mapping[str, Translator], recognizer: Recognizer
) -> None:
    hits = tuple(Hit("tariff", "body", at, at + 6, f"tariff{at}") for at in range(40))
    rule = parse("tariff", recognizer.catalog)
    assert isinstance(rule, Entity)
    missing = tuple(Missing(Word(f"word{number}")) for number in range(64))
    verdicts = (
        Verdict(True, hits, ()),
        Verdict(False, hits, tuple(Closed(rule, hit, Closing.CONTEXT) for hit in hits)),
        Verdict(False, hits, (NoneOf(tuple((each,) for each in missing)), *missing)),
        Verdict(False, (), missing),
    )
    for typed in ("tariff", LONG_RULE):
        alert = enqueued(stored("Tariffs"), *(Reason(watch(number, typed), hits) for number in range(1, 101)))
        seen(alerts.alert(alert, words[language]), MAX_ALERT_LENGTH)
        for verdict in verdicts:
            others = tuple(Held(watch(number, typed), verdict, Withheld.NEWER) for number in range(1, 101))
            for told in (None, AlertRecord(alert, "sent", NOON)):
                inquiry = ItemExplanation(stored("Tariffs"), (), told, others, ())
                shown = seen(explanations.describe(inquiry, words[language], recognizer.catalog))
                assert "…" in shown.text


def test_each_obstacle_is_shown_in_a_line(recognizer: Recognizer) -> None:
    item = stored("New tariffs for Intel chips", "A quota. The intel agencies met. Cotton is exempt.")
    held = [
        held_against(item, recognizer, number, typed)
        for number, typed in enumerate(
            (
                "tariff wool",
                "quota -cotton",
                "title:quota",
                "tariff NEAR/1 chips",
                "tariff lang:ja",
                "(wool, cement) quota",
                "wool, cement",
                "steel",
            ),
            1,
        )
    ]
    explanation = ItemExplanation(item, (), None, tuple(held), ())
    said = plain(explanations.describe(explanation, ENGLISH, recognizer.catalog).html)
    for line in (
        "W1 tariff wool does not match:",
        "  · missing: wool",
        "  · “tariffs” in the title, for tariff",
        "  · excluded by “Cotton” in the text, for cotton",
        "  · quota must be in the title; found only “quota” in the text",
        "  · missing: wool or cement",
        "  · not language Japanese (ja); the item has en",
        "None of the terms of W7, W8 appears in it.",
    ):
        assert line in said.splitlines()
    assert "2 words apart, at most 1 allowed" in said


def test_an_alias_is_shown_beside_the_names_of_the_catalog(words: Mapping[str, Translator], catalog: Catalog) -> None:
    names = (own_name(EntityId("co.tsmc"), "護國神山"),)
    own = ChatAliases(catalog, names)
    rule = own.put_into(own.parse("TSMC -wool"))
    assert plain(watches.describe(rule, words["en"], catalog, names)) == "TSMC, not wool"
    assert remarks(rule, words["en"], names) == ["Names count in every language and script, and as 護國神山."]
    unwanted = own.put_into(own.parse("-TSMC wool"))
    assert plain(watches.describe(unwanted, words["zh-Hant"], catalog, names)) == "wool，不含 TSMC"
    assert "護國神山 = Taiwan Semiconductor Manufacturing Co." in remarks(own.parse("護國神山"), words["en"], names)


@pytest.mark.parametrize("typed", ["TSMCまたはサムスン", "台積電或三星"])
def test_a_text_that_is_split_at_its_operator_gets_one_remark(
    typed: str, words: Mapping[str, Translator], catalog: Catalog
) -> None:
    found = understand(typed, catalog)
    assert {note.kind for note in found.notes} == {NoteKind.SPLIT, NoteKind.OR}
    said = [line for line in remarks(found.rule, words["en"], notes=found.notes) if line.startswith("“")]
    assert ["one of them is enough" in line for line in said] == [True]


def remarks(
    rule: Rule, words: Translator, names: tuple[ChatAlias, ...] = (), notes: tuple[Note, ...] = ()
) -> list[str]:
    return [plain(remark) for remark in watches.remarks(rule, notes, words, entities.load(), names)]


def test_an_ambiguous_name_is_shown_with_its_meaning(words: Mapping[str, Translator], catalog: Catalog) -> None:
    assert plain(watches.describe(parse("BIS", catalog), words["en"], catalog)) == "BIS"
    assert "BIS = Bureau of Industry and Security" in remarks(parse("BIS", catalog), words["en"])
    assert plain(watches.describe(parse("@TSMC", catalog), words["en"], catalog)) == "TSMC"


@pytest.mark.parametrize(
    ("typed", "en", "zh", "ja"),
    [
        ("tsmc or samsung tariffs", "tsmc or samsung, and tariffs", "（tsmc 或 samsung）＋tariffs", None),
        ("TSMC, UMC", "TSMC or UMC", "TSMC 或 UMC", "TSMC または UMC"),
        ("台積電 關稅 -日本", "台積電 and 關稅, not 日本", "台積電＋關稅，不含日本", "台積電＋關稅（日本を除く）"),
        ("2 nm TSMC", "2 nm and TSMC", "2 nm＋TSMC", "2 nm＋TSMC"),
        ('"export administration"', "“export administration”", "「export administration」", None),
        ("chips agency:bis", "chips · only: agency BIS", "chips · 限：機關 BIS", "chips · 条件：機関 BIS"),
        ("chips country:jp", "chips · only: jurisdiction Japan (JP)", "chips · 限：國家／地區\u00a0日本（JP）", None),
        ("eccn:3b001", "ECCN code 3B001", "ECCN 3B001", "ECCN 3B001"),
        ("title:quota wool", "quota in the title and wool", "標題：quota＋wool", "見出し：quota＋wool"),
        ("quota wool, levy", "(quota and wool) or levy", "（quota＋wool）或 levy", None),
    ],
)
def test_a_rule_is_one_line_of_a_phone(
    typed: str, en: str, zh: str, ja: str | None, words: Mapping[str, Translator], catalog: Catalog
) -> None:
    rule = parse(typed, catalog)
    shown = {language: plain(watches.describe(rule, words[language], catalog)) for language in words}
    assert (shown["en"], shown["zh-Hant"]) == (en, zh)
    assert ja is None or shown["ja"] == ja
    assert all(len(text) <= 40 for text in shown.values())


@ALL_LANGUAGES
def test_a_rule_that_matches_nearly_everything_gets_a_warning(language: str, words: Mapping[str, Translator]) -> None:
    def told(count: int, looked_at: int) -> list[str]:
        found = BackTest(count, (), looked_at, NOON - timedelta(days=9))
        return [plain(part) for part in items.back_tested(found, words[language], NOON)]

    assert len(told(95, 100)) == len(told(40, 100)) + 1
    assert "95" in told(95, 100)[-1]
    assert len(told(5, 5)) == len(told(40, 100))


@ALL_LANGUAGES
def test_every_note_on_a_reading_has_a_sentence(
    language: str, words: Mapping[str, Translator], catalog: Catalog
) -> None:
    rule = parse("quota", catalog)
    for typed in ("TSMC or UMC", "chips and wool", "wool not cotton", "steel from China", "(a wool)", "Schedule B"):
        found = understand(typed, catalog)
        assert remarks(rule, words[language], notes=found.notes)
    for typed in ("us steel", "半導體關稅課徵", "8542"):
        assert remarks(rule, words[language], notes=understand(typed, catalog).notes)


@ALL_LANGUAGES
def test_the_longest_rules_can_be_shown_and_deleted(
    language: str, words: Mapping[str, Translator], catalog: Catalog
) -> None:
    longest_names = sorted(catalog.entities.values(), key=lambda entity: -len(entity.name("en")))
    typed_rules = (
        " ".join(f"@{entity.id}" for entity in longest_names[:60]),
        ", ".join(f"word{number}" for number in range(64)),
        '"' + "x&" * 490 + '"',
        "steel " + " ".join(f"-@{entity.id}" for entity in longest_names[:60]),
    )
    for typed in typed_rules:
        rule = parse(typed[:1_000].rsplit(" ", 1)[0] if len(typed) > 1_000 else typed, catalog)
        found = BackTest(3, (stored("Tariffs"),) * 3, 3, NOON - timedelta(hours=6))
        seen(watches.watch_added(RuleAdded(watch(1, typed), rule, found), words[language], catalog, True, NOON))
        for muted in (True, False):
            known = AlreadyWatched(watch(1, typed, muted), rule)
            seen(watches.already_watched(known, words[language], catalog))
        for key in ("unmuted", "muted"):
            seen(words[language].reply(key, name="W1", rule=typed))


@ALL_LANGUAGES
@pytest.mark.parametrize(
    "typed",
    [
        *("", "(", '"', "-x", "a*", "x:y", "@nobody", "<b>", "tariff -", "lang:klingon", "a" * 5_000),
        *("&" * 1_000, '"' * 999, '"' + "&" * 900, "foo:" + "<" * 900),
    ],
)
def test_a_complaint_about_a_rule_can_be_sent(
    typed: str, language: str, words: Mapping[str, Translator], catalog: Catalog
) -> None:
    try:
        parse(typed, catalog)
    except RuleError as error:
        seen(watches.describe_error(error, words[language], [(SearchId(1), error.instead)]))


@ALL_LANGUAGES
def test_greeting_help_and_the_rest_can_be_sent(language: str, words: Mapping[str, Translator]) -> None:
    said = words[language]
    for count in (0, 1, 2, 100):
        seen(start.welcome_back(said, watches=count, sources=20, healthy=19))
        seen(settings_messages.resumed(Resumed(min(count, 20), max(0, count - 20)), said))
    for private in (True, False):
        seen(start.greeting(packs.load().all, start.typed_example(private, said), said))
    shown = seen(watches.help_list(said, tuple(COMMANDS)))
    assert all(f"/{command} — " in shown.text for command in COMMANDS)
    seen(watch_list.watch_list(overview([]), (), said, NOON))


@pytest.mark.parametrize(
    ("ago", "told"),
    [
        (timedelta(0), "minute"),
        (timedelta(seconds=61), "2 minutes"),
        (timedelta(minutes=59), "59 minutes"),
        (timedelta(hours=1), "hour"),
        (timedelta(hours=5, minutes=1), "6 hours"),
        (timedelta(hours=47), "47 hours"),
        (timedelta(days=2), "2 days"),
        (timedelta(days=29, hours=1), "30 days"),
        (timedelta(seconds=-30), "minute"),
    ],
)
def test_a_duration_is_shown_in_whole_units(ago: timedelta, told: str, words: Mapping[str, Translator]) -> None:
    assert words["en"].duration(ago) == told


def test_the_newest_matches_are_shown_with_the_watch_that_was_added(
    words: Mapping[str, Translator], catalog: Catalog
) -> None:
    newest = (stored("One & two"), stored("Three", link=""))
    found = BackTest(2, newest, 40, NOON - timedelta(hours=6))
    reply = watches.watch_added(
        RuleAdded(watch(3, "TSMC"), parse("TSMC", catalog), found), words["en"], catalog, False, NOON
    )
    shown = seen(reply)
    assert "2 matches in the last 6 hours (items checked: 40). The newest:" in shown.text
    assert "• One & two — Office of <Trade> & Quotas" in shown.text
    assert [button.label for row in reply.buttons for button in row] == ["Undo", "Only the word “TSMC”"]


# ---- search ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("count", "days", "told"),
    [
        (120, 30, "120 matches in the last 30 days (items checked: 900), about 4 a day."),
        (29, 30, "29 matches in the last 30 days (items checked: 900), less than one a day."),
        (120, 1.9, "120 matches in the last 46 hours (items checked: 900). The newest:"),
        (1, 30, "One match in the last 30 days (items checked: 900):"),
        (0, 30, "No match in the last 30 days (items checked: 900)."),
    ],
)
def test_a_back_test_shows_how_many_a_day_where_the_time_is_long_enough(count: int, days: float, told: str) -> None:
    found = BackTest(count, (), 900, NOON - timedelta(days=days))
    assert told in seen(Reply("\n".join(items.back_tested(found, ENGLISH, NOON)))).text


def test_a_back_test_that_was_cut_short_says_which_time_it_covers() -> None:
    found = BackTest(120, (), 900, NOON - timedelta(days=3), complete=False)
    said = seen(Reply("\n".join(items.back_tested(found, ENGLISH, NOON)))).text
    assert "the last 3 days only" in said
    assert "120 matches (items checked: 900), about 40 a day" in said


@ALL_LANGUAGES
@pytest.mark.parametrize("percent", [0, 40, None])
def test_a_search_and_a_back_test_say_how_far_indexing_is(language: str, percent: int | None) -> None:
    words = LOADED[language]
    found = BackTest(3, (), 900, NOON - timedelta(days=30), percent_indexed=percent)
    page = SearchPage((), None, None, None, None, percent_indexed=percent)
    searched = Searched(SearchId(7), "quota", page)
    replies = Reply("\n".join(items.back_tested(found, words, NOON))), items.page(searched, words)
    for reply in replies:
        told = seen(reply).text
        assert ("⏳" in told) == (percent is not None)
        assert percent is None or str(percent) in told.partition("⏳")[2]


def test_in_english_it_says_that_results_may_be_incomplete() -> None:
    found = BackTest(3, (), 900, NOON - timedelta(days=30), percent_indexed=40)
    told = seen(Reply("\n".join(items.back_tested(found, ENGLISH, NOON)))).text
    assert "Still indexing stored items: 40 % done. Results may be incomplete." in told


@ALL_LANGUAGES
def test_a_page_of_a_search_fits_whatever_was_found(language: str) -> None:
    long = stored("<Quota> & " * 40, "wool " * 500)
    hits = tuple(Hit("quota", "body", at, at + 4, "wool<" * 40 + str(at)) for at in range(9))
    page = SearchPage(
        (SearchHit(long, hits),) * 5, None, None, Turn(ItemId(8), older=False), Turn(ItemId(9), older=True), NOON, 40
    )
    reply = items.page(Searched(SearchId(7), "quota & " * 120, page), LOADED[language])
    assert seen(reply).text.count("🔎") == 5
    assert [button.payload for row in reply.buttons for button in row if isinstance(button, Button)] == [
        Newer(7, 8),
        Older(7, 9),
    ]


@ALL_LANGUAGES
def test_an_empty_page_says_whether_there_is_more(language: str) -> None:
    turn = Turn(ItemId(8), older=True)
    pages = (
        SearchPage((), None, None, None, None),
        SearchPage((), None, None, Turn(ItemId(8), older=False), None),
        SearchPage((), None, None, None, turn, NOON),
    )
    said = [seen(items.page(Searched(SearchId(7), "quota", page), LOADED[language])).text for page in pages]
    assert len(set(said)) == 3


# ---- layout ----------------------------------------------------------------------------------------


@given(st.lists(st.text(max_size=3_000).map(escape), max_size=6))
def test_blocks_are_kept_whole_and_in_order_within_the_budget(parts: list[Html]) -> None:
    whole = blocks(parts)
    assert width(whole) <= BUDGET
    kept = next(count for count in range(len(parts), -1, -1) if "\n".join(parts[:count]) == whole)
    assert kept == len(parts) or width(Html("\n".join(parts[: kept + 1]))) > BUDGET - len(parts)


@given(st.text())
def test_escaped_text_is_seen_as_it_was(written: str) -> None:
    assert read(escape(written)).text == plain(escape(written))
    assert escape(plain(escape(written))) == escape(written)


def test_a_code_is_shown_with_its_subject(words: Mapping[str, Translator], catalog: Catalog) -> None:
    told = watches.describe(parse("hs:8542.31", catalog), words["en"], catalog)
    assert plain(told) == "HS code 854231 (Electronic integrated circuits)"
    in_japanese = watches.describe(parse("eccn:3B001", catalog), words["ja"], catalog)
    assert plain(in_japanese) == "ECCN 3B001"
