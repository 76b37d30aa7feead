"""The strip below a film's map: how far the film is, and what happened as it happens."""

from __future__ import annotations

import bisect
from collections.abc import Iterator, Sequence
from datetime import date
from functools import cached_property
from typing import Any

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.patches import Rectangle

from geo.draw.style import EVENTS, STYLE
from geo.export.animation.layout import LINE, TIME
from geo.export.picture.legend import fit
from geo.export.picture.marks import placed
from geo.export.picture.plate import PX, Plate, missing
from geo.model import EventType, Language, Layer
from geo.words import locale

#: Lines of events that a picture has.
LINES = 3

#: Which of several events of one day are listed first.
_FIRST = (EventType.TAKEOVER, EventType.REFERENDUM, EventType.AGREEMENT, EventType.BATTLE)

#: Points from the top of the strip to the time line, and how high that is.
_DOWN, _HIGH = 9.0, 4.0

#: Months between names below the time line, the first that leaves them room is taken.
_MONTHS = (1, 3, 6, 12, 24, 60, 120)


class Timeline:
    """What the strip of a film says."""

    def __init__(self, plate: Plate, days: Sequence[date]) -> None:
        self.plate, self.days = plate, list(days)

    @property
    def lines(self) -> int:
        """How many lines of events the strip has: none where the view shows no events."""
        return LINES if Layer.EVENTS in self.plate.layers else 0

    @cached_property
    def rows(self) -> pd.DataFrame:
        """Events of the film's days that lie in the frame, those of a day in the order of telling.

        The frame has to be set before.
        """
        rows = self.plate.layers.get(Layer.EVENTS)
        if rows is None:
            return pd.DataFrame({"start": []})
        seen = {row.Index for row, _, _ in placed(self.plate, rows)}
        start = rows["start"]
        rows = rows[rows.index.isin(seen) & (start >= self.days[0]) & (start <= self.days[-1])]
        kinds = list(map(str, _FIRST))
        rank = [kinds.index(kind) if kind in kinds else len(kinds) for kind in rows["type"]]
        order = ["start", "rank", "deaths_best", "id"]
        rows = rows.assign(rank=rank).sort_values(order, ascending=[True, True, False, True])
        return pd.DataFrame(rows.drop(columns="geometry")).reset_index(drop=True)

    def events_on(self, day: date) -> Iterator[tuple[Any, bool, int]]:
        """Yield the events that a picture lists: row, whether it is new, how many more are new."""
        at = bisect.bisect_left(self.days, day)
        before = self.days[at - 1] if at else None
        rows = self.rows[self.rows["start"] <= day]
        new = rows["start"] > before if before else rows["start"] == day
        fresh, known = rows[new], rows[~new]
        more = max(0, len(fresh) - self.lines)
        last = known.groupby("start", sort=True)
        older = [row for _, some in reversed(list(last)) for row in some.itertuples()]
        some = [*((row, True) for row in fresh.itertuples()), *((row, False) for row in older)]
        for number, (row, now) in enumerate(some[: self.lines]):
            yield row, now, more if number == self.lines - 1 else 0

    def scale(self, box: Axes) -> None:
        """Draw what stays of the time line: its ground, its months or years, its events."""
        top = box.get_ylim()[1] - _DOWN
        width = box.get_xlim()[1]
        box.add_patch(Rectangle((0, top), width, _HIGH, facecolor=STYLE["neighbour"]))
        for day in sorted(set(self.rows["start"])):
            x = self._across(box, day)
            box.plot([x, x], [top + _HIGH, top + _HIGH + 3], color=STYLE["faint"], linewidth=0.8)
        for day, text in self._named(width):
            x = self._across(box, day)
            box.plot([x, x], [top - 2, top], color=STYLE["faint"], linewidth=0.6)
            side = "left" if x < 30 else "right" if x > width - 30 else "center"
            box.text(
                x, top - 3, self.plate.run(text), fontsize=6.6, color=STYLE["faint"], ha=side,
                va="top", parse_math=False,
            )  # fmt: skip

    def draw(self, plate: Plate, box: Axes) -> None:
        """Draw how far the film is, and what happened on the day and last before it."""
        top = box.get_ylim()[1] - _DOWN
        begin, now = self._across(box, self.days[0]), self._across(box, plate.view.date)
        done: dict[str, Any] = {"facecolor": STYLE["accent"], "alpha": 0.75}
        box.add_patch(Rectangle((min(begin, now), top), abs(now - begin), _HIGH, **done))
        box.scatter([now], [top + _HIGH / 2], s=42, color=STYLE["accent"], zorder=3,
                    edgecolors=STYLE["paper"], linewidths=1, clip_on=False)  # fmt: skip
        for number, (row, new, more) in enumerate(self.events_on(plate.view.date)):
            self._tell(box, box.get_ylim()[1] - TIME - LINE * number, row, new, more)

    def _tell(self, box: Axes, y: float, row: Any, new: bool, more: int) -> None:
        """Write one event: its mark, its day, what happened."""
        plate, width = self.plate, box.get_xlim()[1]
        side = "right" if plate.rtl else "left"
        strong = STYLE["ink"] if new else STYLE["faint"]
        box.scatter([self._from(box, 4)], [y - 5.5], s=(2 * 4 * PX) ** 2,
                    color=EVENTS[row.type], alpha=1 if new else 0.5, linewidths=0)  # fmt: skip
        day = locale.day(row.start, plate.view.language, row.precision)
        common: dict[str, Any] = {"ha": side, "va": "top", "parse_math": False, "color": strong}
        label = box.text(self._from(box, 13), y, plate.run(day), fontsize=8.4, **common,
                        **plate.face(bold=True))  # fmt: skip
        wide = label.get_window_extent().transformed(box.transData.inverted()).width
        start = 13 + max(wide + 8, 92)
        said = plate.t("film.more", n=plate.number(more)) if more else ""
        text = _cut(self.headline(row), int((width - start) / 4.9) - len(said) - 1)
        text = plate.run(f"{text} {said}".strip())
        fit(box.text(self._from(box, start), y, text, fontsize=8.4, **common), width - start)

    def headline(self, row: Any) -> str:
        """Say an event in the picture's language: its text, else its facts, which are in all."""
        plate = self.plate
        if plate.view.language is Language.EN:
            return str(row.text)
        if text := plate.atlas.translated(str(row.text), plate.view.language):
            return text
        label = f"{plate.t(f'event.{row.type}')}: {self._place(row.place)}"
        if missing(row.from_holder) or missing(row.to_holder):
            return label
        sides = [_holder(plate, one, row.start) for one in (row.from_holder, row.to_holder)]
        return f"{label} ({(' ← ' if plate.rtl else ' → ').join(sides)})"

    def _place(self, name: str) -> str:
        """Return the name of a place in the picture's language where the atlas knows it."""
        atlas = self.plate.atlas
        for rows in (atlas.table("places"), atlas.districts, atlas.governorates, atlas.areas):
            found = rows[rows["name_en"] == name]
            if len(found):
                return self.plate.name(next(found.itertuples()))
        return name

    def _across(self, box: Axes, day: date) -> float:
        share = (day - self.days[0]) / (self.days[-1] - self.days[0])
        return self._from(box, share * float(box.get_xlim()[1]))

    def _from(self, box: Axes, x: float) -> float:
        """Return a distance from the reading side as one from the left."""
        return float(box.get_xlim()[1]) - x if self.plate.rtl else x

    def _named(self, width: float) -> Iterator[tuple[date, str]]:
        """Yield the first days of months or years that are named below the time line."""
        first, last = self.days[0], self.days[-1]
        months = (last.year - first.year) * 12 + last.month - first.month + 1
        step = next((one for one in _MONTHS if months / one <= width / 80), _MONTHS[-1])
        for month in range(first.year * 12, last.year * 12 + last.month):
            day = date(month // 12, month % 12 + 1, 1)
            if first <= day <= last and month % step == 0:
                precision = "year" if step >= 12 else "month"
                yield day, locale.day(day, self.plate.view.language, precision)


def _holder(plate: Plate, holders: str, day: date) -> str:
    """Return the names of holders on a day."""
    profile = plate.atlas.profile
    names = [plate.t(profile.holder_word(one, day)) for one in str(holders).split(";") if one]
    return plate.t("sentence.comma").join(names)


def _cut(text: str, letters: int) -> str:
    """Cut a text at a word where it is longer than so many letters."""
    if len(text) <= letters:
        return text
    return text[: max(letters - 1, 1)].rsplit(" ", 1)[0].rstrip(",;:") + "…"
