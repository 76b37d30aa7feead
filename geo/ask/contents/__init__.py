"""What is on the map of a view: its layers, its tables and key figures, and whom it credits."""
