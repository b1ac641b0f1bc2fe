"""Map errors of the Bot API to send outcomes."""

from __future__ import annotations

from datetime import timedelta

from telegram import error as errors

from bot.chat import ChatMoved, ChatUnreachable, NotSent, Outcome, SendRefused, TokenRefused, Unsure, Wait
from bot.log import redacted
from bot.telegram.wire import Broken, Failing
from watchers.model import Address


class NoSuchTopic(SendRefused):
    """The topic is closed or deleted: retry in the general topic."""


def outcome_of(error: errors.TelegramError) -> Outcome | NoSuchTopic:
    """Return the outcome of a message whose sending raised an error of the Bot API.

    Its text is stored, so it holds no token: errors of the connection can quote the URL, which has one in it.
    PTB makes BadRequest and TimedOut subclasses of NetworkError, so the order matters.
    """
    why = redacted(str(error))
    match error:
        case errors.RetryAfter():
            wait = error.retry_after
            return Wait(timedelta(seconds=wait) if isinstance(wait, int) else wait)
        case errors.ChatMigrated():
            return ChatMoved(Address(str(error.new_chat_id)))
        case errors.Forbidden():
            return ChatUnreachable(why)
        case errors.InvalidToken():
            return TokenRefused()
        case errors.BadRequest():
            return _refusal(why)
        case errors.Conflict():
            return NotSent(why)
        case errors.TimedOut() | Broken():
            return Unsure(why)
        case Failing():
            return NotSent(why, certain=False)
        case errors.NetworkError():
            # There was no connection, or an answer whose status says that nothing was done.
            return NotSent(why)
        case _:
            return Unsure(why)


def _refusal(why: str) -> Outcome | NoSuchTopic:
    said = why.lower()
    if any(sign in said for sign in _TOPIC):
        return NoSuchTopic(why)
    if any(sign in said for sign in _GONE):
        return ChatUnreachable(why)
    return SendRefused(why)


_GONE = (
    "chat not found",
    "user not found",
    "peer_id_invalid",
    "deactivated",
    "not enough rights",
    "have no rights",
    "have no write access",
    "need administrator rights",
    "_forbidden",
    "chat_restricted",
    "channel_private",
    "user_is_blocked",
    "user_banned_in_channel",
    "chat_admin_required",
)
_TOPIC = ("thread not found", "topic_closed", "topic_deleted", "topic_id_invalid")
