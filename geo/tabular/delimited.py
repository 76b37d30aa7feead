"""Tables in text files: CSV, TSV and their like, of any delimiter and encoding, read in pieces."""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd
import pyarrow as pa
from pyarrow import csv as arrow

from geo.tabular import dialect as marks
from geo.tabular import encoding as letters
from geo.tabular import header as heads
from geo.tabular.grid import LISTED, BadRow, Sheet
from geo.tabular.source import Source, megabytes
from geo.words import phrase

#: Bytes by which delimiter, encoding and names are found.
SAMPLE = 1 << 20

#: Bytes read at once; no record is longer.
BLOCK = 1 << 24

#: Share of letters that are none, above which a file is not a text.
STRANGE = 0.02

#: Rows by which the usual number of decimals is found.
DECIMALS = 1_000

#: Letters of a bad record that are kept.
SHOWN = 500

#: A cell that holds so many whole rows of a table that has so many columns swallowed them.
SWALLOWED, NARROW = 3, 3


@dataclass(frozen=True)
class Layout:
    """What was found out about a text file before reading it."""

    encoding: letters.Encoding
    dialect: marks.Dialect
    header: heads.Header
    skip: int  #: Letters before the first record of data.
    before: int  #: Records before it.
    decimal: str

    def details(self) -> dict[str, Any]:
        """Return the same for a reader."""
        return {
            "encoding": self.encoding.name,
            "delimiter": self.dialect.delimiter,
            "header": self.header.is_named,
            "decimal": self.decimal,
        }


def tables(source: Source, rows: int | None) -> Iterator[Sheet]:
    """Yield a text file as tables of at most ``rows`` rows."""
    layout = _layout(source)
    reading = _Reading(source, layout, at_once=rows is None)
    held: list[pa.Table] = []
    for batch in reading.batches():
        held.append(pa.Table.from_batches([batch]))
        while rows and sum(map(len, held)) > rows:
            joined = pa.concat_tables(held)
            yield reading.sheet(joined.slice(0, rows), last=False)
            held = [joined.slice(rows)]
    yield reading.sheet(pa.concat_tables([reading.schema().empty_table(), *held]), last=True)


def _layout(source: Source) -> Layout:
    encoding = letters.find(source)
    text = letters.decode_head(source, encoding, SAMPLE)
    _check_text(source, text)
    dialect = marks.find(text)
    texts = marks.number_records(text, dialect)
    records = [cells for cells, _ in texts][dialect.preface :]
    if not records:
        raise source.fail("no_rows", "text")
    header = heads.find(records)
    if len(header.names) > source.limits.columns:
        raise source.fail("columns", "columns", n=len(header.names), most=source.limits.columns)
    before = header.first + dialect.preface
    lines = texts[before - 1][1] if before else 0
    skip = sum(
        len(line) for line, _ in zip(io.StringIO(text, newline=""), range(lines), strict=False)
    )
    return Layout(encoding, dialect, header, skip, before, marks.decimal(records[header.first :]))


def _check_text(source: Source, text: str) -> None:
    """Refuse what is not text."""
    strange = sum(text.count(item) for item in _STRANGE)
    if not text.strip():
        raise source.fail("empty", "one_row")
    if strange > STRANGE * len(text) + 8:
        raise source.fail("no_text", "text")


_STRANGE = ("\ufffd", *(chr(code) for code in (*range(1, 9), *range(14, 31))))


@dataclass
class _Reading:
    """One pass over a text file."""

    source: Source
    layout: Layout
    at_once: bool  #: Whether all rows are held at once.
    given: int = 0  #: Rows that were given out.
    next: int = 1  #: Number of the next record, counted from the first of data.
    #: Records with another number of cells that were not given out yet.
    wrong: dict[int, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        skip = self.layout.skip
        self.text = letters.Transcoded(self.source.open(), self.layout.encoding, skip)

    def schema(self) -> pa.Schema:
        """Return the columns, all of them text."""
        return pa.schema([(name, pa.large_string()) for name in self.layout.header.names])

    def batches(self) -> Iterator[pa.RecordBatch]:
        """Return the rows in pieces as they come."""
        total = cells = 0
        width = len(self.layout.header.names)
        limits = self.source.limits
        try:
            with self._open() as stream:
                for batch in stream:
                    total += len(batch)
                    if total + len(self.wrong) > limits.rows:
                        raise self.source.fail("many_rows", "rows", most=limits.rows)
                    cells += len(batch) * width
                    if self.at_once and cells > limits.cells:
                        raise self.source.fail("many_cells", "cells", most=limits.cells)
                    yield batch
        except (pa.ArrowInvalid, pa.ArrowKeyError) as error:
            if "Empty CSV file" in str(error):
                return
            if "straddling" in str(error):
                raise self.source.fail("unclosed", "quotes", most=megabytes(BLOCK)) from None
            raise self.source.fail("unread", "text", value=str(error)) from None

    def _open(self) -> arrow.CSVStreamingReader:
        names, dialect = list(self.layout.header.names), self.layout.dialect
        return arrow.open_csv(
            pa.PythonFile(self.text, mode="r"),
            read_options=arrow.ReadOptions(use_threads=False, block_size=BLOCK, column_names=names),
            parse_options=arrow.ParseOptions(
                delimiter=dialect.delimiter,
                quote_char='"' if dialect.quote else False,
                escape_char="\\" if dialect.escape else False,
                newlines_in_values=dialect.quote,
                ignore_empty_lines=False,
                invalid_row_handler=self._keep_invalid,
            ),
            convert_options=arrow.ConvertOptions(
                check_utf8=False,
                column_types={name: pa.large_string() for name in names},
                strings_can_be_null=False,
            ),
        )

    def _keep_invalid(self, row: arrow.InvalidRow) -> str:
        """Keep a record that has another number of cells; empty cells too many do no harm."""
        self.wrong[int(row.number)] = row.text
        return "skip"

    def sheet(self, table: pa.Table, *, last: bool) -> Sheet:
        """Return the next rows as a table."""
        numbers, wrong = self._numbers(len(table), last=last)
        self.given += len(table) + len(wrong)
        frame = table.to_pandas().astype("str").set_index(numbers)
        frame, bad, unlisted = self._mend(frame, wrong)
        frame, swallowed = self._split_swallowed(frame)
        bad += swallowed
        frame, bad = self._remove_spoilt(frame, bad, self._find_spoilt(frame, last=last))
        return Sheet(
            frame=frame.reset_index(drop=True),
            row=frame.index.to_numpy(dtype=np.int64) + self.layout.before,
            kind="csv",
            details=self.layout.details(),
            hxl=self.layout.header.hxl,
            choices=self.source.choices,
            bad=tuple(sorted(bad, key=lambda bad_row: bad_row.row)[:LISTED]),
            unlisted=max(0, len(bad) - LISTED) + unlisted,
            notes=(("bad_bytes", self.text.bad),) if last and self.text.bad else (),
            name=self.source.name,
        )

    def _numbers(self, count: int, *, last: bool) -> tuple[npt.NDArray[np.int64], dict[int, str]]:
        """Return the numbers of the next rows, and the wrong records among them."""
        reach = np.arange(self.next, self.next + count + len(self.wrong))
        numbers = reach[~np.isin(reach, list(self.wrong))][:count]
        end = int(numbers[-1]) if count else self.next - 1
        wrong = {at: text for at, text in self.wrong.items() if at <= end or last}
        self.wrong = {at: text for at, text in self.wrong.items() if at not in wrong}
        self.next = end + 1
        return numbers, wrong

    def _mend(
        self, frame: pd.DataFrame, wrong: dict[int, str]
    ) -> tuple[pd.DataFrame, list[BadRow], int]:
        """Take records as rows whose cells too many are empty; list and count the others."""
        width, unlisted = frame.shape[1], 0
        mended: dict[int, list[str]] = {}
        bad: list[BadRow] = []
        for at, text in wrong.items():
            cells = self._cells(text)
            if len(cells) > width and not any(cell.strip() for cell in cells[width:]):
                mended[at] = cells[:width]
            elif len(bad) >= LISTED:
                unlisted += 1
            else:
                accepted = phrase("fault.accepted.width", n=width, found=len(cells))
                bad.append(BadRow(at + self.layout.before, text[:SHOWN], accepted))
        if mended:
            more = pd.DataFrame(mended.values(), index=list(mended), columns=frame.columns)
            frame = pd.concat([frame, more.astype("str")]).sort_index()
        return frame, bad, unlisted

    def _cells(self, text: str) -> list[str]:
        if '"' not in text:
            return text.rstrip("\r\n").split(self.layout.dialect.delimiter)
        return next(iter(marks.records(text, self.layout.dialect, 1)), [])

    def _split_swallowed(self, frame: pd.DataFrame) -> tuple[pd.DataFrame, list[BadRow]]:
        """Report rows that swallowed others, as after an unclosed quotation mark."""
        width = frame.shape[1]
        if not self.layout.dialect.quote or width < NARROW:
            return frame, []
        texts = {
            at: str(cell)
            for name in frame.columns
            for at, cell in frame[name][frame[name].str.count("\n") > SWALLOWED].items()
            if _holds_rows(str(cell), self.layout.dialect.delimiter, width)
        }
        accepted = phrase("fault.accepted.own_record")
        bad = [
            BadRow(int(str(at)) + self.layout.before, line[:SHOWN], accepted)
            for at, text in texts.items()
            for line in text.splitlines()
        ]
        return frame.drop(index=list(texts)), bad

    def _find_spoilt(self, frame: pd.DataFrame, *, last: bool) -> dict[int, str]:
        """Return rows that swallowed others or hold more text than a cell may: number -> why."""
        result: dict[int, str] = {}
        longest = self.source.limits.cell
        for name in frame.columns:
            long = frame[name].str.len() > longest
            accepted = phrase("fault.accepted.letters", most=longest)
            result |= {int(at): accepted for at in frame.index[long]}
        odd = self.layout.dialect.quote and self.text.quotes % 2 == 1
        if last and odd and len(frame) and frame.iloc[-1].str.contains("[\r\n]").any():
            result[int(frame.index[-1])] = phrase("fault.accepted.quote")
        if last and self.text.open_end and len(frame) and _cut(frame.iloc[:, -1]):
            result[int(frame.index[-1])] = phrase("fault.accepted.whole_number")
        return result

    def _remove_spoilt(
        self, frame: pd.DataFrame, bad: list[BadRow], spoilt: dict[int, str]
    ) -> tuple[pd.DataFrame, list[BadRow]]:
        """Move spoilt rows to the bad records."""
        mark = self.layout.dialect.delimiter
        texts = {
            at: mark.join(str(cell)[:SHOWN] for cell in frame.loc[at])[:SHOWN] for at in spoilt
        }
        more = [BadRow(at + self.layout.before, texts[at], why) for at, why in spoilt.items()]
        return (frame.drop(index=list(spoilt)), bad + more) if spoilt else (frame, bad)


def _holds_rows(cell: str, delimiter: str, width: int) -> bool:
    r"""Return whether the lines of a cell, but for the first and the last, are rows of the table.

    >>> _holds_rows("a\n1,2,3\n4,5,6\n7,8,9\n1", ",", 3), _holds_rows("a\nb\nc\nd", ",", 3)
    (True, False)
    """
    lines = cell.splitlines()[1:-1]
    complete = sum(line.count(delimiter) == width - 1 for line in lines)
    return complete >= SWALLOWED and complete > 0.8 * len(lines)


def _cut(column: pd.Series) -> bool:
    """Return whether the last number of a column seems cut, as where a download broke off.

    It has fewer decimals than nearly all others, and the file has no line end after it.

    >>> _cut(pd.Series(["44.391", "44.392", "44.4"])), _cut(pd.Series(["44.39", "44.1", "44.4"]))
    (True, False)
    """
    count = column.tail(DECIMALS).str.slice(0, 40).str.extract(r"^[-+]?\d+[.,]?(\d*)$")[0].str.len()
    others = count.iloc[:-1].dropna()
    last = count.iloc[-1]
    if len(others) < 2 or len(others) < 0.8 * (len(count) - 1) or pd.isna(last):
        return False
    return bool(last < others.quantile(0.1, interpolation="lower"))
