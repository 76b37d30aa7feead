"""What the sources of a row say of it, by the pages that were read."""

from __future__ import annotations

import pytest

from geo.atlas.evidence import Evidence, derive_evidence, name_origin

SOURCES = [
    {"id": "a", "publisher": "Reuters", "date": "2017-10-16"},
    {"id": "b", "publisher": "Japan Times / Reuters", "date": "2017-10-17"},
    {"id": "c", "publisher": "Party", "date": "2017"},
    {"id": "d", "publisher": "Gazette", "date": ""},
]
PUBLISHERS = [{"publisher": "Party", "kind": "", "side": "region"}]


@pytest.mark.parametrize(
    ("verdicts", "expected"),
    [
        ([("a", "supported")], ("stated", 1)),
        ([("a", "supported"), ("b", "supported")], ("stated", 1)),  # one agency
        ([("a", "supported"), ("d", "supported"), ("b", "larger")], ("stated", 2)),
        ([("a", "larger"), ("d", "not_reachable")], ("larger", 1)),
        ([("a", "not_reachable")], ("filled", 0)),
        ([], ("filled", 0)),
        ([("a", "contradicted"), ("d", "supported")], ("conflicting", 1)),
        ([("a", "contradicted", "1.9.0"), ("d", "supported")], ("stated", 1)),
        ([("c", "supported")], ("stated", 0)),  # a party for its own side
    ],
)
def test_the_verdicts_of_pages_make_the_evidence(
    verdicts: list[tuple[str, ...]], expected: tuple[str, int]
) -> None:
    reviews = [
        {"id": "u-1", "source": page, "verdict": verdict, "answered": "".join(answered)}
        for page, verdict, *answered in verdicts
    ]
    row = {"id": "u-1", "holder": "region", "source": "a;b;c;d"}
    result = next(derive_evidence([row], reviews, SOURCES, PUBLISHERS))
    assert result == Evidence(*expected, "2017-10-17")


def test_a_party_counts_where_it_speaks_against_its_side() -> None:
    reviews = [{"id": "u-1", "source": "c", "verdict": "supported", "answered": ""}]
    row = {"id": "u-1", "holder": "federal", "source": "c"}
    assert next(derive_evidence([row], reviews, SOURCES, PUBLISHERS)).publishers == 1


@pytest.mark.parametrize(
    ("publisher", "origin"),
    [
        ("The Independent / AFP", "afp"),
        ("Human Rights Watch (copy at mesop.de)", "human rights watch"),
        ("wikisum (Wikipedia copy)", "wikipedia"),
        ("Turkmen Friendship (web log)", "turkmen friendship"),
        ("Long War Journal", "long war journal"),
    ],
)
def test_copies_are_named_by_their_original(publisher: str, origin: str) -> None:
    assert name_origin(publisher, {}) == origin
