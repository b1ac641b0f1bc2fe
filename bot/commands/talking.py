"""/help, and what people send besides commands: words to watch, links, greetings, pictures and edited messages."""

from __future__ import annotations

import re
from dataclasses import replace

from bot.callbacks import Payload
from bot.callbacks import talking as buttons
from bot.callbacks.settings import ShowSettings
from bot.chat import Button, Reply, Request
from bot.commands.context import HANDLERS, CommandContext, existing, handles
from bot.commands.watching import numbered
from bot.messages import adding, drafts, explanations, items, watches
from bot.messages.start import next_steps
from bot.messages.watches import help_list
from watchers.errors import RuleError
from watchers.store.subscribers import SearchId

LINK = re.compile(r"(?:(?:https?|feed)://|www\.)[^\s<>「」『』（）。，、]+", re.IGNORECASE)
GREETINGS = frozenset(
    "? ？ start menu hi hello hey ok thanks 帮助 幫助 你好 您好 嗨 哈囉 選單 謝謝 "
    "使い方 メニュー こんにちは はじめまして ありがとう".split()
)
"""Words that nobody wants to watch, alone."""


async def talk(request: Request, context: CommandContext) -> Reply:
    """Answer a private message without a command with the next step."""
    if request.has_media:
        return context.t.reply("talk-text-only")
    if (named := _screen(request.words, context)) is not None:
        return replace(await HANDLERS[type(named)](named, context), edits=False)
    if request.words.lower().strip(" !！。.") in GREETINGS:
        return context.t.reply("talk-how")
    if found := LINK.search(request.words):
        kept = await context.watchlist.suggest(context.subscriber, found[0].rstrip(".,;:!?'\")"))
        return drafts.link(kept, context.t)
    return await numbered(request.words, context) or await draft(request, context)


def _screen(typed: str, context: CommandContext) -> Payload | None:
    """Return what a button does whose label somebody typed, in any language; None for other text."""
    wanted = typed.strip(" !！。.").casefold()
    for t in context.languages.values():
        for button in (*next_steps(t), t.button("button-settings", ShowSettings())):
            if isinstance(button, Button) and wanted == button.label.strip("⚙️ ").casefold():
                return button.payload
    return None


async def help_(request: Request, context: CommandContext) -> Reply:
    """List the commands and the syntax of watches."""
    return help_list(context.t, context.commands)


async def draft(request: Request, context: CommandContext) -> Reply:
    """Show what typed words mean as a watch, without watching them."""
    trials = context.watchlist.trials
    try:
        trial = await trials.typed(context.subscriber, request.words)
    except RuleError as error:
        return watches.describe_error(error, context.t, await trials.suggestions(context.subscriber, error))
    return drafts.draft(trial, context.t, context.catalog, context.now())


async def edited(request: Request, context: CommandContext) -> Reply:
    """Refuse an edited command that would change something; an edited /watch is shown as a draft."""
    if request.command == "watch" and request.words:
        return await numbered(request.words, context) or await draft(request, context)
    return context.t.reply("edited-command")


# ---- drafts ----------------------------------------------------------------------------------------


@handles
async def _show(payload: buttons.ShowDraft, context: CommandContext) -> Reply:
    trial = await context.watchlist.trials.stored(context.subscriber, SearchId(payload.rule))
    return drafts.draft(existing(trial, "old-button"), context.t, context.catalog, context.now(), edits=True)


@handles
async def _change(payload: buttons.ChangeDraft, context: CommandContext) -> Reply:
    return drafts.change(SearchId(payload.rule), await _kept(payload.rule, context), context.t)


@handles
async def _found(payload: buttons.ShowFound, context: CommandContext) -> Reply:
    typed = await _kept(payload.rule, context)
    return items.page(await context.watchlist.browse(context.subscriber, typed), context.t)


@handles
async def _drop(payload: buttons.DropDraft, context: CommandContext) -> Reply:
    return context.t.reply("draft-dropped", edits=True)


# ---- links and help --------------------------------------------------------------------------------


@handles
async def _why_link(payload: buttons.WhyLink, context: CommandContext) -> Reply:
    found = await context.watchlist.why(context.subscriber, await _kept(payload.link, context))
    return explanations.describe(found, context.t, context.catalog)


@handles
async def _link_topic(payload: buttons.ShowLinkTopic, context: CommandContext) -> Reply:
    link = await _kept(payload.link, context)
    topic = await context.watchlist.subjects.of_link(context.subscriber, link)
    if topic is None:
        return context.t.reply("link-no-topic")
    trial = await context.watchlist.trials.typed(context.subscriber, topic)
    return drafts.draft(trial, context.t, context.catalog, context.now())


@handles
async def _add_link(payload: buttons.AddLink, context: CommandContext) -> Reply:
    link = await _kept(payload.link, context)
    return adding.looked(await context.additions.look(context.subscriber, link, context.operator), context.t)


@handles
async def _help(payload: buttons.ShowHelp, context: CommandContext) -> Reply:
    return help_list(context.t, context.commands)


async def _kept(identifier: int, context: CommandContext) -> str:
    """Return what was typed. Raises Refusal if it was deleted."""
    typed = await context.watchlist.trials.text(context.subscriber, SearchId(identifier))
    return existing(typed, "old-button")
