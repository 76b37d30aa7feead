"""The letters of a text file: which encoding its bytes are in, and the same text as UTF-8."""

from __future__ import annotations

import codecs
import io
import re
from dataclasses import dataclass
from typing import BinaryIO

import charset_normalizer

from geo.tabular.source import Source

#: Marks that name the encoding of what follows.
BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)

#: Encodings of one byte a letter that such tables come in.
SINGLE = ["cp1252", "cp1256", "iso8859_6", "cp720", "mac_arabic", "cp1254"]

_BLOCK = 1 << 20
_FOREIGN = re.compile(rb"[\x80-\xff]")
_SEQUENCE = re.compile(rb"[\xc2-\xf4][\x80-\xbf]{1,3}")
_FOUND = "\ufffd"


@dataclass(frozen=True)
class Encoding:
    """How the letters of a file are written."""

    name: str  #: Name that Python knows.
    bom: int = 0  #: Bytes of the mark at the beginning.


def find(source: Source) -> Encoding:
    r"""Return the encoding of a text file.

    A mark decides; else UTF-8 where nearly all is valid UTF-8; else the likeliest of the
    encodings of one byte a letter, judged by the lines that hold such letters.

    >>> find(Source("place\nكركوك\n".encode("cp1256"), "a.csv")).name
    'cp1256'
    >>> find(Source("place\nكركوك\n".encode(), "a.csv")).name
    'utf-8'
    """
    head = source.head()
    for bom, name in BOMS:
        if head.startswith(bom):
            return Encoding(name, len(bom))
    wide = _detect_utf16(head)
    if wide:
        return Encoding(wide)
    valid, lines = _look(source)
    return Encoding("utf-8") if valid else Encoding(_detect_single_byte(lines))


def _detect_utf16(head: bytes) -> str:
    """Return UTF-16 where every second byte of plain letters is zero."""
    even, odd = head[: len(head) // 2 * 2 : 2], head[1::2]
    for name, letters, zeros in (("utf-16-le", even, odd), ("utf-16-be", odd, even)):
        if len(zeros) > 8 and zeros.count(0) > 0.6 * len(zeros) and letters.count(0) < 2:
            return name
    return ""


def _look(source: Source) -> tuple[bool, bytes]:
    """Return whether the file is UTF-8 (a few bad bytes aside) and lines that are not plain."""
    decoder = codecs.getincrementaldecoder("utf-8")()
    valid, lines = True, bytearray()
    with source.open() as stream:
        while block := stream.read(_BLOCK):
            if len(lines) < _BLOCK // 4:
                lines += b"\n".join(_foreign_lines(block)[:2000]) + b"\n"
            try:
                decoder.decode(block)
            except UnicodeDecodeError:
                valid = False
                break
    return valid or _is_mostly_utf8(bytes(lines)), bytes(lines)


def _foreign_lines(block: bytes) -> list[bytes]:
    """Return the lines that hold other letters than ASCII's, each from 200 bytes before the first.

    Lines are separated before they are searched: a pattern over a whole block of plain letters
    takes the square of its length.
    """
    lines = [] if block.isascii() else [item for item in block.splitlines() if not item.isascii()]
    firsts = ((line, _FOREIGN.search(line)) for line in lines)
    return [line[max(0, at.start() - 200) : at.start() + 400] for line, at in firsts if at]


def _is_mostly_utf8(lines: bytes) -> bool:
    """Return whether text is UTF-8 with a few damaged bytes."""
    sequences = sum(map(len, _SEQUENCE.findall(lines)))
    high = sum(byte >= 0x80 for byte in lines)
    return high == 0 or (sequences >= 0.9 * high and high > 3)


def _detect_single_byte(lines: bytes) -> str:
    match = charset_normalizer.from_bytes(lines, cp_isolation=SINGLE, threshold=0.6).best()
    name = match.encoding if match else "cp1252"
    arabic = re.compile("[\u0621-\u064a]{3,}")
    if len(arabic.findall(lines.decode("cp1256", "replace"))) * 8 > lines.count(b"\n"):
        return "cp1256" if name != "iso8859_6" else name
    return name


class Transcoded(io.RawIOBase):
    """A text file as UTF-8 without a mark, from some letter on, without empty lines at its end."""

    def __init__(self, stream: BinaryIO, encoding: Encoding, skip: int = 0) -> None:
        super().__init__()
        self._stream, self._skip = stream, skip
        self._decoder = codecs.getincrementaldecoder(encoding.name)("replace")
        self._buffer, self._held, self._ended = b"", "", False
        self.bad = 0
        """Bytes that were no letters; U+FFFD stands for each."""
        self.quotes = 0
        """Quotation marks seen."""
        self.open_end = False
        """Whether the last line has no line end, once all is read."""
        stream.read(encoding.bom)

    def readable(self) -> bool:
        """Return that this can be read."""
        return True

    def readinto(self, buffer: object) -> int:
        """Fill a buffer; 0 is the end."""
        view = memoryview(buffer).cast("B")  # type: ignore[arg-type]
        while not self._buffer and not self._ended:
            self._buffer = self._decode_next()
        size = min(len(view), len(self._buffer))
        view[:size], self._buffer = self._buffer[:size], self._buffer[size:]
        return size

    def _decode_next(self) -> bytes:
        block = self._stream.read(_BLOCK)
        text = self._decoder.decode(block, final=not block)
        if not block:
            self._ended = True
        if self._skip:
            self._skip, text = max(0, self._skip - len(text)), text[self._skip :]
        # Lone surrogates cannot be written as UTF-8, and NUL ends strings in other libraries.
        text = text.replace("\0", _FOUND)
        self.bad += text.count(_FOUND)
        self.quotes += text.count('"')
        return self._without_end(text).encode("utf-8", "replace")

    def _without_end(self, text: str) -> str:
        """Hold line ends back until a letter follows."""
        text = self._held + text
        remaining = text.rstrip("\r\n")
        self._held = text[len(remaining) :]
        if self._ended:
            self.open_end = not self._held
        return remaining


def decode_head(source: Source, encoding: Encoding, size: int) -> str:
    """Return the first letters of a text file, whole lines where there is more."""
    head = source.head(size)
    text = codecs.getincrementaldecoder(encoding.name)("replace").decode(head[encoding.bom :])
    text = text.replace("\0", _FOUND)
    cut = max(text.rfind("\n"), text.rfind("\r"))
    return text[: cut + 1] if len(head) == size and cut >= 0 else text
