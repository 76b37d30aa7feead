"""Who held something over time, drawn as one strip of SVG."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from html import escape

from geo.ask.stretches import Stretch
from geo.draw.style import hatches, holder_colours
from geo.export.sheets.band import pattern
from geo.site.wording import Wording

_WIDE, _HIGH = 1000.0, 24.0


def draw_band(stretches: Sequence[Stretch], label: str, wording: Wording) -> str:
    """Return a band as SVG markup; texts are escaped, colours are those of the profile.

    Time runs with the direction of the page: a style sheet turns it where that is to the left.
    """
    days = wording.atlas.profile.days
    first, last = days.first, days.last
    colours, pieces, used = holder_colours(), [], dict[str, None]()
    for stretch in stretches:
        left, right = (
            _position_of(max(stretch.start, first), first, last),
            _position_of(stretch.end or last, first, last),
        )
        if right <= left:
            continue
        top = 0.0
        span = f"{wording.day(stretch.start, stretch.precision)} – {wording.day(stretch.end)}"
        tooltip = escape(f"{wording.shares(stretch)}, {span}")
        for holder, share in stretch.shares:
            tall = share * _HIGH
            fill = colours.get(holder, colours["unknown"])
            pieces.append(
                f'<rect x="{left:g}" y="{top:.4g}" width="{round(right - left, 2):g}" '
                f'height="{tall:.4g}" fill="{fill}" '
                f'class="h-{_class_name(holder)}"><title>{tooltip}'
                "</title></rect>"
            )
            if holder in hatches():
                pieces.append(
                    f'<rect x="{left:g}" y="{top:.4g}" width="{round(right - left, 2):g}" '
                    f'height="{tall:.4g}" fill="url(#hatch-{holder})" class="over"/>'
                )
                used[holder] = None
            top += tall
    return (
        f'<svg class="band" role="img" aria-label="{escape(label)}" '
        f'viewBox="0 0 {_WIDE:g} {_HIGH:g}" '
        f'preserveAspectRatio="none">{"".join(map(pattern, used))}{"".join(pieces)}</svg>'
    )


def _position_of(day: date, first: date, last: date) -> float:
    days = max((last - first).days, 1)
    share = min(max((day - first).days / days, 0.0), 1.0)
    return round(share * _WIDE, 2)


def _class_name(holder: str) -> str:
    """Return an id as part of the name of a class."""
    return "".join(sign for sign in holder if sign.isascii() and (sign.isalnum() or sign == "_"))


def ticks(wording: Wording) -> list[tuple[float, str]]:
    """Return years along a band: per cent of its length, and the year."""
    days = wording.atlas.profile.days
    years = days.last.year - days.first.year
    step = next((number for number in (1, 2, 5, 10, 20, 50) if years / number <= 6), 100)
    first = -(-(days.first.year + 1) // step) * step
    result = []
    for year in range(first, days.last.year + 1, step):
        at = _position_of(date(year, 1, 1), days.first, days.last) / _WIDE * 100
        if 3 <= at <= 95:
            result.append((round(at, 2), wording.number_of_year(date(year, 1, 1))))
    return result
