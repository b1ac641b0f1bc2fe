"""Sixty items of our own, each with its key sentence: the summary has it whole, and only sentences of the source."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.watchers.summaries.test_extract import hits_of
from watchers.summaries.extract import MAX_SUMMARY_LENGTH, summarize
from watchers.text.tokens import read

NEEDED = 54
"""Nine in ten."""
LABELED = [line.split("\t") for line in Path(__file__).with_name("labeled.tsv").read_text("utf-8").splitlines()[1:]]
ENDS = tuple(".!?。！？")


def body_of(labeled: str) -> str:
    return labeled.replace("⟦", "").replace("⟧", "")


def key_of(labeled: str) -> str:
    return labeled.partition("⟦")[2].partition("⟧")[0]


def summary_of(word: str, title: str, labeled: str) -> str:
    text = read(body_of(labeled))
    assert word in text.original
    return summarize(text, read(title), hits_of(text, word)).text


def test_the_key_sentence_is_in_nine_of_ten_summaries(record_property: Callable[[str, object], None]) -> None:
    missed = [title for _, word, title, body in LABELED if key_of(body) not in summary_of(word, title, body)]
    found = len(LABELED) - len(missed)
    record_property("summary", f"summaries: the key sentence in {found} of {len(LABELED)}; without it: {missed}")
    assert len(LABELED) == 60
    assert found >= NEEDED, missed


@pytest.mark.parametrize(("language", "word", "title", "labeled"), LABELED, ids=[each[2] for each in LABELED])
def test_a_summary_is_of_whole_sentences_of_its_source(language: str, word: str, title: str, labeled: str) -> None:
    summary, body = summary_of(word, title, labeled), body_of(labeled)
    assert 0 < len(summary) <= MAX_SUMMARY_LENGTH
    assert summary.endswith(ENDS)
    assert title not in summary
    first = next(end for end in range(len(summary), 0, -1) if summary[:end] in body)
    rest = summary[first:].strip()
    assert rest in body
    assert not rest or summary[:first].rstrip().endswith(ENDS)
