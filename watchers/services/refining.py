"""Propose how a watch can leave out what an alert shows: a word of its title, or everything outside of titles."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import timedelta

from watchers.errors import RuleError
from watchers.matching import Recognizer
from watchers.model import Alert, Hit, Reason, StoredItem, Subscriber, Watch
from watchers.rules import And, ChatAliases, Field, InTitle, Not, Rule, Word, as_typed, forms, joined
from watchers.search import BackTest
from watchers.services.aliases import RuleService
from watchers.store import Rows, Transaction, subscribers
from watchers.store.database import reading
from watchers.store.subscribers import SearchId
from watchers.text.tokens import Text, is_cjk

MAX_WORDS = 3
"""Words that are proposed."""
MAX_TRIED = 8
"""Words of a title that are tried."""
MIN_LATIN, MIN_CJK = 4, 2
"""Characters of a word that is proposed."""
MAX_SHARE = 0.05
"""A word that more items have says nothing about what an item is about, unless it is found in few items."""
FEW_ITEMS = 20
COMMON = frozenset(
    "about after again against amid before between could during from have into more most over says than that their "
    "them they this through under until what when where which while will with would".split()
)
"""English words that say nothing about what an item is about."""
TIME_LIMIT = timedelta(seconds=0.02)
"""Time limit for each test, so that all of them together answer a press at once."""


@dataclass(frozen=True, slots=True)
class Exclusion:
    """A word that a watch could leave out."""

    word: str
    dropped: int
    """How many of the matches of the last 30 days it would have removed."""
    rule: SearchId
    """The ID under which the changed rule is stored among the searches."""


@dataclass(frozen=True, slots=True)
class Proposal:
    """How a watch can leave out what an alert shows."""

    watch: Watch
    item: StoredItem
    hits: tuple[Hit, ...]
    count: int
    """How many items of the last 30 days the watch matches."""
    exclusions: tuple[Exclusion, ...]
    """The most telling word first; empty if no word of the title can be left out."""
    in_titles: SearchId | None
    """The rule that is met only by titles; None if it would not have left the item out."""


@dataclass(frozen=True, slots=True)
class _Tested:
    word: str
    rule: Rule
    dropped: int
    """0 if the word is not proposed."""
    score: float


@dataclass(frozen=True, slots=True)
class Refining(RuleService):
    """Propose exclusions, tested on stored items."""

    async def propose(self, subscriber: Subscriber, alert: Alert, number: int) -> Proposal | None:
        """Propose how a watch can leave out an alert. Return None if the alert does not name the watch."""
        reason = next((each for each in alert.all_reasons if each.watch.number == number), None)
        own = await self._own(subscriber)
        rule = self.aliases.rule_of(reason.watch, own) if reason else None
        if reason is None or rule is None or alert.item is None:
            return None
        typed, hits = own.reread(reason.watch.typed), [hit for each in alert.all_reasons for hit in each.hits]
        count = (await self._count(subscriber, own.put_into(typed))).count
        tested = [
            await self._tested(subscriber, own.put_into(typed), word)
            for word in words_of(alert.item, hits, self.recognizer)[:MAX_TRIED]
        ]
        useful = [each for each in tested if each.dropped and (each.dropped < count or count == 1)]
        best = sorted(useful, key=lambda each: -each.score)[:MAX_WORDS]
        texts = [excluding(reason.watch.typed, each.rule, own) for each in best]
        in_titles = _only_titles(typed, own) if _is_outside_title(reason) else None
        kept = await self.database.write(self._keep, subscriber, [*texts, *([in_titles] if in_titles else [])])
        exclusions = (Exclusion(each.word, each.dropped, rule) for each, rule in zip(best, kept, strict=False))
        return Proposal(
            reason.watch, alert.item, reason.hits, count, tuple(exclusions), kept[-1] if in_titles else None
        )

    async def _tested(self, subscriber: Subscriber, rule: Rule, word: str) -> _Tested:
        """Count what a word would remove.

        A word is telling if it is found elsewhere and rarely among the matches, but not in every kind of item.
        """
        excluded = _excluded(word, self.recognizer)
        dropped = (await self._count(subscriber, joined(And, [rule, excluded]))).count
        everywhere = await self._count(subscriber, excluded)
        if not dropped or everywhere.count > max(FEW_ITEMS, MAX_SHARE * everywhere.looked_at):
            return _Tested(word, excluded, 0, 0.0)
        return _Tested(word, excluded, dropped, everywhere.count / dropped)

    async def _count(self, subscriber: Subscriber, rule: Rule) -> BackTest:
        return await self.back_test(subscriber, rule, 1, TIME_LIMIT)

    @reading
    def _own(self, rows: Rows, subscriber: Subscriber) -> ChatAliases:
        return self.aliases.own(rows, subscriber.id)

    def _keep(self, tx: Transaction, subscriber: Subscriber, texts: Sequence[str]) -> list[SearchId]:
        return [subscribers.keep_search(tx, subscriber.id, text, self.now()) for text in texts]


def words_of(stored: StoredItem, hits: Sequence[Hit], recognizer: Recognizer) -> list[str]:
    """Return the words of a title that are not part of what matched, as they are written, each once."""
    taken = [(hit.start, hit.end) for hit in hits if hit.field == "title"]
    matched = {hit.text.casefold() for hit in hits}
    found = {
        word.casefold(): word
        for start, word in _words(stored.item.title, stored.item.language, recognizer)
        if not any(begin < start + len(word) and start < end for begin, end in taken)
    }
    return [word for folded, word in found.items() if folded not in matched]


def _words(text: Text, language: str, recognizer: Recognizer) -> Iterator[tuple[int, str]]:
    """Yield the words of a text that may say what it is about, with their offsets."""
    at = 0
    while at < len(text.tokens):
        begin, token = text.begins[at], text.tokens[at]
        if not is_cjk(token):
            if len(token) >= MIN_LATIN and token.isalpha() and token not in forms.FUNCTION_WORDS | COMMON:
                yield begin, text.original[begin : text.ends[at]]
            at += 1
            continue
        end = at + 1
        while end < len(text.tokens) and is_cjk(text.tokens[end]) and not text.gaps[end]:
            end += 1
        for word in _divided("".join(text.tokens[at:end]), language, recognizer):
            if len(word) >= MIN_CJK:
                yield text.begins[at], text.original[text.begins[at] : text.ends[at + len(word) - 1]]
            at += len(word)


def _divided(run: str, language: str, recognizer: Recognizer) -> list[str]:
    """Return a run of Chinese or Japanese as words; a run of a language without a lexicon stays whole."""
    lexicon = recognizer.senses.lexicons.get(language[:2])
    return [run] if lexicon is None else lexicon.words(run)


def _excluded(word: str, recognizer: Recognizer) -> Rule:
    """Return a word in all its forms, or as a phrase if it would be read as something else."""
    read = ChatAliases(recognizer.catalog)
    try:
        rule = read.reread(word.lower())
    except RuleError:
        return read.reread(f'"{word}"')
    return rule if isinstance(rule, Word) else read.reread(f'"{word}"')


def excluding(typed: str, excluded: Rule, own: ChatAliases) -> str:
    """Return a rule as typed with an exclusion after it, or written anew if that would mean something else."""
    wanted = joined(And, [own.reread(typed), Not(excluded)])
    minus = f"-{as_typed(excluded, own.reread)}"
    for text in (f"{typed} {minus}", f"({typed}) {minus}"):
        with suppress(RuleError):
            if own.reread(text) == wanted:
                return text
    return as_typed(wanted, own.reread)


def _only_titles(rule: Rule, own: ChatAliases) -> str | None:
    """Return the text of a rule whose words must be in the title; None if that cannot be written."""
    parts = rule.parts if isinstance(rule, And) else (rule,)
    outside = [part for part in parts if isinstance(part, Field | InTitle | Not)]
    inside = [part for part in parts if part not in outside]
    if not inside:
        return None
    changed = joined(And, [InTitle(joined(And, inside)), *outside])
    text = as_typed(changed, own.reread)
    try:
        own.reread(text)
    except RuleError:
        return None
    return text


def _is_outside_title(reason: Reason) -> bool:
    """Return whether a word matched only outside of the title."""
    in_title = {hit.term for hit in reason.hits if hit.field == "title"}
    return any(hit.field == "body" and hit.term not in in_title for hit in reason.hits)
