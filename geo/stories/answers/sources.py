"""The sources of a finding: those near its day, agencies and institutions before forums."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date
from functools import lru_cache

from geo.atlas import Atlas
from geo.stories import question

#: Publishers that come first: news agencies, international bodies, states' offices, research.
_BEST = re.compile(
    r"\b(?:Reuters|AFP|AP|Associated Press|UPI|dpa|TASS|Xinhua|Anadolu|KUNA|BBC|UN|UNHCR|OCHA|"
    r"United Nations|ReliefWeb|Crisis Group|Human Rights Watch|Amnesty|ISW|OPEC|EIA|IEA|UCDP|"
    r"World Bank|ministry|parliament|government|court|commission|embassy|university|institute|"
    r"council|statistics|centcom)\b",
    re.IGNORECASE,
)

#: Publishers and addresses that come last: what anybody may write or edit.
_LAST = re.compile(
    r"wiki|encyclop|blog|forum|reddit|facebook|twitter|wordpress|profilpelajar|everybodywiki",
    re.IGNORECASE,
)

#: Days from a finding's own within which its sources lie, where there are such.
_NEAR = 366


def order_sources(atlas: Atlas, ids: Iterable[str], query: question.Question) -> tuple[str, ...]:
    """Return the sources near the days that a question asks about, the best first.

    Where none lies near, all of them are returned. One without a date counts as near.
    """
    known = _known_sources(atlas)
    first, last = days_asked(query)
    if last is None:
        return tuple(ids)
    ranked = []
    for name in ids:
        rank, published = known.get(name, (1, None))
        distance = _NEAR
        if published is not None and first is not None:
            distance = max((first - published).days, (published - last).days, 0)
        ranked.append((rank, distance, name))
    near = [each for each in ranked if each[1] <= _NEAR]
    return tuple(name for _, _, name in sorted(near or ranked, key=lambda each: each[:2]))


def days_asked(query: question.Question) -> tuple[date | None, date | None]:
    """Return the first and last day of a question; None if it names none."""
    if isinstance(query, question.Changed | question.FieldsChanged | question.AreaChanged):
        return query.last, query.last  # the day of the change, not what was so before it
    days = [getattr(query, name, None) for name in ("since", "first", "last", "date")]
    given = [day for day in days if day is not None]
    return (min(given), max(given)) if given else (None, None)


@lru_cache(maxsize=2)
def _known_sources(atlas: Atlas) -> dict[str, tuple[int, date | None]]:
    """Return how good each source is (0 best, 2 last), and when it was published."""
    return {
        str(row["id"]): (
            _rank(str(row["publisher"]), str(row["url"])),
            _publication_day(str(row["date"] or "")),
        )
        for row in atlas.table("sources").to_dict("records")
    }


def _rank(publisher: str, url: str) -> int:
    """Return how good a publisher is: 0 best, 2 last; an agency's report in a blog is neither."""
    is_best = _BEST.search(publisher) is not None
    is_last = _LAST.search(f"{publisher} {url}") is not None
    return 1 + is_last - is_best


def _publication_day(text: str) -> date | None:
    """Return the day of a date that may lack day or month, in the middle of what it leaves open."""
    match = re.match(r"(\d{4})(?:-(\d\d))?(?:-(\d\d))?$", text)
    if not match:
        return None
    return date(int(match[1]), int(match[2] or 7), int(match[3] or (15 if match[2] else 1)))
