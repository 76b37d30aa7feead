"""A reader walks through the app; `make stress` walks far, with other seeds every time.

A walk that fails is printed in its shortest form: the acts that are left when none can be taken away.
"""

from __future__ import annotations

import os

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis.stateful import run_state_machine_as_test

from geo.export.tables import WHOLE

from .holdings import COUNTED
from .machine import Place, Walk

#: Walks of `make stress`, and acts of each.
MANY, LONG = int(os.environ.get("GREENLINE_WALKS", "100")), 30

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


@pytest.mark.quick(1)
@pytest.mark.timeout(900)
@pytest.mark.parametrize(("walks", "steps"), [(1, 5), (1, 14), (2, 16)])
def test_nothing_goes_wrong_on_the_way(place: Place, walks: int, steps: int) -> None:
    walk(place, walks, steps, fixed=True)


@pytest.mark.skipif("GREENLINE_STRESS" not in os.environ, reason="walks far in `make stress`")
@pytest.mark.timeout(0)
def test_nothing_goes_wrong_on_a_long_way(place: Place) -> None:
    walk(place, MANY, LONG, fixed=False)
