"""The folder of an ingest: replaced as a whole when it is written, opened for counts and events."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any, Final

import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.dataset as ds
import pyarrow.parquet as pq

from geo import replaced_folder
from geo.errors import QuestionError, ReadError
from geo.events.ingest import columns
from geo.replaced_folder import Kind
from geo.view import day_of

#: The file that says that a folder is an ingest; it is written last.
MANIFEST: Final = "ingest.json"

#: Version of the layout of the folder.
SCHEMA: Final = 1

KIND: Final = Kind("ingest", MANIFEST, "an")

#: Every file that an ingest writes, by its path in the folder.
_WRITTEN: Final = re.compile(
    r"ingest\.json|report\.json|counts\.parquet|aside\.parquet"
    r"|events/year=-?\d+/part-\d+\.parquet",
    re.ASCII,
)


#: Lends an empty folder that takes the place of another when all went well.
replace_folder = partial(replaced_folder.replace_folder, KIND, written=_WRITTEN.fullmatch)

#: Puts an earlier folder back that was moved aside by an ingest killed in its last moment.
heal_folder = partial(replaced_folder.heal_folder, KIND)

#: Returns the folder beside another in which it is built.
workplace = partial(replaced_folder.workplace, KIND)


@dataclass(frozen=True, eq=False)
class Ingested:
    """Events of an ingest. Nothing is read before it is needed."""

    path: Path  #: The folder.
    #: ``ingest.json``: version of the layout, of greenline and of the atlas; inputs, events.
    manifest: dict[str, Any]

    @property
    def report(self) -> dict[str, Any]:
        """What was read, kept and set aside: in all, and of each of ``files``."""
        content: dict[str, Any] = _json(self.path / "report.json")
        return content

    @property
    def counts(self) -> pd.DataFrame:
        """Events and deaths by month, sub-district and kind (:mod:`geo.events.ingest.publish`)."""
        rows = pq.read_table(self.path / "counts.parquet").to_pandas()
        return rows.astype({"month": "datetime64[s]"})

    @property
    def aside(self) -> pd.DataFrame:
        """Rows set aside: file, row (as a spreadsheet numbers it), reason, column, value, accepted.

        The row of an event that repeats an id of an earlier file is not known.
        """
        nullable = {pa.int64(): pd.Int64Dtype()}
        return pq.read_table(self.path / "aside.parquet").to_pandas(types_mapper=nullable.get)

    def events(
        self,
        names: Sequence[str] = columns.WRITTEN,
        start: date | str | None = None,
        end: date | str | None = None,
    ) -> pd.DataFrame:
        unknown = [name for name in names if name not in columns.WRITTEN]
        if unknown:
            known = ", ".join(columns.WRITTEN)
            raise QuestionError(f"column {unknown[0]!r}: expected some of {known}")
        condition = _filter_days(start, end)
        table = self.dataset().to_table(columns=list(names), filter=condition)
        return columns.frame(table.unify_dictionaries())

    def dataset(self) -> ds.Dataset:
        """Return the events as a dataset of Arrow, with ``geometry`` (WKB) and ``year``."""
        schema = columns.written_schema().append(pa.field("year", pa.int32()))
        return ds.dataset(self.path / "events", schema=schema, partitioning="hive")

    def lazy(self) -> Any:
        """Return the events as a GeoDataFrame of Dask, for what does not fit into memory."""
        import dask_geopandas  # noqa: PLC0415 -- heavy, and seldom wanted

        return dask_geopandas.read_parquet(self.path / "events")


def open_folder(path: Path | str) -> Ingested:
    """Open a folder that ``greenline ingest`` wrote."""
    folder = heal_folder(Path(path))
    if not (folder / MANIFEST).is_file():
        raise ReadError(f"no {MANIFEST} in it", file=str(folder), accepted="a folder of an ingest")
    manifest = _json(folder / MANIFEST)
    if not isinstance(manifest, dict) or manifest.get("schema") != SCHEMA:
        schema = str(manifest.get("schema")) if isinstance(manifest, dict) else "no object"
        raise ReadError(
            "another version of the layout",
            file=str(folder / MANIFEST),
            column="schema",
            value=schema,
            accepted=str(SCHEMA),
        )
    return Ingested(folder, manifest)


def _json(path: Path) -> Any:
    try:
        return json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError, RecursionError) as error:
        raise ReadError(f"cannot be read ({error})", file=str(path)) from error


def _filter_days(start: date | str | None, end: date | str | None) -> pc.Expression | None:
    conditions = []
    if start is not None:
        first = day_of(start, "start", covered=False)
        conditions.append(pc.field("end") >= _moment(first))
    if end is not None:
        last = day_of(end, "end", covered=False)
        conditions.append(pc.field("start") <= _moment(last))
        conditions.append(pc.field("year") <= last.year)
    expression: pc.Expression | None = None
    for condition in conditions:
        expression = condition if expression is None else expression & condition
    return expression


def _moment(day: date) -> pa.Scalar:
    return pa.scalar(pd.Timestamp(day).to_pydatetime(), pa.timestamp("ms"))
