"""What changed in the data as Atom and JSON feeds: one of all, and one for each disputed area."""

from __future__ import annotations

import json
import xml.etree.ElementTree as ET
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date

import shapely

from geo.atlas import Atlas
from geo.cell_output import NOT_XML
from geo.errors import GreenlineError
from geo.model import Layer
from geo.versions.difference import Change, Locator
from geo.versions.history import steps
from geo.versions.package import home_of
from geo.versions.release import number
from geo.view import View

_ATOM = "http://www.w3.org/2005/Atom"

#: Entries that a feed has at most, the newest.
MOST = 200


@dataclass(frozen=True)
class Entry:
    """One change of fact, or many alike."""

    id: str  #: A name for ever: version, table, id.
    title: str  #: The sentence.
    date: str  #: Day of the data that brought it, as ISO text.
    version: str  #: The version that brought it.
    kind: str  #: Added, corrected or retired; an added event is a new event.
    table: str
    areas: tuple[str, ...]  #: Ids of the disputed areas that it concerns.
    #: The state of the map that shows what changed, or the address with it; empty for none.
    state: str = ""


def entries(atlas: Atlas) -> list[Entry]:
    """Return every change of fact between the versions up to that of an atlas, newest first."""
    known: list[Entry] = []
    for step in steps(home_of(atlas.folder), upto=atlas.release):
        new = step.difference.new
        places = _Areas(atlas, Locator(step.difference.old, new))
        for sentence in step.sentences:
            first = sentence.changes[0]
            named = (
                first.id
                if len(sentence.changes) == 1
                else f"{first.id} and {len(sentence.changes) - 1}"
            )
            areas = places.of(first) if len(sentence.changes) == 1 else ()
            known.append(
                Entry(
                    f"{new.version}/{first.table}/{sentence.kind}/{named}",
                    f"{first.table}: {sentence.text}",
                    new.date,
                    new.version,
                    str(sentence.kind),
                    first.table,
                    areas,
                    _state(atlas, first) if len(sentence.changes) == 1 else "",
                )
            )
    return sorted(known, key=lambda entry: number(entry.version), reverse=True)


#: The layer whose features the rows of a table are about, and the column that names the feature.
_SHOWN = {
    "spells": (Layer.CONTROL, "unit"),
    "events": (Layer.EVENTS, "id"),
    "field_periods": (Layer.FIELDS, "field"),
    "crossing_periods": (Layer.CROSSINGS, "crossing"),
    "pipeline_states": (Layer.PIPELINES, "pipeline"),
}


def _state(atlas: Atlas, change: Change) -> str:
    """Return the state of the map on the first day of a row that changed, its feature selected."""
    layer, column = _SHOWN.get(change.table, (None, ""))
    row = change.after
    if layer is None or not row or layer not in atlas.profile.layers:
        return ""
    days = atlas.profile.days
    day = min(max(date.fromisoformat(row["start"]), days.first), days.last)
    layers = dict.fromkeys((*View().layers, layer))
    return View(date=day, layers=tuple(layers), selection=f"{layer}:{row[column]}").to_query(
        atlas.release
    )


class _Areas:
    """Finds the disputed areas that a change concerns."""

    def __init__(self, atlas: Atlas, locator: Locator) -> None:
        rows = atlas.areas
        self._locator = locator
        codes = rows["pcodes"].str.split(";")
        self._codes = list(zip(rows["id"], codes, rows.geometry, strict=True))

    def of(self, change: Change) -> tuple[str, ...]:
        """Return the ids of the areas."""
        ground = self._locator.of(change)
        return tuple(
            area
            for area, codes, outline in self._codes
            if any(code.startswith(tuple(codes)) for code in ground.codes)
            or (ground.point and shapely.contains_xy(outline, *ground.point))
        )


def feeds(atlas: Atlas, base: str = "", live: str = "") -> Iterator[tuple[str, bytes]]:
    if base and not (base.startswith(("https://", "http://")) and base.endswith("/")):
        raise GreenlineError(f"address {base[:80]!r}: expected https://… ending in /")
    files = [
        replace(entry, state=f"{live}#{entry.state}" if live and entry.state else "")
        for entry in entries(atlas)
    ]
    title = str(atlas.package["title"])
    yield from _write_both("feed", title, files, atlas, base)
    names = atlas.table("areas").set_index("id")["name_en"]
    for area, name in names.items():
        area_entries = [entry for entry in files if area in entry.areas]
        yield from _write_both(f"areas/{area}", f"{title}: {name}", area_entries, atlas, base)


def _write_both(
    path: str, title: str, result: list[Entry], atlas: Atlas, base: str
) -> Iterator[tuple[str, bytes]]:
    yield f"{path}.atom", atom(path, title, result[:MOST], atlas, base)
    yield f"{path}.json", json_feed(path, title, result[:MOST], base)


def _name(atlas: Atlas, what: str) -> str:
    """Return a name for ever (RFC 4151): feeds that move keep it."""
    return f"tag:{atlas.package['name']}.invalid,2026:{what}".replace(" ", "%20")


def atom(path: str, title: str, result: list[Entry], atlas: Atlas, base: str) -> bytes:
    """Return an Atom feed (RFC 4287)."""
    ET.register_namespace("", _ATOM)
    top = ET.Element(f"{{{_ATOM}}}feed")
    _element(top, "id", _name(atlas, path))
    _element(top, "title", title)
    newest = max((element.date for element in result), default=atlas.date.isoformat())
    _element(top, "updated", f"{newest}T00:00:00Z")
    author = ET.SubElement(top, f"{{{_ATOM}}}author")
    _element(author, "name", title.partition(":")[0])
    if base:
        ET.SubElement(top, f"{{{_ATOM}}}link", rel="self", href=f"{base}{path}.atom")
    for item in result:
        entry = ET.SubElement(top, f"{{{_ATOM}}}entry")
        _element(entry, "id", _name(atlas, item.id))
        _element(entry, "title", item.title)
        _element(entry, "updated", f"{item.date}T00:00:00Z")
        if item.state:
            ET.SubElement(entry, f"{{{_ATOM}}}link", rel="alternate", href=item.state)
        _element(entry, "content", f"{item.title}. Version {item.version}.")
        for term in (item.kind, item.table, *item.areas):
            ET.SubElement(entry, f"{{{_ATOM}}}category", term=term)
    ET.indent(top)
    return bytes(ET.tostring(top, encoding="utf-8", xml_declaration=True)) + b"\n"


def _element(parent: ET.Element, name: str, text: str) -> None:
    ET.SubElement(parent, f"{{{_ATOM}}}{name}").text = NOT_XML.sub("", text).replace("\r", "")


def json_feed(path: str, title: str, result: list[Entry], base: str) -> bytes:
    """Return a JSON feed (version 1.1)."""
    document = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": title,
        **({"feed_url": f"{base}{path}.json"} if base else {}),
        "items": [
            {
                "id": entry.id,
                **({"url": entry.state} if entry.state else {}),
                "title": entry.title,
                "content_text": f"{entry.title}. Version {entry.version}.",
                "date_published": f"{entry.date}T00:00:00Z",
                "tags": [entry.kind, entry.table, *entry.areas],
            }
            for entry in result
        ],
    }
    return (json.dumps(document, ensure_ascii=False, indent=1) + "\n").encode()
