"""What real headlines taught: where words end in Chinese and Japanese, and which words go with which sense of a name.

The data file is made by scripts/build_senses.py; it has figures, no sentences.
"""

from __future__ import annotations

import json
import lzma
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from watchers.senses.borders import Lexicon
from watchers.senses.evidence import Evidence

STEPS = 16
"""Costs and weights are stored as integers, in steps of 1/16."""


@dataclass(frozen=True, slots=True)
class Senses:
    """Everything learned, by language: ``zh`` for both scripts, which fold alike, and ``ja``."""

    lexicons: Mapping[str, Lexicon]
    evidence: Mapping[str, Evidence]
    """What speaks for companies."""
    priors: Mapping[str, Mapping[str, Mapping[str, float]]]
    """By language (zh-Hant, zh-Hans, ja), name as folded tokens without spaces, and entity: the share of the name's
    occurrences that mean the entity."""
    version: str = ""
    """Digest of the data file; "" if nothing was learned."""

    def prior(self, entity: str, tokens: tuple[str, ...], language: str) -> float | None:
        """Return the share of a name's occurrences that mean the entity; None if it was met too rarely.

        A script in which it was not met uses what the other one says.
        """
        name = "".join(tokens)
        scripts = [language, *sorted(other for other in self.priors if other[:2] == language[:2] and other != language)]
        for script in scripts:
            prior = self.priors.get(script, {}).get(name, {}).get(entity)
            if prior is not None:
                return prior
        return None


NOTHING_LEARNED = Senses({}, {}, {})


@cache
def load() -> Senses:
    """Read the shipped data once and cache the result; this takes about 0.1 seconds."""
    packed = files("watchers.senses").joinpath("data", "senses.json.xz").read_bytes()
    learned = json.loads(lzma.decompress(packed))
    return Senses(
        {language: _lexicon(words) for language, words in learned["lexicons"].items()},
        {language: _evidence(model) for language, model in learned["evidence"].items()},
        learned["priors"],
        learned["version"],
    )


def _lexicon(stored: Mapping[str, str]) -> Lexicon:
    # Words of the same cost share one number.
    costs = map([code / STEPS for code in range(256)].__getitem__, bytes.fromhex(stored["costs"]))
    return Lexicon(dict(zip(stored["words"].split(" "), costs, strict=True)))


def _evidence(stored: Mapping[str, Any]) -> Evidence:
    weights = [(code - 128) / STEPS for code in bytes.fromhex(stored["weights"])]
    return Evidence(dict(zip(stored["words"].split(" "), weights, strict=True)), stored["scale"], stored["offset"])
