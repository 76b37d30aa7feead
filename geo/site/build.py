"""A site without a server: map, pages, API and downloads of an atlas, written as one folder."""

from __future__ import annotations

import hashlib
import json
import sys
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from tqdm import tqdm

from geo import __version__, replaced_folder
from geo.atlas import Atlas
from geo.cache import code_hash
from geo.draw.map import home
from geo.model import Language
from geo.profile import using
from geo.site import api, discovery, map_page, offline, openapi, picture, render
from geo.site.contents import data, ground, holder, lists, points, story
from geo.site.contents.context import Context
from geo.site.options import Options, chosen_stories, languages
from geo.site.page import Page
from geo.site.store import KIND, MANIFEST, Store, read_manifest
from geo.site.subjects import Kind, Subject, story_path, subjects
from geo.words import say

File = tuple[str, bytes | str]

#: What makes the page of a subject.
_PAGES: dict[Kind, Callable[[Context, Subject, Language], Page]] = {
    Kind.AREA: ground.page,
    Kind.DISTRICT: ground.page,
    Kind.FIELD: points.field_page,
    Kind.CROSSING: points.crossing_page,
    Kind.HOLDER: holder.page,
}


@dataclass(frozen=True)
class Built:
    """What was built."""

    path: Path  #: The folder.
    files: int
    bytes: int  #: Their size.
    written: int  #: How many of them are new or changed; the others were taken over as they were.
    pages: int  #: Pages of text, in all languages.
    languages: tuple[Language, ...]  #: Languages of the pages.
    version: str  #: Version of the data.


def build(
    atlas: Atlas, out: Path | str, options: Options | None = None, *, quiet: bool = True
) -> Built:
    """Write the site of an atlas into a folder.

    The folder is complete or as it was; what did not change since an earlier run keeps its file.
    """
    target = Path(out).absolute()
    with using(atlas.profile):
        wanted = options or Options()
        context = Context(
            atlas,
            wanted,
            languages(atlas, wanted),
            subjects(atlas, wanted.subjects),
            chosen_stories(atlas, wanted),
        )
        known = read_manifest(target).get("files", {})
        with replaced_folder.replace_folder(KIND, target, {MANIFEST, *known}.__contains__) as part:
            return _build(context, Store(part, target), target, quiet)


def _build(context: Context, store: Store, target: Path, quiet: bool) -> Built:
    key = hashlib.sha256(f"{context.atlas.version}-{code_hash()}".encode()).hexdigest()[:24]
    parts = _parts(context)
    hidden = quiet or not sys.stderr.isatty()
    with tqdm(total=_steps(context), desc="site", disable=hidden, leave=False) as bar:
        for name, (more, files) in parts.items():
            _part(store, name, f"{key}-{more}", files, bar)
    pages = sum(path.endswith(".html") for path in store.files)
    state = _short_hash(sorted(store.files.items()))
    for language in context.languages:
        path = f"{language}/{offline.LIST}"
        store.put(path, offline.listing(state, _saved_pages(store, language)))
    store.put("sw.js", offline.worker(state, _first_pages(context), context.languages))
    store.manifest(
        {
            "greenline": __version__,
            "atlas": {"version": context.atlas.version, "date": context.atlas.date.isoformat()},
            "base_url": context.options.base_url,
            "languages": list(context.languages),
        }
    )
    size = sum((store.folder / path).stat().st_size for path in store.files)
    return Built(
        target,
        len(store.files),
        size,
        store.written,
        pages,
        context.languages,
        context.atlas.version,
    )


def _part(store: Store, name: str, key: str, files: Iterable[File], bar: Any) -> None:
    """Write a part of the site, or take it over from the earlier one as a whole."""
    if store.reuse(name, key):
        bar.update(len(store.parts[name]["files"]))
        return
    paths = []
    for path, content in files:
        store.put(path, content)
        paths.append(path)
        bar.update()
    store.close(name, key, paths)


def _short_hash(*things: Any) -> str:
    text = json.dumps(things, default=str, sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def _parts(context: Context) -> dict[str, tuple[str, Iterator[File]]]:
    """Return the parts of the site: what each depends on besides data and code, and its files."""
    options = context.options
    stories = [item.id for item in context.stories]
    paths = [subject.path for some in context.subjects.values() for subject in some]
    everything = _short_hash(options.base_url, context.languages, stories, paths, options.origins)
    return {
        "map": (
            _short_hash(options.base_url, stories, options.origins, context.languages),
            _map(context),
        ),
        "pictures": (_short_hash(stories, paths), _pictures(context)),
        "api": (_short_hash(options.base_url), _api(context)),
        "feeds": (_short_hash(options.base_url, context.versions), discovery.feed_files(context)),
        "data": (_short_hash(options.base_url), _data(context)),
        "assets": (_short_hash(context.languages), _assets(context)),
        "pages": (everything, _pages(context)),
    }


def _steps(context: Context) -> int:
    """Return about how many files there will be, for the progress bar."""
    some = sum(map(len, context.subjects.values())) + len(context.stories)
    return some * (len(context.languages) + 2) + len(api.change_days(context.atlas)) + 160


def _map(context: Context) -> Iterator[File]:
    yield map_page.PATH, map_page.html(context)
    yield from map_page.texts(context)


def _pictures(context: Context) -> Iterator[File]:
    if not picture.is_drawn():
        return
    atlas, language = context.atlas, context.languages[0]
    text = say("map.place", language)
    frames: list[Any] = [("pictures/home", text, home(atlas), None, context.day)]
    frames += [
        (subject.picture, subject.names[language], subject.frame, subject.shape, context.day)
        for some in context.subjects.values()
        for subject in some
        if subject.frame is not None
    ]
    for item in context.stories:
        frame = item.steps[0].view.bounds or home(atlas)
        path = f"pictures/{story_path(item.id)}"
        frames.append((path, item.title.of(language), frame, None, item.date))
    for path, name, frame, shape, day in frames:
        drawn = picture.SmallMap(atlas, frame, shape, day, language)
        yield f"{path}.svg", drawn.svg()
        if context.options.base_url and (image := drawn.png(name)) is not None:
            yield f"{path}.png", image


def _api(context: Context) -> Iterator[File]:
    yield from api.files(context.atlas)
    known = api.resources(context.atlas)
    yield (
        f"{api.ROOT}openapi.json",
        openapi.description(context.atlas, known, context.options.base_url),
    )


def _data(context: Context) -> Iterator[File]:
    """Yield the data package, and what catalogues read of it."""
    yield from data.package_files(context.atlas)
    yield from data.catalogue_files(context.atlas, context.options.base_url)


def _assets(context: Context) -> Iterator[File]:
    yield render.STYLE, render.sheet()
    yield render.SCRIPT, offline.read_script("offline") + offline.read_script("welcome")
    yield render.ICON, offline.ICON
    yield "manifest.webmanifest", offline.manifest(context, context.languages[0])


def _pages(context: Context) -> Iterator[File]:
    """Yield the pages of all languages, and what lists them."""
    first: list[Page] = []
    for language in context.languages:
        frame = render.Frame(context, language)
        for text in _texts(context, language):
            page = text if picture.is_drawn() else replace(text, picture="")
            if language == context.languages[0]:
                first.append(page)
            yield f"{language}/{page.path}", frame.html(page)
        yield f"{language}/{offline.PAGE}", frame.html(offline.page(context, language))
    described = data.describe_as_json_ld(context.atlas, context.options.base_url)
    yield "index.html", render.root(context, lists.root(context) | {"described": described})
    base = context.options.base_url
    yield "robots.txt", discovery.robots(base)
    yield "llms.txt", discovery.llms(context, first)
    if base:
        yield "sitemap.xml", discovery.sitemap(context, [page.path for page in first])
        for page in first:
            if page.embedded:
                yield page.embedded, discovery.oembed(context, page)


def _texts(context: Context, language: Language) -> Iterator[Page]:
    yield lists.home(context, language)
    yield data.page(context, language)
    for kind, some in context.subjects.items():
        yield lists.listing(context, kind, language)
        for subject in some:
            yield _PAGES[kind](context, subject, language)
    if context.stories:
        yield lists.listing(context, Kind.STORY, language)
    for chosen in context.stories:
        yield story.page(context, chosen, language)


def _first_pages(context: Context) -> list[str]:
    """Return what is kept for reading without a network from the first visit on."""
    pages = [
        f"{language}/{page}"
        for language in context.languages
        for page in ("index.html", offline.PAGE)
    ]
    return [
        "index.html",
        *pages,
        map_page.PATH,
        render.STYLE,
        render.SCRIPT,
        render.ICON,
        "manifest.webmanifest",
        *(["pictures/home.svg"] if picture.is_drawn() else []),
    ]


def _saved_pages(store: Store, language: Language) -> list[tuple[str, int]]:
    """Return the pages of a language, the pictures and the map, with their bytes."""
    texts = map_page.TEXTS.format(language=language)
    return [
        (path, (store.folder / path).stat().st_size)
        for path in sorted(store.files)
        if path.startswith((f"{language}/", "assets/", map_page.PATH, texts))
        or (path.startswith("pictures/") and path.endswith(".svg"))
    ]
