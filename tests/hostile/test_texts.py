"""Signs that XML cannot hold leave every file that is XML well formed, whoever brought them."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from xml.etree import ElementTree as ET

import pandas as pd
import pytest
from pydantic import TypeAdapter

from geo import Atlas, View
from geo.events import read
from geo.events.user_events import placed
from geo.export import tables
from geo.pictures import render
from geo.stories.story import DrawnMark

SIGNS = ("\ufffe", "\uffff", "\x0b", "\x1f", "\x00", "\ud83d")


def make_note(text: str) -> DrawnMark:
    note = {"kind": "note", "at": [[44.4, 35.5]], "text": dict.fromkeys(("en", "ar", "ckb"), text)}
    return TypeAdapter(DrawnMark).validate_python(note)


@pytest.fixture(scope="module")
def rows() -> pd.DataFrame:
    """Return events whose every text has such signs."""
    columns = ["id", "place", "type", "actor_a", "source", "text"]
    result = [
        {
            "date": "2014-06-10",
            "latitude": 35.5,
            "longitude": 44.4,
            **dict.fromkeys(columns, f"a{sign}b{at}"),
        }
        for at, sign in enumerate(SIGNS[:-1])
    ]
    content = pd.DataFrame(result).to_csv(index=False).encode()
    return read(content, "h.csv", mapping={name: name for name in columns}).rows


def parts(content: bytes, kind: str) -> Iterator[bytes]:
    """Yield what is XML of a file."""
    if not content.startswith(b"PK"):
        yield content
        return
    with zipfile.ZipFile(io.BytesIO(content)) as packed:
        for name in packed.namelist():
            inner = packed.read(name)
            if name.endswith(".qgz"):
                yield from parts(inner, kind)
            elif name.endswith((".xml", ".rels", ".qgs", ".qml")):
                yield inner


@pytest.mark.parametrize("kind", [".xlsx", ".kml", ".gpx", ".qgz.zip"])
def test_events_with_such_signs_leave_a_table_well_formed(
    atlas: Atlas, rows: pd.DataFrame, kind: str
) -> None:
    view = View(layers=() if kind == ".xlsx" else ("user_events",))
    content = tables.render(
        atlas, view, kind, layer="user_events", more={"user_events": placed(rows)}
    )
    assert [ET.fromstring(part).tag for part in parts(content, kind)]


def test_words_with_such_signs_leave_a_picture_well_formed(atlas: Atlas) -> None:
    note = make_note("ab")
    # As data folders may have them: no reader's own words come so far.
    object.__setattr__(note.text, "pairs", (("en", "a\ufffeb"),))
    made = render(atlas, View(layers=("towns",)), ".svg", marks=(note,))
    assert ET.fromstring(made).tag.endswith("svg")
