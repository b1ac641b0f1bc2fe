"""What a published item is: its identity and its dates."""
