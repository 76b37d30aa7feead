"""What objects say of themselves in a console and in a notebook; names are completed, old ones work."""

from __future__ import annotations

from importlib import import_module

import pytest

from geo import Atlas, View, events, pictures
from geo.ask import changes
from geo.export import picture

TABLE = (
    b"date,latitude,longitude,type\n2017-10-16,35.47,44.40,<b>clash</b>\n2017-10-17,,44.40,IED\n"
)


def test_an_atlas_says_its_version_and_size(atlas: Atlas) -> None:
    assert atlas.label in repr(atlas)
    assert f"units {len(atlas.units)}" in repr(atlas)
    assert "\n" not in repr(atlas)
    assert atlas.label in atlas._repr_html_()


def test_changes_say_days_and_ground_also_by_their_old_name(atlas: Atlas) -> None:
    with pytest.warns(
        DeprecationWarning, match=r"^changes\.between is now called geo\.ask\.changes;"
    ):
        result = changes.between(atlas, "2017-10-15", "2017-10-18")  # type: ignore[attr-defined]
    assert "days 2017-10-15 to 2017-10-18" in repr(result)
    top = result.totals.iloc[0]
    assert f"{top['from_holder']} to {top['to_holder']} {top['km2']:,.0f} km²" in repr(result)


def test_papers_are_drawn_by_the_old_name_of_pictures(atlas: Atlas) -> None:
    with pytest.warns(
        DeprecationWarning, match=r"^geo\.export\.picture is now called geo\.pictures"
    ):
        content = picture.render(atlas, View(), ".svg", paper="a3")
    assert content == pictures.render(atlas, View(), ".svg", pictures.GraphicSettings("a3"))


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("geo.export.graphic:render", "geo.pictures"),
        ("geo.draw.tiles:Tiles", "geo.draw.chrome"),
        ("geo.draw.layers.base:AtlasLayer", "geo.draw.layers.layer"),
        ("geo.notebook:widget", "geo.export.widget"),
    ],
)
def test_modules_are_reached_by_their_old_names(old: str, new: str) -> None:
    module, _, name = old.partition(":")
    with pytest.warns(DeprecationWarning, match=f"^{module} is now called {new};"):
        value = getattr(import_module(module), name)
    assert value is getattr(import_module(new), name)


def test_events_and_their_report_say_what_was_set_aside() -> None:
    value = events.read(TABLE, "<i>reports.csv")
    assert "events 1; days 2017-10-16 to 2017-10-16" in repr(value)
    assert "set aside no_position 1" in repr(value.report)
    for shown in (value._repr_html_(), value.report._repr_html_()):
        assert "&lt;i&gt;reports" in shown
        assert "<i>" not in shown
    (point,) = value.__geo_interface__["features"]
    assert (point["properties"]["start"], point["geometry"]["coordinates"]) == (
        "2017-10-16",
        (44.4, 35.47),
    )
