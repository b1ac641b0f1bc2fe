"""/trends and /review: pictures of what was published by day, spikes, and the weekly review."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import replace

from bot import charts
from bot.callbacks import trends as buttons
from bot.chat import Reply, Request
from bot.commands.context import CommandContext, existing, handles, known_watch
from bot.commands.watching import number_of
from bot.messages import trends as messages
from watchers.model import Watch
from watchers.services.trends import Trend
from watchers.store.subscribers import SearchId

MAX_COMPARED = 2
"""Other watches that a trend offers to compare with."""


async def trends(request: Request, context: CommandContext) -> Reply:
    """Draw the last 30 days of a watch, a pack or any rule; without words, offer the watches."""
    if not request.words:
        return await _ask(context)
    number = number_of(request.words)
    asked = request.words if number is None else f"W{number}"
    found = await context.watchlist.trends.of(context.subscriber, asked, 30)
    if number is not None:
        known_watch(found.topic.watch, number)
    return await _drawn(found, context, charts.LIGHT)


@handles
async def _show(payload: buttons.ShowTrend, context: CommandContext) -> Reply:
    asked = SearchId(payload.asked)
    found = await context.watchlist.trends.stored(context.subscriber, asked, payload.days)
    return await _drawn(existing(found, "old-button"), context, charts.DARK if payload.dark else charts.LIGHT)


@handles
async def _compare(payload: buttons.CompareTrends, context: CommandContext) -> Reply:
    asked, service = SearchId(payload.asked), context.watchlist.trends
    found = existing(await service.stored(context.subscriber, asked, payload.days), "old-button")
    other = await service.of(context.subscriber, f"W{payload.watch}", payload.days)
    watch = known_watch(other.topic.watch, payload.watch)
    colors = charts.DARK if payload.dark else charts.LIGHT
    picture = await asyncio.to_thread(charts.png, messages.chart(found, context.t, other), colors)
    return messages.comparison(found, other, watch, picture, payload.dark, context.t)


@handles
async def _set_spike(payload: buttons.SetSpike, context: CommandContext) -> Reply:
    watch = await context.watchlist.trends.set_spike(context.subscriber, payload.watch, payload.times or None)
    return messages.spike_set(known_watch(watch, payload.watch), payload.times, context.t)


@handles
async def _set_trend_spike(payload: buttons.SetTrendSpike, context: CommandContext) -> Reply:
    asked, service = SearchId(payload.asked), context.watchlist.trends
    found = existing(await service.stored(context.subscriber, asked, payload.days), "old-button")
    if (number := number_of(found.topic.typed)) is not None:
        known_watch(found.topic.watch, number)
    watch = existing(found.topic.watch, "old-button")
    times = messages.SPIKE_TIMES if payload.on else None
    await service.set_spike(context.subscriber, watch.number, times)
    others = await _others(found, context)
    return messages.trend_spike_set(replace(found, spike=times), watch, payload.dark, others, context.t)


async def review(request: Request, context: CommandContext) -> Reply:
    """Show the review of the last seven days."""
    reviews = context.watchlist.reviews
    on = await reviews.next_at(context.subscriber) is not None
    return messages.review(await reviews.of(context.subscriber), on, context.t)


@handles
async def _set_review(payload: buttons.SetReview, context: CommandContext) -> Reply:
    reviews = context.watchlist.reviews
    await reviews.switch(context.subscriber, payload.on)
    return messages.review_set(await reviews.of(context.subscriber), payload.on, context.t)


async def _ask(context: CommandContext) -> Reply:
    watches = await context.watchlist.watches(context.subscriber)
    offered = [
        (watch, await context.watchlist.suggest(context.subscriber, watch.name))
        for watch in watches[: messages.MAX_OFFERED]
    ]
    return messages.ask(offered, context.t)


async def _drawn(found: Trend, context: CommandContext, colors: charts.Colors) -> Reply:
    picture = await asyncio.to_thread(charts.png, messages.chart(found, context.t), colors)
    return messages.trend(found, picture, colors is charts.DARK, await _others(found, context), context.t)


async def _others(found: Trend, context: CommandContext) -> Sequence[Watch]:
    """Return the watches that a trend offers to compare with."""
    own = found.topic.watch.number if found.topic.watch else 0
    return [each for each in await context.watchlist.watches(context.subscriber) if each.number != own][:MAX_COMPARED]
