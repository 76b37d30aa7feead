"""What the data folder derives from its own tables: units of control, areas, lines, parts.

What derives takes the data folder and returns tables by their path under it.
"""
