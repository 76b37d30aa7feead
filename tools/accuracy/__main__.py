"""``python -m tools.accuracy``: write ``docs/accuracy.md`` from the witnesses' files."""

from __future__ import annotations

import os
import sys
from pathlib import Path

from geo.atlas import Atlas
from tools.accuracy.page import PAGE, ROOT, page


def main() -> None:
    """Write the page, or say what is missing."""
    shared = Path(os.environ.get("GREENLINE_SHARED") or ROOT.parent / "shared" / "data")
    if not shared.is_dir():
        sys.exit(f"{shared}: no such folder; GREENLINE_SHARED names that of the witnesses' files")
    PAGE.write_text(page(Atlas.load(ROOT / "data"), shared), encoding="utf-8")
    print(f"{PAGE.relative_to(ROOT)}: written")


if __name__ == "__main__":
    main()
