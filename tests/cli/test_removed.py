"""What is gone ends with one sentence that says what to use."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from geo.cli import run
from geo.cli.parser import read_table
from tests.cli.conftest import Said


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
