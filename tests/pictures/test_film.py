"""Films: their days, their pictures, their files."""

from __future__ import annotations

import io
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image

from geo import Atlas, View
from geo.errors import ExportError
from geo.model import Language
from geo.pictures import GraphicSettings, render, typeset
from geo.pictures.film import Step, draw_frames, encode, list_days, list_seconds
from geo.words import locale, say

LAYERS = ("control", "disputed", "events")
SMALL = (480, 320)
VIEW = View(layers=LAYERS, window=14)
SETTINGS = GraphicSettings(
    format="480x320", headline="The advance", keep_layers=True,
    dates=("2014-06-08", "2014-06-09", "2014-06-10", "2014-06-11"),
)  # fmt: skip


@pytest.fixture(scope="module")
def pictures(atlas: Atlas) -> list[bytes]:
    return [picture for _, picture in draw_frames(atlas, VIEW, SETTINGS)]


@pytest.mark.parametrize(
    ("step", "span", "wanted", "pace"),
    [
        ("day", ("2014-06-29", "2014-07-02"), ["06-29", "06-30", "07-01", "07-02"], 6),
        ("month", ("2014-05-20", "2014-07-15"), ["05-20", "06-01", "07-01", "07-15"], 4),
        ("change", ("2014-06-01", "2014-06-06"), ["06-01", "06-05", "06-06"], 1),
    ],
)
def test_the_days_of_a_film(
    atlas: Atlas, step: str, span: tuple[str, str], wanted: list[str], pace: int
) -> None:
    first, last = map(date.fromisoformat, span)
    days = list_days(atlas, View(), (first, last), Step(step))
    assert [f"{day:%m-%d}" for day in days] == wanted
    assert list_seconds(GraphicSettings(dates=days))[1] == 1 / pace


def test_changes_are_the_days_on_which_ground_changed_hands(atlas: Atlas) -> None:
    span = (date(2014, 6, 1), date(2014, 6, 30))
    days = list_days(atlas, View(), span, Step.CHANGE)
    assert date(2014, 6, 10) in days
    assert set(days) <= {*atlas.table("spells")["start"], *span}


DAYS = [date(2010, 1, 1) + timedelta(number) for number in range(1600)]


@pytest.mark.parametrize(
    ("view", "kind", "change", "accepted"),
    [
        (View(), ".mp4", {"dates": DAYS}, "1,600 days: expected 2 to 1,500"),
        (View(), ".gif", {"dates": DAYS[:301]}, "expected 2 to 300 in a GIF"),
        (View(), ".gif", {"dates": ()}, "0 days: expected 2"),
        (View(compare="2014-01-01"), ".gif", {}, "no second day"),
        (View(), ".gif", {"format": "90mm"}, "a film has pixels; expected one of 1:1, 4:5, 9:16"),
    ],
)
def test_what_no_film_can_be_is_said(
    atlas: Atlas, view: View, kind: str, change: dict[str, Any], accepted: str
) -> None:
    with pytest.raises(ExportError, match=accepted):
        render(atlas, view, kind, replace(SETTINGS, **change))


def test_a_span_has_its_first_day_first(atlas: Atlas) -> None:
    with pytest.raises(ExportError, match="a first day before"):
        list_days(atlas, View(), (DAYS[0], DAYS[0]), Step.DAY)


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
    settings = GraphicSettings(format=size, headline="The advance", dates=tuple(days))
    view = View(language=language)
    assert [day for day, _ in draw_frames(atlas, view, settings)] == days
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
    pictures: list[bytes], tmp_path: Path, kind: str
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
        frame = np.asarray(Image.open(io.BytesIO(picture)).convert("RGB"))
        assert np.abs(np.asarray(shown).astype(int) - frame).mean() < 6
