"""Identity and dates of published items."""
