"""Whether the words around an ambiguous name speak for a company: naive Bayes over the words of title and summary."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import pairwise
from math import exp, log, sqrt

from watchers.text.tokens import Gap, Text, is_cjk

MAX_TOKENS = 400
"""Tokens of a text that speak; the data was learned from titles with summaries."""
MAX_SHOWN = 3


@dataclass(frozen=True, slots=True)
class Evidence:
    """What one language's headlines taught about companies."""

    weights: Mapping[str, float]
    """The log-odds of each word."""
    scale: float
    offset: float

    def of(self, words: Iterable[str]) -> float:
        """Return the log-odds that words speak of a company."""
        found = [weight for word in words if (weight := self.weights.get(word)) is not None]
        return self.scale * sum(found) / sqrt(len(found)) + self.offset if found else self.offset

    def strongest(self, words: Iterable[str]) -> list[tuple[str, float]]:
        """Return the words that speak most for or against a company, at most MAX_SHOWN."""
        found = [(word, self.weights[word]) for word in words if word in self.weights]
        return sorted(found, key=lambda each: (-abs(each[1]), each[0]))[:MAX_SHOWN]


def words_of(text: Text) -> Iterator[str]:
    """Yield the words that speak: Latin words, and pairs of neighboring Chinese or Japanese characters."""
    before = ""
    for token, gap in zip(text.tokens[:MAX_TOKENS], text.gaps, strict=False):
        if is_cjk(token):
            if before and gap == Gap.NONE:
                yield before + token
            before = token
        else:
            before = ""
            if len(token) > 1 and token[0].isalpha():
                yield token


def own_words(tokens: tuple[str, ...]) -> set[str]:
    """Return the words that a name itself consists of, which say nothing about its sense."""
    return {*tokens, *map("".join, pairwise(tokens))}


def posterior(prior: float, log_odds: float) -> float:
    """Return the probability of a sense, given its share among all occurrences of the name and the evidence."""
    return 1 / (1 + exp(-max(-30.0, min(30.0, log(prior / (1 - prior)) + log_odds))))
