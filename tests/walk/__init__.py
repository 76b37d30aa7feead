"""Walks: a reader does one thing after another, in any order, and nothing goes wrong on the way."""
