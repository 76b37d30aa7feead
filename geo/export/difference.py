"""What changed between two versions of the data, as one HTML file with a map of the ground."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import shapely

from geo.atlas import Atlas
from geo.draw.svg_frame import SvgFrame
from geo.export.templates import template
from geo.versions.difference import Change, Difference, Kind, Locator
from geo.versions.sentences import Sentence, sentences

#: Width of the map in units of its drawing.
_WIDTH = 800

#: Degrees that an outline is simplified by.
_COARSE = 0.01

_TITLES = {Kind.CORRECTED: "Corrected", Kind.ADDED: "Added", Kind.RETIRED: "Retired"}


def html(difference: Difference, atlas: Atlas) -> str:
    """Return a page that shows a difference: a map of the ground, and each fact in a sentence."""
    known = sentences(difference, difference.facts)
    return template("difference").render(
        title=f"{atlas.package['title']}: {difference.old.name} → {difference.new.name}",
        old=difference.old,
        new=difference.new,
        facts=len(difference.facts),
        rest=len(difference.changes) - len(difference.facts),
        map=_map(difference, atlas),
        sections=[(title, _entries(known, kind)) for kind, title in _TITLES.items()],
    )


def _entries(known: list[Sentence], kind: Kind) -> list[tuple[str, str]]:
    return [(_name_of(row), row.text) for row in known if row.kind is kind]


def _name_of(sentence: Sentence) -> str:
    if len(sentence.changes) > 1:
        return sentence.table
    return f"{sentence.table} {sentence.changes[0].id}"


def _map(difference: Difference, atlas: Atlas) -> dict[str, Any]:
    """Return the outlines of all units, which of them changed, and the points concerned."""
    units, points = find_concerned(difference.facts, difference, atlas)
    rows = atlas.units
    outlines = shapely.coverage_simplify(rows.geometry.to_numpy(), _COARSE)
    frame = SvgFrame(shapely.total_bounds(outlines), _WIDTH)
    return {
        "width": _WIDTH,
        "height": f"{frame.high:.0f}",
        "label": f"Map of the ground concerned: {len(units)} units, {len(points)} points",
        "units": [
            {"name": name, "outline": frame.path([outline]), "lit": unit in units}
            for unit, name, outline in zip(rows["unit"], rows["name_en"], outlines, strict=True)
        ],
        "points": [frame.point(*point) for point in sorted(points)],
    }


def find_concerned(
    changes: Iterable[Change], difference: Difference, atlas: Atlas
) -> tuple[set[str], set[tuple[float, float]]]:
    """Return the units of control and the positions that changes concern.

    Changes that were made to many rows alike (a precision, a census) concern them all and would
    light the whole map; they are left out.
    """
    locator = Locator(difference.old, difference.new)
    single = [
        sentence.changes[0]
        for sentence in sentences(difference, changes)
        if len(sentence.changes) == 1
    ]
    grounds = [locator.of(change) for change in single]
    codes = tuple({code for ground in grounds for code in ground.codes})
    units = atlas.units["unit"]
    lit = set(units[units.str.startswith(codes)]) if codes else set()
    return lit, {ground.point for ground in grounds if ground.point and not ground.codes}
