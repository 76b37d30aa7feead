"""What readers do: ask, search, read in their language."""
