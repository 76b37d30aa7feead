"""Rules of the tables that name rights holders and kinds of publishers."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import chain

from geo.atlas.cells import Descriptor
from geo.atlas.table import Table
from geo.data_file import PACKAGE
from geo.errors import Fault

Tables = Mapping[str, Table]


def broken(package: Descriptor, tables: Tables) -> Iterator[Fault]:
    """Yield the faults of ``rights.csv`` and ``publishers.csv``, where a folder has them."""
    if "rights" in tables:
        yield from chain(_unknown_resources(package, tables), _unnamed_holders(package, tables))
    if "publishers" in tables and "sources" in tables:
        known = tables["sources"].rows["publisher"]
        yield from tables["publishers"].find_others(
            "publisher", known, "a publisher of sources.csv"
        )


def _unknown_resources(package: Descriptor, tables: Tables) -> Iterator[Fault]:
    """Yield the resources that a rights holder's row names and the package does not have."""
    known = {resource["name"] for resource in package["resources"]}
    for index, cell in tables["rights"].rows["tables"].items():
        for name in sorted(set(cell.split(";")) - known):
            accepted = f"names of resources of {PACKAGE}, joined by ;"
            yield tables["rights"].fault(index, "tables", name, accepted)


def _unnamed_holders(package: Descriptor, tables: Tables) -> Iterator[Fault]:
    """Yield the resources under licences of others for which no rights holder is named."""
    named = set(";".join(tables["rights"].rows["tables"]).split(";"))
    ours = {licence["name"] for licence in package["licenses"]}
    for resource in package["resources"]:
        licences = {licence["name"] for licence in resource["licenses"]}
        if licences - ours and resource["name"] not in named:
            accepted = "a resource that a row of rights.csv names, for its licence asks for that"
            yield Fault(PACKAGE, None, "name", resource["name"], accepted)
