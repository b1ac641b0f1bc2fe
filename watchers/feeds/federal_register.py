"""Parse the Federal Register's two lists, documents and public inspection, with their facts.

https://www.federalregister.gov/developers/documentation/api/v1
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from watchers.codes import CodeKind, agencies, canonical, recognize
from watchers.errors import ParseError, ParseProblem
from watchers.facts.days import read_day
from watchers.feeds import fields, plaintext
from watchers.feeds.jsontree import Value, load, member, members, text
from watchers.model import DOCUMENT, NO_MAP, Dated, Fact, ItemMap, Parsed, ParsedItem, Status

SITE = "https://www.federalregister.gov"
MAX_QUOTED_LENGTH = 1_000
"""Characters of action and title that are searched for the status."""


def parse_documents(body: bytes, content_type: str, url: str, mapping: ItemMap = NO_MAP) -> Parsed:
    """Return the documents of ``/documents.json``, newest first as requested. Raises ParseError."""
    answer, listed = _results(body, content_type)
    return _parsed(
        tuple(_document(each, url) for each in listed), fields.absolute(text(member(answer, "next_page_url")), url)
    )


def parse_inspection(body: bytes, content_type: str, url: str, mapping: ItemMap = NO_MAP) -> Parsed:
    """Return the documents of ``/public-inspection-documents/current.json``, a day ahead. Raises ParseError."""
    _, listed = _results(body, content_type)
    return _parsed(tuple(_inspected(each, url) for each in listed))


def status(kind: str, said: str) -> Status | None:
    """Return how far a document has come, by its type and by its action and title; None if they do not say.

    A proposed rule is never more than proposed, even if it states a day on which it is to take effect.
    """
    if kind == "proposed-rule":
        return Status.REVOKED if _WITHDRAWN.search(said[:MAX_QUOTED_LENGTH]) else Status.PROPOSED
    found = next((status for status, pattern in _SAID if pattern.search(said[:MAX_QUOTED_LENGTH])), None)
    if kind == "rule":
        return Status.SUSPENDED if found is Status.SUSPENDED else Status.FINAL
    return found if kind == "notice" else None


# ---- lists -----------------------------------------------------------------------------------------


def _results(body: bytes, content_type: str) -> tuple[Value, list[Value]]:
    """Return the answer and its list, which is empty if ``results`` is omitted, as it is without hits."""
    answer = load(body, content_type)
    results = member(answer, "results")
    if not isinstance(results, list) and (results is not None or member(answer, "count") is None):
        raise ParseError(ParseProblem.NOT_JSON, "JSON, but no list of the Federal Register: it has no results")
    listed: list[Value] = [each for each in members(answer, "results") if isinstance(each, dict)]
    return answer, listed[: fields.MAX_ITEMS]


def _parsed(items: tuple[ParsedItem, ...], following: str = "") -> Parsed:
    return Parsed(title="Federal Register", language="en", ttl=None, items=items, next=following)


def _document(document: Value, url: str) -> ParsedItem:
    title, action = _said(document, "title"), _said(document, "action")
    return fields.item(
        guid=text(member(document, "document_number")),
        link=_link(document, url),
        title=title or _said(document, "toc_doc"),
        body=_blocks(_said(document, "abstract"), action, _order(document), _said(document, "dates")),
        published=text(member(document, "publication_date")),
        facts=_facts(document, f"{action} {title}"),
    )


def _inspected(document: Value, url: str) -> ParsedItem:
    subjects = [_said(document, f"subject_{at}") for at in (1, 2, 3)]
    title = _said(document, "title") or _said(document, "toc_doc") or _blocks(*subjects)
    return fields.item(
        guid=text(member(document, "document_number")),
        link=_link(document, url),
        title=title,
        body=_blocks(_said(document, "toc_subject"), *subjects, _said(document, "editorial_note")),
        published=text(member(document, "filed_at")) or text(member(document, "publication_date")),
        facts=_facts(document, title),
    )


def _said(document: Value, name: str) -> str:
    return plaintext.from_loose(text(member(document, name)))


def _blocks(*texts: str) -> str:
    return "\n\n".join(dict.fromkeys(filter(None, texts)))


def _order(document: Value) -> str:
    number = text(member(document, "executive_order_number"))
    return f"Executive Order {number}" if number else ""


def _link(document: Value, url: str) -> str:
    """Return its page on the site, which people open and we never fetch."""
    number = text(member(document, "document_number"))
    short = f"{SITE}/d/{number}" if _NUMBER.fullmatch(number) else ""
    links = (fields.absolute(text(member(document, name)), url) for name in ("html_url", "pdf_url"))
    return next(filter(None, links), short)


# ---- facts -----------------------------------------------------------------------------------------


def _facts(document: Value, said: str) -> Iterator[Fact]:
    kind = _kind(document)
    yield from _given("type", kind)
    yield from _given("status", _status(document, kind, said))
    for agency in members(document, "agencies"):
        named = text(member(agency, "name")) or text(member(agency, "raw_name"))
        yield from _given("agency", text(member(agency, "slug")).lower() or agencies.slug(named))
    yield from _days(document, kind)
    yield from _codes(document)


def _kind(document: Value) -> str:
    """Return ``notice``, ``proposed-rule``; for a presidential document its subtype: ``executive-order``."""
    kind = agencies.slug(text(member(document, "type")))
    return agencies.slug(text(member(document, "subtype"))) or kind if kind == "presidential-document" else kind


def _status(document: Value, kind: str, said: str) -> str:
    found = status(kind, said)
    if found is Status.FINAL and kind == "rule":
        effective = read_day(text(member(document, "effective_on")))
        published = read_day(text(member(document, "publication_date")))
        if effective and published and effective <= published:
            found = Status.IN_FORCE
    return "" if found is None else found.value


def _days(document: Value, kind: str) -> Iterator[Fact]:
    effective, comments = (read_day(text(member(document, name))) for name in ("effective_on", "comments_close_on"))
    # A proposed rule may state the day on which it would take effect: that does not count.
    if effective is not None and kind != "proposed-rule":
        yield from _given(Dated.EFFECTIVE.value, effective.isoformat())
    if comments is not None:
        yield from _given(Dated.COMMENTS.value, comments.isoformat())


def _codes(document: Value) -> Iterator[Fact]:
    for docket in (*members(document, "docket_ids"), *members(document, "docket_numbers")):
        yield from docket_facts(text(docket))
    for reference in members(document, "cfr_references"):
        title, part = text(member(reference, "title")), text(member(reference, "part"))
        yield from _code(CodeKind.CFR, f"{title}/{part}" if part else title)
    for rin in members(document, "regulation_id_numbers"):
        yield from _code(CodeKind.RIN, text(rin))
    for name in ("citation", "document_number"):
        yield from _code(CodeKind.FR, text(member(document, name)))


def docket_facts(written: str) -> Iterator[Fact]:
    """Yield the dockets or cases in a publisher's field; the text as written if it has no known form."""
    known = [code for code in recognize(written[:200]) if code.kind in (CodeKind.DOCKET, CodeKind.CASE)]
    for code in known:
        yield from _given(code.kind.value, code.value)
    if not known:
        bare = _DOCKET_WORDS.sub("", written).strip()
        yield from _given(CodeKind.DOCKET.value, canonical(CodeKind.DOCKET, bare) or bare.upper()[:60])


def _code(kind: CodeKind, written: str) -> Iterator[Fact]:
    yield from _given(kind.value, canonical(kind, written) or "")


def _given(name: str, value: str) -> Iterator[Fact]:
    if value:
        yield Fact(name, value, DOCUMENT, 0, 0)


_NUMBER = re.compile(r"[A-Za-z0-9-]{4,20}")
_DOCKET_WORDS = re.compile(r"^(?:docket|case|file)?\s*(?:numbers?|nos?\.?|id)?[\s:#]*", re.IGNORECASE)
_WITHDRAWN = re.compile(r"\bwithdrawal\b|\bwithdrawn\b", re.IGNORECASE)
_SAID = tuple(
    (status, re.compile(pattern, re.IGNORECASE))
    for status, pattern in (
        (
            Status.SUSPENDED,
            r"\b(?:delay|postponement|stay) of (?:the )?effective|\bsuspension of (?:anti|counter|invest)",
        ),
        (Status.REVOKED, r"\brevocation of\b|\brevoking\b"),
        (Status.PRELIMINARY, r"\bpreliminary\b.*\b(?:determination|results|finding|decision)"),
        (Status.FINAL, r"\bfinal\b.*\b(?:determination|results|rule|decision|action)"),
        (Status.INVESTIGATION, r"\b(?:initiation|institution)\b.*\b(?:investigation|review|inquir)"),
        (Status.PROPOSED, r"\bproposed (?:action|modification|determination|rule)"),
        (Status.GUIDANCE, r"\bguidance\b|\bpolicy statement\b|\binterpretive rule\b"),
    )
)
"""The first match counts: a preliminary determination may postpone the final one."""
