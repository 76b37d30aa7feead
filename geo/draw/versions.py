"""What a page says of versions of the data: what each brought, and where that lies on the map."""

from __future__ import annotations

from typing import Any

from geo.atlas import Atlas
from geo.atlas.atlas import version
from geo.cache import load_derived
from geo.versions.difference import Ground, Locator
from geo.versions.history import Step, steps, versions
from geo.versions.package import home_of
from geo.versions.release import VersionError

#: Sentences of one version that a page carries, signs of each, and how many versions have any: of
#: older ones a page knows how many facts changed.
MOST_TOLD, LONGEST, MOST_VERSIONS = 150, 240, 3


def of_page(atlas: Atlas) -> list[dict[str, Any]]:
    """Return the versions that a page knows, the oldest first, and what each brought."""
    home = home_of(atlas.folder)
    try:
        known = versions(home)
        if not known:
            return []
        name = f"versions {version(home)} {' '.join(known)}"
        pages = load_derived(atlas, name, lambda: _steps(atlas, known))
    except VersionError:
        return []
    return list(pages)


def _steps(atlas: Atlas, known: list[str]) -> list[dict[str, Any]]:
    first = {"version": known[0], "facts": 0, "told": []}
    brought = steps(home_of(atlas.folder), after=known[0])
    earlier = len(brought) - MOST_VERSIONS
    return [first, *(_step(atlas, step, is_told=at >= earlier) for at, step in enumerate(brought))]


def _step(atlas: Atlas, step: Step, *, is_told: bool) -> dict[str, Any]:
    if not is_told:
        return {"version": step.version, "facts": step.facts, "told": []}
    places = _Places(atlas)
    locator = Locator(step.difference.old, step.difference.new)
    facts = [
        [
            _shorten(f"{sentence.table}: {sentence.text}"),
            [part for change in sentence.changes for part in places.of(locator.of(change))],
        ]
        for sentence in step.sentences
    ]
    facts.sort(key=lambda fact: not fact[1])
    return {"version": step.version, "facts": step.facts, "told": facts[:MOST_TOLD]}


def _shorten(text: str) -> str:
    return text if len(text) <= LONGEST else f"{text[: LONGEST - 1]}…"


class _Places:
    """Finds a position for the ground of a change."""

    def __init__(self, atlas: Atlas) -> None:
        units = atlas.units
        points = units.representative_point()
        self._units = [
            (str(unit), round(x, 3), round(y, 3))
            for unit, x, y in zip(units["unit"], points.x, points.y, strict=True)
        ]

    def of(self, ground: Ground) -> list[float]:
        """Return longitude and latitude, nothing where the ground has no position."""
        if ground.point:
            return [round(number, 3) for number in ground.point]
        positions = ([x, y] for unit, x, y in self._units if unit.startswith(ground.codes))
        return next(positions, []) if ground.codes else []
