"""A layer of points takes five files, and is then on the map, in files, in answers and on the site.

They are a table, its schema in ``datapackage.json``, a specification, its words and an entry in the
profile's themes; the program itself is not changed.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

import geo

pytestmark = pytest.mark.thorough

DAMS = Path(__file__).parent / "dams"

#: What is asked of the atlas of Vellin that has them, in a process of its own: the registry of
#: layers is read once.
ASKED = """
import contextlib, io, json, sys

from geo import Atlas, View, pictures
from geo.ask import exposure
from geo.ask import layer_content
from geo.cli.run import main
from geo.draw.layers import LAYERS
from geo.draw.page import profile_of_page
from geo.export.exposure import record, table
from geo.export.tables import SINGLE, WHOLE, render
from geo.gazetteer.texts import read_text
from geo.layers import Layer
from geo.profile import using
from geo.site.pages import Site
from geo.web.drawer.tables import list_tables

NAMES = ("Old Weir", "سد رمادي", "Far Dam")


def ask(*words):
    with contextlib.redirect_stdout(io.StringIO()) as answer:
        assert not main([*words, "--data", sys.argv[1]])
    return answer.getvalue()


atlas = Atlas.load(sys.argv[1])
with using(atlas.profile):
    view = View(date="1981-06-01", layers=("control", "dams"))
    keep = pictures.GraphicSettings(keep_layers=True)
    answer = exposure(atlas, view.date, places="districts:VL1C3")
    files = {
        kind: render(atlas, View(layers=("dams",)), kind, layer="dams" if kind in SINGLE else None)
        for kind in (*WHOLE, *SINGLE)
    }
    page = profile_of_page(atlas.profile)
    pages = dict(Site(atlas, atlas.profile.languages, (), None, "").pages())
    print(json.dumps({
        "opens": "dams" in View().layers,
        "listing": layer_content.listing(atlas, Layer("dams").spec)["name_en"].tolist(),
        "tabs": list_tables(),
        "totals": answer.totals[["dams", "dam_height"]].to_dict("records"),
        "json": record(atlas, answer)["dams"],
        "table": table(answer).query("what == 'dam'")[["id", "value"]].to_dict("records"),
        "files": {
            kind: b"Grey Weir" in content or content[:2] == b"PK" for kind, content in files.items()
        },
        "csv": files[".csv"].decode("utf-8-sig").splitlines()[0],
        "page": [page["points"]["dams"], [column["name"] for column in page["columns"]["dams"]]],
        "data": LAYERS["dams"](atlas).data()["dams"],
        "picture": pictures.render(atlas, view, ".svg", keep).decode(),
        "at": [json.loads(ask("at", "1981-06-01", "--place", name, "--json")) for name in NAMES],
        "text": ask("at", "1981-06-01", "--place", "dam:grey_weir"),
        "prose": [place.key for place in read_text(atlas, "They left Grey Weir.", view.date).places],
        "site": "".join(text for path, text in pages.items() if path.startswith("en/areas/")),
    }))
"""


@pytest.fixture(scope="module")
def answer(vellin: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    root = tmp_path_factory.mktemp("dams")
    package, data = root / "geo", shutil.copytree(vellin, root / "vellin")
    package.mkdir()
    for path in Path(geo.__file__).parent.iterdir():
        if path.name in {"layers", "words"}:
            shutil.copytree(path, package / path.name)
        elif path.name != "__pycache__":
            (package / path.name).symlink_to(path)
    (root / "data").symlink_to(Path(geo.__file__).parents[1] / "data")
    # The five files.
    (data / "dams").mkdir()
    shutil.copy(DAMS / "dams.csv", data / "dams")
    described = json.loads((data / "datapackage.json").read_text("utf-8"))
    described["resources"].append(json.loads((DAMS / "schema.json").read_text("utf-8")))
    (data / "datapackage.json").write_text(json.dumps(described), "utf-8")
    shutil.copy(DAMS / "layer.txt", package / "layers" / "dams.py")
    shutil.copy(DAMS / "words.json", package / "words" / "layers" / "dams.json")
    profile = (data / "profile.yaml").read_text("utf-8")
    (data / "profile.yaml").write_text(profile.replace("themes: []", "themes: [dams]"), "utf-8")
    paths = os.pathsep.join([str(root), str(Path(geo.__file__).parents[1])])
    done = subprocess.run(
        [sys.executable, "-c", ASKED, data],
        capture_output=True,
        text=True,
        check=False,
        cwd=root,
        env=os.environ | {"PYTHONPATH": paths},
    )
    assert not done.returncode, done.stderr[-2000:]
    return json.loads(done.stdout)


def test_they_are_on_the_map_with_their_key_in_the_legend(answer: dict[str, Any]) -> None:
    assert answer["opens"]
    assert answer["data"]["name_en"] == ["Grey Weir", "Far Dam"]
    assert answer["data"]["at"][1] == -1
    assert answer["page"] == [
        {"kind": "kind.dam", "totals": {"dam_height": "height_m"}},
        ["height_m", "built"],
    ]
    drawn = answer["picture"]
    assert "#245a7a" in drawn
    assert ">Dam<" in drawn


def test_they_are_listed_counted_and_written(answer: dict[str, Any]) -> None:
    assert sorted(answer["listing"]) == ["Far Dam", "Grey Weir"]
    assert "dams" in answer["tabs"]
    assert answer["totals"] == [{"dams": 1, "dam_height": 62}]
    (row,) = answer["json"]
    assert (row["id"], row["height_m"], row["operator"]) == ("grey_weir", 62, "Crown Water Board")
    assert answer["table"] == [{"id": "grey_weir", "value": 62}]
    assert {"height_m", "built", "note"} <= set(answer["csv"].split(","))
    assert [kind for kind, held in answer["files"].items() if not held] == []


def test_they_are_found_by_name_in_commands_and_texts(answer: dict[str, Any]) -> None:
    by_name, by_arabic, unplaced = answer["at"]
    assert (by_name["kind"], by_name["id"], by_name["height_m"]) == ("dam", "grey_weir", 62)
    assert by_arabic == by_name
    assert (unplaced["id"], unplaced["lon"], unplaced["unit"]) == ("far_dam", None, None)
    assert {"Kind: Dam", "Height (m): 62", "Built: 1971"} <= set(answer["text"].splitlines())
    assert answer["prose"] == ["dam:grey_weir"]


def test_they_stand_on_the_pages_of_areas(answer: dict[str, Any]) -> None:
    assert "Grey Weir" in answer["site"]
    assert "Height (m)" in answer["site"]
    assert "Far Dam" not in answer["site"]
