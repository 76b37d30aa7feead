"""A reader's own events."""
