"""Any address is read, by Python and by the page alike, with bounded work and without an error."""

from __future__ import annotations

import json
from urllib.parse import parse_qsl

import pytest

from geo import View, ViewError
from geo.web.state import read
from tests.client import deno
from tests.hostile.addresses import addresses
from tests.work import counted_calls

#: What the page reads of each address, as it would write it again.
PAGE = """import './testing.ts';
import * as View from './paint/data/view.ts';
const given = %s;
const written = given.map((query) => View.write(View.read(query, View.base(query))));
console.log(JSON.stringify({ written }));
"""

#: Calls of functions that a sign of an address may cost.
CALLS = 400


@pytest.mark.thorough
@pytest.mark.parametrize(("seed", "count"), [(1, 200), (2, 1_500)], ids=["1", "2"])
def test_python_and_the_page_read_the_same_in_any_address(seed: int, count: int) -> None:
    given = list(addresses(seed, count))
    assert View().perspective == "held"  # the profile is read once, which is no work of an address
    by_python = []
    for query in given:
        with counted_calls() as calls:
            view, _ = read(dict(parse_qsl(query.lstrip("?#"), keep_blank_values=True)))
            by_python.append(view.to_query())
        assert calls[0] < CALLS * (len(query) + 200)
        assert View.from_json(view.to_json()) == View.from_query(view.to_query()) == view
    script = PAGE % json.dumps(given)
    content = json.loads(
        deno("run", "--quiet", "--no-check", "--allow-read", "--ext=js", "-", given=script)
    )
    apart = {
        query[:200]: (first[:200], other[:200])
        for query, first, other in zip(given, by_python, content["written"], strict=True)
        if first != other
    }
    assert apart == {}


@pytest.mark.parametrize("field", ["selection", "story", "step", "kinds", "actors"])
def test_half_of_a_pair_of_surrogates_is_refused_before_it_is_written(field: str) -> None:
    value = ["\ud83d"] if field in {"kinds", "actors"} else "\ud83d"
    with pytest.raises(ViewError):
        View.from_json(json.dumps({field: value}))
