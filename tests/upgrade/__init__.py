"""Databases of older versions, and that the service goes on with each of them."""
