"""The legend of small pictures: only what nobody understands without it, on lines that flow."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

from geo.export.sheets import sheet
from geo.model import Layer
from geo.words import say

if TYPE_CHECKING:
    from geo import painter
    from geo.view import View

#: Groups of layers that need no legend.
GROUND = ("base", "admin")

#: Layers of the reader, whose names stand in the legend.
_NAMED = (Layer.USER_EVENTS, Layer.USER_AREAS)

#: Lines of the legend of control that the smallest pictures leave out.
_PLAIN = ("frontApproximate",)


def _is_needed(entry: painter.LegendEntry, view: View) -> bool:
    """Whether a line without a sample says whose data is shown, or of which day a colour is."""
    if view.before is not None and entry.layer in (Layer.CONTROL, Layer.FIELDS):
        return not entry.dated
    return entry.layer in _NAMED and not entry.dated


def entries(
    pictures: Sequence[painter.Picture], view: View, known: Iterable[str] = (), *, small: bool
) -> list[dict[str, Any]]:
    """Return the lines of a legend, each once."""
    left_out = set(known)
    if small:
        left_out |= {say(f"legend.{key}", view.language) for key in _PLAIN}
    lines: dict[str, dict[str, Any]] = {}
    for entry in (
        entry for picture in pictures for group in picture.legend for entry in group.entries
    ):
        is_known = entry.layer == Layer.CONTROL and entry.text in left_out
        is_sentence = entry.sample is None and not _is_needed(entry, view)
        is_ground = Layer(entry.layer).spec.group in GROUND
        if not (is_known or is_sentence or is_ground):
            lines.setdefault(entry.text, sheet.entry_data(entry.text, entry.sample))
    sums = pictures[0].areas if len(pictures) == 1 else ""
    return [*lines.values(), *([sheet.entry_data(sums, None)] if sums else [])]
