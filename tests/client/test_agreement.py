"""The page's own code answers as Python does, whose answers the fixtures of both sides hold."""

from __future__ import annotations

import base64
import json
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from pandas.testing import assert_frame_equal

from bench.events import make_events
from geo import Atlas
from geo.ask import holdings
from geo.ask.holdings import pick_most_exact
from geo.atlas.table import Record
from geo.events.container import encode
from geo.events.schema import typed
from geo.model import Language
from geo.words import locale, say
from tests.events.container import decode

from . import CLIENT, deno, evaluate
from .agreement import answers, data
from .fixtures import FIXTURES, FOLDER, text

DAY = "2014-06-15"

#: What the cards of all districts say beside their names.
CARDS = """
import { sceneOf } from './testing.ts';
const scene = await sceneOf(JSON.parse(Deno.readTextFileSync(Deno.args[0])), Deno.args[1]);
const layer = scene.layers.get('districts');
const cards = layer.rows.map(({ pcode }) => [pcode, Object.fromEntries(layer.describe(pcode).evidence)]);
console.log(JSON.stringify(Object.fromEntries(cards)));
"""


def test_the_page_passes_its_tests_and_agrees_with_python(tmp_path: Path, atlas: Atlas) -> None:
    file = tmp_path / "agreement.json"
    file.write_text(json.dumps(answers(atlas)), encoding="utf-8")
    text = deno(
        "test", "--quiet", "--frozen", "--no-check", "--allow-read", "--allow-env=GREENLINE_AGREEMENT",
        environment={"GREENLINE_AGREEMENT": str(file)},
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


@pytest.mark.parametrize("name", FIXTURES)
def test_a_fixture_is_what_python_answers(name: str) -> None:
    held, made = (
        json.loads((FOLDER / f"{name}.json").read_text(encoding="utf-8")),
        json.loads(text(name)),
    )
    # Compressed bytes may differ from one zlib to the next; what they hold may not.
    packed = [base64.b64decode(item.pop("container", "")) for item in (held, made)]
    assert held == made, "run `make fixtures` and look at what changed"
    if packed[0]:
        assert_frame_equal(*map(decode, packed))


def test_rows_of_the_page_are_those_of_the_container() -> None:
    given = typed(make_events(400))
    rng = np.random.default_rng(8)
    spots = np.column_stack([rng.uniform(38, 50, 24), rng.uniform(28.5, 38.5, 24)]).round(4)
    given[["lon", "lat"]] = spots[rng.integers(0, len(spots), len(given))]
    for name in ("low", "high"):
        given[name] = pd.Series(rng.integers(0, 400, len(given)), dtype="Int32")
        given.loc[rng.random(len(given)) < 0.3, name] = pd.NA
    content = encode(given)
    value = evaluate(
        "paint/user_events/store.ts",
        "import('./paint/data/packed.ts').then(({Bytes}) => module.Store.open(Bytes.ofBuffer(Uint8Array.from(atob(argument),"
        " (c) => c.charCodeAt(0))))).then((store) => store.openLater().then(() => store)).then((store) => Array.from({length: store.n}, (_, row) => store.row(row)))",
        base64.b64encode(content).decode(),
    )
    expected, page = decode(content), pd.DataFrame(value)
    np.testing.assert_allclose(page["lng"], expected["lon"], atol=1e-4)
    np.testing.assert_allclose(page["lat"], expected["lat"], atol=1e-4)
    for name in ("best", "low", "high"):
        assert page[name].astype("Int32").equals(expected[name].astype("Int32")), name
    for name in ("type", "actor_a", "actor_b", "source", "position_precision"):
        assert page[name].tolist() == expected[name].astype(str).tolist(), name
