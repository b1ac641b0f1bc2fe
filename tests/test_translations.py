"""Every sentence exists in every language, says the same things, and escapes what it is given."""

from __future__ import annotations

import ast
import re
import unicodedata
from collections.abc import Iterator, KeysView
from dataclasses import fields
from functools import cache
from importlib.resources import files
from pathlib import Path

import pytest
from fluent.syntax import FluentParser
from fluent.syntax import ast as fluent
from fluent.syntax.visitor import Visitor

import bot
from bot.commands import COMMANDS, OPERATOR_COMMANDS
from bot.messages.sources import DOCUMENTS, LEVELS, PROBLEMS, STATUSES
from bot.messages.text import LANGUAGES, Html, Translator, language_for, load
from tests.fakes.telegram_html import HtmlError, read
from watchers.cadence import Health
from watchers.errors import AliasProblem, RuleProblem
from watchers.matching.explanation import Closing
from watchers.model import Change, Dated, Group, News
from watchers.model.times import Every, QuietMode, Sound
from watchers.rules import NoteKind
from watchers.services.explanations import Withheld
from watchers.services.personal_data import StoredData
from watchers.services.sources import LeftOut

ABOUT_WATCHES = {News.SPIKE, News.REVIEW}
"""News with messages of their own."""
OTHERS = ("server", "status", "unreadable")
DEADLINE_NEWS = {News.REMINDER, News.RESCHEDULED, News.WITHDRAWN}
INCIDENTS = set(News) - {
    News.BACK,
    News.MISSING,
    News.REREAD,
    News.ERROR,
    News.ANNOUNCEMENT,
    *ABOUT_WATCHES,
    *DEADLINE_NEWS,
}
BY_NAME = {
    "group": {f"group-{group.value}" for group in Group} | {"group-none"},
    "state": {f"state-{health.value}" for health in Health} | {"state-silent", "state-merged", "state-answers"},
    "problem": {f"problem-{name}" for name in (*PROBLEMS.values(), *DOCUMENTS.values(), *STATUSES.values(), *OTHERS)},
    "help": {f"help-{name}" for name in (*COMMANDS, *OPERATOR_COMMANDS)},
    "edit": {"edit-corrected", "edit-updated"},
    "fact": {f"fact-{kind.value}" for kind in Dated},
    "deadline": {f"deadline-{kind.value}" for kind in Dated},
    "rule-problem": {f"rule-problem-{problem.value}" for problem in RuleProblem},
    "alias-problem": {f"alias-problem-{problem.value}" for problem in AliasProblem},
    "why-hit": {"why-hit-title", "why-hit-body", "why-hit-fact"},
    "notice": {f"notice-{news.value}" for news in set(News) - ABOUT_WATCHES},
    "why-withheld": {f"why-withheld-{withheld.value}" for withheld in set(Withheld) - {Withheld.BASELINE}},
    "why-closing": {f"why-closing-{closing.value}" for closing in Closing},
    "list-tally": {f"list-tally-{change.value}" for change in Change},
    "list-entry": {f"list-entry-{change.value}" for change in Change},
    "list-other": {f"list-other-{change.value}" for change in Change},
    "list-part": {
        "list-part-name",
        "list-part-aliases",
        "list-part-addresses",
        "list-part-programs",
        "list-part-rates",
    },
    "import": {f"import-{reason.value}" for reason in LeftOut},
    "page-incident": {f"page-incident-{news.value}" for news in INCIDENTS},
    "page-level": {f"page-level-{level}" for level in LEVELS.values()},
    "note": {f"note-{kind.value}" for kind in NoteKind if kind is not NoteKind.TOGETHER}
    | {"note-left-out-only", "note-together-only"},
    "forget": {f"forget-{kind.name}" for kind in fields(StoredData)},
    "span": {"span-minutes", "span-hours", "span-days"},
    "age": {"age-minutes", "age-hours", "age-days"},
    "mute": {"mute-1", "mute-24", "mute-168"},
    "status": {"status-waiting", "status-scheduled", "status-quiet"},
    "offer": {"offer-now", *(f"offer-{every.value}" for every in Every)},
    "quiet": {f"quiet-{mode.value}" for mode in QuietMode},
    "quiet-to": {f"quiet-to-{mode.value}" for mode in QuietMode},
    "sound": {f"sound-{sound.value}" for sound in Sound},
    "sound-to": {f"sound-to-{sound.value}" for sound in Sound},
    "rule": {
        "rule-source",
        "rule-lang",
        "rule-country",
        "rule-agency",
        "rule-type",
        "rule-status",
        "rule-docket",
        "rule-case",
    },
}
"""Messages whose keys are put together when they are needed, by what they begin with."""
SAYING = ("format", "text", "toast", "reply", "button", "join")
"""The methods whose first argument is a key."""
HOSTILE = """<b>&"'</b> </code> {{ $x }} { $x }"""
NUMBERS = (0, 1, 2, 5, 1_000)
STATES = ("held", "listed", "dropped", "dead", "queued")


@pytest.fixture(scope="module")
def words() -> dict[str, Translator]:
    return dict(load())


class Variables(Visitor):
    """Collects the variables of a message, and which of them choose a plural."""

    def __init__(self) -> None:
        self.names: set[str] = set()

    def visit_VariableReference(self, node: fluent.VariableReference) -> None:  # noqa: N802  fluent's name
        self.names.add(node.id.name)


def variables_of(language: str) -> dict[str, set[str]]:
    """By message."""
    source = files("bot.messages").joinpath("ftl", f"{language}.ftl").read_text("utf-8")
    found: dict[str, set[str]] = {}
    for entry in FluentParser().parse(source).body:
        assert not isinstance(entry, fluent.Junk), entry.content
        if isinstance(entry, fluent.Message):
            assert entry.id.name not in found, f"{language}: {entry.id.name} is there twice"
            visitor = Variables()
            visitor.visit(entry)
            found[entry.id.name] = visitor.names
    return found


@cache
def messages() -> dict[str, dict[str, set[str]]]:
    """The variables of each message by language. Parsing them takes half a second, which only this file needs."""
    return {language: variables_of(language) for language in LANGUAGES}


def keys() -> KeysView[str]:
    return messages()["en"].keys()


def values(key: str, number: int, text: str) -> dict[str, str | int]:
    """Something for every variable of a message."""
    counted = {"count", "looked", "held", "shown", "listed", "limit", "watches", "sources", "healthy", "page", "pages"}
    counted |= {"column", "distance", "today", "hours", "number"}
    given: dict[str, str | int] = {name: number if name in counted else text for name in messages()["en"][key]}
    return {name.replace("-", "_"): value for name, value in given.items()}


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_language_has_the_messages_of_the_others(language: str) -> None:
    assert messages()[language].keys() == keys()


def test_a_message_names_the_same_variables_in_each_language() -> None:
    wrong = {
        key: [named.get(key) for named in messages().values()]
        for key, names in messages()["en"].items()
        if any(named.get(key) != names for named in messages().values())
    }
    assert wrong == {}


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_message_with_any_number_is_telegram_html(language: str, words: dict[str, Translator]) -> None:
    for key in keys():
        for number in NUMBERS:
            said = words[language].format(key, **values(key, number, "word"))
            assert shown(key, said).strip(), key
            assert "{" not in said, key


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_a_message_is_given_is_escaped(language: str, words: dict[str, Translator]) -> None:
    for key in keys():
        given = values(key, 5, HOSTILE)
        said = words[language].format(key, **given)
        if HOSTILE in given.values() and not {"state"} & given.keys():
            assert HOSTILE in shown(key, said), key
        assert said.count("<") == words[language].format(key, **values(key, 5, "word")).count("<"), key


def shown(key: str, html: str) -> str:
    """What a person reads. Raises AssertionError, with the key of the message, if Telegram would refuse it."""
    try:
        return read(html).text
    except HtmlError as error:
        raise AssertionError(f"{key}: {error}") from error


def test_no_mark_of_direction_is_in_a_rule_that_people_copy(words: dict[str, Translator]) -> None:
    for each in words.values():
        assert "\u2068" not in each.format("watch-already", name="W1", rule="TSMC")


def test_html_that_was_said_already_is_not_escaped_again(words: dict[str, Translator]) -> None:
    assert words["en"].format("rule-bracket", what=Html("<b>TSMC</b>")) == "(<b>TSMC</b>)"


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("state", STATES)
def test_each_state_of_an_alert_has_its_own_sentence(language: str, state: str, words: dict[str, Translator]) -> None:
    told = {each: words[language].format("why-not-sent", state=each) for each in STATES}
    assert list(told.values()).count(told[state]) == 1


@pytest.mark.parametrize("problem", RuleProblem)
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_problem_of_a_rule_has_a_sentence(problem: RuleProblem, language: str) -> None:
    assert f"rule-problem-{problem.value}" in messages()[language]


@pytest.mark.parametrize("command", COMMANDS)
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_command_has_a_line_in_help_that_fits_telegrams_menu(
    command: str, language: str, words: dict[str, Translator]
) -> None:
    # BotCommand, description: 1 to 256 characters.
    assert 1 <= len(read(words[language].format(f"help-{command}")).text) <= 256


def test_the_messages_that_are_used_are_those_that_exist() -> None:
    used = set(used_keys())
    assert used - keys() == set(), "used, but not there"
    assert keys() - used == set(), "there, but never used"


def test_every_message_is_given_the_variables_that_it_names() -> None:
    wrong = [
        f"{path.name}:{call.lineno} {key}"
        for path, call, key in literal_calls()
        if given_to(call) != messages()["en"][key]
    ]
    assert wrong == []


@pytest.mark.parametrize(
    ("tag", "language"),
    [
        ("en", "en"),
        ("en-GB", "en"),
        ("zh", "zh-Hant"),
        ("zh-hans", "zh-Hant"),
        ("zh_TW", "zh-Hant"),
        ("ZH-HK", "zh-Hant"),
        ("ja", "ja"),
        ("ja_JP.UTF-8", "ja"),
        ("fr", "en"),
        ("", "en"),
        ("jam", "en"),
    ],
)
def test_people_are_spoken_to_in_the_language_of_their_app(tag: str, language: str) -> None:
    assert language_for(tag) == language


CJK = "[\u3005-\u3007\u3041-\u30fa\u30fc-\u30ff\u3400-\u9fff]"
UNSPACED = re.compile(f"{CJK}[A-Za-z0-9]|[A-Za-z0-9%]{CJK}")
HOW_TO_TYPE = {"help-rules"}
"""Messages in which a bracket shows how to type one."""


@pytest.mark.parametrize("language", ["zh-Hant", "ja"])
@pytest.mark.parametrize("value", ["TSMC", "<b>TSMC</b>", "8542"])
def test_chinese_and_japanese_have_a_space_beside_latin_letters_and_digits(
    language: str, value: str, words: dict[str, Translator]
) -> None:
    said = {key: read(words[language].format(key, **values(key, 5, Html(value)))).text for key in keys()}
    assert {key: text for key, text in said.items() if UNSPACED.search(text)} == {}


@pytest.mark.parametrize(
    ("language", "value", "expected"),
    [
        ("zh-Hant", "台積電", "<b>護國神山</b>現在是<b>台積電</b>的名稱，僅限此聊天室。"),
        ("zh-Hant", "TSMC", "<b>護國神山</b>現在是 <b>TSMC</b> 的名稱，僅限此聊天室。"),
        ("ja", "台積電", "<b>護國神山</b>を<b>台積電</b>の別名に登録しました（このチャットのみ）。"),
        ("ja", "TSMC", "<b>護國神山</b>を <b>TSMC</b> の別名に登録しました（このチャットのみ）。"),
    ],
)
def test_no_space_stands_between_our_words_and_a_chinese_or_japanese_value(
    language: str, value: str, expected: str, words: dict[str, Translator]
) -> None:
    assert words[language].format("alias-given", name="護國神山", entity=value) == expected


@pytest.mark.parametrize("language", ["zh-Hant", "ja"])
def test_no_half_width_space_stands_before_a_full_width_bracket(language: str, words: dict[str, Translator]) -> None:
    said = {key: read(words[language].format(key, **values(key, 5, "TSMC"))).text for key in keys() - HOW_TO_TYPE}
    assert {key: text for key, text in said.items() if re.search("[^▶\ufe0f] [（「]", text)} == {}


ONE_WORD_EACH = {
    "zh-Hant": "儲存 目錄 名錄 訂閱源 管理者 組別 搬遷 推送 不同意 加入來源 規則草案 SPS通知 訊息源",
    "ja": "呼び名 アドレス 保存分 認めました 認める 認めない やめました 読んでいません お帰りなさい SPS通報 告示",
}
"""Words that mean what another word of the file means already."""


@pytest.mark.parametrize(("language", "others"), ONE_WORD_EACH.items())
def test_a_thing_has_one_word(language: str, others: str) -> None:
    text = files("bot.messages").joinpath("ftl", f"{language}.ftl").read_text("utf-8")
    assert [word for word in others.split() if word in text] == []


ENGLISH = re.compile(r"\b(?:alert|watch|source|feed|chip|tariff|rule|from|with|and|or|for|the)s?\b")


@pytest.mark.parametrize("language", ["zh-Hant", "ja"])
def test_chinese_and_japanese_hold_no_english(language: str, words: dict[str, Translator]) -> None:
    said = {key: read(words[language].format(key, **values(key, 5, "5"))).text for key in keys()}
    typed = re.compile(r"/[a-z]+|[a-z]+:\S+|https?://|OPML|RSS|\([^)]*\)")
    assert {key: text for key, text in said.items() if ENGLISH.search(typed.sub("", text))} == {}


MAX_LABEL_COLUMNS = 30
"""Of a button that is alone in its row; a Chinese or Japanese character takes two columns."""


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_label_of_a_button_fits_a_phone(language: str, words: dict[str, Translator]) -> None:
    labels = {key: words[language].format(key, **values(key, 5, "TSMC")) for key in keys() if key.startswith("button-")}
    assert {key: label for key, label in labels.items() if columns(read(label).text) > MAX_LABEL_COLUMNS} == {}


PHONE_COLUMNS = 40
"""Of a line of a message on a phone."""
ROW = re.compile(
    "settings-|admin-(?!letter|backup-failed|undecided)|forget-(?:watches|aliases|sources|saved|alerts|searches)|fact-"
    "|help-rules"
)
"""Lines of a table or a list, which are read at a glance."""
MAX_ROW_COLUMNS = PHONE_COLUMNS
MAX_HELP_COLUMNS = 55
"""Of a command with what it does: most of them take one line."""
MAX_PARAGRAPH_COLUMNS = 6 * PHONE_COLUMNS


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_line_is_longer_than_a_phone_shows_well(language: str, words: dict[str, Translator]) -> None:
    too_long = {}
    for key in keys():
        lines = read(words[language].format(key, **values(key, 12, "TSMC"))).text.split("\n")
        if key.startswith("help-") and key != "help-rules":
            longest, most = columns(f"/{key.removeprefix('help-')} — {lines[0]}"), MAX_HELP_COLUMNS
        else:
            longest, most = max(map(columns, lines)), MAX_ROW_COLUMNS if ROW.match(key) else MAX_PARAGRAPH_COLUMNS
        if longest > most:
            too_long[key] = longest
    assert too_long == {}


def columns(text: str) -> int:
    return sum(2 if unicodedata.east_asian_width(character) in "WF" else 1 for character in text)


# ---- what the code says ----------------------------------------------------------------------------


def trees() -> Iterator[tuple[Path, ast.Module]]:
    for path in sorted(Path(bot.__file__).parent.rglob("*.py")):
        yield path, ast.parse(path.read_text("utf-8"))


def literal_calls() -> Iterator[tuple[Path, ast.Call, str]]:
    """Each ``format("key", …)``, ``text``, ``toast``, ``reply``, ``button`` and ``join`` whose key is written out."""
    for path, tree in trees():
        for node in ast.walk(tree):
            if isinstance(node, ast.Call) and is_saying(node):
                for key in written_out(node.args[0]):
                    yield path, node, key


def is_saying(call: ast.Call) -> bool:
    return isinstance(call.func, ast.Attribute) and call.func.attr in SAYING and bool(call.args)


def given_to(call: ast.Call) -> set[str]:
    """The variables that a call fills; ``join`` fills its two by itself."""
    named = {str(keyword.arg).replace("_", "-") for keyword in call.keywords if keyword.arg != "edits"}
    return {"left", "right"} if isinstance(call.func, ast.Attribute) and call.func.attr == "join" else named


def written_out(key: ast.expr) -> Iterator[str]:
    match key:
        case ast.Constant(value=str(text)) if text in keys() or text.count("-"):
            yield text
        case ast.IfExp(body=body, orelse=orelse):
            yield from written_out(body)
            yield from written_out(orelse)


def used_keys() -> Iterator[str]:
    """Keys in calls, keys put together by what they begin with, and keys that a variable holds."""
    begun: set[str] = set()
    for _, _, key in literal_calls():
        yield key
    yield from re.findall(
        r"""\btext\(["']([a-z-]+)["']\)""", files("bot.web").joinpath("status.html").read_text("utf-8")
    )
    for _, tree in trees():
        for node in ast.walk(tree):
            match node:
                case ast.Call(args=[ast.JoinedStr(values=[ast.Constant(value=str(begin)), *_]), *_]) if is_saying(node):
                    begun.add(begin.rstrip("-"))
                case ast.Constant(value=str(text)) if text in keys() and "-" in text:
                    # Without a hyphen it may be a word like any other.
                    yield text
    for begin in begun:
        yield from BY_NAME[begin]
