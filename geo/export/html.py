"""One HTML file: the map with its data, libraries and sources, which makes no network requests."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterable, Sequence
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from geo import client
from geo.draw.chrome import Tiles, control_options
from geo.draw.kept_page import kept_page
from geo.errors import ExportError
from geo.files.atomic_write import atomic_write, gzipped
from geo.profile import using
from geo.view import View, before_query

if TYPE_CHECKING:
    import pandas as pd
    from branca.element import Figure

    from geo.atlas import Atlas
    from geo.draw.page import AtlasMap
    from geo.events.schema import Events
    from geo.gazetteer.texts import Text
    from geo.model import Layer
    from geo.stories.story import Story
    from geo.user_areas.areas import UserAreas

_CHARSET = '<meta http-equiv="content-type" content="text/html; charset=UTF-8" />'


def page(
    atlas: Atlas,
    view: View | None = None,
    *,
    layers: Iterable[Layer] | None = None,
    framed: bool = False,
    tiles: Tiles | None = None,
    stories: Iterable[Story] | None = None,
    user_events: Events | pd.DataFrame | bytes | None = None,
    user_areas: Sequence[UserAreas] = (),
    article: Text | None = None,
    origins: Iterable[str] | None = None,
    address: str | None = None,
) -> str:
    """Return the page of a view; the same atlas and view give the same text.

    Takes what :func:`geo.draw.build` takes.

    Parameters
    ----------
    view, layers, framed, tiles, stories, user_events, user_areas, article, origins
        As for :func:`geo.draw.build`.
    address
        Where the app or a published map stands: links that are copied from a file lead there.
    """
    if address:
        address = before_query(address)
    if not user_areas and all(value is None for value in (layers, stories, user_events, article)):
        options = control_options(view, framed, tiles, origins, address)
        with using(atlas.profile):
            text = kept_page(atlas).fill(view or View.opening(), options)
        last = text.rpartition("<script>")[2].partition("</script>")[0]
        inline = [f"\n{client.leaflet_script()}\n", f"\n{client.script()}\n", last]
        if not framed:
            text, inline = _pack_scripts(text, inline)
        return _with_policy(text, inline, tiles)
    from geo.draw.map import build  # noqa: PLC0415 -- heavy: pandas and folium

    folium_map = build(
        atlas,
        view,
        layers=layers,
        framed=framed,
        tiles=tiles,
        stories=stories,
        user_events=user_events,
        user_areas=user_areas,
        article=article,
        origins=origins,
        address=address,
    )
    return render(folium_map, tiles, packed=not framed)


def render(folium_map: AtlasMap, tiles: Tiles | None = None, *, packed: bool = True) -> str:
    """Return the page of a map, with a policy that forbids the network, and scripts but our own.

    A map that is ``online`` has no policy.

    Parameters
    ----------
    folium_map
        A map that :func:`geo.draw.build` built; layers may have been added.
    tiles
        Online tiles that the policy has to allow.
    packed
        Whether scripts are packed, as in a file; a server packs what it sends itself.

    Raises
    ------
    ExportError
        Where the page has no head to put the policy in.
    """
    from geo.draw.bundle import Bundle  # noqa: PLC0415 -- heavy: folium
    from geo.draw.page import scripts  # noqa: PLC0415 -- as above

    figure = cast("Figure", folium_map.get_root())
    text, inline = figure.render(), scripts(figure)
    if folium_map.online:
        return text
    if packed and not Bundle.of(figure).plain:
        text, inline = _pack_scripts(text, inline)
    return _with_policy(text, inline, tiles)


def _pack_scripts(text: str, scripts: Sequence[str]) -> tuple[str, list[str]]:
    """Pack the scripts of a page, which its first one unpacks and runs; return what may run there.

    The last one stands as it is: it begins, once the page is there.
    """
    *libraries, begin = scripts
    program, start = "".join(libraries), client.start_script()
    packed = f'<script type="text/plain" id="greenline-scripts">{_pack(program)}</script>'
    places = dict.fromkeys(libraries, "")
    places |= {
        libraries[-1]: f"{packed}<script>{start}</script>",
        begin: f'<script type="text/plain" id="greenline-begin">{begin}</script>',
    }
    for script, place in places.items():
        element = f"<script>{script}</script>"
        if text.count(element) != 1:
            raise ExportError("the page has no single place for one of its scripts")
        text = text.replace(element, place)
    return text, [start, program, begin]


@lru_cache(maxsize=2)
def _pack(script: str) -> str:
    return base64.b64encode(gzipped(script.encode())).decode()


def _with_policy(text: str, scripts: Iterable[str], tiles: Tiles | None) -> str:
    hashes = " ".join(f"'sha256-{_digest(body)}'" for body in scripts)
    images = "data: blob:" + (f" {tiles.host}" if tiles else "")
    policy = (
        f"default-src 'none'; script-src {hashes}; style-src 'unsafe-inline'; "
        f"img-src {images}; base-uri 'none'; form-action 'none'"
    )
    head = f'<meta charset="utf-8">\n<meta http-equiv="Content-Security-Policy" content="{policy}">'
    if text.count(_CHARSET) != 1:
        raise ExportError("the page has no head of folium's to put the policy in")
    return text.replace(_CHARSET, head, 1)


def html(atlas: Atlas, view: View | None, path: Path | str, **options: Any) -> Path:
    """Write the page of a view as one file.

    Parameters
    ----------
    atlas, view
        As in :func:`page`.
    path
        Where to write. What stood there stays whole until the new file is complete.
    **options
        Other options of :func:`page`.

    Returns
    -------
    pathlib.Path
        The file.

    Raises
    ------
    ExportError
        Where the file cannot be written; nothing half-written is left.

    Examples
    --------
    >>> import tempfile
    >>> from geo import Atlas, View, export
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     file = export.html(Atlas.load(), View(date="2017-10-16"), folder + "/map.html")
    ...     file.stat().st_size < 2_000_000
    True
    """
    target = Path(path)
    text = page(atlas, view, **options)
    write(target, text.encode("utf-8"))
    return target


def write(target: Path | str, content: bytes) -> None:
    """Write a file in one step: it is complete, or what was there stays.

    Parameters
    ----------
    target
        The file.
    content
        What to write.

    Raises
    ------
    ExportError
        Where the folder is missing, closed or full.
    """
    with atomic_write(Path(target)) as part:
        part.write(content)


def _digest(script: str) -> str:
    return base64.b64encode(hashlib.sha256(script.encode("utf-8")).digest()).decode()
