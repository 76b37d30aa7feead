"""What is gone ends with one sentence that says what to use."""

from __future__ import annotations

import pytest

from geo.cli import main, removed


@pytest.mark.parametrize("name", sorted(removed.COMMANDS))
def test_removed_commands_say_what_to_use(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([name, "whatever"]) == 2
    error = capsys.readouterr().err
    assert error.startswith(f"greenline: {name} is gone since version 2.0: ")
    assert error.count("\n") == 1


@pytest.mark.parametrize(("name", "option"), sorted(removed.OPTIONS))
def test_removed_options_say_what_to_use(
    name: str, option: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main([name, f"{option}=value"]) == 2
    error = capsys.readouterr().err
    assert error.startswith(f"greenline: {name} {option} is gone since version 2.0: ")
    assert error.count("\n") == 1


def test_shared_options_may_stand_before_a_removed_command(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(removed.COMMANDS, "juggle", "use both hands")
    assert main(["--debug", "juggle"]) == 2
    assert (
        capsys.readouterr().err == "greenline: juggle is gone since version 2.0: use both hands\n"
    )
