"""What every table carries with it: a description, its sources and its licences."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import geopandas as gpd
import pandas as pd

from geo.ask.contents import layer_content
from geo.ask.contents.credits import credit_line, credits_for
from geo.atlas import Atlas
from geo.layers import SPECS
from geo.view import View


@dataclass(frozen=True, eq=False)
class Credits:
    """Sources of the rows of some layers, and the terms on which they may be passed on."""

    about: pd.DataFrame  #: key, value: title, date, perspective, version, query, citation.
    #: id, title, publisher, url, date, licence, archived, dead, sha256, captured, read, note of
    #: each one cited.
    sources: pd.DataFrame
    licences: pd.DataFrame  #: layer, licence, title, url, covers.

    @classmethod
    def of(cls, atlas: Atlas, view: View, layers: dict[str, gpd.GeoDataFrame]) -> Credits:
        """Collect the credits of some layers."""
        atlas_layers = {name: rows for name, rows in layers.items() if name in SPECS}
        return cls(
            _describe_view(atlas, view, atlas_layers),
            layer_content.list_cited(atlas, atlas_layers),
            layer_content.licences(atlas, atlas_layers),
        )

    def tables(self) -> dict[str, pd.DataFrame]:
        """Return the three tables by name."""
        return {"about": self.about, "sources": self.sources, "licences": self.licences}

    def text(self) -> str:
        """Return the credits as plain text, to lie beside a file that cannot hold them."""
        lines = [f"{key}: {value}" for key, value in self.about.itertuples(index=False)]
        lines += ["", "Licences"]
        lines += [
            f"- {row.layer}: {row.title} {row.url} ({row.covers})"
            for row in self.licences.itertuples()
        ]
        lines += ["", "Sources"]
        lines += [
            f"- {row.id}: {row.title}. {row.publisher}. {row.date}. {row.url}{_archive_note(row)}"
            for row in self.sources.itertuples()
        ]
        return "\n".join(lines) + "\n"


def _archive_note(source: Any) -> str:
    """Return that a source's address is dead, and where an archived copy is, if that is known."""
    dead, archived = getattr(source, "dead", pd.NaT), getattr(source, "archived", "")
    return ("" if pd.isna(dead) else " (dead link)") + (
        archived and f" (archived copy: {archived})"
    )


def _describe_view(atlas: Atlas, view: View, layers: Iterable[str]) -> pd.DataFrame:
    days = view.date.isoformat() if view.compare is None else f"{view.compare} and {view.date}"
    pairs = {
        "title": atlas.package["title"],
        "date shown": days,
        "perspective": str(view.perspective),
        "data of": atlas.date.isoformat(),
        "data version": atlas.version,
        "query": view.to_query(atlas.release),
        "citation": (
            f"{atlas.package['title']}. Data of {atlas.date.isoformat()}, version {atlas.label}"
        ),
        "credit": credit_line(credits_for(atlas, layers), str(view.language)),
        "neutrality": "Claims are described, not judged; `certainty` says how sure a holder is.",
    }
    return pd.DataFrame(list(pairs.items()), columns=["key", "value"])
