"""Days: played, compared, filmed."""
