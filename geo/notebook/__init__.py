"""The map in a notebook: a widget whose view Python and the reader share."""
