"""Typed values in a text: codes and days."""
