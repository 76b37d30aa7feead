"""The element of event data: whole in any folium map, and nothing of it is markup."""

from __future__ import annotations

import base64
import re
from typing import Any

import folium
import pandas as pd
import pytest

from geo import Atlas, client
from geo.draw import build
from geo.draw.layers import UserEvents
from geo.events.container import encode
from geo.events.schema import typed
from geo.export.html import page
from geo.layers import Layer
from tests.events.container import decode, read_directory

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
