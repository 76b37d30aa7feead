"""A proposal of a correction: its form over the map."""
