"""Sheets of paper around maps, and frames of films: data and Typst templates, one for each kind."""
