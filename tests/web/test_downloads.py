"""Every file that the app offers is built without the reader's session, and holds what he sees."""

from __future__ import annotations

import base64
import gzip
import json
import re
import threading
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from io import BytesIO
from typing import Any

import openpyxl
import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from geo.model import Language
from geo.web.download import KINDS
from geo.words import say
from tests.web.running import offers, run

ROWS = 40
EVENTS = "date,longitude,latitude,type\n" + "\n".join(
    f"2017-09-{1 + i % 27:02},{44 + i / 100},{35 + i / 100},IED" for i in range(ROWS)
)


@dataclass
class Offered:
    """Download buttons as the app drew them last: what builds each file, by key."""

    built: dict[str, Callable[[], bytes]]
    names: dict[str, str]

    def file(self, key: str) -> bytes:
        """Build a file as Streamlit does: in a thread that has no session."""
        contents: list[bytes | BaseException] = []

        def build() -> None:
            try:
                contents.append(self.built[key]())
            except BaseException as error:  # noqa: BLE001
                contents.append(error)

        thread = threading.Thread(target=build)
        thread.start()
        thread.join()
        assert isinstance(contents[0], bytes), contents[0]
        return contents[0]


@pytest.fixture
def offered(monkeypatch: pytest.MonkeyPatch) -> Offered:
    result = Offered({}, {})

    def button(label: str, data: Any, *, file_name: str, key: str, **look: Any) -> None:
        assert label
        assert look["mime"] in KINDS.values()
        result.built[key], result.names[key] = data, file_name

    monkeypatch.setattr(st, "download_button", button)
    monkeypatch.setattr(
        "streamlit.delta_generator.DeltaGenerator.download_button",
        lambda _, label, data, **character: button(label, data, **character),
    )
    return result


@pytest.fixture
def app(offered: Offered) -> AppTest:
    """Return the app with events brought and an article read."""
    app = run()
    app.session_state["greenline"].opened = True
    app.file_uploader[0].upload("mine.csv", (EVENTS + "\n2017-09-01,,,IED\n").encode()).run()
    app.text_area(key="gl-article-text").set_value("Troops entered Altun Kupri on Wednesday.")
    app.date_input(key="gl-article-day").set_value(date(2017, 9, 27))
    label = say("web.article.find", Language.EN)
    next(item for item in app.button if item.label == label).click().run()
    assert not app.exception
    return app


def sheet(app: AppTest, kind: str) -> None:
    offers(app, "selectbox", "gl-kind").set_value(kind).run()
    assert not app.exception


pytestmark = pytest.mark.thorough


def test_every_file_is_built_without_the_session_and_tables_hold_the_reader_s_events(
    app: AppTest, offered: Offered
) -> None:
    keys = {
        "gl-export",
        "gl-article-html",
        "gl-example-events",
        "gl-user-events-aside",
        "gl-cite",
        "gl-csv-held",
    }
    assert set(offered.built) == keys
    for key in keys:
        assert offered.file(key), key
    assert offered.file("gl-user-events-aside").decode("utf-8-sig").count("\n") == 2
    page = offered.file("gl-article-html").decode()
    assert re.search(r'<script[^>]* id="greenline-user-events">[^<]+<', page)
    packed = re.search(r'id="greenline-data">([^<]+)<', page)
    assert packed
    data = json.loads(gzip.decompress(base64.b64decode(packed[1])))
    assert "Troops entered" in json.dumps(data["article"], ensure_ascii=False)
    sheet(app, ".xlsx")
    book = openpyxl.load_workbook(BytesIO(offered.file("gl-export")))
    rows = book["user_events"].iter_rows(values_only=True)
    assert sum(any("IED" in str(cell) for cell in row) for row in rows) == ROWS


def test_a_film_has_a_picture_for_each_of_the_days_asked_for(
    app: AppTest, offered: Offered
) -> None:
    sheet(app, ".mp4")
    app.date_input(key="gl-film-first").set_value(date(2017, 9, 26)).run()
    assert "gl-export" not in offered.built or ".mp4" not in offered.names["gl-export"]
    app.button(key="gl-film-make").click().run()
    assert not app.exception
    assert re.fullmatch(r"greenline-2017-09-27-film-\w{6}\.mp4", offered.names["gl-export"])
    assert offered.file("gl-export")[4:8] == b"ftyp"
    del offered.built["gl-export"]
    app.date_input(key="gl-film-first").set_value(date(2010, 1, 1)).run()
    assert not app.exception
    assert "gl-export" not in offered.built
    assert any("120" in item.value for item in app.warning)
