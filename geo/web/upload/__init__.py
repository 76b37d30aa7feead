"""What a reader brings: files of events and of areas, and how they are read."""
