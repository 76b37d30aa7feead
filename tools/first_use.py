"""Derive what the first page and answer need, into the cache: ``python -m tools.first_use``.

``make install`` does so, and a wheel carries it.
"""

from __future__ import annotations

import argparse
from contextlib import redirect_stdout
from io import StringIO

from geo import Atlas
from geo.cli import main as greenline
from geo.draw.kept_page import kept_page
from geo.profile import current


def main() -> None:
    """Make the page, the answer or, by default, both."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("what", nargs="?", choices=("page", "answer"))
    what = parser.parse_args().what
    if what != "answer":
        kept_page(Atlas.load())
    if what != "page":
        with redirect_stdout(StringIO()):
            greenline(["at", current().days.last.isoformat(), "--place", current().example])


if __name__ == "__main__":
    main()
