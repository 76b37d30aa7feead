"""Parameters and fields of the documented API that were renamed: old names work, with a warning."""

from __future__ import annotations

import pytest

from geo import Atlas, events
from geo.ask.exposure import exposure
from geo.stories.check import check
from geo.stories.story import drawn_marks, stories


def test_an_old_name_of_a_parameter_works_with_a_warning() -> None:
    marks = [{"kind": "note", "at": [[44.4, 35.5]], "text": "Here"}]
    with pytest.warns(DeprecationWarning, match="drawn_marks: said is now called marks"):
        assert drawn_marks(said=marks) == drawn_marks(marks=marks) == drawn_marks(marks)


def test_an_old_name_of_a_field_works_with_a_warning(atlas: Atlas) -> None:
    table = b"date,lat,lon\n2017-10-16,35.47,44.39\n"
    outcome = check(atlas, stories(atlas)[0])[0]
    for value, old, new in (
        (exposure(atlas, "2017-10-16", places="Daquq"), "said", "reported"),
        (events.read(table, "seen.csv").report, "kept", "rows_kept"),
        (outcome, "asked", "question"),
        (outcome, "found", "answer"),
    ):
        with pytest.warns(
            DeprecationWarning, match=f"{type(value).__name__}: {old} is now called {new}"
        ):
            assert getattr(value, old) is getattr(value, new)
