"""`make audit` says what is vulnerable, what was looked up, and what could not be."""

from __future__ import annotations

import json
from typing import Any

import pytest

from tools import audit


def fake_run(monkeypatch: pytest.MonkeyPatch, code: int, out: str, err: str = "") -> None:
    monkeypatch.setattr(audit, "_run", lambda *_: (code, out, err))


def dependencies(*every: dict[str, Any]) -> str:
    return json.dumps({"dependencies": list(every), "fixes": []})


def test_what_is_vulnerable_ends_with_one(monkeypatch: pytest.MonkeyPatch, capsys: Any) -> None:
    advisory = {"id": "PYSEC-1", "fix_versions": ["2.1"], "aliases": [], "description": "bad"}
    result = dependencies(
        {"name": "good", "version": "1", "vulns": []},
        {"name": "bad", "version": "2.0", "vulns": [advisory]},
        {"name": "own", "skip_reason": "not found"},
    )
    fake_run(monkeypatch, 1, result)
    monkeypatch.setattr(audit, "npm", lambda: audit.Audited("deno.lock", 3))
    assert audit.main() == 1
    text = capsys.readouterr().out
    assert "requirements/base.lock: 2 packages looked up, 1 known vulnerabilities" in text
    assert "bad 2.0: PYSEC-1 (mended in 2.1)" in text
    assert "skipped, unknown to the registry here: own" in text
    assert "deno.lock: 3 packages looked up, 0 known" in text


def test_a_registry_that_knows_nothing_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    fake_run(monkeypatch, 0, dependencies({"name": "a", "skip_reason": "not found"}))
    (line,) = audit.lines([audit.python("requirements/base.lock")])
    assert (
        line
        == "requirements/base.lock: skipped (the registry here does not know about vulnerabilities)"
    )


@pytest.mark.parametrize("look", [lambda: audit.python("requirements/base.lock"), audit.npm])
def test_a_registry_that_does_not_answer_is_told(
    monkeypatch: pytest.MonkeyPatch, look: Any
) -> None:
    fake_run(monkeypatch, 1, "", "Collecting\nConnectionError: no route\n\n")
    result = look()
    assert result.why == "ConnectionError: no route"
    assert "skipped (ConnectionError: no route)" in audit.lines([result])[0]
