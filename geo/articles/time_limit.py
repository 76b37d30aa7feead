"""A bound on the time that reading one article may take."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from time import thread_time
from typing import TypeVar

from geo.errors import QuestionError
from geo.words import phrase

_Item = TypeVar("_Item")

#: Seconds of processor time that one article may take to find its names, and again to judge it.
#: The longest takes a fifth of that.
SECONDS = 15.0


class TimeLimit:
    """Processor time of this thread, so that a busy machine refuses no article."""

    def __init__(self, seconds: float | None = None) -> None:
        self.seconds = SECONDS if seconds is None else seconds
        self.end = thread_time() + self.seconds

    @property
    def is_over(self) -> bool:
        """Whether the time is used up."""
        return thread_time() > self.end

    def check(self) -> None:
        """Refuse the article once the time is used up.

        Examples
        --------
        >>> TimeLimit(-1).check()
        Traceback (most recent call last):
        geo.errors.QuestionError: the article takes more than -1 seconds to read: expected a \
shorter text
        """
        if self.is_over:
            raise QuestionError(phrase("fault.article.slow", seconds=self.seconds))

    def each(self, items: Iterable[_Item]) -> Iterator[_Item]:
        for item in items:
            self.check()
            yield item
