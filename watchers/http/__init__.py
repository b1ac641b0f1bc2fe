"""HTTP as the rest of watchers uses it: conditional GETs within limits, to public addresses only."""

from watchers.http.client import Downloads, Fetch, Fetcher, Limits, Network
from watchers.http.guard import check_address

__all__ = ["Downloads", "Fetch", "Fetcher", "Limits", "Network", "check_address"]
