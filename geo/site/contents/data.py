"""The page of the data: downloads of every table, the API with examples, embedding, citing."""

from __future__ import annotations

import json
from collections.abc import Iterator

from geo import __version__, data_file
from geo.atlas import Atlas
from geo.export import catalogue
from geo.model import Language
from geo.site import api
from geo.site.api import Resource
from geo.site.contents.context import Context
from geo.site.discovery import frame
from geo.site.page import Cell, Page, Section, Table, Text
from geo.site.wording import Wording
from geo.view import View

#: Stands in examples for the address of a site that does not know its own.
_SOMEWHERE = "https://atlas.example/"

_CURL = """\
curl {api}control/index.json
curl {api}control/{day}.json"""

_PYTHON = """\
import bisect
import geopandas, requests

api = "{api}"
days = requests.get(api + "control/index.json").json()["days"]
day = days[bisect.bisect_right(days, "{wanted}") - 1]
holders = requests.get(api + f"control/{{day}}.json").json()["holders"]
units = geopandas.read_file(api + "units.fgb")
units["holder"] = units["unit"].map(holders)
print(units.groupby("holder")["km2"].sum())"""

_R = """\
library(sf)
library(jsonlite)

api <- "{api}"
days <- fromJSON(paste0(api, "control/index.json"))$days
day <- max(days[days <= "{wanted}"])
holders <- unlist(fromJSON(paste0(api, "control/", day, ".json"))$holders)
units <- read_sf(paste0(api, "units.fgb"))
units$holder <- holders[units$unit]
plot(units["holder"])"""

_QGIS = """\
Layer > Add Layer > Add Vector Layer > Protocol: HTTP(S)
{api}units.fgb
{api}areas.fgb
{api}events.fgb"""

_MESSAGES = """\
const map = document.querySelector('iframe').contentWindow;
const site = '{origin}';
addEventListener('message', ({{ origin, data }}) => {{
  if (origin !== site || data.greenline !== 'v1') return;
  console.log(data.is, data.query);
}});
map.postMessage({{ greenline: 'v1', do: 'watch' }}, site);
map.postMessage({{ greenline: 'v1', do: 'get' }}, site);
map.postMessage({{ greenline: 'v1', do: 'set', query: 'd={wanted}' }}, site);"""


def page(context: Context, language: Language) -> Page:
    wording = context.wording(language)
    return Page(
        "data.html",
        language,
        wording.say("site.data"),
        wording.say("site.lead.data"),
        (
            _version(context, wording),
            _tables(context, wording),
            _api(context, wording),
            _embedding(context, wording),
            _licences(context, wording),
        ),
        above="index.html",
        above_title=wording.say("site.start"),
    )


def _version(context: Context, wording: Wording) -> Section:
    sentence = wording.say(
        "about.data", date=wording.day(context.atlas.date), version=context.atlas.label
    )
    cited = f"{wording.say('about.cite')} {wording.citation()}"
    texts = (sentence, cited, f"Greenline {__version__}")
    return Section("version", wording.say("site.version"), tuple(map(Text, texts)))


def _tables(context: Context, wording: Wording) -> Section:
    entries = {item["name"]: item for item in context.atlas.package["resources"]}
    rows = []
    for resource in api.resources(context.atlas):
        entry = entries.get(resource.table)
        csv = Cell("CSV", DOWNLOADS + entry["path"]) if entry else Cell()
        rows.append(
            (wording.record(resource.name), wording.record(resource.about), csv, *_files(resource))
        )
    heads = (wording.say("site.table"), wording.say("site.says"))
    columns = (*heads, "CSV", "JSON", "GeoJSON", "GeoParquet", "FlatGeobuf")
    heading = wording.say("site.tables")
    return Section("tables", heading, table=Table(columns, tuple(rows), heading))


def _files(resource: Resource) -> tuple[Cell, ...]:
    kinds = {"JSON": "json", "GeoJSON": "geojson", "GeoParquet": "parquet", "FlatGeobuf": "fgb"}
    return tuple(
        Cell(name, f"{api.ROOT}{resource.name}.{kind}") if kind in resource.kinds else Cell()
        for name, kind in kinds.items()
    )


def _api(context: Context, wording: Wording) -> Section:
    base = context.options.base_url or _SOMEWHERE
    opening = context.atlas.profile.days.opening
    day = max(change_day for change_day in api.change_days(context.atlas) if change_day <= opening)
    values = {"api": base + api.ROOT, "day": day.isoformat(), "wanted": opening.isoformat()}
    examples = {"curl": _CURL, "Python": _PYTHON, "R": _R, "QGIS": _QGIS}
    return Section(
        "api",
        wording.say("site.api"),
        (Text(wording.say("site.api.what")), Text(wording.say("site.api.control"))),
        items=(
            Cell("OpenAPI", f"{api.ROOT}openapi.json"),
            Cell("index.json", f"{api.ROOT}index.json"),
            Cell("control/index.json", f"{api.ROOT}control/index.json"),
            Cell("datapackage.json", f"{DOWNLOADS}datapackage.json"),
            Cell("Croissant", f"{DOWNLOADS}croissant.jsonld"),
            Cell("DCAT", f"{DOWNLOADS}dcat.jsonld"),
            Cell("schema.org", f"{DOWNLOADS}schema.org.jsonld"),
        ),
        code=tuple((name, text.format(**values)) for name, text in examples.items()),
    )


def _embedding(context: Context, wording: Wording) -> Section:
    base = context.options.base_url or _SOMEWHERE
    opening = context.atlas.profile.days.opening
    query = context.state(View(date=opening, language=wording.language))
    lines = frame(f"{base}map/index.html#{query}&embed=1", wording.say("web.tagline"))
    origin = "/".join(base.split("/")[:3])
    messages = _MESSAGES.format(origin=origin, wanted=opening.isoformat())
    return Section(
        "embed",
        wording.say("site.embed"),
        (Text(wording.say("site.embed.what")),),
        code=(("HTML", lines), ("postMessage", messages)),
    )


def _licences(context: Context, wording: Wording) -> Section:
    result: dict[tuple[str, str], list[str]] = {}
    for entry in context.atlas.package["resources"]:
        for item in entry["licenses"]:
            key = (item["title"], item.get("path", ""))
            result.setdefault(key, []).append(entry["name"])
    rows = tuple(
        (wording.record(title, href=address), wording.record(", ".join(names)))
        for (title, address), names in result.items()
    )
    heading = wording.say("about.licences")
    columns = (wording.say("site.licence"), wording.say("site.tables"))
    return Section("licences", heading, table=Table(columns, rows, heading))


#: Where the files lie, from the site's folder on.
DOWNLOADS = "data/"


def catalogue_files(atlas: Atlas, base: str) -> Iterator[tuple[str, bytes]]:
    """Yield what catalogues read of the data, beside ``datapackage.json``."""
    for name, describe in catalogue.FORMATS.items():
        result = describe(atlas, f"{base}{DOWNLOADS}" if base else "")
        text = json.dumps(result, ensure_ascii=False, indent=1) + "\n"
        yield f"{DOWNLOADS}{name}.jsonld", text.encode()


def describe_as_json_ld(atlas: Atlas, base: str) -> str:
    """Return the data set as JSON-LD of schema.org that may stand in a page."""
    result = catalogue.schema_org(atlas, f"{base}{DOWNLOADS}")
    return json.dumps(result, ensure_ascii=False).replace("<", "\\u003c")


def package_files(atlas: Atlas) -> Iterator[tuple[str, bytes]]:
    """Yield the files of the data package with their paths from the site's folder on."""
    entries = atlas.package["resources"]
    paths = [path for entry in entries for path in (entry["path"], *entry.get("extrapaths", ()))]
    with data_file.hold_state(atlas.folder):
        files = {path: data_file.read(atlas.folder, path) for path in ("datapackage.json", *paths)}
    for path, content in files.items():
        yield f"{DOWNLOADS}{path}", content
