"""Any file as one table: each row of the tables here says what a file gives, or what refuses it."""

from __future__ import annotations

import gzip
import io
import json
import os
import threading
import zipfile
from datetime import date, datetime
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
import pytest
from shapely import LineString, Point, box

from geo.errors import ReadError
from geo.tabular.sheet import Sheet, open_sheet, sheets
from geo.tabular.source import LIMITS, Limits, sourced
from tests.tabular.makers import (
    GPX,
    KML,
    POINTS,
    book,
    case,
    change_part,
    collection,
    columnar,
    package,
    places,
    point,
    read_here,
    shapefile,
    zipped,
)

# fmt: off
CSV = b"id,lat,lon\n1,35.47,44.39\n"
ARABIC = "المعرف;التاريخ;خط العرض;خط الطول;المكان\r\n1;2014-06-10;35,47;44,39;كركوك\r\n2;2014-06-11;36,34;43,13;الموصل\r\n"
MORE = "".join(f"{n};2014-07-{n:02d};35,{n};44,{n};السليمانية والمدينة\r\n" for n in range(3, 29))
ENCODINGS = {
    "utf-8": "utf-8", "utf-8-sig": "utf-8", "cp1256": "cp1256", "utf-16": "utf-16-le", "utf-16-be": "utf-16-be",
    "utf-16-le": "utf-16-le", "iso8859_6": "iso8859_6",
}
MARKED = [["id", "lat", "note"], ["1", "35.47", "a, b; c"], ["2", "36.34", "d | e"]]
LONG_NOTE = "seen, then lost\nagain, twice\nno one hurt\na, b, c\nend"
WORDING = "; ".join(f"part {n}" for n in range(26))
DIVIDED = f'2014-06-10,35.5,44.4,"{WORDING}, they said","{WORDING} ""z""; w"'
SWALLOWED = [f"{at},2017-10-16,35.4,44.3," + {100: '"a', 301: 'b"'}.get(at, "a") for at in range(500)]
BARE = "\t".join(str(number) for number in range(61))
NUMBERED = b'"date","lat","lon"\n"1",2014-06-10,35.4,44.3\n"2",2014-06-11,35.5,44.4\n'

DELIMITED = [
    case("cells stay as they are", b'id,name\n007," a ""b"" "\n8,=1+1\n', {"name": "t.csv"}, kind="csv", name="t.csv",
         cells={"id": ["007", "8"], "name": [' a "b" ', "=1+1"]}, rows=[2, 3], bad=[], hxl={}, choices=()),
    *(case(f"divided by {mark!r}", "\n".join(mark.join(f'"{cell}"' if mark in cell else cell for cell in line)
           for line in MARKED).encode(), delimiter=mark, cells={"note": ["a, b; c", "d | e"]}) for mark in ",;\t|^~"),
    *(case(f"two rows of names: {title}", f"{names}\n35.4,44.3,2017-10-16,7\n35.5,44.4,2017-10-17,8\n".encode(), columns=columns.split(","), count=2)
      for title, names, columns in [
          ("groups over names", "Location,,When,\nLat,Lon,Date,Dead", "Lat,Lon,Date,Dead"),
          ("in words and in codes", "Latitude,Longitude,Date of the event,Deaths\nlat,lon,date,deaths", "lat,lon,date,deaths"),
          ("in Arabic", "الموقع,,الحدث,\nخط العرض,خط الطول,التاريخ,القتلى", "خط العرض,خط الطول,التاريخ,القتلى"),
          ("some columns divided", "Lat,Lon,Count,\n,,Day,Dead", "Lat,Lon,Day,Dead")]),
    case("a first row of words over numbers is data", b"lat,lon,date,dead\n35.1,n/a,n/a,7\n35.4,n/a,2017-10-16,7\n35.5,44.4,2017-10-17,8\n35.6,44.4,2017-10-18,8\n", count=4),
    case("the delimiter that Excel names", b"sep=;\r\nid;lat\r\n1;35,47\r\n", delimiter=";", rows=[3]),
    *(case(f"written in {encoding}", (ARABIC + MORE).encode(encoding), encoding=expected, decimal=",", count=28,
           cells={"المكان": ["كركوك", "الموصل", *["السليمانية والمدينة"] * 26]}) for encoding, expected in ENCODINGS.items()),
    case("western letters", ("nom;lieu\n" + "1;Région de l'été\n" * 20).encode("cp1252"), cells={"lieu": ["Région de l'été"] * 20}),
    case("a few bad bytes do not change the encoding", ARABIC.encode().replace("كركوك".encode(), "كرك".encode() + b"\xff"),
         cells={"المكان": ["كرك\ufffd", "الموصل"]}, notes={"bad_bytes": 1}),
    case("line ends within quotes", b'id,text\r\n1,"one\ntwo"\r\n2,three\r\n', cells={"text": ["one\ntwo", "three"]}, rows=[2, 3]),
    case("line ends of old", b"id,a\r1,2\r3,4", cells={"id": ["1", "3"]}),
    case("a title above the names", b"Events of June\n\nsource: field teams\nid,lat,lon\n1,35.4,44.3\n2,35.5,44.4\n",
         columns=["id", "lat", "lon"], rows=[5, 6]),
    case("HXL tags are no row", b"id,where\n#event+id,#loc +name\n1,Kirkuk\n", rows=[3], cells={"where": ["Kirkuk"]},
         hxl={"id": "#event+id", "where": "#loc+name"}),
    case("no names", f"{BARE}\n{BARE}\n".encode(), columns=[f"c{n}" for n in range(1, 62)], header=False, rows=[1, 2]),
    case("names are made unique", b"id,,lat,lat,lat_2\n1,a,35,36,37\n", columns=["id", "c2", "lat", "lat_3", "lat_2"]),
    case("names without signs that turn them", "\u202bmydate\u202c,date,\u202adate,lat,lon\n,2017-10-16,,35,44\n".encode(), columns=["mydate", "date", "date_2", "lat", "lon"]),
    case("a lone quotation mark between tabs", b'id\tname\n1\t"Abu\n2\tB\n', cells={"name": ['"Abu', "B"]}),
    case("rows with other cells", b"id,lat,lon\n1,35,44\n2,35\n3,36,45,9\n\n4,36,45,,\n5,36,45\n",
         cells={"id": ["1", "", "4", "5"]}, rows=[2, 5, 6, 7], bad=[(3, "2,35"), (4, "3,36,45,9")],
         accepted=["3 cells, found 2", "3 cells, found 4"]),
    case("a needless delimiter at each end", b"id,lat\n1,35.1,\n2,35.2,\n", columns=["id", "lat", "c3"], bad=[]),
    case("a quotation mark never closed", b'id,note\n1,a\n2,"b\n3,c\n4,d\n', cells={"id": ["1"]}, bad=[], notes={"rows_not_read": 3}),
    case("rows that a quotation mark swallows", "\n".join(["id,date,lat,lon,note", *SWALLOWED]).encode(), count=298,
         bad=[], notes={"rows_not_read": 202}),
    case("a note of many lines", f'id,lat,lon,note\n1,35,44,"{LONG_NOTE}"\n2,35,44,x\n'.encode(), cells={"note": [LONG_NOTE, "x"]}, bad=[]),
    case("signs within quoted text divide no cells", "\n".join(["date,lat,lon,text,note", *[DIVIDED] * 20]).encode(),
         delimiter=",", cells={"note": [f'{WORDING} "z"; w'] * 20}),
    case("a last number that was cut", b"id,lat,lon\n1,35.4712,44.3913\n2,36.3401,43.1301\n3,35.1122,44.3", cells={"id": ["1", "2"]}, bad_rows=[4], pieces=False),
    case("a last number that is whole", b"id,lat,lon\n1,35.47,44.3\n2,36.3,43.13\n3,35.11,44.3", count=3, bad=[]),
    case("names alone", b"id,lat,lon,date\n", count=0, columns=["id", "lat", "lon", "date"]),
    case("rows that begin with their number", NUMBERED, columns=["c1", "date", "lat", "lon"], cells={"lat": ["35.4", "35.5"]}, bad=[]),
    case("rows with a cell too many", NUMBERED.replace(b'"', b"").replace(b"date", b"id"), count=0, bad_rows=[2, 3]),
    case("too long a cell", b"id,note\n1,ab\n2," + b"x" * 300 + b"\n", {"limits": Limits(cell=200)}, cells={"id": ["1"]}, bad_rows=[3]),
    case("ORC as a name", b"ORC,date\n1,2017-01-01\n", count=1),
    case("nothing", b"", says="is empty"),
    case("blank lines", b"\n\n \n", says="is empty"),
    case("no text", b"\x00\x01\x02\x03" * 90, says="is not a text file"),
    case("another table asked for", CSV, {"choice": "Sheet2"}, says="one table only"),
    case("rows beyond", b"id,lat\n" + b"1,35.2\n" * 50, {"limits": Limits(rows=20)}, says="too many rows; accepted: at most 20 rows"),
    case("bytes beyond", b"id,lat\n" + b"1,35.2\n" * 50, {"limits": Limits(bytes=100)}, says="is too large: 357 bytes; accepted: at most 100 bytes"),
    case("columns beyond", ",".join(f"n{i}" for i in range(600)).encode(), says="600 columns"),
    case("as many rows as may be", b"a,b\n1,2\n3,4\n5,6\n", {"limits": Limits(rows=3)}, count=3),
]

OTHERS = [
    case(says, content, {"name": "folder/upload.csv"}, says=rf"^upload\.csv: .*{says}.*; accepted: ") for content, says in (
        (b"\xd0\xcf\x11\xe0" + b"\0" * 600, "old Office file"), (b"%PDF-1.7 ...", "is a PDF"), (b"{", "not JSON"),
        (b"\x89PNG\r\n\x1a\n" + b"\0" * 50, "is a picture"), (b"7z\xbc\xaf\x27\x1c" + b"\0" * 50, "7-Zip"),
        (b"Rar!\x1a\x07" + b"\0" * 50, "RAR"), (b"BZh91AY" + b"\0" * 50, "bzip2"), (b"ORC\x0a\x03\x00\x01\x02" * 20, "is an ORC file"),
        (b"x" * 257 + b"ustar" + b"\0" * 300, r"archive \(tar\)"), (b'<?xml version="1.0"?><gml/>', "web page or other XML"),
        (b"<html><body>1,2</body></html>", "web page"),
        (b"<OGRVRTDataSource><SrcDataSource>/etc/passwd</SrcDataSource></OGRVRTDataSource>", "other XML"),
        (b"\x00\x00\x27\x0a" + b"\0" * 96, "one part of a Shapefile"), (b"SQLite format 3\x00" + b"\0" * 200, "damaged GeoPackage"),
        (b"PAR1" + b"\0" * 200 + b"PAR1", "damaged Parquet"), (b"PK\x03\x04" + b"\0" * 200, "damaged zip"),
        (b"\x1f\x8b\x08\x00" + b"\0" * 200, "damaged gzip"),
    )
] + [case(f"FlatGeobuf of {more} zeros", b"fgb\x03fgb" + b"\0" * more, says=r"(holds no layer|is damaged)(?!.*(GeoPackage|index)).*FlatGeobuf")
     for more in (1, 40)]


def linked() -> bytes:
    """Return an archive with a link out of it."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        link = zipfile.ZipInfo("a.csv")
        link.external_attr = 0o120777 << 16
        archive.writestr(link, "/etc/passwd")
    return out.getvalue()


def locked() -> bytes:
    """Return an archive that says that it has a password."""
    content = bytearray(zipped({"a.csv": CSV}, zipfile.ZIP_STORED))
    for at in (6, content.index(b"PK\x01\x02") + 8):
        content[at] |= 1
    return bytes(content)


TWO = zipped({"a.csv": CSV, "b.csv": CSV.replace(b"1,", b"2,"), "note.txt": b"x"})
INNER = "is an archive within an archive"
SIZE = (50_000_000).to_bytes(4, "little")

PACKED = [
    case("the one table", zipped({"README.md": b"# text", "__MACOSX/._a.csv": b"\0\5", "in/a.csv": CSV}), cells={"id": ["1"]}, name="in/a.csv", choices=()),
    case("a table whose name says nothing", zipped({"license.txt": b"free", "20171016120000.export": CSV}), kind="csv"),
    case("several tables", TWO, choices=("a.csv", "b.csv"), cells={"id": ["1"]}),
    case("one of several", TWO, {"choice": "b.csv"}, cells={"id": ["2"]}),
    case("none of several", TWO, {"choice": "c.csv"}, says="holds no 'c.csv'; accepted: a.csv, b.csv"),
    case("a workbook", zipped({"events.xlsx": book(("id", "lat"), (1, 35.4))}), kind="xlsx"),
    case("gzip twice, one after the other", gzip.compress(b"id,lat\n1,35.2\n") + gzip.compress(b"2,35.3\n"), {"name": "a.csv"}, cells={"id": ["1", "2"]}),
    *(case(f"a name that leads out, where nothing is written: {name}", zipped({name: CSV}), cells={"id": ["1"]})
      for name in ("../a.csv", "/etc/a.csv", "..\\..\\a.csv", "C:\\a.csv", "x/../../a.csv")),
    case("a link, which is not followed", linked, columns=["/etc/passwd"], count=0),
    case("a zip in a zip", zipped({"b.zip": zipped({"a.csv": CSV})}), says=INNER),
    case("a zip named as a table", zipped({"b.csv": zipped({"a.csv": CSV})}), says=INNER),
    case("gzip in a zip", zipped({"b.csv.gz": gzip.compress(CSV)}), says=INNER),
    case("a zip in gzip", gzip.compress(zipped({"a.csv": CSV})), says=INNER),
    case("gzip in gzip", gzip.compress(gzip.compress(CSV)), says=INNER),
    case("a size that is not true", lambda: zipped({"a.csv": bytes(50_000_000)}).replace(SIZE, (1000).to_bytes(4, "little")), says="damaged"),
    case("many files", zipped({f"{number}.csv": CSV for number in range(129)}), cells={"id": ["1"]}),
    case("an empty archive", zipped({}), says="damaged|no table"),
    case("an empty table", zipped({"a.csv": b""}), says="holds no table"),
    case("OpenDocument", zipped({"mimetype": b"x", "content.xml": b"<x/>"}), says="OpenDocument"),
    case("a document of Word", zipped({"word/document.xml": b"<x/>"}), says="other than XLSX"),
    case("a password", locked, says="locked with a password"),
]

SQUARE = {"type": "Polygon", "coordinates": [[[44, 35], [44.2, 35], [44.2, 35.2], [44, 35.2], [44, 35]]]}
UTM = {"type": "name", "properties": {"name": "urn:ogc:def:crs:EPSG::32638"}}
METRES = "names no CRS and has coordinates that cannot be degrees"

JSON = [
    *(case(f"rows under {name!r}", json.dumps({"TotalCount": 2, name: [{"id": 1}, {"id": 2, "lat": 35.40}]}).encode(),
           cells={"id": ["1", "2"], "lat": ["", "35.4"]}, kind="json", rows=[2, 3])
      for name in ("Result", "data", "features", "records", "results")),
    case("numbers as they are written", b'[{"a": 35.470, "b": 1e400, "c": NaN, "d": 123456789012345678901234567890, "e": true, "f": null}]',
         cells={"a": ["35.470"], "b": ["1e400"], "c": ["NaN"], "d": ["123456789012345678901234567890"], "e": ["true"], "f": [""]}),
    case("ten thousand digits", b'[{"a": ' + b"9" * 10_000 + b"}]", cells={"a": ["9" * 10_000]}),
    case("objects and lists within", b'[{"id": 1, "where": {"lat": 35.4, "lon": 44.3}, "tags": ["a", "b"]}]',
         cells={"id": ["1"], "where.lat": ["35.4"], "where.lon": ["44.3"], "tags": ['["a", "b"]']}),
    case("one object a line", b'{"id": 1}\n{"id": 2}\nbroken\n', cells={"id": ["1", "2"]}, bad_rows=[4]),
    case("a sign within a text that ends lines elsewhere", '{"id": "a\u2028b"}\n{"id": 2}\n'.encode(), cells={"id": ["a\u2028b", "2"]}),
    case("lists below names", b'[["id", "lat"], [1, 35.4], [2], [3, 35.6]]', cells={"lat": ["35.4", "35.6"]}, bad_rows=[3]),
    *(case(f"ids of a feature and of its properties: {title}", json.dumps({"type": "FeatureCollection", "features": [
        {"type": "Feature", **dict(parts)}, {"type": "Feature", "id": 8, "geometry": None, "properties": {"id": 8}}]}).encode(),
        cells={"id": ["E7", "8"], "id_2": ["7", ""]}, kind="geojson")
      for title, parts in (("before", [("id", 7), ("properties", {"id": "E7"})]), ("after", [("properties", {"id": "E7"}), ("id", 7)]))),
    case("an id of a feature beside properties of its names", json.dumps({"type": "FeatureCollection", "features": [
        {"type": "Feature", "id": 1, "geometry": None, "properties": {"id": "a"}},
        {"type": "Feature", "id": 2, "geometry": None, "properties": {"id": "b", "id_2": "c"}}]}).encode(),
        cells={"id": ["a", "b"], "id_2": ["", "c"], "id_3": ["1", "2"]}),
    case("a mark before it", b'\xef\xbb\xbf  {"data": [{"id": 1}]}', kind="json", count=1),
    case("a value named twice", b'[{"id": 1, "lat": 35.4, "lat": 36.4}, {"id": 2, "lat": 35}]', cells={"lat": ["36.4", "35"]}, notes={"duplicate_keys": 1}),
    case("a value named twice in a line", b'{"id": 1, "id": 2}\n{"id": 3}\n', notes={"duplicate_keys": 1}),
    case("points", collection(point(44.39, 35.47), None, point(43.1, 36.3, 220), point("x", 1), point(1)), kind="geojson", columns=["id"],
         lon=[44.39, None, 43.1, None, None], lat=[35.47, None, 36.3, None, None], inner=[False] * 5),
    case("areas stand at an inner point", collection(SQUARE, point(44, 35)), inner=[True, False], lon=[44.1, 44], lat=[35.1, 35], notes={"areas_as_points": 1}),
    *(case(f"a damaged shape {shape}", collection(shape, point(44, 35)), lon=[None, 44]) for shape in (
        {"type": "Polygon", "coordinates": [[[44, 35]]]}, {"type": "Polygon"}, {"type": "Thing", "coordinates": 3},
        {"type": "LineString", "coordinates": [[44, "x"], [45, 35]]})),
    case("a system named in the old way", collection(point(444_000, 3_925_000), crs=UTM), crs="EPSG:32638", lon=[44.3828], lat=[35.4669]),
    case("metres without a system", collection(point(444_000, 3_925_000)), {"name": "t.geojson"}, says=f"row 2: {METRES}.*longitude -180 to 180"),
    case("metres below what is no object", json.dumps([1, {"geometry": point(444_000, 3_925_000)}]).encode(), says=f"row 3: {METRES}"),
    case("a system that is none", collection(point(44, 35), crs={"type": "name", "properties": {"name": "EPSG:999999"}}), says="CRS that is not known"),
    case("columns that disagree with shapes", collection(point(44.39, 35.47), point(44.39, 35.47), properties={"latitude": 35.47, "longitude": 38.39}),
         count=0, bad_rows=[2, 3], says_of_bad="own longitude and latitude"),
    case("columns that agree with shapes", collection(point(44.39, 35.47), properties={"latitude": 35.47, "longitude": 44.39}), rows=[2], bad=[]),
    *(case(f"no rows: {content!r}", content, says="no list of objects|holds no rows|not JSON")
      for content in (b'{"a": 1}', b"[]", b'{"data": []}', b'{"id": 1}', b"[1")),
    # Some thousands of levels are within what later versions of Python read.
    case("objects within objects", b'{"data": [' + b'{"a":' * 100_000 + b"1" + b"}" * 100_000 + b"]}", says="too deep"),
    case("brackets within brackets", b"[" * 100_000, says="too deep|not JSON"),
    case("columns beyond", b'[{"a": 1, "b": 2}, {"c": 3}]', {"limits": Limits(columns=2)}, says="has 3 columns; accepted: at most 2 columns"),
    case("rows beyond", b'[{"a": 1}, {"a": 2}, {"a": 3}]', {"limits": Limits(rows=2)}, says="at most 2 rows"),
]

ENTITIES = '<!DOCTYPE kml [<!ENTITY secret SYSTEM "file:///etc/passwd">]>'
MARK = "<Placemark><Point><coordinates>44,35</coordinates></Point></Placemark>"
NAMES = "".join(f'<Data name="d{n}"><value>1</value></Data>' for n in range(30))


HTML = "<![CDATA[<img src=x onerror=alert(1)><b>Held</b> since<br>June]]>"

MARKUP = [
    case("placemarks", KML.encode(), {"name": "r.kml"}, cells={
         "name": ["A clash", "Held ground", "Nowhere"], "description": ["shots & smoke", "", ""], "killed": ["4", "", ""], "actor": ["Région", "", ""],
         "start": ["2017-10-16T08:00:00Z", "2017-10-16", ""], "end": ["", "2017-10-20", ""], "folder": ["South", "South", "Reports"]},
         inner=[False, True, False], at=[(44.39, 35.47), "somewhere", None], areas=[None, 0.98, None]),
    case("packed with pictures", zipped({"doc.kml": KML, "images/icon.png": b"\x89PNG"}), count=3),
    case("waypoints", GPX.encode(), cells={"name": ["Gate", "Nowhere"]}, at=[(44.39, 35.47), None]),
    case("tracks where there are no waypoints", GPX.replace("wpt", "other").encode(), at=[(44.4, 35.5)]),
    *(case(says, KML.replace(*change).encode(), {"name": "r.kml"}, says=says) for change, says in (
        (("</Document>", ""), "is a damaged KML file: mismatched tag"),
        (("Région", "&nbsp;"), "is a damaged KML file: undefined entity"), (("<kml ", "<html "), "is a web page or other XML"),
        (("Placemark", "Overlay"), "holds no places"))),
    case("metres", b"<kml><Placemark><Point><coordinates>444000,3925000</coordinates></Point></Placemark></kml>", says="row 1: .*cannot be degrees"),
    case("an entity that lies elsewhere", KML.replace("<kml ", ENTITIES + "<kml ").replace("Région", "&secret;").encode(), {"name": "r.kml"}, says="undefined entity"),
    case("rows beyond", f"<kml>{MARK * 50}</kml>".encode(), {"limits": Limits(rows=20)}, says="has too many rows; accepted: at most 20 rows"),
    case("columns beyond", f"<kml>{MARK.replace('<Point>', f'<ExtendedData>{NAMES}</ExtendedData><Point>')}</kml>".encode(),
         {"limits": Limits(columns=20)}, says="has 30 columns; accepted: at most 20 columns"),
    case("a description is text", f"<kml>{MARK.replace('<Point>', f'<description>{HTML}</description><Point>')}</kml>".encode(), cells={"description": ["Held since June"]}),
]

SHEET1 = "xl/worksheets/sheet1.xml"
ABOUT = book(about=[("about",)], data=[("id", "lat", "lon"), (1, 35.4, 44.3)])
TALL = book(("a", "b", "c"), *((1, 2, 3) for _ in range(20)))


def repeated() -> bytes:
    """Return a workbook whose 200 cells share a long text."""
    content = io.BytesIO(change_part(book(*((0,) for _ in range(200))), SHEET1, b' t="n"', b' t="s"'))
    with zipfile.ZipFile(content, "a") as archive:
        archive.writestr("xl/sharedStrings.xml", f'<?xml version="1.0"?><sst><si><t>{"long " * 400}</t></si></sst>')
    return content.getvalue()


WORKBOOK = [
    case("values as in a table", book(("id", "day", "at", "lat", "n", "ok", "المكان"),
         (1, date(2014, 6, 10), datetime.fromisoformat("2014-06-10T04:30"), 35.47, 3.0, True, "كركوك")), kind="xlsx", rows=[2], sheet="Sheet",
         cells={"id": ["1"], "day": ["2014-06-10"], "at": ["2014-06-10 04:30:00"], "lat": ["35.47"], "n": ["3"], "ok": ["true"], "المكان": ["كركوك"]}),
    case("the fullest sheet", ABOUT, sheet="data", choices=("Sheet", "about", "data")),
    case("another sheet", ABOUT, {"choice": "about"}, columns=["about"]),
    case("no such sheet", ABOUT, {"choice": "none"}, says="holds no 'none'; accepted: Sheet, about, data"),
    case("titles, blank rows and tags", book(("Events",), (), ("id", "lat"), ("#event+id", "#geo+lat"), (1, 35.4), (), (2, 35.5)),
         rows=[5, 6, 7], cells={"id": ["1", "", "2"]}, hxl={"id": "#event+id", "lat": "#geo+lat"}),
    case("not from the corner on", book((), (), ("", "id", "lat"), ("", 1, 35.4), ("", 2, 35.5)), rows=[4, 5], columns=["id", "lat"], cells={"lat": ["35.4", "35.5"]}),
    case("a cell beside the table", book(("id", "lat"), (1, 35.4), (2, 35.5, "", "see p. 3"), (3, 35.6), (4, 35.7)),
         cells={"id": ["1", "3", "4"]}, bad=[(3, "2 | 35.5 | see p. 3")]),
    case("formulas are not run", book(("id", "n"), ("=1+1", '=HYPERLINK("http://x")'), ("a", 2)), cells={"id": ["", "a"], "n": ["", "2"]}),
    case("a long text in many cells", repeated, cells={"c1": [("long " * 400).strip()] * 200}),
    case("columns beyond", TALL, {"limits": Limits(columns=2)}, says="at most 2 columns"),
    case("rows beyond", TALL, {"limits": Limits(rows=10)}, says="at most 10 rows"),
    case("damaged", change_part(TALL, "xl/workbook.xml", b"<sheets>", b"<<"), says="damaged XLSX"),
    case("no rows", book(), says="holds no rows"),
]

ZONED = pa.array([datetime.fromisoformat("2014-06-10T22:30")] * 2, pa.timestamp("us", "Asia/Baghdad"))
TYPED = {
    "n": [1, None], "x": [35.47, 44.0], "ok": [True, False], "day": [date(2014, 6, 10), None],
    "midnight": pa.array([datetime.fromisoformat("2014-06-10"), None], pa.timestamp("ns")), "at": ZONED,
    "kind": pa.array(["a", "ب"]).dictionary_encode(), "many": [[1, 2], None], "raw": [b"\xff", b""], "same": [{"a": "é"}, None],
}
HUNDRED = columnar({"a": range(100), "b": range(100)})


def geoparquet(shapes: list, crs: str = "EPSG:4326", encoding: str = "WKB") -> bytes:
    out = io.BytesIO()
    places(shapes, crs)[["id", "geometry"]].to_parquet(out, geometry_encoding=encoding)
    return out.getvalue()


def described(meta: str) -> bytes:
    """Return a Parquet file that says this of its shapes."""
    return columnar(pa.table({"id": pa.array([b"\x01\x01"], pa.binary())}).replace_schema_metadata({b"geo": meta.encode()}))


PARQUET = [
    case("every type as text", columnar(TYPED), kind="parquet", rows=[2, 3], lon=None, cells={
         "n": ["1", ""], "x": ["35.47", "44"], "ok": ["true", "false"], "day": ["2014-06-10", ""], "midnight": ["2014-06-10", ""],
         "at": ["2014-06-11 01:30:00"] * 2, "kind": ["a", "ب"], "many": ["[1, 2]", ""], "same": ['{"a": "é"}', ""]}, lacks="raw"),
    case("shapes", lambda: geoparquet([Point(44.39, 35.47), None, box(44, 35, 44.2, 35.2)]), lon=[44.39, None, 44.1], inner=[False, False, True], columns=["id"]),
    case("shapes in another system", lambda: geoparquet(POINTS[:1], "EPSG:32638", "geoarrow"), crs="EPSG:32638", lon=[44.39]),
    *(case(f"beyond {says}", HUNDRED, {"limits": limits}, says=says)
      for limits, says in ((Limits(rows=99), "99 rows"), (Limits(columns=1), "1 columns"))),
    *(case(f"cut at {cut}", HUNDRED[:cut], says="damaged Parquet") for cut in (10, 200, -1)),
    *(case(f"shapes said wrongly: {meta}", described(meta), says=says) for meta, says in (
        ("{", "says wrongly where"), ('{"primary_column": "no", "columns": {"no": {}}}', "says wrongly where its shapes are"),
        ('{"primary_column": "id", "columns": {"id": {"encoding": "multipoint"}}}', "keeps its shapes as"),
        ('{"primary_column": "id", "columns": {"id": {"crs": {"a": 1}}}}', "CRS|damaged"))),
]

ENDLESS = "WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n) SELECT x FROM n"
LAYER = "INSERT INTO gpkg_contents (table_name, data_type, identifier, srs_id) VALUES ('{0}', '{1}', '{0}', 4326)"
EVIL = (f"CREATE VIEW evil AS {ENDLESS}", LAYER.format("evil", "features"))
TOWNS = ("CREATE TABLE towns (fid INTEGER PRIMARY KEY, lat REAL, lon REAL)", "INSERT INTO towns VALUES (1, 35.47, 44.39), (2, 36.34, 43.13)",
         LAYER.format("towns", "attributes"))
DEGREES = {"lon": [44.39, 43.13], "lat": [35.47, 36.34]}
CELLS = {"id": ["0", "1", "2"], "name": ["كركوك", "Mosul", ""]}

SHAPES = [
    case("a GeoPackage", lambda: package(places()), cells=CELLS, lon=[44.39, 43.13, None], kind="gpkg", layer="events", crs="EPSG:4326"),
    case("a zipped Shapefile", lambda: shapefile(places()), kind="shapefile", cells={"name": CELLS["name"]}, lat=[35.47, 36.34, None]),
    *(case(f"{write.__name__} in {crs}", lambda crs=crs, write=write: write(places(POINTS[:2], crs)), **DEGREES)
      for crs in ("EPSG:32638", "EPSG:3857", "ESRI:102022") for write in (package, shapefile)),
    case("two layers", lambda: package(places(), few=places(POINTS[:1])), count=3, choices=("events", "few")),
    case("another layer", lambda: package(places(), few=places(POINTS[:1])), {"choice": "few"}, count=1),
    case("no such layer", lambda: package(places(), few=places(POINTS[:1])), {"choice": "none"}, says="holds no 'none'"),
    case("lines and areas at an inner point", lambda: package(places([box(44, 35, 45, 36), LineString([(44, 35), (45, 35)])])),
         inner=[True, True], notes={"areas_as_points": 2}, lon=[44.5, 44], lat=[35.5, 35]),
    case("degrees without a system", lambda: shapefile(places(), prj=None), lon=[44.39, 43.13, None]),
    case("metres without a system", lambda: shapefile(places(POINTS[:2], "EPSG:32638"), prj=None), says=METRES),
    case("metres that are called degrees", lambda: package(places(POINTS[:2], "EPSG:32638", named="EPSG:4326")),
         says="names EPSG:4326 but has coordinates that cannot be degrees"),
    case("degrees that are called metres", lambda: package(places(POINTS[:2], named="EPSG:32638")), lat=[0.0003, 0.0003]),
    case("a part that is missing", lambda: shapefile(places(), dbf=None), says=r"lacks in/ev\.dbf; accepted: a zip archive with the \.shp"),
    case("a Shapefile that is something else", zipped({"a.shp": "<OGRVRTDataSource><OGRVRTLayer/></OGRVRTDataSource>", "a.dbf": ""}), says="is no Shapefile"),
    *(case(f"an emptied table of {len(table)} bytes", lambda table=table: shapefile(places(), dbf=table),
           says=r"has 3 shapes, but its table \(\.dbf\) holds no rows") for table in (b"", b"\x03" + b"\0" * 31)),
    case("a view is not run", lambda: package(places(), *EVIL), count=3),
    case("a view is no choice", lambda: package(places(), *EVIL), {"choice": "evil"}, says="holds no 'evil'"),
    case("a table without shapes beside", lambda: package(places(), *TOWNS), layer="events"),
    case("a table without shapes", lambda: package(places(), *TOWNS), {"choice": "towns"}, lon=None, cells={"lat": ["35.47", "36.34"]}),
    case("damage is told by the name of the file", lambda: package(places(), "DROP TABLE gpkg_geometry_columns"), {"name": "mine.gpkg"}, says="^mine.gpkg: (?!.*greenline-)"),
    *(case(f"beyond {says}", lambda: package(places()), {"limits": limits}, says=says)
      for limits, says in ((Limits(rows=2), "too many rows; accepted: at most 2 rows"), (Limits(columns=1), "at most 1 columns"))),
    case("shapes beyond", lambda: shapefile(places()), {"limits": Limits(rows=2)}, says="at most 2 rows"),
]
# fmt: on


def numbers(values: Any) -> Any:
    return None if values is None else [None if np.isnan(x) else round(float(x), 4) for x in values]


def describe(sheet: Sheet) -> dict[str, Any]:
    """Return what the tables above may ask of a sheet."""
    rows = range(len(sheet.frame))
    expected = {
        "kind": sheet.kind, "name": sheet.name, "columns": list(sheet.frame.columns), "count": len(rows), "rows": sheet.row.tolist(),
        "cells": sheet.frame.to_dict("list"), "bad": [(bad.row, bad.value) for bad in sheet.bad], "bad_rows": [bad.row for bad in sheet.bad],
        "accepted": [bad.accepted for bad in sheet.bad], "hxl": sheet.hxl, "choices": sheet.choices, "notes": dict(sheet.notes),
        "lon": numbers(sheet.lon), "lat": numbers(sheet.lat), "inner": None if sheet.inner is None else sheet.inner.tolist(),
    }  # fmt: skip
    return expected | sheet.details


@pytest.mark.parametrize(
    ("content", "arguments", "expected"),
    [*DELIMITED, *OTHERS, *PACKED, *JSON, *MARKUP, *WORKBOOK, *PARQUET, *SHAPES],
)
def test_a_file_is_the_table_or_the_sentence_that_its_row_says(
    content, arguments, expected
) -> None:
    content = content() if callable(content) else content
    expected = dict(expected)
    if "says" in expected:
        with pytest.raises(ReadError, match=expected["says"]):
            open_sheet(content, **arguments)
        return
    sheet = open_sheet(content, **arguments)
    result = describe(sheet)
    for name, cells in expected.pop("cells", {}).items():
        assert result["cells"][name] == cells
    assert expected.pop("lacks", None) not in result["columns"]
    assert expected.pop("says_of_bad", "") in "".join(result["accepted"])
    for at, place in enumerate(expected.pop("at", ())):
        here = (result["lon"][at], result["lat"][at])
        assert here == (place or (None, None)) if place != "somewhere" else None not in here
    for at, size in enumerate(expected.pop("areas", ())):
        assert size is None or sheet.shapes[at].area == pytest.approx(size)
    in_one_piece = expected.pop("pieces", True) is False or len(sheet.frame) + len(sheet.bad) < 3
    assert {name: result[name] for name in expected} == expected
    assert open_sheet(content, **arguments | {"name": "named.xlsx"}).kind == sheet.kind, "names lie"
    if in_one_piece:
        return
    size = max(2, len(sheet.frame) // 3)
    pieces = list(sheets(content, rows=size, **arguments))
    assert [row for piece in pieces for row in piece.row] == result["rows"]
    assert [bad for piece in pieces for bad in piece.bad] == [*sheet.bad]
    assert all(len(piece.frame) <= size for piece in pieces)
    assert pd.concat([piece.frame for piece in pieces]).to_dict("list") == result["cells"]
    if sheet.lon is not None:
        assert [x for piece in pieces for x in numbers(piece.lon)] == result["lon"]


@pytest.mark.parametrize(
    "content", [zipped({"a.csv": CSV * 50}), gzip.compress(CSV * 50)], ids=("zip", "gzip")
)
def test_cut_archives_are_refused(content: bytes) -> None:
    for cut in range(4, len(content), 7):
        with pytest.raises(ReadError, match=r"damaged|is empty"):
            open_sheet(content[:cut])


@pytest.mark.parametrize(
    "content",
    [
        "\n".join(
            ["id,lat", *(f"{n},{n}.5" if n % 7 else f"{n}" for n in range(2, 5002))]
        ).encode(),
        columnar({"id": list(range(2, 5002))}, row_group_size=70),
        json.dumps([{"id": n} for n in range(2, 5002)]).encode(),
        book(("id",), *((n,) for n in range(2, 5002))),
    ],
    ids=["csv", "parquet", "json", "xlsx"],
)
def test_rows_of_many_pieces_are_those_of_the_file(content: bytes) -> None:
    pieces = list(sheets(content, rows=1000))
    rows = [row for piece in pieces for row in piece.row.tolist()]
    bad = [bad_row.row for piece in pieces for bad_row in piece.bad]
    assert [len(piece.frame) for piece in pieces[:4]] == [1000] * 4
    assert [int(cell) for piece in pieces for cell in piece.frame["id"]] == rows
    assert sorted(rows + bad) == list(range(2, 5002))
    assert all(row % 7 == 0 for row in bad)


@pytest.mark.parametrize(
    ("module", "content"),
    [
        ("delimited", b"id,lat,lon\n1,35,44\n" + b"1,2,3,4\n" * 20),
        ("jsonfile", b'[{"id": 1},' + b",".join([b"1"] * 20) + b"]"),
    ],
)
def test_more_bad_rows_than_a_list_holds_are_counted(monkeypatch, module, content) -> None:
    monkeypatch.setattr(f"geo.tabular.{module}.LISTED", 5)
    sheet = open_sheet(content)
    assert (len(sheet.frame), len(sheet.bad), sheet.unlisted) == (1, 5, 15)
    report = read_here(content).report
    assert (report.rows_read, report.set_aside["bad_row"]) == (21, 20)


def test_rows_that_a_damaged_package_loses_are_counted() -> None:
    names = [f"row-{at:05d}" for at in range(200)]
    frame = places([Point(44 + at / 1000, 35) for at in range(200)], names=names)
    content = bytearray(package(frame.drop(columns="id")))
    at = content.index(b"row-00042")
    content[at - 75 : at - 71] = b"\xff" * 4
    sheet = open_sheet(bytes(content), "t.gpkg")
    assert 0 < sheet.unlisted == 200 - len(sheet.frame) == dict(sheet.notes)["rows_not_read"]
    report = read_here(bytes(content), "t.gpkg").report
    assert (report.rows_read, report.set_aside["bad_row"]) == (200, sheet.unlisted)


def test_a_pipe_is_read_once_and_no_farther_than_the_bound(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    writer = threading.Thread(target=pipe.write_bytes, args=[b"id,lat\n1,35.2\n"])
    writer.start()
    assert sourced(pipe, "", LIMITS).read() == b"id,lat\n1,35.2\n"
    writer.join()
    assert sourced(pipe, "", LIMITS).size() == 14  # a second look
    with pytest.raises(
        ReadError, match=r"^zero: is too large: 1,001 bytes; accepted: at most 1,000"
    ):
        sourced("/dev/zero", "", Limits(bytes=1_000))
