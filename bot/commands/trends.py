"""/trends and /review: pictures of what was published by day, spikes, and the weekly review."""

from __future__ import annotations

import asyncio

from bot import charts
from bot.callbacks.trends import SetReview, SetSpike, ShowTrend
from bot.chat import Reply, Request
from bot.commands.context import CommandContext, existing, handles
from bot.messages import trends as messages
from watchers.services.trends import Trend
from watchers.store.subscribers import SearchId


async def trends(request: Request, context: CommandContext) -> Reply:
    """Draw the last 30 days of a watch, a pack or any rule; without words, offer the watches."""
    if not request.words:
        return await _ask(context)
    found = await context.watchlist.trends.of(context.subscriber, request.words, 30)
    return await _drawn(found, context, charts.LIGHT)


@handles
async def _show(payload: ShowTrend, context: CommandContext) -> Reply:
    asked = SearchId(payload.asked)
    found = await context.watchlist.trends.stored(context.subscriber, asked, payload.days)
    return await _drawn(existing(found, "old-button"), context, charts.DARK if payload.dark else charts.LIGHT)


@handles
async def _set_spike(payload: SetSpike, context: CommandContext) -> Reply:
    watch = await context.watchlist.trends.set_spike(context.subscriber, payload.watch, payload.times or None)
    return messages.spike_set(existing(watch, "unwatch-unknown", name=f"W{payload.watch}"), payload.times, context.t)


async def review(request: Request, context: CommandContext) -> Reply:
    """Show the review of the last seven days."""
    reviews = context.watchlist.reviews
    on = await reviews.next_at(context.subscriber) is not None
    return messages.review(await reviews.of(context.subscriber), on, context.t)


@handles
async def _set_review(payload: SetReview, context: CommandContext) -> Reply:
    await context.watchlist.reviews.switch(context.subscriber, payload.on)
    return messages.review_set(payload.on, context.t)


async def _ask(context: CommandContext) -> Reply:
    watches = await context.watchlist.watches(context.subscriber)
    offered = [
        (watch, await context.watchlist.suggest(context.subscriber, watch.name))
        for watch in watches[: messages.MAX_OFFERED]
    ]
    return messages.ask(offered, context.t)


async def _drawn(found: Trend, context: CommandContext, colors: charts.Colors) -> Reply:
    picture = await asyncio.to_thread(charts.png, messages.chart(found, context.t), colors)
    return messages.trend(found, picture, colors is charts.DARK, context.t)
