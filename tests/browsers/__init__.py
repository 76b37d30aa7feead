"""The reader's core walk through app and file in Firefox and in WebKit; ``make browsers`` runs it."""
