"""A reader's areas in pictures and pages: the same figures, a legend, nothing left of the last one."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from geo import Atlas, View
from geo.ask import control
from geo.errors import QuestionError
from geo.pictures import GraphicSettings, UserData, painter
from geo.pictures.composition import Composition
from geo.pictures.panels import split_view
from geo.user_areas.areas import AreaOptions, Breaks
from geo.user_areas.reading import load
from tests.user_areas.files import CONTROL_MAPS, frame

PAPER = GraphicSettings(format="a4")
FRAME = painter.Frame((43.4, 34.8, 45.2, 35.8), 900, 500)


def texts(picture: painter.Picture) -> list[str]:
    return [entry.text for group in picture.legend for entry in group.entries]


def test_the_painter_counts_the_pairs_that_python_counts(atlas: Atlas, tmp_path: Path) -> None:
    areas = load(atlas, CONTROL_MAPS["geojson ids"](tmp_path))
    view = View(date="2017-10-20", layers=("control", areas.layer))
    drawn = texts(
        painter.draw(
            atlas, view, FRAME, user_data=painter.pack_user_data(areas=[areas.page_data()])
        )
    )
    comparison = control.compare(atlas, "2017-10-20", frame(("federal", "region")))
    assert any(text.startswith(f"Same on both: {comparison.shared_km2:,.0f} km²") for text in drawn)
    for row in comparison.pairs[
        comparison.pairs["ours"] != comparison.pairs["theirs"]
    ].itertuples():
        assert any(text.endswith(f": {row.km2:,.0f} km²") for text in drawn)
    before = view.with_(date="2017-10-10")
    assert (
        texts(
            painter.draw(
                atlas, before, FRAME, user_data=painter.pack_user_data(areas=[areas.page_data()])
            )
        )
        != drawn
    )


def test_a_rival_map_stands_beside_ours_on_paper(atlas: Atlas, tmp_path: Path) -> None:
    areas = load(atlas, CONTROL_MAPS["geojson ids"](tmp_path))
    view = View(date="2017-10-20", layers=("control", areas.layer, "towns"))
    two = view.with_(compare_mode="side", bounds=FRAME.box)
    ours, theirs = split_view(two, areas) or ()
    assert [
        ("control" in item.layers, "user_control" in item.layers) for item in (ours, theirs)
    ] == [(True, False), (False, True)]
    assert split_view(view, areas) is None
    made = Composition.of(atlas, two, PAPER, UserData(areas=(areas,))).compose()
    assert [item["caption"] for item in made.data["maps"]] == [
        "As held, 20 October 2017",
        f"Your map ({areas.name}), 20 October 2017",
    ]


def test_stripes_of_a_table_by_day_fall_where_those_of_divided_ground_rise(atlas: Atlas) -> None:
    table = b"place,from,to,holder\nKirkuk district,2014-06-12,2017-10-20,Peshmerga\nMakhmur,2014-06-12,,ISF\n"
    areas = load(atlas, table, "days.csv")
    view = View(date="2017-10-18", layers=("control", areas.layer))
    data = painter.pack_user_data(areas=[areas.page_data()])
    picture = painter.draw(atlas, view, FRAME, user_data=data)
    samples = {
        entry.text: entry.sample.svg if entry.sample else ""
        for group in picture.legend for entry in group.entries
    }  # fmt: skip
    assert "days.csv" in samples, "a row has days of its own, so that the file has no day"
    divided = next(svg for text, svg in samples.items() if text.startswith("Divided"))
    falling = re.compile(r"l(\d+) \1\b")
    assert falling.search(samples["Kurdistan Region, by your map"]) and not falling.search(divided)


def test_numbers_fill_the_ground_and_holders_become_outlines(atlas: Atlas) -> None:
    table = (
        b"ADM2_PCODE,year,sex,Returnees\nIQG13Q04,2020,f,120000\nIQG13Q04,2020,m,3456\n"
        b"IQG13Q02,2020,f,40210\nIQG15Q02,2020,m,7312\nIQG15Q02,2019,f,9000\n"
    )
    options = AreaOptions(breaks=Breaks.EQUAL, classes=2, where={"sex": "*"})
    areas = load(atlas, table, "t.csv", options)
    view = View(date="2017-10-20", layers=("control", areas.layer))
    picture = painter.draw(
        atlas, view, FRAME, user_data=painter.pack_user_data(areas=[areas.page_data()])
    )
    drawn = texts(picture)
    assert "7,300–65,000" in drawn and "No value in your file" in drawn
    assert {"outline-federal", "outline-region"} <= set(picture.drawn["control"])
    assert "federal" not in picture.drawn["control"]
    made = Composition.of(
        atlas, view.with_(bounds=FRAME.box), PAPER, UserData(areas=(areas,))
    ).compose()
    assert made.data["title"].startswith("Returnees · 2020: ")
    assert "Sum of the rows of each area (up to 2)" in drawn
    assert "20 October 2017" in made.data["title"]
    assert any("t.csv: Returnees · 2020" in line for line in made.data["credits"])


def test_control_stands_as_stripes_over_numbers_with_both_in_legend_and_credits(
    atlas: Atlas, tmp_path: Path
) -> None:
    table = b"ADM2_PCODE,Returnees\nIQG13Q04,123456\nIQG13Q02,40210\n"
    both = (load(atlas, table, "t.csv"), load(atlas, CONTROL_MAPS["geojson ids"](tmp_path)))
    view = View(date="2017-10-20", layers=("control",), bounds=FRAME.box)
    made = Composition.of(atlas, view, PAPER, UserData(areas=both)).compose()
    legend = {entry["text"] for entry in made.data["legend"]}
    assert {"t.csv: Returnees", "Kurdistan Region, by your map", "Your control map"} <= legend
    lines = " ".join(made.data["credits"])
    assert all(item.name in lines for item in both)
    svg = made.maps[0].svg
    numbers, control = (svg.index(f'inkscape:label="{item.layer}"') for item in both)
    assert numbers < control, "stripes lie above the numbers"
    alone = painter.draw(
        atlas, View(date="2017-10-20", layers=("user_areas", "user_control")), FRAME,
        user_data=painter.pack_user_data(areas=[areas.page_data() for areas in both]),
    )  # fmt: skip
    assert {"Federal government", "Kurdistan Region"} <= set(texts(alone)), "ours is off"
    with pytest.raises(QuestionError, match="one control map, and one other"):
        UserData(areas=(*both, both[0])).open_view(view)


def test_outlines_tint_no_ground_of_holders_and_have_their_line_in_the_legend(
    atlas: Atlas, tmp_path: Path
) -> None:
    file = tmp_path / "zones.geojson"
    frame(("Camp", "Minefield"), "name").to_file(file)
    areas = load(atlas, file)
    view = View(date="2017-10-20", layers=("control", areas.layer))
    both = painter.draw(
        atlas, view, FRAME, user_data=painter.pack_user_data(areas=[areas.page_data()])
    )
    alone = painter.draw(
        atlas,
        view.with_(layers=(areas.layer,)),
        FRAME,
        user_data=painter.pack_user_data(areas=[areas.page_data()]),
    )
    samples = [
        entry.sample.svg for picture in (both, alone) for group in picture.legend
        for entry in group.entries if entry.text == file.name and entry.sample
    ]  # fmt: skip
    assert len(samples) == 2 and samples[0] != samples[1], "a line over holders, else a fill"
