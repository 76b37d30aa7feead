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
from geo.view import View

#: Stands in examples for the address of a site that does not know its own.
_SOMEWHERE = "https://atlas.example/"


def page(context: Context, language: Language) -> Page:
    wording = context.wording(language)
    entries = {item["name"]: item for item in context.atlas.package["resources"]}
    resources = api.resources(context.atlas)
    opening = context.atlas.profile.days.opening
    state = context.state(View(date=opening, language=language))
    address = context.options.base_url or _SOMEWHERE
    rows = {
        "version": __version__,
        "tables": [(resource, entries.get(resource.table)) for resource in resources],
        "api": api.ROOT,
        "downloads": DOWNLOADS,
        "address": address,
        "origin": "/".join(address.split("/")[:3]),
        "opening": opening,
        "changed": max(day for day in api.change_days(context.atlas) if day <= opening),
        "frame": frame(f"{address}map/index.html#{state}&embed=1", wording.say("web.tagline")),
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
