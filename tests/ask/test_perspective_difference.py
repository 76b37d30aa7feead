"""Two perspectives: the sums are those of the units, in every picture of them."""

from __future__ import annotations

import pytest

from geo import Atlas, View
from geo.ask import control
from geo.ask.comparisons import differences, other_holders
from geo.errors import QuestionError, ViewError
from geo.model import Language, Layer
from geo.pictures import GraphicSettings
from geo.pictures.composition import Composition
from geo.words import say, side_word

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
