"""Rebuild the derived files of ``data/``: ``python -m tools.derive``; ``--check`` compares."""
