"""The reader's core walk in Firefox and in WebKit; ``make browsers`` runs it."""
