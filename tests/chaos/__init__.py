"""Faults that are injected into the real process, and the scoreboard of scripts/chaos."""
