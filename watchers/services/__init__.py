"""Operations for subscribers and operators, called by the bot package."""
