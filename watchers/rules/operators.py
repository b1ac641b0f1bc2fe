"""Gives the words of a rule that are operators, or that say nothing, their effect: from their neighbors."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise, takewhile

from watchers.codes import CODE_NAMES
from watchers.entities import Catalog
from watchers.errors import RuleError, RuleProblem
from watchers.rules.grammar import Leaves, Piece, without
from watchers.rules.known import kind_of
from watchers.rules.syntax import And, Field, Note, NoteKind, Or, joined
from watchers.rules.vocabulary import CONTRASTS, FILLERS, LOOSE, MINUSES, NOT, NOT_BEFORE, REQUESTS, SEPARATORS, Kind
from watchers.text.tokens import read

_OPERANDS = (Kind.TERM, Kind.OPEN, Kind.FIELD, Kind.NOT)
_WORD = re.compile(r"[^\s()（）,，、]+")
_COLON = re.compile("[:：]")
_LISTED = ("product", "company", "code")
"""Kinds of which several beside each other are alternatives."""
_NOTE_OF = {Kind.OR: NoteKind.OR, Kind.AND: NoteKind.AND, Kind.NOT: NoteKind.NOT}


@dataclass(slots=True)
class Operators:
    """Settles the pieces of one rule, in which WORD is a word that says nothing."""

    text: str
    leaves: Leaves
    notes: list[Note]

    def settle(self, pieces: Sequence[Piece]) -> list[Piece]:
        """Return the pieces of the grammar; raise RuleError if an operator has no operand, or two readings."""
        settled = self._after_colon(self._without_empty_words(pieces))
        settled = list(self._with_signs(settled))
        settled = list(self._with_glosses(self._with_enumerations(settled)))
        settled = list(_with_runs_in_brackets(settled, self.leaves.catalog))
        settled = self._with_operands(settled)
        self._refuse_ambiguous_minus(settled)
        settled = _with_lists_of_exclusions(settled, self.leaves.catalog)
        return _with_close_or(settled, self.leaves.catalog, self.text)

    def _without_empty_words(self, pieces: Sequence[Piece]) -> list[Piece]:
        """Leave out words that say nothing, unless an operator needs them or nothing else would be left."""
        kept: list[Piece] = []
        left_out: list[str] = []
        for at, piece in enumerate(pieces):
            if piece.kind is not Kind.WORD:
                kept.append(piece)
                continue
            before = pieces[at - 1].kind if at else None
            following = pieces[at + 1].kind if at + 1 < len(pieces) else Kind.END
            if before in (Kind.FIELD, Kind.NEAR) or following is Kind.NEAR:
                kept.append(self._as_term(piece))
            else:
                left_out.append(piece.text)
        if left_out and not any(piece.kind in _OPERANDS for piece in kept):
            return self._only_empty_words(pieces)
        if left_out:
            plain = all(piece.kind in (Kind.WORD, Kind.TERM) for piece in pieces) and '"' not in self.text
            phrase = f'"{" ".join(self.text.split())}"' if plain else ""
            self.notes.append(Note(NoteKind.LEFT_OUT, ", ".join(dict.fromkeys(left_out)), phrase))
        return kept

    def _only_empty_words(self, pieces: Sequence[Piece]) -> list[Piece]:
        """Return words that ask for news as terms; refuse a rule of function words alone."""
        if any(piece.kind is Kind.WORD and piece.text.lower() in FILLERS | REQUESTS for piece in pieces):
            return [self._as_term(piece) if piece.kind is Kind.WORD else piece for piece in pieces]
        first = next(piece for piece in pieces if piece.kind is Kind.WORD)
        phrase = f'"{" ".join(piece.text for piece in pieces if piece.kind is Kind.WORD)}"'
        raise RuleError(RuleProblem.ONLY_FUNCTION_WORDS, first.column, first.text, cures=(phrase,))

    def _as_term(self, piece: Piece) -> Piece:
        rules = (self.leaves.phrase(read(piece.text), piece.column),)
        return piece._replace(kind=Kind.TERM, rules=rules, spelled=False)

    def _with_signs(self, pieces: Sequence[Piece]) -> Iterator[Piece]:
        """Yield the pieces, with signs between products or companies in cells of a table, or three that touch.

        So between codes that are typed without a field: 8542.31 8542.32.
        """
        kinds = [self._listed_kind(piece) for piece in pieces]
        between = [self.text[one.end : other.column - 1] for one, other in pairwise(pieces)]
        alike = [one == other and one in _LISTED for one, other in pairwise(kinds)]
        touch = [same and not gap and piece.run > 0 for same, gap, piece in zip(alike, between, pieces, strict=False)]
        for at, piece in enumerate(pieces):
            cell = at and alike[at - 1] and ("\t" in between[at - 1] or kinds[at] == "code")
            if cell or (at and touch[at - 1] and sum(touch[max(at - 2, 0) : at + 1]) > 1):
                yield Piece(Kind.OR, "・", piece.column, piece.column - 1, spelled=True)
            yield piece

    def _after_colon(self, pieces: list[Piece]) -> list[Piece]:
        """Return the pieces with brackets around the alternatives after a colon: steel list: bumpers, appliances."""
        colons = [at for at in range(1, len(pieces)) if _COLON.search(self.text, *_between(pieces, at))]
        if len(colons) != 1:
            return pieces
        before, rest = pieces[: colons[0]], pieces[colons[0] :]
        kinds = {piece.kind for piece in rest}
        if Kind.COMMA not in kinds or Kind.OPEN in kinds or any(piece.kind is not Kind.TERM for piece in before):
            return pieces
        begin, end = rest[0].column, rest[-1].end
        return [*before, Piece(Kind.OPEN, "(", begin, begin - 1), *rest, Piece(Kind.CLOSE, ")", end, end)]

    def _listed_kind(self, piece: Piece) -> str:
        """Return "code" for a code without a field, or the kind of another term; "" for a sign."""
        is_bare = _is_code(piece) and not re.search("[:：]", self.text[piece.column - 1 : piece.end])
        return "code" if is_bare else kind_of(piece, self.leaves.catalog) if piece.kind is Kind.TERM else ""

    def _with_enumerations(self, pieces: Sequence[Piece]) -> list[Piece]:
        """Join terms of one kind that a sentence lists: gallium, germanium and tin; トヨタ、日産、ホンダの関税."""
        done: list[Piece] = []
        at = 0
        while at < len(pieces):
            terms, sign = _enumerated(pieces[at:], self.leaves.catalog)
            if not terms and done and done[-1].kind in (Kind.TERM, Kind.AND):
                terms, sign = self._listed_at_end(done, pieces[at:])
            if not terms or (done and done[-1].kind in (Kind.FIELD, Kind.NEAR, Kind.NOT) and not done[-1].spelled):
                done.append(pieces[at])
                at += 1
                continue
            done.append(_one_of(terms))
            self._note(sign._replace(kind=Kind.OR))
            at = pieces.index(terms[-1], at) + 1
        return done

    def _listed_at_end(self, before: Sequence[Piece], pieces: Sequence[Piece]) -> tuple[list[Piece], Piece]:
        """Return the terms of one kind that a sentence ends with after another kind: tariffs on Canada, Mexico."""
        catalog, (first, *_) = self.leaves.catalog, pieces
        end = next((at for at, piece in enumerate(pieces) if piece.kind in (Kind.CLOSE, Kind.END)), len(pieces))
        kinds = {kind_of(piece, catalog) for piece in pieces[:end:2]}
        commas = {piece.kind for piece in pieces[1:end:2]}
        other = next((kind_of(piece, catalog) for piece in reversed(before) if piece.kind is Kind.TERM), "")
        is_list = (
            end > 2
            and end % 2
            and commas == {Kind.COMMA}
            and len(kinds) == 1
            and not kinds & {other, "word", "several"}
            and "@" not in self.text  # as a rule is printed, in which a comma ends what is joined by and
        )
        return (list(pieces[:end:2]), pieces[1]) if other and is_list else ([], first)

    def _with_glosses(self, pieces: Sequence[Piece]) -> list[Piece]:
        """Return the pieces, with what explains a term or adds to it in brackets as its alternative.

        That is the name of a code, an acronym of the words before, or a term after *and* or *or*: hts 8471 (laptops),
        temporary denial order (TDO), steel (and aluminum).
        """
        done: list[Piece] = []
        for piece in pieces:
            done.append(piece)
            kinds = [each.kind for each in done[-5:]]
            if kinds[-4:] == [Kind.TERM, Kind.OPEN, Kind.TERM, Kind.CLOSE]:
                count = 1 if self._listed_kind(done[-4]) == "code" else self._abbreviated(done[:-3], done[-2])
                if count:
                    words = done[-3 - count : -3]
                    meant = words[0]._replace(rules=tuple(rule for word in words for rule in word.rules))
                    done[-3 - count :] = [_one_of([meant, done[-2]])._replace(end=piece.end)]
            elif kinds in ([Kind.TERM, Kind.OPEN, sign, Kind.TERM, Kind.CLOSE] for sign in (Kind.AND, Kind.OR)):
                done[-5:] = [_one_of([done[-5], done[-2]])._replace(end=piece.end)]
        return done

    def _abbreviated(self, before: Sequence[Piece], acronym: Piece) -> int:
        """Return how many terms before an acronym it stands for, by their first letters; 0 if it is none."""
        typed = self.text[acronym.column - 1 : acronym.end]
        words = list(takewhile(lambda piece: piece.kind is Kind.TERM, reversed(before)))[: len(typed)]
        same = list(
            takewhile(lambda pair: pair[0].text[:1].upper() == pair[1], zip(words, reversed(typed), strict=False))
        )
        return len(same) if typed.isupper() and len(same) > 1 else 0

    def _with_operands(self, pieces: Sequence[Piece]) -> list[Piece]:
        """Keep operators between their operands, and move one that follows its operand before it."""
        done: list[Piece] = []
        for at, piece in enumerate(pieces):
            following = pieces[at + 1] if at + 1 < len(pieces) else None
            follows = following is not None and following.kind in _OPERANDS
            precedes = bool(done) and done[-1].kind in (Kind.TERM, Kind.CLOSE)
            if not piece.spelled:
                done.append(piece)
            elif piece.kind is Kind.NOT:
                self._exclude(done, piece, precedes, follows, following)
            elif precedes and follows:
                done.append(piece)
                self._note(piece)
            elif done and done[-1].kind is Kind.COMMA and follows:
                # "TSMC, and Samsung" is one list.
                self._note(piece._replace(kind=Kind.OR))
            elif not piece.run:  # in a text without spaces, it is part of a word: したやつ
                done.append(self._alone(piece, done[-1:], following))
        return done

    def _exclude(self, done: list[Piece], piece: Piece, precedes: bool, follows: bool, following: Piece | None) -> None:
        word = piece.text.lower()
        touches = precedes and done[-1].end == piece.column - 1
        ends = precedes and not follows and not word.isascii()  # 記憶體不要，只看面板
        if (word in NOT_BEFORE and precedes and not (word in NOT and follows and not touches)) or ends:
            if word in CONTRASTS or (following is not None and following.kind is Kind.COMMA):
                _join_run(done)
            at = _operand_start(done)
            if not (at and done[at - 1].kind is Kind.NOT):
                done.insert(at, piece)
                self._note(piece)
        elif word in NOT and follows:
            done.append(piece)
            self._note(piece)
        else:
            done.append(self._alone(piece, done[-1:], None))

    def _alone(self, piece: Piece, before: Sequence[Piece], following: Piece | None) -> Piece:
        """Return an operator without operands as a term, if it is a word of two characters or more between commas."""
        beside = [neighbor.kind for neighbor in (*before, following) if neighbor is not None]
        if not piece.text.isascii() and len(piece.text) > 1 and not {Kind.TERM, Kind.CLOSE} & set(beside):
            return self._as_term(piece)
        raise RuleError(RuleProblem.DANGLING_OPERATOR, piece.column, piece.text, without(self.text, piece))

    def _note(self, piece: Piece) -> None:
        if any(map(str.isalpha, piece.text)) or piece.text in "/／":
            found = next(word[0] for word in _WORD.finditer(self.text) if word.end() >= piece.end)
            found = found if piece.text in "/／" else piece.text
            self.notes.append(Note(_NOTE_OF[piece.kind], found, f'"{found}"'))

    def _refuse_ambiguous_minus(self, pieces: Sequence[Piece]) -> None:
        """Refuse a dash with spaces on both sides: it may leave out what follows, or be a dash between two terms."""
        for before, minus, following in zip(pieces, pieces[1:], pieces[2:], strict=False):
            if minus.kind is not Kind.NOT or minus.spelled or minus.text[0] not in MINUSES:
                continue
            apart = self.text[minus.end].isspace() and before.end < minus.column
            if (
                apart
                and before.kind in (Kind.TERM, Kind.CLOSE)
                and following.kind in (Kind.TERM, Kind.OPEN, Kind.FIELD)
            ):
                raise self._ambiguous(minus)

    def _ambiguous(self, minus: Piece) -> RuleError:
        left, right = self.text[: minus.column - 1], self.text[minus.end :].lstrip()
        right = f"({right.rstrip()})" if any(sign in right for sign in SEPARATORS) and "(" not in right else right
        error = RuleError(RuleProblem.AMBIGUOUS_MINUS, minus.column, minus.text, cures=(f"{left}-{right}",))
        error.other = " ".join(f"{left}{right}".split())
        return error


def _enumerated(pieces: Sequence[Piece], catalog: Catalog) -> tuple[list[Piece], Piece]:
    """Return the terms listed at the beginning, and the sign before the last one; no terms if there is no list.

    A list has three terms or more with a last *and* or *or*, or with an *or* and commas, or two with 、 and a term
    after the last name, or two that are excluded together: 日本と韓国以外.
    """
    terms, sign = [pieces[0]], pieces[0]
    kinds = {kind_of(pieces[0], catalog)} if pieces[0].kind is Kind.TERM else set()
    at = 1
    found: list[Piece] = []
    while kinds:
        signs = list(takewhile(lambda piece: piece.kind in (Kind.COMMA, Kind.AND, Kind.OR), pieces[at:]))
        at += len(signs)
        if not signs or at == len(pieces) or pieces[at].kind is not Kind.TERM:
            break
        may_end = sign.spelled and sign.text not in LOOSE and sign.text != signs[-1].text
        if may_end and (sign.kind is Kind.AND or signs[-1].kind is Kind.AND):
            break
        unknown = len(terms) > 1 and kind_of(pieces[at], catalog) == "word" and _begins_run(pieces[at:])
        if not unknown:  # トヨタ、いすゞ、日野のトラック
            kinds.add(kind_of(pieces[at], catalog))
        if not _alike(kinds):
            break
        terms.append(pieces[at])
        sign = signs[-1]
        found += signs
        at += 1
    following = pieces[at] if at < len(pieces) else None
    goes_on = sign.text == "、" and following is not None and following.kind is Kind.TERM
    excluded = following is not None and following.spelled and following.text in NOT_BEFORE - NOT
    mixed = {Kind.OR, Kind.COMMA} <= {each.kind for each in found}  # A OR B, C and a term
    is_list = (len(terms) > 2 and (sign.spelled or mixed)) or (len(terms) > 1 and (goes_on or excluded))
    return (terms, sign) if is_list else ([], sign)


def _begins_run(pieces: Sequence[Piece]) -> bool:
    return len(pieces) > 1 and 0 < pieces[0].run == pieces[1].run


def _between(pieces: Sequence[Piece], at: int) -> tuple[int, int]:
    """Return the offsets between which a sign before a piece stands, as its neighbor may end with it."""
    return max(pieces[at - 1].end - 1, 0), pieces[at].column - 1


def _is_code(piece: Piece) -> bool:
    is_code = [isinstance(rule, Field) and rule.name in CODE_NAMES for rule in piece.rules]
    return bool(is_code) and all(is_code)


def _with_runs_in_brackets(pieces: Sequence[Piece], catalog: Catalog) -> Iterator[Piece]:
    """Yield the pieces, with brackets around a text without spaces next to an operator: -台積電關稅.

    A slash between two names of one kind joins just these two: 三星電子/SK海力士設備許可, 輝達H20/H200.
    """
    at = 0
    while at < len(pieces):
        run, after = pieces[at].run, at + 1
        while run and after < len(pieces) and pieces[after].run == run:
            after += 1
        beside = (*pieces[max(0, at - 1) : at], *pieces[after : after + 1])
        single = any(
            0 < sign < len(pieces) - 1
            and pieces[sign].text in LOOSE
            and kind_of(pieces[sign - 1], catalog) == kind_of(pieces[sign + 1], catalog)
            for sign in (at - 1, after)
        )
        if after > at + 1 and not single and any(_separates(piece) for piece in beside):
            begin, end = pieces[at].column, pieces[after - 1].end
            yield Piece(Kind.OPEN, "(", begin, begin - 1)
            yield from pieces[at:after]
            yield Piece(Kind.CLOSE, ")", end, end)
        else:
            yield from pieces[at:after]
        at = after


def _join_run(done: list[Piece]) -> None:
    """Make one term of the last terms of a text without spaces: 豪州産牛肉じゃなくて excludes both together."""
    run = list(takewhile(lambda piece: piece.kind is Kind.TERM and piece.run == done[-1].run > 0, reversed(done)))
    if len(run) > 1:
        rules = tuple(rule for piece in reversed(run) for rule in piece.rules)
        done[-len(run) :] = [run[-1]._replace(rules=(joined(And, rules),), end=done[-1].end)]


def _separates(piece: Piece) -> bool:
    return piece.kind is Kind.NOT or (piece.kind is Kind.OR and piece.spelled)


def _operand_start(pieces: Sequence[Piece]) -> int:
    """Return the index at which the last operand begins: its bracket, or the term itself."""
    at, open_brackets = len(pieces) - 1, 0
    while at > 0:
        open_brackets += (pieces[at].kind is Kind.CLOSE) - (pieces[at].kind is Kind.OPEN)
        if open_brackets <= 0:
            break
        at -= 1
    return at


def _with_lists_of_exclusions(pieces: Sequence[Piece], catalog: Catalog) -> list[Piece]:
    """Join the list that follows an exclusion in words: without Japan or Korea, (不含股價、營收).

    After *and*, only a term of the same kind belongs to the list: chips not memory and Japan.
    """
    done: list[Piece] = []
    at = 0
    while at < len(pieces):
        piece = pieces[at]
        at += 1
        excludes = bool(done) and done[-1].kind is Kind.NOT and done[-1].spelled and done[-1].column < piece.column
        if not (excludes and piece.kind is Kind.TERM):
            done.append(piece)
            continue
        listed = [piece]
        in_brackets = len(done) > 1 and done[-2].kind is Kind.OPEN
        while at + 1 < len(pieces) and pieces[at + 1].kind is Kind.TERM:
            same = _alike({kind_of(piece, catalog), kind_of(pieces[at + 1], catalog)})
            if not _continues_list(pieces[at], same, in_brackets):
                break
            listed.append(pieces[at + 1])
            at += 2
        done.append(_one_of(listed))
    return done


def _continues_list(sign: Piece, same: bool, in_brackets: bool) -> bool:
    """Return whether a sign continues a list of exclusions; ``same``: whether its terms are of one kind."""
    if sign.kind is Kind.COMMA:
        return in_brackets or (same and sign.text == "、")
    return sign.spelled and (same or sign.kind is Kind.OR)


def _one_of(terms: Sequence[Piece]) -> Piece:
    """Return the term that any of these satisfies."""
    rules = [joined(And, term.rules) for term in terms]
    return terms[0]._replace(rules=(joined(Or, rules),), end=terms[-1].end)


def _with_close_or(pieces: Sequence[Piece], catalog: Catalog, text: str) -> list[Piece]:
    """Let *or*, typed as a word between two terms of one kind, join just these two: (TSMC or Samsung) tariffs.

    So it does after *either*, whatever their kinds.
    If all terms around it are of one kind, or the two are not, it binds as weakly as a comma.
    """
    done: list[Piece] = []
    group = _groups(pieces)
    single = [_one_rule_each(piece) for piece in pieces]
    kinds = [{kind_of(each, catalog) for each in each_piece if each.kind is Kind.TERM} for each_piece in single]
    at = 0
    while at < len(pieces):
        piece, beside = pieces[at], (*done[-1:], *pieces[at + 1 : at + 2])
        if piece.kind is Kind.OR and piece.spelled and [each.kind for each in beside] == [Kind.TERM, Kind.TERM]:
            left, (right, *others) = done[-1], single[at + 1]
            two = {kind_of(left, catalog), kind_of(right, catalog)}
            around = set[str]().union(*(kinds[other] for other in range(len(pieces)) if group[other] == group[at]))
            negated = len(done) > 1 and done[-2].kind is Kind.NOT
            either = text[: left.column - 1].rstrip().lower().endswith("either")
            if either or piece.text in LOOSE or (not negated and _alike(two) and bool(around - two)):
                done[-1] = left._replace(rules=(joined(Or, [*left.rules, *right.rules]),), end=right.end)
                done += others
                at += 2
                continue
        done += single[at]
        at += 1
    return done


def _groups(pieces: Sequence[Piece]) -> list[int]:
    """Return a number for each piece, equal for those that no comma, bracket or other *or* separates."""
    numbers: list[int] = []
    number = 0
    for piece in pieces:
        number += piece.kind in (Kind.COMMA, Kind.OPEN, Kind.CLOSE) or (piece.kind is Kind.OR and not piece.spelled)
        numbers.append(number)
    return numbers


def _one_rule_each(piece: Piece) -> list[Piece]:
    return [piece._replace(rules=(rule,)) for rule in piece.rules] if piece.kind is Kind.TERM else [piece]


_THINGS = ("topic", "product")


def _alike(kinds: set[str]) -> bool:
    """Return whether two terms may be alternatives: of one kind, or a thing and a word that the catalog lacks."""
    return len(kinds) == 1 or ("word" in kinds and not kinds.isdisjoint(_THINGS))
