"""What a worker hands back, as JSON and Arrow: nothing is unpickled from it.

A worker that a hostile file has taken over can hand back wrong values of the classes that its
caller expects, and no more than that.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import fields, is_dataclass
from datetime import date
from enum import Enum
from typing import Any, Final

import geopandas as gpd
import numpy as np
import pandas as pd
import pyarrow as pa
import shapely

from geo.words import Phrase, from_json, to_json

#: Containers beside lists.
_SEVERAL: Final[dict[str, Callable[[Iterable[Any]], Any]]] = {
    "tuple": tuple, "set": set, "frozenset": frozenset, "dict": dict,
}  # fmt: skip


class Packer:
    """Turns a value into what JSON can say, and tables beside it."""

    def __init__(self) -> None:
        self.buffers: list[Any] = []

    def pack(self, value: Any) -> Any:
        """Return a value as JSON; its tables and bytes are put into ``buffers``."""
        match value:
            case Phrase():
                return {"phrase": to_json(value)}
            case Enum():
                return {type(value).__name__: [value.value]}
            case None | bool() | int() | float() | str():
                return value
            case list():
                return [self.pack(item) for item in value]
            case np.generic():
                return self.pack(value.item())
            case date():
                return {"date": value.isoformat()}
            case bytes():
                return {"bytes": self._put(value)}
            case Mapping():
                return {"dict": [[self.pack(key), self.pack(item)] for key, item in value.items()]}
            case tuple() | set() | frozenset():
                return {type(value).__name__: [self.pack(item) for item in value]}
            case pd.DataFrame():
                return {"frame": self._pack_frame(value)}
            case np.ndarray():
                return {"array": self._pack_column(pd.Series(value))}
            case shapely.Geometry():
                return {"shape": shapely.to_wkb(value, hex=True)}
        # An error too is a class and its fields.
        named = {
            field.name: getattr(value, field.name)
            for field in (fields(value) if is_dataclass(value) else ())
            if field.init and not field.name.startswith("_")
        }
        named |= {"args": value.args, **vars(value)} if isinstance(value, Exception) else {}
        return {type(value).__name__: {name: self.pack(item) for name, item in named.items()}}

    def _put(self, content: Any) -> int:
        self.buffers.append(content)
        return len(self.buffers) - 1

    def _pack_frame(self, frame: pd.DataFrame) -> dict[str, Any]:
        index = frame.index
        ordered = isinstance(index, pd.RangeIndex) and (index.start, index.step) == (0, 1)
        crs = frame.crs if isinstance(frame, gpd.GeoDataFrame) else None
        return {
            "rows": len(frame),
            "names": [self.pack(name) for name in frame.columns],
            "columns": [
                self._pack_column(frame.iloc[:, at].reset_index(drop=True))
                for at in range(frame.shape[1])
            ],
            "index": None if ordered else self._pack_column(index.to_series()),
            "name": self.pack(index.name),
            "crs": crs.to_epsg() if crs else None,
            "geometry": frame.geometry.name if isinstance(frame, gpd.GeoDataFrame) else None,
        }

    def _pack_column(self, column: pd.Series) -> dict[str, Any]:
        kind = str(column.dtype)
        values = column.to_numpy() if kind in {"object", "geometry"} else None
        if values is not None:
            if not len(values) or all(
                item is None or isinstance(item, shapely.Geometry) for item in values
            ):
                kind, column = "geometry", pd.Series(shapely.to_wkb(np.asarray(values, object)))
            else:
                return {"values": [self.pack(item) for item in values]}
        table = pa.table({"0": pa.Array.from_pandas(column)}).replace_schema_metadata(None)
        sink = pa.BufferOutputStream()
        with pa.ipc.new_stream(sink, table.schema) as writer:
            writer.write_table(table)
        return {"kind": kind, "at": self._put(sink.getvalue())}


class Unpacker:
    """Turns it back, as values of the classes that are expected and of no other."""

    def __init__(self, classes: Iterable[type], buffers: list[bytes]) -> None:
        self._classes = {item.__name__: item for item in classes}
        self._buffers = buffers

    def unpack(self, value: Any) -> Any:
        """Return the value; raises KeyError, TypeError or ValueError where it is not sound."""
        if isinstance(value, list):
            return [self.unpack(item) for item in value]
        if not isinstance(value, dict):
            return value
        ((name, content),) = value.items()
        match name:
            case "phrase":
                return from_json(content)
            case "date":
                return date.fromisoformat(content)
            case "bytes":
                return bytes(self._buffers[content])
            case "tuple" | "set" | "frozenset" | "dict":
                return _SEVERAL[name](self.unpack(item) for item in content)
            case "frame":
                return self._unpack_frame(content)
            case "array":
                return self._unpack_column(content).to_numpy()
            case "shape":
                return shapely.from_wkb(content)
        kind = self._classes[name]
        if isinstance(content, list):
            return kind(*content)
        named = {str(key): self.unpack(item) for key, item in content.items()}
        if not issubclass(kind, Exception):
            return kind(**named)
        error = kind.__new__(kind)
        error.args = named.pop("args")
        vars(error).update(named)
        return error

    def _unpack_frame(self, content: dict[str, Any]) -> pd.DataFrame:
        columns = [self._unpack_column(item) for item in content["columns"]]
        index = content["index"] and self._unpack_column(content["index"])
        if any(len(column) != content["rows"] for column in columns):
            raise ValueError("columns of different lengths")
        frame = pd.DataFrame(dict(enumerate(columns)), index=pd.RangeIndex(content["rows"]))
        names = [self.unpack(name) for name in content["names"]]
        frame.columns = pd.Index(names, dtype=None if names else "str")
        if index is not None:
            frame.index = pd.Index(index)
            frame.index.name = self.unpack(content["name"])
        if content["geometry"] is None:
            return frame
        return gpd.GeoDataFrame(frame, geometry=content["geometry"], crs=content["crs"])

    def _unpack_column(self, content: dict[str, Any]) -> pd.Series:
        if "values" in content:
            values = np.empty(len(content["values"]), object)
            for at, item in enumerate(content["values"]):
                values[at] = self.unpack(item)
            return pd.Series(values, dtype=object)
        with pa.ipc.open_stream(self._buffers[content["at"]]) as reader:
            table = reader.read_all()
        table.validate(full=True)
        if content["kind"] == "geometry":
            binary = table["0"].to_numpy(zero_copy_only=False)
            return pd.Series(np.asarray(shapely.from_wkb(binary), object), dtype=object)
        column = table["0"].to_pandas()
        return column if content["kind"] == "category" else column.astype(content["kind"])
