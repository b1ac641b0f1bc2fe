"""How other processes drive a feed server: JSON over HTTP, below /control.

POST /control/publish   {"name": "ustr", "items": [{"guid": "1", "title": "…", "published": "2026-…Z"}],
                         "form": "atom", "language": "en"}   form and language count for a new feed
POST /control/mood      {"name": "ustr", "mood": "retry_after", "with": {"value": "120"}, "times": 1}
                        a mood of feed_moods.MOODS and its arguments; bytes are given as text
GET  /control/requests  [?name=ustr]
"""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import asdict
from datetime import datetime
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs, urlsplit

from tests.fakes.feed_documents import FeedItem, Format
from tests.fakes.feed_exchange import Request
from tests.fakes.feed_moods import MOODS

if TYPE_CHECKING:
    from tests.fakes.feeds import FeedServer

Answer = tuple[int, dict[str, str], bytes]


def control(feeds: FeedServer, request: Request, body: bytes) -> Answer:
    """Status, headers and body; a wish that cannot be met is answered with 400 and what is wrong."""
    asked = urlsplit(request.path)
    act = _ACTS.get((request.method, asked.path))
    if act is None:
        return _json({"error": "no such control"}, 404)
    try:
        wish = json.loads(body) if body else {k: v[0] for k, v in parse_qs(asked.query).items()}
        return _json(act(feeds, wish))
    except (TypeError, ValueError, LookupError) as error:
        return _json({"error": repr(error)}, 400)


def _publish(feeds: FeedServer, wish: dict[str, Any]) -> object:
    feeds.feed(wish["name"], Format(wish.get("form", "rss")), language=wish.get("language", ""))
    feeds.publish(wish["name"], *map(_item, wish["items"]))
    return {"url": feeds.url(wish["name"])}


def _item(told: dict[str, Any]) -> FeedItem:
    published = told.get("published")
    return FeedItem(**told | {"published": datetime.fromisoformat(published) if published else None})


def _mood(feeds: FeedServer, wish: dict[str, Any]) -> object:
    given = wish.get("with", {})
    if isinstance(given.get("content"), str):
        given["content"] = given["content"].encode()
    feeds.set_mood(wish["name"], MOODS[wish["mood"]](**given), times=wish.get("times"))
    return {"mood": wish["mood"]}


def _requests(feeds: FeedServer, wish: dict[str, Any]) -> object:
    name = wish.get("name")
    return [asdict(request) for request in feeds.requests if name in (None, request.name)]


_ACTS: dict[tuple[str, str], Callable[[FeedServer, dict[str, Any]], object]] = {
    ("POST", "/control/publish"): _publish,
    ("POST", "/control/mood"): _mood,
    ("GET", "/control/requests"): _requests,
}


def _json(told: object, status: int = 200) -> Answer:
    return status, {"Content-Type": "application/json"}, json.dumps(told).encode()
