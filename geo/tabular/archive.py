"""Packed files: zip archives and gzip, never one archive in another; nothing is unpacked to disk.

How far a part may grow is bounded by the memory and the time of the process that reads it.
"""

from __future__ import annotations

import gzip
import lzma
import struct
import zipfile
import zlib
from dataclasses import replace
from pathlib import PurePosixPath

from geo.tabular.source import PREFERRED, Source, error_text

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

#: Endings of tables, the likeliest first, and of files that only describe one.
_LIKELY = (
    ".csv", ".tsv", ".tab", ".xlsx", ".geojson", ".json", ".ndjson", ".gpkg", ".parquet", ".fgb",
    ".kml", ".gpx", ".shp",
)  # fmt: skip
_ASIDE = (".pdf", ".md", ".html", ".htm", ".xml", ".png", ".jpg", ".docx", ".doc")


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
    try:
        with source.open() as stream, gzip.open(stream) as packed:
            content = packed.read()
    except (zlib.error, EOFError, OSError) as error:
        raise source.fail(
            "damaged", "whole", kind="gzip", why=error_text(error).partition(" 0x")[0]
        ) from None
    return _open_inner(source, content, source.name.removesuffix(".gz"))


def _open_inner(source: Source, content: bytes, name: str, choices: tuple[str, ...] = ()) -> Source:
    """Return what lay in an archive, unless it is an archive again."""
    if source.is_inner:
        raise source.fail("nested", "zip")
    if not content:
        raise source.fail("holds_empty", "zip", part=name)
    return replace(source, content=content, name=name, is_inner=True, choices=choices)


def open_archive(source: Source) -> zipfile.ZipFile:
    try:
        archive = zipfile.ZipFile(source.open())
    except _TROUBLE as error:
        raise source.fail("damaged", "whole", kind="zip", why=error_text(error)) from None
    if any(part.flag_bits & 1 for part in archive.infolist()):
        raise source.fail("locked", "unlocked")
    return archive


def read_part(source: Source, archive: zipfile.ZipFile, name: str) -> bytes:
    try:
        return archive.read(name)
    except _TROUBLE as error:
        why = type(error).__name__
        raise source.fail("damaged_part", "whole", value=name[:60], why=why) from None


def list_tables(archive: zipfile.ZipFile) -> list[str]:
    """Return the parts that are tables of their own, a reader's events first, then the likeliest.

    Folders, hidden files, what macOS adds and the parts beside a Shapefile are left out.
    """
    names = [part.filename for part in archive.infolist() if part.file_size and not part.is_dir()]
    names = [name for name in names if not _is_hidden(name)]
    stems = {name[:-4] for name in names if name.lower().endswith(".shp")}
    beside = [
        name
        for name in names
        if name.lower().endswith(".shp")
        or stems.isdisjoint({name, *(name[:at] for at, sign in enumerate(name) if sign == ".")})
    ]
    ranks = {name: _rank(name) for name in beside}
    best = [name for name in beside if ranks[name] < len(_LIKELY)]
    chosen = best or [name for name in beside if not _is_aside(name)] or beside
    return sorted(chosen, key=lambda name: (PurePosixPath(name).stem != PREFERRED, ranks[name]))


def _is_hidden(name: str) -> bool:
    path = PurePosixPath(name.replace("\\", "/"))
    return path.name.startswith((".", "~$")) or "__MACOSX" in path.parts


def _rank(name: str) -> int:
    return next((i for i, end in enumerate(_LIKELY) if name.lower().endswith(end)), len(_LIKELY))


def _is_aside(name: str) -> bool:
    """Return whether a file only describes the table."""
    word = PurePosixPath(name).name.lower()
    return word.startswith(("readme", "license", "licence", "sources")) or word.endswith(_ASIDE)


def choose(source: Source, names: list[str], choice: str | None) -> tuple[str, str | None]:
    """Return the part that is chosen, else the first, and the choice within it."""
    if not names:
        raise source.fail("no_table", "zip")
    if choice is None or choice in names:
        return choice or names[0], None
    for name in names:
        if choice.startswith(f"{name}/"):
            return name, choice[len(name) + 1 :]
    if len(names) == 1:
        return names[0], choice
    raise source.fail("no_part", "names", part=choice, names=", ".join(names))


def member(source: Source, archive: zipfile.ZipFile, name: str, names: list[str]) -> Source:
    """Return one file of an archive as a source of its own."""
    content = read_part(source, archive, name)
    return _open_inner(source, content, name, tuple(names) if len(names) > 1 else ())


def shapefile(source: Source, archive: zipfile.ZipFile, name: str) -> dict[str, bytes]:
    stem = name[:-4]
    files = {
        end: read_part(source, archive, item)
        for item in archive.namelist()
        for end in SHAPEFILE
        if item.lower() == f"{stem}{end}".lower()
    }
    missing = [end for end in SHAPEFILE[:2] if end not in files]
    if missing:
        raise source.fail("lacks", "shapefile", part=f"{stem}{missing[0]}")
    return files
