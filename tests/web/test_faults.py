"""What the app says of a reader's bad file: in the words of every language of the profile."""

from __future__ import annotations

import ast
import io
import re
import zipfile
from collections.abc import Callable
from datetime import date
from functools import cache, partial
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

import geo
from geo import Atlas
from geo.errors import GreenlineError, ReadError
from geo.events import read
from geo.gazetteer.texts import read_text
from geo.pictures import GraphicSettings
from geo.profile import current
from geo.tabular.source import Limits
from geo.user_areas.reading import load
from geo.view import KEYS
from geo.web.state import read as read_address
from geo.words import Phrase, language, sentence
from tests.test_words import KEPT, LATIN, TYPED
from tests.web.running import run

ROOT = Path(geo.__file__).parent

#: Modules that say what is wrong with a file, a question or a picture.
MODULES = [
    path
    for pattern in (
        "tabular/**", "events/**", "user_areas", "web/**", "ask", "export/**", "painter",
    )
    for path in sorted(ROOT.glob(f"{pattern}/*.py"))
    if path.stem != "ingest"
]  # fmt: skip
CSV = b"id,lat,lon,date\n1,35.47,44.39,2017-10-16\n"


@cache
def every_call() -> dict[str, list[tuple[str, ast.Call]]]:
    """Return the calls in modules that read files by the function's name, with where each stands."""
    result: dict[str, list[tuple[str, ast.Call]]] = {}
    for path in MODULES:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call):
                name = getattr(node.func, "attr", getattr(node.func, "id", ""))
                result.setdefault(name, []).append(
                    (f"{path.relative_to(ROOT)}:{node.lineno}", node)
                )
    return result


def calls(name: str) -> list[tuple[str, ast.Call]]:
    return every_call().get(name, [])


def literals(node: ast.AST | None) -> list[str]:
    """Return the texts that an argument may be; a condition has two."""
    if isinstance(node, ast.IfExp):
        return [*literals(node.body), *literals(node.orelse)]
    return [node.value] if isinstance(node, ast.Constant) and isinstance(node.value, str) else []


def test_every_key_of_a_fault_has_words_in_all_languages() -> None:
    refusals = [call.args for _, call in calls("fail")]
    refusals += [call.args[1:] for _, call in calls("read_error")]
    keys = {f"fault.{key}" for what, *_ in refusals for key in literals(what)}
    keys |= {
        f"fault.accepted.{key}"
        for _, *accepted in refusals
        for node in accepted[:1]
        for key in literals(node)
    }
    keys |= {key for _, call in calls("phrase") for key in literals(call.args[0])}
    keys |= {
        f"fault.accepted.{key}"
        for place, call in calls("_say_accepted")
        if place.startswith("events/validation")
        for key in literals(call.args[0])
    }
    assert len(keys) > 100
    for code in current().languages:
        assert sorted(keys - language(code).keys()) == [], code


def test_no_fault_of_a_file_is_plain_text() -> None:
    places = [(place, call) for name in ("ReadError", "BadRow") for place, call in calls(name)]
    plain = [
        place
        for place, call in places
        for node in (*call.args[:1], *call.args[2:], *(item.value for item in call.keywords
            if item.arg in ("what", "accepted")))
        if isinstance(node, ast.Constant | ast.JoinedStr)
    ]  # fmt: skip
    assert plain == []


def zip_files(names: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, content in names.items():
            archive.writestr(name, content)
    return out.getvalue()


#: Bad files and the bounds that they break.
BAD: dict[str, tuple[bytes, Limits]] = {
    name: (content, Limits(**more))
    for name, content, more in (
        ("empty.csv", b"", {}),
        ("blank.csv", b"\n\n \n", {}),
        ("noise.bin", bytes(range(256)) * 40, {}),
        ("old.xls", b"\xd0\xcf\x11\xe0" + bytes(600), {}),
        ("a.pdf", b"%PDF-1.7 ...", {}),
        ("a.png", b"\x89PNG\r\n\x1a\n" + bytes(50), {}),
        ("a.arrow", b"ARROW1" + bytes(50), {}),
        ("a.exe", b"MZ\x90" + bytes(50), {}),
        ("a.orc", b"ORC\x0a\x03\x00\x01\x02" * 20, {}),
        ("a.rar", b"Rar!\x1a\x07" + bytes(50), {}),
        ("a.html", b"<html></html>", {}),
        ("a.shp", b"\x00\x00\x27\x0a" + bytes(96), {}),
        ("a.gpkg", b"SQLite format 3\x00" + bytes(200), {}),
        ("a.fgb", b"fgb\x03fgb\x00" + bytes(200), {}),
        ("a.parquet", b"PAR1" + bytes(200) + b"PAR1", {}),
        ("a.zip", b"PK\x03\x04" + bytes(200), {}),
        ("a.gz", b"\x1f\x8b\x08\x00" + bytes(200), {}),
        ("a.json", b"{", {}),
        ("b.json", b'{"a": 1}', {}),
        ("a.kml", b"<kml><Placemark></kml>", {}),
        ("b.kml", b"<kml><Document></Document></kml>", {}),
        ("empty.zip", zip_files({"readme.txt": b""}), {}),
        ("nested.zip", zip_files({"a.zip": zip_files({"a.csv": CSV})}), {}),
        ("text.docx", zip_files({"word/document.xml": b"<a/>"}), {}),
        ("sheet.ods", zip_files({"content.xml": b"<a/>", "mimetype": b"x"}), {}),
        ("large.csv", CSV, {"bytes": 10}),
        ("rows.csv", CSV + CSV * 9, {"rows": 3}),
        ("columns.csv", CSV, {"columns": 2}),
        ("slow.csv", CSV, {"seconds": 0.0001}),
    )
}


def english_of(text: str) -> list[str]:
    """Return the Latin words of a sentence outside what is isolated, but names of formats."""
    before = ""
    while before != text:
        before, text = text, re.sub("\u2068[^\u2068\u2069]*\u2069", "", text)
    return sorted(set(LATIN.findall(TYPED.sub("", text))) - KEPT)


def assert_spoken(error: GreenlineError) -> None:
    """Check that an error is a phrase: as before in English, without English elsewhere."""
    text = sentence(error)
    assert isinstance(text, Phrase), text
    assert text == str(error)
    for code in current().languages[1:]:
        assert text.say(code) != text
        assert english_of(text.say(code)) == []
        assert not re.search("[0-9]", re.sub("\u2068.*?\u2069", "", text.say(code)))


@pytest.mark.parametrize("name", BAD)
def test_a_bad_file_is_refused_in_every_language(name: str) -> None:
    content, limits = BAD[name]
    with pytest.raises(ReadError) as caught:
        read(content, name, limits=limits)
    assert_spoken(caught.value)


AREAS = {
    "names.csv": b"town,people\nNowhere,3\n",
    "codes.csv": b"ADM2_PCODE,people\nIQG99,1200\nIQG98,5\n",
    "day.geojson": b'{"type": "FeatureCollection", "features": []}',
}


#: Areas, texts and days of a graphic that are refused.
REFUSED: dict[str, Callable[[Atlas], Any]] = {
    **{name: partial(load, files=content, name=name) for name, content in AREAS.items()},
    **{
        text: partial(read_text, text=text)
        for text in ("", "Nobody knows when.", "1 May 1900. It rained.")
    },
    "days": lambda _: GraphicSettings(dates=(date(2014, 6, 1),) * 2),
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_is_refused_is_explained_in_every_language(atlas: Atlas, name: str) -> None:
    with pytest.raises(GreenlineError) as caught:
        REFUSED[name](atlas)
    assert_spoken(caught.value)


#: What no key takes, or only a longer one does; a switch takes anything.
BAD_VALUES = dict.fromkeys(KEYS.keys() - {"lz", "u", "tiles"}, "mars") | {
    "s": "x" * 121, "cs": "x" * 121, "st": "x" * 121, "sp": "x" * 121, "ek": "x" * 5000, "ea": "x" * 5000,
}  # fmt: skip


@pytest.mark.parametrize("key", sorted(BAD_VALUES))
def test_a_bad_link_is_explained_in_every_language(key: str) -> None:
    _, faults = read_address(
        {key: BAD_VALUES[key], "d": "2014-08-08"} if key != "d" else {"d": "mars"}
    )
    (fault,) = faults
    assert f"{BAD_VALUES[key][:70]}" in fault
    for code in current().languages[1:]:
        assert fault.say(code) != fault
        assert english_of(fault.say(code)) == []


@pytest.mark.thorough
def test_the_app_speaks_of_files_and_rows_in_the_language_of_the_reader() -> None:
    app = run(lang="ar")
    app.file_uploader[0].upload("noise.bin", bytes(range(256)) * 40, "text/csv").run()
    assert "ليس ملفاً نصياً؛ المقبول" in str(app.error[0].value)
    app.file_uploader[0].upload("people.csv", b"town,people\nNowhere,3\n", "text/csv").run()
    assert any("لا يسمي أي منطقة" in str(item.value) for item in app.error)
    head = "event_id_cnty,event_date,event_type,actor1,longitude,latitude\n"
    rows = "".join(f"IRQ{n},2017-09-27,Battles,A,44.4,35.{n}\n" for n in range(5))
    bad = "IRQ8,some day,Battles,A,44.4,35.4\nIRQ9,2017-09-27,Battles,A,4.4,35.4\n"
    app.file_uploader[0].upload("a.csv", (head + rows + bad).encode(), "text/csv").run()
    assert not app.exception
    tables = [item.value for item in app.dataframe if "المقبول" in item.value.columns]
    accepted = pd.concat(tables)["المقبول"].tolist()
    assert len(accepted) == 2
    assert [english_of(str(text)) for text in accepted] == [[], []]
