"""Films: their days, their pictures, their files."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image

from geo import Atlas, View
from geo.errors import ExportError
from geo.model import Language
from geo.pictures import GraphicSettings, typeset
from geo.pictures.film import FilmSettings, encode, frames, render
from geo.pictures.film import draw_frames as draw
from geo.words import locale, say

LAYERS = ("control", "disputed", "events")
SMALL = (480, 320)
GRAPHIC = GraphicSettings(format="480x320", headline="The advance", keep_layers=True)
VIEW = View(layers=LAYERS, window=14)
SETTINGS = FilmSettings("2014-06-08", "2014-06-11")


def draw_frames(
    atlas: Atlas, view: View = VIEW, settings: FilmSettings = SETTINGS
) -> list[Image.Image]:
    return [picture for _, picture, _ in frames(atlas, view, settings, GRAPHIC)]


@pytest.fixture(scope="module")
def pictures(atlas: Atlas) -> list[Image.Image]:
    return draw_frames(atlas)


@pytest.mark.parametrize(
    ("step", "first", "last", "wanted"),
    [
        ("day", "2014-06-29", "2014-07-02", ["06-29", "06-30", "07-01", "07-02"]),
        ("month", "2014-05-20", "2014-07-15", ["05-20", "06-01", "07-01", "07-15"]),
    ],
)
def test_the_days_of_a_film(
    atlas: Atlas, step: str, first: str, last: str, wanted: list[str]
) -> None:
    days = FilmSettings(first, last, step=step).days(atlas, View())
    assert [f"{day:%m-%d}" for day in days] == wanted


def test_changes_are_the_days_on_which_ground_changed_hands(atlas: Atlas) -> None:
    days = FilmSettings("2014-06-01", "2014-06-30", step="change").days(atlas, View())
    starts = set(atlas.table("spells")["start"])
    assert date(2014, 6, 10) in days
    assert set(days) <= starts | {date(2014, 6, 1), date(2014, 6, 30)}


@pytest.mark.parametrize(
    ("answer", "accepted"),
    [
        ({"first": "2014-06-01", "last": "2014-06-01"}, "a first day before"),
        ({"step": "week"}, "one of day, month, change"),
        ({"fps": 60}, "1 to 30"),
        ({"hold": (1.0, 90.0)}, "0 to 30 seconds"),
    ],
)
def test_what_no_film_can_be_is_told(answer: dict[str, Any], accepted: str) -> None:
    with pytest.raises(ExportError, match=accepted):
        FilmSettings(**{"first": "2014-06-01", "last": "2014-06-30"} | answer)


def test_a_film_has_a_limit(atlas: Atlas) -> None:
    with pytest.raises(ExportError, match="1,500"):
        FilmSettings("2010-01-01", "2020-01-01").days(atlas, View())
    with pytest.raises(ExportError, match="up to 300 in a GIF"):
        render(atlas, View(), ".gif", FilmSettings("2014-01-01", "2014-12-31"))
    with pytest.raises(ExportError, match="no second day"):
        render(atlas, View(compare="2014-01-01"), ".gif", SETTINGS)
    with pytest.raises(ExportError, match="a film has pixels; expected one of 1:1, 4:5, 9:16"):
        render(atlas, View(), ".gif", SETTINGS, GraphicSettings(format="90mm"))


@pytest.mark.quick(1)
@pytest.mark.parametrize(("size", "language"), [("1280x720", Language.EN), ("9:16", Language.CKB)])
def test_a_picture_says_its_day_and_its_legend_what_is_on_it(
    atlas: Atlas, language: Language, size: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    given: list[dict[str, Any]] = []
    compile_picture = typeset.compile_picture

    def note(data: dict[str, Any], *more: Any) -> bytes:
        given.append(data)
        return compile_picture(data, *more)

    monkeypatch.setattr(typeset, "compile_picture", note)
    days = [date(2013, 1, 1), date(2013, 1, 2), date(2016, 4, 27), date(2021, 6, 1)]
    settings = GraphicSettings(format=size, headline="The advance")
    view = View(language=language)
    assert [day for day, _ in draw(atlas, view, days, settings)] == days
    assert [data["day"] for data in given] == [locale.day(day, language) for day in days]
    assert {data["headline"] for data in given} == {"The advance"}
    legends = [{entry["text"] for entry in data["legend"]} for data in given]
    state = locale_holder(atlas, "is", language)
    assert [state in legend for legend in legends] == [False, False, True, False]
    quiet, same, *_ = given
    assert quiet["maps"] == same["maps"], "a day without a change is painted once"
    assert len({tuple(data["maps"][0]["size"]) for data in given}) == 1, "the map stands still"


def locale_holder(atlas: Atlas, holder: str, language: Language) -> str:
    return say(atlas.profile.holder_word(holder, date(2016, 4, 27)), language)


@pytest.mark.quick(2)
@pytest.mark.parametrize("kind", [".mp4", ".webm", ".gif", ".apng"])
def test_a_film_has_its_time_and_the_same_bytes(
    pictures: list[Image.Image], tmp_path: Path, kind: str
) -> None:
    ffmpeg = pytest.importorskip("imageio_ffmpeg", reason="the extra animation is not installed")
    spans = [1.0, 0.2, 0.2, 1.0]
    made = [
        encode(kind, zip(pictures, spans, strict=True), 5, SMALL, {"title": "A film"})
        for _ in range(2)
    ]
    assert made[0] == made[1]
    file = tmp_path / f"film{kind}"
    file.write_bytes(made[0])
    frames_ = ffmpeg.read_frames(str(file), output_params=["-r", "5"])
    about = next(frames_)
    assert about["size"] == SMALL
    first, *_, last = raw = list(frames_)
    assert len(raw) == 12
    for content, picture in ((first, pictures[0]), (last, pictures[-1])):
        shown = Image.frombytes("RGB", SMALL, content)
        assert np.abs(np.asarray(shown).astype(int) - np.asarray(picture)).mean() < 6
