"""What a command writes is never what it reads, and files that belong together appear together."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

Said = tuple[int, str, str]

TABLE = "id,date,lat,lon\n1,2017-10-16,35.4,44.3\n"


@pytest.mark.parametrize(
    ("words", "target"),
    [
        (("read", "in.csv", "--aside", "in.csv"), "in.csv"),
        (("read", "in.csv", "--out", "sub/../in.csv"), "sub/../in.csv"),
        (("read", "in.csv", "--out", "link.csv"), "link.csv"),
        (("read", "in.csv", "--out", "hard.csv"), "hard.csv"),
        (("read", "link.csv", "--aside", "in.csv"), "in.csv"),
        (("read", "x.gpkg", "--out", "o.csv", "--aside", "o.csv"), "o.csv"),
        (("export", "a.csv", "--with", "in.csv", "--with", "a.credits.txt"), "a.credits.txt"),
        (("export", "sub/in.html", "--with", "sub/in.html"), "sub/in.html"),
        (("ingest", "sub", "--out", "sub"), "sub"),
        (("ingest", "sub/in.html", "--out", "sub"), "sub"),
        (("map", "article.html", "-o", "article.html"), "article.html"),
        (("--data", "sub", "export", "sub/in.html"), "sub/in.html"),
    ],
)  # fmt: skip
def test_a_command_does_not_write_what_it_reads(
    words: tuple[str, ...],
    target: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    greenline: Callable[..., Said],
) -> None:
    (tmp_path / "sub").mkdir()
    files = ("in.csv", "x.gpkg", "a.credits.txt", "article.html", "sub/in.html")
    for name in files:
        (tmp_path / name).write_text(TABLE, "utf-8")
    (tmp_path / "link.csv").symlink_to("in.csv")
    (tmp_path / "hard.csv").hardlink_to(tmp_path / "in.csv")
    monkeypatch.chdir(tmp_path)
    code, out, err = greenline(*words)
    assert (code, out) == (2, "")
    assert err.startswith(f"greenline: {target}: is ")
    assert {(tmp_path / name).read_text("utf-8") for name in files} == {TABLE}


def test_an_earlier_output_beside_the_input_is_replaced(
    tmp_path: Path, greenline: Callable[..., Said]
) -> None:
    (tmp_path / "in.csv").write_text(TABLE, "utf-8")
    (tmp_path / "out.csv").write_text("before", "utf-8")
    assert greenline("read", tmp_path / "in.csv", "--out", tmp_path / "out.csv")[0] == 0
    assert "2017-10-16" in (tmp_path / "out.csv").read_text("utf-8")
