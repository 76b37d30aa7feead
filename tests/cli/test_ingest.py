from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

Said = tuple[int, str, str]

UCDP = """\
id,date_start,date_end,date_prec,latitude,longitude,where_prec,type_of_violence,side_a,side_b,best,low,high
1,2014-08-03,2014-08-03,1,36.32,41.87,1,1,IS,Government of Iraq,12,10,15
2,2017-10-16,2017-10-16,1,35.47,44.39,4,1,Government of Iraq,Kurdistan Regional Government,3,3,3
2,2017-10-17,2017-10-17,1,35.47,44.39,1,1,Government of Iraq,Kurdistan Regional Government,3,3,3
3,2017-10-20,2017-10-20,1,,,1,1,Government of Iraq,Kurdistan Regional Government,30,30,30
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return a folder of two files; the second repeats an event of the first and has a new one."""
    place = tmp_path / "in"
    (place / "more").mkdir(parents=True)
    (place / "ged.csv").write_text(UCDP)
    head, first, *_ = UCDP.splitlines()
    new = "9" + first[1:].replace("08-03", "08-04")
    (place / "more" / "ged.csv").write_text(f"{head}\n{first}\n{new}\n")
    return place


def test_files_become_a_folder(answer: Callable[..., Any], folder: Path, tmp_path: Path) -> None:
    result = answer("ingest", folder, "--out", tmp_path / "out")
    assert result["kept"] == 3
    assert result["rows_read"] == 6
    assert result["set_aside"] == {"no_position": 1, "duplicate_id": 2}
    assert [file["file"] for file in result["files"]] == ["ged.csv", "more/ged.csv"]
    assert [file["set_aside"].get("duplicate_id") for file in result["files"]] == [1, 1]
    assert {file["format"] for file in result["files"]} == {"ucdp_ged"}
    rows = pd.read_parquet(Path(result["path"]) / "events").set_index("id")
    assert rows.loc[["1", "2", "9"], "area"].tolist() == ["sinjar", "", "sinjar"]
    assert rows.loc[["1", "2", "9"], "holder"].tolist() == ["is", "vague", "is"]
    assert rows.loc["9", "file"] == "more/ged.csv"


@pytest.mark.parametrize(
    ("words", "code", "text"),
    [
        (["nowhere.csv"], 1, "no such file"),
        (["IN", "--scheduler", "http://here"], 1, "tcp://"),
        (["IN", "--workers", "2"], 2, "use --scheduler"),
        (["NOISE"], 1, "noise.csv"),
    ],
)
def test_what_cannot_be_done_is_told(
    greenline: Callable[..., Said],
    folder: Path,
    tmp_path: Path,
    words: list[str],
    code: int,
    text: str,
) -> None:
    (tmp_path / "noise.csv").write_bytes(b"PK\x03\x04 cut short")
    given = {"IN": folder, "NOISE": tmp_path / "noise.csv"}
    done, _, wrong = greenline(
        "ingest", *(given.get(word, word) for word in words), "--out", tmp_path / "out"
    )
    assert done == code
    assert text in wrong and "Traceback" not in wrong
    assert not (tmp_path / "out").exists() and not (tmp_path / "out.part").exists()


def test_what_read_writes_can_be_ingested(
    greenline: Callable[..., Said], answer: Callable[..., Any], folder: Path, tmp_path: Path
) -> None:
    file = tmp_path / "events.parquet"
    assert greenline("read", folder / "ged.csv", "--out", file)[0] == 0
    result = answer("ingest", file, "--out", tmp_path / "out")
    assert result["kept"] == 2 and result["files"][0]["format"] == "greenline"
    rows = pd.read_parquet(Path(result["path"]) / "events", columns=["id", "best"])
    assert isinstance(rows["best"].dtype, pd.Int32Dtype)
