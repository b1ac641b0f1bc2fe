"""What an alert shows of an item: few sentences, those with the matched words, and the words marked."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from watchers.model import Hit
from watchers.summaries.extract import MAX_SUMMARY_LENGTH, MAX_TITLE_LENGTH, Excerpt, summarize, title
from watchers.text.tokens import Text, read

HEADING = read("Something else")


def hits_of(text: Text, *words: str, field: str = "body") -> list[Hit]:
    """A hit at each place of one of the words in the original."""
    return [
        Hit(word, field, at, at + len(word), word)
        for word in words
        for at in range(len(text.original))
        if text.original.startswith(word, at)
    ]


def marked(excerpt: Excerpt) -> list[str]:
    return [excerpt.text[start:end] for start, end in excerpt.marks]


# ---- by example ------------------------------------------------------------------------------------


def test_the_sentence_with_the_matched_word_is_shown() -> None:
    text = read("Rain fell. The quota for wool ends in May. Nobody knew. Later it snowed.")
    excerpt = summarize(text, HEADING, hits_of(text, "quota"))
    assert "The quota for wool ends in May." in excerpt.text
    assert marked(excerpt) == ["quota"]


def test_two_sentences_show_two_words_in_the_order_of_the_text() -> None:
    text = read("A levy was set. Rain fell. The quota ends. Snow fell.")
    excerpt = summarize(text, HEADING, hits_of(text, "quota", "levy"))
    assert excerpt.text == "A levy was set. The quota ends."
    assert marked(excerpt) == ["levy", "quota"]


def test_without_a_matched_word_the_first_sentences_are_shown() -> None:
    text = read("Rain fell. It snowed. The sun shone.")
    assert summarize(text, HEADING, []) == Excerpt("Rain fell. It snowed.")


def test_the_title_is_not_repeated() -> None:
    text = read("Quota for wool ends. It was set in May.")
    assert summarize(text, read("Quota for wool ends"), []).text == "It was set in May."
    assert summarize(read("Quota for wool ends"), read("Quota for WOOL ends"), []).text == ""


def test_an_empty_body_has_no_summary() -> None:
    assert summarize(read(""), HEADING, []) == Excerpt("")
    assert summarize(read("…!"), HEADING, []) == Excerpt("")


def test_a_sentence_too_long_is_cut_around_its_matched_word() -> None:
    text = read("word " * 200 + "quota " + "word " * 200)
    excerpt = summarize(text, HEADING, hits_of(text, "quota"))
    assert excerpt.text.startswith("…")
    assert excerpt.text.endswith("…")
    assert len(excerpt.text) <= MAX_SUMMARY_LENGTH
    assert marked(excerpt) == ["quota"]


def test_an_unspaced_sentence_is_cut_between_its_characters() -> None:
    text = read("海" * 400 + "關稅" + "海" * 400)
    excerpt = summarize(text, HEADING, hits_of(text, "關稅"))
    assert len(excerpt.text) <= MAX_SUMMARY_LENGTH
    assert marked(excerpt) == ["關稅"]


def test_a_line_break_is_shown_as_a_space() -> None:
    text = read("The quota\nfor wool ends.")
    excerpt = summarize(text, HEADING, hits_of(text, "quota"))
    assert excerpt.text == "The quota for wool ends."


def test_overlapping_hits_are_one_mark() -> None:
    text = read("半導體關稅上路。")
    excerpt = summarize(text, HEADING, hits_of(text, "半導體關稅", "關稅", "導體關"))
    assert marked(excerpt) == ["半導體關稅"]


def test_hits_in_the_title_mark_nothing_in_the_summary() -> None:
    text = read("The quota for wool ends.")
    assert summarize(text, HEADING, hits_of(text, "quota", field="title")).marks == ()


def test_a_title_is_shown_whole_with_its_marks_or_cut_between_words() -> None:
    short = read("Quota for wool")
    assert title(short, hits_of(short, "wool", field="title")) == Excerpt("Quota for wool", ((10, 14),))
    long = read("Quota " + "for wool " * 30)
    excerpt = title(long, hits_of(long, "Quota", field="title"))
    assert len(excerpt.text) <= MAX_TITLE_LENGTH
    assert excerpt.text.endswith(("for…", "wool…"))
    assert marked(excerpt) == ["Quota"]


# ---- laws ------------------------------------------------------------------------------------------

WORDS = ("quota", "levy", "關稅", "台積電", "U.S.", "8542.31", "wool", "mill", "上調", "the", "word" * 20)
BETWEEN = (" ", " ", " ", "", ". ", "。", ", ", "\n", "\n\n", "! ", " “", "”. ", "… ", ": ", '" ')


@st.composite
def bodies(draw: st.DrawFn) -> str:
    words = draw(st.lists(st.sampled_from(WORDS), max_size=40))
    body = "".join(word + draw(st.sampled_from(BETWEEN)) for word in words)
    return body * draw(st.sampled_from((1, 1, 1, 4)))


@given(bodies(), st.sets(st.sampled_from(WORDS[:6])), bodies())
@settings(deadline=None, max_examples=400)
@pytest.mark.slow
def test_a_summary_is_short_and_its_marks_hold_matched_words(body: str, words: set[str], heading: str) -> None:
    text = read(body)
    hits = hits_of(text, *words)
    excerpt = summarize(text, read(heading), hits)
    assert len(excerpt.text) <= MAX_SUMMARY_LENGTH
    check_marks(excerpt, words)
    if hits and read(heading).tokens != text.tokens and excerpt.text and not heading.strip():
        assert excerpt.marks


@given(bodies(), st.sets(st.sampled_from(WORDS[:6])))
@settings(deadline=None, max_examples=200)
def test_a_title_is_short_and_its_marks_hold_matched_words(original: str, words: set[str]) -> None:
    text = read(original)
    excerpt = title(text, hits_of(text, *words, field="title"))
    assert len(excerpt.text) <= MAX_TITLE_LENGTH
    check_marks(excerpt, words)


def check_marks(excerpt: Excerpt, words: set[str]) -> None:
    """In order, disjoint, inside the text, and each is matched words and nothing else."""
    last = 0
    for start, end in excerpt.marks:
        assert last <= start < end <= len(excerpt.text)
        assert any(word in excerpt.text[start:end] for word in words)
        last = end


@given(bodies())
@settings(deadline=None, max_examples=150)
def test_whatever_is_shown_is_in_the_text(body: str) -> None:
    excerpt = summarize(read(body), HEADING, [])
    shown = iter("".join(body.split()))
    assert all(character in shown for character in "".join(excerpt.text.strip("…").split()))


@given(bodies(), st.sets(st.sampled_from(WORDS[:4]), min_size=1))
@settings(deadline=None, max_examples=300)
@pytest.mark.slow
def test_a_summary_of_a_body_with_a_matched_word_marks_one(body: str, words: set[str]) -> None:
    text = read(body)
    hits = hits_of(text, *words)
    if hits:
        assert summarize(text, HEADING, hits).marks
