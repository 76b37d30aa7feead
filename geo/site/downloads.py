"""The data package as it is, every table of it, to be taken away."""

from __future__ import annotations

from collections.abc import Iterator

from geo import data_file
from geo.atlas import Atlas

#: Where the files lie, from the site's folder on.
ROOT = "data/"


def files(atlas: Atlas) -> Iterator[tuple[str, bytes]]:
    """Yield the files of the data package with their paths from the site's folder on."""
    folder = atlas.folder
    yield f"{ROOT}datapackage.json", data_file.read(folder, "datapackage.json")
    for entry in atlas.package["resources"]:
        for path in (entry["path"], *entry.get("extrapaths", ())):
            yield f"{ROOT}{path}", data_file.read(folder, path)
