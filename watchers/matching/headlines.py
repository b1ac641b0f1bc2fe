"""What a headline shows of a name: that it acts, is quoted, is a name, comes from a country, or follows its verb."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from watchers.entities import Tokens
from watchers.matching.surroundings import Scan, Span
from watchers.text.tokens import Gap, Text, is_cjk

_AMERICAN = frozenset(
    "accuses adds admits agrees aims announces approves asks awaits bans bars begins bets blacklists blames blasts "
    "blocks boosts braces buys clears clinches confirms considers criticizes cuts defends defies delays "
    "demands denies determines dismisses ditches doubles drafts drops eases ends exits expands expects extends eyes "
    "faces files finalizes finds fines flags freezes gets gives hails halts halves hikes hires holds hits "
    "imposes initiates inks insists investigates invests invokes issues joins jumps keeps launches lifts loses lowers "
    "makes mulls needs negotiates offers opens opposes orders overtakes pauses pays pledges plots posts prepares "
    "presses probes promises proposes pulls pushes puts quits raises reaches readies recalls rejects relaxes removes "
    "reports restarts restricts resumes retaliates reveals reverses revives revokes rolls says scraps seals secures "
    "seeks seizes sells sets settles shelves shifts shuts signals signs skips slams slaps slashes snubs spends starts "
    "steps stops sues summons suspends switches takes teams tells threatens tightens touts trims triples unveils "
    "urges vetoes vows waives wants warns weighs welcomes widens wins withdraws "
    "accused barred blamed cleared fined ordered sued told urged to will would may could must".split()
)
_VERBS = _AMERICAN | {verb.replace("izes", "ises") for verb in _AMERICAN}
"""Words that follow the subject of an English headline and are rarely nouns."""
_GOVERNS = frozenset(
    "accuses announces approves bans blames blasts blocks criticizes defends defies demands ditches eases "
    "imposes insists invokes lifts mulls negotiates offers pauses pledges presses promises proposes rejects relaxes "
    "restricts retaliates revives revokes scraps slams slaps summons suspends threatens tightens touts unveils urges "
    "vetoes vows waives warns weighs withdraws".split()
)
"""Those of them that are rarely said of people who do not govern."""
_SAYS = frozenset("pledges said says tells urges vows warns".split())
_REACH, _LONGEST_LAND = 8, 5
"""Words of a product's name that are read for its country, and of the country's name."""
_LONGEST_NAME = 3
"""Words of the second name of a subject."""
_CLAUSE = 12
"""Tokens that may be between a verb and its object; a Chinese character is one."""
_PLACING = frozenset("at in near the".split())
"""Words that come before a place or a thing: in Corning, in the Amazon."""


def acts(scan: Scan, span: Span) -> bool:
    """Return whether a name begins the title or a clause of it, and a verb follows: Apple inks; Shell, Equinor seal."""
    if not _begins_clause(scan, span):
        return False
    text, at = scan.text, span.after
    return (text.gaps[at] == Gap.SPACE and text.tokens[at] in _VERBS) or _acts_with_another(scan, at)


def governs(scan: Scan, span: Span) -> bool:
    """Return whether a name begins the title or a clause of it, and a verb of politics follows: Carney scraps."""
    if not _begins_clause(scan, span):
        return False
    text = scan.text
    return text.gaps[span.after] == Gap.SPACE and text.tokens[span.after] in _GOVERNS


def _begins_clause(scan: Scan, span: Span) -> bool:
    """Return whether a name begins the title or a clause of it, and goes on."""
    text = scan.text
    begins = not span.first or text.gaps[span.first] > Gap.LIGHT
    return begins and not span.field and span.after < len(text.tokens)


def _acts_with_another(scan: Scan, at: int) -> bool:
    """Return whether another name, from the token after the first one, and a verb follow: Muscat and New Delhi ink."""
    text, start = scan.text, at + (scan.text.tokens[at] == "and")
    if text.gaps[at] > Gap.LIGHT or (start == at and text.original[text.ends[at - 1]] not in ",&"):
        return False
    verb = start
    while verb < min(len(text.tokens), start + _LONGEST_NAME) and scan.is_capitalized(verb):
        verb += 1
    if verb in (start, len(text.tokens)) or scan.is_capitalized(verb) or text.gaps[verb] != Gap.SPACE:
        return False
    return not _VERBS.isdisjoint(text.tokens[verb] + ending for ending in ("s", "es"))


def is_quoted(scan: Scan, span: Span) -> bool:
    """Return whether the title says what a person said: Goyal: pact is near, or Pact is near, Goyal says."""
    text = scan.text
    if span.field or span.after == len(text.tokens):
        return False
    is_source = not span.first and text.original[text.ends[span.after - 1]] == ":"
    return is_source or (text.gaps[span.after] == Gap.SPACE and text.tokens[span.after] in _SAYS)


def is_proper(scan: Scan, span: Span) -> bool:
    """Return whether a word with a capital can only be a name: inside a headline whose other words have none.

    It is not if a word with a capital touches it (Harrison Ford), or if it may be a place or a thing.
    """
    text, before, after = scan.text, span.first - 1, span.after
    if span.field or before < 0 or scan.is_title_case() or not scan.is_capitalized(span.first):
        return False
    if not _is_one_space(text, span.first) or scan.is_capitalized(before) or text.tokens[before] in _PLACING:
        return False
    if after == len(text.tokens):
        return True
    is_joined = text.gap(after) <= Gap.SPACE and (scan.is_capitalized(after) or not _is_one_space(text, after))
    return not is_joined


def is_small(scan: Scan, span: Span) -> bool:
    """Return whether an English word is in small letters in a field that has capitals: to trump."""
    text = scan.text
    is_word = span.after - span.first == 1 and scan.is_word(text.tokens[span.first])
    return is_word and text.original[text.begins[span.first]].islower() and any(map(str.isupper, text.original))


def is_from_abroad(scan: Scan, span: Span, is_land: Callable[[Tokens], bool]) -> bool:
    """Return whether the title says from which country goods come: Steel Pails From China."""
    text = scan.text
    for at in range(span.after, min(span.after + _REACH, len(text.tokens) - 1)):
        if span.field or text.gap(at) > Gap.LIGHT:
            return False
        if text.tokens[at] == "from":
            start = at + 1 + (text.tokens[at + 1] == "the")
            return any(is_land(text.tokens[start : start + length]) for length in range(1, _LONGEST_LAND + 1))
        if not (scan.is_capitalized(at) or text.tokens[at] in ("and", "or")):
            return False
    return False


def is_object(scan: Scan, span: Span, verbs: Iterable[tuple[int, int]]) -> bool:
    """Return whether a verb, given by its first token and the one after it, precedes a noun in its clause."""
    begin = span.first
    while begin > max(0, span.first - _CLAUSE) and _goes_on(scan, begin):
        begin -= 1
    return any(begin <= first and after <= span.first for first, after in verbs)


def _goes_on(scan: Scan, token: int) -> bool:
    """Return whether the clause of a token begins before it: in Chinese and Japanese a space ends a clause."""
    text = scan.text
    if is_cjk(text.tokens[token]) and is_cjk(text.tokens[token - 1]):
        return text.original[text.ends[token - 1] : text.begins[token]] in ("", "、")
    return text.gap(token) <= Gap.SPACE


def _is_one_space(text: Text, token: int) -> bool:
    return text.original[text.ends[token - 1] : text.begins[token]] == " "
