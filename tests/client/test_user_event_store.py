"""The page's store of user events reads what Python's container wrote."""

from __future__ import annotations

import base64

import numpy as np
import pandas as pd

from bench.events import make_events
from geo.events.container import encode
from geo.events.schema import typed
from tests.events.container import decode

from . import evaluate


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
        "import('./paint/user_events/bytes.ts').then(({Bytes}) => module.Store.open(Bytes.ofBuffer(Uint8Array.from(atob(argument),"
        " (c) => c.charCodeAt(0))))).then((store) => store.openRest().then(() => store)).then((store) => Array.from({length: store.n}, (_, row) => store.row(row)))",
        base64.b64encode(content).decode(),
    )
    expected, page = decode(content), pd.DataFrame(value)
    np.testing.assert_allclose(page["lng"], expected["lon"], atol=1e-4)
    np.testing.assert_allclose(page["lat"], expected["lat"], atol=1e-4)
    for name in ("best", "low", "high"):
        assert page[name].astype("Int32").equals(expected[name].astype("Int32")), name
    for name in ("type", "actor_a", "actor_b", "source", "position_precision"):
        assert page[name].tolist() == expected[name].astype(str).tolist(), name
