"""Parameters and fields of the documented API that were renamed: old names work, with a warning."""

from __future__ import annotations

import pytest
from pydantic import TypeAdapter

from geo import Atlas, events
from geo.ask.exposures import exposure
from geo.stories.check import check
from geo.stories.question import Question, as_json
from geo.stories.story import stories


def test_an_old_name_of_a_parameter_works_with_a_warning() -> None:
    held = {"question": "held", "place": "kirkuk", "holder": "federal", "date": "2017-10-17"}
    question = TypeAdapter(Question).validate_python(held)
    with pytest.warns(DeprecationWarning, match="as_json: asked is now called question"):
        assert as_json(asked=question) == as_json(question=question) == as_json(question)


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
