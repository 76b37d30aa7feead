"""Spoilt files, two thousand of them under ``make stress``: each gives a report that adds up, or one clear sentence."""

from __future__ import annotations

import math
import os
import re

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from geo.errors import GreenlineError
from geo.events.schema import Events
from geo.profile import current
from geo.tabular.geometry import APART
from tests.events.made import validate
from tests.tabular import spoil
from tests.tabular.makers import read_here

pytestmark = [pytest.mark.filterwarnings("ignore::RuntimeWarning", "ignore::UserWarning")]

#: Files of each kind: a sample with the other tests, all of them under stress.
EACH = 125 if "GREENLINE_STRESS" in os.environ else 7
TRUTH = {row[0]: (float(row[4]), float(row[3])) for row in spoil.rows()}
WEST, SOUTH, EAST, NORTH = current().region


def find_fault(content: bytes, name: str) -> tuple[str, Events | None]:
    """Return what is wrong with the answer to a file, or nothing; and its events, if it is read."""
    try:
        events = read_here(content, name)
    except GreenlineError as error:
        text = str(error)
        clear = "Traceback" not in text and "0x" not in text and 10 < len(text) < 3000
        return "" if clear else f"not a clear sentence: {error}", None
    report = events.report
    aside = sum(report.set_aside.values())
    if report.rows_read != report.rows_kept + aside:
        return f"{report.rows_read} rows, {report.rows_kept} kept, {report.set_aside}", events
    listed = len(report.aside) + dict(report.notes).get("rows_not_read", 0)
    if listed != aside or report.rows_kept != len(events.rows):
        return "the list and the counts differ", events
    validate(events.rows)
    return "", events


def find_misplaced(events: Events, *, exact: bool) -> str:
    """Return a point that is not where its row says."""
    within = 1e-9 if exact else APART
    rows = events.rows[["id", "lon", "lat"]].to_numpy().tolist()
    for (name, *here), origin in zip(rows, events.origin.to_numpy().tolist(), strict=True):
        if not (WEST <= here[0] <= EAST and SOUTH <= here[1] <= NORTH):
            return f"{name} lies outside the region"
        named = set(re.findall(r"\bE\d{3}\b", " ".join(origin)))
        points = [TRUTH[item] for item in named if item in TRUTH] or list(TRUTH.values())
        if not any(math.dist(here, point) <= within for point in points):
            return f"{named or name} lies at {here}: {list(origin)}"
    return ""


@pytest.mark.quick(2)
@pytest.mark.timeout(150)
@pytest.mark.parametrize("kind", spoil.KINDS)
def test_spoilt_files_give_a_report_or_a_clear_error(kind: str) -> None:
    wrong = {}
    for seed in range(EACH):
        how, content = spoil.make(kind, seed)
        fault, events = find_fault(content, f"{kind}-{seed}")
        if fault or (events and (fault := find_misplaced(events, exact=kind not in spoil.INEXACT))):
            wrong[f"{kind} {seed} {how}"] = fault
    assert not wrong, wrong


MAGIC = (
    b"", b"PK\x03\x04", b"\x1f\x8b\x08\x00", b"PAR1", b"SQLite format 3\x00", b"{", b"[[", b"\xff\xfe", b"a,b\n",
    b"sep=", b"\x00\x00\x27\x0a", b'{"type":"FeatureCollection","features":[',
)  # fmt: skip
ENDS = (b"", b"PAR1", b"]}", b"\n")
CELL = st.text(max_size=12) | st.sampled_from(spoil.HOSTILE + spoil.DATES)


@settings(max_examples=30, suppress_health_check=[HealthCheck.too_slow])
@given(st.sampled_from(MAGIC), st.binary(max_size=300), st.sampled_from(ENDS))
def test_any_bytes_give_a_report_or_a_clear_error(head: bytes, body: bytes, tail: bytes) -> None:
    assert find_fault(head + body + tail, "bytes")[0] == ""


@settings(max_examples=10, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(st.tuples(CELL, CELL, CELL, CELL), min_size=1, max_size=6))
def test_any_cells_give_a_report(cells: list[tuple[str, ...]]) -> None:
    rows = [["E1", date, "", lat, lon, "", deaths, ""] for date, lat, lon, deaths in cells]
    assert find_fault(spoil.write_delimited(rows), "cells")[0] == ""
