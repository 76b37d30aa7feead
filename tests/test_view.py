"""A View survives the way through a query string and through JSON, and refuses what is not there."""

from __future__ import annotations

import dataclasses
import json
import math
import random
from datetime import date
from urllib.parse import parse_qsl

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo import GreenlineError, View, ViewError
from geo.filters import EARLIEST, LATEST
from geo.model import DrawnAs, EventType, Language, Layer, PositionPrecision
from geo.profile import current

DAYS = st.dates(current().days.first, current().days.last)
#: Any text that UTF-8 can carry; an empty selection is none.
TEXT = st.text(st.characters(codec="utf-8"), min_size=1, max_size=40)

#: Any name, an empty one too, and the signs that stand between and within names.
NAME = st.text(st.characters(codec="utf-8") | st.sampled_from("~%E7-"), max_size=12)


@st.composite
def boxes(draw: st.DrawFn) -> tuple[float, float, float, float]:
    """Draw bounds on the grid of a thousandth of a degree."""
    west, east = sorted(
        draw(st.lists(st.integers(-180_000, 180_000), min_size=2, max_size=2, unique=True))
    )
    south, north = sorted(
        draw(st.lists(st.integers(-85_000, 85_000), min_size=2, max_size=2, unique=True))
    )
    return west / 1000, south / 1000, east / 1000, north / 1000


VIEWS = st.builds(
    View,
    date=DAYS,
    compare=st.none() | DAYS,
    compare_mode=st.sampled_from(["change", "side"]),
    perspective=st.sampled_from(current().perspectives),
    layers=st.lists(st.sampled_from(list(Layer))),
    by_zoom=st.booleans(),
    event_types=st.lists(st.sampled_from(EventType)),
    window=st.integers(0, 15000),
    language=st.sampled_from(Language),
    bounds=st.none() | boxes(),
    selection=st.none() | TEXT,
    tiles=st.booleans(),
    story=st.none() | TEXT,
    step=st.none() | TEXT,
    area_of_interest=st.none()
    | st.sampled_from(
        ["areas:kirkuk.daquq", "districts:IQG13Q04,areas:dibis", "44.1,35;45,36;44,36"]
    ),
    drawn_as=st.sampled_from(DrawnAs),
    interval=st.none() | st.lists(st.dates(EARLIEST, LATEST), min_size=2, max_size=2).map(sorted),
    kinds=st.none() | st.lists(NAME, max_size=4),
    actors=st.none() | st.lists(NAME, max_size=4),
    min_deaths=st.integers(0, 1_000_000),
    coarsest=st.sampled_from(PositionPrecision),
)


@given(VIEWS)
def test_query_gives_the_view_back(view: View) -> None:
    query = view.to_query()
    assert View.from_query(query) == view
    assert View.from_query("#" + query) == view
    assert View.from_query(dict(parse_qsl(query, keep_blank_values=True))) == view
    assert query.isascii()


@given(VIEWS)
def test_json_gives_the_view_back(view: View) -> None:
    assert View.from_json(view.to_json()) == view


@given(VIEWS)
def test_views_that_are_equal_are_written_and_hashed_equally(view: View) -> None:
    again = View.from_json(view.to_json())
    assert (again.to_query(), again.to_json(), hash(again)) == (
        view.to_query(),
        view.to_json(),
        hash(view),
    )


def test_json_has_one_key_for_each_field() -> None:
    keys = list(json.loads(View().to_json()))
    assert keys == [field.name for field in dataclasses.fields(View)]


@pytest.mark.parametrize("query", ["", "?", "#", "utm_source=mail", "fbclid=1&ref="])
def test_an_address_without_a_key_opens_on_the_latest_day(query: str) -> None:
    view = View.from_query(query)
    assert view == View.opening()
    assert view.date == current().days.last
    assert {"control", "disputed", "towns"} <= set(view.layers)
    assert not {"fields", "crossings", "events", "districts"} & set(view.layers)
    assert View.from_query(view.to_query()) == view


@pytest.mark.parametrize(
    "query", ["lang=en&p=un", "p=un", "v=1.3.0", "embed=1", "st=2017-10-16", "l="]
)
def test_an_older_address_without_a_day_keeps_its_day_and_layers(query: str) -> None:
    view = View.from_query(query)
    assert view.date == current().days.opening
    assert query == "l=" or view.layers == View().layers


@pytest.mark.parametrize("language", list(Language))
def test_an_address_with_a_language_alone_opens_as_the_bare_address(language: Language) -> None:
    assert View.from_query(f"lang={language}&utm_source=mail") == View.opening(language=language)


def test_layers_come_as_the_frame_is_close_and_go_again() -> None:
    far, near = View.opening(bounds=(40, 31, 48, 38)), View.opening(bounds=(44, 35, 45, 36))
    assert far.shown_layers == far.layers == near.layers == View.opening().shown_layers
    assert {"fields", "pipelines", "crossings", "events", "districts"} <= set(near.shown_layers)
    assert not {"lines", "evidence", "subdistricts"} & set(near.shown_layers)
    assert near.with_(by_zoom=False).shown_layers == near.layers
    shared = View.from_query(near.to_query())
    assert shared.shown_layers == near.shown_layers
    assert View(bounds=near.bounds, layers=("control",)).shown_layers == ("control",)


def test_query_says_only_what_differs() -> None:
    view = View(date="2014-08-08", perspective="un", language="ar")
    assert view.to_query() == "d=2014-08-08&p=un&lang=ar"


def test_nothing_switched_on_is_not_the_default() -> None:
    view = View(layers=(), event_types=())
    assert view.to_query() == f"d={view.date}&l=&t="
    assert View.from_query("l=&t=").layers == ()


def test_a_story_and_its_step_stand_at_the_end_of_the_address() -> None:
    view = View(date="2017-10-16", story="september-2017", step="mandate")
    assert view.to_query() == "d=2017-10-16&st=september-2017&sp=mandate"
    assert View.from_query("st=&sp=") == View(story="", step="") == View()


@pytest.mark.parametrize("name", ["story", "step"])
def test_a_story_is_named_by_text(name: str) -> None:
    with pytest.raises(ViewError, match=f"{name} 7: expected an id"):
        View.from_json(f'{{"{name}": 7}}')


def test_event_data_shown_stands_in_the_address() -> None:
    view = View(
        drawn_as="hexagons",
        interval=("2014-06-01", "2014-08-31"),
        kinds=["raid", "a.b", "raid"],
        actors=["", "x~y"],
        min_deaths=5,
        coarsest="near",
    )
    query = "ev=hexagons&ei=2014-06-01..2014-08-31&ek=a.b~raid&ea=%25-~x%257Ey&ed=5&ep=near"
    assert view.to_query() == f"d={view.date}&{query}"
    assert View.from_query(query) == view


def test_options_come_in_the_order_of_the_map_and_once() -> None:
    view = View(layers=("towns", "control", "towns"))
    assert view.layers == (Layer.CONTROL, Layer.TOWNS)


def test_view_cannot_be_changed_but_a_changed_one_made() -> None:
    view = View()
    with pytest.raises(dataclasses.FrozenInstanceError):
        view.date = date(2014, 8, 8)  # type: ignore[misc]
    assert view.with_(tiles=True).tiles
    assert not view.tiles


@pytest.mark.parametrize(
    ("query", "named"),
    [
        ("d=2017-02-30", "a day such as 2017-09-27"),
        ("d=yesterday", "a day such as 2017-09-27"),
        ("d=", "a day such as 2017-09-27"),
        ("d=1990-12-31", "1991-01-01"),
        ("d=2100-01-01", str(current().days.last)),
        ("c=2100-01-01", str(current().days.last)),
        ("cm=both", "change, side, swipe"),
        ("p=turkish", "held, federal, region, un"),
        ("l=control.moon", "neighbours, control"),
        ("t=parade", "law, politics"),
        ("w=many", "a number of days"),
        ("w=-1", "0 (all) to 15000"),
        ("w=15001", "0 (all) to 15000"),
        ("lang=de", "en, ar, ckb"),
        ("b=44,35,43,36", "west < east"),
        ("b=44,35,45", "west,south,east,north"),
        ("b=44,35,45,x", "west,south,east,north"),
        ("b=nan,35,45,36", "expected west,south,east,north"),
        ("b=44,35,45,86", "west < east"),
        ("ev=cubes", "dots, clusters, heat, hexagons"),
        ("ei=2014-06-30..2014-06-01", "two days in order"),
        ("ei=2014", "2014-06-01..2014-06-30"),
        ("ei=1850-01-01..2014-06-01", "two days in order"),
        ("ed=-1", "0 to 1000000"),
        ("ed=many", "0 to 1000000"),
        ("ep=street", "exact, near"),
    ],
)
def test_what_does_not_exist_is_refused_with_what_does(query: str, named: str) -> None:
    with pytest.raises(ViewError) as error:
        View.from_query(query)
    assert named in str(error.value)
    value = query.partition("=")[2]
    assert not value or value.split(",")[0].split(".")[-1] in str(error.value)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "null",
        "[1]",
        "{",
        '{"date": null}',
        '{"date": 5}',
        '{"layers": 5}',
        '{"layers": "control"}',
        '{"event_types": null}',
        '{"window": "many"}',
        '{"window": null}',
        '{"window": 1.5}',
        '{"window": true}',
        '{"bounds": 5}',
        '{"bounds": "44,35,45,36"}',
        '{"bounds": [44, 35, 45]}',
        '{"selection": 7}',
        '{"tiles": "yes"}',
        '{"perspective": ["held"]}',
        '{"language": {}}',
        '{"interval": ["2014-06-01"]}',
        '{"interval": 5}',
        '{"kinds": "battle"}',
        '{"kinds": [1]}',
        '{"actors": 7}',
        '{"min_deaths": true}',
        '{"coarsest": null}',
    ],
)
def test_json_that_is_no_view_is_refused(text: str) -> None:
    with pytest.raises(ViewError):
        View.from_json(text)


@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.floats() | TEXT,
        lambda inner: st.lists(inner, max_size=4) | st.dictionaries(TEXT, inner, max_size=3),
        max_leaves=6,
    ),
    st.sampled_from([field.name for field in dataclasses.fields(View)]),
)
def test_json_of_any_kind_gives_a_view_or_a_clear_error(value: object, name: str) -> None:
    try:
        view = View.from_json(json.dumps({name: value}))
    except GreenlineError:
        return
    assert View.from_query(view.to_query()) == view


@given(
    st.dictionaries(
        st.sampled_from("d c cm p l t w lang b s tiles ev ei ek ea ed ep x".split()), st.text()
    )
)
def test_query_of_any_kind_gives_a_view_or_a_clear_error(pairs: dict[str, str]) -> None:
    try:
        view = View.from_query(pairs)
    except GreenlineError:
        return
    assert View.from_query(view.to_query()) == view


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("areas:kirkuk.daquq", "areas:kirkuk.daquq"),
        ("44.12349,35;45.0,36;-0,36.5", "44.123,35;45,36;0,36.5"),
        ("", None),
    ],
)
def test_ground_asked_about_is_written_in_one_way(text: str, written: str | None) -> None:
    assert View.from_query({"a": text}).area_of_interest == written


@pytest.mark.parametrize(
    "text",
    ["areas:", "moons:titan", "areas:a b", "44,35;45,36", "44,35;45,36;nan,36", "44,35;45,36;inf,3",
     "190,35;45,36;44,36", "44,35,1;45,36;44,36", "a;b;c", ";".join(["44,35"] * 201)],
)  # fmt: skip
def test_ground_that_cannot_be_is_refused(text: str) -> None:
    with pytest.raises(ViewError, match="area of interest"):
        View(area_of_interest=text)


LONG = "9" * 5000


@pytest.mark.parametrize(
    "key", ["d", "c", "p", "t", "w", "b", "s", "st", "sp", "a", "ei", "ed", "ep"]
)
def test_a_value_of_thousands_of_digits_is_refused_in_a_short_sentence(key: str) -> None:
    with pytest.raises(ViewError) as caught:
        View.from_query({key: LONG})
    assert len(str(caught.value)) < 250


def test_a_polygon_whose_edges_cross_thousands_of_times_is_refused() -> None:
    dice = random.Random(1)
    corners = [(dice.uniform(39, 49), dice.uniform(29, 37)) for _ in range(200)]
    text = ";".join(f"{lon:.3f},{lat:.3f}" for lon, lat in corners)
    with pytest.raises(ViewError, match="edges that cross at most 1,000 times"):
        View(area_of_interest=text)
    drawn = sorted(corners, key=lambda corner: math.atan2(corner[1] - 33, corner[0] - 44))
    text = ";".join(f"{lon:.3f},{lat:.3f}" for lon, lat in drawn)
    assert View(area_of_interest=text).area_of_interest
