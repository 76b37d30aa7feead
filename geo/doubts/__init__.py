"""What in an atlas is doubtful: rows that other rows, or their own sources, speak against.

A fault (``geo.atlas``) makes a folder unusable; a doubt is read and then corrected, or accepted
with a sentence in ``accepted.csv`` that says why the row is right all the same.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from types import MappingProxyType

from geo.atlas import Atlas
from geo.doubts import consistency, evidence, rigour
from geo.doubts.doubt import Doubt, accept

__all__ = ["RULES", "Doubt", "doubts", "failing_assertions"]


#: Each rule: its name, and what finds its doubts.
RULES: Mapping[str, Callable[[Atlas], Iterator[Doubt]]] = MappingProxyType(
    {
        "assertion_fails": consistency.failing,
        "event_and_ground": consistency.events,
        "field_and_ground": consistency.fields,
        "crossing_and_ground": consistency.crossings,
        "older_than_cited_for": evidence.older,
        "day_inferred": evidence.inferred,
        "high_without_two": rigour.single,
        "battle_in_a_day": rigour.battles,
        "state_unnamed": rigour.unnamed,
        "state_too_sure": rigour.unspoken,
        "deaths_from_one": rigour.dead,
        "open_and_old": evidence.stale,
        "source_unused": evidence.unused,
        "capture_changed": evidence.changed,
        "title_not_as_published": evidence.titles,
        "translation_outdated": evidence.outdated,
        "group_and_members": consistency.groups,
        "total_and_parts": consistency.totals,
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


def failing_assertions(atlas: Atlas) -> list[Doubt]:
    """Return the assertions that fail and are not accepted."""
    judged = accept(atlas, list(consistency.failing(atlas)))
    return [doubt for doubt in judged if doubt.rule == "assertion_fails" and not doubt.accepted]
