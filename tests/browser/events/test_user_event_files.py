"""Event data saved from the page: the rows shown, as they are, and nothing that a spreadsheet runs."""

from __future__ import annotations

import io
import re
from pathlib import Path

import pandas as pd
import pytest
from playwright.sync_api import expect

from bench.events import make_events
from geo import Atlas, View, export
from geo.events.container import encode
from geo.events.schema import COLUMNS, typed
from geo.events.user_events import shown as select_shown
from geo.model import Layer
from tests.browser import Opened
from tests.browser.conftest import Open

pytestmark = pytest.mark.thorough

SHOWN = "performance.getEntriesByName('user-events-drawn').length > 0"


@pytest.fixture(scope="module")
def rows() -> pd.DataFrame:
    return typed(make_events(2000))


@pytest.fixture(scope="module")
def file(atlas: Atlas, rows: pd.DataFrame, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return an export with event data and little else."""
    target = tmp_path_factory.mktemp("files") / "events.html"
    return export.html(atlas, View(), target, layers=[Layer.CONTROL], user_events=encode(rows))


def listing(open_page: Open, file: Path, query: str = "w=0") -> Opened:
    """Return a page whose list of events is open."""
    opened = open_page(file, query=query, drawn=SHOWN)
    opened.show("user_events")
    opened.page.locator("#gl-user-events-list > summary").click()
    return opened


def save_file(opened: Opened) -> tuple[str, str]:
    """Return name and content of the file that the panel saves."""
    with opened.page.expect_download() as download:
        opened.page.click("#gl-user-events-csv")
    path = download.value.path()
    return download.value.suggested_filename, path.read_text(encoding="utf-8")


@pytest.mark.thorough
def test_files_hold_the_rows_shown(open_page: Open, file: Path, rows: pd.DataFrame) -> None:
    query = "ei=2012-01-01..2016-06-30&ed=1"
    opened = listing(open_page, file, query)
    expected = select_shown(rows, View.from_query(query)).set_index("id").sort_index()
    name, text = save_file(opened)
    assert re.fullmatch(r"greenline-events-2012-01-01-2016-06-30-[0-9a-f]{6}\.csv", name)
    table = pd.read_csv(io.StringIO(text.removeprefix("\ufeff")), dtype=str, keep_default_na=False)
    assert tuple(table.columns) == COLUMNS
    remaining = expected.reset_index()[list(COLUMNS)].assign(
        start=lambda item: item["start"].dt.strftime("%Y-%m-%d"),
        end=lambda item: item["end"].dt.strftime("%Y-%m-%d"),
    )
    table = table.sort_values("id").reset_index(drop=True)
    for column in ("lon", "lat"):
        assert table[column].astype(float).tolist() == remaining[column].tolist(), column
    for column in set(COLUMNS) - {"lon", "lat"}:
        assert (
            table[column].tolist() == remaining[column].astype("str").replace("<NA>", "").tolist()
        )
    expect(opened.page.locator("#gl-user-events-note")).to_contain_text(
        f"Events saved: {len(expected):,}."
    )
    opened.assert_calm()
