"""Rebuild what is derived under ``data/``, or check it against what would be rebuilt."""

from __future__ import annotations

import argparse
import csv
import re
import sys
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path

import geopandas as gpd
import pyogrio
import shapely

from geo.atlas.checking import last_day
from geo.atlas.descriptor import read_package
from geo.atlas.evidence import COLUMNS, derive_evidence, name_witnesses
from geo.atlas.release import list_released, of_folder, read
from geo.atlas.table import read_table
from geo.atlas.versions import SUBJECTS, find_stale
from geo.errors import DataError
from geo.files.atomic_write import atomic_write
from geo.files.data_file import PACKAGE
from tools.derive import areas, neighbours, parts, shapefile, water
from tools.derive.ids import give, taken_ids

#: What derives tables from a data folder, by their path under it, in the order they are built.
DERIVED: tuple[Callable[[Path], dict[str, gpd.GeoDataFrame]], ...] = (
    neighbours.derive,
    water.derive,
    areas.derive_areas,
    areas.derive_lines,
    parts.derive,
)

#: The data folder of a checkout.
DATA = Path(__file__).resolve().parents[2] / "data"

#: Difference in degrees that two builds may show where GEOS differs between them.
TOLERANCE = 2e-6


def build(data: Path, out: Path) -> list[str]:
    """Write the derived tables; return their paths."""
    written = []
    for derive in DERIVED:
        for path, frame in derive(data).items():
            shapefile.write(frame, out / path)
            written.append(path)
    return written


def find_differing(data: Path) -> list[str]:
    """Return the derived files that are not what would be built, by path under the data folder."""
    with tempfile.TemporaryDirectory() as folder:
        fresh = Path(folder)
        return [path for path in build(data, fresh) if not is_same(data / path, fresh / path)]


def is_same(path: Path, other: Path) -> bool:
    """Whether two Shapefiles are equal: to the byte, or else in every attribute and vertex."""
    if not all(path.with_suffix(suffix).is_file() for suffix in shapefile.SUFFIXES):
        return False
    if all(
        path.with_suffix(suffix).read_bytes() == other.with_suffix(suffix).read_bytes()
        for suffix in shapefile.SUFFIXES
    ):
        return True
    left, right = pyogrio.read_dataframe(path), pyogrio.read_dataframe(other)
    return left.drop(columns="geometry").equals(right.drop(columns="geometry")) and bool(
        shapely.equals_exact(
            left.geometry.to_numpy(), right.geometry.to_numpy(), TOLERANCE, normalize=True
        ).all()
    )


def give_ids(data: Path) -> None:
    """Give an id to each row that has none, in the tables whose ids are numbered."""
    package, _ = read_package(data)
    taken = taken_ids(data)
    for resource in package.get("resources", ()):
        name = resource["name"]
        if name in SUBJECTS and (data / resource["path"]).is_file():
            for text in give(data / resource["path"], SUBJECTS[name], taken.get(name, ())):
                print(f"{resource['path']}: id {text}")


def write_evidence(data: Path) -> None:
    """Write what the sources of each row say of it into the tables that have columns for that."""
    package, faults = read_package(data)
    if faults and (data / PACKAGE).is_file():
        raise DataError(faults)
    paths = {resource["name"]: data / resource["path"] for resource in package.get("resources", ())}
    if any(name not in paths for name in ("reviews", "sources", "publishers")):
        return
    reviews, sources, publishers = map(
        _read_csv, (paths["reviews"], paths["sources"], paths["publishers"])
    )
    witnesses = name_witnesses(sources, publishers)
    for name, path in paths.items():
        rows = _read_csv(path) if path.suffix == ".csv" and path.is_file() else []
        if not rows or "says" not in rows[0]:
            continue
        judged = [review for review in reviews if review["table"] == name]
        for row, derived in zip(rows, derive_evidence(rows, judged, witnesses), strict=True):
            row |= {column: str(getattr(derived, column)) for column in COLUMNS if column in row}
        with path.open("w", encoding="utf-8", newline="") as stream:
            writer = csv.DictWriter(stream, list(rows[0]), lineterminator="\n")
            writer.writeheader()
            writer.writerows(rows)


def _read_csv(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def write_last_day(data: Path) -> None:
    """Write the newest day of the tables as ``last_day`` of the package, where there is one."""
    package, faults = read_package(data)
    if faults:
        return
    csv = (resource for resource in package["resources"] if resource["format"] == "csv")
    tables = {resource["name"]: read_table(data, resource) for resource in csv}
    if day := last_day(package, tables):
        text = (data / PACKAGE).read_text(encoding="utf-8")
        fresh = re.sub(r'"last_day": "[^"]*"', f'"last_day": "{day}"', text, count=1)
        (data / PACKAGE).write_text(fresh, encoding="utf-8")


def write_version(data: Path) -> None:
    """Write the version of a data folder that keeps releases, where it does not follow the data."""
    names = list_released(data)
    if not names:
        return
    if least := find_stale(read(names[-1], data), of_folder(data, str(data))):
        text = (data / PACKAGE).read_text(encoding="utf-8")
        fresh = re.sub(r'"version": "[^"]*"', f'"version": "{least}"', text, count=1)
        with atomic_write(data / PACKAGE) as part:
            part.write(fresh.encode())


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line and return its exit code."""
    parser = argparse.ArgumentParser(prog="python -m tools.derive", description=__doc__)
    parser.add_argument("--check", action="store_true", help="compare, write nothing")
    parser.add_argument("--data", type=Path, default=DATA, help="the data folder")
    chosen = parser.parse_args(arguments)
    if not chosen.check:
        give_ids(chosen.data)
        write_evidence(chosen.data)
        print("\n".join(build(chosen.data, chosen.data)))
        write_last_day(chosen.data)
        write_version(chosen.data)
        return 0
    stale = find_differing(chosen.data)
    for path in stale:
        print(f"{path}: differs from what python -m tools.derive yields", file=sys.stderr)
    return 1 if stale else 0


if __name__ == "__main__":
    sys.exit(main())
