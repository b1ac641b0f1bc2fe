"""The identifiers of everything that is stored."""

from __future__ import annotations

from typing import NewType

SourceId = NewType("SourceId", str)
"""Short and stable, chosen by a person: ``ustr.rss``."""
ItemId = NewType("ItemId", int)
EntityId = NewType("EntityId", str)
"""``co.tsmc``: stable, since watches name it."""
SubscriberId = NewType("SubscriberId", int)
WatchId = NewType("WatchId", int)
QueryId = NewType("QueryId", int)
"""One meaning of a rule, which several watches may share."""
AlertId = NewType("AlertId", int)
TimingId = NewType("TimingId", int)
Address = NewType("Address", str)
"""Where a subscriber is reached; opaque to watchers."""
