"""The small map of a subject: who held the ground around it on a day, as SVG and as PNG.

Neither holds text, so that one picture serves every language; what it shows stands beside it.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any

import numpy as np
import shapely

from geo.ask import control
from geo.atlas import Atlas
from geo.draw.style import STYLE, hatches, holder_colours
from geo.site.subjects import Box

#: Pixels of the SVG; a PNG has twice as many, which is what previews of links ask for.
WIDE, HIGH = 600, 315

#: Degrees by which outlines may be off: about a quarter of a kilometre.
_SIMPLE = 0.0025


@dataclass(frozen=True)
class Piece:
    """An outline in pixels with how it is drawn."""

    rings: tuple[np.ndarray, ...]
    """Closed rings, shape (n, 2) each."""

    fill: str
    """Colour of the ground, or ``none``."""

    line: str
    """Colour of the outline."""

    width: float
    """Its width."""

    hatch: str = ""
    """The state whose hatch lies over the fill; '' for none."""


@lru_cache(maxsize=2)
def _units(atlas: Atlas) -> np.ndarray:
    """Return the outlines of all units, simplified together (EPSG:4326)."""
    return shapely.coverage_simplify(atlas.units.geometry.to_numpy(), _SIMPLE)


@lru_cache(maxsize=2)
def _governorates(atlas: Atlas) -> np.ndarray:
    return shapely.coverage_simplify(atlas.governorates.geometry.to_numpy(), _SIMPLE)


def pieces(atlas: Atlas, frame: Box, shape: Any, day: date) -> list[Piece]:
    """Return what a small map is drawn of, from the ground up."""
    box = _grown(frame)
    seen = shapely.box(*box)
    colours = holder_colours()
    found = []
    held = control.at(atlas, day)
    for outline, holder in zip(_units(atlas), held["holder"], strict=True):
        if outline.intersects(seen):
            fill = colours.get(holder, colours["unknown"])
            hatch = holder if holder in hatches() else ""
            found.append(Piece(_rings(outline, seen, box), fill, STYLE["paper"], 0.4, hatch))
    found += [
        Piece(_rings(outline, seen, box), "none", STYLE["governorate"], 0.7)
        for outline in _governorates(atlas)
        if outline.intersects(seen)
    ]
    if shape is not None and shape.geom_type == "Point":
        x, y = _placed(np.array([[shape.x, shape.y]]), box)[0]
        turn = np.linspace(0, 2 * np.pi, 25)
        circle = np.column_stack([x + 7 * np.cos(turn), y + 7 * np.sin(turn)])
        found.append(Piece((circle,), STYLE["oil"], STYLE["paper"], 2))
    elif shape is not None:
        simple = shape.simplify(_SIMPLE)
        found.append(Piece(_rings(simple, seen, box), "none", STYLE["disputed"], 2.4))
    return found


def svg(drawn: list[Piece]) -> bytes:
    """Return a small map as SVG."""
    head = (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{WIDE}" height="{HIGH}" '
        f'viewBox="0 0 {WIDE} {HIGH}"><rect width="{WIDE}" height="{HIGH}" fill="{STYLE["land"]}"/>'
    )
    parts = [head]
    parts += [pattern(name) for name in sorted({one.hatch for one in drawn if one.hatch})]
    for style, group in _grouped(drawn):
        fill, line, width, hatch = style
        d = "".join(_path(ring) for one in group for ring in one.rings)
        parts.append(
            f'<path d="{d}" fill="{fill}" stroke="{line}" stroke-width="{width:g}" '
            'stroke-linejoin="round"/>'
        )
        if hatch:
            parts.append(f'<path d="{d}" fill="url(#hatch-{hatch})"/>')
    return ("".join(parts) + "</svg>").encode()


def png(drawn: list[Piece]) -> bytes | None:
    """Return a small map as PNG of twice the size; None where there is nothing to draw it with."""
    try:
        from PIL import Image, ImageDraw  # noqa: PLC0415 -- comes with the extra "pictures"
    except ImportError:
        return None
    size = (WIDE * 2, HIGH * 2)
    image = Image.new("RGB", size, STYLE["land"])
    brush = ImageDraw.Draw(image)
    hatched: dict[str, Any] = {}
    outlined = [(one, ring) for one in drawn for ring in map(_doubled, one.rings) if len(ring) > 2]
    for one, ring in outlined:
        if one.fill != "none":
            brush.polygon(ring, fill=one.fill)
        if one.hatch:
            mask = hatched.setdefault(one.hatch, Image.new("1", size))
            ImageDraw.Draw(mask).polygon(ring, fill=1)
    for name, mask in hatched.items():
        _hatch(image, mask, name)
    for one, ring in outlined:
        brush.line([*ring, ring[0]], fill=one.line, width=max(1, round(one.width * 2)))
    out = io.BytesIO()
    few = image.quantize(64, Image.Quantize.FASTOCTREE, dither=Image.Dither.NONE)
    few.save(out, "PNG", compress_level=6)
    return out.getvalue()


def _doubled(ring: np.ndarray) -> list[tuple[float, float]]:
    return [(float(x) * 2, float(y) * 2) for x, y in ring]


def pattern(name: str) -> str:
    """Return the hatch of a state as a pattern of SVG, its lines twice as far as on screen."""
    style = hatches()[name]
    step, slant = style["step"] * 2, 45 * style["slant"]
    return (
        f'<pattern id="hatch-{name}" width="{step}" height="{step}" '
        f'patternUnits="userSpaceOnUse" patternTransform="rotate({slant})">'
        f'<rect width="{style["width"] * 2}" height="{step}" fill="{style["colour"]}"/></pattern>'
    )


def _hatch(image: Any, mask: Any, name: str) -> None:
    """Draw the hatch of a state over the part of a picture that a mask names."""
    from PIL import Image, ImageChops, ImageDraw  # noqa: PLC0415 -- comes with "pictures"

    style, (wide, high) = hatches()[name], image.size
    lines = Image.new("RGB", image.size)
    stencil = Image.new("1", image.size)
    brush = ImageDraw.Draw(stencil)
    step = round(style["step"] * 4 * 2**0.5)
    for x in range(-high, wide + high, step):
        ends = (x, high, x + high, 0) if style["slant"] > 0 else (x, 0, x + high, high)
        brush.line(ends, fill=1, width=round(style["width"] * 4))
    lines.paste(style["colour"], (0, 0, wide, high))
    image.paste(lines, mask=ImageChops.logical_and(mask, stencil))


def _grouped(drawn: list[Piece]) -> Iterator[tuple[tuple[str, str, float, str], list[Piece]]]:
    """Yield neighbours in order that are drawn alike; units of one holder become one path."""
    groups: dict[tuple[str, str, float, str], list[Piece]] = {}
    for one in drawn:
        groups.setdefault((one.fill, one.line, one.width, one.hatch), []).append(one)
    yield from groups.items()


def _grown(frame: Box) -> Box:
    """Return a frame grown to the shape of the picture; a degree of longitude is the shorter."""
    west, south, east, north = frame
    squeeze = float(np.cos(np.radians((south + north) / 2)))
    width, height = (east - west) * squeeze, north - south
    ratio = WIDE / HIGH
    width, height = max(width, height * ratio), max(height, width / ratio)
    x, y = (west + east) / 2, (south + north) / 2
    return (
        x - width / 2 / squeeze,
        y - height / 2,
        x + width / 2 / squeeze,
        y + height / 2,
    )


def _placed(points: np.ndarray, box: Box) -> np.ndarray:
    west, south, east, north = box
    x = (points[:, 0] - west) / (east - west) * WIDE
    y = (north - points[:, 1]) / (north - south) * HIGH
    return np.column_stack([x, y])


def _rings(outline: Any, seen: Any, box: Box) -> tuple[np.ndarray, ...]:
    """Return the rings of an outline within the picture, in pixels."""
    west, south, east, north = seen.bounds
    wide, high = (east - west) * 0.02, (north - south) * 0.04
    cut = shapely.clip_by_rect(outline, west - wide, south - high, east + wide, north + high)
    found = []
    for part in shapely.get_parts(cut):
        if part.geom_type == "Polygon" and not part.is_empty:
            rings = (part.exterior, *part.interiors)
            found += [_placed(shapely.get_coordinates(ring), box) for ring in rings]
    return tuple(found)


def _path(ring: np.ndarray) -> str:
    """Return a closed ring as the data of a path, in steps of half a pixel."""
    grid = np.rint(ring * 2).astype(int)
    differs = np.ones(len(grid), dtype=bool)
    differs[1:] = np.any(np.diff(grid, axis=0) != 0, axis=1)
    grid = grid[differs]
    if len(grid) < 3:
        return ""
    steps = np.diff(grid, axis=0)
    first = f"M{grid[0][0] / 2:g} {grid[0][1] / 2:g}l"
    return first + " ".join(f"{x / 2:g} {y / 2:g}" for x, y in steps[:-1]) + "z"
