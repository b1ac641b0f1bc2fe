"""Text as folded tokens with their offsets."""
