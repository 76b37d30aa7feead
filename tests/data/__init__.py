"""Tests that walk the data itself: every record, and the known days."""
