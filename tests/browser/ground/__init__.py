"""The map: layers, frames, files."""
