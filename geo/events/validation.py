"""Tell rows that are events from rows that are not; nothing is dropped without a reason."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from typing import Any, Final

import numpy as np
import numpy.typing as npt
import pandas as pd

from geo.events.draft import Bools, Draft
from geo.events.schema import (
    ASIDE,
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
from geo.tabular.values import Floats, empty
from geo.words import Phrase, phrase, to_json

_DAY = phrase("fault.accepted.day", first=str(YEARS[0]), last=str(YEARS[1]))


#: Phrases that a report can say in other languages; it lists few rows.
_SPOKEN = 100


def _say_accepted(key: str, **values: Any) -> Phrase:
    return phrase(f"fault.accepted.{key}", **values)


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
        left = np.searchsorted(self._sorted, fresh, side="left")
        earlier += np.searchsorted(self._sorted, fresh, side="right") - left
        self._sorted = np.sort(np.concatenate([self._sorted, fresh]), kind="stable")
        counts = np.empty(len(fresh), np.int64)
        counts[order] = earlier
        return counts


def hash_text(cells: Any) -> Hashes:
    """Return the hash of each cell of text, shape (n,); the same for the same text, everywhere."""
    return pd.util.hash_array(np.asarray(cells, dtype=object), categorize=False)


def hash_rows(frame: pd.DataFrame) -> Hashes:
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


def hash_points(lon: npt.NDArray[np.float64], lat: npt.NDArray[np.float64]) -> Hashes:
    """Return the hash of each point, shape (n,), to about a tenth of a metre."""
    east = np.round(lon * 1e6).astype(np.int64).astype(np.uint64)
    north = np.round(lat * 1e6).astype(np.int64).astype(np.uint64)
    return (east << np.uint64(32)) ^ north


#: Hashes that earlier pieces of the same file held: of ids, of ids made, of rows and of points.
Known = defaultdict[str, SeenHashes]


class Verdict:
    """Why rows were set aside: for each row the first reason that was found."""

    def __init__(self, sheet: Sheet) -> None:
        self.sheet = sheet
        self.reason, self.column, self.value, self.accepted = (
            np.full(len(sheet.frame), "", object) for _ in range(4)
        )

    @property
    def left(self) -> Bools:
        """Rows that nothing speaks against so far, shape (n,)."""
        return self.reason == ""

    def set_aside(self, rows: Bools, reason: Reason, accepted: str, *columns: str) -> int:
        """Set rows aside that are still in."""
        chosen = rows & self.left
        names = [name for name in columns if name in self.sheet.frame.columns]
        self.reason[chosen] = reason.value
        self.accepted[chosen] = accepted
        self.column[chosen] = ", ".join(names)
        if names and chosen.any():
            cells = self.sheet.frame.loc[chosen, names].to_numpy(object)
            self.value[chosen] = [", ".join(map(str, row)) for row in cells]
        return int(chosen.sum())

    def list_aside(self) -> pd.DataFrame:
        """Return what was set aside, with the row's own columns, and records that are no rows."""
        out = ~self.left
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
    sheet: Sheet, draft: Draft, form: tuple[str, str], known: Known | None = None
) -> Events:
    """Return the events of a draft, with a report of what was kept and what was set aside.

    ``form`` is the id of the format and its name for a reader.
    """
    known = defaultdict(SeenHashes) if known is None else known
    draft = _whole_figures(sheet, draft)
    verdict, rows = Verdict(sheet), draft.rows
    verdict.set_aside(_is_blank(sheet, draft), Reason.EMPTY_ROW, _say_accepted("row"))
    notes: dict[str, int] = {Note.LOOKS_SWAPPED: _check_places(verdict, draft)}
    _check_dates(verdict, draft)
    ids = rows["id"].to_numpy(object)
    if (has_id := verdict.left & (ids != "")).any():
        repeated = np.zeros(len(ids), bool)
        repeated[has_id] = known["ids"].before(hash_text(ids[has_id])) > 0
        column = draft.columns.get("id", "")
        verdict.set_aside(repeated, Reason.DUPLICATE_ID, _say_accepted("new_id"), column)
    left, aside = verdict.left, verdict.list_aside()
    notes |= {note: int((about & left).sum()) for note, about in draft.notes.items()}
    rows = rows.loc[left].assign(id=_name_events(sheet, ids, left, known, notes))
    _note_events(rows, known, notes)
    accepted = {*verdict.accepted, *(bad_row.accepted for bad_row in sheet.bad[:_SPOKEN])}
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
        columns=draft.columns,
        choices=sheet.choices,
        used=tuple(name for name in names if name in draft.used),
        unused=tuple(name for name in names if name not in draft.used),
    )
    return Events(typed(rows), sheet.frame.loc[left].reset_index(drop=True), report)


def _is_blank(sheet: Sheet, draft: Draft) -> Bools:
    nothing = np.ones(len(sheet.frame), bool)
    for name in sheet.frame.columns:
        nothing &= (sheet.frame[name] == "").to_numpy()
        if not nothing.any():
            break
    if sheet.lon is not None:
        nothing &= np.isnan(sheet.lon)
    return nothing if draft.blank is None else nothing | draft.blank


def _check_places(verdict: Verdict, draft: Draft) -> int:
    """Set aside what has no position in the region; return how many seem swapped."""
    lon, lat = draft.rows["lon"].to_numpy(), draft.rows["lat"].to_numpy()
    names = [draft.columns.get(name, "") for name in ("lon", "lat")]
    for name, values in zip(names, (lon, lat), strict=True):
        if name:
            odd = np.isnan(values)
            odd[odd] = ~empty(verdict.sheet.frame.loc[odd, name])
            verdict.set_aside(odd, Reason.BAD_NUMBER, _say_accepted("number"), name)
    missing = np.isnan(lon) | np.isnan(lat)
    lacks = not any(names) and verdict.sheet.lon is None
    wanted = _say_accepted("position_columns" if lacks else "position")
    verdict.set_aside(missing, Reason.NO_POSITION, wanted, *names)
    verdict.set_aside(
        (lon == 0) & (lat == 0), Reason.NO_POSITION, _say_accepted("not_zero"), *names
    )
    swapped = 0
    if seem_swapped(lon, lat):
        wanted = _say_accepted("swapped", span=_span())
        swapped = verdict.set_aside(fits_swapped(lon, lat), Reason.OUTSIDE_REGION, wanted, *names)
    verdict.set_aside(~_is_inside(lon, lat), Reason.OUTSIDE_REGION, _span(), *names)
    shaped = (verdict.reason == Reason.OUTSIDE_REGION.value) & (verdict.column == "")
    verdict.value[shaped] = [
        f"{x:.6g}, {y:.6g}" for x, y in zip(lon[shaped], lat[shaped], strict=True)
    ]
    return swapped


def seem_swapped(lon: Floats, lat: Floats) -> bool:
    """Return whether most points of a table lie in the region only with both figures exchanged.

    One place alone says nothing: Ankara lies abroad, and its figures exchanged are in Iraq.
    """
    turned = _is_inside(lat, lon) & ~_is_inside(lon, lat)
    places = set(zip(lon[turned].tolist(), lat[turned].tolist(), strict=True))
    return len(places) > 1 and 2 * turned.sum() > np.isfinite(lon + lat).sum()


def fits_swapped(lon: Floats, lat: Floats) -> Bools:
    """Return points that lie in the region with latitude and longitude exchanged.

    Few points lie in it both ways; they are believed unless most rows are swapped.
    """
    turned, straight = _is_inside(lat, lon), _is_inside(lon, lat)
    if (turned & ~straight).sum() > (straight & ~turned).sum():
        return turned
    return turned & ~straight


def _span() -> str:
    west, south, east, north = current().region
    return _say_accepted("span", west=west, east=east, south=south, north=north)


def _is_inside(lon: Floats, lat: Floats) -> Bools:
    west, south, east, north = current().region
    return (lon >= west) & (lon <= east) & (lat >= south) & (lat <= north)


def _check_dates(verdict: Verdict, draft: Draft) -> None:
    start, end = draft.rows["start"], draft.rows["end"]
    names = [draft.columns.get(name, "") for name in ("start", "end")]
    wanted = _DAY if names[0] else _say_accepted("day_column", day=_DAY)
    verdict.set_aside(start.isna().to_numpy(), Reason.BAD_DATE, wanted, names[0])
    verdict.set_aside(end.isna().to_numpy(), Reason.BAD_DATE, _DAY, names[1])
    if draft.ambiguous is not None:
        verdict.set_aside(draft.ambiguous, Reason.AMBIGUOUS_DATE, _say_accepted("one_way"), *names)
    early = (end < start).to_numpy()
    verdict.set_aside(early, Reason.BAD_DATE, _say_accepted("later_end"), *names)


def _name_events(
    sheet: Sheet, ids: npt.NDArray[np.object_], left: Bools, known: Known, notes: dict[str, int]
) -> npt.NDArray[np.object_]:
    """Return ids of what is left, made of all that the file says where it gives none.

    The same file gives the same ids.
    """
    named = ids[left]
    without = named == ""
    if not without.any():
        return named
    content = sheet.frame.loc[left]
    if sheet.lon is not None and sheet.lat is not None:
        content = content.assign(**{"\0lon": sheet.lon[left], "\0lat": sheet.lat[left]})
    hashed = hash_rows(content.loc[without])
    notes[Note.IDS_MADE] = int(without.sum())
    notes[Note.EXACT_DUPLICATES] = int((known["rows"].before(hashed) > 0).sum())
    short = hashed >> np.uint64(16)
    count = known["made"].before(short)
    octets = short.astype(">u8").view(np.uint8).reshape(-1, 8)[:, 2:]
    made = np.frombuffer(octets.tobytes().hex().encode(), "S12").astype("U12").astype(object)
    later = count > 0
    made[later] = [f"{name}-{n + 1}" for name, n in zip(made[later], count[later], strict=True)]
    named[without] = made
    return named


def _note_events(rows: pd.DataFrame, known: Known, notes: dict[str, int]) -> None:
    """Count what is notable about rows that are kept."""
    hashed = hash_points(rows["lon"].to_numpy(), rows["lat"].to_numpy())
    best, low, high = (rows[name].to_numpy(np.float64) for name in ("best", "low", "high"))
    coarse = rows["position_precision"].isin(["governorate", "region", "country"])
    notes |= {
        Note.REPEATED_POINTS: int((known["points"].before(hashed) > 0).sum()),
        Note.BEST_OUTSIDE_RANGE: int(((best < low) | (best > high)).sum()),
        Note.COARSE_POSITION: int(coarse.sum()),
    }


def _whole_figures(sheet: Sheet, draft: Draft) -> Draft:
    """Make figures of deaths and people whole numbers of 0 or more; note what is none."""
    nothing = np.zeros(len(draft.rows), bool)
    unread, rounded = nothing.copy(), nothing.copy()
    result: dict[str, Floats] = {}
    for name in (*FIGURES, *(name for name in OPTIONAL if name in draft.rows)):
        values = draft.rows[name].to_numpy(np.float64, na_value=np.nan)
        wrong = (values < 0) | (values > MOST)
        unread |= wrong
        garbled = np.isnan(values)
        if (column := draft.columns.get(name, "")) and garbled.any():
            garbled[garbled] = ~empty(sheet.frame.loc[garbled, column])
            unread |= garbled
        figures = np.where(wrong, np.nan, np.round(values))
        rounded |= ~wrong & (figures != values) & ~np.isnan(values)
        result[name] = figures
    notes = draft.notes | {Note.FIGURE_NOT_READ: unread, Note.FIGURE_ROUNDED: rounded}
    return replace(draft, rows=draft.rows.assign(**result), notes=notes)
