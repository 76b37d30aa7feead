"""Dates in sentences: what each means from the article's day, and what is none."""

from __future__ import annotations

from datetime import date

import pytest

from geo.articles.dates_in_prose import Span, dates, find_full_date
from geo.model import Language

DAY = date(2017, 9, 27)  # a Wednesday


def find_dates(text: str, language: str = "en", day: date = DAY) -> list[str]:
    return [
        f"{item.text}|{item.first}" + ("" if item.first == item.last else f"..{item.last}")
        for item in dates(text, day, Language(language))
    ]


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("They met on 16 October 2017.", "16 October 2017|2017-10-16"),
        ("They met on October 16, 2017.", "October 16, 2017|2017-10-16"),
        ("They met on Sept. 3.", "Sept. 3|2017-09-03"),
        ("They met on 2014-06-10.", "2014-06-10|2014-06-10"),
        ("They met on 10/06/2014.", "10/06/2014|2014-06-10"),
        ("They met on Wednesday.", "Wednesday|2017-09-27"),
        ("They met on Thursday.", "Thursday|2017-09-21"),
        ("They met last Wednesday.", "last Wednesday|2017-09-20"),
        ("They will meet on Friday.", "Friday|2017-09-29"),
        ("They met yesterday.", "yesterday|2017-09-26"),
        ("They met three days ago.", "three days ago|2017-09-24"),
        ("They met last week.", "last week|2017-09-18..2017-09-24"),
        ("They met last month.", "last month|2017-08-01..2017-08-31"),
        ("They fled in June 2014.", "June 2014|2014-06-01..2014-06-30"),
        ("They fled in 2014.", "2014|2014-01-01..2014-12-31"),
        ("They fled in August.", "August|2017-08-01..2017-08-31"),
        ("They came in the 1980s.", "the 1980s|1980-01-01..1989-12-31"),
        ("It must be given up within three days.", "within three days|2017-09-27..2017-09-30"),
        ("Their term ends on 29 September.", "29 September|2017-09-29"),
    ],
)
def test_english(text: str, wanted: str) -> None:
    assert find_dates(text) == [wanted]


@pytest.mark.parametrize(
    ("text", "language", "wanted"),
    [
        ("جرى ذلك في 25 أيلول 2017.", "ar", "25 أيلول 2017|2017-09-25"),
        ("جرى ذلك في ٢٥ سبتمبر.", "ar", "٢٥ سبتمبر|2017-09-25"),
        ("جرى ذلك في حزيران 2014.", "ar", "حزيران 2014|2014-06-01..2014-06-30"),
        ("جرى ذلك أمس الثلاثاء.", "ar", "أمس الثلاثاء|2017-09-26"),
        ("جرى ذلك الأسبوع الماضي.", "ar", "الأسبوع الماضي|2017-09-18..2017-09-24"),
        ("جرى ذلك قبل يومين.", "ar", "قبل يومين|2017-09-25"),
        ("جرى ذلك يوم الاثنين.", "ar", "يوم الاثنين|2017-09-25"),
        ("لە 25ی ئەیلوولی 2017 ئەنجام درا.", "ckb", "25ی ئەیلوولی 2017|2017-09-25"),
        ("لە ٢٥ی ئەیلوول ئەنجام درا.", "ckb", "٢٥ی ئەیلوول|2017-09-25"),
        ("لە تشرینی یەکەمی 2017 ئەنجام درا.", "ckb", "تشرینی یەکەمی 2017|2017-10-01..2017-10-31"),
        ("دوێنێ گەیشتن.", "ckb", "دوێنێ|2017-09-26"),
        ("هەفتەی ڕابردوو گەیشتن.", "ckb", "هەفتەی ڕابردوو|2017-09-18..2017-09-24"),
        ("ڕۆژی یەکشەممە گەیشتن.", "ckb", "یەکشەممە|2017-09-24"),
    ],
)
def test_arabic_and_sorani(text: str, language: str, wanted: str) -> None:
    assert find_dates(text, language) == [wanted]


@pytest.mark.parametrize(
    "text",
    [
        "Some 600,000 barrels a day, about 15 % of it, under Article 140.",
        "It may rain; they march on Mosul; a camp of 2,014 tents; line 2014 people.",
        "They took most towns within a week.",
        "It took six years and 40 days.",
        "Version 1.2.2014x and 99/99/2014 and 31 February 2017.",
        "A reign of 2000 barrels in 2000 barrels.",
    ],
)
def test_numbers_are_no_dates(text: str) -> None:
    assert find_dates(text) == []


def test_a_day_later_counts_from_the_day_named_before() -> None:
    assert find_dates("Mosul fell on 10 June 2014. Tikrit fell a day later.") == [
        "10 June 2014|2014-06-10",
        "a day later|2014-06-11",
    ]


def test_a_day_without_a_year_is_the_nearest_one() -> None:
    assert find_dates("They met on 16 October.", day=date(2018, 1, 5)) == ["16 October|2017-10-16"]
    assert find_dates("They met on 2 January.", day=date(2017, 12, 30)) == ["2 January|2018-01-02"]


def test_a_day_without_a_year_follows_the_year_said_before() -> None:
    text = (
        "Shells fell on 20 July 2022. A second strike followed on 18 December, and one in January."
    )
    for day in (date(2022, 3, 1), date(2022, 7, 25), date(2023, 2, 1)):
        assert find_dates(text, day=day) == [
            "20 July 2022|2022-07-20",
            "18 December|2022-12-18",
            "January|2023-01-01..2023-01-31",
        ]
    # Papers leave out the year of their own time only.
    assert find_dates("Mosul fell on 10 June 2014. They met on 16 October.")[1:] == [
        "16 October|2017-10-16"
    ]
    assert find_dates("They came on 10 June 2014 and left on 8 August.")[1:] == [
        "8 August|2014-08-08"
    ]


def test_dates_say_how_exact_they_are() -> None:
    (moment,) = dates("since 2014", DAY, Language.EN)
    assert (moment.span, moment.relative) == (Span.YEAR, False)
    (moment,) = dates("yesterday", DAY, Language.EN)
    assert (moment.span, moment.relative) == (Span.DAY, True)


def test_the_head_gives_the_day_only_where_it_is_whole() -> None:
    for head, language in (
        ("BAGHDAD, Sept. 27, 2017 (Agency)", "en"),
        ("بغداد، 27 أيلول 2017", "ar"),
    ):
        when = find_full_date(head, Language(language))
        assert when is not None
        assert when.first == date(2017, 9, 27)
    assert find_full_date("BAGHDAD, 27 September", Language.EN) is None
    assert find_full_date("On Wednesday, in 2014, in June 2014", Language.EN) is None
