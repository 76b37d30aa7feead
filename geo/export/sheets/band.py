"""Who held ground over time, as one strip of SVG; hatches as patterns of SVG."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import TYPE_CHECKING

from geo.draw.style import STYLE, hatches, holder_colours
from geo.profile import current

if TYPE_CHECKING:
    from geo.ask.stretches import Stretch

#: Width and height of a strip.
WIDE, HIGH = 1000.0, 56.0


def pattern(name: str, scale: float = 2) -> str:
    """Return the hatch of a state as a pattern of SVG, by default twice as wide as on screen."""
    style = hatches()[name]
    step, wide, slant = style["step"] * scale, style["width"] * scale, 45 * style["slant"]
    return (
        f'<pattern id="hatch-{name}" width="{step}" height="{step}" '
        f'patternUnits="userSpaceOnUse" patternTransform="rotate({slant})">'
        f'<rect width="{wide}" height="{step}" fill="{style["colour"]}"/></pattern>'
    )


def strip(stretches: Iterable[Stretch], day: date, *, rtl: bool) -> str:
    """Return a strip of all days, which marks one."""
    colours, order = holder_colours(), [*current().holders, "disputed"]
    pieces, hatched = [], set[str]()
    for stretch in stretches:
        ends = (stretch.start, stretch.end or date.max)
        left, right = sorted(share(item, rtl=rtl) * WIDE for item in ends)
        shares, top = dict(stretch.shares), HIGH
        for holder in sorted(shares, key=order.index):
            tall = shares[holder] * HIGH
            top -= tall
            box = f'x="{left:.1f}" y="{top:.1f}" width="{right - left:.1f}" height="{tall:.1f}"'
            pieces.append(f'<rect {box} fill="{colours[holder]}"/>')
            if holder in hatches():
                hatched.add(holder)
                pieces.append(f'<rect {box} fill="url(#hatch-{holder})"/>')
    at = share(day, rtl=rtl) * WIDE
    line = f'<path d="M{at:.1f} 0V{HIGH:g}" stroke="{STYLE["accent"]}" stroke-width="4"/>'
    return _drawing("".join(pieces) + line, hatched)


def sample(holder: str, over: str = "") -> str:
    """Return a sample of a holder's colour, for a key."""
    box = 'width="20" height="10"'
    names = [name for name in (holder, over) if name in hatches()]
    lines = "".join(f'<rect {box} fill="url(#hatch-{name})"/>' for name in names)
    fill = f'<rect {box} fill="{holder_colours()[holder]}"/>{lines}'
    return _drawing(fill, set(names), (20, 10))


def _drawing(body: str, hatched: set[str], size: tuple[float, float] = (WIDE, HIGH)) -> str:
    wide, high = size
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {wide:g} {high:g}" width="{wide:g}" '
        f'height="{high:g}"><defs>{"".join(map(pattern, sorted(hatched)))}</defs>{body}</svg>'
    )


def share(day: date, *, rtl: bool) -> float:
    """Return where a day stands on a strip, as a share of its width from the left."""
    days = current().days
    at = min(1.0, max(0.0, (day - days.first) / (days.last - days.first)))
    return 1 - at if rtl else at


def years(*, rtl: bool) -> list[tuple[float, int]]:
    """Return where every fifth year begins, and the year."""
    days = current().days
    known = range(days.first.year + 1, days.last.year + 1)
    return [(share(date(year, 1, 1), rtl=rtl), year) for year in known if year % 5 == 0]
