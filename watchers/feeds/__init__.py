"""From bytes to what a document says, one kind a file; and the shipped catalog of sources."""
