"""Loops over millions of points, compiled once and spread over the cores of the machine."""

from __future__ import annotations

import os
import pickle
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from numba import njit

#: Points that one thread takes at a time.
BLOCK = 65_536


class Kernel:
    """A loop compiled by numba at its first call.

    What was compiled is kept beside the module or, where that folder cannot be written, in the
    reader's own cache folder. Where neither can be written it is compiled anew in every process.
    Kernels let go of Python's lock, so that threads run them side by side.
    """

    def __init__(self, function: Callable[..., Any]) -> None:
        self._function = function
        self._run: Callable[..., Any]
        self.__doc__ = function.__doc__
        try:
            self._run = njit(nogil=True, cache=True)(function)
        except RuntimeError:  # numba found no folder for what it compiles
            self._run = self._uncached()

    def __call__(self, *values: Any) -> Any:
        """Run the loop."""
        try:
            return self._run(*values)
        except (OSError, EOFError, pickle.UnpicklingError):  # a full disk, a cache cut short
            self._run = self._uncached()
            return self._run(*values)

    def _uncached(self) -> Callable[..., Any]:
        compiled: Callable[..., Any] = njit(nogil=True)(self._function)
        return compiled


def inner(function: Callable[..., Any]) -> Callable[..., Any]:
    """Compile a function that only kernels of the same module call."""
    compiled: Callable[..., Any] = njit(nogil=True)(function)
    return compiled


def spread(run: Callable[[slice], Any], count: int) -> None:
    """Run a function for every block of so many rows, on all cores that this process may use."""
    blocks = [slice(at, min(at + BLOCK, count)) for at in range(0, count, BLOCK)]
    if len(blocks) < 2:
        list(map(run, blocks))
        return
    with ThreadPoolExecutor(min(cores(), len(blocks))) as pool:
        list(pool.map(run, blocks))


def cores() -> int:
    """Return how many cores this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1
