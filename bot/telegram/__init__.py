"""The only package that talks to Telegram, besides the command line, which starts it."""

from bot.telegram.gateway import Gateway

__all__ = ["Gateway"]
