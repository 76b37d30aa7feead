"""The rules, by name, in the order in which they are told."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from types import MappingProxyType

from geo.atlas import Atlas
from geo.doubts import evidence, figures, ground
from geo.doubts.doubt import Doubt, accept

#: Each rule: its name, and what finds its doubts.
RULES: Mapping[str, Callable[[Atlas], Iterator[Doubt]]] = MappingProxyType(
    {
        "event_and_ground": ground.events,
        "field_and_ground": ground.fields,
        "crossing_and_ground": ground.crossings,
        "older_than_cited_for": evidence.older,
        "day_inferred": evidence.inferred,
        "high_with_one_source": evidence.alone,
        "open_and_old": evidence.stale,
        "source_unused": evidence.unused,
        "title_not_as_published": evidence.titles,
        "translation_outdated": evidence.outdated,
        "group_and_members": figures.groups,
        "total_and_parts": figures.totals,
    }
)


def doubts(atlas: Atlas) -> list[Doubt]:
    """Return every doubt of an atlas, those that are accepted too, by rule and row.

    Examples
    --------
    >>> from geo import Atlas
    >>> found = doubts(Atlas.load())
    >>> sum(not one.accepted for one in found if one.rule == "event_and_ground")
    0
    """
    return accept(atlas, [one for rule in RULES.values() for one in rule(atlas)])
