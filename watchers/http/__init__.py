"""HTTP as the rest of watchers uses it: conditional GETs within limits, to public addresses only."""

from watchers.http.client import Downloads, Fetch, Fetcher, Limits, Network
from watchers.http.guard import check_address
from watchers.http.posting import Answered, NotPosted, Poster

__all__ = [
    "Answered",
    "Downloads",
    "Fetch",
    "Fetcher",
    "Limits",
    "Network",
    "NotPosted",
    "Poster",
    "check_address",
]
