"""The drawer below the map: figures and tables."""
