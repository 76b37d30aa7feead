"""Stress tests: bounded, on loopback only."""
