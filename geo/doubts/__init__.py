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
        "assertion_fails": consistency.find_failing,
        "event_and_ground": consistency.events,
        "field_and_ground": consistency.fields,
        "crossing_and_ground": consistency.crossings,
        "older_than_cited_for": evidence.find_older,
        "day_inferred": evidence.find_inferred,
        "day_of_larger": rigour.find_days_of_larger,
        "high_without_two": rigour.find_single,
        "battle_in_a_day": rigour.battles,
        "state_unnamed": rigour.find_unnamed,
        "state_too_sure": rigour.find_unspoken,
        "deaths_from_one": rigour.find_dead,
        "open_and_old": evidence.find_stale,
        "source_unused": evidence.find_unused,
        "title_not_as_published": evidence.titles,
        "translation_outdated": evidence.find_outdated,
        "group_and_members": consistency.groups,
        "total_and_parts": consistency.totals,
    }
)


def doubts(atlas: Atlas) -> list[Doubt]:
    """Return every doubt of an atlas, those that are accepted too, by rule and row.

    >>> from geo import Atlas
    >>> known = doubts(Atlas.load())
    >>> sum(not doubt.accepted for doubt in known if doubt.rule == "event_and_ground")
    0
    """
    return accept(atlas, [doubt for rule in RULES.values() for doubt in rule(atlas)])


def failing_assertions(atlas: Atlas) -> list[Doubt]:
    """Return the assertions that fail and are not accepted."""
    judged = accept(atlas, list(consistency.find_failing(atlas)))
    return [doubt for doubt in judged if doubt.rule == "assertion_fails" and not doubt.accepted]
