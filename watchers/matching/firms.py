"""Places and goods in names of firms, ships, towns and streets: Gujarat Fluorochemicals Limited, Lima, Ohio."""

from __future__ import annotations

from watchers.matching.surroundings import Scan, Span
from watchers.text.tokens import Gap

SHIPS = frozenset(("v", "vessel"))
"""Words that precede the name of a ship; the first is of M/V."""
_REACH, _SHORT_REACH, _NEAR = 8, 5, 3
"""Words of a firm's name that are read for its legal form; the second in a headline whose words all have capitals, the
third after goods."""
_LEGAL_FORMS = frozenset(
    "co company corp corporation inc incorporated limited llc llp lp ltd railroad railway university".split()
)
_SHORTENED = frozenset("chem co eng ind inds int intl manuf mfg tech".split())
"""Words of a firm's name that end in a period."""
_STATES = frozenset(
    "alabama;alaska;arizona;arkansas;calif;california;colorado;connecticut;delaware;florida;hawaii;idaho;"
    "illinois;indiana;iowa;kansas;kentucky;louisiana;maine;maryland;massachusetts;michigan;minnesota;mississippi;"
    "missouri;montana;nebraska;nevada;new hampshire;new jersey;new mexico;new york;north carolina;north dakota;"
    "ohio;oklahoma;oregon;pennsylvania;rhode island;south carolina;south dakota;tennessee;texas;utah;vermont;"
    "virginia;west virginia;wisconsin;wyoming".split(";")
)
"""The states of the United States but Georgia, which is a country too: China, Georgia ink pact."""
_STATE_CODES = frozenset(
    "al ak az ar ca co ct de fl ga hi id il in ia ks ky la me md ma mi mn ms mo mt ne nv nh nj nm ny nc nd oh ok "
    "or pa ri sc sd tn tx ut vt va wv wi wy".split()
)
_STREETS = frozenset(
    "avenue boulevard creek hollow landfill lane marina point ridge road slough street township wharf".split()
)
"""Words that end the names of streets and of small places."""
_VENUES = frozenset(
    "arena ballpark classic coliseum cup dome invitational marathon museum park stadium theater theatre".split()
)
"""Words that end the names of venues and of tournaments, which have the name of a sponsor."""
_SETTLEMENTS = frozenset("town township village".split())
ON_MAPS = _STREETS | _VENUES | _SETTLEMENTS
"""Words without one of which no name is on a map."""
_ENDING = frozenset("after amid as at by for from in on over to with".split())
"""Words that end a name, although they may have a capital."""


def is_of_firm(scan: Scan, span: Span) -> bool:
    """Return whether a place begins a firm's name, here or where the same two words are again (Jiangsu Alcha).

    In a body, a word with a capital that is not English is enough (Guangdong Hualuo).
    """
    if not _may_go_on(scan, span.after):
        return False
    if span.field and not scan.is_word(scan.text.tokens[span.after]):
        return True
    words = scan.text.tokens[span.first : span.after + 1]
    reach = _SHORT_REACH if scan.is_title_case() else _REACH
    return any(_has_legal_form(scan, at + span.after - span.first, reach) for at in scan.at(words))


def is_in_firm(scan: Scan, span: Span) -> bool:
    """Return whether the name of goods is part of a firm's: Lotus Bharat Steels Limited, Northland Tire Sales, Inc."""
    text, after = scan.text, span.after
    if not scan.is_capitalized(span.first) or after == len(text.tokens):
        return False
    is_ended = text.tokens[after] in _LEGAL_FORMS and text.gap(after) <= Gap.LIGHT
    return is_ended or _has_legal_form(scan, after, _NEAR)


def is_of_ship(scan: Scan, span: Span) -> bool:
    """Return whether a word is of a ship's name: Vessel: LAZY LOBSTER, M/V CRAB QUEEN, S/V Cocoa Bella."""
    tokens, at = scan.text.tokens, span.first
    while at and scan.capital(at) and tokens[at - 1] not in SHIPS:
        at -= 1
    if not at or tokens[at - 1] not in SHIPS:
        return False
    is_marked = at > 1 and scan.text.original[scan.text.begins[at - 1] - 1] == "/"
    return scan.capital(at) or (is_marked and scan.is_capitalized(at))


def is_on_map(scan: Scan, span: Span, *, is_land: bool) -> bool:
    """Return whether a name is in that of a street, a small place or a venue: Shoe Lane, Village of Cuba.

    A venue with a country's name (Taiwan Museum) is in that country.
    """
    text, before, after = scan.text, span.first - 2, span.after
    if not scan.is_capitalized(span.first):
        return False
    is_of = before >= 0 and text.tokens[before + 1] == "of" and scan.is_capitalized(before)
    if is_of and text.tokens[before] in _SETTLEMENTS:
        return True
    is_followed = after < len(text.tokens) and text.gap(after) == Gap.SPACE and scan.is_capitalized(after)
    return is_followed and text.tokens[after] in (_STREETS if is_land else _STREETS | _VENUES)


def is_american_town(scan: Scan, span: Span) -> bool:
    """Return whether a state of the United States follows a place, here or where it is again: Geneva, NY."""
    length = span.after - span.first
    return any(_is_in_state(scan, at + length) for at in scan.at(scan.text.tokens[span.first : span.after]))


def _is_in_state(scan: Scan, after: int) -> bool:
    text = scan.text
    if after >= len(text.tokens) or text.original[text.ends[after - 1] : text.begins[after]] != ", ":
        return False
    following = " ".join(text.tokens[after : after + 2])
    is_name = scan.is_capitalized(after) and (text.tokens[after] in _STATES or following in _STATES)
    return is_name or (text.tokens[after] in _STATE_CODES and scan.capital(after))


def _may_go_on(scan: Scan, after: int) -> bool:
    """Return whether a word with a capital follows a place, perhaps over a bracket that closes or an &."""
    text = scan.text
    if after >= len(text.tokens) or not scan.is_capitalized(after):
        return False
    return text.gap(after) <= Gap.SPACE or text.original[text.ends[after - 1] : text.begins[after]] in (") ", " & ")


def _has_legal_form(scan: Scan, after: int, reach: int) -> bool:
    """Return whether words with capitals follow, and among them a legal form."""
    text = scan.text
    for at in range(after, min(after + reach, len(text.tokens))):
        if at == after and not _may_go_on(scan, at):
            return False
        joins = text.tokens[at] == "and" and at > after
        if not (scan.is_capitalized(at) or joins) or text.tokens[at] in _ENDING:
            return False
        if at > after and text.gap(at) > Gap.LIGHT and text.tokens[at - 1] not in _SHORTENED:
            return False
        if text.tokens[at] in _LEGAL_FORMS:
            return True
    return False
