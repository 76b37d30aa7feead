"""Files as publishers have them: the real ones where they are here, and small ones made here.

The small ones have the columns, the order, the encodings and the oddities of the real ones; what
stands in them is invented.
"""

from __future__ import annotations

import gzip
import io
import json
import os
import tempfile
import zipfile
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any, Final

import geopandas as gpd
import pandas as pd
import shapely

SHARED: Final = Path(
    os.environ.get("GREENLINE_SHARED") or Path(__file__).resolve().parents[3] / "shared/data"
)
EVENTS: Final = SHARED / "events"

#: Which files there are: small ones always, the real ones where somebody has put them.
KINDS: Final = ("made", "real") if EVENTS.is_dir() else ("made",)


def read_published(kind: str, path: str) -> bytes:
    """Return the bytes of a file, real or made."""
    return (EVENTS / path).read_bytes() if kind == "real" else MADE[path]()


def _csv(head: str, rows: Iterable[Iterable[Any]]) -> bytes:
    names = head.split(",")
    table = pd.DataFrame([list(row) for row in rows], columns=names)
    return table.to_csv(index=False).encode()


_UCDP = (
    "id,year,active_year,start_year,end_year,type_of_violence,conflict_new_id,conflict_name,"
    "dyad_new_id,dyad_name,side_a_new_id,gwnoa,side_a,side_b_new_id,gwnob,side_b,"
    "number_of_sources,source_article,source_office,source_date,source_headline,source_original,"
    "where_prec,where_coordinates,adm_1,adm_2,latitude,longitude,geom_wkt,priogrid_gid,country,"
    "country_id,iso3,region,event_clarity,date_prec,date_start,date_end,deaths_a,deaths_b,"
    "deaths_civilians,deaths_unknown,low,best,high"
)
_TAGS = {
    "year": "#date+year", "side_a": "#group+name+first", "side_b": "#group+name+second",
    "where_coordinates": "#loc+name", "adm_1": "#adm1+name", "adm_2": "#adm2+name",
    "latitude": "#geo+lat", "longitude": "#geo+lon", "country": "#country+name",
    "date_start": "#date+start", "date_end": "#date+end", "best": "#affected+killed",
}  # fmt: skip


def country_file() -> bytes:
    """Return events of one country with a row of HXL tags, as UCDP's country files are."""
    names = _UCDP.split(",")
    rows = [[_TAGS.get(name, "") for name in names]]
    for i in range(12):
        start = f"20{10 + i % 3}-0{1 + i % 9}-05"
        coarse = i in {4, 9}
        place = ("country", 33.0, 44.0) if coarse else (f"Tall Xāzir’ {i} town", 34 + i / 7, 43.5)
        deaths = [i, 2 * i, 1, i % 2]
        best = sum(deaths)
        low, high = (best + 3, best + 5) if i == 7 else (best, best + 2)
        row = {
            "id": 900_000 + i, "year": start[:4], "type_of_violence": 1 + i % 3, "active_year": 1,
            "side_a": "Side of the hills", "side_b": "Civilians", "number_of_sources": -1,
            "source_original": "Nobody", "where_prec": 6 if coarse else 1 + i % 3,
            "where_coordinates": place[0], "adm_1": "Şalāḩ province", "latitude": place[1],
            "longitude": place[2], "geom_wkt": f"POINT ({place[2]} {place[1]})", "country": "Iraq",
            "event_clarity": 1, "date_prec": 1, "date_start": start,
            "date_end": f"{start[:4]}-12-30" if coarse else start,
            "deaths_a": deaths[0], "deaths_b": deaths[1], "deaths_civilians": deaths[2],
            "deaths_unknown": deaths[3], "low": low, "best": best, "high": high,
        }  # fmt: skip
        rows.append([row.get(name, "") for name in names])
    return _csv(_UCDP, rows)


def sample_file() -> bytes:
    """Return events as a list of JSON objects, as a sample of UCDP's API has them."""
    events = [
        {
            "id": 700_000 + i, "conflict_id": 900 + i % 4, "latitude": 34.5 + i / 10,
            "longitude": 44.0 + i / 9, "date": f"{1991 + 3 * i}-03-15", "type_of_violence": 1 + i % 3,
            "best": 5 * i, "civilian_deaths": 5 * i, "combatant_deaths": 0, "country": "Iraq",
            "region": "Middle East",
        }
        for i in range(12)
    ]  # fmt: skip
    return json.dumps(events, indent=1).encode()


def reports(kinds: tuple[str, ...]) -> bytes:
    """Return four columns without ids, some rows alike, as the SIGACT tables are."""
    rows = [
        (day, round(43 + i / 7, 5), round(33 + i / 9, 5), kinds[i % len(kinds)])
        for i, day in enumerate(("2007-02-23", "2007-06-01", "2008-01-31", "2008-07-05") * 3)
    ]
    return _csv("date,longitude,latitude,type", [*rows, rows[3], rows[3]])


_GOVERNORATES = (
    "Anbar,Babylon,Baghdad,Basrah,Dahuk,Diyala,Erbil,Kerbala,Kirkuk,Missan,Muthanna,Najaf,Ninewa,"
    "Qadissiya,Salahal Din,Sulaymaniyah,Thi Qar,Wassit"
)
_WAVES = (
    "Pre June14 Period of displacement,June July14 Period of displacement,August14 Period of "
    "displacement,Post September 14 Period of displacement,Post April15 Period of displacement,"
    "Post March 16 Period of displacement,Post 17 October 16 Period of displacement,July 17 Period "
    "of displacement,Jan19,date"
)
_LISTS = {
    "idp": ",Location ID,Place ID,Governorate,District,Location Name,Arabic Name,Latitude,Longitude,"
    f"Families,Individuals,{_GOVERNORATES},Camp,Hostfamilies,Hotel Motel,Informalsettlements,"
    "Own Property,Other,Religiousbuilding,Rented pre Apr 2019,Rented Habitable,"
    f"Rented Uninhabitable,Schoolbuilding,Unfinishedbuilding,Unknownsheltertype,{_WAVES}",
    "returnee": ",Location ID,Place_ID,Governorate,District,Location_name,Arabic_name,Latitude,"
    f"Longitude,Returnee Families,Returnee Individuals,{_GOVERNORATES},Camp,"
    "Habitual Pre_31_October2018,Habitual Residence (Habitable),Habitual Residence (Uninhabitable),"
    "Host_families,Hotel_Motel,Informal_settlements,Other,Religious_building,Rented_houses,"
    f"School_building,Unfinished_Abandoned_building,Unknown_shelter_type,{_WAVES}",
}

#: Families of each invented place of a list, before and after October 2017.
FAMILIES: Final = {"Kirkuk": {15: 300, 31: 120}, "Erbil": {15: 200, 31: 260}}


def masterlist(kind: str, day: str) -> bytes:
    """Return a list of displaced people by place, its last row empty, as IOM's DTM has it."""
    names = _LISTS[kind].split(",")
    when = pd.Timestamp(day)
    latest = {name: known.get(when.day, 40) // 10 for name, known in FAMILIES.items()}
    rows = []
    for i in range(20):
        governorate = "Kirkuk" if i % 2 else "Erbil"
        swapped = (kind, day) == ("returnee", "2021-02-28") and i < 2
        lat, lon = 35.4 + i / 99, 44.2 + i / 77
        answer = {
            names[3]: governorate, names[4]: "District", names[5]: f"Village {i}",
            names[6]: "قرية  ", names[7]: lon if swapped else lat, names[8]: lat if swapped else lon,
            names[9]: float(latest[governorate]), names[10]: 6.0 * latest[governorate],
        }  # fmt: skip
        answer |= dict.fromkeys(names[11:-1], 0.0) | {
            names[1]: 9_000_000.0 + i,
            names[2]: 100.0 + i,
        }
        rows.append([i, *(answer.get(name, "") for name in names[1:-1]), f"{when:%b %d, %Y}"])
    rows.append([len(rows), *[""] * (len(names) - 2), f"{when:%b %d, %Y}"])
    return gzip.compress(_csv(",".join(names), rows), mtime=0)


def districts(head: str, rows: int = 6) -> bytes:
    """Return figures by district without a position, as ESOC's tables are."""
    names = head.split(",")
    return _csv(head, ([f"Unit {i}", *(i * 1.5 for _ in names[1:])] for i in range(rows)))


def outlines() -> bytes:
    """Return a zipped Shapefile of areas in UTM 38N."""
    boxes = [shapely.box(4e5 + 1e4 * i, 3.9e6, 4.1e5 + 1e4 * i, 3.91e6) for i in range(5)]
    rows = gpd.GeoDataFrame(
        {"ADM3NAME": [f"Unit {i}" for i in range(5)]}, geometry=boxes, crs=32638
    )
    out = io.BytesIO()
    with tempfile.TemporaryDirectory() as folder, zipfile.ZipFile(out, "w") as packed:
        rows.to_file(Path(folder) / "areas.shp")
        for end in (".shp", ".shx", ".dbf", ".prj"):
            packed.write(Path(folder) / f"areas{end}", f"areas{end}")
    return out.getvalue()


def marks() -> bytes:
    """Return marks of who holds which settlement, without dates."""
    rows = [
        (f"Tell {i}", 35 + i / 9, 43 + i / 8, "m.gov", 5, "kurdish", "settlement") for i in range(7)
    ]
    return _csv("label,lat,long,mark,marksize,controller,feature", rows)


def labels() -> bytes:
    """Return a description of columns, which is a table and holds no events."""
    long = "Globally unique, they say.  NOTE: “not always” – " * 9
    rows = [(f"COLUMN{i}", "INTEGER", "NULLABLE", long) for i in range(6)]
    return _csv("tableId,dataType,Empty,Description", rows)


def zones() -> bytes:
    """Return areas of conflict by year, one outside the region, as GeoJSON in the old way."""
    features = [
        {
            "type": "Feature",
            "properties": {"dyad_id": 9 + i, "conf_id": 8, "date": f"200{i}-12-31", "snapshot": f"200{i}-12-31"},
            "geometry": shapely.geometry.mapping(shapely.box(lon, 33, lon + 1, 34)),
        }
        for i, lon in enumerate((43, 44, 45, 10))
    ]  # fmt: skip
    crs = {"type": "name", "properties": {"name": "urn:ogc:def:crs:OGC:1.3:CRS84"}}
    everything = {"type": "FeatureCollection", "name": "zones", "crs": crs, "features": features}
    return json.dumps(everything).encode()


def _lists() -> dict[str, Callable[[], bytes]]:
    days = {
        "idp": "2014-07-31 2014-12-25 2015-10-22 2016-09-28 2017-09-30 2017-10-15 2017-10-31 "
        "2018-10-31 2020-12-31",
        "returnee": "2015-04-10 2016-10-13 2017-10-31 2019-10-31 2021-02-28",
    }
    return {
        f"iom_dtm/{kind}_masterlist_{day}.csv.gz": lambda kind=kind, day=day: masterlist(kind, day)  # type: ignore[misc]
        for kind, every in days.items()
        for day in every.split()
    }


_MONTHS = "SIGACT,SIG_1,df,idf,suicide,ied_attack,ied_clear,ied_total,district_1,district_2"

#: What makes each file, by the path of the real one below the folder of events.
MADE: Final[dict[str, Callable[[], bytes]]] = _lists() | {
    "ucdp_ged191_iraq/conflict_data_irq.csv": country_file,
    "ucdp_ged251_sample/iraq_events_sample.json": sample_file,
    "sigact_geocausal/insurgencies.csv.gz": lambda: gzip.compress(
        reports(("SAF", "IED", "other")), mtime=0
    ),
    "sigact_geocausal/airstrikes.csv": lambda: reports(("Airstrike", "SOF")),
    "esoc_iraq_v3/esoc-iraq-v3_elections.csv": lambda: districts("Governorate,valid_v,turnout"),
    "esoc_iraq_v3/esoc-iraq-v3_ethnicity.csv": lambda: districts("district,kurd_pop_CIA_1978,mixedpop"),
    "esoc_iraq_v3/esoc-iraq-v3_population.csv": lambda: districts("district,wfp_pop2003,landscan_pop"),
    "esoc_iraq_v3/esoc-iraq-v3_oil_static_by_district.csv": lambda: districts("District,area_gas,oil_vol"),
    "esoc_iraq_v3/esoc-iraq-v3_sigact_district-month.csv": lambda: districts(f"district,month,{_MONTHS}"),
    "esoc_iraq_v3/esoc-iraq-v3_sigact_district-year.csv": lambda: districts(f"district,year,{_MONTHS}"),
    "esoc_iraq_v3/Iraq_district_boundaries_UTM.zip": outlines,
    "wikipedia_control_2017_07/settlement_control.csv": marks,
    "gdelt_schema/GDELT_2.0_Events_Column_Labels_Header_Row_Sep2016.csv": labels,
    "wzone/wzone_iraq_yearly.geojson": zones,
}  # fmt: skip
