"""Whom a map must name, and which of its sources come first."""

from __future__ import annotations

import pytest

from geo import Atlas
from geo.ask.credits import credit_line, credits_for
from geo.layers import SPECS


def test_a_map_names_the_holders_of_every_table_under_a_licence_of_others(atlas: Atlas) -> None:
    ours = {licence["name"] for licence in atlas.package["licenses"]}
    licences = {
        resource["name"]: {licence["name"] for licence in resource["licenses"]} - ours
        for resource in atlas.package["resources"]
    }
    for name, spec in SPECS.items():
        for table in (table for table in spec.tables if licences.get(table)):
            named = [credit for credit in credits_for(atlas, [name]) if table in credit.tables]
            assert named, (name, table)


@pytest.mark.parametrize("language", ["en", "ar", "ckb"])
def test_the_line_says_what_each_licence_asks_for(atlas: Atlas, language: str) -> None:
    line = credit_line(credits_for(atlas, ["control", "disputed", "fields"]), language)
    for part in ("CC BY 3.0 IGO", "CC BY-SA 3.0", "OpenStreetMap", "ODbL"):
        assert part in line
    assert ("not endorsed" in line) == (language == "en")
