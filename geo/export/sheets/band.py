"""Samples of colours for keys; hatches as patterns of SVG."""

from __future__ import annotations

from geo.draw.style import hatches, holder_colours


def pattern(name: str) -> str:
    """Return the stripes of a state or second class as a pattern of SVG, as wide as on screen."""
    style = hatches()[name]
    step, wide = style["step"] / 2**0.5, style["width"]
    return (
        f'<pattern id="hatch-{name}" width="{step}" height="{step}" '
        f'patternUnits="userSpaceOnUse" patternTransform="rotate(45)">'
        f'<rect width="{wide}" height="{step}" fill="{style["colour"]}"/></pattern>'
    )


def sample(holder: str, over: str = "") -> str:
    """Return a sample of a holder's colour, for a key."""
    box = 'width="20" height="10"'
    names = [name for name in (holder, over) if name in hatches()]
    lines = "".join(f'<rect {box} fill="url(#hatch-{name})"/>' for name in names)
    return (
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 20 10" width="20" height="10">'
        f"<defs>{''.join(map(pattern, sorted(set(names))))}</defs>"
        f'<rect {box} fill="{holder_colours()[holder]}"/>{lines}</svg>'
    )
