"""Watches the world: sources, items, rules, and the alerts that they owe. Knows nothing of Telegram."""
