"""Files of events in every format: each row of the tables here says what events and report a file gives."""

from __future__ import annotations

import gzip
import io
import json
from datetime import date
from typing import Any

import numpy as np
import pandas as pd
import pytest

from geo.errors import ReadError
from geo.events.draft import How, Mapping
from geo.events.publishers import FORMATS, HEADER, HEADERS, recognise
from geo.events.reading import events_here
from geo.events.schema import COLUMNS, Events, Reason, Report, empty, joined, typed
from geo.tabular.columns import Columns
from geo.tabular.grid import Sheet
from tests.events.made import validate
from tests.tabular.makers import GPX, KML, case, collection, read_here, zipped

# fmt: off
Row = dict[str, Any]


def rows(base: Row, *changes: Row, **kind: Any) -> bytes:
    """Return a table of one row, or of as many as there are changes to it."""
    return pd.DataFrame([base | change for change in changes or ({},)]).to_csv(**{"index": False} | kind).encode()


def sheet_of(*records: Row, **named: str) -> bytes:
    out = io.BytesIO()
    pd.DataFrame(records).to_excel(out, index=False, **named)
    return out.getvalue()


def renamed(row: Row, names: Row | None = None, *without: str, by: Any = str) -> Row:
    return {by((names or {}).get(name, name)): cell for name, cell in row.items() if name not in without}


UCDP = {
    "id": "900001", "relid": "IRQ-2016-1-1", "year": "2016", "code_status": "Clear", "type_of_violence": "1", "conflict_new_id": "259",
    "dyad_new_id": "524", "dyad_name": "Side One - Side Two", "side_a_new_id": "116", "side_a": "Side One", "side_b": "Side Two",
    "number_of_sources": "-1", "source_article": "Some Agency, 2016-10-21, headline", "source_headline": "Fighting\nat the edge of town",
    "where_prec": "1", "where_coordinates": "Kirkuk city", "adm_1": "Kirkūk province", "latitude": "35.47", "longitude": "44.39",
    "date_prec": "1", "date_start": "2016-10-21 00:00:00.000", "date_end": "2016-10-23 00:00:00.000", "best": "7", "high": "9", "low": "5",
}
EARLIER = {"best": "best_est", "high": "high_est", "low": "low_est", "conflict_new_id": "conflict_id"}
TAGS = dict.fromkeys(UCDP, "#meta") | {
    "latitude": "#geo+lat", "longitude": "#geo+lon", "best": "#affected+killed", "date_start": "#date+start", "date_end": "#date+end",
    "adm_1": "#adm1+name"}
API = [UCDP | {"id": 900001, "latitude": 35.47, "longitude": 44.39, "best": 7, "type_of_violence": 1}]
FEW = [{"id": 5, "latitude": 36.19, "longitude": 44.01, "date": "1991-03-15", "type_of_violence": 3, "best": 500}]
SIDES = {"format": "ucdp_ged", "type": ["state_based"], "actor_a": ["Side One"], "actor_b": ["Side Two"], "best": [7]}
AMERICAN = [{"id": str(day), "date_start": f"5/{day}/2016", "date_end": "5/30/2016"} for day in (2, 29)]

ACLED = {
    "event_id_cnty": "IRQ100001", "event_date": "27 September 2017", "year": "2017", "time_precision": "1", "disorder_type": "Political violence",
    "event_type": "Battles", "sub_event_type": "Armed clash", "actor1": "Forces of One", "assoc_actor_1": "", "inter1": "1", "actor2": "Forces of Two",
    "interaction": "12", "civilian_targeting": "", "iso": "368", "country": "Iraq", "admin1": "Kirkuk", "location": "Daquq", "latitude": "35.13",
    "longitude": "44.44", "geo_precision": "2", "source": "Some Radio", "fatalities": "0", "tags": "", "timestamp": "1600000000",
    "notes": 'On 27 September 2017, forces clashed; nobody was hurt, "it was said".',
}
#: Newer exports have columns that older ones do not, and the other way round.
OLD = {"data_id": "7000001", "event_id_no_cnty": "100001", "iso3": "IRQ"} | renamed(
    ACLED, None, "disorder_type", "civilian_targeting", "tags", "sub_event_type")
CLASH = {
    "format": "acled", "id": ["IRQ100001"], "start": ["2017-09-27"], "type": ["Battles"], "actor_a": ["Forces of One"], "actor_b": ["Forces of Two"],
    "place": ["Daquq"], "lon": [44.44], "lat": [35.13], "date_precision": ["day"], "position_precision": ["near"], "best": [0], "low": [None],
    "source": ["Some Radio"], "text": [ACLED["notes"]],
}
MOOD = "id,event_id_cnty,event_date,event_type,sub_event_type,latitude,longitude,mood,notes\n1,IRQ1,2014-06-10,Battles,Armed clash,35.4,44.3,grim,a\n"

GDELT = dict.fromkeys(HEADER, "") | {
    "GLOBALEVENTID": "700000", "SQLDATE": "20171016", "MonthYear": "201710", "Year": "2017", "FractionDate": "2017.7836", "Actor1Name": "IRAQI ARMY",
    "Actor2Name": "PESHMERGA", "IsRootEvent": "1", "EventCode": "190", "EventBaseCode": "190", "EventRootCode": "19", "QuadClass": "4",
    "GoldsteinScale": "-10.0", "NumMentions": "8", "AvgTone": "-5.1", "ActionGeo_Type": "4", "ActionGeo_FullName": "Kirkuk, Kirkuk, Iraq",
    "ActionGeo_CountryCode": "IZ", "ActionGeo_Lat": "35.4681", "ActionGeo_Long": "44.3922", "DATEADDED": "20171016120000", "SOURCEURL": "https://example.org/a",
}
FOUR = [{"GLOBALEVENTID": f"70000{n}"} for n in range(4)]
ABROAD = {"GLOBALEVENTID": "2", "ActionGeo_Lat": "48.85", "ActionGeo_Long": "2.35"}
NOWHERE = {"GLOBALEVENTID": "3", "ActionGeo_Lat": "", "ActionGeo_Long": "", "ActionGeo_Type": "0"}


def bare(*changes: Row, names: tuple[str, ...] = HEADER) -> bytes:
    return rows(GDELT, *changes, columns=list(names), header=False, sep="\t")


GTD: Row = {
    "eventid": 202101010001, "iyear": 2021, "imonth": 1, "iday": 5, "approxdate": "", "extended": 0, "resolution": "", "country": 95,
    "country_txt": "Iraq", "provstate": "Saladin", "city": "Samarra", "latitude": 34.19, "longitude": 43.87, "specificity": 1,
    "summary": "A made up summary.", "attacktype1_txt": "Bombing/Explosion", "targtype1_txt": "Police", "gname": "Unknown", "nkill": 2.0,
    "nwound": 1.0, "scite1": '"A made up source"', "dbsource": "START",
}

SIGACT = """date,longitude,latitude,type
2007-03-01,44.40,35.47,IED
2007-03-01,44.40,35.47,IED
2007-03-02,44.41,35.48,SAF
2007-03-03,44.42,35.49,other
2007-03-01,44.40,35.47,IED
"""
REPORTED = {
    "ReportKey": "AB-1", "DateOccurred": "2006-05-01 14:30:00", "Type": "Explosive Hazard", "Category": "IED Explosion",
    "Title": "a made up title", "Summary": "a made up summary", "Region": "MND-N", "EnemyKIA": "1", "FriendlyKIA": "0", "CivilianKIA": "2",
    "HostNationKIA": "", "MGRS": "38SMD1", "Latitude": "35.4", "Longitude": "44.4",
}
UNKNOWN = {"ReportKey": "AB-2", "EnemyKIA": "", "FriendlyKIA": "", "CivilianKIA": ""}

IDP = """,Location ID,Place ID,Governorate,District,Location Name,Arabic Name,Latitude,Longitude,Families,Individuals,Anbar,Camp,date
0,1101001.0,7861.0,Dahuk,Amedi,Amedi,عمادية,37.09,43.48,42.0,252.0,3.0,0.0,"Oct 31, 2017"
1,1101002.0,7862.0,Kirkuk,Daquq,Daquq,داقوق,35.13,44.44,10.0,60.0,10.0,0.0,"Oct 31, 2017"
2,,,,,,,,,,,,,"Oct 31, 2017"
"""
BACK = """,Location ID,Place_ID,Governorate,District,Location_name,Arabic_name,Latitude,Longitude,Returnee Families,Returnee Individuals,Anbar,date
0,1204004.0,13352.0,Erbil,Makhmur,Gwer,كوير,36.04,43.49,1367.0,8202.0,0.0,"Oct 31, 2017"
"""
UNDATED = pd.read_csv(io.StringIO(IDP), dtype=str, keep_default_na=False).drop(columns=["date"]).iloc[:2].to_dict("records")
RETURNED = {"format": "iom_dtm", "type": ["return"], "place": ["Gwer"], "id": ["returnee-13352-20171031"]}

FORMAT = [
    case("UCDP in full", rows(UCDP), {"name": "anything.dat"}, id=["900001"], start=["2016-10-21"], end=["2016-10-23"], lon=[44.39], lat=[35.47],
         date_precision=["day"], position_precision=["exact"], low=[5], high=[9], place=["Kirkuk city"], text=["Fighting\nat the edge of town"],
         source=["Some Agency, 2016-10-21, headline"], **SIDES),
    case("UCDP 17 and earlier", rows(renamed(UCDP, EARLIER)), low=[5], high=[9], **SIDES),
    *(case(f"UCDP, names by {by.__name__}", rows(renamed(UCDP, by=by)), **SIDES) for by in (str.upper, str.title)),
    case("UCDP, names with blanks", rows(renamed(UCDP, by=lambda name: name.replace("_", " "))), **SIDES),
    case("UCDP, names of a Shapefile", rows(renamed(UCDP, by=lambda name: name[:10])), place=["Kirkuk city"], **SIDES),
    case("UCDP of another country", rows(UCDP, {"latitude": "35,47", "longitude": "44,39", "date_start": "21.10.2016", "date_end": "23.10.2016"}, sep=";"),
         lon=[44.39], lat=[35.47], end=["2016-10-23"]),
    case("UCDP, days as in America", rows(UCDP, *AMERICAN), start=["2016-05-02", "2016-05-29"]),
    case("UCDP, an end that shows no order follows the start", rows(UCDP, *(row | {"date_end": "6/7/2016"} for row in AMERICAN)), end=["2016-06-07"] * 2),
    case("UCDP, tags are no event", rows(UCDP, TAGS, {}, lineterminator="\r\n"), read=1, kept=1, **SIDES),
    case("UCDP in gzip", gzip.compress(rows(UCDP)), **SIDES),
    case("UCDP, JSON of the API", json.dumps(API).encode(), id=["900001"], lat=[35.47], **SIDES),
    case("UCDP, pages of the API", json.dumps({"TotalCount": 1, "TotalPages": 1, "NextPageUrl": "", "Result": API}).encode(), id=["900001"], **SIDES),
    case("UCDP, few keys", json.dumps(FEW).encode(), date_precision=["unknown"], position_precision=["unknown"], start=["1991-03-15"],
         end=["1991-03-15"], low=[None], type=["one_sided"]),
    case("UCDP, codes of precision", rows(UCDP, *({"id": str(n), "where_prec": str(n), "date_prec": str(min(n, 5))} for n in range(1, 8))),
         position_precision=["exact", "near", "district", "governorate", "region", "country", "unknown"],
         date_precision=["day", "week", "week", "month", "year", "year", "year"]),
    case("UCDP, notes", rows(UCDP, {"id": "1", "best": "0"}, {"id": "2", "where_prec": "6"}),
         notes={"sources_not_counted": 2, "repeated_points": 1, "best_outside_range": 1, "coarse_position": 1}),
    case("ACLED", rows(ACLED), **CLASH), case("ACLED of old", rows(OLD), **CLASH),
    *(case(f"ACLED, day as {day}", rows(ACLED, {"event_date": day}), **CLASH) for day in ("2017-09-27", "27-Sep-17", "27-September-2017", "27/09/2017")),
    case("ACLED in capitals", rows(renamed(OLD, by=str.upper)), **CLASH), case("ACLED between tabs", rows(ACLED, sep="\t"), **CLASH),
    case("ACLED, JSON of the API", json.dumps({"status": 200, "success": True, "count": 1, "data": [ACLED]}).encode(), **CLASH),
    case("ACLED, names of a Shapefile", rows(renamed(OLD, None, "event_id_no_cnty", by=lambda name: name[:10])), id=["IRQ100001"],
         date_precision=["day"], position_precision=["near"], format="acled"),
    case("ACLED, codes of precision", rows(ACLED, *({"event_id_cnty": n, "geo_precision": n, "time_precision": n} for n in "123")),
         position_precision=["exact", "near", "governorate"], date_precision=["day", "week", "month"]),
    case("ACLED, once for each actor", rows(ACLED, {}, {"actor1": "Forces of Two", "actor2": "Forces of One"}), kept=1, aside={"duplicate_id": 1},
         listed={3: ("duplicate_id", "event_id_cnty", "IRQ100001")}),
    case("ACLED, used and unused", MOOD.encode(), format="acled", unused=("id", "sub_event_type", "mood")),
    case("ACLED, a column for a field", MOOD.encode(), {"mapping": {"text": "mood"}}, text=["grim"], unused=("id", "sub_event_type")),
    case("ACLED, dates of both orders", rows(ACLED, *({"event_id_cnty": str(n), "event_date": day} for n, day in enumerate(
         ("03/04/2017", "27/09/2017", "09/27/2017")))), format="acled", kept=2, aside={"ambiguous_date": 1}),
    *(case(f"GDELT of {width} columns without a header", bare(*FOUR, names=names), read=4, format="gdelt", id=[f"70000{n}" for n in range(4)],
           start=["2017-10-16"] * 4, lon=[44.3922] * 4, lat=[35.4681] * 4, type=["fight"] * 4, actor_a=["IRAQI ARMY"] * 4, actor_b=["PESHMERGA"] * 4,
           source=["https://example.org/a" if width != 57 else ""] * 4, origin={"GLOBALEVENTID": [f"70000{n}" for n in range(4)]}, aside={})
      for width, names in sorted(HEADERS.items())),
    case("GDELT of one row", bare(), kept=1, format="gdelt"),
    case("GDELT as published", zipped({"20171016.export.CSV": bare(*FOUR)}), {"name": "20171016.export.CSV.zip"}, kept=4, format="gdelt"),
    case("GDELT of BigQuery drops zeros", rows(GDELT, {"EventRootCode": "2"}), type=["appeal"], format="gdelt"),
    case("GDELT of the world", bare({}, ABROAD, NOWHERE), kept=1, aside={"no_position": 1, "outside_region": 1}),
    case("GDELT, precision", bare(*(FOUR[n] | {"ActionGeo_Type": kind} for n, kind in enumerate("1345"))),
         position_precision=["country", "near", "near", "governorate"]),
    case("GTD", rows(GTD), format="gtd", id=["202101010001"], start=["2021-01-05"], type=["Bombing/Explosion"], actor_a=["Unknown"],
         actor_b=["Police"], place=["Samarra"], best=[2], text=["A made up summary."]),
    case("GTD, a day or month of 0", rows(GTD, {"eventid": 1, "iday": 0}, {"eventid": 2, "iday": 0, "imonth": 0}), format="gtd",
         date_precision=["month", "year"], start=["2021-01-01"] * 2, end=["2021-01-31", "2021-12-31"]),
    case("GTD, what went on", rows(GTD, {"extended": 1, "resolution": "2021-01-09"}), start=["2021-01-05"], end=["2021-01-09"]),
    case("GTD, specificity", rows(GTD, *({"eventid": n, "specificity": n} for n in range(1, 6))),
         position_precision=["exact", "district", "district", "governorate", "unknown"]),
    case("GTD, half a death", rows(GTD, {"nkill": 1.5}), notes={"figure_rounded": 1}),
    case("GTD, the workbook", sheet_of(GTD, GTD | {"eventid": 202101010002, "latitude": None}), format="gtd", kept=1, aside={"no_position": 1}, id=["202101010001"]),
    case("SIGACT, reports alike", SIGACT.encode(), format="sigact", kept=5, type=["IED", "IED", "small arms fire", "other", "IED"],
         notes={"ids_made": 5, "exact_duplicates": 2, "repeated_points": 2}),
    case("SIGACT of the air", SIGACT.replace("IED", "Airstrike").replace("SAF", "SOF").encode(), type=["airstrike", "airstrike", "show of force", "other", "airstrike"]),
    case("SIGACT, kinds by any case", (SIGACT + "2007-03-04,44.42,35.49,saf\n").encode(), type=["IED", "IED", "small arms fire", "other", "IED", "small arms fire"]),
    case("SIGACT with the columns of the reports", rows(REPORTED, {}, UNKNOWN), format="sigact", id=["AB-1", "AB-2"], type=["IED Explosion"] * 2,
         best=[3, None], start=["2006-05-01"] * 2, text=["a made up summary"] * 2),
    case("SIGACT's columns, other kinds", b"date,longitude,latitude,type\n2007-03-01,44.4,35.5,school\n2007-03-02,44.4,35.5,clinic\n", format="table"),
    case("SIGACT, a coordinate that ends in a spoilt byte", b"date,longitude,latitude,type\n2007-03-01,44.4\xa0,35.5,IED\n2007-03-02,44.41,35.51,IED\n",
         lon=[44.41], read=2),
    case("DTM, the displaced", IDP.encode(), format="iom_dtm", type=["displacement"] * 2, place=["Amedi", "Daquq"], start=["2017-10-31"] * 2, end=["2017-10-31"] * 2,
         lon=[43.48, 44.44], lat=[37.09, 35.13], id=["idp-7861-20171031", "idp-7862-20171031"], best=[None] * 2, low=[None] * 2, high=[None] * 2,
         text=["42 families, 252 individuals; Amedi, Dahuk", "10 families, 60 individuals; Daquq, Kirkuk"], read=3, aside={"empty_row": 1},
         listed={4: ("empty_row", "", "")}, origin={"Anbar": ["3.0", "10.0"], "Arabic Name": ["عمادية", "داقوق"]}),
    case("DTM, another day", IDP.replace("Oct 31", "Nov 30").encode(), id=["idp-7861-20171130", "idp-7862-20171130"]),
    case("DTM, those who returned", BACK.encode(), text=["1367 families, 8202 individuals; Makhmur, Erbil"], **RETURNED),
    case("DTM, those who returned, told by one column", BACK.replace("Returnee ", "").replace(",Anbar,", ",Habitual Residence (Habitable),").encode(),
         text=["1367 families, 8202 individuals; Makhmur, Erbil"], **RETURNED),
    case("DTM, a day in the name of the sheet", sheet_of(*UNDATED, sheet_name="31 Oct 2017"), {"name": "list.xlsx"}, start=["2017-10-31"] * 2,
         notes={"date_from_name": 2}),
    case("DTM, a day in the name of the file", sheet_of(*UNDATED, sheet_name="list"), {"name": "20171031_idp_master_list.xlsx"}, start=["2017-10-31"] * 2,
         notes={"date_from_name": 2}),
    case("DTM, no day anywhere", IDP.replace('"Oct 31, 2017"', "").encode(), {"name": "list.csv"}, aside={"bad_date": 2, "empty_row": 1}),
    case("DTM, swapped rows are not turned", IDP.replace("35.13,44.44", "44.44,35.13").encode(), aside={"outside_region": 1, "empty_row": 1},
         listed={3: ("outside_region", "Longitude, Latitude", "35.13, 44.44"), 4: ("empty_row", "", "")}),
    case("KML", KML.encode(), {"name": "r.kml"}, read=3, start=["2017-10-16"] * 2, aside={"no_position": 1}, position_precision=["unknown", "region"]),
    case("KMZ", zipped({"doc.kml": KML, "images/icon.png": b"\x89PNG"}), {"name": "r.kmz"}, read=3, start=["2017-10-16"] * 2, aside={"no_position": 1}),
    case("GPX", GPX.encode(), read=2, lon=[44.39], lat=[35.47], text=["shots"]),
]

HEAD = "id,date,latitude,longitude,deaths\n"
BAD = HEAD + (
    "a,2017-01-01,35.4,44.3,1\nb,2017-01-02,,44.4,\nc,2017-01-03,35.x,44.4,\nd,2017-01-04,48.9,2.3,\ne,2017-02-30,35.4,44.4,\n"
    "a,2017-01-06,35.4,44.4,\n,,,,\ng,2017-01-07,35.4\nh,2017-01-08,0,0,\n") + "".join(f"k{n},2017-02-01,35.4,{44 + n / 10},\n" for n in range(20))
LISTED = {
    3: ("no_position", "longitude, latitude", "44.4, "), 4: ("bad_number", "latitude", "35.x"), 5: ("outside_region", "longitude, latitude", "2.3, 48.9"),
    6: ("bad_date", "date", "2017-02-30"), 7: ("duplicate_id", "id", "a"), 8: ("empty_row", "", ""), 9: ("bad_row", "", "g,2017-01-07,35.4"),
    10: ("no_position", "longitude, latitude", "0, 0"),
}


def dated(*days: str, place: str = "35.4,44.3", more: str = "") -> bytes:
    """Return a table with these dates."""
    return ("id,date,lat,lon\n" + "".join(f"{n},{day},{place}\n" for n, day in enumerate(days)) + more).encode()


MIXED = ("27/09/2017", "28/09/2017", "09/29/2017", "03/04/2017", "05/05/2017", "2017-10-16")
ORDER = {"order": "dmy", "chosen": False, "day_first": 2, "month_first": 1, "either": 1}
ANKARA = "".join(f"x{n},2017-01-01,39.93,32.85\n" for n in range(3))
SWAPPED = "id,date,lat,lon\n" + "".join(f"{n},2017-01-01,{44.3 + n / 50},{35.4 + n / 50}\n" for n in range(9))
FIGURES = "id,type_of_violence,date_start,latitude,longitude,best\n" + "".join(
    f"{n},1,2017-01-01,35.4,{44 + n / 10},{cell}\n" for n, cell in enumerate(["3", "-1", "many", "99999999999", "2.4", "n/a", ""]))
OTHERS = b"ref,reported,noticed,lat,lon,what\na,2017-01-01,2017-02-01,35.4,44.3,x\n"
WRITTEN = read_here(rows(UCDP, {}, {"id": "2", "best": ""})).rows.assign(actor_a="A", text="two\nlines")
STORED = io.BytesIO()
WRITTEN.to_parquet(STORED)
BACKWARDS = {"format": "greenline", **{name: WRITTEN[name].astype("str").tolist() for name in ("id", "place", "actor_a", "text", "type")}, "best": [7, None]}
ALIKE = {
    "one kind of the SIGACT reports": ("IED", "type"), "UCDP's name for other kinds": ("sexual", "type_of_violence"),
    "UCDP's kinds without its other columns": ("1", "type_of_violence"),
}

ROWS = [
    case("every reason", BAD.encode(), {"name": "folder/bad.csv"}, file="bad.csv", format="table", read=29, kept=21, listed=LISTED),
    case("both orders of dates", dated(*MIXED), start=["2017-09-27", "2017-09-28", "2017-09-29", "2017-05-05", "2017-10-16"], date_order=ORDER,
         listed={5: ("ambiguous_date", "date", "03/04/2017")}),
    *(case(f"an order that is chosen: {order}", dated(*MIXED), {"date_order": order}, date_order=ORDER | {"chosen": True, "order": order},
           start=["2017-09-27", "2017-09-28", "2017-09-29", day, "2017-05-05", "2017-10-16"]) for order, day in (("dmy", "2017-04-03"), ("mdy", "2017-03-04"))),
    case("an order that only the last row shows", dated(*["03/04/2017"] * 5, "09/27/2017"), start=[*["2017-03-04"] * 5, "2017-09-27"]),
    case("a contradiction in the last row", dated("03/04/2017", "27/09/2017", "05/04/2017", "28/09/2017", "09/27/2017"), kept=3, aside={"ambiguous_date": 2}),
    case("no order where none matters", dated("2017-09-27", "05/05/2017"), date_order={}),
    *(case(f"right points abroad beside {n}", dated(*["2017-01-01"] * n, more=ANKARA), kept=n, aside={"outside_region": 3}, lacks="looks_swapped")
      for n in (0, 1, 4)),
    case("swapped columns", SWAPPED.encode(), kept=0, aside={"outside_region": 9}, notes={"looks_swapped": 9}),
    case("swapped columns, swapped on request", SWAPPED.encode(), {"swap": True}, kept=9, notes={"swapped": 9}, lon=[44.3 + n / 50 for n in range(9)]),
    case("a swapped row among right ones, on request", dated(*["2017-01-01"] * 3, more="x,2017-01-01,44.31,35.41\n"), {"swap": True}, notes={"swapped": 1},
         lon=[44.3] * 3 + [44.31]),
    case("no dates", b"id,lat,lon\n1,35.4,44.3\n2,35.5,44.4\n", kept=0, aside={"bad_date": 2}, accepted="no column of dates"),
    case("no dates and a day", b"id,lat,lon\n1,35.4,44.3\n2,35.5,44.4\n", {"day": date(2017, 10, 16)}, start=["2017-10-16"] * 2, end=["2017-10-16"] * 2,
         date_precision=["day"] * 2, notes={"day_given": 2}),
    case("dates and a day", dated("2017-01-01"), {"day": date(2017, 10, 16)}, says="column 'date': has a column of dates"),
    case("no positions", b"district,people\nKirkuk,5\nDaquq,6\n", aside={"no_position": 2}, accepted="the table has none"),
    *(case(f"a position of {cell}", f"id,date,latitude,longitude\na,2017-01-01,{cell},44.3\nb,2017-01-01,35.4,44.3\n".encode(), id=["b"], aside={reason: 1})
      for cell, reason in {"nan": "no_position", **dict.fromkeys(("inf", "-inf", "1e999", "٣٥x", "=35.4", "35.4.4"), "bad_number")}.items()),
    case("figures that are none", FIGURES.encode(), best=[3, None, None, None, 2, None, None], notes={"figure_not_read": 3, "figure_rounded": 1}),
    case("an end before its start", b"id,type_of_violence,latitude,longitude,date_start,date_end\n1,1,35.4,44.3,2017-01-02,2017-01-01\n",
         listed={2: ("bad_date", "date_start, date_end", "2017-01-02, 2017-01-01")}),
    case("a twin that was set aside", b"id,date,lat,lon\na,2017-01-01,,\na,2017-01-01,35.4,44.3\n", aside={"no_position": 1}, kept=1),
    case("columns beside", b"id,date,lat,lon,extra\na,2017-01-01,,,x\nb,2017-01-02,35.4,44.3,y\n", origin={"extra": ["y"]}, unused=("extra",)),
    case("a guess that is corrected", OTHERS, {"mapping": {"start": "Noticed", "type": "what"}}, start=["2017-02-01"], type=["x"]),
    case("a format that is corrected", rows(renamed(UCDP, {"best": "my_figure"})), {"mapping": {"best": "my_figure"}}, **SIDES),
    case("a format without a figure", rows(renamed(UCDP, {"best": "my_figure"})), format="ucdp_ged", best=[None]),
    case("a whole mapping", rows(UCDP), {"mapping": Mapping(start="date_start", lon="longitude", lat="latitude", type="best")}, format="table",
         notes={"ids_made": 1}, type=["7"]),
    case("a column that is not there", rows(UCDP), {"mapping": {"type": "nothing"}}, says="'nothing'.*accepted: .*latitude"),
    case("Greenline's own table", WRITTEN.to_csv(index=False).encode(), **BACKWARDS), case("Greenline's own Parquet", STORED.getvalue(), **BACKWARDS),
    case("areas never look like points", collection({"type": "Polygon", "coordinates": [[[44, 35], [45, 35], [45, 36], [44, 36], [44, 35]]]},
         properties={"date": "2014-12-31"}), position_precision=["region"], notes={"areas_as_points": 1}),
    *(case(name, f"id,date,latitude,longitude,{column},place,notes,source\nA7,2014-06-10,35.4,44.3,{kind},Hawija,seen from afar,own survey\n".encode(),
           format="table", id=["A7"], place=["Hawija"], text=["seen from afar"], source=["own survey"], type=[kind], position_precision=["unknown"], unused=())
      for name, (kind, column) in ALIKE.items()),
    case("a column of the file named as one of the list", b"id,date,lat,lon,reason\na,2017-01-01,,,a made up reason\n", aside={"no_position": 1},
         beside={"reason (file)": ["a made up reason"]}),
    case("made ids", b"date,longitude,latitude,type\n" + b"2007-03-01,44.4,35.47,IED\n" * 20, kept=20),
    case("ids that repeat", rows(UCDP, *({"id": str(n % 9)} for n in range(14))), kept=9, aside={"duplicate_id": 5}),
]
# fmt: on


def cells(values: pd.Series) -> list[Any]:
    if values.dtype.kind == "M":
        return values.dt.strftime("%Y-%m-%d").tolist()
    if values.dtype.kind in "fiu":
        return [None if pd.isna(x) else pytest.approx(float(x)) for x in values]
    return values.astype("str").tolist()


def describe(events: Events) -> dict[str, Any]:
    """Return what the tables above may ask of events."""
    report = events.report
    listed = report.aside.set_index("row")[["reason", "column", "value"]].apply(tuple, axis=1)
    expected = {
        "file": report.file, "format": report.format, "read": report.rows_read, "kept": report.rows_kept, "aside": report.set_aside,
        "listed": listed.to_dict() if len(listed) else {}, "notes": dict(report.notes), "unused": report.unused,
        "date_order": report.date_order, "origin": events.origin.to_dict("list"), "beside": report.aside.to_dict("list"),
    }  # fmt: skip
    return expected | {name: cells(events.rows[name]) for name in events.rows}


def check_sums(report: Report, columns: list[str]) -> None:
    """Check what holds of every report: it adds up, lists what it counts, and passes over no column."""
    assert report.rows_read == report.rows_kept + sum(report.set_aside.values())
    assert report.aside["reason"].value_counts().to_dict() == report.set_aside
    assert (report.aside["accepted"] != "").all()
    assert sorted([*report.used, *report.unused]) == sorted(columns)


@pytest.mark.parametrize(("content", "choices", "expected"), [*FORMAT, *ROWS])
def test_a_file_gives_the_events_and_the_report_that_its_row_says(
    content, choices, expected
) -> None:
    choices, expected = dict(choices), dict(expected)
    name = choices.pop("name", "")
    how = How(**choices)
    if "says" in expected:
        with pytest.raises(ReadError, match=expected["says"]):
            read_here(content, name, how)
        return
    events = read_here(content, name, how)
    result = describe(events)
    for kind in ("origin", "beside", "notes"):
        assert expected.pop(kind, {}).items() <= result[kind].items()
    assert expected.pop("accepted", "") in "".join(events.report.aside["accepted"])
    assert expected.pop("lacks", None) not in result["notes"]
    assert {name: result[name] for name in expected} == expected
    validate(events.rows)
    assert events.origin.index.equals(events.rows.index)
    check_sums(events.report, list(events.origin.columns))
    if events.report.rows_read < 5:
        return
    size = -(-2 * events.report.rows_read // 3)
    pieces = list(events_here(content, name, size, how))
    report = joined(piece.report for piece in pieces)
    assert all(len(piece.rows) <= size for piece in pieces)
    assert [x for piece in pieces for x in piece.rows["id"]] == events.rows["id"].tolist()
    assert [x for piece in pieces for x in cells(piece.rows["start"])] == result["start"]
    assert (report.rows_read, report.rows_kept) == (events.report.rows_read, len(events.rows))
    assert sorted(report.aside["row"]) == sorted(events.report.aside["row"])
    assert report.set_aside == events.report.set_aside
    assert report.date_order == events.report.date_order
    assert [*map(set, (report.used, report.unused))] == [
        *map(set, (events.report.used, events.report.unused))
    ]
    # What looks swapped is judged by the other rows of a piece.
    assert dict(report.notes) | {"looks_swapped": 0} == result["notes"] | {"looks_swapped": 0}


NAMES = {
    "ucdp_ged": "id type_of_violence latitude longitude date_start date_end best",
    "acled": "event_id_cnty event_date event_type actor1 latitude longitude geo_precision",
    "gdelt": " ".join(HEADER),
    "gtd": "eventid iyear imonth iday latitude longitude nkill",
    "sigact": "report_key date longitude latitude type mgrs enemy_kia",
    "iom_dtm": "place_id location_name governorate district latitude longitude families individuals",
    "greenline": " ".join(COLUMNS),
}
NONE = (
    "id date lat lon type",
    "date longitude latitude type",
    "event_date event_type fatalities admin1",
    "label lat long mark marksize controller feature",
    "governorate district families",
    "latitude longitude best",
    "year month day",
    "event_date event_type actor1 geo_precision latitude longitude notes",
    "site_id governorate hh latitude longitude date notes type",
    "date longitude latitude type mgrs civilian_kia place notes",
)


def detect_format(names: list[str]) -> str | None:
    frame = pd.DataFrame([[""] * len(names)], columns=names)
    form = recognise(Sheet(frame, np.array([2]), "csv"))
    return form.id if form else None


def test_a_format_is_told_by_its_columns_and_none_by_those_that_look_alike() -> None:
    assert {form.id for form in FORMATS} == set(NAMES)
    for form, text in NAMES.items():
        names = text.split()
        assert detect_format(names) == form
        assert detect_format([name.upper().replace("_", " ") for name in reversed(names)]) == form
    assert [detect_format(names.split()) for names in NONE] == [None] * len(NONE)


def test_codes_and_cells_of_several_columns() -> None:
    columns = Columns(pd.DataFrame({"code": ["1", "1.0", "01", " 1", "9", ""]}))
    assert columns.decode({"1": "yes"}, "no", "CODE").tolist() == ["yes"] * 4 + ["no"] * 2
    columns = Columns(pd.DataFrame({"a": ["x", "", ""], "b": ["y", "y", ""]}))
    assert columns.first("a", "missing", "b").tolist() == ["x", "y", ""]
    assert columns.text("missing").tolist() == ["", "", ""]


def test_what_a_report_says() -> None:
    report = read_here(BAD.encode(), "folder/bad.csv").report
    assert set(report.set_aside) == {str(item) for item in Reason} - {Reason.AMBIGUOUS_DATE}
    assert report.aside.loc[report.aside["row"] == 5, "deaths"].tolist() == [""], "its own columns"
    first = HEAD + "".join(f"{n},2017-01-01,,,\n" for n in range(9)) + "x,soon,35.4,44.4,\n"
    assert [(item["row"], item["reason"]) for item in read_here(first.encode()).report.examples(2)] == [
        (2, "no_position"), (3, "no_position"), (11, "bad_date"),
    ]  # fmt: skip
    content = json.loads(json.dumps(report.to_dict()))
    assert list(content) == [
        "file", "format", "title", "rows_read", "kept", "set_aside", "examples", "notes",
        "columns", "used", "unused", "choices", "details", "date_order",
    ]  # fmt: skip
    assert {"field": "lat", "column": "latitude"} in content["columns"]
    cut = joined((piece.report for piece in events_here(BAD.encode(), "", 20)), listed=3)
    assert (len(cut.aside), sum(cut.set_aside.values())) == (3, 8)
    assert Report("a", "table", "Table", 0, 0).to_dict()["examples"] == []
    with pytest.raises(ValueError, match="piece"):
        joined([])


TWO = rows(UCDP, {"id": "a"}, {"id": "b", "best": "", "latitude": "35.5"})


def test_events_keep_to_the_schema() -> None:
    table = validate(read_here(TWO).rows)
    assert tuple(table.columns) == COLUMNS == tuple(empty().columns)
    both = pd.concat([empty(), table], ignore_index=True)
    assert both.dtypes[["start", "best", "lon"]].equals(table.dtypes[["start", "best", "lon"]])
    assert validate(typed(table.iloc[1:]))["id"].tolist() == ["b"]


def test_the_order_of_all_dates_counts_also_where_a_row_of_the_first_piece_is_mended() -> None:
    days = ["03/04/2017", "03/04/2017;;", *["03/04/2017"] * 3, *["09/27/2017"] * 6]
    content = "id;lat;lon;date\n" + "".join(f"{n};35.4;44.3;{day}\n" for n, day in enumerate(days))
    pieces = list(events_here(content.encode(), "events.csv", 3))
    assert [x for piece in pieces for x in cells(piece.rows["start"])][:2] == ["2017-03-04"] * 2
