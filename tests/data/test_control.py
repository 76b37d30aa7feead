"""Control as the table has it: known days, the marks of July 2017, and no ground left out."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import NamedTuple

import pandas as pd
import pytest
import shapely

from geo import Atlas
from geo.ask import control, positions
from geo.gazetteer.resolver import resolve

MARKS = (
    Path(__file__).resolve().parents[3]
    / "shared/data/events/wikipedia_control_2017_07/settlement_control.csv"
)

#: What a mark of the map says, in this atlas's words; Turkish posts stand in Kurdish-held ground.
SAYS = {
    "kurdish": "region",
    "turkish_forces": "region",
    "federal_government": "federal",
    "islamic_state": "is",
    "mixed_government_kurdish": "mixed",
    "contested_government_islamic_state": "contested",
}

#: Holders that are one actor and not a state of affairs.
ONE = {"federal", "region", "is", "coalition"}

#: Place, day, who held it, and where it was read (the report of the change next to that day).
KNOWN = """
Kirkuk | 1991-03-25 | region | musingsoniraq-2016-03-timeline-1991
Kirkuk | 1991-11-01 | federal | absoluteastronomy-2010-kurdish-civil-war
Kirkuk | 2003-04-09 | federal | ljworld-2003-04-11-kirkuk theage-2003-04-11-kirkuk
Kirkuk | 2003-04-11 | coalition | ljworld-2003-04-11-kirkuk theage-2003-04-11-kirkuk
Kirkuk | 2014-06-11 | federal | upi-2014-06-12-kirkuk-peshmerga iraq-is-babylon-2014-06-13-kirkuk
Kirkuk | 2014-06-13 | region | upi-2014-06-12-kirkuk-peshmerga iraq-is-babylon-2014-06-13-kirkuk
Kirkuk | 2017-10-15 | region | rt-2017-10-16-kirkuk-live ap-2017-10-17-disputed-areas
Kirkuk | 2017-10-17 | federal | rt-2017-10-16-kirkuk-live ap-2017-10-17-disputed-areas
Sinjar | 2014-08-02 | region | news24-2014-08-03-sinjar wikipedia-northern-iraq-offensive-2014-08
Sinjar | 2014-08-04 | is | news24-2014-08-03-sinjar wikipedia-northern-iraq-offensive-2014-08
Sinjar | 2015-11-14 | region | anf-2015-11-13-shengal reuters-2015-11-13-sinjar
Sinjar | 2017-10-16 | region | upi-2017-10-17-sinjar anews-2017-10-17-sinjar
Sinjar | 2017-10-18 | federal | upi-2017-10-17-sinjar anews-2017-10-17-sinjar
Snuny | 2014-08-04 | is | news24-2014-08-03-sinjar wikipedia-northern-iraq-offensive-2014-08
Snuny | 2014-12-22 | region | wikisum-sinjar-offensive-2014-12 kurdishglobe-2014-12-25-snuny
Snuny | 2017-10-18 | federal | upi-2017-10-17-sinjar anews-2017-10-17-sinjar
Makhmur | 2014-08-06 | region | aljazeera-2014-08-13-makhmur rudaw-2018-02-13-makhmour
Makhmur | 2014-08-08 | is | mesop-2014-08-makhmur-gwer aljazeera-2014-08-13-makhmur
Makhmur | 2014-08-11 | region | mesop-2014-08-makhmur-gwer aljazeera-2014-08-13-makhmur
Makhmur | 2017-10-18 | federal | musingsoniraq-2017-10-18-withdrawal dailysabah-2017-10-17-pullout
Gwer | 2014-08-08 | is | rudaw-2014-08-10-gwer mesop-2014-08-makhmur-gwer
Gwer | 2014-08-11 | region | rudaw-2014-08-10-gwer mesop-2014-08-makhmur-gwer
Hawija | 2014-06-09 | federal | straitstimes-2014-06-10-kirkuk-towns kuna-2014-06-10-kirkuk-towns
Hawija | 2014-06-11 | is | straitstimes-2014-06-10-kirkuk-towns kuna-2014-06-10-kirkuk-towns
Hawija | 2017-10-03 | is | spacewar-2017-10-05-hawija iraqbusinessnews-2017-10-05-hawija
Hawija | 2017-10-06 | federal | spacewar-2017-10-05-hawija iraqbusinessnews-2017-10-05-hawija
Rashad | 2017-10-03 | federal | spacewar-2017-10-02-rashad reuters-2017-10-04-hawija
Altun Kupri | 2014-06-13 | region | berning-2017-10-20-altun-kupri rudaw-2014-06-17-territories
Altun Kupri | 2017-10-19 | region | ap-2017-10-20-altun-kupri rudaw-2017-10-20-altun-kupri
Altun Kupri | 2017-10-21 | federal | ap-2017-10-20-altun-kupri rudaw-2017-10-20-altun-kupri
Rabia | 2014-06-15 | region | yjc-2014-06-15-rabia deccanherald-2014-06-15-rabia
Rabia | 2014-08-05 | is | xinhua-2014-08-03-zummar kurdishinstitute-2014-08-sihela
Rabia | 2014-10-03 | region | usatoday-2014-10-02-rabia gppi-2017-08-04-rabia
Rabia | 2017-10-18 | federal | musingsoniraq-2017-10-18-withdrawal iswnews-2017-10-18-summary
Zummar | 2014-07-15 | region | upi-2014-06-12-kirkuk-peshmerga rudaw-2014-06-17-territories
Zummar | 2014-08-05 | is | xinhua-2014-08-03-zummar sputnik-2014-08-03-zummar
Zummar | 2014-10-26 | region | rudaw-2014-10-25-zummar wikipedia-battle-of-zumar
Zummar | 2017-10-21 | federal | iraqinews-2017-10-21-nineveh-wells cgtn-2017-10-20-zummar
Ain Zalah | 2014-08-31 | region | iraqdirectory-2014-08-30-ain-zalah rudaw-2014-08-30-zumar
Mosul Dam | 2014-08-08 | is | washingtonpost-2014-08-07-qaraqosh
Mosul Dam | 2014-08-20 | region | wikipedia-northern-iraq-offensive-2014-08 aina-2014-08-17-telsqof
Mosul Dam | 2017-10-19 | federal | trtworld-2017-10-mosul-dam musingsoniraq-2017-10-18-withdrawal
Jalawla | 2008-08-27 | federal | musingsoniraq-2008-09-05-khanaqin musingsoniraq-2012-12-06-khanaqin
Jalawla | 2014-07-05 | region | rudaw-2014-06-20-jalawla rudaw-2014-07-05-jalawla
Jalawla | 2014-08-12 | is | voaindonesia-2014-08-22-jalawla jpost-2014-10-20-qara-tapa
Jalawla | 2014-11-24 | region | rudaw-2014-11-23-jalawla rudaw-2015-01-02-jalawla-saadiya
Jalawla | 2017-10-18 | federal | anews-2017-10-17-diyala ap-2017-10-17-disputed-areas
Saadiya | 2014-08-15 | is | rudaw-2014-06-20-jalawla latimes-2014-11-24-diyala
Saadiya | 2014-11-25 | federal | rudaw-2014-11-23-jalawla rudaw-2014-11-24-saadiya
Qara Tapa | 2014-07-01 | region | azzaman-2014-06-15-diyala jpost-2014-10-20-qara-tapa
Qara Tapa | 2017-10-18 | federal | iswnews-2017-10-18-summary musingsoniraq-2017-10-18-withdrawal
Khanaqin | 2003-04-11 | region | smh-2003-04-11-khanaqin rediff-2003-04-10-kirkuk-khanaqin
Khanaqin | 2014-07-01 | region | jpost-2014-10-20-qara-tapa rudaw-2014-06-17-territories
Khanaqin | 2017-10-16 | region | anews-2017-10-17-diyala ap-2017-10-17-disputed-areas
Khanaqin | 2017-10-18 | federal | anews-2017-10-17-diyala ap-2017-10-17-disputed-areas
Tuz Khurmatu | 2014-06-09 | federal | pbs-2004-06-28-sovereignty
Tuz Khurmatu | 2014-06-13 | region | aa-2014-06-11-sulaiman-bek naharnet-2014-08-28-amerli
Tuz Khurmatu | 2017-10-17 | federal | rt-2017-10-16-kirkuk-live sonhaberler-2017-10-17-tuz
Sulaiman Bek | 2014-06-12 | is | aa-2014-06-11-sulaiman-bek
Sulaiman Bek | 2014-09-02 | federal | indianexpress-2014-09-01-sulaiman-bek gppi-2017-08-16-tuz
Amerli | 2014-07-15 | federal | naharnet-2014-08-28-amerli niqash-2014-09-04-amerli
Daquq | 2014-06-13 | region | upi-2014-06-12-kirkuk-peshmerga rudaw-2014-06-17-territories
Daquq | 2017-10-17 | federal | rt-2017-10-16-kirkuk-live sonhaberler-2017-10-17-tuz
Dibis | 2017-10-18 | federal | reuters-2017-10-17-kirkuk-fields iswnews-2017-10-18-summary
Bashiqa | 2014-08-06 | region | sabr-2014-08-07-withdrawals rferl-2014-08-07-christian-towns
Bashiqa | 2014-08-08 | is | sabr-2014-08-07-withdrawals rferl-2014-08-07-christian-towns
Bashiqa | 2016-11-09 | region | aa-2016-11-08-bashiqa sputnik-2016-11-08-bashiqa
Bashiqa | 2017-10-18 | federal | musingsoniraq-2017-10-18-withdrawal dailysabah-2017-10-17-pullout
Tilkaif | 2014-08-08 | is | rferl-2014-08-07-christian-towns alalam-2014-08-07-qaraqosh
Tilkaif | 2017-01-20 | federal | kurdistan24-2017-tel-keyf musingsoniraq-2016-10-23-day-six
Tel Isqof | 2014-08-18 | region | aina-2014-08-17-telsqof aljazeera-2014-08-17-telskuf
Qaraqosh | 2014-08-06 | region | rferl-2014-08-07-christian-towns alalam-2014-08-07-qaraqosh
Qaraqosh | 2014-08-08 | is | rferl-2014-08-07-christian-towns alalam-2014-08-07-qaraqosh
Qaraqosh | 2016-10-23 | contested | musingsoniraq-2016-10-23-day-six ap-2016-10-22-hamdaniya
Qaraqosh | 2016-10-31 | federal | national-2016-10-26-qaraqosh dailymail-2016-10-qaraqosh
Bartella | 2016-10-21 | contested | wionews-2016-10-20-bartella musingsoniraq-2016-10-23-day-six
Bartella | 2016-10-23 | federal | alaraby-2016-10-22-bartella musingsoniraq-2016-10-23-day-six
Tal Afar | 2014-06-24 | is | tass-2014-06-16-tal-afar hurriyet-2014-06-15-telafer
Tal Afar | 2017-08-28 | federal | iraqinews-2017-08-27-tal-afar reuters-2017-08-31-tal-afar
Ayadiya | 2017-09-01 | federal | reuters-2017-08-31-tal-afar wikisum-tal-afar-2017
Mosul | 2003-04-12 | coalition | spacedaily-2003-04-11-mosul rferl-2003-04-11-corps
Mosul | 2014-06-05 | federal | upi-2014-06-12-kirkuk-peshmerga wikisum-fall-of-mosul
Mosul | 2014-06-09 | contested | reuters-2014-06-06-mosul azzaman-2014-06-07-mosul
Mosul | 2014-06-11 | is | upi-2014-06-12-kirkuk-peshmerga wikisum-fall-of-mosul
Mosul | 2017-07-11 | federal | wikizero-battle-of-mosul reporterua-2017-09-01-hawija
Qayyarah | 2016-08-26 | federal | afp-2016-08-25-qayyarah gppi-2017-08-qayyara
Baaj | 2017-06-05 | federal | aranews-2017-06-baaj worldtribune-2017-06-05-baaj
Tikrit | 2014-06-12 | is | inquirer-2014-08-timeline profilpelajar-tikrit
Tikrit | 2015-04-01 | federal | profilpelajar-tikrit spacewar-2017-10-05-hawija
Baiji | 2014-06-12 | is | wikipedia-battle-of-baiji-2014-15
Baiji | 2015-10-23 | federal | wikipedia-battle-of-baiji-2014-15 searchmap-2015-10-16-baiji-refinery
Shirqat | 2016-09-23 | federal | financialtribune-2016-09-shirqat
Falluja | 2014-01-05 | is | spacewar-2017-10-05-hawija militarywiki-anbar-campaign-2013-14
Falluja | 2016-06-27 | federal | isw-2016-07-14-control-of-terrain spacewar-2017-10-05-hawija
Ramadi | 2015-05-18 | is | arkansasonline-2015-05-18-ramadi
Qaim | 2017-11-02 | is | aa-2017-11-03-qaim topwar-2017-11-qaim
Qaim | 2017-11-04 | federal | aa-2017-11-03-qaim topwar-2017-11-qaim
Rawa | 2017-11-18 | federal | trt-2017-11-17-rawa
Samarra | 2014-06-15 | federal | inquirer-2014-08-timeline
Haditha | 2014-12-01 | federal | reuters-2014-10-04-kubaisa businessinsider-2014-10-anbar
Baghdad | 2003-04-10 | coalition | rediff-2003-04-10-kirkuk-khanaqin
Baghdad | 2014-06-20 | federal | pbs-2004-06-28-sovereignty
Erbil | 1992-08-01 | region | en-academic-iraqi-kurdistan krp-parliament-history
Erbil | 1995-06-01 | region | nrt-2016-civil-war absoluteastronomy-2010-kurdish-civil-war
Erbil | 1996-09-01 | region | albawaba-2000-11-20-kdp-puk fas-irp-puk irishtimes-1996-09-koi-sanjaq
Erbil | 2014-08-08 | region | albawaba-2000-11-20-kdp-puk aljazeera-2004-01-kurdish-unity
Zakho | 1991-11-01 | region | absoluteastronomy-2010-kurdish-civil-war
Duhok | 1995-06-01 | region | nrt-2016-civil-war fas-irp-puk albawaba-2000-11-20-kdp-puk
Alqosh | 2014-08-20 | region | upi-2014-06-12-kirkuk-peshmerga rudaw-2014-06-17-territories
Kifri | 2017-10-18 | region | wikisum-kifri bdragon-2003-03-01-kifri
"""


class Day(NamedTuple):
    """One known day."""

    place: str
    day: date
    holder: str
    sources: tuple[str, ...]


def list_known() -> list[Day]:
    rows = (line.split(" | ") for line in KNOWN.strip().splitlines())
    return [
        Day(place, date.fromisoformat(day), holder, tuple(sources.split()))
        for place, day, holder, sources in rows
    ]


def holder(atlas: Atlas, place: str, day: date) -> str:
    """Return who holds a place, by the way a reader's question takes."""
    unit = positions.unit_at(atlas, *resolve(atlas, place).point)
    rows = control.valid_on(control.spells(atlas), day)
    return str(rows.loc[rows["unit"] == unit, "holder"].item())


@pytest.mark.parametrize("row", list_known(), ids=lambda row: f"{row.place}-{row.day}")
def test_known_day(atlas: Atlas, row: Day) -> None:
    assert holder(atlas, row.place, row.day) == row.holder


def marks(atlas: Atlas) -> pd.DataFrame:
    """Return the marks of July 2017 with the spell of the ground that each stands on."""
    if not MARKS.is_file():
        pytest.skip(f"the marks of July 2017 are not here: {MARKS.name} is no part of the atlas")
    rows = pd.read_csv(MARKS)
    held = control.at(atlas, date(2017, 7, 15))
    tree = shapely.STRtree(held.geometry.to_numpy())
    nearest = tree.nearest(shapely.points(rows["long"], rows["lat"]))
    result = held.iloc[nearest].reset_index(drop=True)
    rows["says"] = rows["controller"].map(SAYS)
    return rows.assign(unit=result["unit"], holder=result["holder"])


def test_the_marks_of_july_2017_agree(atlas: Atlas) -> None:
    """Every disagreement is printed, and has its sentence in data/control/NOTES.md."""
    rows = marks(atlas)
    wrong = rows[rows["holder"] != rows["says"]]
    for row in wrong.itertuples():
        print(f"{row.label} ({row.long}, {row.lat}): map {row.says}, {row.unit} {row.holder}")
    agree = 1 - len(wrong) / len(rows)
    named = rows["holder"].isin(ONE).mean()
    print(f"{agree:.1%} of {len(rows)} marks agree, one holder is named for {named:.1%}")
    assert agree >= 0.96
    assert named >= 0.95


def test_no_two_holders_share_the_ground_of_an_uncut_sub_district(atlas: Atlas) -> None:
    """A front of July 2017 that ran through a sub-district cuts it."""
    rows = marks(atlas)
    shares = rows.groupby("unit").apply(lambda group: group["says"].eq(group["holder"]).mean())
    assert shares.min() >= 0.5


def test_holders_stand_only_when_they_are(atlas: Atlas) -> None:
    """The coalition ran the country in 2003-04; the Islamic State held ground from 2014 to 2017."""
    spells = control.spells(atlas)
    spans = {"coalition": ("2003-03", "2004-07"), "is": ("2014-01", "2018-01")}
    for name, (first, last) in spans.items():
        rows = spells[spells["holder"] == name]
        assert str(rows["start"].min()) >= first
        assert str(max(rows["end"])) < last


@pytest.mark.parametrize(
    ("day", "low", "high"),
    [
        (date(2014, 6, 1), 40_000, 50_000),
        (date(2014, 8, 15), 48_000, 58_000),
        (date(2017, 10, 15), 58_000, 66_000),
        (date(2017, 11, 1), 40_000, 50_000),
    ],
    ids=str,
)
def test_the_region_is_as_large_as_the_notes_say(
    atlas: Atlas, day: date, low: int, high: int
) -> None:
    """Control can be bettered village by village; a jump of a governorate's size is a mistake."""
    units = control.at(atlas, day)
    area = units.loc[units["holder"] == "region", "km2"].sum()
    print(f"{day}: the Region holds {area:,.0f} km2")
    assert low < area < high


def test_the_land_in_peshmerga_hands_in_ninewa_in_june_2014_is_what_the_region_claimed(
    atlas: Atlas,
) -> None:
    """The Region's man in Baghdad counted 14,666 km2 (rudaw-2014-06-17-territories)."""
    units = control.at(atlas, date(2014, 6, 20))
    ours = units[(units["governorate"] == "IQ-NI") & (units["holder"] == "region")]["km2"].sum()
    assert ours == pytest.approx(14_666, rel=0.1)
