"""The atlas: every table of a data folder, loaded, checked and from then on unchanged."""

from __future__ import annotations

from collections.abc import Container, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from pathlib import Path
from types import MappingProxyType

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from geo import profile as profiles
from geo.atlas import translations
from geo.atlas.cells import Descriptor
from geo.atlas.reading import folder_hash, read_and_check, read_folder
from geo.atlas.table import (
    OPTIONAL_OUTLINES,
    absent_tables,
    fill_names,
    read_package,
)
from geo.derive.units import units as join_units
from geo.errors import DataError, Fault, QuestionError
from geo.model import Language
from geo.profile import Profile, default_folder
from geo.versions.package import folder_of


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
    return read_and_check(Path(folder or default_folder()))[3]


@dataclass(frozen=True, eq=False)
class Atlas:
    """Every table and outline of one data folder.

    Tables come out as copies, so that nothing a caller does changes the atlas.

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
        (package, tables, shapes, faults), digest = read_folder(place)
        if faults:
            raise DataError(faults)
        profile = profiles.load(place)
        rows = {name: table.rows for name, table in tables.items()}
        rows |= absent_tables(rows)
        shapes |= _absent_outlines(shapes)
        for one in (*rows.values(), *shapes.values()):
            fill_names(one, profile.languages)
        atlas = cls(
            place,
            digest[:12],
            package,
            profile,
            MappingProxyType(rows),
            MappingProxyType(shapes),
        )
        object.__setattr__(atlas, "digest", digest)
        return atlas

    @property
    def release(self) -> str:
        """The version of the data as three numbers, such as ``1.1.0``; empty where it has none."""
        return str(self.package.get("version", ""))

    @property
    def label(self) -> str:
        """What to call the version in a sentence: its number and its hash."""
        return f"{self.release} ({self.version})" if self.release else self.version

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

    @property
    def rows(self) -> int:
        """Number of rows in all tables."""
        return sum(len(rows) for rows in self._tables.values())

    @property
    def name_columns(self) -> list[str]:
        """Columns of names in tables and outlines, one a language of the profile, English first."""
        return list(self.profile.name_columns)

    @cached_property
    def filled(self) -> frozenset[str]:
        """Names of the tables and outlines that have rows: what this atlas is about."""
        every = (*self._tables.items(), *self._shapes.items())
        return frozenset(name for name, rows in every if len(rows))

    @cached_property
    def publishers(self) -> Mapping[str, str]:
        """What to call each source in a few words: its publisher, else its title."""
        sources = self._tables["sources"]
        called = sources["publisher"].where(sources["publisher"] != "", sources["title"])
        return MappingProxyType(dict(zip(sources["id"], called, strict=True)))

    @cached_property
    def translations(self) -> Mapping[Language, Mapping[str, str]]:
        """Translations of the data's texts, by language and fingerprint of the English."""
        return translations.by_language(self._tables[translations.NAME])

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
        """Return a copy of a layer of outlines (EPSG:4326), for instance ``rivers``.

        Parameters
        ----------
        name
            ``rivers``, ``lakes``, ``neighbours``, ``lines`` or another layer of the data package.

        Returns
        -------
        geopandas.GeoDataFrame
            The caller's own to change.

        Raises
        ------
        QuestionError
            Where there is no such layer; the message names those that there are.
        """
        if f"{name}_shape" not in self._shapes:
            known = ", ".join(key.removesuffix("_shape") for key in self._shapes)
            raise QuestionError(f"outlines {name!r}: expected one of {known}")
        return self._shapes[f"{name}_shape"].copy()

    @cached_property
    def _subdistricts(self) -> gpd.GeoDataFrame:
        shape = self._shapes["subdistricts_shape"][["pcode", "geometry"]]
        rows = shape.merge(self._tables["subdistricts"], on="pcode", validate="1:1")
        districts = self._tables["districts"].set_index("pcode")
        rows["governorate"] = rows["district"].map(districts["governorate"])
        return _with_area(rows.sort_values("pcode", ignore_index=True), self.profile.equal_area)

    @property
    def subdistricts(self) -> gpd.GeoDataFrame:
        """Sub-districts with names, district, governorate, ``km2`` and outline (EPSG:4326)."""
        return self._subdistricts.copy()

    @property
    def districts(self) -> gpd.GeoDataFrame:
        """Districts, dissolved from sub-districts."""
        return self._dissolved["district"].copy()

    @property
    def governorates(self) -> gpd.GeoDataFrame:
        """Governorates, dissolved from sub-districts."""
        return self._dissolved["governorate"].copy()

    @cached_property
    def _dissolved(self) -> dict[str, gpd.GeoDataFrame]:
        levels = {"district": ("districts", "pcode"), "governorate": ("governorates", "iso")}
        found = {}
        for level, (name, key) in levels.items():
            outlines = dissolve(self._subdistricts, level)
            rows = self._tables[name].merge(outlines, left_on=key, right_on=level, validate="1:1")
            found[level] = _with_area(
                gpd.GeoDataFrame(rows.drop(columns=level), geometry="geometry", crs=4326),
                self.profile.equal_area,
            )
        return found

    @cached_property
    def country(self) -> shapely.Geometry:
        """Outline of the country, the union of its sub-districts (EPSG:4326)."""
        return shapely.coverage_union_all(self._subdistricts.geometry.to_numpy())

    @cached_property
    def _units(self) -> gpd.GeoDataFrame:
        rows = join_units(
            self._shapes["subdistricts_shape"], self._shapes["parts_shape"]
        ).sort_values("unit", ignore_index=True)
        admin = self._subdistricts.set_index("pcode")
        for column in ("district", "governorate", *self.name_columns):
            rows[column] = rows["pcode"].map(admin[column])
        parts = self._tables["parts"].set_index("id")
        for column in self.name_columns:
            named = rows["unit"].map(parts[column]).fillna("")
            rows[column] = np.where(named != "", named, rows[column])
        return _with_area(rows, self.profile.equal_area)

    @property
    def units(self) -> gpd.GeoDataFrame:
        """Units of control: uncut sub-districts and parts of cut ones, one valid coverage."""
        return self._units.copy()

    @property
    def areas(self) -> gpd.GeoDataFrame:
        """Disputed areas with names, P-codes and outline (EPSG:4326)."""
        shape = self._shapes["areas_shape"][["id", "geometry"]]
        return _with_area(
            shape.merge(self._tables["areas"], on="id", validate="1:1"), self.profile.equal_area
        )


def dissolve(rows: gpd.GeoDataFrame, by: str) -> gpd.GeoDataFrame:
    """Dissolve a valid coverage by a column; returns that column and the outlines.

    Parameters
    ----------
    rows
        A valid coverage of polygons: neighbours share their vertices.
    by
        The column to dissolve by.

    Returns
    -------
    geopandas.GeoDataFrame
        One row a value, in the CRS of ``rows``.
    """
    groups = rows.groupby(by, sort=True).geometry
    keys = [key for key, _ in groups]
    outlines = [shapely.coverage_union_all(group.to_numpy()) for _, group in groups]
    return gpd.GeoDataFrame({by: keys}, geometry=outlines, crs=rows.crs)


def areas_km2(outlines: gpd.GeoSeries, equal_area: str) -> np.ndarray:
    """Return the areas of outlines in km², measured on an equal-area projection (PROJ string).

    Parameters
    ----------
    outlines
        Polygons with a CRS, shape (n,).
    equal_area
        A projection as a PROJ string, such as ``Profile.equal_area``.

    Returns
    -------
    numpy.ndarray
        km², shape (n,).
    """
    return outlines.to_crs(equal_area).area.to_numpy() / 1e6


def _with_area(rows: gpd.GeoDataFrame, equal_area: str) -> gpd.GeoDataFrame:
    rows["km2"] = areas_km2(rows.geometry, equal_area)
    return rows


def _absent_outlines(present: Container[str]) -> dict[str, gpd.GeoDataFrame]:
    """Return an empty layer for each of the outlines that an atlas may do without."""
    return {
        name: gpd.GeoDataFrame(
            {column: pd.Series(dtype="str") for column in columns}, geometry=[], crs=4326
        )
        for name, columns in OPTIONAL_OUTLINES.items()
        if name not in present
    }
