"""What a subscriber or an operator may do; bot calls these."""
