"""GDELT: files without a header, BigQuery's with one, versions 1.0 and 2.0."""

from __future__ import annotations

import io
import zipfile

import pandas as pd
import pytest

from geo.events import read
from geo.events.formats.gdelt import HEADER, HEADERS
from geo.events.schema import validate


def row(number: int = 1, **more: str) -> dict[str, str]:
    cells = dict.fromkeys(HEADER, "")
    cells |= {
        "GLOBALEVENTID": f"70{number:04}",
        "SQLDATE": "20171016",
        "MonthYear": "201710",
        "Year": "2017",
        "FractionDate": "2017.7836",
        "Actor1Name": "IRAQI ARMY",
        "Actor2Name": "PESHMERGA",
        "IsRootEvent": "1",
        "EventCode": "190",
        "EventBaseCode": "190",
        "EventRootCode": "19",
        "QuadClass": "4",
        "GoldsteinScale": "-10.0",
        "NumMentions": "8",
        "AvgTone": "-5.1",
        "ActionGeo_Type": "4",
        "ActionGeo_FullName": "Kirkuk, Kirkuk, Iraq",
        "ActionGeo_CountryCode": "IZ",
        "ActionGeo_Lat": "35.4681",
        "ActionGeo_Long": "44.3922",
        "DATEADDED": "20171016120000",
        "SOURCEURL": "https://example.org/a",
    }
    return cells | more


def write_bare(rows: list[dict[str, str]], names: tuple[str, ...] = HEADER) -> bytes:
    return pd.DataFrame(rows)[list(names)].to_csv(index=False, header=False, sep="\t").encode()


@pytest.mark.parametrize("width", sorted(HEADERS))
def test_without_a_header_no_row_is_taken_for_one(width: int) -> None:
    events = read(write_bare([row(n) for n in range(4)], HEADERS[width]))
    assert (events.report.format, events.report.rows_read) == ("gdelt", 4)
    first = validate(events.rows).iloc[0]
    assert (first["id"], first["start"]) == ("700000", pd.Timestamp("2017-10-16"))
    assert (first["lon"], first["lat"]) == (44.3922, 35.4681)
    assert (first["type"], first["actor_a"], first["actor_b"]) == (
        "fight",
        "IRAQI ARMY",
        "PESHMERGA",
    )
    assert events.origin.columns[0] == "GLOBALEVENTID"
    assert first["source"] == ("https://example.org/a" if width != 57 else "")
    assert events.report.aside.empty


def test_one_row_without_a_header() -> None:
    assert read(write_bare([row()])).report.rows_kept == 1


def test_zipped_as_published() -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("20171016.export.CSV", write_bare([row(n) for n in range(4)]))
    assert read(packed.getvalue(), "20171016.export.CSV.zip").report.rows_kept == 4


def test_bigquery_with_a_header_drops_leading_zeros() -> None:
    content = pd.DataFrame([row(EventRootCode="2")]).to_csv(index=False).encode()
    assert read(content).rows["type"].tolist() == ["appeal"]


def test_the_region_filters_the_world() -> None:
    rows = [
        row(1),
        row(2, ActionGeo_Lat="48.85", ActionGeo_Long="2.35"),
        row(3, ActionGeo_Lat="", ActionGeo_Long="", ActionGeo_Type="0"),
    ]
    report = read(write_bare(rows)).report
    assert (report.rows_kept, report.set_aside) == (1, {"no_position": 1, "outside_region": 1})


def test_precision_of_the_place() -> None:
    rows = [row(n, ActionGeo_Type=kind) for n, kind in enumerate("1345")]
    assert read(write_bare(rows)).rows["position_precision"].tolist() == [
        "country",
        "near",
        "near",
        "governorate",
    ]
