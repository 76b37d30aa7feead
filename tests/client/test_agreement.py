"""The page's own code answers as Python does: who holds, what changed, exposure, legend."""

from __future__ import annotations

import json
from pathlib import Path

from geo import Atlas

from . import deno
from .agreement import answers


def test_the_page_and_python_agree(tmp_path: Path) -> None:
    file = tmp_path / "agreement.json"
    file.write_text(json.dumps(answers(Atlas.load())), encoding="utf-8")
    text = deno(
        "test", "--quiet", "--frozen", "--no-check", "--allow-read", "--allow-env=GREENLINE_AGREEMENT",
        "agreement_test.js", environment={"GREENLINE_AGREEMENT": str(file)},
    )  # fmt: skip
    assert "0 failed" in text
    assert "ignored" not in text
