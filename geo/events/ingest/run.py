"""One ingest from files to folder: read and attribute, compare ids, write year by year."""

from __future__ import annotations

import shutil
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from dask.delayed import delayed

from geo.atlas import Atlas
from geo.errors import ExportError, GreenlineError
from geo.events import chunks
from geo.events.attribution import Attributor, prepared
from geo.events.ingest import repeats
from geo.events.ingest.engine import Engine, engine
from geo.events.ingest.finish import finish
from geo.events.ingest.folder import Ingested, open_folder, replace_folder
from geo.events.ingest.inputs import Input, inputs
from geo.events.ingest.publish import Published, publish
from geo.events.ingest.stage import Reader, Staged, stage
from geo.events.schema import Events

#: Rows that are held in memory at a time by each thread.
ROWS = 100_000


def read(path: Path) -> Iterator[Events]:
    """Read a file piece by piece with the reader that knows its format."""
    return chunks(path, rows=ROWS, origin=False)


def ingest(
    atlas: Atlas,
    paths: Iterable[Path | str],
    out: Path | str,
    *,
    scheduler: str | None = None,
    workers: int | None = None,
    quiet: bool = True,
    reader: Reader = read,
) -> Ingested:
    """Read, attribute and count events, and write them to a folder.

    The same atlas and files give the same bytes, wherever it runs and whatever happens to workers.
    """
    files, target = inputs(paths), _resolve_folder(out)
    with replace_folder(target) as part, engine(scheduler, workers, part, quiet) as runs:
        job = _Job(runs, part, part / "work")
        job.work.mkdir()
        staged = job.stage_files(files, prepared(atlas), runs.watch(reader))
        dropped = job.compare_ids(staged)
        published = job.publish_years(staged)
        finish(atlas, job.out, staged, dropped, published)
        shutil.rmtree(job.work)
    return open_folder(target)


def _resolve_folder(out: Path | str) -> Path:
    try:
        return Path(out).resolve()
    except (OSError, RuntimeError, ValueError) as error:  # a loop of links; a NUL in the name
        raise ExportError(f"{str(out)[:200]!r}: no folder can have this name ({error})") from error


@dataclass(frozen=True)
class _Job:
    """The passes of one ingest."""

    engine: Engine  #: What runs them.
    out: Path  #: The folder that is built.
    work: Path  #: Where pieces lie meanwhile.

    def stage_files(
        self, files: Sequence[Input], ready: Attributor, reader: Reader
    ) -> tuple[Staged, ...]:
        sent = delayed(ready, traverse=False)
        tasks = [delayed(stage, traverse=False)(file, sent, self.work, reader) for file in files]
        results = tuple(self.engine.run(tasks, "reading"))
        faults = [result.fault for result in results if result.report is None]
        if faults:
            more = f" (and {len(faults) - 1} more files)" if len(faults) > 1 else ""
            raise GreenlineError(f"{faults[0]}{more}")
        return results

    def compare_ids(self, staged: Sequence[Staged]) -> Counter[int]:
        """Note down repeated ids; return how many each file has."""
        tasks = [
            delayed(repeats.mark, traverse=False)(
                delayed(pieces, traverse=False), bucket, of, self.work
            )
            for pieces in repeats.group_comparable(staged)
            for of in [repeats.buckets(pieces)]
            for bucket in range(of)
        ]
        dropped: Counter[int] = Counter()
        for counts in self.engine.run(tasks, "comparing ids") if tasks else ():
            dropped.update(counts)
        return dropped

    def publish_years(self, staged: Sequence[Staged]) -> tuple[Published, ...]:
        pieces = tuple(piece for staged_file in staged for piece in staged_file.pieces)
        years = sorted({year for piece in pieces for year in piece.years})
        place = self.out / "events"
        place.mkdir()
        sent = delayed(pieces, traverse=False)
        tasks = [delayed(publish, traverse=False)(year, sent, self.work, place) for year in years]
        return tuple(self.engine.run(tasks, "writing")) if tasks else ()
