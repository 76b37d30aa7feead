"""The atlas: every table of a data folder, loaded, checked and from then on unchanged."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property, lru_cache
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from geo.api import Summarised
from geo.atlas import translations
from geo.atlas.data_folder import folder_hash, read_folder
from geo.atlas.descriptor import Descriptor, read_package
from geo.atlas.release import folder_of
from geo.atlas.table import Record, Tables, spread
from geo.errors import DataError, Fault, QuestionError
from geo.files.cache import load_derived
from geo.model import Language
from geo.profile import Profile, default_folder

if TYPE_CHECKING:
    import geopandas as gpd
    import numpy as np
    import pandas as pd
    import shapely

    from geo.atlas.outlines import Outlines


def version(folder: Path | str) -> str:
    """Return the version of a data folder: first 12 hex digits of the SHA-256 of all its files.

    Parameters
    ----------
    folder
        A data folder.

    Raises
    ------
    DataError
        Where the folder has no data package that can be read.
    """
    place = Path(folder)
    package, faults = read_package(place)
    if faults:
        raise DataError(faults)
    return folder_hash(place, package)[:12]


def check(folder: Path | str | None = None) -> list[Fault]:
    """Return every fault of a data folder; an empty list where there is none.

    Parameters
    ----------
    folder
        A data folder; the default one where None.
    """
    from geo.atlas.checking import find_faults  # noqa: PLC0415 -- heavy: rules and geopandas

    try:
        return find_faults(Path(folder or default_folder()))
    except DataError as error:
        return [*error.faults]


@lru_cache(maxsize=2)
def _load_again(folder: Path, digest: str) -> Atlas:
    """Return the atlas of a folder, as long as its files are what they were."""
    atlas = Atlas.load(folder)
    if digest and digest != atlas.digest:
        raise QuestionError(f"{folder}: was changed since it was read; start again")
    return atlas


@dataclass(frozen=True, eq=False, repr=False)
class Atlas(Summarised):
    """Every table and outline of one data folder.

    Tables come out as copies, so that nothing a caller does changes the atlas. They are read when
    they are needed: as rows without pandas, as frames with it, outlines with geopandas.

    Examples
    --------
    >>> from geo import Atlas
    >>> atlas = Atlas.load()
    >>> len(atlas.subdistricts), len(atlas.governorates)
    (294, 19)
    >>> atlas.table("areas").query("id == 'kirkuk'")["name_ar"].item()
    'كركوك'
    """

    folder: Path
    """Where the data lies."""

    version: str
    """First 12 hex digits of the SHA-256 of all data files."""

    package: Descriptor = field(repr=False)
    """The package descriptor: schemas, licences, descriptions."""

    profile: Profile = field(repr=False)
    """What is particular to this dispute."""

    _tables: Mapping[str, pd.DataFrame] = field(repr=False)
    _shapes: Mapping[str, gpd.GeoDataFrame] = field(repr=False)

    digest: str = field(default="", init=False, repr=False)
    """SHA-256 of the files that it was read from, in hex; '' where it was not read from a folder as
    it is, for then nothing that is derived from it may be kept."""

    def __reduce__(self) -> tuple[Any, ...]:
        """Go to other processes as the folder that it was read from: they read it themselves."""
        return _load_again, (self.folder, self.digest)

    @classmethod
    def load(cls, folder: Path | str | None = None, *, version: str = "") -> Atlas:
        """Load and check a data folder.

        Parameters
        ----------
        folder
            A folder with ``datapackage.json``; by default the one that the package carries.
        version
            A version of the data that the folder keeps, such as ``1.0.0``; its own where empty.

        Returns
        -------
        Atlas
            The atlas.

        Raises
        ------
        VersionError
            Where there is no such version; the message names those that there are.
        DataError
            Where anything is wrong; the message names file, row, column, value and what is
            accepted, and ``faults`` holds all of them.
        """
        place = Path(folder) if folder is not None else default_folder()
        place = folder_of(version, place) if version else place
        package, profile, tables, shapes, digest = read_folder(place)
        atlas = cls(place, digest[:12], package, profile, tables, shapes)
        object.__setattr__(atlas, "digest", digest)
        return atlas

    def summary(self) -> dict[str, object]:
        """Return what the atlas is, for a console or a notebook."""
        return {
            "title": self.package["title"],
            "version": self.label,
            "data of": self.date,
            "days": str(self.profile.days),
            "units": len(self.unit_records),
            "tables": len(self._tables),
            "rows": self.rows,
            "sources": self.size("sources"),
            "languages": ", ".join(self.profile.languages),
        }

    @property
    def __geo_interface__(self) -> dict[str, object]:
        """Units of control as a GeoJSON FeatureCollection (EPSG:4326)."""
        result: dict[str, object] = self.units.__geo_interface__
        return result

    @property
    def release(self) -> str:
        """The version of the data as three numbers, such as ``1.1.0``; empty where it has none."""
        return str(self.package.get("version", ""))

    @property
    def label(self) -> str:
        """What to call the version in a sentence: its number, else its hash."""
        return self.release or self.version

    @property
    def date(self) -> date:
        """Day of the data (not of the clock)."""
        return date.fromisoformat(self.package["created"][:10])

    @property
    def names(self) -> tuple[str, ...]:
        """Names of the tables."""
        return tuple(self._tables)

    def table(self, name: str) -> pd.DataFrame:
        """Return a copy of a table.

        Parameters
        ----------
        name
            Name of a table, such as ``spells``: the keys of the data dictionary.

        Returns
        -------
        pandas.DataFrame
            The caller's own to change. Days are :class:`datetime.date`, empty cells None or NaN.

        Raises
        ------
        QuestionError
            Where there is no such table.
        """
        if name not in self._tables:
            raise QuestionError(f"table {name!r}: expected one of {', '.join(self._tables)}")
        return self._tables[name].copy()

    def records(self, name: str) -> list[Record]:
        """Return the rows of a table as plain values, without a frame.

        Parameters
        ----------
        name
            Name of a table.

        Returns
        -------
        list of dict
            The caller's own to change: what ``table(name).to_dict("records")`` holds.

        Raises
        ------
        QuestionError
            Where there is no such table.

        Examples
        --------
        >>> from geo import Atlas
        >>> Atlas.load().records("governorates")[0]["iso"]
        'IQ-AN'
        """
        if isinstance(self._tables, Tables) and name in self._tables:
            return self._tables.records(name)
        return [{str(key): cell for key, cell in row.items()}
                for row in self.table(name).to_dict("records")]  # fmt: skip

    def size(self, name: str) -> int:
        """Return how many rows a table has.

        Parameters
        ----------
        name
            Name of a table.
        """
        tables = self._tables
        return tables.size(name) if isinstance(tables, Tables) else len(tables[name])

    @property
    def rows(self) -> int:
        """Number of rows in all tables."""
        return sum(map(self.size, self._tables))

    @property
    def name_columns(self) -> list[str]:
        """Columns of names in tables and outlines, one a language of the profile, English first."""
        return list(self.profile.name_columns)

    @cached_property
    def filled(self) -> frozenset[str]:
        """Names of the tables and outlines that have rows: what this atlas is about."""
        outlines = (name for name, rows in self._shapes.items() if len(rows))
        return frozenset((*filter(self.size, self._tables), *outlines))

    @cached_property
    def publishers(self) -> Mapping[str, str]:
        """What to call each source in a few words: its publisher, else its title."""
        rows = self.records("sources")
        return MappingProxyType({row["id"]: row["publisher"] or row["title"] for row in rows})

    @cached_property
    def translations(self) -> Mapping[Language, Mapping[str, str]]:
        """Translations of the data's texts, by language and fingerprint of the English."""
        return translations.by_language(self.records(translations.NAME))

    def translated(self, text: str, language: Language) -> str | None:
        """Return a text of the data in another language; None where nobody translated it.

        Parameters
        ----------
        text
            The English of today; a translation of what it was before is none.
        language
            The language of the reader.
        """
        return self.translations.get(language, {}).get(translations.fingerprint(text))

    def outlines(self, name: str) -> gpd.GeoDataFrame:
        """Return a copy of what has a place on the map (EPSG:4326), for instance ``pipelines``.

        Parameters
        ----------
        name
            ``rivers``, ``lakes``, ``neighbours``, ``lines`` or another layer of the data package;
            or a table whose rows have a line or a position: ``pipelines``, ``crossings``.

        Returns
        -------
        geopandas.GeoDataFrame
            The caller's own to change.

        Raises
        ------
        QuestionError
            Where there is no such layer; the message names those that there are.
        """
        if f"{name}_shape" in self._shapes:
            return self._shapes[f"{name}_shape"].copy()
        placed = [key for key, rows in self._tables.items() if {"wkt", "lon"} & {*rows.columns}]
        if name not in placed:
            accepted = ", ".join([*(key.removesuffix("_shape") for key in self._shapes), *placed])
            raise QuestionError(f"outlines {name!r}: expected one of {accepted}")
        import geopandas as gpd  # noqa: PLC0415 -- only where an outline is asked for

        rows = self.table(name)
        if "wkt" in rows:
            lines = gpd.GeoSeries.from_wkt(rows.pop("wkt").replace("", None))
            return gpd.GeoDataFrame(rows, geometry=lines, crs=4326)
        points = gpd.points_from_xy(rows["lon"].astype(float), rows["lat"].astype(float))
        return gpd.GeoDataFrame(rows, geometry=points, crs=4326)

    @cached_property
    def _outlined(self) -> Outlines:
        from geo.atlas.outlines import Outlines  # noqa: PLC0415 -- geopandas, where asked for

        return Outlines(self)

    @property
    def subdistricts(self) -> gpd.GeoDataFrame:
        """Sub-districts with names, district, governorate, ``km2`` and outline (EPSG:4326)."""
        return self._outlined.subdistricts.copy()

    @property
    def districts(self) -> gpd.GeoDataFrame:
        """Districts, dissolved from sub-districts."""
        return self._outlined.dissolved["district"].copy()

    @property
    def governorates(self) -> gpd.GeoDataFrame:
        """Governorates, dissolved from sub-districts."""
        return self._outlined.dissolved["governorate"].copy()

    @property
    def country(self) -> shapely.Geometry:
        """Outline of the country, the union of its sub-districts (EPSG:4326)."""
        return self._outlined.country

    @property
    def areas(self) -> gpd.GeoDataFrame:
        """Disputed areas with names, P-codes and outline (EPSG:4326)."""
        return self._outlined.areas.copy()

    @property
    def units(self) -> gpd.GeoDataFrame:
        """Units of control: uncut sub-districts and parts of cut ones, one valid coverage."""
        return self._outlined.units.copy()

    @cached_property
    def _units(self) -> list[Record]:
        # The lambda imports geopandas only where no cache has them.
        return load_derived(self, "units", lambda: self._outlined.join_units())  # noqa: PLW0108

    @property
    def unit_records(self) -> list[Record]:
        """Units of control without their outlines, as plain values: unit, pcode, names, km2."""
        return [{name: row[name] for name in row if name != "wkb"} for row in self._units]

    @cached_property
    def _spells(self) -> list[Record]:
        units = [row["unit"] for row in self.unit_records]
        return spread(self.records("spells"), units)

    @property
    def spells(self) -> list[Record]:
        """Spells of control of each unit in order, as plain values.

        One that names a district or governorate stands for each of its units without a spell of
        its own, on those days; ``context`` holds the code that it names, '' elsewhere.
        """
        return [dict(row) for row in self._spells]

    @cached_property
    def unit_shapes(self) -> np.ndarray:
        """Outlines of the units of control (EPSG:4326), in the order of :attr:`unit_records`."""
        import shapely  # noqa: PLC0415 -- only where an outline is asked for

        shapes = shapely.from_wkb([row["wkb"] for row in self._units])
        shapes.flags.writeable = False
        return shapes
