"""Rows of a sheet as events, each with the reason why it is none; nothing is dropped without."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from typing import Any, Final

import numpy as np
import numpy.typing as npt
import pandas as pd

from geo.events.schema import (
    ASIDE,
    COLUMNS,
    OPTIONAL,
    Events,
    Note,
    Reason,
    Report,
    counted,
    nothing_aside,
    typed,
)
from geo.profile import current
from geo.tabular.dates import YEARS
from geo.tabular.grid import Sheet
from geo.tabular.values import Bools, Floats, empty
from geo.words import Phrase, phrase, to_json

_DAY = phrase("fault.accepted.day", first=str(YEARS[0]), last=str(YEARS[1]))

#: Bad records whose phrases a report can say in other languages; it lists few rows.
_SPOKEN = 100

#: More than this no figure of deaths can be.
MOST: Final = np.iinfo(np.int32).max

FIGURES: Final = ("best", "low", "high")

Hashes = npt.NDArray[np.uint64]


class SeenHashes:
    """Hashes seen before, a multiset that grows piece by piece; 8 bytes each, kept sorted.

    >>> seen = SeenHashes()
    >>> seen.before(np.array([7, 7, 9], np.uint64)).tolist()
    [0, 1, 0]
    >>> seen.before(np.array([7, 8], np.uint64)).tolist()
    [2, 0]
    """

    def __init__(self) -> None:
        self._sorted: Hashes = np.empty(0, np.uint64)

    def before(self, hashes: Hashes) -> npt.NDArray[np.int64]:
        """Return how often each hash came before, shape (n,), and remember all of them."""
        order = np.argsort(hashes, kind="stable")
        fresh = hashes[order]
        first = np.searchsorted(fresh, fresh, side="left")
        earlier = np.arange(len(fresh)) - first
        low = np.searchsorted(self._sorted, fresh, side="left")
        earlier += np.searchsorted(self._sorted, fresh, side="right") - low
        self._sorted = np.sort(np.concatenate([self._sorted, fresh]), kind="stable")
        counts = np.empty(len(fresh), np.int64)
        counts[order] = earlier
        return counts


#: Hashes that earlier pieces of the same file held: of ids, of rows, of ids made, and of points.
Seen = defaultdict[str, SeenHashes]


def hash_text(cells: Any) -> Hashes:
    """Return the hash of each cell of text, shape (n,); the same for the same text, everywhere."""
    return pd.util.hash_array(np.asarray(cells, dtype=object), categorize=False)


def _hash_rows(frame: pd.DataFrame) -> Hashes:
    """Return the hash of each row of a table of text and numbers, shape (n,)."""
    total = np.zeros(len(frame), np.uint64)
    for at in range(frame.shape[1]):
        codes, values = pd.factorize(frame.iloc[:, at])
        hashed = (
            hash_text(values)
            if frame.dtypes.iloc[at] == "str"
            else pd.util.hash_array(np.asarray(values))
        )
        total = total * np.uint64(1_000_003) + (hashed[codes] if len(values) else np.uint64(0))
    return total


class CheckedRows:
    """One row for each row of a sheet, in its order, with the first reason to set it aside.

    Its ``rows`` have :data:`geo.events.schema.COLUMNS`, and what the source has of ``OPTIONAL``. A
    day not read is NaT, a position NaN, an id ``""``; figures may be any float, NaN where none is
    given.

    >>> sheet = Sheet(pd.DataFrame({"a": ["x"]}), np.array([2]), "csv")
    >>> CheckedRows(sheet, {"lon": 44.0, "lat": 36.0}, {}).rows["type"].tolist()
    ['']
    """

    def __init__(
        self,
        sheet: Sheet,
        fields: dict[str, Any],
        columns: dict[str, str],
        used: frozenset[str] = frozenset(),
        notes: Mapping[str, Bools] | None = None,
    ) -> None:
        self.sheet = sheet
        self.columns = columns
        """Column of the file that each field was read from; fields without one are left out."""
        self.used = used
        """All columns of the file that anything was read from."""
        self.notes = dict(notes or {})
        """Notes (:class:`geo.events.schema.Note`) and the rows that each is about, shape (n,)."""
        self.reason, self.column, self.value, self.accepted = (
            np.full(len(sheet.frame), "", object) for _ in range(4)
        )
        empty_fields: dict[str, Any] = {
            "start": pd.NaT, "end": fields.get("start", pd.NaT), "lon": np.nan, "lat": np.nan,
            "best": np.nan, "low": np.nan, "high": np.nan,
            "date_precision": "unknown", "position_precision": "unknown",
        }  # fmt: skip
        fields = dict.fromkeys(COLUMNS, "") | empty_fields | fields
        self.rows = pd.DataFrame(index=sheet.frame.index)
        for name in (*COLUMNS, *(name for name in OPTIONAL if name in fields)):
            cells = fields[name]
            if isinstance(cells, str):  # one value for all, at the cost of a byte a row
                codes = np.zeros(len(sheet.frame), np.int8)
                cells = pd.Categorical.from_codes(codes, pd.Index([cells]))
            self.rows[name] = cells
        self.rows = self.rows.astype(dict.fromkeys(("start", "end"), "datetime64[s]"))

    def set_aside(
        self, rows: Bools, reason: Reason, accepted: Phrase | str, *fields: str, **values: Any
    ) -> int:
        """Set rows aside that nothing spoke against so far, and return how many.

        ``accepted`` is a phrase or the key of one; ``fields`` are those whose columns are at fault.
        """
        chosen = rows & (self.reason == "")
        if not chosen.any():
            return 0
        names = [self.columns.get(name, "") for name in fields]
        names = [name for name in names if name in self.sheet.frame.columns]
        if not isinstance(accepted, Phrase):
            accepted = phrase(f"fault.accepted.{accepted}", **values)
        self.reason[chosen], self.accepted[chosen] = reason.value, accepted
        self.column[chosen] = ", ".join(names)
        if names:
            cells = self.sheet.frame.loc[chosen, names].to_numpy(object)
            self.value[chosen] = [", ".join(map(str, row)) for row in cells]
        return int(chosen.sum())

    def find_unread(self, name: str, values: Floats) -> Bools:
        """Return rows whose cell of a field says something and is no number, shape (n,)."""
        unread = np.isnan(values)
        column = self.columns.get(name, "")
        if column and unread.any():
            unread[unread] = ~empty(self.sheet.frame.loc[unread, column])
            return unread
        return np.zeros(len(values), bool)

    def list_aside(self) -> pd.DataFrame:
        """Return what was set aside, with the row's own columns, and records that are no rows."""
        out = self.reason != ""
        columns = (self.sheet.row, self.reason, self.column, self.value, self.accepted)
        listed = pd.DataFrame(
            {name: cells[out] for name, cells in zip(ASIDE, columns, strict=True)}
        )
        cells = self.sheet.frame.loc[out].reset_index(drop=True)
        cells.columns = [f"{name} (file)" if name in ASIDE else str(name) for name in cells]
        bad = nothing_aside()
        if self.sheet.bad:
            records = [
                (item.row, Reason.BAD_ROW.value, "", item.value, item.accepted)
                for item in self.sheet.bad
            ]
            bad = pd.DataFrame(records, columns=list(ASIDE))
        rows = pd.concat([listed.astype(dict.fromkeys(ASIDE[1:], "str")), cells], axis=1)
        aside = pd.concat([rows, bad], ignore_index=True)
        return aside.sort_values("row", ignore_index=True, kind="stable")


def build_events(
    checked: CheckedRows, form: tuple[str, str], seen: Seen, ambiguous: Bools | None = None
) -> Events:
    """Return the rows that are events, with a report of what was kept and what was set aside.

    ``form`` is the id of the format and its name for a reader; ``ambiguous`` are rows whose date
    can be read in two ways in a file that shows both.
    """
    sheet = checked.sheet
    _round_figures(checked)
    nothing = np.ones(len(sheet.frame), bool)
    for name in sheet.frame.columns:
        nothing &= (sheet.frame[name] == "").to_numpy()
        if not nothing.any():
            break
    if sheet.lon is not None:
        nothing &= np.isnan(sheet.lon)
    checked.set_aside(nothing, Reason.EMPTY_ROW, "row")
    notes: dict[str, int] = {Note.LOOKS_SWAPPED: _check_positions(checked)}
    _check_days(checked, ambiguous)
    ids = checked.rows["id"].to_numpy(object)
    if (has_id := (checked.reason == "") & (ids != "")).any():
        repeated = np.zeros(len(ids), bool)
        repeated[has_id] = seen["ids"].before(hash_text(ids[has_id])) > 0
        checked.set_aside(repeated, Reason.DUPLICATE_ID, "new_id", "id")
    good, aside = checked.reason == "", checked.list_aside()
    notes |= {note: int((about & good).sum()) for note, about in checked.notes.items()}
    rows = checked.rows.loc[good].assign(id=_name_events(checked, ids, good, seen, notes))
    east, north = (np.round(rows[name].to_numpy() * 1e6).astype("i8") for name in ("lon", "lat"))
    points = (east.astype(np.uint64) << np.uint64(32)) ^ north.astype(np.uint64)  # to 0.1 m
    best, low, high = (rows[name].to_numpy(np.float64) for name in FIGURES)
    coarse = rows["position_precision"].isin(["governorate", "region", "country"])
    notes |= {
        Note.REPEATED_POINTS: int((seen["points"].before(points) > 0).sum()),
        Note.BEST_OUTSIDE_RANGE: int(((best < low) | (best > high)).sum()),
        Note.COARSE_POSITION: int(coarse.sum()),
    }
    accepted = {*checked.accepted, *(bad_row.accepted for bad_row in sheet.bad[:_SPOKEN])}
    names = [str(name) for name in sheet.frame.columns]
    report = Report(
        sheet.name,
        *form,
        rows_read=len(sheet.frame) + len(sheet.bad) + sheet.unlisted,
        rows_kept=len(rows),
        set_aside=counted(aside, sheet.unlisted),
        aside=aside,
        phrases={str(text): to_json(text) for text in accepted if isinstance(text, Phrase)},
        notes=tuple((str(key), n) for key, n in (*notes.items(), *sheet.notes) if n),
        details={name: str(detail) for name, detail in sheet.details.items() if detail != ""},
        columns=checked.columns,
        choices=sheet.choices,
        used=tuple(name for name in names if name in checked.used),
        unused=tuple(name for name in names if name not in checked.used),
    )
    return Events(typed(rows), sheet.frame.loc[good].reset_index(drop=True), report)


def _check_positions(checked: CheckedRows) -> int:
    """Set aside what has no position in the region; return how many seem swapped."""
    lon, lat = checked.rows["lon"].to_numpy(), checked.rows["lat"].to_numpy()
    axes = ("lon", "lat")
    for name, values in zip(axes, (lon, lat), strict=True):
        checked.set_aside(checked.find_unread(name, values), Reason.BAD_NUMBER, "number", name)
    lacks = not checked.columns.keys() & {*axes} and checked.sheet.lon is None
    accepted = "position_columns" if lacks else "position"
    checked.set_aside(np.isnan(lon) | np.isnan(lat), Reason.NO_POSITION, accepted, *axes)
    checked.set_aside((lon == 0) & (lat == 0), Reason.NO_POSITION, "not_zero", *axes)
    west, south, east, north = current().region
    span = phrase("fault.accepted.span", west=west, east=east, south=south, north=north)
    inside = _is_inside(lon, lat)
    turned = _is_inside(lat, lon) & ~inside
    places = set(zip(lon[turned].tolist(), lat[turned].tolist(), strict=True))
    swapped = 0
    # One place alone says nothing: Ankara lies abroad, and its figures exchanged are in Iraq.
    if len(places) > 1 and 2 * turned.sum() > np.isfinite(lon + lat).sum():
        swapped = checked.set_aside(
            fits_swapped(lon, lat), Reason.OUTSIDE_REGION, "swapped", *axes, span=span
        )
    checked.set_aside(~inside, Reason.OUTSIDE_REGION, span, *axes)
    shaped = (checked.reason == Reason.OUTSIDE_REGION.value) & (checked.column == "")
    checked.value[shaped] = [
        f"{x:.6g}, {y:.6g}" for x, y in zip(lon[shaped], lat[shaped], strict=True)
    ]
    return swapped


def fits_swapped(lon: Floats, lat: Floats) -> Bools:
    """Return points that lie in the region with latitude and longitude exchanged.

    Few points lie in it both ways; they are believed unless most rows are swapped.
    """
    turned, straight = _is_inside(lat, lon), _is_inside(lon, lat)
    if (turned & ~straight).sum() > (straight & ~turned).sum():
        return turned
    return turned & ~straight


def _is_inside(lon: Floats, lat: Floats) -> Bools:
    west, south, east, north = current().region
    return (lon >= west) & (lon <= east) & (lat >= south) & (lat <= north)


def _check_days(checked: CheckedRows, ambiguous: Bools | None) -> None:
    start, end = checked.rows["start"], checked.rows["end"]
    without, endless = start.isna().to_numpy(), end.isna().to_numpy()
    if "start" in checked.columns:
        checked.set_aside(without, Reason.BAD_DATE, _DAY, "start")
    else:
        checked.set_aside(without, Reason.BAD_DATE, "day_column", day=_DAY)
    checked.set_aside(endless, Reason.BAD_DATE, _DAY, "end")
    if ambiguous is not None:
        checked.set_aside(ambiguous, Reason.AMBIGUOUS_DATE, "one_way", "start", "end")
    early = (end < start).to_numpy()
    checked.set_aside(early, Reason.BAD_DATE, "later_end", "start", "end")


def _name_events(
    checked: CheckedRows,
    ids: npt.NDArray[np.object_],
    good: Bools,
    seen: Seen,
    notes: dict[str, int],
) -> npt.NDArray[np.object_]:
    """Return ids of events, made of all that the file says where it gives none.

    The same file gives the same ids.
    """
    sheet, named = checked.sheet, ids[good]
    without = named == ""
    if not without.any():
        return named
    content = sheet.frame.loc[good]
    if sheet.lon is not None and sheet.lat is not None:
        content = content.assign(**{"\0lon": sheet.lon[good], "\0lat": sheet.lat[good]})
    hashed = _hash_rows(content.loc[without])
    notes[Note.IDS_MADE] = int(without.sum())
    notes[Note.EXACT_DUPLICATES] = int((seen["rows"].before(hashed) > 0).sum())
    short = hashed >> np.uint64(16)
    count = seen["made_ids"].before(short)
    octets = short.astype(">u8").view(np.uint8).reshape(-1, 8)[:, 2:]
    texts = np.frombuffer(octets.tobytes().hex().encode(), "S12").astype("U12").astype(object)
    later = count > 0
    texts[later] = [f"{name}-{n + 1}" for name, n in zip(texts[later], count[later], strict=True)]
    named[without] = texts
    return named


def _round_figures(checked: CheckedRows) -> None:
    """Make figures of deaths and people whole numbers of 0 or more; note what is none."""
    unread, rounded = np.zeros((2, len(checked.rows)), bool)
    for name in (*FIGURES, *(name for name in OPTIONAL if name in checked.rows)):
        values = checked.rows[name].to_numpy(np.float64, na_value=np.nan)
        wrong = (values < 0) | (values > MOST)
        unread |= wrong | checked.find_unread(name, values)
        figures = np.where(wrong, np.nan, np.round(values))
        rounded |= ~wrong & (figures != values) & ~np.isnan(values)
        checked.rows[name] = figures
    checked.notes |= {Note.FIGURE_NOT_READ: unread, Note.FIGURE_ROUNDED: rounded}
