"""Files that attack whoever reads them, made here byte by byte: none is stored."""

from __future__ import annotations

import atexit
import gzip
import io
import json
import shutil
import socket
import sqlite3
import struct
import tempfile
import zipfile
from collections.abc import Callable
from contextlib import closing, suppress
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final

import numpy as np
import pyarrow as pa
from openpyxl import Workbook
from pyarrow import parquet

HEAD: Final = b"id,date,lat,lon,note\n"
ROW: Final = b"1,2017-10-16,35.4,44.3,a\n"


@dataclass(frozen=True)
class Attack:
    """One hostile file."""

    name: str
    make: Callable[[], bytes]
    told: str = ""
    """What a person is told of it."""

    large: bool = False
    """Whether making or reading it takes long, so that only ``make stress`` does."""


def parts(*given: tuple[str, bytes]) -> bytes:
    """Return a zip archive."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, content in given:
            packed.writestr(name, content)
    return out.getvalue()


def workbook(rows: str) -> bytes:
    """Return an XLSX workbook whose sheet holds these rows as XML."""
    book = Workbook()
    book.active.append(("id", "date", "lat", "lon"))
    out = io.BytesIO()
    book.save(out)
    sheet = (
        '<?xml version="1.0"?><worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/'
        f'2006/main"><sheetData>{rows}</sheetData></worksheet>'
    )
    return changed_part(out.getvalue(), "xl/worksheets/sheet1.xml", lambda _: sheet.encode())


def implicit_rows() -> bytes:
    """Return 1.5 kB that span the largest sheet there is: 17 thousand million cells."""
    return workbook(
        '<row r="1"><c r="XFD1"><v>1</v></c></row><row r="1048576"><c><v>2</v></c></row>'
    )


def implicit_cells() -> bytes:
    """Return a wide row of cells without references above a last row."""
    return workbook(
        f'<row>{"<c><v>1</v></c>" * 16_000}</row><row r="1048576"><c><v>2</v></c></row>'
    )


def changed_part(content: bytes, name: str, change: Callable[[bytes], bytes]) -> bytes:
    """Return a zip archive with one of its parts changed."""
    return parts(*((at, change(text) if at == name else text) for at, text in _members(content)))


def unclosed_strings() -> bytes:
    """Return shared texts of which none is closed."""
    book = workbook('<row><c t="s"><v>0</v></c></row>')
    return parts(*_members(book), ("xl/sharedStrings.xml", b"<sst>" + b"<si>" * 120_000))


def _members(content: bytes) -> list[tuple[str, bytes]]:
    with zipfile.ZipFile(io.BytesIO(content)) as packed:
        return [(name, packed.read(name)) for name in packed.namelist()]


def many_names() -> bytes:
    """Return 20,000 names of sheets that all lie in one part."""
    sheets = "".join(
        f'<sheet name="s{number}" sheetId="{number + 1}" state="visible" r:id="rId1"/>'
        for number in range(20_000)
    )
    item = '<sheet xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'

    def replace_names(text: bytes) -> bytes:
        begin, end = text.index(b"<sheets>") + 8, text.index(b"</sheets>")
        spaces = sheets.replace("<sheet ", f"{item} ")
        return text[:begin] + spaces.encode() + text[end:]

    rows = "<row><c><v>1</v></c><c><v>2</v></c></row>" * 2_000
    return changed_part(workbook(rows), "xl/workbook.xml", replace_names)


def disguised_ods() -> bytes:
    """Return an OpenDocument sheet of 10,000 by 10,000 repeated cells that claims to be XLSX."""
    spaces = " ".join(
        f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
        for name in ("office", "table", "text")
    )
    content = (
        f'<?xml version="1.0"?><office:document-content {spaces}><office:body><office:spreadsheet>'
        '<table:table table:name="a"><table:table-row table:number-rows-repeated="10000">'
        '<table:table-cell office:value-type="float" office:value="1" '
        'table:number-columns-repeated="10000"><text:p>1</text:p></table:table-cell>'
        "</table:table-row></table:table></office:spreadsheet></office:body>"
        "</office:document-content>"
    )
    manifest = (
        '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0">'
        '<manifest:file-entry manifest:full-path="/" manifest:media-type='
        '"application/vnd.oasis.opendocument.spreadsheet"/></manifest:manifest>'
    )
    return parts(
        ("mimetype", b"application/vnd.oasis.opendocument.spreadsheet"),
        ("xl/workbook.xml", b"<"),
        ("content.xml", content.encode()),
        ("META-INF/manifest.xml", manifest.encode()),
    )


def _save_table(table: pa.Table) -> bytes:
    out = io.BytesIO()
    parquet.write_table(table, out, compression="zstd")
    return out.getvalue()


def zeros() -> bytes:
    """Return a Parquet file of one row with a list of 150 million zeros."""
    values = pa.array(np.zeros(150_000_000, np.int8))
    column = pa.LargeListArray.from_arrays(pa.array([0, len(values)], pa.int64()), values)
    return _save_table(pa.table({"id": ["1"], "lat": [35.4], "lon": [44.3], "list": column}))


def nested_lists() -> bytes:
    """Return a Parquet file of lists of lists that hold nothing."""
    inner = pa.ListArray.from_arrays(
        pa.array(np.zeros(3_000_001, np.int32)), pa.array([], pa.int8())
    )
    outer = pa.ListArray.from_arrays(pa.array([0, 3_000_000], pa.int32()), inner)
    return _save_table(pa.table({"id": ["1"], "lat": [35.4], "lon": [44.3], "list": outer}))


def repeated_text() -> bytes:
    """Return a Parquet file whose one long text stands in every row."""
    codes = pa.array(np.zeros(400_000, np.int32))
    text = pa.DictionaryArray.from_arrays(codes, pa.array(["x" * 100_000]))
    return _save_table(pa.table({"lat": np.full(400_000, 35.4), "text": text}))


def long_texts() -> bytes:
    """Return a small Parquet file of a million honest rows whose two texts have 700 letters."""
    rows = 1_000_000
    text = pa.DictionaryArray.from_arrays(pa.array(np.zeros(rows, np.int32)), pa.array(["x" * 700]))
    days = pa.DictionaryArray.from_arrays(text.indices, pa.array(["2017-10-16"]))
    lat, lon = (pa.array(np.full(rows, value)) for value in (35.4, 44.3))
    return _save_table(
        pa.table({"date": days, "lat": lat, "lon": lon, "note": text, "description": text})
    )


def geojson_of_one_ring() -> bytes:
    """Return one area of a million corners."""
    ring = ",".join(f"[{40 + at % 1000 / 1000},{35 + at / 1_000_000}]" for at in range(1_000_000))
    shape = f'{{"type":"Polygon","coordinates":[[{ring}]]}}'
    text = f'{{"type":"FeatureCollection","features":[{{"type":"Feature","geometry":{shape}}}]}}'
    return text.encode()


def swallowed_rows() -> bytes:
    """Return a CSV in which an unclosed quotation mark swallows 2,000 rows, and is closed later."""
    good = ROW * 100
    return (
        HEAD + good + b'2,2017-10-16,35.4,44.3,"a\n' + ROW * 2_000 + b'3,2017-10-16,35.4,44.3,a"\n'
    )


def long_digits() -> bytes:
    """Return a CSV of whole numbers that have more digits than Python reads at once."""
    return HEAD + b"".join(b"%d,2017-10-16,35.4,44.3,%s\n" % (at, b"9" * 5_000) for at in range(50))


def long_digits_in_json() -> bytes:
    """Return JSON whose numbers have more digits than Python reads at once."""
    text = '{"id": %d, "lat": 35.4, "lon": 44.3, "date": "2017-10-16", "best": %s}'
    return f"[{', '.join(text % (at, '9' * 5_000) for at in range(50))}]".encode()


def duplicate_keys() -> bytes:
    """Return JSON whose objects say where they are twice."""
    text = '{"id": %d, "lat": 35.4, "lat": 36.4, "lon": 44.3, "date": "2017-10-16"}'
    return f"[{', '.join(text % at for at in range(20))}]".encode()


def overlapping_zip() -> bytes:
    """Return a zip whose list says that a part is larger than it is."""
    content = bytearray(parts(("a.csv", HEAD + ROW)))
    at = content.index(b"PK\x01\x02")
    content[at + 24 : at + 28] = struct.pack("<I", 3_000_000_000)
    return bytes(content)


def shared_strings() -> bytes:
    """Return a workbook with a long text that 100,000 cells share."""
    rows = "".join(
        f'<row r="{at}"><c r="A{at}" t="s"><v>0</v></c></row>' for at in range(1, 100_001)
    )
    main = b"http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    office = b"http://schemas.openxmlformats.org/officeDocument/2006/relationships/sharedStrings"
    text = b'<sst xmlns="%s"><si><t>%s</t></si></sst>' % (main, b"long " * 20_000)
    more = b'<Relationship Id="s" Type="%s" Target="sharedStrings.xml"/></Relationships>' % office
    changed = [
        (name, item.replace(b"</Relationships>", more)) for name, item in _members(workbook(rows))
    ]
    return parts(*changed, ("xl/sharedStrings.xml", text))


def _geopackage(*statements: str) -> bytes:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "t.gpkg"
        with closing(sqlite3.connect(path)) as base, base:
            for statement in statements:
                base.execute(statement)
        return path.read_bytes()


def _contents(name: str) -> tuple[str, ...]:
    return (
        "CREATE TABLE gpkg_contents (table_name TEXT, data_type TEXT)",
        f"INSERT INTO gpkg_contents VALUES ('{name}', 'attributes')",
    )


def endless_view() -> bytes:
    """Return a GeoPackage whose layer is a query without an end."""
    counting = (
        "CREATE VIEW events AS WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n)"
        " SELECT i FROM n"
    )
    return _geopackage(*_contents("events"), counting)


def computed_columns() -> bytes:
    """Return a GeoPackage whose column is computed to a gigabyte."""
    made = "CREATE TABLE events (id, big TEXT GENERATED ALWAYS AS (hex(zeroblob(400000000))))"
    return _geopackage(*_contents("events"), made, "INSERT INTO events (id) VALUES (1)")


#: A text that no reading of a hostile file brings, since it lies elsewhere.
OUTSIDE: Final = "OutsideOfTheFile"


@cache
def listener() -> socket.socket:
    """Return a socket that hears whoever follows an address in a file."""
    opened = socket.create_server(("127.0.0.1", 0))
    opened.setblocking(False)
    return opened


def count_calls() -> int:
    """Return how many followed such an address since the last look."""
    count = 0
    with suppress(BlockingIOError):
        while True:
            listener().accept()[0].close()
            count += 1
    return count


@cache
def outside_file() -> str:
    """Return the path of a table that lies beside no hostile file."""
    path = Path(tempfile.mkdtemp()) / "outside.csv"
    path.write_bytes(HEAD + ROW.replace(b"44.3,a", f"44.3,{OUTSIDE}".encode()))
    atexit.register(shutil.rmtree, path.parent, ignore_errors=True)
    return str(path)


def links() -> tuple[str, str]:
    """Return an address on this machine and one of a file."""
    port = listener().getsockname()[1]
    return f"http://127.0.0.1:{port}/more.kml", f"file://{outside_file()}"


def virtual_layer() -> bytes:
    """Return a description of a layer that lies in another file and at an address."""
    layers = "".join(
        f'<OGRVRTLayer name="{name}"><SrcDataSource>{source}</SrcDataSource></OGRVRTLayer>'
        for name, source in (("outside", outside_file()), ("more", f"/vsicurl/{links()[0]}"))
    )
    return f"<OGRVRTDataSource>{layers}</OGRVRTDataSource>".encode()


_PLACE: Final = (
    "<Placemark><name>{}</name><TimeStamp><when>2017-10-16</when></TimeStamp>"
    "<Point><coordinates>44.3,35.4</coordinates></Point></Placemark>"
)


def network_link() -> bytes:
    """Return a KML with one place and links to more."""
    more = "".join(
        f"<NetworkLink><Link><href>{link}</href></Link></NetworkLink>" for link in links()
    )
    return f"<kml><Document>{_PLACE.format('a')}{more}</Document></kml>".encode()


def external_entity() -> bytes:
    """Return a KML whose names are entities that lie elsewhere."""
    made = "".join(f'<!ENTITY e{at} SYSTEM "{link}">' for at, link in enumerate(links()))
    places = "".join(_PLACE.format(f"&e{at};") for at in range(2))
    return f"<!DOCTYPE kml [{made}]><kml><Document>{places}</Document></kml>".encode()


#: Files that point elsewhere.
ELSEWHERE: Final = (
    Attack("virtual-layer.vrt", virtual_layer, "is a web page or other XML"),
    Attack(
        "virtual-shapes.zip",
        lambda: parts(
            ("a.shp", virtual_layer()), *((f"a.{end}", b"") for end in ("dbf", "shx", "prj"))
        ),
        "is no Shapefile",
    ),
    Attack("network-link.kml", network_link, "1 of 1 rows kept"),
    Attack("external-entity.kml", external_entity, "is a damaged KML file"),
)

ATTACKS: Final = (
    *ELSEWHERE,
    Attack("implicit-rows.xlsx", implicit_rows, "made the process that read it break off"),
    Attack("implicit-cells.xlsx", implicit_cells, "made the process that read it break off"),
    Attack(
        "far-row.xlsx",
        lambda: workbook('<row r="4294967295"><c r="XFD4294967295"><v>2</v></c></row>'),
        "has too many rows",
    ),
    Attack("unclosed-rows.xlsx", lambda: workbook("<row " * 120_000), "is a damaged XLSX"),
    Attack("unclosed-strings.xlsx", unclosed_strings, "is a damaged XLSX"),
    Attack("many-names.xlsx", many_names),
    Attack("disguised-ods.xlsx", disguised_ods, "is an OpenDocument file"),
    Attack("shared-strings.xlsx", shared_strings, large=True),
    Attack("zeros.parquet", zeros, large=True),
    Attack("nested-lists.parquet", nested_lists),
    Attack("repeated-text.parquet", repeated_text, "needs more than"),
    Attack("long-texts.parquet", long_texts, large=True),
    Attack("many-values.json", lambda: b"[" + b",".join([b"[]"] * 19_000_000) + b"]", large=True),
    Attack(
        "many-objects.json", lambda: b"[" + b",".join([b'{"a":1}'] * 4_000_000) + b"]", large=True
    ),
    Attack(
        "wide-objects.json",
        lambda: json.dumps([{f"n{at}": at} for at in range(20_000)]).encode(),
        "has 20,000 columns",
    ),
    Attack("deep.json", lambda: b"[" * 2_000_000, "has brackets within brackets too deep"),
    Attack("one-ring.geojson", geojson_of_one_ring, large=True),
    Attack("long-digits.json", long_digits_in_json, "50 of 50 rows kept"),
    Attack("duplicate-keys.json", duplicate_keys, "20 of 20 rows kept"),
    Attack(
        "unclosed-quote.csv",
        lambda: HEAD + ROW * 1_000 + ROW[:-2] + b'"' + ROW * 700_000,
        large=True,
    ),
    Attack("swallowed-rows.csv", swallowed_rows, "100 of 2,102 rows kept"),
    Attack("bad-rows.csv", lambda: HEAD + ROW * 10 + b"1,2,3,4,5,6\n" * 3_000_000, large=True),
    Attack("wide.csv", lambda: b",".join(b"c%d" % at for at in range(100_000)) + b"\n"),
    Attack("long-cell.csv", lambda: HEAD + ROW * 10 + ROW[:-2] + b"x" * 20_000_000, large=True),
    Attack("long-digits.csv", long_digits, "50 of 50 rows kept"),
    Attack("blanks.csv.gz", lambda: gzip.compress(b" " * 50_000_000), "is empty"),
    Attack("blanks.zip", lambda: parts(("a.csv", b" " * 50_000_000)), "is empty"),
    Attack("overlapping.zip", overlapping_zip, "1 of 1 rows kept"),
    Attack("endless-view.gpkg", endless_view, "holds no layer"),
    Attack("computed-columns.gpkg", computed_columns, "is a damaged GeoPackage"),
)
