"""Spoilt files, two thousand of them under ``make stress``: each gives a report that adds up, or one clear sentence."""

from __future__ import annotations

import importlib.util
import math
import os
import re
import sys
from pathlib import Path
from types import ModuleType

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from geo.errors import GreenlineError
from geo.events.reading import read_here
from geo.events.schema import validate
from geo.profile import current
from geo.tabular.geometry import APART


def _import_beside(name: str) -> ModuleType:
    """Import a module that lies beside the tests, which are no package."""
    spec = importlib.util.spec_from_file_location(
        f"tests_read_{name}", Path(__file__).with_name(f"{name}.py")
    )
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


spoil = _import_beside("spoil")

pytestmark = [pytest.mark.filterwarnings("ignore::RuntimeWarning", "ignore::UserWarning")]

#: Files of each kind: a sample with the other tests, all of them under stress.
EACH = 125 if "GREENLINE_STRESS" in os.environ else 20
TRUTH = spoil.truth()
WEST, SOUTH, EAST, NORTH = current().region


def judge(item) -> str:
    """Read a spoilt file; return what is wrong with the answer, or nothing."""
    try:
        events = read_here(item.content, f"{item.kind}-{item.seed}")
    except GreenlineError as error:
        return "" if _clear(str(error)) else f"not a clear sentence: {error}"
    report = events.report
    if report.rows_read != report.rows_kept + sum(report.set_aside.values()):
        return f"{report.rows_read} rows, {report.rows_kept} kept, {report.set_aside}"
    listed = len(report.aside) + dict(report.notes).get("rows_not_read", 0)
    if listed != sum(report.set_aside.values()) or report.rows_kept != len(events.rows):
        return "the list and the counts differ"
    validate(events.rows)
    return _find_misplaced(events, item.exact)


def adds_up(content: bytes, name: str) -> bool:
    """Return whether a file is read with a report that adds up, or refused with a sentence."""
    try:
        report = read_here(content, name).report
    except GreenlineError as error:
        return bool(str(error))
    return report.rows_read == report.rows_kept + sum(report.set_aside.values())


def _clear(message: str) -> bool:
    return "Traceback" not in message and "0x" not in message and 10 < len(message) < 3000


def _find_misplaced(events, exact: bool) -> str:
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
def test_spoilt_files_give_a_report_or_a_clear_error(kind: str, tmp_path: Path) -> None:
    wrong = {}
    for seed in range(EACH):
        item = spoil.make(kind, seed, tmp_path)
        text = judge(item)
        if text:
            wrong[f"{kind} {seed} {item.how}"] = text
    assert not wrong, wrong


@pytest.mark.parametrize("kind", spoil.KINDS[:-2])
def test_files_that_nobody_spoilt_are_read_whole(kind: str, tmp_path: Path) -> None:
    content, _ = spoil._write_cells(kind, spoil.rows(), tmp_path, spoil.random.Random(1))
    if kind == "shapes":
        content = spoil.zip_files(spoil.shapefile(spoil.rows(), tmp_path))
    events = read_here(content, kind)
    assert (events.report.rows_read, events.report.rows_kept) == (20, 20)
    assert not _find_misplaced(events, exact=True)


@pytest.mark.skipif(EACH < 100, reason="`make stress` reads two thousand")
def test_there_are_two_thousand() -> None:
    assert EACH * len(spoil.KINDS) == 2000


MAGIC = (
    b"",
    b"PK\x03\x04",
    b"\x1f\x8b\x08\x00",
    b"PAR1",
    b"SQLite format 3\x00",
    b"{",
    b"[[",
    b"\xff\xfe",
    b"a,b\n",
    b"sep=",
    b"\x00\x00\x27\x0a",
    b'{"type":"FeatureCollection","features":[',
)


@settings(max_examples=150, suppress_health_check=[HealthCheck.too_slow])
@given(
    st.sampled_from(MAGIC), st.binary(max_size=300), st.sampled_from((b"", b"PAR1", b"]}", b"\n"))
)
def test_any_bytes_give_a_report_or_a_clear_error(head: bytes, body: bytes, tail: bytes) -> None:
    assert adds_up(head + body + tail, "bytes")


CELL = st.text(max_size=12) | st.sampled_from(spoil.HOSTILE + spoil.DATES)


@settings(max_examples=60, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(st.tuples(CELL, CELL, CELL, CELL), min_size=1, max_size=6))
def test_any_cells_give_a_report(cells: list[tuple[str, ...]]) -> None:
    rows = [["E1", date, "", lat, lon, "", deaths, ""] for date, lat, lon, deaths in cells]
    content = spoil.write_delimited(rows)
    assert adds_up(content, "cells")
