"""What stands on each kind of page."""
