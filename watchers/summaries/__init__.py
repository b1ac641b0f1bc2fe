"""The short form of an item."""
