"""The sender that the drills compare with: it marks items as seen, then sends them from memory, as many bots do."""

from __future__ import annotations

import argparse
import asyncio
import sqlite3

import feedparser
import httpx


async def main(feed: str, api: str, database: str, chats: list[int], per_second: float) -> None:
    """Poll a feed every second, and send each new title to each chat."""
    connection = sqlite3.connect(database, isolation_level=None)
    connection.execute("create table if not exists seen (guid text primary key)")
    async with httpx.AsyncClient(trust_env=False) as client:
        while True:
            answer = await client.get(feed)
            entries = feedparser.parse(answer.content).entries
            known = {guid for (guid,) in connection.execute("select guid from seen")}
            new = [entry for entry in reversed(entries) if entry.id not in known]
            connection.execute("begin")
            connection.executemany("insert into seen values (?)", [(entry.id,) for entry in new])
            connection.execute("commit")
            for entry in new:
                for chat in chats:
                    await client.post(f"{api}/sendMessage", json={"chat_id": chat, "text": entry.title})
                    await asyncio.sleep(1 / per_second)
            await asyncio.sleep(1)


if __name__ == "__main__":
    arguments = argparse.ArgumentParser()
    arguments.add_argument("feed")
    arguments.add_argument("api")
    arguments.add_argument("database")
    arguments.add_argument("chats", nargs="+", type=int)
    arguments.add_argument("--per-second", type=float, default=30.0)
    given = arguments.parse_args()
    asyncio.run(main(given.feed, given.api, given.database, given.chats, given.per_second))
