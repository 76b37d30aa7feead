"""Tell rows that are events from rows that are not; nothing is dropped without a reason."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from geo.events.draft import Bools, Draft
from geo.events.report import ASIDE, Note, Reason, nothing_aside
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


@dataclass(frozen=True)
class Known:
    """What earlier pieces of the same file held."""

    ids: SeenHashes = field(default_factory=SeenHashes)
    made: SeenHashes = field(default_factory=SeenHashes)
    rows: SeenHashes = field(default_factory=SeenHashes)
    points: SeenHashes = field(default_factory=SeenHashes)


@dataclass
class Verdict:
    """Why rows were set aside: for each row the first reason that was found."""

    sheet: Sheet
    reason: npt.NDArray[np.object_]
    column: npt.NDArray[np.object_]
    value: npt.NDArray[np.object_]
    accepted: npt.NDArray[np.object_]

    @classmethod
    def open(cls, sheet: Sheet) -> Verdict:
        """Begin with every row in."""
        return cls(sheet, *(np.full(len(sheet.frame), "", object) for _ in range(4)))

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

    def aside(self) -> pd.DataFrame:
        """Return what was set aside, with the row's own columns."""
        out = ~self.left
        listed = pd.DataFrame({
            "row": self.sheet.row[out],
            "reason": self.reason[out],
            "column": self.column[out],
            "value": self.value[out],
            "accepted": self.accepted[out],
        }).astype(dict.fromkeys(ASIDE[1:], "str"))  # fmt: skip
        cells = self.sheet.frame.loc[out].reset_index(drop=True)
        cells.columns = [f"{name} (file)" if name in ASIDE else str(name) for name in cells]
        return pd.concat([listed, cells], axis=1)


@dataclass(frozen=True, eq=False)
class ValidatedRows:
    """What is left of a draft."""

    mask: Bools  #: Rows of the sheet that are events, shape (n,).
    ids: npt.NDArray[np.object_]  #: Id of each event that was kept.
    aside: pd.DataFrame  #: Rows set aside, as :class:`geo.events.report.Report` lists them.
    phrases: dict[str, Any]  #: As :attr:`geo.events.report.Report.phrases`.
    notes: dict[str, int]  #: What is notable about the rows that were kept.


def validate_rows(sheet: Sheet, draft: Draft, known: Known | None = None) -> ValidatedRows:
    known = known or Known()
    verdict, rows = Verdict.open(sheet), draft.rows
    notes: dict[str, int] = {}
    verdict.set_aside(_is_blank(sheet, draft), Reason.EMPTY_ROW, _say_accepted("row"))
    swapped = _check_places(verdict, draft)
    if swapped:
        notes[Note.LOOKS_SWAPPED] = swapped
    _check_dates(verdict, draft)
    ids = rows["id"].to_numpy(object)
    _check_ids(verdict, ids, draft.columns.get("id", ""), known)
    left = verdict.left
    notes |= {note: int((about & left).sum()) for note, about in draft.notes.items()}
    named = _name_events(ids[left], _content(sheet, left), known, notes)
    _note_events(rows.loc[left], known, notes)
    aside = pd.concat([verdict.aside(), _list_bad_rows(sheet)], ignore_index=True)
    wanted = {*verdict.accepted, *(bad_row.accepted for bad_row in sheet.bad[:_SPOKEN])}
    phrases = {str(text): to_json(text) for text in wanted if isinstance(text, Phrase)}
    aside = aside.sort_values("row", ignore_index=True, kind="stable")
    return ValidatedRows(left, named, aside, phrases, notes)


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
    verdict.set_aside(missing, Reason.NO_POSITION, _describe_accepted(verdict.sheet, names), *names)
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


def _describe_accepted(sheet: Sheet, names: list[str]) -> str:
    """Say what is missing: a position in the row, or columns that would hold one."""
    if any(names) or sheet.lon is not None:
        return _say_accepted("position")
    return _say_accepted("position_columns")


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


def _check_ids(verdict: Verdict, ids: npt.NDArray[np.object_], column: str, known: Known) -> None:
    """Set aside what has the id of an earlier event that was kept."""
    has_id = verdict.left & (ids != "")
    if has_id.any():
        repeated = np.zeros(len(ids), bool)
        repeated[has_id] = known.ids.before(hash_text(ids[has_id])) > 0
        verdict.set_aside(repeated, Reason.DUPLICATE_ID, _say_accepted("new_id"), column)


def _content(sheet: Sheet, mask: Bools) -> pd.DataFrame:
    """Return all that the file says of rows, its shapes included."""
    content = sheet.frame.loc[mask]
    if sheet.lon is None or sheet.lat is None:
        return content
    return content.assign(**{"\0lon": sheet.lon[mask], "\0lat": sheet.lat[mask]})


def _name_events(
    ids: npt.NDArray[np.object_], frame: pd.DataFrame, known: Known, notes: dict[str, int]
) -> npt.NDArray[np.object_]:
    """Give ids made of content to events without: the same file gives the same ids."""
    without = ids == ""
    if not without.any():
        return ids
    hashed = hash_rows(frame.loc[without])
    again = int((known.rows.before(hashed) > 0).sum())
    short = hashed >> np.uint64(16)
    count = known.made.before(short)
    octets = short.astype(">u8").view(np.uint8).reshape(-1, 8)[:, 2:]
    made = np.frombuffer(octets.tobytes().hex().encode(), "S12").astype("U12").astype(object)
    later = count > 0
    made[later] = [
        f"{identifier}-{n + 1}" for identifier, n in zip(made[later], count[later], strict=True)
    ]
    notes[Note.IDS_MADE] = int(without.sum())
    if again:
        notes[Note.EXACT_DUPLICATES] = again
    named = ids.copy()
    named[without] = made
    return named


def _note_events(rows: pd.DataFrame, known: Known, notes: dict[str, int]) -> None:
    """Count what is notable about rows that are kept."""
    hashed = hash_points(rows["lon"].to_numpy(), rows["lat"].to_numpy())
    best, low, high = (rows[name].to_numpy(np.float64) for name in ("best", "low", "high"))
    coarse = rows["position_precision"].isin(["governorate", "region", "country"])
    for note, count in (
        (Note.REPEATED_POINTS, (known.points.before(hashed) > 0).sum()),
        (Note.BEST_OUTSIDE_RANGE, ((best < low) | (best > high)).sum()),
        (Note.COARSE_POSITION, coarse.sum()),
    ):
        if count:
            notes[note] = int(count)


def _list_bad_rows(sheet: Sheet) -> pd.DataFrame:
    """List records of the file that do not fit its table."""
    if not sheet.bad:
        return nothing_aside()
    cells = [
        (bad_row.row, Reason.BAD_ROW.value, "", bad_row.value, bad_row.accepted)
        for bad_row in sheet.bad
    ]
    return pd.DataFrame(cells, columns=list(ASIDE))
