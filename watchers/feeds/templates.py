"""Build the address to request now: fill in days, and name the fields that the Federal Register should send. Pure."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from urllib.parse import parse_qsl, urlsplit

from watchers.model import Source, SourceKind


def to_fetch(source: Source, now: datetime) -> str:
    """Return the source's address at this moment.

    ``{today}``, ``{today-7d}`` and ``{today+1d}`` are days in UTC, such as ``2026-07-03``; after a colon follows
    another form, as ``strftime`` reads it: ``{today:%Y}``, ``{today-1d:%d-%m-%Y}``. Without a list of
    fields the Federal Register omits dates and dockets, so the address names every field that is read.
    """
    address = fill(source.url, now)
    return _with_fields(address) if source.kind is SourceKind.FEDERAL_REGISTER else address


def fill(address: str, now: datetime) -> str:
    """Return the address with its days filled in; one without any stays as it is."""
    return _DAY.sub(lambda hole: (now + timedelta(days=int(hole[1] or 0))).strftime(hole[2] or "%Y-%m-%d"), address)


def has_days(address: str) -> bool:
    """Return whether the address changes daily, so that yesterday's validator belongs to another document."""
    return _DAY.search(address) is not None


def _with_fields(address: str) -> str:
    asked = {name for name, _ in parse_qsl(urlsplit(address).query, keep_blank_values=True)}
    wanted = [] if "fields[]" in asked else [f"fields%5B%5D={name}" for name in _FIELDS]
    wanted += [f"{name}={value}" for name, value in _USUAL.items() if name not in asked]
    if not wanted:
        return address
    return address + ("&" if "?" in address else "?") + "&".join(wanted)


_DAY = re.compile(r"\{today(?:([+-]\d{1,4})d)?(?::((?:%[YymdjBbHGV]|[^%{}]){1,40}))?\}")
_USUAL = {"order": "newest", "per_page": "100"}
_FIELDS = (
    *"document_number type subtype title abstract action dates publication_date effective_on comments_close_on".split(),
    *"agencies docket_ids regulation_id_numbers cfr_references citation toc_doc executive_order_number".split(),
    *"html_url pdf_url".split(),
)
