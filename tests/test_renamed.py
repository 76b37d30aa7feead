"""Parameters of the documented API that were renamed: the old name works, with a warning."""

from __future__ import annotations

import pytest

from geo.stories.story import drawn_marks


def test_an_old_name_of_a_parameter_works_with_a_warning() -> None:
    marks = [{"kind": "note", "at": [[44.4, 35.5]], "text": "Here"}]
    with pytest.warns(DeprecationWarning, match="drawn_marks: said is now called marks"):
        assert drawn_marks(said=marks) == drawn_marks(marks=marks) == drawn_marks(marks)
