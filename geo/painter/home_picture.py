"""The home view without names, which a browser shows until the map is there."""

from __future__ import annotations

from typing import TYPE_CHECKING

from geo.cache import load_cached
from geo.draw.kept_page import key
from geo.model import Layer
from geo.painter.drawing import draw
from geo.painter.picture import Frame
from geo.painter.process import PainterProcess
from geo.view import View

if TYPE_CHECKING:
    from geo.atlas import Atlas

#: What is kept of it, in the cache and in a wheel.
FOLDER = "home"

#: Logical pixels: coarse, since it is seen for a moment and weighs what it holds.
_SIZE = (480, 320)

_LAYERS = (Layer.NEIGHBOURS, Layer.CONTROL)


def home_picture(atlas: Atlas, *, night: bool = False) -> str:
    """Return the picture as SVG: from the cache or the wheel, else drawn."""

    def make() -> str:
        from geo.draw.map import home  # noqa: PLC0415 -- heavy, where it is not kept

        frame = Frame(home(atlas), *_SIZE)
        process = PainterProcess()  # which ends with it: one picture is not worth one that stays
        try:
            return draw(
                atlas,
                View.opening(),
                frame,
                layers=_LAYERS,
                names=False,
                night=night,
                process=process,
            ).svg
        finally:
            process.close()

    if not atlas.digest:
        return make()
    text: str = load_cached(FOLDER, f"{key(atlas)}-{'night' if night else 'day'}", make)
    return text
