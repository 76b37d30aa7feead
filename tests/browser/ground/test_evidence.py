"""The card of a unit says how certain its holder is and what sources say; the map shows the latter."""

from __future__ import annotations

import csv
import re
from datetime import date
from pathlib import Path

import pytest

from geo import Atlas
from geo.ask import holdings
from geo.ask.columns import say_certainty, say_evidence
from geo.atlas.evidence import newest_stating
from geo.cli.questions import list_units
from geo.layers.territory import EVIDENCE_FILLS
from geo.model import Language
from geo.words import say
from tests.browser.conftest import Open

pytestmark = pytest.mark.thorough


@pytest.mark.parametrize(
    ("language", "unit", "day", "certainty", "grade"),
    [
        (Language.EN, "IQG13Q04N05", "2024-12-01", "in_doubt divided", "stated"),
        (Language.AR, "IQG13Q04N06", "2014-06-20", "settled", "stated"),
    ],
)
def test_the_card_says_how_certain_the_holder_is_and_what_sources_say(
    atlas: Atlas, open_page: Open, exported: Path, language: Language, unit: str, day: str,
    certainty: str, grade: str,
) -> None:  # fmt: skip
    opened = open_page(exported, query=f"s=control:{unit}&d={day}&lang={language}")
    rows = list_units(holdings.on(atlas, date.fromisoformat(day)))
    row = next(row for row in rows if row["unit"] == unit)
    assert (f"{row['certainty']} {row['reason'] or ''}".strip(), row["evidence"]) == (
        certainty,
        grade,
    )
    assert opened.card
    card = opened.page.locator(".gl-details .gl-rows")
    names, texts = (card.locator(tag).all_inner_texts() for tag in ("dt", "dd"))
    answer = dict(zip(names, texts, strict=True))
    assert answer[say("details.certainty", language)] == say_certainty(row, language)
    days = {source["id"]: source["date"] for source in atlas.records("sources")}
    spell = next(item for item in atlas.records("spells") if item["id"] == row["spell"])
    stated = {**row, "newest": newest_stating(spell, days)}
    assert answer[say("details.evidence", language)] == say_evidence(stated, language)
    if unit == "IQG13Q04N05" and language is Language.EN:
        assert answer["Certainty"] == "in doubt: divided or contested"
        assert answer["Latest source"] == "20 November 2024"
        assert answer["People (census of 2024)"] == "31,400"
        assert answer["Administered by"].startswith("Kirkuk · federal government")
    opened.assert_calm()


def test_sources_say_where_a_copy_is_and_which_links_are_dead(
    atlas: Atlas, open_page: Open, exported: Path
) -> None:
    known = atlas.table("sources").set_index("id")
    spells = atlas.table("spells")
    dead = known.index[known["dead"].notna()][0]
    row = spells[spells["source"].str.contains(dead)].iloc[-1]
    opened = open_page(exported, query=f"s=control:{row['unit']}&d={row['start']:%Y-%m-%d}")
    items = opened.page.locator(".gl-details .gl-behind > .gl-sources li")
    answer = items.filter(has_text=known.loc[dead, "title"])
    assert opened.card
    assert "dead link" in answer.inner_text()
    assert answer.locator("a").count() == bool(known.loc[dead, "archived"])
    index = known[known["archived"] != ""].index
    row = spells[spells["source"].isin(index)].iloc[-1]
    opened = open_page(exported, query=f"s=control:{row['unit']}&d={row['start']:%Y-%m-%d}")
    copy = opened.page.locator(".gl-details .gl-behind > .gl-sources a", has_text="archived copy")
    assert copy.get_attribute("href") == known.loc[row["source"], "archived"]
    opened.assert_calm()


def test_the_card_of_an_area_says_shares_that_add_up(open_page: Open, exported: Path) -> None:
    opened = open_page(exported, query="s=disputed:sinjar&d=2017-09-27")
    lines = opened.page.locator(".gl-details .gl-headline").all_inner_texts()
    shares = [int(re.search(r"(\d+)%", line)[1]) for line in lines]  # type: ignore[index]
    assert len(lines) > 1
    assert sum(shares) == 100
    assert shares == sorted(shares, reverse=True)
    assert opened.page.locator(".gl-shares i").count() == len(lines)
    # What a reader asks first stands first; what it rests on is one click away.
    assert opened.page.locator(".gl-details .gl-behind").get_attribute("open") is None
    assert opened.card
    order = opened.page.locator(".gl-details dt").all_inner_texts()
    names = [
        "Ground in doubt",
        "Baghdad's map",
        "People (census of 2024)",
        "Latest source",
        "P-code",
    ]
    assert [name for name in order if name in names] == names
    opened.assert_calm()


def test_a_card_is_taken_along(open_page: Open, exported: Path) -> None:
    opened = open_page(exported, query="s=control:IQG13Q04N05&d=2017-11-01")
    with opened.page.expect_download() as waited:
        opened.page.click(".gl-details [data-way=table]")
    rows = list(csv.reader(waited.value.path().read_text("utf-8-sig").splitlines()))
    facts = {row[0]: row[1] for row in rows}
    assert facts["held"].startswith("Held by: ")
    assert "s=control:IQG13Q04N05" in facts["address"]
    assert all(len(row) == 3 for row in rows)
    opened.tell("navigator.clipboard.writeText = (text) => Promise.resolve(window.copied = text)")
    opened.page.click(".gl-details [data-way=link]")
    said = opened.page.locator(".gl-told").inner_text()
    assert said == say("card.noAddress", Language.EN)
    assert opened.page.evaluate("copied") == facts["address"]
    assert facts["address"].startswith("#d=2017-11-01&")
    opened.page.click(".gl-details [data-way=cite]")
    opened.page.wait_for_timeout(50)
    assert "Held by: " in opened.page.evaluate("copied")


def test_the_map_shows_what_sources_say_of_the_ground(
    atlas: Atlas, open_page: Open, exported: Path
) -> None:
    opened = open_page(exported, query="l=control,evidence&d=2016-01-01")
    control = opened.tell("atlas.layers.get('control').units.map((unit) => unit.unit)")
    for day in ("2016-01-01", "2017-10-20", "2026-01-01"):
        opened.tell(f"atlas.set({{date: {(date.fromisoformat(day) - date(1970, 1, 1)).days}}})")
        drawn = opened.tell(
            "((layer) => atlas.layers.get('control').units.map((_, unit) =>"
            " layer.timeline.at(unit, atlas.day)?.evidence || ''))(atlas.layers.get('evidence'))"
        )
        grades = holdings_on(atlas, day)
        assert dict(zip(control, drawn, strict=True)) == grades
        fills = opened.tell(
            "atlas.layers.get('evidence').legend().map(({ swatch }) => swatch.fill)"
        )
        assert set(fills) == {EVIDENCE_FILLS[grade] for grade in grades.values() if grade}
    opened.assert_calm()


def holdings_on(atlas: Atlas, day: str) -> dict[str, str]:
    """Return the evidence of each unit's row on a day."""
    rows = holdings.on(atlas, date.fromisoformat(day))
    return {row["unit"]: row["evidence"] or "" for row in rows}


def test_crossings_are_listed_with_state_day_and_source_and_found_by_search(
    open_page: Open, exported: Path
) -> None:
    for language, typed in (("en", "crossings"), ("ckb", "دەروازەکان")):
        opened = open_page(exported, query=f"d=2017-10-20&lang={language}")
        opened.page.fill("#gl-search", typed)
        opened.page.locator("#gl-results strong").first.click()
        table = opened.page.locator(
            "#gl-panel-table table", has=opened.page.locator("[id^=gl-row-crossings-]")
        )
        assert table.locator(":focus").count() == 1
        assert "." not in table.locator("thead").inner_text()
        rows = table.locator("tbody tr").all_inner_texts()
        assert len(rows) == opened.tell("atlas.layers.get('crossings').all.length") > 5
        if language == "en":
            line = next(row for row in rows if row.startswith("Bashmaq")).split("\t")
            assert line == [
                "Bashmaq",
                "Kurdistan Region, shut",
                "15 October 2017",
                "2 January 2018",
            ]
