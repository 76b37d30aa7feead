"""Who held something over time, drawn as one strip of SVG."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from html import escape

from geo.ask.stretches import Stretch
from geo.draw.style import hatches, holder_colours
from geo.pictures.legend import pattern
from geo.site.wording import Wording

_WIDE, _HIGH = 1000.0, 24.0


def draw_band(stretches: Sequence[Stretch], label: str, wording: Wording) -> str:
    """Return a band as SVG markup; texts are escaped, colours are those of the profile.

    Time runs with the direction of the page: a style sheet turns it where that is to the left.
    """
    days = wording.atlas.profile.days
    colours, pieces, used = holder_colours(), [], dict[str, None]()
    for stretch in stretches:
        left = _position_of(stretch.start, days.first, days.last)
        right = _position_of(stretch.end or days.last, days.first, days.last)
        if right <= left:
            continue
        top = 0.0
        span = f"{wording.day(stretch.start, stretch.precision)} – {wording.day(stretch.end)}"
        tooltip = escape(f"{wording.shares(stretch)}, {span}")
        for holder, share in stretch.shares:
            tall = share * _HIGH
            box = f'x="{left:g}" y="{top:.4g}" width="{right - left:.6g}" height="{tall:.4g}"'
            fill = colours.get(holder, colours["unknown"])
            pieces.append(f'<rect {box} fill="{fill}"><title>{tooltip}</title></rect>')
            if holder in hatches():
                pieces.append(f'<rect {box} fill="url(#hatch-{holder})" class="over"/>')
                used[holder] = None
            top += tall
    return (
        f'<svg class="band" role="img" aria-label="{escape(label)}" '
        f'viewBox="0 0 {_WIDE:g} {_HIGH:g}" preserveAspectRatio="none">'
        f"{''.join(map(pattern, used))}{''.join(pieces)}</svg>"
    )


def _position_of(day: date, first: date, last: date) -> float:
    share = (day - first).days / max((last - first).days, 1)
    return round(min(max(share, 0.0), 1.0) * _WIDE, 2)


def ticks(wording: Wording) -> list[tuple[float, str]]:
    """Return years along a band: per cent of its length, and the year."""
    days = wording.atlas.profile.days
    years = days.last.year - days.first.year
    step = next((number for number in (1, 2, 5, 10, 20, 50) if years / number <= 6), 100)
    result = []
    for year in range(-(-(days.first.year + 1) // step) * step, days.last.year + 1, step):
        at = _position_of(date(year, 1, 1), days.first, days.last) / _WIDE * 100
        if 3 <= at <= 95:
            result.append((round(at, 2), wording.number_of_year(date(year, 1, 1))))
    return result
