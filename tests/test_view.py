"""A View survives the way through a query string and through JSON, and refuses what is not there."""

from __future__ import annotations

import dataclasses
import json
import math
import random
import re
from pathlib import Path
from urllib.parse import parse_qsl

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo import GreenlineError, View, ViewError
from geo.model import Language, Layer
from geo.profile import current, using
from geo.view import FIELDS, KEYS, kinds
from geo.words import say

ROOT = Path(__file__).parents[1]

#: Any text that UTF-8 can carry; an empty selection is none.
TEXT = st.text(st.characters(codec="utf-8"), min_size=1, max_size=40)

#: An id that ends in none of the signs that programs of mail leave behind an address.
ID = st.from_regex(r"[a-z0-9_-]+", fullmatch=True)

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


def values(kind: kinds.Kind) -> st.SearchStrategy[object]:
    """Return values that a kind of fields takes."""
    days = current().days
    match kind:
        case kinds.Day():
            result: st.SearchStrategy[object] = st.dates(days.first, days.last)
        case kinds.Flag():
            return st.booleans()
        case kinds.Count():
            return st.integers(0, kind.most)
        case kinds.Choice():
            result = st.sampled_from(kind.limits(current())["options"])
        case kinds.Choices():
            return st.lists(st.sampled_from(list(kind.options)))
        case kinds.Id():
            return st.none() | (ID if kind.trims else TEXT)
        case kinds.Names():
            return st.none() | st.lists(NAME, max_size=4)
        case kinds.Box():
            return st.none() | boxes()
        case kinds.Ground():
            return st.none() | st.sampled_from(GROUND)
        case kinds.Interval():
            two = st.lists(st.dates(kinds.EARLIEST, kinds.LATEST), min_size=2, max_size=2)
            return st.none() | two.map(sorted)
    return st.none() | result if kind.optional else result  # type: ignore[attr-defined]


GROUND = ["areas:kirkuk.daquq", "districts:IQG13Q04,areas:dibis", "44.1,35;45,36;44,36"]

VIEWS = st.builds(View, **{field.name: values(field.kind) for field in FIELDS})


@given(VIEWS)
def test_query_and_json_give_the_view_back(view: View) -> None:
    assert View.from_json(view.to_json()) == view
    query = view.to_query()
    assert View.from_query(query) == view
    assert View.from_query("#" + query) == view
    assert View.from_query(dict(parse_qsl(query, keep_blank_values=True))) == view
    assert query.isascii()


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


@pytest.mark.parametrize(
    ("changes", "query"),
    [
        ({"date": "2014-08-08", "perspective": "un", "language": "ar"}, "p=un&lang=ar"),
        ({"layers": ("towns", "control", "towns")}, "l=control.towns"),  # in the map's order, once
        ({"layers": (), "event_types": ()}, "l=&t="),  # nothing switched on is not the default
        ({"story": "september-2017", "step": "mandate"}, "st=september-2017&sp=mandate"),
        (
            {"drawn_as": "hexagons", "interval": ("2014-06-01", "2014-08-31"), "coarsest": "near",
             "kinds": ["raid", "a.b", "raid"], "actors": ["", "x~y"], "min_deaths": 5},
            "ev=hexagons&ei=2014-06-01..2014-08-31&ek=a.b~raid&ea=%25-~x%257Ey&ed=5&ep=near",
        ),
    ],
)  # fmt: skip
def test_query_says_only_what_differs(changes: dict[str, object], query: str) -> None:
    view = View(**changes)
    assert view.to_query() == f"d={view.date}&{query}"
    assert View.from_query(view.to_query()) == view
    assert View.from_query("st=&sp=") == View(story="", step="") == View()


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
        "", "null", "[1]", "{", '{"date": null}', '{"date": 5}', '{"layers": 5}',
        '{"layers": "control"}', '{"event_types": null}', '{"window": "many"}', '{"window": null}',
        '{"window": 1.5}', '{"window": true}', '{"bounds": 5}', '{"bounds": "44,35,45,36"}',
        '{"bounds": [44, 35, 45]}', '{"selection": 7}', '{"tiles": "yes"}',
        '{"perspective": ["held"]}', '{"language": {}}', '{"interval": ["2014-06-01"]}',
        '{"interval": 5}', '{"kinds": "battle"}', '{"kinds": [1]}', '{"actors": 7}',
        '{"min_deaths": true}', '{"coarsest": null}',
    ],
)  # fmt: skip
def test_json_that_is_no_view_is_refused(text: str) -> None:
    with pytest.raises(ViewError):
        View.from_json(text)


@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.floats() | TEXT,
        lambda inner: st.lists(inner, max_size=4) | st.dictionaries(TEXT, inner, max_size=3),
        max_leaves=6,
    ),
    st.sampled_from([field.name for field in FIELDS]),
)
def test_json_of_any_kind_gives_a_view_or_a_clear_error(value: object, name: str) -> None:
    try:
        view = View.from_json(json.dumps({name: value}))
    except GreenlineError:
        return
    assert View.from_query(view.to_query()) == view


@given(st.dictionaries(st.sampled_from([*KEYS, "x"]), st.text()))
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


def test_the_profile_given_decides_what_a_view_accepts_whichever_is_in_use() -> None:
    other = dataclasses.replace(
        current(), views=("un",), languages=(Language.AR,), themes=("oil",), words={}
    )
    view = View(profile=other, date="2014-08-08", perspective="un")
    assert (view.language, view.to_query()) == ("ar", "d=2014-08-08&p=un")
    assert Layer.FIELDS in View(profile=other, layers=list(Layer)).layers
    assert Layer.CROSSINGS not in View(profile=other, layers=list(Layer)).layers
    assert view.with_(window=30).profile is other
    assert View.from_query("lang=ar", other).profile is other
    for changes in ({"language": "en"}, {"perspective": "region"}):
        assert View(**changes)
        with pytest.raises(ViewError, match=r"expected one of (ar|held, un)$"):
            view.with_(**changes)
    with using(other):
        assert View.from_query("p=un") == View(perspective="un", profile=other)


def test_each_field_has_a_type_in_the_page_and_a_name_in_every_language() -> None:
    script = (ROOT / "geo/client/paint/data/view.ts").read_text(encoding="utf-8")
    declared = script.partition("export interface View {")[2].partition("\n}")[0]
    names = [field.to_json(current())["name"] for field in FIELDS]
    assert re.findall(r"^  (\w+): ", declared, re.MULTILINE) == names
    for field in FIELDS:
        if isinstance(field.kind, kinds.Flag):
            continue  # whatever an address says of it can be read
        key = f"fault.link.{field.name}"
        assert all(say(key, language) != key for language in current().languages), key
