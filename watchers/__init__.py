"""Watch the world: sources, items, rules, and the alerts that result. Knows nothing of Telegram."""
