"""Versions of the data: permanent ids, releases, and what changed between two of them."""
