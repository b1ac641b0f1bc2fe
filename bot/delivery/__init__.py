"""Send what is pending, at the pace that Telegram allows."""
