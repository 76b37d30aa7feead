"""Tables in text files: CSV, TSV and their like, of any delimiter and encoding, read in pieces.

Arrow reads the records, and hands back those of another number of cells; pandas takes one that
lacks a cell for one whose last cell is empty.
"""

from __future__ import annotations

import codecs
import csv
import io
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, BinaryIO, Final

import charset_normalizer
import numpy as np
import pandas as pd
import pyarrow as pa
from pyarrow import csv as arrow

from geo.tabular.columns import JUDGED, Header, find_header, is_usual_name
from geo.tabular.grid import LISTED, BadRow, Sheet, group_batches, list_notes, sort_bad
from geo.tabular.source import HEAD, Source, megabytes
from geo.tabular.values import decimal_of
from geo.words import phrase

#: Bytes by which delimiter, encoding and names are found, and read at once.
SAMPLE: Final = 1 << 20

#: Bytes that Arrow reads at once; no record is longer.
BLOCK: Final = 1 << 24

#: Share of letters that are none, above which a file is not a text.
STRANGE: Final = 0.02

#: Rows by which the usual number of decimals is found, and letters of a bad record that are kept.
DECIMALS, SHOWN = 1_000, 500

#: A cell that holds so many lines that are rows of a table of so many columns swallowed them.
SWALLOWED, NARROW = 3, 3

#: Marks that name the encoding of what follows.
BOMS: Final = (
    (codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"), (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)  # fmt: skip

#: Encodings of one byte a letter that such tables come in.
SINGLE: Final = ["cp1252", "cp1256", "iso8859_6", "cp720", "mac_arabic", "cp1254"]

#: Delimiters that are tried, the likeliest first.
DELIMITERS: Final = (",", ";", "\t", "|", "^", "~", "\x01", "\x1f", ":")

#: Records among which names of columns are looked for to judge a delimiter.
NAMED: Final = 5

_NO_LETTER: Final = "\ufffd"
_CONTROLS: Final = tuple(chr(code) for code in (*range(1, 9), *range(14, 31)))
_FOREIGN = re.compile(rb"[\x80-\xff]")
_SEQUENCE = re.compile(rb"[\xc2-\xf4][\x80-\xbf]{1,3}")
_ARABIC = re.compile("[\u0621-\u064a]{3,}")
_SEPARATOR = re.compile(r'"?sep=([!#-/:-@\[-`{-~\t])"?\r?\n', re.IGNORECASE)
_QUOTED = re.compile(r'(?:^|[\t\r\n])"(?:[^"]|"")*"(?=[\t\r\n]|$)')


@dataclass(frozen=True)
class Encoding:
    """How the letters of a file are written."""

    name: str  #: Name that Python knows.
    bom: int = 0  #: Bytes of the mark at the beginning.


def find_encoding(source: Source) -> Encoding:
    r"""Return the encoding of a text file.

    A mark decides; else UTF-8 where nearly all is valid UTF-8; else the likeliest of the
    encodings of one byte a letter, judged by the lines that hold such letters.

    >>> find_encoding(Source("place\nكركوك\n".encode("cp1256"), "a.csv")).name
    'cp1256'
    >>> find_encoding(Source("place\nكركوك\n".encode(), "a.csv")).name
    'utf-8'
    """
    head = source.read(HEAD)
    for bom, name in BOMS:
        if head.startswith(bom):
            return Encoding(name, len(bom))
    even, odd = head[: len(head) // 2 * 2 : 2], head[1::2]
    for name, letters, zeros in (("utf-16-le", even, odd), ("utf-16-be", odd, even)):
        # Every second byte of plain letters is zero.
        if len(zeros) > 8 and zeros.count(0) > 0.6 * len(zeros) and letters.count(0) < 2:
            return Encoding(name)
    lines = _collect_foreign(source)
    sequences = sum(map(len, _SEQUENCE.findall(lines)))
    high = sum(byte >= 0x80 for byte in lines)
    if sequences == high or (sequences >= 0.9 * high and high > 3):
        return Encoding("utf-8")
    match = charset_normalizer.from_bytes(lines, cp_isolation=SINGLE, threshold=0.6).best()
    name = match.encoding if match else "cp1252"
    if len(_ARABIC.findall(lines.decode("cp1256", "replace"))) * 8 > lines.count(b"\n"):
        name = "cp1256" if name != "iso8859_6" else name
    return Encoding(name)


def _collect_foreign(source: Source) -> bytes:
    """Return lines that hold other letters than ASCII's, each from 200 bytes before the first.

    Lines are separated before they are searched: a pattern over a whole block of plain letters
    takes the square of its length.
    """
    result = bytearray()
    with source.open() as stream:
        while len(result) < SAMPLE // 4 and (block := stream.read(SAMPLE)):
            lines = [] if block.isascii() else block.splitlines()
            for line in [item for item in lines if not item.isascii()][:2000]:
                at = _FOREIGN.search(line)
                first = at.start() if at else 0
                result += line[max(0, first - 200) : first + 400] + b"\n"
    return bytes(result)


def decode_head(source: Source, encoding: Encoding, size: int) -> str:
    """Return the first letters of a text file, whole lines where there is more."""
    head = source.read(size)
    text = codecs.getincrementaldecoder(encoding.name)("replace").decode(head[encoding.bom :])
    text = text.replace("\0", _NO_LETTER)
    cut = max(text.rfind("\n"), text.rfind("\r"))
    return text[: cut + 1] if len(head) == size and cut >= 0 else text


@dataclass(frozen=True)
class Dialect:
    """Marks between cells."""

    delimiter: str  #: One character.
    quote: bool = True  #: Whether cells may stand in quotation marks.
    escape: bool = False  #: Whether a backslash stands before a quotation mark within a cell.
    preface: int = 0  #: Lines before the table that only name the delimiter (``sep=;``).


def find_dialect(text: str) -> Dialect:
    r"""Return the marks of the first lines of a table.

    >>> find_dialect("a;b\n1,5;2,5\n").delimiter, find_dialect("a\tb\n1\t2\n").delimiter
    (';', '\t')
    """
    if separator := _SEPARATOR.match(text):
        return Dialect(separator.group(1), preface=1)
    escape = '\\"' in text and '""' not in text
    scores = {mark: _score(text, Dialect(mark, escape=escape)) for mark in DELIMITERS}
    mark = max(DELIMITERS, key=lambda delimiter: scores[delimiter])
    if scores[mark] <= 0:
        mark = ","
    quote = mark != "\t" or bool(_QUOTED.search(text))
    return Dialect(mark, quote, escape and quote)


def _score(text: str, dialect: Dialect) -> float:
    """Return how evenly a delimiter divides records; 0 where it divides none.

    Usual names of columns count for it: texts may hold another sign as evenly as the right one.
    """
    records = [cells for cells, _ in _number_records(text, dialect)]
    counts = Counter(len(cells) for cells in records if any(cell.strip() for cell in cells))
    if not counts:
        return 0.0
    width, hits = max(counts.items(), key=lambda entry: (entry[1] * (entry[0] > 1), entry[0]))
    share = hits / counts.total()
    named = max(sum(map(is_usual_name, cells)) for cells in records[:NAMED])
    return 0.0 if width < 2 else share**2 * (1 + 0.02 * min(width, 50)) * (1 + named)


def _number_records(text: str, dialect: Dialect, most: int = JUDGED) -> list[tuple[list[str], int]]:
    """Return the first records, each with the number of lines up to its end."""
    reader = csv.reader(
        io.StringIO(text, newline=""),
        delimiter=dialect.delimiter,
        quoting=csv.QUOTE_MINIMAL if dialect.quote else csv.QUOTE_NONE,
        escapechar="\\" if dialect.escape else None,
    )
    records: list[tuple[list[str], int]] = []
    try:
        for cells in reader:
            records.append((cells, reader.line_num))
            if len(records) >= most:
                break
    except csv.Error:
        pass
    return records


def tables(source: Source, rows: int | None) -> Iterator[Sheet]:
    """Yield a text file as tables of at most ``rows`` rows."""
    encoding = find_encoding(source)
    text = decode_head(source, encoding, SAMPLE)
    strange = sum(text.count(sign) for sign in (_NO_LETTER, *_CONTROLS))
    if not text.strip():
        raise source.fail("empty", "one_row")
    if strange > STRANGE * len(text) + 8:
        raise source.fail("no_text", "text")
    dialect = find_dialect(text)
    numbered = _number_records(text, dialect)
    records = [cells for cells, _ in numbered][dialect.preface :]
    if not records:
        raise source.fail("no_rows", "text")
    header = find_header(records)
    if len(header.names) > source.limits.columns:
        raise source.fail("columns", "columns", n=len(header.names), most=source.limits.columns)
    before = header.first + dialect.preface
    lines = io.StringIO(text, newline="").readlines()[: numbered[before - 1][1] if before else 0]
    stream = _Transcoded(source.open(), encoding, sum(map(len, lines)))
    decimal = decimal_of(cell for cells in records[header.first :] for cell in cells)
    reading = _Reading(source, stream, dialect, header, before, decimal)
    for table, is_last in group_batches(reading.schema, reading.batches(), rows):
        yield reading.sheet(table, last=is_last)


@dataclass
class _Reading:
    """One pass over a text file."""

    source: Source
    text: _Transcoded
    dialect: Dialect
    header: Header
    before: int  #: Records before the first of data.
    decimal: str
    next: int = 1  #: Number of the next record, counted from the first of data.
    #: Records with another number of cells that were not given out yet.
    wrong: dict[int, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.schema = pa.schema([(name, pa.large_string()) for name in self.header.names])

    def batches(self) -> Iterator[pa.RecordBatch]:
        """Return the rows in pieces as they come."""

        def skip_row(row: arrow.InvalidRow) -> str:
            self.wrong[int(row.number)] = row.text
            return "skip"

        try:
            with arrow.open_csv(
                pa.PythonFile(self.text, mode="r"),
                read_options=arrow.ReadOptions(
                    use_threads=False, block_size=BLOCK, column_names=list(self.header.names)
                ),
                parse_options=arrow.ParseOptions(
                    delimiter=self.dialect.delimiter,
                    quote_char='"' if self.dialect.quote else False,
                    escape_char="\\" if self.dialect.escape else False,
                    newlines_in_values=self.dialect.quote,
                    ignore_empty_lines=False,
                    invalid_row_handler=skip_row,
                ),
                convert_options=arrow.ConvertOptions(
                    check_utf8=False, column_types=self.schema, strings_can_be_null=False
                ),
            ) as stream:
                yield from stream
        except (pa.ArrowInvalid, pa.ArrowKeyError) as error:
            if "Empty CSV file" in str(error):
                return
            if "straddling" in str(error):
                raise self.source.fail("unclosed", "quotes", most=megabytes(BLOCK)) from None
            raise self.source.fail("unread", "text", value=str(error)) from None

    def sheet(self, table: pa.Table, *, last: bool) -> Sheet:
        """Return the next rows as a table."""
        frame, bad = self._number(table, last=last)
        frame, swallowed = self._drop_swallowed(frame, last=last)
        frame, spoilt = self._drop_spoilt(frame, last=last)
        listed = sort_bad(bad, spoilt)
        notes = {"bad_bytes": self.text.bad if last else 0, "rows_not_read": swallowed}
        return Sheet(
            frame=frame.reset_index(drop=True),
            row=frame.index.to_numpy(dtype=np.int64) + self.before,
            kind="csv",
            details={
                "encoding": self.text.encoding.name,
                "delimiter": self.dialect.delimiter,
                "header": self.header.is_named,
                "decimal": self.decimal,
            },
            hxl=self.header.hxl,
            choices=self.source.choices,
            bad=listed[:LISTED],
            unlisted=max(0, len(listed) - LISTED) + swallowed,
            notes=list_notes(notes),
            name=self.source.name,
        )

    def _number(self, table: pa.Table, *, last: bool) -> tuple[pd.DataFrame, list[BadRow]]:
        """Return the next rows by their numbers, and wrong records among them.

        Records whose cells too many are empty are rows.
        """
        reach = np.arange(self.next, self.next + len(table) + len(self.wrong))
        numbers = reach[~np.isin(reach, list(self.wrong))][: len(table)]
        end = int(numbers[-1]) if len(table) else self.next - 1
        self.next = end + 1
        frame, width = table.to_pandas().astype("str").set_index(numbers), table.num_columns
        mended: dict[int, list[str]] = {}
        bad: list[BadRow] = []
        for at in [at for at in self.wrong if at <= end or last]:
            text = self.wrong.pop(at)
            cells = next(iter(_number_records(text, self.dialect, 1)), ([], 0))[0]
            if len(cells) > width and not any(cell.strip() for cell in cells[width:]):
                mended[at] = cells[:width]
            else:
                accepted = phrase("fault.accepted.width", n=width, found=len(cells))
                bad.append(BadRow(at + self.before, text[:SHOWN], accepted))
        if mended:
            more = pd.DataFrame(mended.values(), index=list(mended), columns=frame.columns)
            frame = pd.concat([frame, more.astype("str")]).sort_index()
        return frame, bad

    def _drop_swallowed(self, frame: pd.DataFrame, *, last: bool) -> tuple[pd.DataFrame, int]:
        """Leave out records that swallowed others, and count their lines.

        They do so after a quotation mark that is not closed, or only by that of a later row.
        """
        width = frame.shape[1]
        spoilt = set()
        for name in frame.columns if self.dialect.quote and width >= NARROW else ():
            cells = frame[name][frame[name].str.count("\n") > SWALLOWED]
            spoilt |= {
                at for at, cell in cells.items() if _holds_rows(cell, self.dialect.delimiter, width)
            }
        if last and self.dialect.quote and self.text.quotes % 2:
            spoilt |= {at for at, row in frame.tail(1).iterrows() if "\n" in "".join(row)}
        texts = frame.loc[list(spoilt)].to_numpy().ravel()
        return frame.drop(index=list(spoilt)), len(spoilt) + sum(text.count("\n") for text in texts)

    def _drop_spoilt(self, frame: pd.DataFrame, *, last: bool) -> tuple[pd.DataFrame, list[BadRow]]:
        """Set rows aside that hold more text than a cell may, or a number that was cut."""
        longest = self.source.limits.cell
        spoilt: dict[Any, Any] = {}
        for name in frame.columns:
            accepted = phrase("fault.accepted.letters", most=longest)
            spoilt |= dict.fromkeys(frame.index[frame[name].str.len() > longest], accepted)
        if last and self.text.is_open_end and len(frame) and _is_cut(frame.iloc[:, -1]):
            spoilt[frame.index[-1]] = phrase("fault.accepted.whole_number")
        bad = [
            BadRow(
                int(at) + self.before,
                self.dialect.delimiter.join(cell[:SHOWN] for cell in frame.loc[at])[:SHOWN],
                accepted,
            )
            for at, accepted in spoilt.items()
        ]
        return frame.drop(index=list(spoilt)), bad


def _holds_rows(cell: str, delimiter: str, width: int) -> bool:
    r"""Return whether the lines of a cell, but for the first and the last, are rows of the table.

    >>> _holds_rows("a\n1,2,3\n4,5,6\n7,8,9\n1", ",", 3), _holds_rows("a\nb\nc\nd", ",", 3)
    (True, False)
    """
    lines = cell.splitlines()[1:-1]
    complete = sum(line.count(delimiter) == width - 1 for line in lines)
    return complete >= SWALLOWED and complete > 0.8 * len(lines)


def _is_cut(column: pd.Series) -> bool:
    """Return whether the last number of a column seems cut, as where a download broke off.

    It has fewer decimals than nearly all others, and the file has no line end after it.

    >>> _is_cut(pd.Series(["44.391", "44.392", "44.4"])), _is_cut(pd.Series(["44.39", "44.1"]))
    (True, False)
    """
    count = column.tail(DECIMALS).str.slice(0, 40).str.extract(r"^[-+]?\d+[.,]?(\d*)$")[0].str.len()
    others = count.iloc[:-1].dropna()
    last = count.iloc[-1]
    if len(others) < 2 or len(others) < 0.8 * (len(count) - 1) or pd.isna(last):
        return False
    return bool(last < others.quantile(0.1, interpolation="lower"))


class _Transcoded:
    """A text file as UTF-8 without a mark, from some letter on, without empty lines at its end."""

    closed = False

    def __init__(self, stream: BinaryIO, encoding: Encoding, skip: int) -> None:
        self.encoding, self._stream, self._skip = encoding, stream, skip
        self._decoder = codecs.getincrementaldecoder(encoding.name)("replace")
        self._ends = ""
        self.bad = 0  #: Bytes that were no letters; U+FFFD stands for each.
        self.quotes = 0  #: Quotation marks seen.
        self.is_open_end = False  #: Whether the last line has no line end, once all is read.
        stream.read(encoding.bom)

    def close(self) -> None:
        self._stream.close()

    def read(self, _: int) -> bytes:
        """Return some bytes, which are fewer than Arrow asks for; none at the end."""
        result, block = b"", b"-"
        while block and not result:
            block = self._stream.read(SAMPLE)
            text = self._decoder.decode(block, final=not block)
            if self._skip:
                self._skip, text = max(0, self._skip - len(text)), text[self._skip :]
            text = text.replace("\0", _NO_LETTER)  # NUL ends strings in other libraries
            self.bad += text.count(_NO_LETTER)
            self.quotes += text.count('"')
            text = self._ends + text
            begun = text.rstrip("\r\n")  # line ends are held back until a letter follows
            self._ends = text[len(begun) :]
            self.is_open_end = not block and not self._ends
            result = begun.encode("utf-8", "replace")  # lone surrogates cannot be written
        return result
