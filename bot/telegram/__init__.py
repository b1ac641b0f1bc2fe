"""The only package that talks to Telegram; the command line starts it."""

from bot.telegram.gateway import Gateway

__all__ = ["Gateway"]
