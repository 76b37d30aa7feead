"""Workers compute within bounds and hand back values of the expected classes, and nothing else."""

from __future__ import annotations

import re
import signal
from dataclasses import replace
from datetime import date
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
import shapely

from geo import Atlas, QuestionError
from geo.ask.holder_names import HolderName, HolderNamesError
from geo.errors import ReadError
from geo.model import Language
from geo.tabular.grid import BadRow
from geo.tabular.source import LIMITS
from geo.words import phrase
from geo.worker.limited import _Refusal, call, stream
from tests.worker.tasks import Pair, counting, echo, end, exhaust_at, refuse, version_of


def sent(value: Any, **bounds: Any) -> Any:
    return call(echo, value, name="a.csv", **bounds)


@pytest.mark.parametrize(
    "value",
    [
        None, 1.5, "گ\ud800", b"\x80\x00", [1, [True]], ("a", (2,)), {"a": {1: date(2017, 10, 16)}},
        frozenset({"x"}), Language.AR, Pair(("a",), {"b": Pair(None, [])}), phrase("fault.crash", why="x"),
        BadRow(2, "x", phrase("fault.accepted.area")), shapely.box(44, 35, 45, 36),
    ],
)  # fmt: skip
def test_values_come_back_as_they_are(value: Any) -> None:
    result = sent(value, classes=(Pair, Language, BadRow))
    assert result == value and type(result) is type(value)
    assert getattr(result, "key", None) == getattr(value, "key", None)


def test_tables_come_back_with_types_index_and_outlines() -> None:
    frame = pd.DataFrame({
        "text": pd.Series(["a", None], dtype="str"), "kind": pd.Categorical(["x", "y"]),
        "day": pd.to_datetime(["2017-10-16", None]), "n": pd.array([1, None], dtype="Int32"),
        "units": [(1, 2), (3,)], "start": [date(2017, 10, 16), None], "x": [0.5, np.nan],
    })  # fmt: skip
    for table in (
        frame,
        frame.iloc[[1]],
        frame.iloc[:0].drop(columns="kind"),
        frame.rename(columns={"n": "x"}),
    ):
        pd.testing.assert_frame_equal(sent(table), table)
    ground = gpd.GeoDataFrame({"unit": ["a"]}, geometry=[shapely.box(44, 35, 45, 36)], crs=4326)
    result = sent(ground)
    assert result.crs == ground.crs and result.geometry.geom_equals(ground.geometry).all()
    assert sent(np.array([shapely.Point(1, 2), None], object))[1] is None
    assert sent(np.array([1, 2], np.int64)).dtype == np.int64


def test_an_atlas_is_read_again_from_its_folder(atlas: Atlas) -> None:
    assert call(version_of, atlas, name="a.csv") == atlas.version


def test_classes_that_are_not_expected_are_refused() -> None:
    with pytest.raises(ReadError, match=r"^a\.csv: makes its reader fail \(KeyError\)"):
        sent(Pair(1, 2))


def test_errors_come_back_with_what_they_say() -> None:
    unsure = [HolderName("Tribes", "", ("federal",))]
    for kind, args, named in (
        (QuestionError, [phrase("fault.crash", why="x")], {}),
        (ReadError, ["is no table"], {"file": "a.csv", "row": 3, "accepted": "one"}),
        (HolderNamesError, ["who?", unsure], {}),
    ):
        error = kind(*args, **named)
        bounds = {"name": "a.csv", "classes": (HolderName, HolderNamesError)}
        with pytest.raises(kind) as raised:
            call(refuse, kind, args, named, **bounds)
        assert (str(raised.value), vars(raised.value)) == (str(error), vars(error))


def test_geos_that_runs_out_of_memory_is_said_in_words() -> None:
    with pytest.raises(ReadError, match=r"^a\.csv: needs more than .* of memory"):
        call(refuse, shapely.errors.GEOSException, ["std::bad_alloc"], {}, name="a.csv")


def test_what_is_refused_halfway_says_how_far_it_was_and_what_would_fit() -> None:
    fits = r"25% was done.*; accepted: outlines of about 4,000 corners; these have 8,000"
    with pytest.raises(ReadError, match=rf"more than 3,000 MB of memory to be laid .*: {fits}"):
        call(exhaust_at, (0.25, 8_000), name="a.csv")
    refuse = _Refusal("a.csv", LIMITS)
    assert str(refuse("slow", "smaller")).endswith(
        "read than 180 seconds; accepted: a smaller file"
    )
    refuse.progress = (0.25, 8_000)
    assert re.search(rf"longer than 180 seconds .*: {fits}", str(refuse("slow", "smaller")))


def test_what_is_handed_back_is_bounded_before_it_is_received() -> None:
    admitted: list[int] = []
    results = stream(
        counting, 3, name="a.csv", limits=replace(LIMITS, handed=2_500_000), admit=admitted.append
    )
    with pytest.raises(ReadError, match=r"comes to more than 2\.5 MB as events"):
        list(results)
    assert admitted == [1_000_000] * 2


@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGSEGV])
def test_a_worker_that_breaks_off_is_a_sentence(number: signal.Signals) -> None:
    with pytest.raises(ReadError, match=rf"break off \({number.name}\)"):
        call(end, number, name="a.csv")
    assert sent(1) == 1
