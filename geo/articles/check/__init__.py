"""Checks: the statements of an article put to the atlas, each with a verdict."""
