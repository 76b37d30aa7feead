"""The legend of pictures: what is in the frame, each line once, with samples as SVG."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import asdict
from functools import partial
from typing import TYPE_CHECKING, Any

from geo.draw.style import STYLE, hatches, holder_colours
from geo.model import Layer
from geo.pictures import ground
from geo.pictures.settings import GROUND
from geo.words import locale, say, side_word
from geo.words.locale import round_estimate

if TYPE_CHECKING:
    from geo.atlas import Atlas
    from geo.pictures import painter
    from geo.stories.story import DrawnMark
    from geo.view import View

#: Layers of the reader, whose names stand in the legend.
_NAMED = (Layer.USER_EVENTS, Layer.USER_AREAS, Layer.USER_CONTROL)

#: So many pairs of who holds and who claims have their figures in the legend, the largest ones.
_PAIRS = 4

#: A sample of the legend, 20 by 10 pixels.
SAMPLE = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 20 10" width="20" height="10">%s</svg>'
)


def select_entries(
    pictures: Sequence[painter.Picture], view: View, omitted: Collection[str], *, paper: bool
) -> list[dict[str, Any]]:
    """Return the lines of a legend of some maps, each once.

    Parameters
    ----------
    omitted
        Texts of lines on control that the map says itself.
    paper
        Whether it has headings, sentences and the ground, which small pictures leave out.
    """
    groups: dict[str, dict[tuple[str, str], dict[str, Any]]] = {}
    texts = {entry.text for item in pictures for group in item.legend for entry in group.entries}
    # One key for stripes: that which says more is of all maps where it is of one.
    striped, pale = (say(f"legend.{key}", view.language) for key in ("divided", "dividedUnknown"))
    for group in (group for picture in pictures for group in picture.legend):
        lines = groups.setdefault(group.title if paper else "", {})
        for entry in group.entries:
            # What all samples are of is not said where the map names the holders itself.
            is_named = entry.layer == Layer.CONTROL and (
                entry.text in omitted or (paper and bool(omitted) and not entry.sample)
            )
            is_of_one_day = paper and entry.dated and len(pictures) > 1
            if is_named or is_of_one_day or not (paper or _is_needed(entry, view)):
                continue
            text = pale if entry.text == striped and pale in texts else entry.text
            line = make_entry(text) | (asdict(entry.sample) if entry.sample else {})
            lines.setdefault((entry.under if paper else "", text), line)
    entries = []
    for title, lines in groups.items():
        entries += [make_entry(title, head=True)] if title and lines else []
        entries += lines.values()
    sums = pictures[0].areas if len(pictures) == 1 and not paper else ""
    return [*entries, *([make_entry(sums)] if sums else [])]


def _is_needed(entry: painter.LegendEntry, view: View) -> bool:
    """Whether a small picture has a line: a sample, whose data it is, of which day a colour is."""
    if Layer(entry.layer).spec.group in GROUND:
        return False
    is_of_change = view.before is not None and entry.layer in (Layer.CONTROL, Layer.FIELDS)
    if entry.sample is None and is_of_change:
        return not entry.dated
    return entry.sample is not None or (entry.layer in _NAMED and not entry.dated)


def make_entry(text: str, svg: str | None = None, *, head: bool = False) -> dict[str, Any]:
    """Return a line of a legend as the template takes it."""
    return {"text": text, "svg": svg, "width": 20, "to_scale": False, "head": head}


def find_pairs(atlas: Atlas, view: View) -> list[dict[str, Any]]:
    """Return how much ground one side holds and a second perspective gives to another.

    The figures are of the whole country, whatever the frame shows, and the heading says so.
    """
    if view.against is None or view.compare_mode != "change" or Layer.CONTROL not in view.layers:
        return []
    from geo.ask.comparisons import differences  # noqa: PLC0415 -- frames, where they are needed

    t: Any = partial(say, code=view.language)
    pair = {"what": view.perspective, "other": view.against}
    names = {name: t(f"perspective.{perspective}") for name, perspective in pair.items()}
    entries = [make_entry(f"{t('compare.pairs', **names)} ({t('country')})", head=True)]
    for row in differences(atlas, view).head(_PAIRS).to_dict("records"):
        claimed = t(side_word(row["other"], view.against, view.compare or view.date))
        words = {"held": ground.name_holder(view, row["holder"]), "claimed": claimed}
        text = t("legend.pair", km2=locale.number(row["km2"], view.language), **words)
        if row["residents_best"] == row["residents_best"]:
            ends = (row[f"residents_{end}"] for end in ("low", "best", "high"))
            _, people, _ = round_estimate(*ends)
            counted = t("legend.pair.people", n=locale.number(people, view.language))
            text = t("sentence.comma").join([text, counted])
        text = text[:1].upper() + text[1:]
        entries.append(make_entry(text, sample(row["holder"], f"over.{row['other']}")))
    return entries


def name_writer(marks: Sequence[DrawnMark], view: View) -> list[dict[str, Any]]:
    """Return whose the marks on the map are, where a story's writer drew some."""
    if not marks:
        return []
    line = f'<path d="M0 5H20" stroke="{STYLE["accent"]}" stroke-width="2.2"/>'
    return [make_entry(say("story.marks.whose", view.language), SAMPLE % line)]


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
    defs = f"<defs>{''.join(map(pattern, sorted(set(names))))}</defs>"
    return SAMPLE % f'{defs}<rect {box} fill="{holder_colours()[holder]}"/>{lines}'
