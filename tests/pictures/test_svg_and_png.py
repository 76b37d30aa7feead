"""Pictures as files: the same bytes again, text that stays text, what they say of themselves."""

from __future__ import annotations

import io
import re
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image

from geo import Atlas, ExportError, View
from geo.ask import control
from geo.draw.style import holder_colours
from geo.events.user_events import shown
from geo.model import DrawnAs, Language, Layer
from geo.pictures import GraphicSettings, UserData, UserEvents, render, typeset
from geo.pictures.ground import mercator
from geo.stories.story import DrawnMark
from geo.words import say
from tests.browser.events.test_user_events import make_events
from tests.pictures.test_paper import build

KIRKUK = (43.5, 35.0, 45.0, 36.0)


@pytest.mark.parametrize(
    ("words", "accepted"),
    [
        ({"dpi": 10_000}, "50 to 600"),
        ({"kind": ".bmp"}, r"\.png, \.svg, \.pdf"),
    ],
)
def test_what_no_picture_can_be_is_told(atlas: Atlas, words: dict[str, Any], accepted: str) -> None:
    with pytest.raises(ExportError, match=f"expected .*{accepted}"):
        render(atlas, View(), **{"kind": ".png"} | words)


def test_ground_has_the_colour_of_its_holder(
    atlas: Atlas, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    view = View(date="2017-10-20", layers=("control",), bounds=(42, 34, 45.5, 37))
    made = build(atlas, view)
    (tmp_path / "pane.typ").write_text(
        """#let d = json(bytes(sys.inputs.picture))
        #set page(width: d.size.at(0) * 1pt, height: d.size.at(1) * 1pt, margin: 0pt)
        #image(bytes(d.svg), format: "svg", width: 100%)""",
        encoding="utf-8",
    )
    monkeypatch.setattr(typeset, "TEMPLATE", tmp_path / "pane.typ")
    data = {"svg": made.maps[0].svg, "size": (made.maps[0].width, made.maps[0].height)}
    content = typeset.compile_picture(data, ".png", 72)
    image = np.asarray(Image.open(io.BytesIO(content)).convert("RGB"))
    west, south, east, north = made.maps[0].bounds
    low, top = mercator(south), mercator(north)
    rows = control.at(atlas, view.date)
    plain_ground = rows[
        rows["holder"].isin(["federal", "region", "is"]) & (rows["certainty"] != "in_doubt")
    ]
    inner = plain_ground.to_crs(3857).geometry.buffer(-9000)
    points = inner[~inner.is_empty].representative_point().to_crs(4326)
    tried = wrong = 0
    for point, holder in zip(points, plain_ground.loc[points.index, "holder"], strict=True):
        x = (point.x - west) / (east - west) * image.shape[1]
        y = (top - mercator(point.y)) / (top - low) * image.shape[0]
        if not (9 < x < image.shape[1] - 9 and 9 < y < image.shape[0] - 9):
            continue
        colour = [int(holder_colours()[holder][at : at + 2], 16) for at in (1, 3, 5)]
        tried += 1
        wrong += int(np.abs(image[int(y), int(x)].astype(int) - colour).max() > 6)
    assert tried > 20
    assert wrong <= tried * 0.2  # ground along lines between parts lies in a soft band


def test_what_a_writer_drew_is_drawn_and_the_legend_says_whose_it_is(atlas: Atlas) -> None:
    here = {"en": "Out", "ar": "خروج", "ckb": "دەرچوون"}
    marks = [
        DrawnMark("note", ((44.39, 35.47),), here),
        DrawnMark("arrow", ((43.8, 35.2), (44.3, 35.4))),
        DrawnMark("area", ((44.5, 35.2), (44.9, 35.2), (44.7, 35.6)), here),
    ]
    view = View(layers=("control",), bounds=KIRKUK, language="ar")
    stripped, drawn = (
        render(atlas, view, ".svg", GraphicSettings(format="a4"), marks=some).decode()
        for some in ((), marks)
    )
    assert "خروج" in drawn
    assert "خروج" not in stripped
    assert say("story.marks.whose", Language.AR).split()[0] in drawn
    assert "Out" not in drawn.replace("Outlines", "")


OWN = UserEvents(make_events(1200), "our list", "Table")
VIEW = View(layers=(Layer.USER_EVENTS,), window=0)


@pytest.mark.thorough
@pytest.mark.parametrize("drawn", [DrawnAs.DOTS, DrawnAs.CLUSTERS])
def test_the_readers_events_are_drawn_and_counted(atlas: Atlas, drawn: DrawnAs) -> None:
    view = VIEW.with_(drawn_as=drawn, kinds=("battle", "raid"))
    item = build(atlas, view, user_data=UserData(events=OWN))
    none = build(atlas, view)
    assert len(item.maps[0].svg) > len(none.maps[0].svg)
    count = len(shown(OWN.rows, view))
    assert f"our list (Table); {count:,} of 1,200 events shown" in item.data["credits"][0]
    within = int(re.search(r"([\d,]+) of them", item.data["credits"][0])[1].replace(",", ""))  # type: ignore[index]
    assert 0 < within < count
