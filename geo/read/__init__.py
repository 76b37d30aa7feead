"""Readers of other people's data, one format a file."""
