"""Files that a reader brings: sound ones, one whose columns are in doubt, and ones that are no table."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from geo.events import read


@dataclass(frozen=True)
class File:
    """A file and what is kept of it."""

    name: str
    text: str
    kept: int = 0

    def events(self) -> pd.DataFrame:
        """Return its events."""
        return read(self.text.encode(), name=self.name).rows


def _rows(year: int, count: int) -> str:
    return "".join(
        f"{year + i % 2}-{1 + i % 12:02}-{1 + i % 28:02},{43 + (i * 37 % 300) / 100:.2f},"
        f"{34 + (i * 53 % 250) / 100:.2f},{('IED', 'SAF', '=cmd|calc')[i % 3]},{i % 5}\n"
        for i in range(count)
    )


_HEAD = "date,longitude,latitude,type,deaths\n"

FILES = {
    one.name: one
    for one in (
        File("seen.csv", _HEAD + _rows(2016, 90), 90),
        File("old <b>.csv", _HEAD + _rows(2006, 150) + "2006-01-01,,,IED,1\n", 150),
        File(
            "unsure.csv",
            "x,y,when,what\n"
            + "".join(
                f"{44 + i / 100},{35 + i / 100},0{1 + i % 9}/0{1 + i % 8}/2017,A\n"
                for i in range(40)
            ),
        ),
        File("words.csv", "no table at all"),
        File("empty.csv", ""),
    )
}

#: Files that are read without a question.
SURE = ("seen.csv", "old <b>.csv")
