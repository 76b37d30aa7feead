"""The map in words: its sentence holds before the claims engine, its figures are those of answers."""

from __future__ import annotations

import re
from datetime import date, timedelta

import pytest

from geo import Atlas, View
from geo.ask import changes, control, holdings, inventory
from geo.ask.certainty import certainty_on
from geo.ask.uncertainty.samples import ranges_by_holder
from geo.cli.questions import list_units
from geo.draw.map import home
from geo.model import HELD, Language
from geo.pictures import ground, painter
from geo.profile import current
from geo.words import locale, say, side_word
from geo.words.locale import round_band

DAYS = (date(2014, 6, 9), date(2014, 8, 8), date(2017, 9, 27), date(2017, 10, 18))


def words(atlas: Atlas, view: View) -> tuple[str, ...]:
    frame = painter.Frame(home(atlas), 300, 260)
    return painter.draw(atlas, view, frame, names=False).sentences


#: What the sentence calls holders.
SIDES = {"federal": "federal forces", "region": "Kurdish forces", "is": "Islamic State"}


@pytest.mark.parametrize("day", [*DAYS, current().days.last])
def test_the_sentence_of_a_day_has_the_largest_share_and_the_holder_of_kirkuk(
    atlas: Atlas, day: date
) -> None:
    lead = words(atlas, View(date=day))[1]
    held = control.at(atlas, day)
    sums = held[inventory.in_areas(atlas, held)].groupby("holder")["km2"].sum().to_dict()
    first = max(sums, key=sums.__getitem__)
    share = re.findall(r"(\d+)% of the disputed areas", lead)[0]
    assert float(share) == pytest.approx(100 * sums[first] / sum(sums.values()), abs=1)
    unit = holdings.locate(atlas, "Kirkuk").units[0]
    kirkuk = f"{SIDES[held.set_index('unit')['holder'][unit]]} held Kirkuk"
    assert kirkuk in lead
    of_areas = f"{share}% of the disputed areas"
    assert f"{SIDES[first]} held {of_areas}" in lead or f"{kirkuk} and {of_areas}" in lead


@pytest.mark.quick(1)
@pytest.mark.parametrize("language", [Language.EN, Language.AR])
def test_figures_are_those_of_at_and_changes(atlas: Atlas, language: Language) -> None:
    day = date(2017, 10, 18)

    def say_words(key: str, km2: float) -> str:
        return f"{say(key, language)} {locale.number(round(km2), language)}"

    texts = words(atlas, View(date=day, language=language))
    sums: dict[str, float] = {}
    for row in list_units(holdings.on(atlas, day, "held")):
        sums[row["holder"]] = sums.get(row["holder"], 0) + row["km2"]
    for holder, km2 in sums.items():
        assert say_words(side_word(holder, "held", day), km2) in texts[2]
    assert len(re.findall("²", texts[2])) == len(sums)

    before = date(2017, 10, 16)
    compared = words(atlas, View(date=day, compare=before, language=language))
    totals = changes(atlas, before, day).totals
    largest = totals[totals["units"] > 0].sort_values("km2", ascending=False)[:3]
    for row in largest.itertuples():
        assert locale.number(round(row.km2), language) in compared[1]
    last = max(change for change in changes_of(atlas) if change <= day)
    passed = changes(atlas, last - timedelta(1), last).totals
    assert locale.number(round(passed["km2"].max()), language) in texts[3]


def changes_of(atlas: Atlas) -> list[date]:
    """Return the days on which ground changed hands."""
    spells = atlas.table("spells").sort_values(["unit", "start"])
    passed = spells["holder"].ne(spells.groupby("unit")["holder"].shift())
    return [item for item in spells["start"][passed] if item is not None]


def test_doubt_is_said_in_words(atlas: Atlas) -> None:
    frame = painter.Frame(home(atlas), 300, 260)
    drawn = painter.draw(atlas, View(date="2017-09-27"), frame, names=False)
    rows = list_units(holdings.on(atlas, date(2017, 9, 27), "held"))
    divided = sum(row["holder"] in {"mixed", "contested"} for row in rows)
    number = "zero one two three four five six seven eight nine ten".split()[divided]
    words = painter.word(atlas, View(date="2017-09-27"))
    assert words.doubts == f"control is divided or contested in {number} places"
    certain = certainty_on(atlas, date(2017, 9, 27))
    km2 = sum(row["km2"] * certain[row["unit"]].doubt for row in rows)
    assert f"{round(km2):,} km² in doubt" in drawn.sentences[-1]


@pytest.mark.parametrize(("day", "language"), [("2017-10-20", "en"), ("1999-05-05", "ar")])
def test_ground_held_is_said_with_the_band_that_python_draws(
    atlas: Atlas, day: str, language: str
) -> None:
    view = View(date=day, language=language)
    words = painter.word(atlas, view).ground
    holders = {row["unit"]: row["holder"] for row in holdings.on(atlas, view.date)}
    ranges = ranges_by_holder(atlas, view.date, HELD, holders)
    largest = sorted(ranges, key=lambda name: -ranges[name].best)[:4]
    for name in largest:
        ends = round_band(*ranges[name])
        numbers = [locale.number(end, view.language) for end in ends]
        assert ground.name_holder(view, name) in words
        assert all(number in words for number in numbers)


@pytest.mark.parametrize("query", ["p=un", "c=2014-08-08", "l=towns"])
def test_no_ground_is_said_of_a_claim_of_two_days_or_without_control(
    atlas: Atlas, query: str
) -> None:
    assert painter.word(atlas, View.from_query(f"d=2017-10-20&{query}")).ground == ""


@pytest.mark.parametrize(
    ("before", "language"), [(date(2017, 9, 27), Language.EN), (date(2002, 1, 1), Language.CKB)]
)
def test_the_sentence_of_a_comparison_counts_all_ground_that_changed(
    atlas: Atlas, before: date, language: Language
) -> None:
    view = View(date=date(2017, 10, 16), compare=before, language=language)
    sentence = words(atlas, view)[1]
    figures = re.findall(rf"([\d,.٬’]+) {say('compare.km2', language)}", sentence)
    km2 = changes(atlas, before, view.date).totals["km2"].sum()
    assert 2 < len(figures) <= 4, sentence
    counted = sum(int(re.sub(r"\D", "", figure)) for figure in figures)
    assert counted == pytest.approx(km2, abs=len(figures)), sentence
