"""The sample wire, which needs no network."""
