"""How likely two items are one story: weights learned from labeled pairs."""

from __future__ import annotations

import pytest

from scripts.build_story_weights import learn, written
from watchers.stories.likelihood import NAMES, WEIGHTS, Evidence, probability

AGAINST = {name for name in Evidence._fields if name.startswith("other_")} | {"hours"}


@pytest.mark.parametrize("translated", [False, True])
def test_each_piece_of_evidence_counts_for_or_against_as_its_name_says(translated: bool) -> None:
    weights = dict(zip(NAMES, WEIGHTS[translated], strict=True))
    assert {name for name in Evidence._fields if weights[name] < 0} == AGAINST


def test_learned_weights_tell_apart_what_differs() -> None:
    """The first value decides, the second is noise, the third is always the same."""
    rows = [((float(at), float(at % 3), 1.0), at + at % 5 > 22) for at in range(40)]
    bias, *weights = learn(rows)
    found = [probability(bias, weights, values) > 0.5 for values, _ in rows]
    assert sum(one == other for one, (_, other) in zip(found, rows, strict=True)) >= 38
    assert weights[0] * 40 > 10 * abs(weights[1]) * 3, "by the range of each value"
    assert weights[2] == 0


def test_weights_are_learned_to_the_point_where_the_mean_is_right() -> None:
    rows = [((float(at % 4),), at % 8 < 2 * (at % 4)) for at in range(80)]
    bias, *weights = learn(rows)
    expected = sum(probability(bias, weights, values) for values, _ in rows)
    assert expected == pytest.approx(sum(same for _, same in rows), abs=1e-6)


def test_the_file_has_a_line_for_each_piece_of_evidence() -> None:
    text = written([0.5] * len(NAMES), [-0.25] * len(NAMES))
    assert text.splitlines()[0] == "bias 0.5000 -0.2500"
    assert [line.split()[0] for line in text.splitlines()] == list(NAMES)
