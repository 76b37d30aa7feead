"""Colours of kinds of events stay apart, whatever a reader's eyes make of colours."""

from __future__ import annotations

import re
from itertools import combinations
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pytest

from geo import client
from geo.draw.style import EVENTS, page_style

Colour = npt.NDArray[np.float64]

#: What each kind of colour blindness leaves of red, green and blue (linear; Machado et al. 2009, severity 1).
EYES = {
    "all colours": np.eye(3),
    "without red": np.array(
        [[0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216], [-0.003882, -0.048116, 1.051998]]
    ),
    "without green": np.array(
        [[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413], [-0.01182, 0.04294, 0.968881]]
    ),
    "without blue": np.array(
        [[1.255528, -0.076749, -0.178779], [-0.078411, 0.930809, 0.147602], [0.004733, 0.691367, 0.3039]]
    ),
}  # fmt: skip

#: Shares of red, green and blue (linear) in luminance.
LUMINANCE = np.array([0.2126, 0.7152, 0.0722])

#: Distance in CIELAB from which on two small marks are told apart beside one another.
APART = 18.0


@pytest.mark.parametrize("eyes", EYES)
def test_kinds_of_events_differ_in_colour(eyes: str) -> None:
    seen = {name: lab(EYES[eyes] @ linear(colour)) for name, colour in EVENTS.items()}
    near = {
        (first, other): round(difference(seen[first], seen[other]), 1)
        for first, other in combinations(seen, 2)
        if difference(seen[first], seen[other]) < APART
    }
    assert not near


@pytest.mark.parametrize("name", EVENTS)
def test_a_count_is_legible_on_its_mark(name: str) -> None:
    light = linear(EVENTS[name]) @ [0.2126, 0.7152, 0.0722]
    assert 1.05 / (light + 0.05) >= 3


@pytest.mark.parametrize("eyes", EYES)
@pytest.mark.parametrize("scheme", ["day", "night"])
def test_holders_differ_in_colour_by_day_and_by_night(eyes: str, scheme: str) -> None:
    style = page_style()
    fills = (style if scheme == "day" else style["night"])["holders"]
    main = [actor for actor in ("federal", "region", "is") if actor in fills]
    seen = {name: lab(EYES[eyes] @ linear(fills[name])) for name in main}
    for first, other in combinations(seen, 2):
        assert difference(seen[first], seen[other]) >= 30, (first, other)


@pytest.mark.parametrize("eyes", EYES)
@pytest.mark.parametrize("scheme", ["day", "night"])
def test_holders_differ_in_luminance(eyes: str, scheme: str) -> None:
    style = page_style()
    fills = (style if scheme == "day" else style["night"])["holders"]
    grounds = ("federal", "region", "is")
    light = {
        name: float(np.clip(EYES[eyes] @ linear(fills[name]), 0, 1) @ LUMINANCE) + 0.05
        for name in grounds
    }
    for first, other in combinations(grounds, 2):
        ratio = max(light[first], light[other]) / min(light[first], light[other])
        assert ratio >= 1.6, (first, other, round(ratio, 2))


def contrast(first: str, other: str) -> float:
    """Return the contrast of two colours by WCAG 2."""
    lights = sorted(float(linear(colour) @ [0.2126, 0.7152, 0.0722]) for colour in (first, other))
    return (lights[1] + 0.05) / (lights[0] + 0.05)


def linear(colour: str) -> Colour:
    """Return red, green and blue of ``#rrggbb``, linear."""
    parts = np.array([int(colour[i : i + 2], 16) for i in (1, 3, 5)]) / 255
    return np.where(parts <= 0.04045, parts / 12.92, ((parts + 0.055) / 1.055) ** 2.4)


def lab(rgb: Colour) -> Colour:
    """Return lightness and the two axes of colour of CIELAB (D65)."""
    matrix = [[0.4124564, 0.3575761, 0.1804375], [0.2126729, 0.7151522, 0.072175], [0.0193339, 0.119192, 0.9503041]]  # fmt: skip
    xyz = np.array(matrix) @ np.clip(rgb, 0, 1) / [0.95047, 1, 1.08883]
    x, y, z = np.where(xyz > 0.008856, np.cbrt(xyz), 7.787 * xyz + 16 / 116)
    return np.array([116 * y - 16, 500 * (x - y), 200 * (y - z)])


def difference(colour: Colour, other: Colour) -> float:
    """Return the distance of two colours in CIELAB."""
    return float(np.linalg.norm(colour - other))


@pytest.mark.parametrize("eyes", EYES)
@pytest.mark.parametrize("scheme", ["DAY", "NIGHT"])
def test_kinds_of_user_events_differ_by_day_and_by_night(eyes: str, scheme: str) -> None:
    text = (Path(client.__file__).parent / "paint" / "user_events" / "screen.ts").read_text(
        encoding="utf-8"
    )
    first = "COLOURS = " if scheme == "DAY" else "export const NIGHT"
    kinds = re.findall(r"#[0-9a-f]{6}", text[text.index(first) :])[:9]
    seen = [lab(EYES[eyes] @ linear(colour)) for colour in kinds]
    assert min(difference(item, other) for item, other in combinations(seen, 2)) >= 9
    if scheme == "NIGHT":
        land = page_style()["night"]["land"]
        assert all(contrast(colour, land) >= 3 for colour in kinds)
    else:
        fills = page_style()["holders"]
        ground = [lab(EYES[eyes] @ linear(fills[name])) for name in ("federal", "region", "is")]
        assert min(difference(item, other) for item in seen[:8] for other in ground) >= 10
