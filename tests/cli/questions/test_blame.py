"""``greenline blame``: when a front moved."""

from __future__ import annotations

import json
from collections.abc import Callable


def test_the_command_names_days_spells_sources_and_releases(
    greenline: Callable[..., tuple[int, str, str]],
) -> None:
    code, out, err = greenline("blame", "IQG13Q04N06")
    assert (code, err) == (0, "")
    assert "2017-10-16: Kurdistan Region to federal government" in out
    code, out, _ = greenline("blame", "IQG13Q04N06", "--beside", "IQG13Q04N02", "--json")
    unit = json.loads(out)["units"][0]
    assert code == 0
    assert {other["unit"] for move in unit["moves"] for other in move["beside"]} == {"IQG13Q04N02"}
    assert all(move["sources"] and move["spell"] for move in unit["moves"])
    code, out, _ = greenline("blame", "IQG13Q04N06", "--beside", "Basra")
    assert code == 1
    assert "No front ran here" in out
