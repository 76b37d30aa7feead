"""The atlas's questions and ways out as commands: ``greenline --help``."""

from geo.cli.run import main

__all__ = ["main"]
