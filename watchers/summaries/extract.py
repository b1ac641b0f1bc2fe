"""Summarize a match: the sentences that contain the matched words, as values. Pure."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from watchers.model import Hit
from watchers.text.tokens import Gap, Text, fold

MAX_TITLE_LENGTH = 180
MAX_SUMMARY_LENGTH = 300
MAX_SENTENCES = 2
ELLIPSIS = "…"


@dataclass(frozen=True, slots=True)
class Excerpt:
    """A piece of text to show; ``marks`` are disjoint (start, end) pairs of code points in it, in order."""

    text: str
    marks: tuple[tuple[int, int], ...] = ()


@dataclass(frozen=True, slots=True)
class _Piece:
    """A stretch of the original: tokens ``first`` up to, not including, ``after``."""

    start: int
    end: int
    first: int
    after: int


def title(text: Text, hits: Iterable[Hit]) -> Excerpt:
    """Return the title, at most 180 characters, with the matched parts marked."""
    marks = _marks(hits, "title")
    if len(text.original) <= MAX_TITLE_LENGTH:
        return _excerpt(text.original, [(0, len(text.original))], marks)
    end = max((end for end in text.ends if end < MAX_TITLE_LENGTH), default=MAX_TITLE_LENGTH - 1)
    cut = _excerpt(text.original, [(0, end)], marks)
    return Excerpt(cut.text + ELLIPSIS, cut.marks)


def summarize(text: Text, heading: Text, hits: Iterable[Hit]) -> Excerpt:
    """Return at most two sentences and 300 characters of a body: those with the most matched terms and figures.

    The title is never repeated, and no boilerplate is shown if there is anything else; without a matched word, the
    first sentences are used.
    """
    hits = [hit for hit in hits if hit.field == "body"]
    marks = _marks(hits, "body")
    sentences = _sentences(text)
    if len(sentences) > 1:
        said = {piece: text.original[piece.start : piece.end] for piece in sentences}
        sentences = [piece for piece in sentences if not _repeats(said[piece], heading)]
        sentences = [piece for piece in sentences if not _BOILERPLATE.search(said[piece])] or sentences
    chosen = _chosen(text, sentences, hits)
    pieces: list[tuple[int, int]] = []
    room = MAX_SUMMARY_LENGTH
    for sentence in chosen:
        length = sentence.end - sentence.start
        if length + 1 <= room or (not pieces and length <= room):
            pieces.append((sentence.start, sentence.end))
            room -= length + 1
        elif not pieces:
            return _window(text, sentence, marks)
    if not pieces or fold(text.original).strip() == fold(heading.original).strip():
        return Excerpt("")
    return _excerpt(text.original, sorted(pieces), marks)


def _sentences(text: Text) -> list[_Piece]:
    starts = [at for at in range(len(text.tokens)) if text.gap(at) is Gap.END]
    pieces: list[_Piece] = []
    for at, first in enumerate(starts):
        after = starts[at + 1] if at + 1 < len(starts) else len(text.tokens)
        begin = text.begins[first]
        # Include an opening quote or bracket right before the first token.
        while begin > 0 and text.original[begin - 1] in "\"'“‘「『（([《〈【$€£¥#@":
            begin -= 1
        limit = text.begins[after] if after < len(text.tokens) else len(text.original)
        block = text.original[begin:limit].split("\n\n", 1)[0].rstrip().rstrip("「『（([《〈【“‘$€£¥#@").rstrip()
        pieces.append(_Piece(begin, begin + len(block), first, after))
    return pieces


def _repeats(sentence: str, heading: Text) -> bool:
    return fold(sentence).rstrip(" .。") == fold(heading.original).rstrip(" .。")


_BOILERPLATE = re.compile(
    r"^(?:click|read|sign\sup|subscribe|see\salso|related|follow\sus|copyright|share\sthis|photo)\b"
    r"|\ball\srights\sreserved\b|\bnewsletter\b|©|^(?:延伸閱讀|相關新聞|責任編輯|責編|责任编辑|相关阅读|更多内容)"
    r"|関連記事|続きを読む|無断転載|会員限定",
    re.IGNORECASE,
)
"""A sentence that is about the page, not about what happened."""


def _chosen(text: Text, sentences: Sequence[_Piece], hits: Sequence[Hit]) -> list[_Piece]:
    """Return the sentences to show, those that add the most matched terms first, and of these those with figures."""
    waiting = list(sentences)
    matched = {at for hit in hits for at in range(hit.start, hit.end)}
    figures_in = {piece: _figures(text, piece, matched) for piece in sentences}
    missing = {hit.term for hit in hits}
    chosen: list[_Piece] = []

    def worth(piece: _Piece) -> tuple[int, int, bool, int]:
        """Return the matched terms that it adds, then its figures; then come the one after the first chosen, the first.

        Without a matched word the first sentences say the most, whatever their figures.
        """
        new = len(_terms_in(piece, hits) & missing)
        figures = figures_in[piece] if new else 0
        return new, figures, not new and bool(chosen) and piece.start > chosen[0].start, -piece.start

    while waiting and len(chosen) < MAX_SENTENCES:
        best = max(waiting, key=worth)
        missing -= _terms_in(best, hits)
        waiting.remove(best)
        chosen.append(best)
    return chosen


def _figures(text: Text, piece: _Piece, matched: Collection[int]) -> int:
    """Return how many numbers a sentence has besides those that matched, up to three."""
    found = _FIGURE.finditer(text.original, piece.start, piece.end)
    return min(MAX_FIGURES, sum(number.start() not in matched for number in found))


_FIGURE = re.compile(r"\d[\d.,]*")
MAX_FIGURES = 3
"""More numbers than these are a table, and say no more."""


def _terms_in(piece: _Piece, hits: Iterable[Hit]) -> set[str]:
    return {hit.term for hit in hits if piece.start <= hit.start and hit.end <= piece.end}


def _window(text: Text, sentence: _Piece, marks: Sequence[tuple[int, int]]) -> Excerpt:
    """Return 300 characters of a sentence too long to show, around its first matched word, cut between tokens."""
    inside = [mark for mark in marks if sentence.start <= mark[0] and mark[1] <= sentence.end]
    budget = MAX_SUMMARY_LENGTH - 2 * len(ELLIPSIS)
    anchor = inside[0][0] if inside else sentence.start
    begin = max(sentence.start, min(anchor - budget // 4, sentence.end - budget))
    starts = text.begins[sentence.first : sentence.after]
    begin = min((at for at in starts if at >= begin), default=anchor) if begin > sentence.start else sentence.start
    begin = min(begin, anchor)
    end = max(
        (at for at in text.ends[sentence.first : sentence.after] if begin < at <= begin + budget),
        default=begin + budget,
    )
    cut = _excerpt(text.original, [(begin, end)], marks)
    before, after = ELLIPSIS if begin > sentence.start else "", ELLIPSIS if end < sentence.end else ""
    marks = tuple((start + len(before), end + len(before)) for start, end in cut.marks)
    return Excerpt(before + cut.text + after, marks)


def _excerpt(original: str, pieces: Sequence[tuple[int, int]], marks: Sequence[tuple[int, int]]) -> Excerpt:
    shown: list[str] = []
    moved: list[tuple[int, int]] = []
    at = 0
    for start, end in pieces:
        if shown and not shown[-1].endswith(_FULL_WIDTH_ENDS):
            shown.append(" ")
            at += 1
        shown.append(original[start:end].replace("\n", " "))
        moved += [(begin - start + at, after - start + at) for begin, after in marks if start <= begin and after <= end]
        at += end - start
    return Excerpt("".join(shown), tuple(moved))


_FULL_WIDTH_ENDS = tuple("。！？」』）…")


def _marks(hits: Iterable[Hit], field: str) -> list[tuple[int, int]]:
    """Return the hits of a field as disjoint ranges in order; merge overlapping ones."""
    joined: list[tuple[int, int]] = []
    for start, end in sorted((hit.start, hit.end) for hit in hits if hit.field == field):
        if joined and start < joined[-1][1]:
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((start, end))
    return joined
