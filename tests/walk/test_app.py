"""A reader walks through the app; `make stress` walks far, with other seeds every time.

A walk that fails is printed in its shortest form: the acts that are left when none can be taken away.
"""

from __future__ import annotations

import os
import time
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis.stateful import run_state_machine_as_test

from geo.export.tables import WHOLE

from .holdings import COUNTED
from .machine import Place, Walk

#: Walks of `make stress`, and acts of each.
MANY, LONG = int(os.environ.get("GREENLINE_WALKS", "100")), 30

#: Seconds after which it sets out on no more of them, and how many it walks between two looks at the clock.
BOUND, ROUND = int(os.environ.get("GREENLINE_WALK_SECONDS", "1200")), 5

CALM = settings(
    deadline=None,
    database=None,
    suppress_health_check=list(HealthCheck),
    phases=(Phase.generate, Phase.shrink),
    report_multiple_bugs=False,
    print_blob=False,
)


def walk(place: Place, walks: int, steps: int, *, fixed: bool) -> None:
    """Walk; print how far."""
    Walk.place = place
    try:
        run_state_machine_as_test(
            Walk,
            settings=settings(
                CALM, max_examples=walks + 1, stateful_step_count=steps, derandomize=fixed
            ),
        )
    finally:
        print(f"{place.walks} walks, {place.steps} acts: {dict(sorted(place.acts.items()))}")


def test_every_file_of_tables_is_counted() -> None:
    assert set(COUNTED) >= set(WHOLE) - {".kml", ".gpx"}


@pytest.mark.thorough
@pytest.mark.timeout(900)
@pytest.mark.parametrize(("walks", "steps"), [(1, 5), (1, 14), (2, 16)])
def test_nothing_goes_wrong_on_the_way(place: Place, walks: int, steps: int) -> None:
    walk(place, walks, steps, fixed=True)


@pytest.mark.skipif("GREENLINE_STRESS" not in os.environ, reason="walks far in `make stress`")
@pytest.mark.timeout(BOUND + 1200)
def test_nothing_goes_wrong_on_a_long_way(place: Place) -> None:
    walk_rounds(place, MANY, LONG)


def walk_rounds(place: Place, walks: int, steps: int, bound: float = BOUND) -> int:
    """Walk round after round until all are walked or the time is over; return how many rounds."""
    until, rounds = time.monotonic() + bound, 0
    while rounds * ROUND < walks and (not rounds or time.monotonic() < until):
        walk(place, min(ROUND, walks - rounds * ROUND), steps, fixed=False)
        rounds += 1
    return rounds


@pytest.mark.parametrize(("bound", "rounds"), [(0, 1), (60, 3)])
def test_a_long_way_ends_by_itself(
    bound: float, rounds: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    walked: list[int] = []
    monkeypatch.setattr(
        f"{__name__}.walk", lambda place, walks, steps, *, fixed: walked.append(walks)
    )
    assert walk_rounds(Place(None, "", Path(), None), 12, 3, bound) == rounds
    assert walked == [5, 5, 2][:rounds]
