"""Servers that stand in for the world: the Bot API and the feeds, over real HTTP on a loopback port."""
