"""The page that is made once is the page that folium makes, whatever a reader looks at."""

from __future__ import annotations

from pathlib import Path

import pytest

from geo import Atlas, View
from geo.draw import kept_page
from geo.draw.chrome import Tiles
from geo.draw.map import build
from geo.export.html import page, render
from geo.profile import using


@pytest.mark.parametrize(
    ("query", "framed", "tiles"),
    [
        ("", False, None),
        ("st={story}&lang=ar&b=43,35,44,36&s=fields:%3Cb%3E%26%27", False, None),
        ("c=1979-06-09&cm=swipe", True, Tiles("https://{s}.tiles.example/{z}/{x}/{y}", "<b>&'\"")),
    ],
)
def test_it_is_the_page_that_folium_makes(
    vellin: Path, query: str, framed: bool, tiles: Tiles | None
) -> None:
    atlas = Atlas.load(vellin)
    with using(atlas.profile):
        check(atlas, query, framed=framed, tiles=tiles)


@pytest.mark.thorough
def test_so_is_that_of_the_whole_atlas(atlas: Atlas) -> None:
    check(atlas, "st={story}&lang=ckb&c=2014-06-09", framed=False, tiles=None)


def check(atlas: Atlas, query: str, *, framed: bool, tiles: Tiles | None) -> None:
    story = next(iter(kept_page.kept_page(atlas).titles))
    view = View.from_query(query.format(story=story))
    made = render(build(atlas, view, framed=framed, tiles=tiles), tiles, packed=not framed)
    assert page(atlas, view, framed=framed, tiles=tiles) == made
