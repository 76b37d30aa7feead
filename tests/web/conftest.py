"""The app of these tests shows the data that the package carries."""

from __future__ import annotations

import pytest


@pytest.fixture(autouse=True)
def plain_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("GREENLINE_DATA", raising=False)
