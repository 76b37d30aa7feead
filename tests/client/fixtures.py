"""What Python answers to questions that the page answers too, as files that tests of both sides read.

``python -m tests.client.fixtures`` (``make fixtures``) writes ``tests/fixtures``; a test says where
it no longer is what Python answers.
"""

from __future__ import annotations

import base64
import json
from collections.abc import Callable
from dataclasses import asdict, replace
from datetime import date
from pathlib import Path
from typing import Any

import pandas as pd

from geo.atlas.translations import fingerprint
from geo.draw.bundle import pack, pack_texts, split
from geo.draw.page import profile_of_page
from geo.errors import ViewError
from geo.events.container import encode
from geo.events.schema import POSITION_PRECISIONS, typed
from geo.events.user_events import shown
from geo.export.citation import Citation, bibtex
from geo.model import Language, Precision
from geo.profile import current
from geo.view import View
from geo.words import locale
from geo.words.cells import guard_formula
from geo.words.locale import whole_percents
from tests.test_links import links

FOLDER = Path(__file__).parents[1] / "fixtures"

#: Addresses besides those of ``tests/links.txt``: unusual order, forms and signs.
ADDRESSES = (
    "",
    "utm_source=mail",
    "v=1.3.0",
    "embed=1",
    "#",
    "l=towns,control.disputed&p=region",
    "b=44,35,45,36&lang=ckb",
    "a=44.0004,35;45,35;45,36",
    "a=areas:kirkuk.daquq,districts:IQG13Q04",
    "ek=a~b%257Ec~%25-&ed=12&ep=near&ev=hexagons&ei=2014-06-01..2014-07-31",
    "ea=%D8%AF%D8%A7%D8%B9%D8%B4",
    "u=0&d=2017-10-16",
    "tiles=1&w=0&st=2014-advance&sp=before",
    "c=2017-10-20&d=2017-10-15",
    "c=2017-10-15&d=2017-10-20&cm=swipe",
    "c=2017-10-15&d=2017-10-20&pc=region",
    "lang=ar",
    "lz=1&l=control&b=43.5,34.8,45.1,36.2",
    "lz=1&l=control.fields&b=41,33,47,37.5",
)

#: Values that no view has: Python raises, the page leaves the view as it is.
REFUSED = (
    "d=2017-02-30", "d=1850-01-01", "c=soon", "p=nobody", "w=-1", "w=15001", "w=1.5", "lang=xx",
    "b=45,35,44,36", "b=1,2,3", "cm=both", "sw=101", "sw=half", "a=areas:", "a=44,35;45,35",
    "a=200,35;45,35;45,36", "ev=stars", "ei=2014-07-31..2014-06-01", "ei=1850-01-01..2014-06-01",
    "ed=1000001", "ep=roughly",
)  # fmt: skip


def profile() -> dict[str, Any]:
    """Return the profile as a page has it."""
    return {"profile": profile_of_page(current())}


def views() -> dict[str, Any]:
    """Return addresses with what Python reads in them and how it writes them; and some it refuses."""
    for query in REFUSED:
        try:
            View.from_query(query)
        except ViewError:
            continue
        raise ValueError(f"{query}: Python accepts it")
    queries = dict.fromkeys([*(query for query, _ in links()), *ADDRESSES])
    return {"addresses": [_address(query) for query in queries], "refused": list(REFUSED)}


def _address(query: str) -> dict[str, Any]:
    view = View.from_query(query)
    fields = {_camel(name): value for name, value in json.loads(view.to_json()).items()}
    shown = [view.before.isoformat() if view.before else None, view.day.isoformat()]
    near = [layer for layer in view.shown_layers if layer not in view.layers]
    return {"query": query, "view": fields, "shown": shown, "near": near} | {
        "written": view.to_query()
    }


def _camel(name: str) -> str:
    first, *remainder = name.split("_")
    return first + "".join(part.title() for part in remainder)


def days() -> dict[str, Any]:
    """Return days and numbers in words, by language and how exact they are."""
    samples = ("1991-01-01", "2003-04-09", "2014-06-10", "2017-10-16", "2020-02-29", "2025-12-31")
    return {
        "words": [
            [iso, language, precision, locale.day(date.fromisoformat(iso), language, precision)]
            for iso in samples
            for language in Language
            for precision in Precision
        ],
        "numbers": [
            [value, places, language, locale.number(value, language, places)]
            for value in (0, 7, 1234.56, 600000, 1234567)
            for places in (0, 1)
            for language in Language
        ],
    }


#: Addresses that choose among user events.
CHOICES = (
    "w=0", "w=30&d=2014-03-01", "ei=2014-01-20..2014-04-10", "w=0&ek=battle", "w=0&ek=",
    "w=0&ek=%25-~raid", "w=0&ea=Army~Militia&ek=raid", "w=0&ed=3", "w=0&ep=near", "w=0&ep=region",
    "ei=1990-01-01..1991-01-01", "c=2014-02-01&d=2014-03-01", "c=2014-03-01&d=2014-02-01&w=0",
    "c=2014-03-01&d=2014-02-01&w=5&cm=side", "c=2014-03-01&d=2014-02-01&pc=region",
)  # fmt: skip


def user_events() -> dict[str, Any]:
    """Return user events in a container, as rows, and which of them a view shows."""
    rows = _make_events()
    return {
        "container": base64.b64encode(encode(rows, name="Our list")).decode(),
        "rows": [_record(row) for row in ordered(rows).to_dict("records")],
        "choices": [
            {"query": query, "ids": sorted(shown(rows, View.from_query(query))["id"])}
            for query in CHOICES
        ],
    }


def ordered(rows: pd.DataFrame) -> pd.DataFrame:
    """Return events in the order of a container: by day, then from west to east and south to north."""
    return rows.sort_values(["start", "lon", "lat"], kind="stable", ignore_index=True)


def _make_events() -> pd.DataFrame:
    """Return events of half a year, several of them at one place and without some figures."""
    count = range(90)
    deaths = pd.Series([None if i % 5 == 4 else i % 7 for i in count], dtype="Int32")
    start = pd.Timestamp("2014-01-01") + pd.to_timedelta([2 * (i // 3) for i in count], unit="D")
    return typed(
        pd.DataFrame(
            {
                "id": [f"id-{i}" for i in count],
                "start": start,
                "end": start + pd.to_timedelta([i % 3 for i in count], unit="D"),
                "date_precision": "day",
                "place": [f"Place {i}" for i in count],
                "lon": [44.0 if i < 9 else round(43 + 0.037 * i, 4) for i in count],
                "lat": [35.0 if i < 9 else round(33 + 0.041 * i, 4) for i in count],
                "position_precision": [POSITION_PRECISIONS[i % 7] for i in count],
                "type": [("battle", "battle", "raid", "")[i % 4] for i in count],
                "actor_a": [("Army", "Militia", "داعش")[i % 3] for i in count],
                "actor_b": [("Militia", "")[i % 2] for i in count],
                "best": deaths,
                "low": deaths - 1,
                "high": deaths + 2,
                "source": "A list",
                "text": [f"What was said of event {i}:\x1b \x1d." for i in count],
            }
        ).assign(low=lambda rows: rows["low"].clip(lower=0))
    )


def _record(row: dict[Any, Any]) -> dict[str, Any]:
    plain = {name: None if pd.isna(value) else value for name, value in row.items()}
    for name in ("start", "end"):
        plain[name] = plain[name].date().isoformat()
    return plain


def fingerprints() -> dict[str, Any]:
    """Return texts with their fingerprints, by which the page finds their translations."""
    samples = ("", "Kirkuk", "كركوك", "پێشمەرگە", "A dash – and 5 km²", "𐎀 beyond the first plane")
    return {"fingerprints": [[text, fingerprint(text)] for text in samples]}


def citations() -> dict[str, Any]:
    """Return citations as programs for references take them, hostile texts among them."""
    day = date(2026, 11, 25)
    made = [
        Citation("An atlas: of a land", "An atlas", "1.2.0", day, address, date(2027, 1, 2))
        for address in ("https://atlas.example/?d=2017-10-16&v=1.2.0", "d=2014-08-08", "")
    ]
    made.append(
        replace(
            made[0], title="100% {of} \\it_ & <b>", publisher="Ü", address="https://a.example/{x}"
        )
    )
    return {
        "cases": [
            {
                "citation": {
                    **asdict(citation),
                    "made": citation.made.isoformat(),
                    "accessed": citation.accessed.isoformat(),
                },
                "written": bibtex(citation),
            }
            for citation in made
        ]
    }


def cells() -> dict[str, Any]:
    """Return texts with the apostrophes that keep a spreadsheet from running them."""
    texts = [
        "", "plain", "it's", "=1+1", "'=1", "'' +2", "a;=cmd|' /C calc'!A0", "\uff1d1", "-5", "\t@x",
        "x\n+y", "x\r-1", " =1", "\u200f=1", "\xa0=1", "\ufeff%", ";;=1", '"=1', "|a", "a = b", "a;b",
    ]  # fmt: skip
    return {"guarded": [[item, guard_formula(item)] for item in texts]}


def percents() -> dict[str, Any]:
    """Return parts of grounds with the whole percents that cards and tables write."""
    parts = [
        [1.0], [1, 1, 1], [2, 1], [995, 5], [9999, 1], [33.4, 33.3, 33.3], [0.5, 0.5], [1] * 7,
        [50.5, 49.5], [62.4, 25.3, 12.3], [1, 99, 900, 3],
    ]  # fmt: skip
    return {"cases": [[each, whole_percents(each)] for each in parts]}


def blocks() -> dict[str, Any]:
    """Return the blocks of a page of two towns."""
    towns = {
        "id": ["erbil", "sinjar", "zakho"],
        "note": ["نص", "", None],
        "source": ["un;hrw", "hrw", ""],
    }
    sources = {"hrw": ["Title", "HRW", "", "2014"], "un": ["نص", "UN"]}
    first, later = split({"order": ["towns"], "layers": {"towns": towns}, "sources": sources})
    return {"first": pack(first), "later": pack_texts(json.dumps(later, ensure_ascii=False))}


FIXTURES: dict[str, Callable[[], dict[str, Any]]] = {
    "profile": profile, "views": views, "days": days, "user_events": user_events,
    "fingerprints": fingerprints, "citations": citations, "blocks": blocks, "cells": cells,
    "percents": percents,
}  # fmt: skip


def text(name: str) -> str:
    """Return a fixture as its file has it."""
    return json.dumps(FIXTURES[name](), ensure_ascii=False, indent=1) + "\n"


def main() -> None:
    """Write every fixture."""
    FOLDER.mkdir(exist_ok=True)
    for name in FIXTURES:
        (FOLDER / f"{name}.json").write_text(text(name), encoding="utf-8")


if __name__ == "__main__":
    main()
