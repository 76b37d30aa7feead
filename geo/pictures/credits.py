"""Whom a picture names: rights holders, sources, the data that it is made of, and its number."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

from geo.ask.credits import credit_line, credits_drawn, credits_for, source_ranks
from geo.files.cache import load_derived
from geo.pictures import titles
from geo.words import locale, say

if TYPE_CHECKING:
    from collections.abc import Sequence

    from geo.atlas import Atlas
    from geo.pictures import painter
    from geo.view import View

#: Columns of tables that name sources, and publishers that are named.
_CITING, _NAMED = ("source", "position_source", "state_source"), 5


def paper_lines(
    atlas: Atlas, view: View, sentence: str, pictures: Sequence[painter.Picture]
) -> list[str]:
    """Return what a paper says below its maps: disclaimer, rights, sources, number, projection."""

    def t(key: str, **values: object) -> str:
        return say(key, view.language, **values)

    day, label = _data_words(atlas, view)
    citation = t("about.citation", what=sentence, date=day, version=label)
    return [
        f"{t('about.disclaimer')} {t('about.neutral')}",
        rights_line(atlas, view, pictures),
        f"{sources(atlas, view)} {citation}",
        f"{number_line(atlas, view)} {t('picture.projection')}",
    ]


def number_line(atlas: Atlas, view: View) -> str:
    """Return the number of a map, and of which data it is made."""
    day, label = _data_words(atlas, view)
    number = titles.number(atlas, view)
    return say("picture.number", view.language, number=number, date=day, version=label)


def data_line(atlas: Atlas, view: View) -> str:
    """Return of which data a map is made."""
    day, label = _data_words(atlas, view)
    return say("picture.data", view.language, date=day, version=label)


def _data_words(atlas: Atlas, view: View) -> tuple[str, str]:
    """Return the day and the version of the data in the language of a view."""
    day = locale.digits(atlas.date.isoformat(), view.language)
    return day, f"\u2068{atlas.label}\u2069" if view.language.rtl else atlas.label


def rights_line(atlas: Atlas, view: View, pictures: Sequence[painter.Picture] = ()) -> str:
    """Return the rights holders of what is drawn, in the words that their licences ask for.

    Before anything is drawn they are those of all layers of the view.
    """
    if not pictures:
        return credit_line(credits_for(atlas, view.shown_layers), view.language)
    shown: dict[str, set[str]] = {}
    for picture in pictures:
        for layer, parts in picture.shown.items():
            shown.setdefault(layer, set()).update(parts)
    drawn = {(mark.layer, mark.id) for item in pictures for mark in (*item.marks, *item.names)}
    return credit_line(credits_drawn(atlas, shown, drawn), view.language)


def sources(atlas: Atlas, view: View) -> str:
    """Return how many sources the layers of a view cite, and the best of those cited most often."""
    tables = sorted({name for layer in view.shown_layers for name in layer.spec.tables})
    count, names = load_derived(atlas, f"sources of {tables}", lambda: _cite_tables(atlas, tables))
    words = {"n": locale.number(count, view.language), "names": ", ".join(names)}
    return say("picture.sources", view.language, **words) if count else ""


def _cite_tables(atlas: Atlas, tables: Sequence[str]) -> list[Any]:
    """Return the number of sources that tables cite, and the publishers of most of them."""
    cited = {
        item
        for name in tables
        if name in atlas.names
        for row in atlas.records(name)
        for column in _CITING
        for item in (row.get(column) or "").split(";")
    }
    known = atlas.publishers.keys() & cited
    often = Counter(atlas.publishers[item] for item in sorted(known)).most_common(_NAMED)
    ranks: dict[str, int] = {}
    for source, rank in source_ranks(atlas).items():
        ranks[atlas.publishers[source]] = rank
    best = sorted(often, key=lambda pair: (ranks[pair[0]], -pair[1]))
    return [len(known), [name for name, _ in best]]
