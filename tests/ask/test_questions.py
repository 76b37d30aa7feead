"""The questions of `geo.ask` are functions; what stood in modules of their names works by a warning."""

from __future__ import annotations

import pytest

from geo import Atlas, ask


def test_each_question_is_a_documented_function(atlas: Atlas) -> None:
    for name in ask.__all__:
        question = getattr(ask, name)
        assert question.__name__ == name
        assert "Returns" in question.__doc__ or "Raises" in question.__doc__
    with pytest.raises(AttributeError, match="between"):
        ask.between  # noqa: B018
