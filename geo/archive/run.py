"""A run through the sources: one page at a time, with a pause between two of one host."""

from __future__ import annotations

import csv
import io
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Final
from urllib.parse import urlsplit

from geo.archive.container import require_writers, write_wacz
from geo.archive.ledger import Capture, append, captures_folder, read_ledger
from geo.archive.page import RefusedError, fetch_page, fingerprint, open_session
from geo.atomic_write import atomic_write
from geo.errors import ArchiveError

#: A host that asks for a longer wait than this, in seconds, is left for the next run.
LONGEST_WAIT: Final = 120.0

#: So many sources of different hosts in a row without an answer mean that there is no network.
SILENT_HOSTS: Final = 20

Row = dict[str, str]


@dataclass(frozen=True)
class Options:
    """How a run goes."""

    pause: float = 5.0  #: Seconds between two pages of one host.
    most: int | None = None  #: Pages to ask for; None for all.
    again: bool = False  #: Capture sources again that have a capture.
    only: tuple[str, ...] = ()  #: Ids of sources; empty for all.


@dataclass
class Report:
    """What a run did."""

    captured: list[str] = field(default_factory=list)  #: Sources captured for the first time.
    #: Sources captured again that say what they said.
    unchanged: list[str] = field(default_factory=list)
    #: Row in ``sources.csv``, id, and how the page differs; the row stays as it was.
    changed: list[tuple[int, str, str]] = field(default_factory=list)
    #: Row in ``sources.csv``, id, and why there is no capture.
    failed: list[tuple[int, str, str]] = field(default_factory=list)
    resumed: int = 0  #: Sources that an earlier run had captured.
    left: int = 0  #: Sources that the run did not come to.


def archive_sources(
    data: Path | str,
    options: Options | None = None,
    *,
    sleep: Callable[[float], None] = time.sleep,
    clock: Callable[[], float] = time.monotonic,
) -> Report:
    """Capture the pages of the sources of a data folder.

    What is there is never overwritten: neither a capture nor a hash of the table. A run that was
    interrupted goes on where it stopped.
    """
    require_writers()
    if not (Path(data) / "sources.csv").is_file():
        raise ArchiveError(f"{str(data)!r}: expected a data folder with sources.csv")
    options = options or Options()
    run = _Run(Path(data), options, sleep, clock)
    try:
        with suppress(KeyboardInterrupt):
            run.go()
    finally:
        run.close()
    return run.report


class _Run:
    def __init__(
        self,
        data: Path,
        options: Options,
        sleep: Callable[[float], None],
        clock: Callable[[], float],
    ) -> None:
        self.table = data / "sources.csv"
        self.folder = captures_folder(data)
        self.options, self.sleep, self.clock = options, sleep, clock
        self.report = Report()
        self.session = open_session()
        self.free_at: dict[str, float] = {}
        self.silent: set[str] = set()
        with self.table.open(encoding="utf-8", newline="") as stream:
            self.rows: list[Row] = list(csv.DictReader(stream))
        self.before = [dict(row) for row in self.rows]
        self._check_wanted()
        self.folder.mkdir(parents=True, exist_ok=True)
        self.known = {capture.source for capture in read_ledger(self.folder)}

    def _check_wanted(self) -> None:
        unknown = set(self.options.only) - {row["id"] for row in self.rows}
        if unknown:
            raise ArchiveError(f"{', '.join(sorted(unknown))}: expected ids of sources.csv")

    def go(self) -> None:
        wanted = list(self._select_rows())
        self.report.left = len(wanted)
        for number, row in by_host(wanted)[: self.options.most]:
            self._take(number, row)
            self.report.left -= 1

    def _select_rows(self) -> Iterator[tuple[int, Row]]:
        for number, row in enumerate(self.rows, start=2):
            if not row["url"] or (self.options.only and row["id"] not in self.options.only):
                continue
            if row["id"] in self.known and not self.options.again:
                self.report.resumed += 1
                continue
            yield number, row

    def _take(self, number: int, row: Row) -> None:
        host = urlsplit(row["url"]).netloc
        try:
            self._capture(number, row, host)
            self.silent.clear()
        except RefusedError as error:
            self.free_at[host] = self.clock() + error.wait
            self.report.failed.append((number, row["id"], str(error)))
        except ArchiveError as error:
            self.report.failed.append((number, row["id"], str(error)))
            if str(error).startswith("no answer"):
                self._count_silence(host)

    def _count_silence(self, host: str) -> None:
        self.silent.add(host)
        if len(self.silent) >= SILENT_HOSTS:
            raise ArchiveError(f"{SILENT_HOSTS} hosts in a row do not answer: no network")

    def _capture(self, number: int, row: Row, host: str) -> None:
        self._wait(host)
        page = fetch_page(self.session, row["url"])
        sha256, day = fingerprint(page), f"{datetime.now(UTC):%Y-%m-%d}"
        path = free_name(self.folder, f"{row['id']}-{day}")
        write_wacz(path, page, row["title"])
        append(self.folder, Capture(row["id"], day, sha256, path.name, page.address))
        if not row.get("sha256"):
            row["sha256"], row["captured"] = sha256, day
            self.report.captured.append(row["id"])
        elif row["sha256"] == sha256:
            row["captured"] = day
            self.report.unchanged.append(row["id"])
        else:
            reason = f"its words differ from those of {row.get('captured') or 'an earlier day'}"
            self.report.changed.append((number, row["id"], reason))

    def _wait(self, host: str) -> None:
        wait = self.free_at.get(host, 0.0) - self.clock()
        if wait > LONGEST_WAIT:
            raise ArchiveError(f"the host asks to come back in {wait:.0f} seconds")
        if wait > 0:
            self.sleep(wait)
        self.free_at[host] = self.clock() + self.options.pause

    def close(self) -> None:
        """Write the hashes and days that the run added."""
        self.session.close()
        if self.rows == self.before:
            return
        columns = [*self.before[0]]
        columns += [name for name in ("sha256", "captured") if name not in columns]
        text = io.StringIO()
        writer = csv.DictWriter(text, columns, restval="", lineterminator="\n")
        writer.writeheader()
        writer.writerows(self.rows)
        with atomic_write(self.table) as file:
            file.write(text.getvalue().encode())


def by_host(rows: Sequence[tuple[int, Row]]) -> list[tuple[int, Row]]:
    """Return rows so that those of one host lie as far apart as they can."""
    seen: dict[str, int] = {}
    ranked = []
    for order, (number, row) in enumerate(rows):
        host = urlsplit(row["url"]).netloc
        seen[host] = seen.get(host, 0) + 1
        ranked.append((seen[host], order, number, row))
    return [(number, row) for _, _, number, row in sorted(ranked, key=lambda entry: entry[:2])]


def free_name(folder: Path, stem: str) -> Path:
    """Return the path of a capture that is not there yet."""
    path, count = folder / f"{stem}.wacz", 1
    while path.exists():
        count += 1
        path = folder / f"{stem}-{count}.wacz"
    return path
