"""Parsers from bytes to what a document says, one module per kind; and the shipped catalog of sources."""
