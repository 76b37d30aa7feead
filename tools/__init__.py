"""What maintainers run: rebuild derived data."""
