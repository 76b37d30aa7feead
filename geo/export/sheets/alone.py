"""A view where Typst has no wheel: map, title, legend and credits as plain SVG, or as PNG."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from html import escape
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any

from geo import painter
from geo.errors import ExportError
from geo.export.sheets import around, beside, metadata, paper, sheet, titles
from geo.export.sheets.svg import SPACES
from geo.export.user_events import NO_DATA, UserData

if TYPE_CHECKING:
    from geo.atlas import Atlas
    from geo.model import Paper
    from geo.view import View

#: Millimetres: letters of the text and of a title, a line, and the legend beside the map.
_SIZE, _TITLE, _LINE, _KEY = 2.5, 5.2, 4.4, 62.0


def render(
    atlas: Atlas,
    view: View,
    kind: str,
    size: Paper,
    dpi: int,
    *,
    user_data: UserData = NO_DATA,
    address: str | None = None,
) -> bytes:
    """Return a view as SVG or PNG without Typst."""
    if kind == ".pdf":
        raise ExportError(
            "a PDF needs the package typst, which is not installed here; PNG and SVG work"
        )
    outlined = painter.Text.OUTLINES if kind == ".png" else painter.Text.LIVE
    view = user_data.open_view(view)
    views = beside.split_view(view, user_data.areas) or (view,)
    wide, high = paper.SIZES[size]
    across = (wide - 2 * paper.MARGIN - _KEY - paper.GAP) / len(views)
    tall = high - 2 * paper.MARGIN - 2 * _TITLE - 8 * _LINE
    frame = painter.Frame(
        view.bounds or around.home(atlas), round((across - 2) / paper.PX), round(tall / paper.PX)
    )
    more: dict[str, Any] = {"marks": user_data.marks, "text": outlined, **user_data.drawn}
    maps = [
        painter.draw(atlas, item, frame, prefix=f"map{number}-", **more)
        for number, item in enumerate(views)
    ]
    title = titles.title(atlas, view)
    credit = user_data.credits(view, maps[0].bounds)
    foot = around.credit_lines(atlas, view, maps[0].title, credit)
    if address:
        foot.append(around.link(address, view, atlas.release))
    below = high - paper.MARGIN - _LINE * len(foot)
    lines = [_text(view, (0, below + _LINE * n), line, 2.1) for n, line in enumerate(foot, 1)]
    head = _text(view, (0, paper.MARGIN + _TITLE), title, _TITLE, bold=True)
    start = wide if view.language.rtl else 0
    words = "".join([head, *_legend(view, maps, wide), *lines])
    parts = [*_maps(view, maps, across, wide), f'<g transform="translate({start})">{words}</g>']
    about = " ".join(item.description for item in maps)
    svg = _document(view, (wide, high), title, about, "".join(parts))
    if kind == ".svg":
        return svg.encode()
    return metadata.add_description(_raster(svg, dpi), title, about)


def _maps(view: View, maps: Sequence[painter.Picture], across: float, wide: float) -> Iterator[str]:
    """Yield the maps, each clipped to its frame."""
    top = paper.MARGIN + 2 * _TITLE
    for number, picture in enumerate(maps):
        left = paper.MARGIN + number * across
        if view.language.rtl:
            left = wide - left - across + 2
        size = f'width="{picture.width * paper.PX:.2f}" height="{picture.height * paper.PX:.2f}"'
        inside = picture.svg[picture.svg.index(">") + 1 : picture.svg.rindex("</svg>")]
        yield (
            f'<svg x="{left:.2f}" y="{top:.2f}" {size} viewBox="0 0 {picture.width} '
            f'{picture.height}" '
            f'overflow="hidden">{inside}</svg>'
        )


def _legend(view: View, maps: Sequence[painter.Picture], wide: float) -> Iterator[str]:
    """Yield the legend, one line below the other."""
    start, y = wide - 2 * paper.MARGIN - _KEY, paper.MARGIN + 2 * _TITLE
    for group in sheet.legend(*maps):
        y += _LINE
        yield _text(view, (start, y), group["head"], bold=True)
        for entry in group["entries"]:
            y += _LINE
            if entry["svg"]:
                left = paper.MARGIN + start
                left = -left - 6 if view.language.rtl else left
                move = f"translate({left:.2f} {y - 3:.2f}) scale(.21)"
                yield f'<g transform="{move}">{entry["svg"]}</g>'
            yield _text(view, (start + (7.5 if entry["svg"] else 0), y), entry["text"])


def _text(
    view: View, at: tuple[float, float], text: str, size: float = _SIZE, *, bold: bool = False
) -> str:
    """Return a line of text so far from the side where reading begins."""
    x, side = paper.MARGIN + at[0], "start"
    if view.language.rtl:  # the mark gives the line its direction, in programs that know no other
        x, side, text = -x, "end", f"\u200f{text}"
    weight = ' font-weight="700"' if bold else ""
    place = f'x="{x:.2f}" y="{at[1]:.2f}" text-anchor="{side}"'
    return f'<text {place} font-size="{size}"{weight}>{escape(text)}</text>'


def _document(view: View, size: tuple[float, float], title: str, about: str, body: str) -> str:
    wide, high = size
    about_it = f'xml:lang="{view.language}" role="img"'
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" {SPACES} width="{wide}mm" height="{high}mm" '
        f'viewBox="0 0 {wide} {high}" {about_it} '
        f'font-family="{painter.LATIN}, {painter.ARABIC}, sans-serif">'
        f"<title>{escape(title)}</title><desc>{escape(about)}</desc>"
        f'<rect width="{wide}" height="{high}" fill="#fbf9f4"/>{body}</svg>\n'
    )


def _raster(svg: str, dpi: int) -> bytes:
    if find_spec("resvg_py") is None:
        raise ExportError(
            "a PNG needs the package typst or resvg-py, and neither is installed here"
        )
    import resvg_py  # noqa: PLC0415 -- an extra

    drawn = resvg_py.svg_to_bytes(
        svg_string=svg, dpi=dpi, font_dirs=[str(painter.fonts())], skip_system_fonts=True
    )
    return bytes(drawn)
