"""KML and GPX as other programs write them: shapes, days and data; nothing is fetched or expanded."""

from __future__ import annotations

import io
import zipfile

import pytest

from geo.errors import ReadError
from geo.events import read
from geo.tabular.sheet import open_sheet
from geo.tabular.source import Limits
from tests.work import counted_calls

KML = """<?xml version="1.0" encoding="UTF-8"?>
<kml xmlns="http://www.opengis.net/kml/2.2"><Document><name>Reports</name>
<NetworkLink><Link><href>http://127.0.0.1:1/more.kml</href></Link></NetworkLink>
<Folder><name>South</name>
 <Placemark><name>A clash</name><description><![CDATA[<b>shots</b> & smoke]]></description>
  <TimeStamp><when>2017-10-16T08:00:00Z</when></TimeStamp>
  <ExtendedData><Data name="killed"><value>4</value></Data>
   <SchemaData schemaUrl="#s"><SimpleData name="actor">Région</SimpleData></SchemaData></ExtendedData>
  <Point><coordinates>44.39,35.47,0</coordinates></Point></Placemark>
 <Placemark><name>Held ground</name><TimeSpan><begin>2017-10-16</begin><end>2017-10-20</end></TimeSpan>
  <MultiGeometry>
   <Polygon><outerBoundaryIs><LinearRing><coordinates>44,35 45,35 45,36 44,36 44,35</coordinates>
   </LinearRing></outerBoundaryIs><innerBoundaryIs><LinearRing><coordinates>
   44.4,35.4 44.6,35.4 44.6,35.6 44.4,35.4</coordinates></LinearRing></innerBoundaryIs></Polygon>
   <Point><coordinates>44.5,35.1</coordinates></Point></MultiGeometry></Placemark>
</Folder>
<Placemark><name>Nowhere</name><Point><coordinates>here, there</coordinates></Point></Placemark>
</Document></kml>"""

GPX = """<gpx version="1.1" creator="x" xmlns="http://www.topografix.com/GPX/1/1">
<wpt lat="35.47" lon="44.39"><time>2017-10-16T08:00:00Z</time><name>Gate</name><desc>shots</desc></wpt>
<wpt lat="95" lon="x"><name>Nowhere</name></wpt>
<trk><trkseg><trkpt lat="35.5" lon="44.4"><time>2017-10-17</time></trkpt></trkseg></trk></gpx>"""


def test_placemarks_have_their_days_data_and_folder() -> None:
    sheet = open_sheet(KML.encode(), "r.kml")
    first, second, third = sheet.frame.to_dict("records")
    assert (first["name"], first["description"]) == ("A clash", "shots & smoke")
    assert (first["start"], first["killed"], first["actor"]) == (
        "2017-10-16T08:00:00Z",
        "4",
        "Région",
    )
    assert (second["start"], second["end"], second["folder"]) == (
        "2017-10-16",
        "2017-10-20",
        "South",
    )
    assert third["folder"] == "Reports"
    assert (sheet.lon[0], sheet.lat[0]) == (44.39, 35.47)
    assert sheet.inner.tolist() == [False, True, False]
    assert sheet.lon[2] != sheet.lon[2], "no position is made of words"


def test_areas_keep_their_holes_and_go_before_points() -> None:
    shapes = open_sheet(KML.encode(), "r.kml").shapes
    assert shapes is not None
    shape = shapes[1]
    assert shape.geom_type == "MultiPolygon"
    assert shape.area == pytest.approx(1 - 0.02)


def test_kml_becomes_events_also_packed() -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("doc.kml", KML)
        archive.writestr("images/icon.png", b"\x89PNG")
    for content in (KML.encode(), packed.getvalue()):
        events = read(content, "r.kmz")
        assert events.report.rows_read == 3
        assert events.rows["start"].astype(str).tolist() == ["2017-10-16", "2017-10-16"]
        assert events.report.set_aside == {"no_position": 1}
        assert events.rows["position_precision"].tolist() == ["unknown", "region"]


def test_waypoints_become_events_and_tracks_where_there_are_none() -> None:
    events = read(GPX.encode(), "w.gpx")
    assert (events.report.rows_read, events.report.rows_kept) == (2, 1)
    assert events.rows.iloc[0][["lon", "lat", "text"]].tolist() == [44.39, 35.47, "shots"]
    track = GPX.replace("wpt", "other")
    assert read(track.encode(), "t.gpx").rows[["lon", "lat"]].to_numpy().tolist() == [[44.4, 35.5]]


BOMB = '<!DOCTYPE kml [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;">]>'


@pytest.mark.parametrize(
    ("change", "refused"),
    [
        (("<kml ", BOMB + "<kml "), "declares a document type"),
        (("</Document>", ""), "is a damaged KML file: mismatched tag"),
        (("Région", "&nbsp;"), "is a damaged KML file: undefined entity"),
        (("<kml ", "<html "), "is a web page or other XML"),
        (("Placemark", "Overlay"), "holds no places"),
    ],
)
def test_what_is_damaged_or_declares_entities_is_refused(
    change: tuple[str, str], refused: str
) -> None:
    with pytest.raises(ReadError, match=refused):
        open_sheet(KML.replace(*change).encode(), "r.kml")


def test_rows_columns_cells_and_corners_are_counted_while_they_are_read() -> None:
    many = "<Placemark><Point><coordinates>44,35</coordinates></Point></Placemark>" * 50
    document = f"<kml>{many}</kml>".encode()
    with pytest.raises(ReadError, match="has too many rows; accepted: at most 20 rows"):
        open_sheet(document, limits=Limits(rows=20))
    names = "".join(f'<Data name="d{n}"><value>1</value></Data>' for n in range(30))
    wide = document.replace(b"<Point>", f"<ExtendedData>{names}</ExtendedData><Point>".encode(), 1)
    with pytest.raises(ReadError, match="has 30 columns; accepted: at most 20 columns"):
        open_sheet(wide, limits=Limits(columns=20))
    line = "44,35 " * 100
    corners = f"<kml><Placemark><LineString><coordinates>{line}</coordinates></LineString></Placemark></kml>"
    with pytest.raises(ReadError, match="shapes of too many corners"):
        open_sheet(corners.encode(), limits=Limits(loose=50))


def test_folders_within_folders_cost_what_they_weigh() -> None:
    def work(depth: int) -> int:
        inner = "<Placemark><Point><coordinates>44,35</coordinates></Point></Placemark>"
        document = "<kml>" + "<Folder>" * depth + inner * depth + "</Folder>" * depth + "</kml>"
        with counted_calls() as calls:
            open_sheet(document.encode())
        return calls[0]

    assert work(2_000) < 2.5 * work(1_000)


def test_orc_is_named_and_a_table_that_begins_so_is_read() -> None:
    with pytest.raises(ReadError, match="is an ORC file"):
        open_sheet(b"ORC\x0a\x03\x00\x01\x02" * 20)
    assert len(open_sheet(b"ORC,date\n1,2017-01-01\n").frame) == 1


def polygon(name: str, style: str) -> str:
    ring = "44,35 45,35 45,36 44,35"
    return (
        f"<Placemark><name>{name}</name>{style}<Polygon><outerBoundaryIs><LinearRing><coordinates>{ring}"
        "</coordinates></LinearRing></outerBoundaryIs></Polygon></Placemark>"
    )


SHARED = """<StyleMap id="map"><Pair><key>normal</key><styleUrl>#red</styleUrl></Pair>
<Pair><key>highlight</key><styleUrl>#blue</styleUrl></Pair></StyleMap>
<Style id="red"><LineStyle><color>ff00ff00</color></LineStyle><PolyStyle><color>7f0000ff</color></PolyStyle></Style>
<Style id="blue"><PolyStyle><color>ffff0000</color></PolyStyle></Style>
<gx:CascadingStyle kml:id="new"><Style><PolyStyle><color>ff00ffff</color></PolyStyle></Style></gx:CascadingStyle>
<StyleMap id="round"><Pair><key>normal</key><styleUrl>#round</styleUrl></Pair></StyleMap>"""


def test_areas_have_the_colours_of_their_styles() -> None:
    inline = "<Style><PolyStyle><color>ff123456</color><outline>0</outline></PolyStyle></Style>"
    body = (
        polygon("shared", "<styleUrl>#map</styleUrl>")
        + polygon("own", inline)
        + SHARED
        + polygon("earth", "<styleUrl>#new</styleUrl>")
        + polygon("round", "<styleUrl>#round</styleUrl>")
        + polygon("elsewhere", "<styleUrl>http://127.0.0.1:1/x.kml#red</styleUrl>")
        + "<Placemark><name>point</name><styleUrl>#red</styleUrl><Point><coordinates>44,35</coordinates></Point></Placemark>"
    )
    sheet = open_sheet(f"<kml><Document>{body}</Document></kml>".encode(), "s.kml")
    colours = sheet.frame.set_index("name")[["fill", "line"]].T.to_dict("list")
    assert colours == {
        "shared": ["#ff0000", "#00ff00"],
        "own": ["#563412", ""],
        "earth": ["#ffff00", ""],
        "round": ["", ""],
        "elsewhere": ["", ""],
        "point": ["", ""],
    }


@pytest.mark.parametrize(
    "colour", ["url(//x)", "ff0000", "f" * 9, "&quot;/&gt;&lt;script&gt;", "ff00ff0\u0661", ""]
)
def test_a_colour_that_is_none_is_left_out_and_counted(colour: str) -> None:
    style = f"<Style><PolyStyle><color>{colour}</color></PolyStyle></Style>"
    sheet = open_sheet(f"<kml>{polygon('a', style)}</kml>".encode(), "s.kml")
    assert "fill" not in sheet.frame
    assert ("colours_refused", 1) in sheet.notes


def test_a_description_is_read_as_text() -> None:
    html = "<![CDATA[<img src=x onerror=alert(1)><b>Held</b> since<br>June<style>b{}</style>]]>"
    sheet = open_sheet(
        f"<kml>{polygon('a', f'<description>{html}</description>')}</kml>".encode(), "d.kml"
    )
    assert sheet.frame["description"].tolist() == ["Held since June"]
