"""Makes the maps of a set: only those that changed, each in spite of faults of the others."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from contextlib import suppress
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from geo.cache import code_hash
from geo.errors import ExportError, GreenlineError
from geo.export import graphic, handout, picture
from geo.export.html import write
from geo.export.mapset import contents
from geo.export.mapset.recipe import Job, Recipe

if TYPE_CHECKING:
    from geo.atlas import Atlas

#: What is known of the files of a folder: what each was made of, and its hash.
MANIFEST = "maps.json"


@dataclass
class Made:
    """What became of a set of maps."""

    written: list[str] = field(default_factory=list)
    """Files that were made."""

    unchanged: list[str] = field(default_factory=list)
    """Files that were up to date."""

    removed: list[str] = field(default_factory=list)
    """Files of maps that the recipe no longer names."""

    faults: list[str] = field(default_factory=list)
    """Maps that could not be made, and why."""


def build(
    atlas: Atlas,
    recipe: Recipe,
    folder: Path | str,
    *,
    one_pdf: bool = False,
    address: str | None = None,
    progress: Callable[[str], None] = lambda _: None,
) -> Made:
    """Make the maps of a recipe.

    Parameters
    ----------
    atlas, recipe
        The atlas, and what to make of it.
    folder
        Where the files go: the maps, ``index.html``, and :data:`MANIFEST`.
    one_pdf
        Whether ``all.pdf`` is made too: a page of contents, then every PDF of the set.
    address
        Address of an app or a published map, for the codes on sheets.
    progress
        Is called with the name of each file as it is made.

    Returns
    -------
    Made
        Files made, unchanged and removed, and what could not be made.

    Raises
    ------
    ExportError
        Where the folder cannot be written, or holds a manifest that is none.
    """
    folder = Path(folder)
    folder.mkdir(parents=True, exist_ok=True)
    known = _manifest(folder)
    made = Made(faults=[str(fault) for fault in recipe.faults])
    entries: dict[str, dict[str, str]] = {}
    jobs: list[Job] = []
    for job in recipe.jobs:
        target, key = folder / job.file, _key(atlas, job, address)
        is_same = known.get(job.file, {}).get("key") == key and _is_intact(target, known[job.file])
        if not is_same:
            try:
                content = _content(atlas, job, address)
                write(target, content)
            except GreenlineError as error:
                made.faults.append(f"{job.number} {job.name} ({job.file}): {error}")
                continue
            known[job.file] = {"key": key, "sha256": hashlib.sha256(content).hexdigest()}
            progress(job.file)
        (made.unchanged if is_same else made.written).append(job.file)
        entries[job.file] = known[job.file]
        jobs.append(job)
    planned = {job.file for job in recipe.jobs}
    for name in known.keys() - planned:
        if _is_intact(folder / name, known[name]):
            with suppress(OSError):
                (folder / name).unlink()
                made.removed.append(name)
    text = json.dumps({"maps": entries}, indent=1, sort_keys=True, ensure_ascii=False)
    write(folder / MANIFEST, text.encode())
    write(folder / "index.html", contents.index(atlas, recipe, jobs).encode())
    if one_pdf:
        write(folder / "all.pdf", contents.one_pdf(atlas, recipe, jobs, folder))
    return made


def _manifest(folder: Path) -> dict[str, dict[str, str]]:
    file = folder / MANIFEST
    if not file.exists():
        return {}
    try:
        maps = json.loads(file.read_text(encoding="utf-8"))["maps"]
        return {
            name: {"key": str(row["key"]), "sha256": str(row["sha256"])}
            for name, row in maps.items()
            if Path(name).name == name
        }
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise ExportError(f"{file}: expected what an earlier run wrote; remove it") from error


def _is_intact(file: Path, row: dict[str, str]) -> bool:
    """Whether a file is as it was written."""
    try:
        return hashlib.sha256(file.read_bytes()).hexdigest() == row["sha256"]
    except OSError:
        return False


def _key(atlas: Atlas, job: Job, address: str | None) -> str:
    """Return a hash of all that a map depends on."""
    settings = {name: str(value) for name, value in asdict(job.settings or _NONE).items()}
    font = job.settings.font if job.settings else None
    parts: list[Any] = [
        atlas.digest or atlas.version, code_hash(), job.number, job.name, job.kind, job.size,
        job.view.to_query(), str(job.view.bounds), str(job.view.language), address, settings,
        font.read_bytes().hex() if font and font.is_file() else "",
        job.story.to_dict() if job.story else None,
    ]  # fmt: skip
    return hashlib.sha256(json.dumps(parts, default=str).encode()).hexdigest()


_NONE = graphic.GraphicSettings()


def _content(atlas: Atlas, job: Job, address: str | None) -> bytes:
    if job.story is not None and job.size is not None:
        return handout.render(
            atlas, job.story, job.view.language, paper_size=job.size, address=address
        )
    if job.size is not None:
        return picture.render(atlas, job.view, job.kind, paper=job.size, address=address)
    return graphic.render(atlas, job.view, job.kind, job.settings)
