"""What Python asks for and what the page makes of it is the same view."""

from __future__ import annotations

import json
from typing import Any

from geo import View
from geo.web.state import Command
from tests.client import deno

#: What the page makes of commands, each over a view.
PAGE = """import './testing.ts';
import * as View from './paint/data/view.ts';
const given = %s;
console.log(JSON.stringify(given.map(([query, set]) => View.write(View.change(set, View.read(query, View.initial()))))));
"""

VIEWS = (
    View(),
    View.opening(),
    View(date="2014-08-08", perspective="un", language="ckb", bounds=(40, 33, 46, 37), window=0),
    View(layers=(), event_types=(), kinds=(), actors=("داعش", "a~b"), min_deaths=5, tiles=True),
    View(story="sample", step="x y+z", selection="fields:bai_hassan", compare="2003-04-10"),
    View(interval=("2014-06-01", "2014-06-30"), coarsest="near", area_of_interest="areas:kirkuk"),
)


def test_the_page_does_what_python_asks_for() -> None:
    """From each of the views to each of the others, in all fields and in each field alone."""
    cases: list[tuple[View, dict[str, Any]]] = []
    for wanted in VIEWS:
        fields = {name: getattr(wanted, name) for name in View.__dataclass_fields__}
        for view in VIEWS:
            cases += [(view, {name: value}) for name, value in fields.items()] + [(view, fields)]
    given = [(view.to_query(), Command(changes).to_json()["set"]) for view, changes in cases]
    script = PAGE % json.dumps(given)
    written = json.loads(
        deno("run", "--quiet", "--no-check", "--allow-read", "--ext=js", "-", given=script)
    )
    for (view, changes), query in zip(cases, written, strict=True):
        assert View.from_query(query) == view.with_(**changes), (view.to_query(), changes)
