"""Telegram: the one package that speaks with it, beside the command line that wires it."""

from bot.telegram.gateway import Gateway

__all__ = ["Gateway"]
