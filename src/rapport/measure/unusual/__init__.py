"""Days on which something unusual happened, and what it was."""
