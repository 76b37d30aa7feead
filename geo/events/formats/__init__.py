"""The formats of event data, one a file."""
