"""Work counted by calls of functions, which is the same on every machine, busy or not."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def counted_calls() -> Iterator[list[int]]:
    """Count the calls of Python's and C's functions in this thread; the list holds the count."""
    calls = [0]

    def count(_frame: object, event: str, _argument: object) -> None:
        if event in {"call", "c_call"}:
            calls[0] += 1

    before = sys.getprofile()
    sys.setprofile(count)
    try:
        yield calls
    finally:
        sys.setprofile(before)
