"""Files as publishers have them are read in full: small ones made here, the real ones where somebody put them.

The small ones have the columns, the order, the encodings and the oddities of the real ones; what
stands in them is invented.
"""

from __future__ import annotations

import gzip
import json
import os
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any, Final

import geopandas as gpd
import pandas as pd
import pytest
import shapely

from geo.events import Events, read
from geo.events.schema import validate
from tests.tabular.makers import shapefile

SHARED: Final = Path(
    os.environ.get("GREENLINE_SHARED") or Path(__file__).resolve().parents[3] / "shared/data"
)
EVENTS: Final = SHARED / "events"
KINDS: Final = ("made", "real") if EVENTS.is_dir() else ("made",)


def table(head: str, rows: Iterable[Iterable[Any]]) -> bytes:
    return (
        pd.DataFrame([list(row) for row in rows], columns=head.split(","))
        .to_csv(index=False)
        .encode()
    )


# fmt: off
_UCDP = (
    "id,year,active_year,start_year,end_year,type_of_violence,conflict_new_id,conflict_name,dyad_new_id,dyad_name,side_a_new_id,gwnoa,side_a,"
    "side_b_new_id,gwnob,side_b,number_of_sources,source_article,source_office,source_date,source_headline,source_original,where_prec,"
    "where_coordinates,adm_1,adm_2,latitude,longitude,geom_wkt,priogrid_gid,country,country_id,iso3,region,event_clarity,date_prec,date_start,"
    "date_end,deaths_a,deaths_b,deaths_civilians,deaths_unknown,low,best,high")
_TAGS = {
    "year": "#date+year", "side_a": "#group+name+first", "side_b": "#group+name+second", "where_coordinates": "#loc+name", "adm_1": "#adm1+name",
    "adm_2": "#adm2+name", "latitude": "#geo+lat", "longitude": "#geo+lon", "country": "#country+name", "date_start": "#date+start",
    "date_end": "#date+end", "best": "#affected+killed"}


def country_file() -> bytes:
    """Return events of one country with a row of HXL tags, as UCDP's country files are."""
    rows = [_TAGS]
    for i in range(12):
        start = f"20{10 + i % 3}-0{1 + i % 9}-05"
        coarse = i in {4, 9}
        place, lat, lon = ("country", 33.0, 44.0) if coarse else (f"Tall Xāzir’ {i} town", 34 + i / 7, 43.5)
        best = 3 * i + 1 + i % 2
        low, high = (best + 3, best + 5) if i == 7 else (best, best + 2)
        rows.append({
            "id": 900_000 + i, "year": start[:4], "type_of_violence": 1 + i % 3, "active_year": 1, "side_a": "Side of the hills", "side_b": "Civilians",
            "number_of_sources": -1, "source_original": "Nobody", "where_prec": 6 if coarse else 1 + i % 3, "where_coordinates": place,
            "adm_1": "Şalāḩ province", "latitude": lat, "longitude": lon, "geom_wkt": f"POINT ({lon} {lat})", "country": "Iraq", "event_clarity": 1,
            "date_prec": 1, "date_start": start, "date_end": f"{start[:4]}-12-30" if coarse else start, "deaths_a": i, "deaths_b": 2 * i,
            "deaths_civilians": 1, "deaths_unknown": i % 2, "low": low, "best": best, "high": high})
    return table(_UCDP, ([row.get(name, "") for name in _UCDP.split(",")] for row in rows))


def sample_file() -> bytes:
    """Return events as a list of JSON objects, as a sample of UCDP's API has them."""
    return json.dumps([
        {"id": 700_000 + i, "conflict_id": 900 + i % 4, "latitude": 34.5 + i / 10, "longitude": 44.0 + i / 9, "date": f"{1991 + 3 * i}-03-15",
         "type_of_violence": 1 + i % 3, "best": 5 * i, "civilian_deaths": 5 * i, "combatant_deaths": 0, "country": "Iraq", "region": "Middle East"}
        for i in range(12)]).encode()


def reports(*kinds: str) -> bytes:
    """Return four columns without ids, some rows alike, as the SIGACT tables are."""
    days = ("2007-02-23", "2007-06-01", "2008-01-31", "2008-07-05") * 3
    rows = [(day, round(43 + i / 7, 5), round(33 + i / 9, 5), kinds[i % len(kinds)]) for i, day in enumerate(days)]
    return table("date,longitude,latitude,type", [*rows, rows[3], rows[3]])


_GOVERNORATES = (
    "Anbar,Babylon,Baghdad,Basrah,Dahuk,Diyala,Erbil,Kerbala,Kirkuk,Missan,Muthanna,Najaf,Ninewa,Qadissiya,Salahal Din,Sulaymaniyah,Thi Qar,Wassit")
_WAVES = (
    "Pre June14 Period of displacement,June July14 Period of displacement,August14 Period of displacement,Post September 14 Period of displacement,"
    "Post April15 Period of displacement,Post March 16 Period of displacement,Post 17 October 16 Period of displacement,"
    "July 17 Period of displacement,Jan19,date")
_LISTS = {
    "idp": ",Location ID,Place ID,Governorate,District,Location Name,Arabic Name,Latitude,Longitude,Families,Individuals,"
    f"{_GOVERNORATES},Camp,Hostfamilies,Hotel Motel,Informalsettlements,Own Property,Other,Religiousbuilding,Rented pre Apr 2019,Rented Habitable,"
    f"Rented Uninhabitable,Schoolbuilding,Unfinishedbuilding,Unknownsheltertype,{_WAVES}",
    "returnee": ",Location ID,Place_ID,Governorate,District,Location_name,Arabic_name,Latitude,Longitude,Returnee Families,Returnee Individuals,"
    f"{_GOVERNORATES},Camp,Habitual Pre_31_October2018,Habitual Residence (Habitable),Habitual Residence (Uninhabitable),Host_families,Hotel_Motel,"
    f"Informal_settlements,Other,Religious_building,Rented_houses,School_building,Unfinished_Abandoned_building,Unknown_shelter_type,{_WAVES}"}

#: Families of each invented place of a list, and of the governorates of the real one, by day of October 2017.
FAMILIES: Final = {"made": {15: (10 * 300, 10 * 200), 31: (10 * 120, 10 * 260)}, "real": {15: (59014, 48631), 31: (43872, 61254)}}


def masterlist(kind: str, day: str) -> bytes:
    """Return a list of displaced people by place, its last row empty, as IOM's DTM has it."""
    names, when = _LISTS[kind].split(","), pd.Timestamp(day)
    kirkuk, erbil = FAMILIES["made"].get(when.day, (40, 40))
    rows = []
    for i in range(20):
        families = (kirkuk if i % 2 else erbil) // 10
        place = [35.4 + i / 99, 44.2 + i / 77]
        if (kind, day) == ("returnee", "2021-02-28") and i < 2:
            place.reverse()
        row = [i, 9_000_000.0 + i, 100.0 + i, "Kirkuk" if i % 2 else "Erbil", "District", f"Village {i}", "قرية  ", *place, float(families), 6.0 * families]
        rows.append([*row, *[0.0] * (len(names) - len(row) - 1), f"{when:%b %d, %Y}"])
    rows.append([len(rows), *[""] * (len(names) - 2), f"{when:%b %d, %Y}"])
    return gzip.compress(table(_LISTS[kind], rows), mtime=0)


def districts(head: str) -> bytes:
    """Return figures by district without a position, as ESOC's tables are."""
    return table(head, ([f"Unit {i}", *(i * 1.5 for _ in head.split(",")[1:])] for i in range(6)))


def outlines() -> bytes:
    """Return a zipped Shapefile of areas in UTM 38N."""
    boxes = [shapely.box(4e5 + 1e4 * i, 3.9e6, 4.1e5 + 1e4 * i, 3.91e6) for i in range(5)]
    return shapefile(gpd.GeoDataFrame({"ADM3NAME": [f"Unit {i}" for i in range(5)]}, geometry=boxes, crs=32638))


def zones() -> bytes:
    """Return areas of conflict by year, one outside the region, as GeoJSON in the old way."""
    features = [
        {"type": "Feature", "properties": {"dyad_id": 9 + i, "conf_id": 8, "date": f"200{i}-12-31", "snapshot": f"200{i}-12-31"},
         "geometry": shapely.geometry.mapping(shapely.box(lon, 33, lon + 1, 34))} for i, lon in enumerate((43, 44, 45, 10))]
    crs = {"type": "name", "properties": {"name": "urn:ogc:def:crs:OGC:1.3:CRS84"}}
    return json.dumps({"type": "FeatureCollection", "name": "zones", "crs": crs, "features": features}).encode()


def check_country(kind: str, events: Events) -> None:
    rows = events.rows
    if kind == "real":
        assert set(events.origin["year"].astype(int)) == {1989, 1993, 1994, *range(1998, 2012), 2013, 2016, 2017, 2018}
    deaths = events.origin[["deaths_a", "deaths_b", "deaths_civilians", "deaths_unknown"]].astype(int)
    assert (deaths.sum(axis=1) == rows["best"].astype(int)).all()
    outside = (rows["best"] < rows["low"]) | (rows["best"] > rows["high"])
    assert dict(events.report.notes)["best_outside_range"] == int(outside.sum()) > 0
    country = rows[rows["position_precision"] == "country"]
    assert set(zip(country["lon"], country["lat"], strict=True)) == {(44.0, 33.0)}
    assert rows.loc[0, "place"] == ("Sāmarrā’ town" if kind == "real" else "Tall Xāzir’ 0 town")
    assert 0 < ((rows["end"] - rows["start"]).dt.days.max()) <= 364


def check_sample(kind: str, events: Events) -> None:
    assert (events.rows["start"].dt.year > 2018).sum() == (33 if kind == "real" else 2)
    assert set(events.rows["start"].dt.year) >= {1991, 2024}


def check_zones(_kind: str, events: Events) -> None:
    assert set(events.report.set_aside) == {"outside_region"}
    assert set(events.rows["position_precision"]) == {"region"}


def check_october(kind: str, events: Events) -> None:
    """Families of Kirkuk and Erbil before and after October 2017."""
    families = events.rows["text"].str.extract(r"^(\d+) families")[0].astype(int)
    sums = families.groupby(events.origin["Governorate"]).sum()
    day = events.rows["start"].iloc[0].day
    assert (sums["Kirkuk"], sums["Erbil"]) == FAMILIES[kind][day]


def check_period(_kind: str, events: Events) -> None:
    assert [str(day)[:10] for day in (events.rows["start"].min(), events.rows["start"].max())] == ["2007-02-23", "2008-07-05"]


Make = Callable[[], bytes]
#: Path of the real file below the folder of events -> what makes a small one; what both tell; rows of the real one and of the small one.
FILES: dict[str, tuple[Make, dict[str, Any], tuple[int, int]]] = {
    "ucdp_ged191_iraq/conflict_data_irq.csv": (
        country_file, {"format": "ucdp_ged", "aside": {}, "types": {"state_based", "non_state", "one_sided"}, "check": check_country}, (5452, 12)),
    "ucdp_ged251_sample/iraq_events_sample.json": (sample_file, {"format": "ucdp_ged", "aside": {}, "check": check_sample}, (231, 12)),
    "sigact_geocausal/insurgencies.csv.gz": (
        lambda: gzip.compress(reports("SAF", "IED", "other"), mtime=0), {"format": "sigact", "aside": {}, "types": {"IED", "small arms fire", "other"},
        "alike": (2095, 2), "check": check_period}, (68573, 14)),
    "sigact_geocausal/airstrikes.csv": (
        lambda: reports("Airstrike", "SOF"), {"format": "sigact", "aside": {}, "types": {"airstrike", "show of force"}, "alike": (904, 2),
        "check": check_period}, (3938, 14)),
    "wzone/wzone_iraq_yearly.geojson": (zones, {"areas": (235, 4), "check": check_zones}, (235, 4)),
}
_MONTHS = "SIGACT,SIG_1,df,idf,suicide,ied_attack,ied_clear,ied_total,district_1,district_2"
for _name, _head, _rows in (
    ("elections", "Governorate,valid_v,turnout", 18), ("sigact_district-year", f"district,year,{_MONTHS}", 624),
):
    FILES[f"esoc_iraq_v3/esoc-iraq-v3_{_name}.csv"] = (lambda head=_head: districts(head), {"none": "no_position"}, (_rows, 6))
FILES |= {
    "esoc_iraq_v3/Iraq_district_boundaries_UTM.zip": (outlines, {"none": "bad_date"}, (104, 5)),
    "wikipedia_control_2017_07/settlement_control.csv": (
        lambda: table("label,lat,long,mark,marksize,controller,feature", ((f"Tell {i}", 35 + i / 9, 43 + i / 8, "m.gov", 5, "kurdish", "settlement")
        for i in range(7))), {"none": "bad_date"}, (820, 7)),
    "gdelt_schema/GDELT_2.0_Events_Column_Labels_Header_Row_Sep2016.csv": (
        lambda: table("tableId,dataType,Empty,Description", ((f"COLUMN{i}", "INTEGER", "NULLABLE", "Globally unique, they say.  NOTE: “not always” – " * 9)
        for i in range(6))), {"none": "no_position"}, (61, 6)),
}
for _people, _days in {
    "idp": {"2017-10-15": 3732, "2017-10-31": 3720, "2014-07-31": 1399},
    "returnee": {"2021-02-28": 2141, "2015-04-10": 97},
}.items():
    for _day, _rows in _days.items():
        FILES[f"iom_dtm/{_people}_masterlist_{_day}.csv.gz"] = (
            lambda people=_people, day=_day: masterlist(people, day),
            {"format": "iom_dtm", "types": {"displacement" if _people == "idp" else "return"}, "days": {_day},
             "turned": (5, 2) if _day == "2021-02-28" else (0, 0), **({"check": check_october} if _people == "idp" and _day[:7] == "2017-10" else {})},
            (_rows, 21))
# fmt: on


@pytest.mark.quick(3)
@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("path", FILES)
def test_a_published_file_is_read_in_full(kind: str, path: str) -> None:
    make, expected, counts = FILES[path]
    content = (EVENTS / path).read_bytes() if kind == "real" else make()
    which = 0 if kind == "real" else 1
    events = read(content, Path(path).name)
    validate(events.rows)
    report, rows, count = events.report, events.rows, counts[which]
    assert (report.rows_read, report.rows_kept) == (count, count - sum(report.set_aside.values()))
    notes = dict(report.notes)
    wanted = {
        "format": report.format, "aside": report.set_aside, "types": set(rows["type"]),
        "days": set(rows["start"].astype(str)), "alike": notes.get("exact_duplicates"), "areas": notes.get("areas_as_points"),
    }  # fmt: skip
    for name in set(expected) & set(wanted):
        value = expected[name][which] if name in {"alike", "areas"} else expected[name]
        assert wanted[name] == value, name
    if "none" in expected:
        assert report.set_aside == {expected["none"]: count}
    if "turned" in expected:
        turned = expected["turned"][which]
        assert report.set_aside["empty_row"] == 1
        assert report.rows_kept == count - 1 - turned
    if "check" in expected:
        expected["check"](kind, events)
