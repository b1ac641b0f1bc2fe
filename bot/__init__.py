"""Talks to people: Telegram, the terminal and the command line."""

VERSION = "0.1.0"
