"""Processes that compute from what readers bring, with bounds of their own, and can be killed."""
