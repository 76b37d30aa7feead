"""Tables in any kind of file, opened within limits and read as columns of text."""
