"""Articles: the places, days and actors that a text names."""
