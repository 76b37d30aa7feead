"""Control as the table has it: days that no row of assertions.csv holds, and no ground left out."""

from __future__ import annotations

from datetime import date

import pytest

from geo import Atlas
from geo.ask import control
from geo.ask.perspective import unit_at
from geo.gazetteer.resolver import resolve

#: Place, day, who held it, and where it was read; other days stand in data/assertions.csv, which `greenline check` holds.
KNOWN = """
Kirkuk | 1991-03-25 | region | musingsoniraq-2016-03-timeline-1991
Kirkuk | 2014-06-11 | federal | upi-2014-06-12-kirkuk-peshmerga iraq-is-babylon-2014-06-13-kirkuk
Snuny | 2014-08-04 | is | news24-2014-08-03-sinjar wikipedia-northern-iraq-offensive-2014-08
Rashad | 2017-10-03 | federal | spacewar-2017-10-02-rashad reuters-2017-10-04-hawija
Saadiya | 2014-11-25 | federal | rudaw-2014-11-23-jalawla rudaw-2014-11-24-saadiya
Bashiqa | 2014-08-06 | region | sabr-2014-08-07-withdrawals rferl-2014-08-07-christian-towns
Qaraqosh | 2016-10-23 | contested | musingsoniraq-2016-10-23-day-six ap-2016-10-22-hamdaniya
Qaraqosh | 2016-10-31 | federal | national-2016-10-26-qaraqosh dailymail-2016-10-qaraqosh
Bartella | 2016-10-21 | contested | wionews-2016-10-20-bartella musingsoniraq-2016-10-23-day-six
Mosul | 2003-04-12 | coalition | spacedaily-2003-04-11-mosul rferl-2003-04-11-corps
Mosul | 2014-06-05 | federal | upi-2014-06-12-kirkuk-peshmerga wikisum-fall-of-mosul
Mosul | 2014-06-09 | contested | reuters-2014-06-06-mosul azzaman-2014-06-07-mosul
Mosul | 2014-06-11 | is | upi-2014-06-12-kirkuk-peshmerga wikisum-fall-of-mosul
Mosul | 2017-07-11 | federal | wikizero-battle-of-mosul reporterua-2017-09-01-hawija
Qayyarah | 2016-08-26 | federal | afp-2016-08-25-qayyarah gppi-2017-08-qayyara
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
Kifri | 2017-10-18 | region | wikisum-kifri bdragon-2003-03-01-kifri
"""


@pytest.mark.parametrize("line", KNOWN.strip().splitlines())
def test_known_day(atlas: Atlas, line: str) -> None:
    place, day, holder, _ = line.split(" | ")
    unit = unit_at(atlas, *resolve(atlas, place).point)
    rows = control.valid_on(control.spells(atlas), date.fromisoformat(day))
    assert rows.loc[rows["unit"] == unit, "holder"].item() == holder


def test_holders_stand_only_when_they_are(atlas: Atlas) -> None:
    """The coalition ran the country in 2003-04; the Islamic State held ground from 2014 to 2017."""
    spells = control.spells(atlas)
    spans = {"coalition": ("2003-03", "2004-07"), "is": ("2014-01", "2018-01")}
    for name, (first, last) in spans.items():
        rows = spells[spells["holder"] == name]
        assert str(rows["start"].min()) >= first
        assert str(max(rows["end"])) < last


def test_the_land_in_peshmerga_hands_in_ninewa_in_june_2014_is_what_the_region_claimed(
    atlas: Atlas,
) -> None:
    """The Region's man in Baghdad counted 14,666 km2 (rudaw-2014-06-17-territories)."""
    units = control.at(atlas, date(2014, 6, 20))
    ours = units[(units["governorate"] == "IQ-NI") & (units["holder"] == "region")]["km2"].sum()
    assert ours == pytest.approx(14_666, rel=0.1)
