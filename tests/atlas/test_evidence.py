"""What the sources of a row say of it, by the pages that were read."""

from __future__ import annotations

import pytest

from geo.atlas.evidence import derive_evidence, name_origin, name_witnesses

SOURCES = [
    {"id": "a", "publisher": "Reuters", "date": "2017-10-16"},
    {"id": "b", "publisher": "Japan Times / Reuters", "date": "2017-10-17"},
    {"id": "c", "publisher": "Party", "date": "2017"},
    {"id": "d", "publisher": "Gazette", "date": ""},
    {"id": "e", "publisher": "Mirror", "date": "", "copy_of": "https://en.wikipedia.org/wiki/A"},
    {"id": "f", "publisher": "Wikipedia", "date": "", "url": "https://de.wikipedia.org/wiki/B"},
    {"id": "g", "publisher": "Reprint", "date": "", "copy_of": "https://gazette.example/1"},
    {"id": "h", "publisher": "Gazette Online", "date": "", "url": "https://gazette.example/1"},
]
WITNESSES = name_witnesses(SOURCES, [{"publisher": "Party", "kind": "", "side": "region"}])


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
        ([("e", "supported"), ("f", "supported")], ("stated", 1)),  # Wikipedia, whoever copies it
        ([("g", "supported"), ("h", "supported")], ("stated", 1)),  # a page and its copy
        ([("g", "supported"), ("d", "supported")], ("stated", 2)),
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
    result = next(derive_evidence([row], reviews, WITNESSES))
    assert result[1:] == (*expected, "2017-10-17")


def test_each_source_of_a_row_has_its_reading_in_the_order_of_the_row() -> None:
    verdicts = {"a": "larger", "b": "contradicted", "c": "not_reachable", "d": "supported"}
    answered = {"id": "u-1", "source": "e", "verdict": "contradicted", "answered": "1.9.0"}
    reviews = [
        {
            "id": "u-1",
            "source": page,
            "verdict": verdict,
            "answered": "",
            "day": "2017-10" * (page == "b"),
        }
        for page, verdict in verdicts.items()
    ]
    row = {"id": "u-1", "holder": "region", "source": "d;e;b;f;a;c"}
    result = next(derive_evidence([row], [*reviews, answered], WITNESSES))
    assert result.says == "sno2017-10nlu"  # a verdict that was answered is not shown


def test_a_party_counts_where_it_speaks_against_its_side() -> None:
    reviews = [{"id": "u-1", "source": "c", "verdict": "supported", "answered": ""}]
    row = {"id": "u-1", "holder": "federal", "source": "c"}
    assert next(derive_evidence([row], reviews, WITNESSES)).publishers == 1


@pytest.mark.parametrize(
    ("publisher", "origin"),
    [
        ("The Independent / AFP", "afp"),
        ("Human Rights Watch (copy at mesop.de)", "human rights watch"),
        ("Global Energy Monitor wiki", "global energy monitor"),
        ("Turkmen Friendship (web log)", "turkmen friendship"),
        ("Long War Journal", "long war journal"),
    ],
)
def test_copies_are_named_by_their_original(publisher: str, origin: str) -> None:
    assert name_origin({"publisher": publisher}, {}) == origin
