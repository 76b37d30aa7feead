"""``greenline exposure``: the same figures as the question's, for people and for programs."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from geo import Atlas
from geo.ask.exposures import exposure
from geo.profile import current
from tests.user_areas.files import CONTROL_MAPS

Said = tuple[int, str, str]
SHAPE = "43.2,34.8;45.1,34.9;44.9,36.2;43.4,36.0"


def test_the_figures_are_those_of_the_question(answer: Callable[..., Any], atlas: Atlas) -> None:
    result = answer("exposure", "--date", "2017-09-27", "--by", "holder")
    own_answer = exposure(atlas, date(2017, 9, 27), by="holder")
    assert [item["group"] for item in result["totals"]] == own_answer.totals["group"].tolist()
    for total, row in zip(result["totals"], own_answer.totals.to_dict("records"), strict=True):
        assert total["km2"] == pytest.approx(row["km2"], abs=0.01)
        assert total["fields"] == row["fields"]
        assert (total["barrels_best"] is None) == (row["barrels_best"] != row["barrels_best"])
    assert len(result["fields"]) == len(own_answer.fields)
    assert result["version"] == atlas.version
    assert result["asked"] == {
        "text": None,
        "names": [],
        "km2": pytest.approx(own_answer.area.km2, abs=0.01),
    }


def test_every_source_is_known(answer: Callable[..., Any], atlas: Atlas) -> None:
    known = set(atlas.table("sources")["id"])
    result = answer("exposure", "--date", "2017-10-25")
    cited = {
        source
        for name in ("fields", "pipelines", "refineries", "crossings", "events", "towns", "said")
        for item in result[name]
        for key, ids in item.items()
        if key.endswith("sources")
        for source in ids
    }
    assert len(cited) > 50
    assert cited <= known


@pytest.mark.quick(1)
@pytest.mark.parametrize("style", ["kml names", "geopackage utm"])
def test_a_polygon_may_be_a_map_of_any_kind(
    answer: Callable[..., Any],
    greenline: Callable[..., tuple[int, str, str]],
    tmp_path: Path,
    style: str,
) -> None:
    file = CONTROL_MAPS[style](tmp_path)
    totals = answer("exposure", "--date", "2017-10-20", "--by", "holder", "--polygon", file)[
        "totals"
    ]
    compared = answer("compare", "2017-10-20", file)["holders"]
    ours = {row["holder"]: row["ours_km2"] for row in compared if row["ours_km2"]}
    assert {row["group"]: row["km2"] for row in totals if row["km2"]} == pytest.approx(
        ours, abs=0.2
    )
    code, _, err = greenline("exposure", "--polygon", tmp_path / "none.kml")
    assert code != 0 and "none.kml" in err


@pytest.mark.parametrize(
    ("words", "code", "text"),
    [
        (("--place", "Atlantis"), 1, "place 'Atlantis'"),
        (("--polygon", "44,35;45,36"), 1, "polygon"),
        (("--polygon", "0,0;1,0;1,1"), 1, "touches the units"),
        (("--polygon", "none.geojson"), 1, "none.geojson"),
        (("--by", "colour"), 2, "--by"),
        (("--window", "-1"), 2, "0 to 15000 days, 0 for all"),
        (("--window", "²"), 2, "0 to 15000 days, 0 for all"),
        (("--date", "2100-01-01"), 2, f"from {current().days}"),
        (("--place", "Kirkuk", "--polygon", SHAPE), 2, "not allowed with"),
        *(
            (("--polygon", content), 1, "shape.geojson")
            for content in (
                "",
                "[]",
                '{"type": "Point", "coordinates": [44, 35]}',
                '{"type": "Polygon", "coordinates": [[[44, 35], ["x", 1]]]}',
                '{"type": "FeatureCollection", "features": [1, null, {"type": "Feature"}]}',
            )
        ),
    ],
)
def test_what_cannot_be_asked(
    greenline: Callable[..., Said], tmp_path: Path, words: tuple[str, ...], code: int, text: str
) -> None:
    if text == "shape.geojson":
        (tmp_path / "shape.geojson").write_text(words[1], encoding="utf-8")
        words = (words[0], str(tmp_path / "shape.geojson"))
    result, out, err = greenline("exposure", *words)
    assert (result, out) == (code, "")
    assert text in err
    assert "Traceback" not in err


def test_fields_held_name_both_sources_of_a_range(greenline: Callable[..., Said]) -> None:
    _, out, _ = greenline(
        "exposure", "--date", "2015-03-15", "--place", "Koysinjaq", "--fields-held"
    )
    for text in ("taq_taq", "116,000 (MEES", "130,000 (MEES", "TTOPCO (Genel and Addax)"):
        assert text in out
