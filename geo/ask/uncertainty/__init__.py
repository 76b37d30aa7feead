"""How sure the atlas is: between which days ground changed hands, and what that does to a figure.

``docs/uncertainty.md`` describes the model and its sources in the literature.
"""
