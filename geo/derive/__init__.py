"""What the data folder derives from its own tables: units of control, areas, lines, parts.

Modules that derive offer ``derive(data)``, which returns tables by their path under the folder.
"""
