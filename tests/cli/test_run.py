"""What all commands share: help, errors in one line, what is gone, exit codes, any bytes."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from pkgutil import resolve_name
from typing import Any

import pytest

from geo import Atlas
from geo.ask.exposures import By
from geo.ask.time_series import DIVISIONS, FREQUENCIES
from geo.cli import run
from geo.cli.output import clean_line
from geo.cli.parser import read_table
from geo.pictures.film import Step
from geo.profile import current
from tests.cli.conftest import Said

ROOT = Path(__file__).resolve().parents[2]


def process(*words: str, **more: Any) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(
        [sys.executable, "-m", "geo", *words], capture_output=True, check=False, cwd=ROOT, **more
    )


def test_help_names_every_command_and_the_table_what_is_there(
    greenline: Callable[..., Said],
) -> None:
    code, out, err = greenline("--help")
    assert (code, err) == (0, "")
    commands = {name: entry for name, entry in read_table().items() if "run" in entry}
    for name, entry in commands.items():
        assert f"\n    {name} " in out
        assert callable(resolve_name(f"geo.cli.{entry['run']}"))
        code, about, _ = greenline(name, "--help")
        assert "SUPPRESS" not in about
        assert code == 0
        assert "examples:\n  greenline" in about
    chosen = {
        (name, option): setting.get("choices")
        for name, entry in commands.items()
        for option, setting in entry["takes"].items()
    }
    assert chosen["series", "--freq"] == [*FREQUENCIES, "change"]
    assert chosen["series", "--by"] == [*DIVISIONS]
    assert chosen["exposure", "--by"] == [*By]
    assert chosen["export", "--step"] == [*Step]


@pytest.mark.quick(1)
@pytest.mark.parametrize(
    ("line", "heavy"),
    [
        (["--help"], {"numpy", "pandas", "pydantic", "yaml"}),
        (["at", "2017-10-15", "--place", current().example], {"pandas", "geopandas", "pydantic"}),
        (["export", "map.png"], {"pandas", "pydantic", "segno", "urllib.request"}),
    ],
)
def test_a_command_imports_what_it_needs(line: list[str], heavy: set[str], tmp_path: Path) -> None:
    if line[0] == "export":
        line = ["export", str(tmp_path / line[1]), *line[2:]]
    code = (
        f"import sys; from geo.cli import main; main({line}); "
        f"sys.exit(', '.join({heavy} & set(sys.modules)) or 0)"
    )

    def run_code() -> str:
        return subprocess.run(
            [sys.executable, "-c", code], capture_output=True, check=False, cwd=ROOT, text=True
        ).stderr

    assert run_code() == "" or run_code() == "", (
        "the first may have to make what the second finds kept"
    )


@pytest.mark.parametrize(
    ("words", "code", "text"),
    [
        ([], 2, "the following arguments are required: COMMAND"),
        (["fly"], 2, "invalid choice: 'fly'"),
        (["at"], 2, "the following arguments are required: DATE"),
        (["at", "2017-02-30"], 2, "'2017-02-30': expected a day such as 2017-09-27"),
        (["at", "20170927"], 2, "'20170927': expected a day such as 2017-09-27"),
        (["at", "1990-12-31"], 2, f"from {current().days}"),
        (["at", "2017-09-27", "--perspective", "turkish"], 2, "invalid choice: 'turkish'"),
        (["at", "2017-09-27", "--json", "--csv"], 2, "not allowed with argument"),
        (["at", "2017-09-27", "--place", "Atlantis"], 1, "place 'Atlantis': expected a town"),
        (["at", "2017-09-27", "--place", ""], 1, "place '': expected a town"),
        (["at", "2017-09-27", "--place", "2.35,48.86"], 1, "expected lon,lat within it"),
        (["at", "2017-09-27", "--place", "nan,nan"], 1, "place 'nan,nan': "),
        (["at", "2017-09-27", "--place", "\udcff\x1b[2J\nx"], 1, "expected a town"),
        (["at", "2017-09-27", "--sheet", "x"], 2, "--sheet: expected --with beside it"),
        (["at", "2017-09-27", "--classes", "3"], 2, "--classes: expected --with beside it"),
        (["at", "2017-09-27", "--until-column", "x"], 2, "--until-column: expected --with"),
        (["at", "2017-09-27", "--format", "\x1b[2J"], 2, "--format: expected csv or geojson"),
        (["at", "2017-09-27", "--format"], 2, "--format: expected csv or geojson"),
        (["export", "x.html", "--events"], 2, "--events: expected a value"),
        (["history", "IQG99"], 1, "place 'IQG99': expected a town"),
        (["changes", "2017-10-16", "2017-10-15"], 2, "expected the earlier day first"),
        (["changes", "2017-10-15", "2017-10-16", "--map", "x.png"], 2, "ends in .html"),
        (["export", "map.doc"], 2, "'map.doc': expected a file name that ends in .html"),
        (["export", ".html"], 2, "'.html': expected a file name that ends in .html"),
        (["export", "x.html", "--layers", "gold"], 2, "layer 'gold': expected one of neighbours"),
        (["export", "x.html", "--only", "gold"], 2, "layer 'gold': expected one of neighbours"),
        (["export", "x.html", "--only", "fields", "--layers", "control"], 2, "layers control"),
        (["export", "x.html", "--bbox", "1,2,3"], 2, "expected west,south,east,north"),
        (["export", "x.html", "--bbox", "45,35,44,36"], 2, "expected west < east"),
        (["export", "x.html", "--events-window", "week"], 2, "expected 0 to 15000 days"),
        (["export", "x.html", "--events-window", "99999"], 2, "expected 0 to 15000 days"),
        (["export", "x.html", "--select", "bai_hassan"], 2, "expected layer:id"),
        (["export", "x.html", "--select", "fields:eldorado"], 1, "expected an id of the table"),
        (["export", "x.html", "--query", "d=tomorrow"], 2, "day 'tomorrow': expected a day"),
        (["export", "x.html", "--lang", "fr"], 2, "invalid choice: 'fr'"),
        (["export", "no/such/folder/x.html"], 1, "no/such/folder/x.html: cannot be written"),
        (["info", "--data", "no-such-folder"], 1, "a data package in no-such-folder"),
    ],
)
def test_what_is_wrong_is_told_in_one_line(
    greenline: Callable[..., Said],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    *,
    words: list[str],
    code: int,
    text: str,
) -> None:
    monkeypatch.chdir(tmp_path)
    result, out, err = greenline(*words)
    assert (result, out) == (code, "")
    assert err.startswith("greenline: ")
    assert err.count("\n") == 1
    assert err.endswith("\n")
    assert text in err
    assert "\x1b" not in err
    assert list(tmp_path.iterdir()) == []


def test_a_fault_of_ours_is_one_line_too_unless_debugged(
    greenline: Callable[..., Said], monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object) -> None:
        raise KeyError("two\nlines")

    monkeypatch.setattr(Atlas, "load", broken)
    code, out, err = greenline("info")
    assert (code, out) == (1, "")
    assert err.startswith("greenline: KeyError: ")
    assert err.count("\n") == 1
    with pytest.raises(KeyError):
        greenline("info", "--debug")
    monkeypatch.setattr(Atlas, "load", lambda *_: (_ for _ in ()).throw(KeyboardInterrupt))
    assert greenline("info") == (run.STOPPED, "", "greenline: stopped\n")


def test_the_data_folder_stands_before_or_after_the_command(
    greenline: Callable[..., Said], vellin: Path
) -> None:
    code, out, _ = greenline("--data", vellin, "info")
    assert (code, out) == greenline("info", "--data", vellin)[:2]
    assert code == 0 and "Vellin" in out


def test_a_terminal_takes_no_orders_from_data() -> None:
    text = clean_line("a\x1b]0;b\x07\u202ec\u2066d\ne\udc80")
    assert text == "a�]0;b��c�d e�"
    assert clean_line("کوردستان\u200cی عێراق") == "کوردستان\u200cی عێراق"


# As a process


@pytest.mark.thorough
def test_a_reader_who_has_seen_enough_is_no_error() -> None:
    with subprocess.Popen(
        [sys.executable, "-m", "geo", "at", "2017-09-27", "--json"],
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, cwd=ROOT,
    ) as running:  # fmt: skip
        assert running.stdout
        assert running.stderr
        assert running.stdout.readline() == b"{\n"
        running.stdout.close()
        assert running.stderr.read() == b""
    assert running.returncode == 0


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no /dev/full here")
def test_a_full_disk_is_told() -> None:
    with Path("/dev/full").open("wb") as full:
        done = subprocess.run(
            [sys.executable, "-m", "geo", "areas"],
            stdout=full, stderr=subprocess.PIPE, check=False, cwd=ROOT,
        )  # fmt: skip
    assert done.returncode == 1
    assert done.stderr == b"greenline: the answer cannot be written (No space left on device)\n"


@pytest.mark.thorough
def test_output_is_utf8_whatever_the_locale() -> None:
    env = {**os.environ, "LC_ALL": "C", "PYTHONIOENCODING": "ascii", "PYTHONUTF8": "0"}
    done = process("at", "2017-09-27", "--place", "Kirkuk", "--json", env=env)
    assert (done.returncode, done.stderr) == (0, b"")
    assert json.loads(done.stdout.decode("utf-8"))["name_ar"].endswith("كركوك")
    assert "ك".encode() in done.stdout


def test_what_is_gone_says_what_to_use(
    greenline: Callable[..., Said], monkeypatch: pytest.MonkeyPatch
) -> None:
    gone = read_table()["gone"]
    for words, instead in gone.items():
        error = f"greenline: {words} is gone since version 2.0: {instead}\n"
        assert greenline(*f"{words}=value".split() if " " in words else (words, "whatever")) == (
            2,
            "",
            error,
        )
    monkeypatch.setitem(gone, "juggle", "use both hands")
    assert greenline("--debug", "juggle")[2].endswith(": use both hands\n")


@pytest.mark.parametrize("old", [("--format", "csv"), ("--format=csv",)])
def test_what_has_another_name_goes_on_working(
    greenline: Callable[..., Said], old: tuple[str, ...]
) -> None:
    words = ("at", "2017-10-17", "--place", "Kirkuk")
    code, out, error = greenline(*words, *old)
    assert (code, error) == (0, "greenline: --format is called --csv since 2.0\n")
    assert out == greenline(*words, "--csv")[1]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("--graphic", ["--format=180mm"]),
        ("--every month --to 2017-11-01 --from=2017-09-01", ["--step=month", "--dates=2017-09-01..2017-11-01"]),
        ("--paper a4 --events e.csv", ["--format=a4", "--with=e.csv"]),
    ],
)  # fmt: skip
def test_options_of_pictures_have_one_name_now(old: str, new: list[str]) -> None:
    words = ["export", "x.svg", *old.split()]
    assert run._take_new_names(words, "export") == ["export", "x.svg", *new]
