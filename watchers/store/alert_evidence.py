"""What proves an alert: when its item was published, fetched, matched and sent, by which rule and in which text."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

import msgspec

from watchers.model import Address, Hit, SubscriberId, TextUse
from watchers.store.database import Rows, record


@dataclass(frozen=True, slots=True)
class AlertEvidence:
    """One watch for which an item became an alert."""

    alert: int
    state: str
    """In the outbox: sent, listed (in a list or digest), joined (shown with another alert), held, dropped or dead."""
    address: Address
    published: datetime | None
    """As its publisher says; None if it does not."""
    fetched: datetime
    """When the document was received that brought it."""
    matched: datetime
    sent: datetime | None
    """When Telegram confirmed the message that shows it; None if there is none."""
    message: str | None
    """The ID of that message in its chat."""
    watch: int
    """The watch's number."""
    typed: str
    """The watch as its author wrote it last."""
    rule: str
    """What it meant when the item matched."""
    catalog: str
    """The version of the catalog of names that was used."""
    hits: tuple[Hit, ...]
    source: str
    text_use: TextUse
    url: str
    title: str
    body: str
    sha256: tuple[str, ...]
    """Of the documents that are kept."""

    @property
    def words(self) -> tuple[str, ...]:
        """Return the matched words, each once."""
        return tuple(dict.fromkeys(hit.text for hit in self.hits))


def of_alerts(rows: Rows, since: datetime, subscriber: SubscriberId | None = None) -> list[AlertEvidence]:
    """Return the evidence of the alerts that were enqueued since then, the oldest first; None is every subscriber."""
    found = rows.mappings(_SQL, {"since": since, "subscriber": subscriber})
    return [record(AlertEvidence, {**row, **_decoded(row)}) for row in found]


def _decoded(row: dict[str, str]) -> dict[str, object]:
    return {"hits": msgspec.json.decode(row["hits"]), "sha256": msgspec.json.decode(row["sha256"])}


_SQL = """select o.id as alert, o.state, b.address, i.published_at as published, coalesce((
        select min(e.fetched_at) from evidence e where e.item = i.id
    ), i.seen_at) as fetched, d.at as matched, shown.sent_at as sent, shown.message, w.number as watch, w.typed, d.rule,
    d.catalogue as catalog, d.hits, coalesce(nullif(s.name, ''), s.id) as source, s.text_use, i.link as url, i.title,
    i.body, (select json_group_array(document) from evidence e where e.item = i.id) as sha256
    from outbox o join subscribers b on b.id = o.subscriber
    join outbox shown on shown.id = coalesce(o.listed_in, o.joined_to, o.id)
    join items i on i.id = o.item join sources s on s.id = i.source
    join reasons r on r.alert = o.id join watches w on w.id = r.watch join decisions d on d.id = r.decision
    where o.created_at >= :since and (:subscriber is null or o.subscriber = :subscriber)
    order by o.id, w.number"""
