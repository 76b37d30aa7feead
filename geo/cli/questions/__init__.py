"""Commands that answer questions to the atlas."""
