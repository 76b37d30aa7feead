"""A site as one folder of plain files: complete, or as it was before."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, cast

import pandas as pd
import rcssmin

from geo.api import __version__
from geo.atlas import Atlas
from geo.draw.bundle import Bundle
from geo.draw.layers.layer import translations
from geo.draw.map import build as build_map
from geo.draw.style import css_fill, holder_colours
from geo.errors import QuestionError
from geo.export.html import render
from geo.files import data_file
from geo.files.atomic_write import FolderKind, heal_folder, replace_folder
from geo.model import Language
from geo.profile import using
from geo.site.pages import ICON, MAP, STYLE, Site, draw_small_map, environment, is_drawn
from geo.site.wording import Wording
from geo.stories.story import stories
from geo.words import cells

if TYPE_CHECKING:
    from branca.element import Figure

File = tuple[str, bytes | str]

#: The file that says that a folder is a site, and lists its files.
MANIFEST: Final = "site.json"

KIND: Final = FolderKind("site", MANIFEST)

#: Signs that an address on the web may have; none of them can end an attribute or a policy.
_ADDRESS = re.compile(r"https?://[A-Za-z0-9.-]+(?::\d{1,5})?(/[A-Za-z0-9._~%/-]*)?", re.ASCII)


@dataclass(frozen=True)
class Options:
    """What a site is made of and where it will stand."""

    #: Address of the site's folder, for canonical links and ``sitemap.xml``; empty: not known yet.
    base_url: str = ""
    #: Languages of the pages, the site's first one first; empty stands for all of the profile.
    languages: tuple[Language, ...] = ()
    #: Ids of the stories told, and of the areas that have a page; None stands for all.
    stories: tuple[str, ...] | None = None
    areas: tuple[str, ...] | None = None
    #: Origins whose pages may read and move the map that they embed; ``*`` allows all.
    origins: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if self.base_url and not _ADDRESS.fullmatch(self.base_url):
            accepted = "expected one such as https://atlas.example/greenline/"
            raise QuestionError(f"address of the site {self.base_url[:200]!r}: {accepted}")
        for origin in self.origins:
            match = _ADDRESS.fullmatch(origin)
            if origin != "*" and (not match or match[1]):
                accepted = "expected an origin such as https://news.example, or *"
                raise QuestionError(f"origin {origin[:200]!r}: {accepted}")

    @property
    def base(self) -> str:
        return self.base_url.rstrip("/") + "/" if self.base_url else ""


@dataclass(frozen=True)
class Built:
    """What was built."""

    path: Path  #: The folder.
    files: int
    bytes: int  #: Their size.
    pages: int  #: Pages of text, in all languages.
    languages: tuple[Language, ...]  #: Languages of the pages.
    version: str  #: Version of the data.


def build(atlas: Atlas, out: Path | str, options: Options | None = None) -> Built:
    """Write the site of an atlas into a folder; it is complete, or as it was.

    A folder that holds anything that no earlier site wrote is left alone.
    """
    target, options = Path(out).absolute(), options or Options()
    with using(atlas.profile):
        site = _choose(atlas, options)
        sizes: dict[str, int] = {}
        earlier = {MANIFEST, *_read_manifest(heal_folder(KIND, target))}
        with replace_folder(KIND, target, earlier.__contains__) as part:
            for path, content in _files(site, options):
                data = content.encode() if isinstance(content, str) else content
                (part / path).parent.mkdir(parents=True, exist_ok=True)
                (part / path).write_bytes(data)
                sizes[path] = len(data)
            about = {"greenline": __version__, "version": atlas.version, "files": sorted(sizes)}
            (part / MANIFEST).write_text(json.dumps(about, indent=1) + "\n", encoding="utf-8")
    return Built(
        target,
        len(sizes),
        sum(sizes.values()),
        sum(path.endswith(".html") for path in sizes),
        site.languages,
        atlas.version,
    )


def _choose(atlas: Atlas, options: Options) -> Site:
    """Return what the options ask for; a name that is none is an error."""
    by_id = {story.id: story for story in stories(atlas)}
    choices: tuple[tuple[str, Any, Any], ...] = (
        ("language", options.languages, atlas.profile.languages),
        ("story", options.stories or (), by_id),
        ("area", options.areas or (), list(atlas.areas["id"])),
    )
    for what, names, accepted in choices:
        for name in names:
            if name not in accepted:
                listed = ", ".join(accepted) or "none"
                raise QuestionError(f"{what} {name[:200]!r}: expected one of {listed}")
    chosen = by_id if options.stories is None else dict.fromkeys(options.stories)
    languages = tuple(dict.fromkeys(options.languages)) or atlas.profile.languages
    return Site(
        atlas, languages, tuple(by_id[name] for name in chosen), options.areas, options.base
    )


def _read_manifest(folder: Path) -> set[str]:
    """Return which files of a folder an earlier site wrote."""
    try:
        return set(json.loads((folder / MANIFEST).read_text(encoding="utf-8"))["files"])
    except (OSError, ValueError, LookupError, TypeError, RecursionError):
        return set()


def _files(site: Site, options: Options) -> Iterator[File]:
    yield from _map(site, options)
    if is_drawn():
        for path, frame, day, outline in site.pictures():
            yield path, draw_small_map(site.atlas, frame, day, outline)
    yield from _data(site.atlas)
    yield STYLE, _style_sheet()
    yield ICON, environment().loader.get_source(environment(), "icon.svg")[0]  # type: ignore[union-attr]
    pages = list(site.pages())
    yield from pages
    if site.base:
        text = environment().get_template("sitemap.xml")
        yield "sitemap.xml", text.render(base=site.base, paths=[path for path, _ in pages]) + "\n"


def _map(site: Site, options: Options) -> Iterator[File]:
    """Yield the page that an export writes, with a head for a site, and its texts by language.

    A reader who takes another language fetches its texts.
    """
    atlas = site.atlas
    folium_map = build_map(atlas, stories=site.stories, origins=options.origins)
    bundle = Bundle.of(cast("Figure", folium_map.get_root()))
    bundle.plain = True
    texts = translations(atlas)
    if texts:
        bundle.put("translations", {language: f"texts-{language}.json" for language in texts})
    wordings = [Wording(atlas, language) for language in site.languages]
    head = environment().get_template("map_head.html").render(wordings=wordings, icon=ICON)
    page = render(folium_map)
    for old, new in (
        ("script-src ", "connect-src 'self'; script-src "),
        ("img-src ", "img-src 'self' "),
        ("</head>\n<body>", head.rstrip()),
    ):
        page = page.replace(old, new, 1)
    yield MAP, page
    for language, translated in texts.items():
        yield f"map/texts-{language}.json", _json(translated)


def _data(atlas: Atlas) -> Iterator[File]:
    """Yield the data package without what is optional, tables as JSON too, and outlines of units.

    The descriptor stays whole: a version is made of its bytes.
    """
    entries = [entry for entry in atlas.package["resources"] if not entry.get("optional")]
    paths = [path for entry in entries for path in (entry["path"], *entry.get("extrapaths", ()))]
    for path in ("datapackage.json", *paths):
        yield f"data/{path}", data_file.read(atlas.folder, path)
    for entry in entries:
        if entry["format"] == "csv" and entry["name"] in atlas.names:
            rows = cells.plain_rows(pd.DataFrame(atlas.table(entry["name"])))
            about = {
                "version": atlas.version,
                "date": atlas.date.isoformat(),
                "name": entry["name"],
            }
            table = {**about, "count": len(rows), "rows": rows}
            yield f"data/{entry['path'].removesuffix('.csv')}.json", _json(table)
    yield "data/units.geojson", str(atlas.units.to_json(drop_id=True, ensure_ascii=False))


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"), allow_nan=False) + "\n"


def _style_sheet() -> str:
    """Return the style sheet of all pages, with the fill of each holder."""
    text = environment().loader.get_source(environment(), "site.css")[0]  # type: ignore[union-attr]
    rules = [f".s-{holder}{{background:{css_fill(holder)}}}" for holder in holder_colours()]
    return str(rcssmin.cssmin("\n".join([text, *rules])))
