"""Ids that occur in several files: the first event is kept, in the order of files and rows."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pandas as pd
import pyarrow.parquet as pq

from geo.events.ingest.stage import Piece, Staged
from geo.events.validation import hash_text

#: About how many ids one task compares.
BUCKET = 4_000_000


def group_comparable(staged: Sequence[Staged]) -> list[tuple[Piece, ...]]:
    """Return the pieces whose ids are to be compared: those of several files of one format.

    Ids of different formats have nothing to do with one another, and within one file the reader
    has compared them.
    """
    by_format: dict[str, list[Staged]] = {}
    for staged_file in staged:
        if staged_file.report is not None:
            by_format.setdefault(staged_file.report.format, []).append(staged_file)
    several = (files for _, files in sorted(by_format.items()) if len(files) > 1)
    return [tuple(piece for file in files for piece in file.pieces) for files in several]


def buckets(pieces: Sequence[Piece]) -> int:
    """Return how many tasks share the comparison."""
    return sum(sum(piece.rows) for piece in pieces) // BUCKET + 1


def mark(pieces: Sequence[Piece], bucket: int, of: int, folder: Path) -> dict[int, int]:
    """Record which events repeat an id; running it again gives the same record."""
    chosen = [_choose_ids(folder / piece.name, bucket, of) for piece in pieces]
    if not chosen:
        return {}
    every = pd.concat([ids for ids, _ in chosen], ignore_index=True)
    repeated = every.duplicated().to_numpy()
    counts: Counter[int] = Counter()
    start = 0
    for piece, (ids, rows) in zip(pieces, chosen, strict=True):
        again = rows[repeated[start : start + len(ids)]]
        start += len(ids)
        if len(again):
            _note(folder / f"{piece.name}.repeats-{bucket}", again)
            counts[piece.input] += len(again)
    return dict(counts)


def _choose_ids(path: Path, bucket: int, of: int) -> tuple[pd.Series, np.ndarray]:
    ids = pq.read_table(path, columns=["id"])["id"].to_pandas()
    if of == 1:
        return ids, np.arange(len(ids))
    rows = np.flatnonzero(hash_text(ids) % np.uint64(of) == bucket)
    return ids.iloc[rows], rows


def _note(path: Path, rows: np.ndarray) -> None:
    part = path.with_name(f"{path.name}.{np.random.default_rng().integers(2**62):x}.part")
    with part.open("wb") as stream:
        np.save(stream, rows)
    part.replace(path)


def read_marked(piece: Piece, folder: Path) -> np.ndarray:
    """Return the rows of a piece that repeat an id, in order."""
    noted = [np.load(path) for path in folder.glob(f"{piece.name}.repeats-*[0-9]")]
    return np.sort(np.concatenate(noted)) if noted else np.empty(0, dtype=np.int64)
