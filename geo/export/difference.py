"""What changed between two versions of the data, as one HTML file with a map of the ground."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape
from math import cos, radians

import numpy as np
import shapely

from geo.atlas import Atlas
from geo.versions.difference import Change, Difference, Kind, Locator
from geo.versions.sentences import Sentence, sentences

#: Width of the map in units of its drawing.
_WIDTH = 800

#: Degrees that an outline is simplified by.
_COARSE = 0.01

_TITLES = {Kind.CORRECTED: "Corrected", Kind.ADDED: "Added", Kind.RETIRED: "Retired"}

_STYLE = """
:root{color-scheme:light dark;--ink:#222;--paper:#fbfaf6;--line:#b9b5aa;--lit:#b1491a;
--ground:#efece3}
@media(prefers-color-scheme:dark){:root{--ink:#e8e6e0;--paper:#1b1b1a;--line:#55534c;--lit:#f0a070;
--ground:#292825}}
body{margin:0 auto;max-width:60rem;padding:1rem;font:16px/1.5 system-ui,sans-serif;
color:var(--ink);background:var(--paper)}
svg{width:100%;max-height:70vh;display:block}
path{fill:var(--ground);stroke:var(--line);stroke-width:.6}
path.lit{fill:var(--lit);fill-opacity:.55}circle{fill:var(--lit);stroke:var(--paper)}
li{margin:.3rem 0;overflow-wrap:anywhere}code{font-size:.85em;opacity:.8}
a{color:inherit}li:target{outline:2px solid var(--lit)}
"""


def html(difference: Difference, atlas: Atlas) -> str:
    """Return a page that shows a difference: a map of the ground, and each fact in a sentence."""
    found = sentences(difference, difference.facts)
    old, new = escape(difference.old.name), escape(difference.new.name)
    title = f"{escape(atlas.package['title'])}: {old} → {new}"
    lists = "".join(_section(found, kind) for kind in _TITLES)
    dates = [escape(one.date) for one in (difference.old, difference.new)]
    less = len(difference.changes) - len(difference.facts)
    return f"""<!doctype html>
<html lang="en"><meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<meta name="viewport" content="width=device-width,initial-scale=1">
<title>{title}</title><style>{_STYLE}</style>
<h1>{title}</h1>
<p>{len(difference.facts):,} facts differ between the data of {dates[0]} and that of {dates[1]};
{less:,} more rows differ in evidence, words or links alone.</p>
{_map(difference, atlas)}
{lists}
</html>
"""


def _section(found: list[Sentence], kind: Kind) -> str:
    own = [one for one in found if one.kind is kind]
    lines = "".join(f"<li>{_named(one)} {escape(one.text)}.</li>\n" for one in own)
    return f"<h2>{_TITLES[kind]}</h2>\n<ul>\n{lines}</ul>\n" if own else ""


def _named(one: Sentence) -> str:
    named = one.table if len(one.changes) > 1 else f"{one.table} {one.changes[0].id}"
    return f"<code>{escape(named)}</code>"


def _map(difference: Difference, atlas: Atlas) -> str:
    units, points = concerned(difference.facts, difference, atlas)
    rows = atlas.units
    outlines = shapely.coverage_simplify(rows.geometry.to_numpy(), _COARSE)
    west, south, east, north = shapely.total_bounds(outlines)
    wide = _WIDTH / ((east - west) * cos(radians((south + north) / 2)))
    across = _WIDTH / (east - west)
    high = (north - south) * wide

    def placed(lonlat: np.ndarray) -> np.ndarray:
        return np.column_stack(((lonlat[:, 0] - west) * across, (north - lonlat[:, 1]) * wide))

    paths = []
    for unit, name, outline in zip(rows["unit"], rows["name_en"], outlines, strict=True):
        rings = [ring for part in shapely.get_parts([outline]) for ring in shapely.get_rings(part)]
        lines = "".join(f"M{_line(placed(shapely.get_coordinates(ring)))}z" for ring in rings)
        lit = ' class="lit"' if unit in units else ""
        paths.append(f'<path{lit} d="{lines}"><title>{escape(name)}</title></path>')
    dots = "".join(
        f'<circle cx="{x:.1f}" cy="{y:.1f}" r="4"/>'
        for x, y in placed(np.array(sorted(points)).reshape(-1, 2))
    )
    about = f"Map of the ground concerned: {len(units)} units, {len(points)} points"
    return (
        f'<svg viewBox="0 0 {_WIDTH} {high:.0f}" role="img" aria-label="{about}">'
        f"{''.join(paths)}{dots}</svg>\n<p>{about}.</p>"
    )


def _line(points: np.ndarray) -> str:
    return "L".join(f"{x:.1f} {y:.1f}" for x, y in points)


def concerned(
    changes: Iterable[Change], difference: Difference, atlas: Atlas
) -> tuple[set[str], set[tuple[float, float]]]:
    """Return the units of control and the positions that changes concern.

    Changes that were made to many rows alike (a precision, a census) concern them all and would
    light the whole map; they are left out.
    """
    locator = Locator(difference.old, difference.new)
    single = [one.changes[0] for one in sentences(difference, changes) if len(one.changes) == 1]
    grounds = [locator.of(one) for one in single]
    codes = tuple({code for one in grounds for code in one.codes})
    units = atlas.units["unit"]
    lit = set(units[units.str.startswith(codes)]) if codes else set()
    return lit, {one.point for one in grounds if one.point and not one.codes}
