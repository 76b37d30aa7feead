"""The questions of `geo.ask` are functions; what stood in modules of their names works by a warning."""

from __future__ import annotations

import pytest

from geo import Atlas, ask
from geo.ask import changes, exposure, rival, series


def test_each_question_is_a_documented_function(atlas: Atlas) -> None:
    for name in ask.__all__:
        question = getattr(ask, name)
        assert question.__name__ == name
        assert "Returns" in question.__doc__ or "Raises" in question.__doc__
    with pytest.raises(AttributeError, match="between"):
        ask.between  # noqa: B018


def test_calls_of_the_old_modules_warn_and_answer_alike(atlas: Atlas) -> None:
    days = ("2017-10-15", "2017-10-18")
    for old, new, args in (
        ("between", changes, days),
        ("exposure", exposure, days[:1]),
        ("series", series, (*days, "day")),
    ):
        match = rf"^{new.__name__}\.{old} is now called geo\.ask\.\w+\.{new.__name__}; "
        with pytest.warns(DeprecationWarning, match=match):
            answer = getattr(new, old)(atlas, *args)
        assert type(answer) is type(new(atlas, *args))
    assert changes.PAIR == ["from_holder", "to_holder"]
    assert {"compare", "Comparison"} <= {*dir(rival)}
    assert {"differences", "other_holders"} <= {*dir(changes)}
    assert {"fields_changed", "handed_over"} <= {*dir(exposure)}
