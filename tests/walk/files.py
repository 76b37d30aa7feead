"""Files that a reader brings: sound ones, one whose columns are in doubt, and ones that are no table."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from geo.events import read
from geo.events.schema import COLUMNS


@dataclass(frozen=True)
class File:
    """A file and what is kept of it."""

    name: str
    text: str
    count: int = 0

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


def _write_whole(count: int) -> str:
    """Return a table that has all columns of events: actors, and how exactly days and places are known."""
    rows = pd.DataFrame({name: [""] * count for name in COLUMNS})
    days = [f"2017-{1 + i % 12:02}-{1 + i % 28:02}" for i in range(count)]
    precisions = ("exact", "near", "district", "governorate", "unknown")
    rows = rows.assign(
        id=[f"e{i}" for i in range(count)],
        start=days,
        end=days,
        date_precision="day",
        lon=[44 + i % 7 / 10 for i in range(count)],
        lat=[35 + i % 11 / 10 for i in range(count)],
        position_precision=[precisions[i % 5] for i in range(count)],
        type=[("battle", "bomb ~ 50%", "")[i % 3] for i in range(count)],
        actor_a=[("Force A", "قوة", "")[i % 3] for i in range(count)],
        actor_b=[("", "Force B")[i % 2] for i in range(count)],
        best=[str(i % 6) for i in range(count)],
        text="What <i>happened</i>",
    )
    return str(rows.to_csv(index=False))


FILES = {
    file.name: file
    for file in (
        File("seen.csv", _HEAD + _rows(2016, 90), 90),
        File("whole.csv", _write_whole(120), 120),
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
SURE = ("seen.csv", "whole.csv", "old <b>.csv")
