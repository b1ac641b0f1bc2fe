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
from watchers.feeds.jsontree import Value, load, member, members, text, text_at
from watchers.model import NO_MAP, Dated, Fact, ItemMap, Parsed, ParsedItem, Status

SITE = "https://www.federalregister.gov"
MAX_QUOTED_LENGTH = 1_000
"""Characters of action and title that are searched for the status."""


def parse_federal_register(body: bytes, content_type: str, url: str, mapping: ItemMap = NO_MAP) -> Parsed:
    """Return the documents of a list, newest first as requested.

    The lists are ``/documents.json`` and ``/public-inspection-documents/current.json``, which is a day ahead.

    Raises:
        ParseError: The document is not such a list.
    """
    answer = load(body, content_type)
    results = member(answer, "results")
    # Without hits the results are omitted.
    if not isinstance(results, list) and (results is not None or member(answer, "count") is None):
        raise ParseError(ParseProblem.NOT_JSON, "JSON, but no list of the Federal Register: it has no results")
    listed = [each for each in members(answer, "results") if isinstance(each, dict)][: fields.MAX_ITEMS]
    return Parsed(
        title="Federal Register",
        language="en",
        ttl=None,
        items=tuple(_item(each, url) for each in listed),
        next=fields.absolute(text_at(answer, "next_page_url"), url),
    )


def status(kind: str, said: str) -> Status | None:
    """Return how far a document has come, by its type and by its action and title; None if they do not say.

    A proposed rule is never more than proposed, even if it states a day on which it is to take effect.
    """
    said = said[:MAX_QUOTED_LENGTH]
    if kind == "proposed-rule":
        return Status.REVOKED if _WITHDRAWN.search(said) else Status.PROPOSED
    found = next((status for status, pattern in _SAID.items() if re.search(pattern, said, re.IGNORECASE)), None)
    if kind == "rule":
        return found if found in (Status.SUSPENDED, Status.BLOCKED) else Status.FINAL
    return found if kind == "notice" else None


# ---- items -----------------------------------------------------------------------------------------


def _item(document: Value, url: str) -> ParsedItem:
    subjects = [_said(document, f"subject_{at}") for at in (1, 2, 3)]
    title, action = _said(document, "title"), _said(document, "action")
    order = text_at(document, "executive_order_number")
    return fields.item(
        guid=text_at(document, "document_number"),
        link=_link(document, url),
        title=title or _said(document, "toc_doc") or _blocks(*subjects),
        body=_blocks(
            _said(document, "abstract"),
            action,
            order and f"Executive Order {order}",
            _said(document, "dates"),
            _said(document, "toc_subject"),
            *subjects,
            _said(document, "editorial_note"),
        ),
        published=text_at(document, "filed_at") or text_at(document, "publication_date"),
        facts=_facts(document, f"{action} {title}"),
    )


def _said(document: Value, name: str) -> str:
    return plaintext.from_loose(text_at(document, name))


def _blocks(*texts: str) -> str:
    return "\n\n".join(dict.fromkeys(filter(None, texts)))


def _link(document: Value, url: str) -> str:
    """Return its page on the site, which people open and we never fetch."""
    number = text_at(document, "document_number")
    short = f"{SITE}/d/{number}" if _NUMBER.fullmatch(number) else ""
    links = (fields.absolute(text_at(document, name), url) for name in ("html_url", "pdf_url"))
    return next(filter(None, links), short)


# ---- facts -----------------------------------------------------------------------------------------


def _facts(document: Value, said: str) -> Iterator[Fact]:
    kind = _kind(document)
    yield from fields.given("type", kind)
    yield from fields.given("status", _status(document, kind, said))
    for agency in members(document, "agencies"):
        named = text_at(agency, "name") or text_at(agency, "raw_name")
        yield from fields.given("agency", text_at(agency, "slug").lower() or agencies.slug(named))
    # A proposed rule may state the day on which it would take effect: that does not count.
    if kind != "proposed-rule":
        yield from fields.given_day(Dated.EFFECTIVE, text_at(document, "effective_on"))
    yield from fields.given_day(Dated.COMMENTS, text_at(document, "comments_close_on"))
    yield from _codes(document)


def _kind(document: Value) -> str:
    """Return ``notice``, ``proposed-rule``; for a presidential document its subtype: ``executive-order``."""
    kind = agencies.slug(text_at(document, "type"))
    return agencies.slug(text_at(document, "subtype")) or kind if kind == "presidential-document" else kind


def _status(document: Value, kind: str, said: str) -> Status | None:
    found = status(kind, said)
    if found is Status.FINAL and kind == "rule":
        effective = read_day(text_at(document, "effective_on"))
        published = read_day(text_at(document, "publication_date"))
        if effective and published and effective <= published:
            found = Status.IN_FORCE
    return found


def _codes(document: Value) -> Iterator[Fact]:
    for docket in (*members(document, "docket_ids"), *members(document, "docket_numbers")):
        yield from docket_facts(text(docket))
    for reference in members(document, "cfr_references"):
        title, part = text_at(reference, "title"), text_at(reference, "part")
        yield from _code(CodeKind.CFR, f"{title}/{part}" if part else title)
    for rin in members(document, "regulation_id_numbers"):
        yield from _code(CodeKind.RIN, text(rin))
    for name in ("citation", "document_number"):
        yield from _code(CodeKind.FR, text_at(document, name))


def docket_facts(written: str) -> Iterator[Fact]:
    """Yield the dockets or cases in a publisher's field; the text as written if it has no known form."""
    known = [code for code in recognize(written[:200]) if code.kind in (CodeKind.DOCKET, CodeKind.CASE)]
    for code in known:
        yield from fields.given(code.kind.value, code.value)
    if not known:
        bare = _DOCKET_WORDS.sub("", written).strip()
        yield from fields.given(CodeKind.DOCKET.value, canonical(CodeKind.DOCKET, bare) or bare.upper()[:60])


def _code(kind: CodeKind, written: str) -> Iterator[Fact]:
    return fields.given(kind.value, canonical(kind, written))


_NUMBER = re.compile(r"[A-Za-z0-9-]{4,20}")
_DOCKET_WORDS = re.compile(r"^(?:docket|case|file)?\s*(?:numbers?|nos?\.?|id)?[\s:#]*", re.IGNORECASE)
_WITHDRAWN = re.compile(r"\bwithdrawal\b|\bwithdrawn\b", re.IGNORECASE)
_SAID = {
    Status.SUSPENDED: r"\b(?:delay|postponement|stay) of (?:the )?effective|\bsuspension of (?:anti|counter|invest)",
    Status.BLOCKED: r"\b(?:injunction|enjoin(?:s|ed|ing)?|vacatur|vacat(?:es?|ed|ing))\b",
    Status.REVOKED: r"\brevocation of\b|\brevoking\b",
    Status.PRELIMINARY: r"\bpreliminary\b.*\b(?:determination|results|finding|decision)",
    Status.FINAL: r"\bfinal\b.*\b(?:determination|results|rule|decision|action)",
    Status.INVESTIGATION: r"\b(?:initiation|institution)\b.*\b(?:investigation|review|inquir)",
    Status.PROPOSED: r"\bproposed (?:action|modification|determination|rule)",
    Status.GUIDANCE: r"\bguidance\b|\bpolicy statement\b|\binterpretive rule\b",
}
"""The first match counts: a preliminary determination may postpone the final one."""
