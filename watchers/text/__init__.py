"""Text as folded tokens with places."""
