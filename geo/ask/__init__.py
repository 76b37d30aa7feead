"""Questions to the atlas: pure functions that take an Atlas and return tables."""
