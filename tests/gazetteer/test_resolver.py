"""The place resolver, and the page's search, against one list of what readers type."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from geo import Atlas, QuestionError
from geo.draw.page import profile_of_page
from geo.gazetteer.entries import Entry, Kind
from geo.gazetteer.lexicon import key, spell_sound
from geo.gazetteer.resolver import GROUND, SUGGESTED, gazetteer, position, resolve, suggestions
from geo.profile import current
from tests.client import evaluate

TYPED: dict[str, Any] = json.loads(
    (Path(__file__).parents[1] / "fixtures" / "places.json").read_text(encoding="utf-8")
)


@pytest.fixture(scope="module")
def page(atlas: Atlas) -> dict[str, Any]:
    """Return what the page's search has: the profile's rules, and items as its layers give them."""
    items: dict[str, dict[str, Any]] = {}
    for name in gazetteer(atlas).names:
        entry = name.entry
        if name.needs_kind:
            continue
        item = items.setdefault(
            entry.key,
            {
                "key": entry.key,
                "names": [entry.english],
                "rank": entry.rank,
                "kind": entry.kind.value.capitalize(),
                "layer": "control" if entry.kind is Kind.SUBDISTRICT else entry.kind.layer.value,
            },
        )
        item["names"].append(name.text)
        if entry.kind in GROUND:
            item["names"].append(entry.id)
    known = profile_of_page(current())
    return {"rules": known["spelling"], "region": known["region"], "items": list(items.values())}


@pytest.mark.parametrize(("text", "wanted"), TYPED["finds"])
def test_what_a_reader_types_finds_the_place(atlas: Atlas, text: str, wanted: str) -> None:
    entry = resolve(atlas, text).entry
    assert entry is not None
    assert entry.key == wanted


@pytest.mark.parametrize(("text", "wanted"), TYPED["suggests"])
def test_what_only_resembles_a_name_is_suggested(atlas: Atlas, text: str, wanted: str) -> None:
    near = suggestions(atlas, text)
    assert near[0] == wanted
    assert len(near) <= SUGGESTED
    with pytest.raises(QuestionError, match=f"did you mean {wanted}"):
        resolve(atlas, text)


@pytest.mark.parametrize("text", TYPED["nothing"])
def test_where_nothing_resembles_it_the_message_says_what_is_accepted(
    atlas: Atlas, text: str
) -> None:
    with pytest.raises(QuestionError, match=r"expected a town or village, .*P-code or a position"):
        resolve(atlas, text)


@pytest.mark.parametrize(("text", "lon", "lat"), TYPED["positions"])
def test_positions_in_the_usual_forms(atlas: Atlas, text: str, lon: float, lat: float) -> None:
    assert resolve(atlas, text).point == pytest.approx((lon, lat), abs=1e-6)


@pytest.mark.parametrize(("text", "lon", "lat"), TYPED["turned"])
def test_latitude_first_is_not_guessed_but_told(text: str, lon: float, lat: float) -> None:
    with pytest.raises(QuestionError, match=f"longitude first; did you mean {lon},{lat}"):
        position(text)


@pytest.mark.parametrize("text", TYPED["no_positions"])
def test_what_is_no_position(text: str) -> None:
    assert position(text) is None


def test_things_of_one_name_and_rank_are_asked_by_their_keys(atlas: Atlas) -> None:
    with pytest.raises(QuestionError, match=r"several .* place:tahir_awa, place:tahir_awa_2"):
        resolve(atlas, "Tahir Awa")
    assert resolve(atlas, "place:tahir_awa_2").entry.id == "tahir_awa_2"


@pytest.mark.thorough
def test_every_name_leads_to_its_like(atlas: Atlas) -> None:
    """Every name of a place or a unit finds something of that name, or asks which is meant."""
    sounds: dict[str, set[str]] = {}
    for name in gazetteer(atlas).names:
        sounds.setdefault(name.entry.key, set()).add("".join(map(spell_sound, name.letters)))
    for name in gazetteer(atlas).names:
        if name.needs_kind or name.entry.kind not in {Kind.PLACE, *GROUND} - {Kind.AREA}:
            continue
        entry = resolve_text(atlas, name.text)
        if isinstance(entry, str):
            assert "several are called so" in entry, name
        else:
            assert "".join(map(spell_sound, key(name.text))) in sounds[entry.key], name


def resolve_text(atlas: Atlas, text: str) -> Entry | str:
    """Return what a name is resolved to, or the message."""
    try:
        entry = resolve(atlas, text).entry
    except QuestionError as error:
        return str(error)
    assert entry is not None
    return entry


def test_the_page_finds_what_the_commands_find(page: dict[str, Any]) -> None:
    texts = [text for text, _ in TYPED["finds"]]
    value = evaluate(
        "page/search/places.ts",
        "import('./paint/data/spelling.ts').then(({ Spelling }) => {"
        " const places = new module.Places(argument.items, new Spelling(argument.rules));"
        " return argument.texts.map((text) => places.find(text)[0]?.key);"
        "})",
        page | {"texts": texts},
    )
    assert dict(zip(texts, value, strict=True)) == dict(TYPED["finds"])


@pytest.mark.thorough
def test_the_page_suggests_what_the_commands_suggest(page: dict[str, Any]) -> None:
    texts = [text for text, _ in TYPED["suggests"]] + TYPED["nothing"]
    value = evaluate(
        "page/search/places.ts",
        "import('./paint/data/spelling.ts').then(({ Spelling }) => {"
        " const places = new module.Places(argument.items, new Spelling(argument.rules));"
        " return argument.texts.map((text) => ["
        "places.find(text).length, places.findNear(text).map((one) => one.names[0])]);"
        "})",
        page | {"texts": texts},
    )
    wanted = [name for _, name in TYPED["suggests"]]
    assert [names[0] for _, names in value[: len(wanted)]] == wanted
    assert all(len(names) <= SUGGESTED for _, names in value)
    assert value[len(wanted) :] == [[0, []]] * len(TYPED["nothing"])


def test_the_page_spells_every_name_as_python_does(atlas: Atlas, page: dict[str, Any]) -> None:
    texts = sorted({name.text for name in gazetteer(atlas).names})
    assert len(texts) > 3900
    value = evaluate(
        "paint/data/spelling.ts",
        "((spelling) => argument.texts.map((text) =>"
        " spelling.key(text).map((word) => [word, spelling.soundOf(word)])))"
        "(new module.Spelling(argument.rules))",
        {"rules": page["rules"], "texts": texts},
    )
    unlike = {
        text: pairs
        for text, pairs in zip(texts, value, strict=True)
        if [[word, spell_sound(word)] for word in key(text)] != pairs
    }
    assert unlike == {}


def test_the_page_reads_positions_as_python_does(page: dict[str, Any]) -> None:
    given = TYPED["positions"] + TYPED["turned"]
    texts = [text for text, *_ in given] + TYPED["no_positions"]
    value = evaluate(
        "page/search/coordinates.ts",
        "argument.texts.map((text) => module.position(text, argument.region))",
        {"texts": texts, "region": page["region"]},
    )
    for (text, lon, lat), point in zip(given, value, strict=False):
        assert (point["lon"], point["lat"]) == pytest.approx((lon, lat), abs=1e-6), text
        assert bool(point.get("turned")) is (text in {item[0] for item in TYPED["turned"]})
    assert value[len(given) :] == [None] * len(TYPED["no_positions"])
