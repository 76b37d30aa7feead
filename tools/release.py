"""``python -m tools.release``: keep the data as a released package, once it is ready."""

from __future__ import annotations

import argparse
import re
import sys
from collections.abc import Sequence
from pathlib import Path

from geo.atlas import check
from geo.errors import GreenlineError
from geo.versions import changelog
from geo.versions.check import find_unready
from geo.versions.package import LARGEST, keep
from geo.versions.release import Release, of_folder
from tools.derive.__main__ import DATA


def main(arguments: Sequence[str] | None = None) -> int:
    """Release the version that ``datapackage.json`` names, or say what keeps it from it."""
    parser = argparse.ArgumentParser(prog="python -m tools.release", description=__doc__)
    parser.add_argument("--data", type=Path, default=DATA, help="the data folder")
    data = parser.parse_args(arguments).data
    try:
        changelog.write(data)
        wrong = [*map(str, check(data)), *find_unready(data)]
    except GreenlineError as error:
        wrong = [str(error)]
    if wrong:
        print("\n".join(wrong), file=sys.stderr)
        return 1
    file = keep(of_folder(data, str(data)), data)
    size = file.stat().st_size
    if size > LARGEST:
        file.unlink()
        print(f"{file.name}: {size:,} bytes; at most {LARGEST:,}", file=sys.stderr)
        return 1
    changelog.write(data)
    _name(data.parent, of_folder(data, str(data)))
    print(f"{file}: {size:,} bytes")
    return 0


def _name(root: Path, release: Release) -> None:
    """Write version and day into the files that name them for catalogues."""
    versions = r'(?m)(^version: |"version": ")[0-9.]+'
    days = r'(?m)(^date-released: "|"publication_date": ")[0-9-]+'
    for name in ("CITATION.cff", ".zenodo.json"):
        file = root / name
        if file.is_file():
            text = re.sub(versions, rf"\g<1>{release.version}", file.read_text(encoding="utf-8"))
            file.write_text(re.sub(days, rf"\g<1>{release.date}", text), encoding="utf-8")


if __name__ == "__main__":
    sys.exit(main())
