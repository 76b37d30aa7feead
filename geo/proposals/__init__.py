"""Proposals: one fact that somebody brings, checked by the rules of the data, then decided."""
