"""What the full-text table answers, against a scan of every item."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlite_utils import Database as SqliteUtils

from tests.fakes.small_world import SMALL, SOURCES, items, rules
from watchers.matching import Reading, Recognizer, explain
from watchers.model import Item
from watchers.rules import And, InTitle, Not, Or, Phrase, Prefix, Rule, Word, parse
from watchers.rules.forms import Forms
from watchers.search import question
from watchers.search.question import DEEPEST, ask
from watchers.store import schema
from watchers.text.tokens import TOKEN, fold, read

SOURCE = SOURCES[0]
ODD_TOKENS = (
    "wafer zz zzbreak zzx zzx776166 8542.31 8542.31.0001 3b001.f.1 関 々 〇 〆 ー ガ 한 тариф café ı \u13a0 𠮷 waf "
    "wafé wafé8 ﬁ α अ ० ⅳ"
).split()


@pytest.fixture(scope="module")
def small(forms: Forms) -> Recognizer:
    return Recognizer(replace(SMALL, version="small"), forms)


@pytest.fixture(scope="module")
def table() -> Iterator[sqlite3.Connection]:
    """A database of ours in memory, of which the full-text table alone is used."""
    with closing(sqlite3.connect(":memory:")) as connection:
        schema.migrations.apply(SqliteUtils(connection, execute_plugins=False))
        connection.execute("create virtual table temp.vocabulary using fts5vocab(main, item_words, row)")
        yield connection


def fill(table: sqlite3.Connection, made: list[Item], recognizer: Recognizer) -> None:
    table.execute("delete from item_words")
    table.executemany(
        "insert into item_words (rowid, title, body, title_names, body_names, facts) values (?, ?, ?, ?, ?, ?)",
        [(number, *question.words_of(Reading(item, SOURCE, recognizer))) for number, item in enumerate(made)],
    )


def answers(table: sqlite3.Connection, expression: str) -> set[int]:
    found = table.execute("select rowid from item_words where item_words match ?", (expression,))
    return {number for (number,) in found}


def written(title: str, body: str = "") -> Item:
    return Item("", read(title), read(body), None, "en", None)


# ---- against a full scan ---------------------------------------------------------------------------


@given(st.lists(items(), min_size=1, max_size=6), st.lists(rules(), min_size=1, max_size=12), st.booleans())
@settings(deadline=None, max_examples=120)
@pytest.mark.slow
def test_every_item_that_meets_a_rule_answers_its_question_and_no_other_does_surely(
    table: sqlite3.Connection, small: Recognizer, made: list[Item], asked: list[Rule], current: bool
) -> None:
    fill(table, made, small)
    for rule in asked:
        question = ask(rule, small, current)
        matched = {number for number, item in enumerate(made) if explain(rule, item, SOURCE, small) is not None}
        if question is not None:
            surely = answers(table, question.surely) if question.surely else set()
            assert surely <= matched <= answers(table, question.expression), (str(rule), question)


@given(st.lists(st.sampled_from(ODD_TOKENS), min_size=1, max_size=8), st.sampled_from(ODD_TOKENS))
@settings(deadline=None, max_examples=150)
def test_words_phrases_and_beginnings_of_any_script_are_found_and_no_others(
    table: sqlite3.Connection, small: Recognizer, text: list[str], asked: str
) -> None:
    made = [written(" ".join(text)), written(" ".join(reversed(text)))]
    fill(table, made, small)
    tokens = read(asked).tokens
    terms: list[Rule] = [Phrase(tokens, (False,) * len(tokens), asked), *map(Prefix, tokens)]
    for rule in terms:
        question = ask(rule, small, current=True)
        assert question is not None
        assert question.certain
        matched = {number for number, item in enumerate(made) if explain(rule, item, SOURCE, small) is not None}
        assert answers(table, question.expression) == matched


@pytest.mark.parametrize(
    ("rule", "certain"),
    [
        ("wafer", True),
        ("semicon*", True),
        ('"export licence"', True),
        ("TSMC", True),
        ("台積電 關稅", True),
        ("TSMC tariff -wafer -title:quota", True),
        ("title:(TSMC, wafer) lang:ja", True),
        ("hs:8542, source:ustr.rss", True),
        ("plant", True),
        ("BIS", True),
        # match alone knows capitals and distance
        ("XYZ", False),
        ("wafer NEAR/3 quota", False),
        ("TSMC NEAR/3 quota", False),
        ("wafer -XYZ", False),
    ],
)
def test_what_the_table_alone_can_tell(rule: str, certain: bool, small: Recognizer) -> None:
    question = ask(parse(rule, SMALL), small, current=True)
    assert question is not None
    assert question.certain is certain


def test_entities_are_asked_for_by_all_their_names_where_the_catalog_is_another(small: Recognizer) -> None:
    question = ask(parse("TSMC", SMALL), small, current=False)
    assert question is not None
    assert not question.certain
    assert '"台 积 电"' in question.expression
    assert '"jasm"' in question.expression


def test_what_lies_too_deep_in_brackets_for_sqlite_is_left_to_match(
    table: sqlite3.Connection, small: Recognizer
) -> None:
    def nested(depth: int) -> Rule:
        rule: Rule = Word("wafer")
        for level in range(depth):
            rule = And((Word(f"a{level}"), rule)) if level % 2 else Or((Word(f"b{level}"), rule))
        return rule

    fill(table, [written("b1 a0 a1 a2 a3")], small)
    for depth in (DEEPEST - 1, DEEPEST + 1, 300):
        question = ask(InTitle(nested(depth)), small, current=True)
        assert question is not None
        assert question.certain is (depth < DEEPEST)
        answers(table, question.expression)


def test_a_rule_of_which_the_table_knows_nothing_is_not_a_question(small: Recognizer) -> None:
    assert ask(Not(Word("wafer")), small, current=True) is None
    assert ask(Or((Word("quota"), Not(Word("wafer")))), small, current=True) is None


def test_the_longest_rules_are_questions_that_sqlite_understands(table: sqlite3.Connection, small: Recognizer) -> None:
    many = " ".join(f"word{number}" for number in range(64))
    without = "wafer " + " ".join(f"-word{number}" for number in range(63))
    near = f"({', '.join(f'word{number}' for number in range(40))}) NEAR/50 (wafer, quota)"
    for typed in (many, many.replace(" ", ", "), without, near):
        question = ask(parse(typed, SMALL), small, current=True)
        assert question is not None
        assert answers(table, question.expression) == set()


# ---- the words -------------------------------------------------------------------------------------


def test_the_tokenizer_gives_back_every_letter_of_a_plain_word(table: sqlite3.Connection) -> None:
    plain = re.compile(f"[{question.PLAIN_LETTERS}]")
    letters = [chr(code) for code in range(0x10000) if plain.fullmatch(chr(code))]
    table.execute("delete from item_words")
    table.execute("insert into item_words (title) values (?)", (" ".join(f"q{letter}q" for letter in letters),))
    found = {word for (word,) in table.execute("select term from vocabulary")}
    assert found == {f"q{letter}q" for letter in letters}


@given(st.text(min_size=1, max_size=12), st.text(max_size=12))
def test_no_two_tokens_are_spelled_alike_and_a_beginning_begins_the_spelling(one: str, other: str) -> None:
    for first, second in ((one, other), (fold(one) or "a", fold(other))):
        assert (question.spelled(first) == question.spelled(second)) == (first == second)
        assert question.spelled(first + second).startswith(question.spelled_beginnings(first))
        assert question.spelled(first) != question.BREAK


@given(st.text())
def test_whatever_a_text_holds_becomes_one_word_a_token(text: str) -> None:
    found = read(text)
    spelling = [word for word in question.words_of_text(found).split(" ") if word not in ("", question.BREAK)]
    assert spelling == [question.spelled(token) for token in found.tokens]
    assert all(re.fullmatch(f"[{question.PLAIN_LETTERS}]+", word) for word in spelling)
    assert TOKEN.fullmatch(question.BREAK)


def test_a_break_is_written_where_no_phrase_may_cross() -> None:
    spelling = question.words_of_text(read("Wafer, quota. Levy 關。稅 關稅"))
    assert spelling == "wafer quota zzbreak levy 关 zzbreak 税 关 税"


def test_a_catalog_without_a_version_is_never_known_to_be_what_is_written(forms: Forms) -> None:
    assert Recognizer(SMALL, forms).version == ""
    one, other = (Recognizer(replace(SMALL, version=version), forms).version for version in "ab")
    assert one != other
