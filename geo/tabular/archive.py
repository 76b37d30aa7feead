"""Packed files, opened within limits: zip archives and gzip, never one archive in another."""

from __future__ import annotations

import lzma
import stat
import struct
import zipfile
import zlib
from collections import Counter
from collections.abc import Iterable
from dataclasses import replace
from io import BytesIO
from pathlib import PurePosixPath
from typing import BinaryIO

from geo.tabular.source import PREFERRED, Source, error_text, megabytes

_BLOCK = 1 << 20

#: First bytes of archives, and how each is packed.
PACKED = {
    b"PK\x03\x04": "zip",
    b"PK\x05\x06": "zip",
    b"\x1f\x8b": "gzip",
    b"BZh": "bzip2",
    b"\xfd7zXZ\x00": "xz",
    b"\x28\xb5\x2f\xfd": "zstandard",
    b"7z\xbc\xaf\x27\x1c": "7-Zip",
    b"Rar!": "RAR",
}

#: What damaged parts raise.
_TROUBLE = (
    zipfile.BadZipFile, zlib.error, lzma.LZMAError, EOFError, NotImplementedError, ValueError,
    KeyError, OSError, RuntimeError, struct.error,
)  # fmt: skip

#: Files of a Shapefile, those that must be there first.
SHAPEFILE = (".shp", ".dbf", ".shx", ".prj", ".cpg")


def find_packing(head: bytes) -> str:
    r"""Return how an archive is packed by its first bytes, or nothing.

    >>> find_packing(b"PK\x03\x04...")
    'zip'
    """
    if head[257:262] == b"ustar":
        return "tar"
    return next((word for magic, word in PACKED.items() if head.startswith(magic)), "")


def gunzip(source: Source) -> Source:
    """Return the content of a gzip file."""
    out = bytearray()
    try:
        with source.open() as stream:
            for piece in _inflate(stream):
                out += piece
                _check_growth(source, source.size(), len(out), source.name)
    except (zlib.error, EOFError) as error:
        raise source.fail("damaged", "whole", kind="gzip", why=error_text(error)) from None
    name = source.name.removesuffix(".gz")
    return _open_inner(source, bytes(out), name, ())


def _inflate(stream: BinaryIO) -> Iterable[bytes]:
    """Return the pieces of all members of a gzip file."""
    inflate = zlib.decompressobj(wbits=31)
    data = stream.read(_BLOCK)
    while data:
        yield inflate.decompress(data, _BLOCK)
        data = inflate.unconsumed_tail or inflate.unused_data or stream.read(_BLOCK)
        if inflate.eof and data.strip(b"\0"):
            inflate = zlib.decompressobj(wbits=31)
            data = data.lstrip(b"\0")
        elif inflate.eof:
            data = b""
    if not inflate.eof:
        raise EOFError("it ends too early")


def _check_growth(source: Source, small: int, large: int, part: str) -> None:
    """Refuse what grows too much. Small parts may: a few kilobytes of blanks harm nobody."""
    limits = source.limits
    if large > limits.unpacked:
        raise source.fail("grows", "size", part=part, most=megabytes(limits.unpacked))
    if large > 1_000_000 and large > limits.ratio * max(small, 1):
        times = large // max(small, 1)
        raise source.fail("grows_times", "ratio", part=part, n=times, most=limits.ratio)


def _open_inner(source: Source, content: bytes, name: str, choices: tuple[str, ...]) -> Source:
    """Return what lay in an archive, unless it is an archive again."""
    if source.level >= source.limits.nesting:
        raise source.fail("nested", "zip")
    if find_packing(content) and not is_workbook(content):
        raise source.fail("holds_archive", "zip", part=name)
    if not content:
        raise source.fail("holds_empty", "zip", part=name)
    return replace(
        source, content=content, name=name, level=source.level + 1, choices=choices, unpacked=True
    )


def open_archive(source: Source) -> zipfile.ZipFile:
    """Return a zip archive whose list of parts is within the limits."""
    try:
        archive = zipfile.ZipFile(source.open())
    except _TROUBLE as error:
        raise source.fail("damaged", "whole", kind="zip", why=error_text(error)) from None
    parts = archive.infolist()
    most = source.limits.parts
    if len(parts) > most:
        raise source.fail("parts", "parts", n=len(parts), most=most)
    for part in parts:
        if part.flag_bits & 1:
            raise source.fail("locked", "unlocked")
        _check_growth(source, part.compress_size, part.file_size, part.filename)
    names = Counter(part.filename for part in parts)
    if twice := next((name for name, count in names.items() if count > 1), None):
        raise source.fail("twice", "once", value=twice[:60])
    total = sum(part.file_size for part in parts)
    if total > source.limits.unpacked:
        most_bytes = megabytes(source.limits.unpacked)
        raise source.fail("grows_to", "size", size=megabytes(total), most=most_bytes)
    return archive


def part(source: Source, archive: zipfile.ZipFile, name: str) -> bytes:
    """Return one part of an archive; what it says of its size is not believed."""
    out = bytearray()
    try:
        info = archive.getinfo(name)
        with archive.open(info) as stream:
            while block := stream.read(_BLOCK):
                out += block
                _check_growth(source, info.compress_size, len(out), name)
    except _TROUBLE as error:
        why = type(error).__name__
        raise source.fail("damaged_part", "whole", value=name[:60], why=why) from None
    return bytes(out)


def is_workbook(content: bytes) -> bool:
    """Return whether a zip archive is an XLSX workbook."""
    try:
        with zipfile.ZipFile(BytesIO(content)) as archive:
            return "xl/workbook.xml" in archive.namelist()
    except _TROUBLE:
        return False


def names(source: Source, archive: zipfile.ZipFile) -> list[str]:
    """Return the parts of an archive that may be tables.

    Folders, hidden files and what macOS adds are left out.
    """
    parts = [entry for entry in archive.infolist() if not entry.is_dir()]
    if len(parts) > source.limits.members:
        raise source.fail("files", "files", n=len(parts), most=source.limits.members)
    for item in parts:
        path = PurePosixPath(item.filename.replace("\\", "/"))
        linked = stat.S_ISLNK(item.external_attr >> 16)
        outside = not path.parts or path.is_absolute() or ".." in path.parts
        if outside or ":" in path.parts[0] or linked:
            raise source.fail("leads_out", "plain_names", value=item.filename)
    return [entry.filename for entry in parts if not _is_hidden(entry.filename) and entry.file_size]


def _is_hidden(name: str) -> bool:
    path = PurePosixPath(name.replace("\\", "/"))
    return path.name.startswith((".", "~$")) or "__MACOSX" in path.parts


def tables(texts: list[str]) -> list[str]:
    """Return the parts that are tables of their own, a reader's events first, then the likeliest.

    >>> tables(["readme.txt", "a/b.shp", "a/b.dbf", "a/b.prj", "c.csv"])
    ['c.csv', 'a/b.shp']
    >>> tables(["events.csv", "user_events.csv"])
    ['user_events.csv', 'events.csv']
    """
    stems = {name[:-4] for name in texts if name.lower().endswith(".shp")}
    beside = [
        name
        for name in texts
        if not any(name == stem or name.startswith(f"{stem}.") for stem in stems)
    ]
    ranked = sorted(beside, key=_rank)
    best = [name for name in ranked if _rank(name) < len(_LIKELY) and not _rank(name) < 0]
    shapes = [name for name in texts if name.lower().endswith(".shp")]
    chosen = best or ([] if shapes else [name for name in ranked if not _is_aside(name)] or ranked)
    return sorted(chosen + shapes, key=lambda name: PurePosixPath(name).stem != PREFERRED)


_LIKELY = (
    ".csv", ".tsv", ".tab", ".xlsx", ".geojson", ".json", ".ndjson", ".gpkg", ".parquet", ".fgb",
    ".kml", ".gpx",
)  # fmt: skip


def _rank(name: str) -> int:
    lower = name.lower()
    return next((i for i, end in enumerate(_LIKELY) if lower.endswith(end)), len(_LIKELY))


def _is_aside(name: str) -> bool:
    """Return whether a file only describes the table."""
    word = PurePosixPath(name).name.lower()
    return word.startswith(("readme", "license", "licence", "sources")) or word.endswith(
        (".pdf", ".md", ".html", ".htm", ".xml", ".png", ".jpg", ".docx", ".doc")
    )


def choose(source: Source, texts: list[str], choice: str | None) -> tuple[str, str | None]:
    """Return the part that is chosen, else the first, and the choice within it."""
    if not texts:
        raise source.fail("no_table", "zip")
    if choice is None or choice in texts:
        return choice or texts[0], None
    for name in texts:
        if choice.startswith(f"{name}/"):
            return name, choice[len(name) + 1 :]
    if len(texts) == 1:
        return texts[0], choice
    raise source.fail("no_part", "names", part=choice, names=", ".join(texts))


def member(source: Source, archive: zipfile.ZipFile, name: str, texts: list[str]) -> Source:
    """Return one file of an archive as a source of its own."""
    content = part(source, archive, name)
    return _open_inner(source, content, name, tuple(texts) if len(texts) > 1 else ())


def shapefile(source: Source, archive: zipfile.ZipFile, name: str) -> dict[str, bytes]:
    stem = name[:-4]
    files = {
        end: part(source, archive, item)
        for item in archive.namelist()
        for end in SHAPEFILE
        if item.lower() == f"{stem}{end}".lower()
    }
    missing = [end for end in SHAPEFILE[:2] if end not in files]
    if missing:
        raise source.fail("lacks", "shapefile", part=f"{stem}{missing[0]}")
    return files
