"""The page of the data: downloads of every table, the API with examples, embedding, citing."""

from __future__ import annotations

import json
from collections.abc import Iterator

from geo import __version__, data_file
from geo.atlas import Atlas
from geo.export import catalogue
from geo.model import Language
from geo.site import api
from geo.site.contents.context import Context
from geo.site.discovery import frame
from geo.site.page import Page
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
    entries = {item["name"]: item for item in context.atlas.package["resources"]}
    resources = api.resources(context.atlas)
    rows = {
        "version": __version__,
        "tables": [(resource, entries.get(resource.table)) for resource in resources],
        "api": api.ROOT,
        "downloads": DOWNLOADS,
        "examples": _examples(context),
        "embedding": _embedding(context, wording),
        "licences": _licences(context),
    }
    return Page(
        "data.html",
        "data",
        wording,
        wording.say("site.data"),
        wording.say("site.lead.data"),
        rows,
        above="index.html",
        above_title=wording.say("site.start"),
    )


def _examples(context: Context) -> dict[str, str]:
    """Return how programs ask the API, by what each is written in."""
    base = context.options.base_url or _SOMEWHERE
    opening = context.atlas.profile.days.opening
    day = max(change_day for change_day in api.change_days(context.atlas) if change_day <= opening)
    values = {"api": base + api.ROOT, "day": day.isoformat(), "wanted": opening.isoformat()}
    examples = {"curl": _CURL, "Python": _PYTHON, "R": _R, "QGIS": _QGIS}
    return {name: text.format(**values) for name, text in examples.items()}


def _embedding(context: Context, wording: Wording) -> dict[str, str]:
    """Return the lines that show the map in another page, and those that talk to it."""
    base = context.options.base_url or _SOMEWHERE
    opening = context.atlas.profile.days.opening
    query = context.state(View(date=opening, language=wording.language))
    lines = frame(f"{base}map/index.html#{query}&embed=1", wording.say("web.tagline"))
    origin = "/".join(base.split("/")[:3])
    messages = _MESSAGES.format(origin=origin, wanted=opening.isoformat())
    return {"HTML": lines, "postMessage": messages}


def _licences(context: Context) -> dict[tuple[str, str], list[str]]:
    """Return what lies under each licence, by its title and address."""
    result: dict[tuple[str, str], list[str]] = {}
    for entry in context.atlas.package["resources"]:
        for item in entry["licenses"]:
            key = (item["title"], item.get("path", ""))
            result.setdefault(key, []).append(entry["name"])
    return result


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
