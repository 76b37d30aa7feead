"""Columns of whole numbers as byte planes, each squeezed on its own."""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

Whole = npt.NDArray[np.int64]

#: Ways to squeeze a plane: level and strategy of zlib. Codes alone suit what is drawn by lot.
_WAYS = ((9, zlib.Z_HUFFMAN_ONLY), (6, zlib.Z_RLE), (6, zlib.Z_DEFAULT_STRATEGY))
_SAMPLE = 1 << 16
#: Columns of at most so many values share a plane with others, up to one byte in all.
_SMALL, _BYTE = 64, 256


@dataclass(frozen=True)
class Packed:
    """Columns that share byte planes."""

    #: The columns; the first one counts in ones, the next in the size of the first, and so on.
    names: tuple[str, ...]
    sizes: tuple[int, ...]  #: How many values each column takes; empty where a column stands alone.
    #: Planes of one byte a row, the lowest byte first; squeezed unless as long as the rows.
    planes: tuple[bytes, ...]


def pack(columns: Mapping[str, Whole]) -> list[Packed]:
    """Squeeze columns of whole numbers from 0 up; small ones share a byte.

    >>> columns = {"a": np.arange(5), "b": np.array([0, 70000, 1, 2, 3])}
    >>> packed = pack(columns)
    >>> [(item.names, len(item.planes)) for item in packed]
    [(('a',), 1), (('b',), 3)]
    """
    groups = _groups({name: _size(values) for name, values in columns.items()})
    raw = [_planes(_mix_columns([columns[name] for name, _ in group], group)) for group in groups]
    with ThreadPoolExecutor() as pool:
        done = list(pool.map(lambda planes: [squeeze(plane) for plane in planes], raw))
    return [
        Packed(
            names=tuple(name for name, _ in group),
            sizes=tuple(size for _, size in group) if len(group) > 1 else (),
            planes=tuple(planes),
        )
        for group, planes in zip(groups, done, strict=True)
    ]


def unpack(packed: Iterable[Packed], count: int) -> dict[str, Whole]:
    """Return the columns of what :func:`pack` made."""
    columns: dict[str, Whole] = {}
    for column in packed:
        values = np.zeros(count, dtype=np.int64)
        for place, plane in enumerate(column.planes):
            octets = plane if len(plane) == count else zlib.decompress(plane)
            values |= np.frombuffer(octets, np.uint8).astype(np.int64) << (8 * place)
        for name, size in zip(column.names, column.sizes or (0,), strict=True):
            columns[name] = values % size if size else values
            values = values // size if size else values
    return columns


def squeeze(plane: bytes) -> bytes:
    """Compress bytes by the method that suits a sample of them best, if any helps."""
    middle = max(0, len(plane) // 2 - _SAMPLE // 2)
    sample = plane[middle : middle + _SAMPLE]
    best = min(_WAYS, key=lambda way: len(_compress_plane(sample, *way)))
    squeezed = _compress_plane(plane, *best)
    return squeezed if len(squeezed) < len(plane) else plane


def entry(packed: Packed) -> dict[str, Any]:
    """Return what a directory says of packed columns."""
    return {
        "names": list(packed.names),
        "sizes": list(packed.sizes),
        "planes": [len(plane) for plane in packed.planes],
    }


def zigzag(values: Whole) -> Whole:
    """Fold negative numbers between the others: 0, -1, 1, -2 become 0, 1, 2, 3."""
    return np.asarray((values << 1) ^ (values >> 63))


def unzigzag(values: Whole) -> Whole:
    """Undo :func:`zigzag`."""
    return np.asarray((values >> 1) ^ -(values & 1))


def _size(values: Whole) -> int:
    return int(values.max(initial=0)) + 1


def _groups(sizes: Mapping[str, int]) -> list[list[tuple[str, int]]]:
    """Put each small column where it still fits."""
    groups: list[list[tuple[str, int]]] = []
    for name, size in sizes.items():
        fitting = (group for group in groups if _product(group) * size <= _BYTE)
        texts = next(fitting, None) if size <= _SMALL else None
        if texts is None:
            groups.append([(name, size)])
        else:
            texts.append((name, size))
    return groups


def _product(group: Sequence[tuple[str, int]]) -> int:
    return int(np.prod([size for _, size in group]))


def _mix_columns(columns: Sequence[Whole], group: Sequence[tuple[str, int]]) -> Whole:
    mixed, weight = np.zeros(len(columns[0]), dtype=np.int64), 1
    for values, (_, size) in zip(columns, group, strict=True):
        mixed = mixed + values * weight
        weight *= size
    return mixed


def _planes(values: Whole) -> list[bytes]:
    width = max(1, ((_size(values) - 1).bit_length() + 7) // 8)
    octets = values.astype("<i8", copy=False).view(np.uint8).reshape(-1, 8)
    return [octets[:, place].tobytes() for place in range(width)]


def _compress_plane(plane: bytes, level: int, strategy: int) -> bytes:
    press = zlib.compressobj(level, zlib.DEFLATED, zlib.MAX_WBITS, 9, strategy)
    return press.compress(plane) + press.flush()
