"""Rebuild what is derived in ``data/``: ``python -m geo.compile``, and ``--check`` to compare.

Each module offers ``derive(data)``, which returns tables by their path under the data folder.
"""
