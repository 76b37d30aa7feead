"""The atlas of several pages: which areas, what each page says, the sources at its end."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pypdfium2
import pytest

from geo import Atlas, View
from geo.ask import control, people
from geo.ask.perspective import within
from geo.ask.stretches import stretches
from geo.errors import ExportError
from geo.export.booklet import choose_areas, render
from geo.export.booklet.facts import facts, list_changes, units_in
from geo.export.booklet.pages import Book, _band, _changes, _holder_rows, list_claims
from geo.export.sheets import typeset
from geo.model import Language, Paper
from geo.model import Layer as MapLayer
from geo.percents import whole_percents
from geo.words import locale, say, side_word

DAY = "2017-10-20"
LAYERS = ("control", "disputed", "towns")


def text(content: bytes) -> list[str]:
    """Return what each page says, without marks of direction and breaks of lines."""
    pdf_document = pypdfium2.PdfDocument(content)
    pages = (
        pdf_document[number].get_textpage().get_text_range() for number in range(len(pdf_document))
    )
    return [" ".join(page.replace("\u200f", "").split()) for page in pages]


@pytest.fixture(scope="module")
def made(atlas: Atlas) -> bytes:
    return render(atlas, View(date=DAY, layers=LAYERS), "kirkuk")


def test_areas_are_those_asked_for(atlas: Atlas) -> None:
    every = atlas.areas
    assert len(choose_areas(atlas, "all")) == len(every)
    listed = every.dropna(subset="list_number").sort_values("list_number")
    assert [area.id for area in choose_areas(atlas, "list")] == list(listed["id"])
    assert {area.id for area in choose_areas(atlas, "unami")} == set(listed["id"])
    assert [area.id for area in choose_areas(atlas, "sinjar, kirkuk,sinjar")] == [
        "sinjar",
        "kirkuk",
    ]


@pytest.mark.quick(2)
@pytest.mark.parametrize("language", Language)
@pytest.mark.parametrize(
    "shown",
    [{}, {"layers": list(MapLayer)}, {"against": "region"}, {"perspective": "region"}],
    ids=["opens", "every", "against", "claim"],
)
def test_no_legend_runs_into_what_lies_below(
    atlas: Atlas, language: Language, shown: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    legends: list[dict[str, float]] = []
    compile_pages = typeset.compile_template

    def ask(template: str, data: dict[str, Any], *others: Any, **options: Any) -> Any:
        legends.extend(typeset.ask(template, data, "legend"))
        return compile_pages(template, data, *others, **options)

    monkeypatch.setattr(typeset, "compile_template", ask)
    render(atlas, View(date="2014-08-08", language=language, **shown), "makhmur,sinjar")
    assert len(legends) == 3
    assert [item for item in legends if item["high"] > item["room"]] == []


@pytest.mark.parametrize("perspective", ["region", "un", "federal"])
def test_an_atlas_of_a_claim_says_whose_it_is(atlas: Atlas, perspective: str) -> None:
    view = View(date="2014-08-08", perspective=perspective)
    pages = pypdfium2.PdfDocument(render(atlas, view, "kirkuk"))
    words = pages[1].get_textpage().get_text_range()
    assert f"{say(f'perspective.{perspective}', Language.EN)}, 8 August 2014" in words
    assert "Held" not in words
    book = Book(atlas, view, Paper.A4_PORTRAIT, None)
    (row,) = facts(atlas, view, "IQG13Q04").held
    assert book.holder(row.holder) in words
    # To Baghdad it is the ground that no text takes away.
    assert bool(row.source) == (perspective != "federal")


def test_an_unknown_area_is_told(atlas: Atlas) -> None:
    with pytest.raises(ExportError, match=r"'atlantis': expected all, list, .* kirkuk"):
        choose_areas(atlas, "kirkuk,atlantis")
    with pytest.raises(ExportError, match="at least one"):
        choose_areas(atlas, ",")
    with pytest.raises(ExportError, match="upright"):
        render(atlas, View(), "kirkuk", paper=Paper.WIDE)


def test_a_page_says_who_holds_it_and_who_says_so(atlas: Atlas, made: bytes) -> None:
    cover, page, *sources = text(made)
    assert "Atlas of Iraq’s disputed territory" in cover
    assert "federal government 73 %, shared by several forces 27 %" in " ".join(cover.split())
    # The band's colours are of all years, the map's of one day.
    assert "US-led coalition" in page
    assert "Who held the ground: Kirkuk, 20 October 2017" in page
    message = facts(atlas, View(date=DAY), choose_areas(atlas, "kirkuk")[0].pcodes)
    assert f"{message.held[0].km2:,.0f}" in page
    assert "both sides" in " ".join([page, *sources])
    assert sources
    titles = atlas.table("sources").set_index("id")["title"]
    first = titles[message.held[0].source.split(";")[0]]
    assert " ".join(first.split()[:3]) in " ".join(sources)


def test_the_same_view_gives_the_same_bytes(atlas: Atlas, made: bytes) -> None:
    assert render(atlas, View(date=DAY, layers=LAYERS), "kirkuk") == made


@pytest.mark.parametrize("language", [Language.AR, Language.CKB])
def test_an_atlas_in_every_language(atlas: Atlas, language: Language) -> None:
    view = View(date=DAY, layers=("control",), language=language)
    pages = text(render(atlas, view, "daquq"))
    assert len(pages) >= 3
    assert locale.digits("2017", language) in pages[1]


@pytest.mark.parametrize("language", [Language.AR, Language.CKB])
def test_speakers_have_their_names_in_the_language(
    atlas: Atlas, language: Language, monkeypatch: pytest.MonkeyPatch
) -> None:
    view = View(date=DAY, layers=("control",), language=language)
    book = Book(atlas, view, Paper.A4, None)
    known = facts(atlas, view, choose_areas(atlas, "daquq")[0].pcodes)
    speakers = [claim.by for claim in known.claims if claim.by]
    assert len(speakers) > 2
    written = [row[1] for row in list_claims(book, known)["rows"]]
    for speaker in speakers:
        name = atlas.translated(speaker, language)
        assert name
        assert any(cell.startswith(f"{name}: ") for cell in written)
    # A Latin name among letters from right to left is kept apart.
    monkeypatch.setattr(Atlas, "translated", lambda *_: None)
    written = [row[1] for row in list_claims(book, known)["rows"]]
    assert any(cell.startswith(f"\u2068{speakers[0]}\u2069: ") for cell in written)


def test_shares_add_up_and_are_those_of_the_day(atlas: Atlas) -> None:
    pcodes = choose_areas(atlas, "khanaqin")[0].pcodes
    units = set(atlas.units.iloc[within(atlas.units, pcodes)]["unit"])
    result = stretches(atlas, units)
    assert all(sum(dict(item.shares).values()) == pytest.approx(1, abs=1e-3) for item in result)
    assert all(item.end == other.start for item, other in zip(result, result[1:], strict=False))
    day = date(2014, 8, 8)
    part = next(dict(item.shares) for item in result if item.start <= day < (item.end or date.max))
    shown = control.at(atlas, day)
    km2 = shown[shown["unit"].isin(units)].groupby("holder")["km2"].sum()
    assert part == pytest.approx((km2 / km2.sum()).to_dict(), abs=1e-4)


def test_changes_are_of_ground_that_changed_hands(atlas: Atlas) -> None:
    pcodes = choose_areas(atlas, "kirkuk")[0].pcodes
    units = set(atlas.units.iloc[within(atlas.units, pcodes)]["unit"])
    changed = list_changes(atlas, "held", units)
    assert all(row.before != row.holder for row in changed)
    taken = [row for row in changed if row.start == date(2017, 10, 16)]
    assert {"region", "federal"} <= {side for row in taken for side in (row.before, row.holder)}


def test_sides_are_called_as_on_the_day_of_each_row(atlas: Atlas) -> None:
    """A page of 2017 calls who lost Kirkuk in 1991 as a map of 1991 does, and claimants by name."""
    book = Book(atlas, View(date=DAY), Paper.A4, None)
    area = choose_areas(atlas, "kirkuk")[0]
    known = book.facts[area.id] = facts(atlas, book.view, area.pcodes)
    for item, row in zip(reversed(known.changes), _changes(book, known)["rows"], strict=True):
        days = (item.start - timedelta(1), item.start)
        sides = (item.before, item.holder)
        names = [
            say(side_word(*side), Language.EN)
            for side in zip(sides, ["held"] * 2, days, strict=True)
        ]
        assert row[1:3] == names
    assert any(item.start.year < 2003 and item.before == "federal" for item in known.changes)
    names = [say(side_word("federal", day=day), Language.EN) for day in ("1999-01-01", DAY)]
    assert ", ".join(names) in [name for _, name in _band(book, area)["key"]]
    united = [row[2] for row in list_claims(book, known)["rows"] if "UNAMI reports on" in row[1]]
    assert united == [say("holder.un", Language.EN)]


def test_percents_are_whole_and_add_up(atlas: Atlas) -> None:
    """A share is what the page's card says: none is a hundred beside another."""
    view = View(date="2017-10-05")
    book = Book(atlas, view, Paper.A4, None)
    for area in choose_areas(atlas, "kirkuk,hawija,tuz_khurmatu"):
        known = facts(atlas, view, area.pcodes)
        percents = [row[2] for row in _holder_rows(book, known)["rows"]]
        wanted = [
            locale.percent(n, Language.EN) for n in whole_percents([row.km2 for row in known.held])
        ]
        assert percents == [f"{n} %" for n in wanted]


@pytest.mark.parametrize("name", ["aqra", "daquq", "dibis", "kirkuk"])
def test_a_day_of_change_is_as_exact_as_on_pages_of_a_site(atlas: Atlas, name: str) -> None:
    (area,) = choose_areas(atlas, name)
    known = {item.start: item for item in stretches(atlas, units_in(atlas, area.pcodes))}
    changed = facts(atlas, View(date=DAY), area.pcodes).changes
    exact = {row.start for row in changed if row.precision == "day"}
    assert {row.start for row in changed if known[row.start].precision == "day"} == exact
    assert exact


@pytest.mark.parametrize("perspective", ["held", "federal"])
def test_the_people_of_an_area_are_those_of_its_totals(atlas: Atlas, perspective: str) -> None:
    view = View(date="2016-01-01", perspective=perspective)
    pcodes = choose_areas(atlas, "khanaqin")[0].pcodes
    units = units_in(atlas, pcodes)
    shown = control.at(atlas, view.date, perspective)
    pieces = people.on(atlas, shown[shown["unit"].isin(units)][["unit", "km2", "holder"]])
    best = people.estimates(pieces, ["holder"])["residents_best"].groupby(pieces["holder"]).sum()
    held = {row.holder: row.people for row in facts(atlas, view, pcodes).held}
    assert len(held) > (perspective == "held"), "a front ran through it"
    assert held == pytest.approx(best.to_dict())


def test_another_country_has_an_atlas(vellin: Path) -> None:
    from geo.profile import load, using

    with using(load(vellin)):
        atlas = Atlas.load(vellin)
        pages = text(render(atlas, View(), "all"))
    assert len(pages) >= 3
