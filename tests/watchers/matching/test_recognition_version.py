"""A change of what is recognized raises a version, so that stored items are indexed again."""

from __future__ import annotations

import json
from hashlib import sha256
from importlib.resources import files
from pathlib import Path

from watchers.entities import CATALOGUE_VERSION, DATA_FILES, VOCABULARIES, WORDS
from watchers.matching import Reading, Recognizer
from watchers.matching.recognizer import RECOGNITION_VERSION
from watchers.model import Fact, Item, SourceId
from watchers.search.question import words_of
from watchers.text.tokens import FOLDING, read

SAMPLES = Path(__file__).parents[3] / "samples" / "headlines"
FACTS = (Fact("hs", "85423100", "title", 0, 0), Fact("agency", "industry-and-security-bureau", "document", 0, 0))

CATALOGUE = ("21", "557f0b385b1b9a88")
"""CATALOGUE_VERSION, and the digest of the data files."""
RESULTS = ("21", 19, 3, "07606b4e6602ee1e", "af8eeb8277296104")
"""CATALOGUE_VERSION, RECOGNITION_VERSION, FOLDING, the digest of the samples, and that of what is recognized there."""


def test_a_change_of_the_data_files_raises_their_version() -> None:
    folder = files("watchers")
    paths = [
        *(("entities", "data", name) for name in (*DATA_FILES, VOCABULARIES, WORDS)),
        ("rules", "data", "english_forms.txt"),
    ]
    digest = sha256(b"\0".join(folder.joinpath(*path).read_bytes() for path in paths)).hexdigest()[:16]
    assert (CATALOGUE_VERSION, digest) == CATALOGUE, (
        "The data files changed. Raise CATALOGUE_VERSION in watchers/entities/__init__.py, so that stored items are"
        f" indexed anew, then write it and {digest!r} into CATALOGUE and RESULTS here."
    )


def test_a_change_of_what_is_recognized_raises_the_version(recognizer: Recognizer) -> None:
    samples, results = sha256(), sha256()
    for path in sorted(SAMPLES.glob("*.jsonl")):
        for line in path.read_text("utf-8").splitlines():
            case = json.loads(line)
            item = Item("", read(case["title"]), read(case["summary"]), None, case["lang"], "TW", FACTS)
            samples.update(f"{case['title']}\0{case['summary']}\0{case['lang']}\0".encode())
            results.update("\0".join(words_of(Reading(item, SourceId("Ustr.rss"), recognizer))).encode())
    found = (
        CATALOGUE_VERSION,
        RECOGNITION_VERSION,
        FOLDING,
        samples.hexdigest()[:16],
        results.hexdigest()[:16],
    )
    assert found == RESULTS, (
        "What is recognized in samples/headlines changed. If you changed code, raise RECOGNITION_VERSION in"
        " watchers/matching/recognizer.py, so that stored items are indexed anew; if you changed how a text is cut into"
        " tokens, raise FOLDING in watchers/text/tokens.py. If only samples or data files changed, raise neither."
        f" Then write {found!r} into RESULTS here."
    )
