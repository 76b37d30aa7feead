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
from geo.export.animation import FilmSettings, film, frames, render
from geo.export.animation.encode import encode
from geo.export.animation.layout import lay_out
from geo.export.animation.renderer import FilmRenderer
from geo.export.sheets import around, typeset
from geo.model import Language, Layer
from geo.words import say

LAYERS = ("control", "disputed", "events")
SMALL = (480, 320)
VIEW = View(layers=LAYERS, window=14)
SETTINGS = FilmSettings("2014-06-08", "2014-06-11", size=SMALL)


def draw_frames(
    atlas: Atlas, view: View = VIEW, settings: FilmSettings = SETTINGS
) -> list[Image.Image]:
    return [picture for _, picture, _ in frames(atlas, view, settings)]


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
        ({"size": (1281, 720)}, "even numbers"),
        ({"size": (8000, 720)}, "320 to 3840"),
        ({"size": (3200, 320)}, "times as long"),
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


@pytest.mark.thorough
def test_the_same_view_gives_the_same_pictures(atlas: Atlas, pictures: list[Image.Image]) -> None:
    again = draw_frames(atlas)
    assert [image.tobytes() for image in again] == [picture.tobytes() for picture in pictures]
    assert {(picture.mode, picture.size) for picture in pictures} == {("RGB", SMALL)}


def test_a_day_changes_what_it_changes_and_nothing_else(
    atlas: Atlas, pictures: list[Image.Image]
) -> None:
    renderer = FilmRenderer(atlas, VIEW, SETTINGS.days(atlas, VIEW), SMALL)
    left, top, wide, high = renderer.layout.map
    quiet, _, taken, _ = (np.asarray(picture).astype(int) for picture in pictures)
    differs = np.abs(taken - quiet).sum(axis=2) > 0
    assert differs[top : top + high, left : left + wide].mean() > 0.05  # a third changed hands
    panel, upper, across, down = renderer.layout.panel
    below = renderer.layout.day[1] + renderer.layout.day[3]
    assert not differs[below : upper + down, panel : panel + across].any()  # the legend stays


def test_a_picture_does_not_depend_on_those_before_it(
    atlas: Atlas, pictures: list[Image.Image]
) -> None:
    renderer = FilmRenderer(atlas, VIEW, SETTINGS.days(atlas, VIEW), SMALL)
    assert renderer.image(date(2014, 6, 11)).tobytes() == pictures[-1].tobytes()


@pytest.mark.quick(2)
@pytest.mark.parametrize("language", list(Language))
def test_a_picture_says_what_it_is(atlas: Atlas, language: Language) -> None:
    view = VIEW.with_(language=language)
    renderer = FilmRenderer(atlas, view, SETTINGS.days(atlas, view), (1280, 720))
    answer = " ".join(around.credit_lines(atlas, view, ""))
    assert say("about.disclaimer", language) in answer
    assert atlas.label in answer
    assert atlas.version not in answer
    rows = renderer.timeline.rows
    assert len(rows) >= 4
    row = next(row for row in rows if row["type"] == "takeover")
    text = row["text"]
    wanted = text if language is Language.EN else atlas.translated(text, language)
    assert renderer.timeline.headline(row) == wanted


@pytest.mark.quick(2)
@pytest.mark.parametrize("covered", ["control", "evidence"])
@pytest.mark.parametrize("language", list(Language))
def test_the_legend_of_every_layer_ends_above_the_credits(
    atlas: Atlas, language: Language, covered: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    given: list[dict[str, Any]] = []
    compile_template = typeset.compile_template

    def note(template: str, data: dict[str, Any], *more: Any) -> list[bytes]:
        given.append(data)
        return compile_template(template, data, *more)

    monkeypatch.setattr(typeset, "compile_template", note)
    other = {"control", "evidence"} - {covered}
    view = View(layers=tuple(set(Layer) - other), language=language, window=0)
    FilmRenderer(atlas, view, [date(2017, 10, 14), date(2017, 10, 17)], (1280, 720))
    still = next(data for data in given if data.get("still"))
    (laid,) = typeset.ask("frame", still, "legend")
    assert laid["high"] <= laid["room"]


def test_the_map_takes_two_thirds_of_a_wide_picture() -> None:
    laid = lay_out((1280, 720), 3, rtl=False)
    assert laid.map[2] * laid.map[3] > 0.6 * (1280 - 38) * (720 - 38)
    mirrored = lay_out((1280, 720), 3, rtl=True)
    assert mirrored.panel[0] < mirrored.map[0]
    for size in ((1280, 720), (1080, 1080), (720, 1280), (640, 360)):
        for box in (lay_out(size, 3, rtl=True).map, lay_out(size, 3, rtl=True).panel):
            assert box[0] >= 0 <= box[1]
            assert box[0] + box[2] <= size[0]
            assert box[1] + box[3] <= size[1]


def test_events_are_told_as_they_come(atlas: Atlas) -> None:
    timeline = FilmRenderer(atlas, VIEW, SETTINGS.days(atlas, VIEW), SMALL).timeline
    assert not timeline.events_on(date(2014, 6, 8))
    records = timeline.events_on(date(2014, 6, 10))
    assert {row["start"] for row, new, _ in records if new} == {date(2014, 6, 10)}
    new = sum(row["start"] == date(2014, 6, 10) for row in timeline.rows)
    assert sum(fresh for _, fresh, _ in records) + records[-1][2] == new
    after = timeline.events_on(date(2014, 6, 11))
    assert after[0][0]["start"] == date(2014, 6, 11)
    assert not after[-1][1]


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


def test_the_ending_says_which_film(atlas: Atlas, tmp_path: Path) -> None:
    with pytest.raises(ExportError, match=r"\.mp4, \.webm, \.gif, \.apng"):
        film(atlas, VIEW, tmp_path / "a.mov", SETTINGS)


@pytest.mark.parametrize("size", [(432, 432), (432, 540), (768, 432)])
def test_a_film_for_phones_has_few_words_and_large_letters(
    atlas: Atlas, size: tuple[int, int]
) -> None:
    view = View(layers=("control", "disputed", "towns"), window=14)
    days = [date(2014, 6, 8), date(2014, 6, 11)]
    renderer = FilmRenderer(atlas, view, days, size, phone=True)
    assert renderer.image(days[0]).size == size
    assert renderer.image(days[0]).tobytes() != renderer.image(days[1]).tobytes()
    laid = renderer.layout
    boxes = (laid.map, laid.day, laid.time, laid.panel)
    for left, top, wide, high in boxes:
        assert left >= 0
        assert top >= 0
        assert left + wide <= size[0]
        assert top + high <= size[1]
    for first, other in ((laid.map, laid.day), (laid.map, laid.panel), (laid.day, laid.panel)):
        apart = (
            first[0] + first[2] <= other[0] + 1 or other[0] + other[2] <= first[0] + 1
            or first[1] + first[3] <= other[1] + 1 or other[1] + other[3] <= first[1] + 1
        )  # fmt: skip
        assert apart, (first, other)
    # A name of ten pixels on the map is ten points of a phone whose screen shows 360.
    assert laid.map[2] / laid.frame[0] >= size[0] / 480 * 0.9
