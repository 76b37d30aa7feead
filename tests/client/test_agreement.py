"""The page's own code answers as Python does: who holds, what changed, exposure, legend."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from geo import Atlas
from geo.ask import holdings
from geo.ask.stretches import pick_most_exact
from geo.atlas.table import Record
from geo.model import Language
from geo.words import locale, say

from . import CLIENT, deno
from .agreement import answers, data

DAY = "2014-06-15"

#: What the cards of all districts say beside their names.
CARDS = """
import { sceneOf } from './testing.ts';
const scene = await sceneOf(JSON.parse(Deno.readTextFileSync(Deno.args[0])), Deno.args[1]);
const layer = scene.layers.get('districts');
const cards = layer.rows.map(({ pcode }) => [pcode, Object.fromEntries(layer.describe(pcode).evidence)]);
console.log(JSON.stringify(Object.fromEntries(cards)));
"""


def test_the_page_and_python_agree(tmp_path: Path, atlas: Atlas) -> None:
    file = tmp_path / "agreement.json"
    file.write_text(json.dumps(answers(atlas)), encoding="utf-8")
    text = deno(
        "test", "--quiet", "--frozen", "--no-check", "--allow-read", "--allow-env=GREENLINE_AGREEMENT",
        "agreement_test.ts", environment={"GREENLINE_AGREEMENT": str(file)},
    )  # fmt: skip
    assert "0 failed" in text
    assert "ignored" not in text


@pytest.mark.thorough
def test_the_last_change_of_ground_is_as_exact_as_its_surest_record(
    tmp_path: Path, atlas: Atlas
) -> None:
    file = tmp_path / "data.json"
    file.write_text(json.dumps(data(atlas)), encoding="utf-8")
    read = f"--allow-read={CLIENT.parents[1]},{tmp_path}"
    command = ("run", "--quiet", "--no-check", "--frozen", read, "--ext=ts", "-")
    cards = json.loads(deno(*command, str(file), f"d={DAY}", given=CARDS))
    title = say("details.lastChange", Language.EN)
    held: dict[str, list[Record]] = {}
    for row in holdings.on(atlas, DAY):
        held.setdefault(row["district"], []).append(row)
    several = 0
    for district, rows in held.items():
        if title not in cards[district]:
            continue
        day = max(row["since"] for row in rows)
        last = [row for row in rows if row["since"] == day]
        words = locale.day(day, Language.EN, pick_most_exact(last))
        assert cards[district][title] == words, district
        several += len({row["precision"] for row in last}) > 1
    assert several
