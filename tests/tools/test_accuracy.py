"""The page *Accuracy* is what the witnesses' files yield, and every disagreement has its sentence."""

from __future__ import annotations

from pathlib import Path

import pytest

from geo import Atlas
from tools.accuracy import witnesses
from tools.accuracy.calibration import grade_marks, interval
from tools.accuracy.page import reasons_of

#: A made-up witness: five towns, four as they were held in July 2017 and one as they were not.
MARKS = """label,lat,long,controller
Erbil,36.19,44.01,kurdish
Sulaymaniyah,35.56,45.43,kurdish
Tikrit,34.60,43.68,federal_government
Sinjar,36.32,41.87,kurdish
Kirkuk,35.47,44.39,islamic_state
A post,35.47,44.40,turkish
"""


def test_a_made_up_witness_is_counted_and_its_disagreement_named(
    atlas: Atlas, tmp_path: Path
) -> None:
    folder = tmp_path / "events" / "wikipedia_control_2017_07"
    folder.mkdir(parents=True)
    (folder / "settlement_control.csv").write_text(MARKS, encoding="utf-8")
    graded = grade_marks(atlas, tmp_path)
    assert list(graded["right"]) == [True, True, True, True, False]
    witness = witnesses.marks(atlas, tmp_path)
    name, count, share = witness.shares[0]
    assert (count, share.matched) == (5, 0.8), name
    assert share.low <= share.mean <= share.high < 1
    assert ["Kirkuk is marked is" in what for what in witness.apart["what"]] == [True]
    assert interval(0.75, 4) == "30.1% to 95.4%"


@pytest.mark.thorough
def test_each_difference_of_administration_has_its_reason(atlas: Atlas) -> None:
    reasons = reasons_of("administration")
    assert set(reasons) == set(witnesses.administration(atlas).apart["unit"])
    assert all(reason.endswith(".") for reason in reasons.values())
