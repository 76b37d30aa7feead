"""Perspectives give every unit one class on every day; two of them differ as the units do."""

from __future__ import annotations

from datetime import date
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geo import Atlas, View
from geo.ask import control, perspective
from geo.ask.comparisons import differences, other_holders
from geo.errors import QuestionError, ViewError
from geo.model import Language, Layer
from geo.pictures import GraphicSettings
from geo.pictures.composition import Composition
from geo.profile import current
from geo.words import say, side_word

CLAIMS = ("federal", "region", "un")


@pytest.mark.quick(1)
@pytest.mark.parametrize("view", CLAIMS)
def test_stretches_follow_one_another_and_differ(atlas: Atlas, view: str) -> None:
    rows = perspective.classes(atlas, view)
    assert set(rows["unit"]) == set(atlas.units["unit"])
    for _, group in rows.groupby("unit"):
        stretches = list(group.itertuples())
        assert stretches[0].start == current().days.first
        assert stretches[-1].end is None
        for first, other in pairwise(stretches):
            assert first.end == other.start
            assert first.start < first.end
            assert first.holder != other.holder


def by_hand(standing: list[Any], pcode: str) -> str:
    """Return the class of a unit as the rule says it in words, of the views of a day."""
    best: tuple[int, date, str] | None = None
    for row in standing:
        for code in row.pcodes.split(";"):
            rank = (len(code), row.start)
            if pcode.startswith(code) and (best is None or rank >= best[:2]):
                best = (*rank, row.kind)
    return best[2] if best else "federal"


@given(day=st.dates(current().days.first, current().days.last), view=st.sampled_from(CLAIMS))
@settings(max_examples=15)
def test_the_most_specific_code_wins_then_the_later_start(
    atlas: Atlas, day: date, view: str
) -> None:
    views = atlas.table("views")
    views = views[views["perspective"] == view].rename(columns={"class": "kind"})
    standing = [
        row for row in views.itertuples() if row.start <= day and not (row.end and row.end <= day)
    ]
    dated_frame = control.at(atlas, day, view)
    for pcode, holder in zip(dated_frame["pcode"], dated_frame["holder"], strict=True):
        assert holder == by_hand(standing, pcode), pcode


def test_the_un_sees_its_fifteen_areas_as_disputed_since_its_reports(atlas: Atlas) -> None:
    areas = atlas.table("areas")
    listed = areas[areas["list_number"].notna()]
    assert sorted(listed["list_number"]) == list(range(1, 16))
    units = atlas.units
    expected = {
        units["unit"][index]
        for codes in listed["pcodes"]
        for index in perspective.within(units, codes)
    }
    dated_frame = control.at(atlas, date(2017, 9, 27), "un")
    assert set(dated_frame[dated_frame["holder"] == "disputed"]["unit"]) == expected


VIEW = View(date="2017-11-01", against="region", layers=("control",))


def test_pairs_are_the_units_that_differ(atlas: Atlas) -> None:
    table = differences(atlas, VIEW)
    item = control.at(atlas, "2017-11-01").set_index("unit")
    two = control.at(atlas, "2017-11-01", "region").set_index("unit")["holder"]
    differ = item[item["holder"] != two]
    assert table["km2"].sum() == pytest.approx(differ["km2"].sum())
    assert table["units"].sum() == len(differ)
    assert (table["holder"] != table["other"]).all()
    assert (table["residents_low"].fillna(0) <= table["residents_high"].fillna(0)).all()


def test_what_is_no_second_perspective_is_told(atlas: Atlas) -> None:
    with pytest.raises(ViewError, match="against 'mars': expected one of held"):
        View(against="mars")
    with pytest.raises(QuestionError, match="second perspective"):
        differences(atlas, View())


@pytest.mark.quick(1)
@pytest.mark.parametrize("language", list(Language))
def test_a_picture_has_its_stripes_and_says_whose_they_are(
    atlas: Atlas, language: Language
) -> None:
    paper = GraphicSettings(format="a4")
    made = Composition.of(atlas, VIEW.with_(language=language), paper).compose()
    assert say("sentence.region", language) in made.data["title"]
    texts = [entry["text"] for entry in made.data["legend"]]
    for other in set(differences(atlas, VIEW)["other"].head(4)):
        word = say(side_word(other, "region"), language)
        assert any(word in text for text in texts), f"no stripes of {other}"


def test_a_table_has_both_classes(atlas: Atlas) -> None:
    from geo.ask.layer_content import content

    rows = content(atlas, VIEW)[Layer.CONTROL]
    assert list(rows["other"]) == list(other_holders(atlas, VIEW))
