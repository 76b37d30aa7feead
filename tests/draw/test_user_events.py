"""The element of event data: whole in any folium map, and nothing of it is markup."""

from __future__ import annotations

import base64
import re
from itertools import combinations
from pathlib import Path
from typing import Any

import folium
import numpy as np
import pandas as pd
import pytest

from geo import Atlas, client
from geo.draw import build
from geo.draw.layers import UserEvents
from geo.draw.style import holder_colours
from geo.events.container import encode
from geo.events.schema import typed
from geo.export.html import page
from geo.layers import Layer, groups
from geo.view import default_layers
from tests.events.container import decode, read_directory

SCREEN = Path(client.__file__).parent / "paint" / "user_events" / "screen.ts"
CONTENT = re.compile(r'<script type="text/plain" id="greenline-user-events">([^<]*)</script>')


def make_events(text: str = "What was seen", count: int = 4) -> pd.DataFrame:
    day = pd.Timestamp("2014-06-10")
    return typed(
        pd.DataFrame(
            {
                "id": [f"{text}{i}" for i in range(count)],
                "start": day,
                "end": day,
                "date_precision": "day",
                "place": text,
                "lon": [44.39 + i / 100 for i in range(count)],
                "lat": 35.47,
                "position_precision": "exact",
                "type": text,
                "actor_a": "",
                "actor_b": text,
                "best": pd.array([1] * count, "Int32"),
                "low": pd.NA,
                "high": pd.NA,
                "source": text,
                "text": text,
            }
        )
    )


def text_of(page: Any) -> str:
    text: str = page.get_root().render()
    return text


def test_it_stands_in_any_folium_map_with_its_data_and_the_client() -> None:
    page = folium.Map(tiles=None)
    UserEvents(make_events()).add_to(page)
    text = text_of(page)
    (content,) = CONTENT.findall(text)
    assert len(decode(base64.b64decode(content))) == 4
    assert len(re.findall(r'Greenline\.on\(map_\w+\)\.add\("user_events"\)', text)) == 1
    assert text.count(client.script()) == 1
    assert 'id="greenline-data"' in text


def test_a_table_and_a_container_of_it_are_the_same_page(atlas: Atlas) -> None:
    rows = make_events()
    text = text_of(build(atlas, layers=[Layer.TOWNS], user_events=rows))
    assert text_of(build(atlas, layers=[Layer.TOWNS], user_events=encode(rows))) == text
    assert re.findall(r'\bon\(\w+\)\.add\("(\w+)"\)', text) == ["towns", "user_events"]


def test_name_and_texts_may_be_told_or_left_out() -> None:
    element = UserEvents(make_events(), "Our list", text=False)
    directory = read_directory(element.content)
    assert directory["name"] == "Our list"
    assert directory["text"]["names"] == []


@pytest.mark.quick(1)
@pytest.mark.parametrize(
    "text", ["</script><script>alert(1)</script>", "<!--<script>", "{{ 7*7 }}"]
)
def test_no_text_of_the_data_stands_in_the_page_as_it_is(atlas: Atlas, text: str) -> None:
    plain = page(atlas, layers=[Layer.TOWNS], user_events=make_events())
    hostile = page(atlas, layers=[Layer.TOWNS], user_events=encode(make_events(text), name=text))
    assert text not in hostile
    assert hostile.count("<script") == plain.count("<script")
    scripts = re.compile(r"<script>(.*?)</script>", re.DOTALL)
    assert scripts.findall(hostile) == scripts.findall(plain)


def test_event_data_lies_above_all_marks_and_is_on_by_default() -> None:
    order = list(Layer)
    assert order.index(Layer.USER_EVENTS) > order.index(Layer.EVENTS)
    assert Layer.USER_EVENTS in default_layers()
    assert next(iter(groups().values())) == (Layer.USER_EVENTS,)


#: How the three kinds of colour blindness mix linear red, green and blue (Machado and others, 2009).
SEEN = {
    "all": [[1, 0, 0], [0, 1, 0], [0, 0, 1]],
    "no red": [[0.152, 1.053, -0.205], [0.115, 0.786, 0.099], [-0.004, -0.048, 1.052]],
    "no green": [[0.367, 0.861, -0.228], [0.280, 0.673, 0.047], [-0.012, 0.043, 0.969]],
    "no blue": [[1.256, -0.077, -0.179], [-0.078, 0.931, 0.148], [0.005, 0.691, 0.304]],
}


def lab(colour: str, mixed: list[list[float]]) -> np.ndarray:
    """Return a colour as seen, in CIE L*a*b*."""
    part = np.array([int(colour[at : at + 2], 16) for at in (1, 3, 5)]) / 255
    light = np.where(part <= 0.04045, part / 12.92, ((part + 0.055) / 1.055) ** 2.4)
    seen = np.clip(np.array(mixed) @ light, 0, 1)
    to_xyz = np.array(
        [[0.4124, 0.3576, 0.1805], [0.2126, 0.7152, 0.0722], [0.0193, 0.1192, 0.9505]]
    )
    xyz = to_xyz @ seen / [0.9505, 1, 1.089]
    x, y, z = np.where(xyz > 0.008856, np.cbrt(xyz), 7.787 * xyz + 16 / 116)
    return np.array([116 * y - 16, 500 * (x - y), 200 * (y - z)])


@pytest.mark.parametrize("mixed", SEEN.values(), ids=list(SEEN))
def test_kinds_keep_apart_for_the_colour_blind_and_from_the_ground(
    mixed: list[list[float]],
) -> None:
    (listed,) = re.findall(r"COLOURS = \[([^\]]+)\]", SCREEN.read_text(encoding="utf-8"))
    kinds = [lab(colour, mixed) for colour in re.findall(r"#\w{6}", listed)]
    assert len(kinds) == 8
    ground = [
        lab(holder_colours()[name], mixed) for name in ("federal", "region", "is", "coalition")
    ]
    assert min(np.linalg.norm(a - b) for a, b in combinations(kinds, 2)) > 15
    assert min(np.linalg.norm(a - b) for a in kinds for b in ground) > 10
