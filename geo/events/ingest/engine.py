"""Where tasks run: on Dask's scheduler in this process, or on one that workers have joined."""

from __future__ import annotations

import logging
import sys
from collections.abc import Iterator, Sequence
from concurrent.futures import CancelledError, ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Protocol

from dask.base import compute
from dask.delayed import delayed
from dask.system import CPU_COUNT
from tqdm import tqdm

from geo import __version__
from geo.errors import ExportError, QuestionError
from geo.events.ingest.stage import Reader
from geo.events.schema import Events

#: Threads that read side by side at most: more hold more in memory and are hardly quicker, since
#: most of reading holds Python's lock.
THREADS = 2

#: Seconds to wait for a scheduler.
WAIT = 20

#: How often a task is tried again when its worker is lost.
RETRIES = 5


class Engine(Protocol):
    """Runs tasks of Dask and returns their results in order."""

    def run(self, tasks: Sequence[Any], title: str) -> list[Any]:
        """Run tasks; the title stands at the progress bar."""

    def watch(self, reader: Reader) -> Reader:
        """Return a reader that reports its rows to the progress bar, where it can."""


class LocalEngine:
    """Threads of this process."""

    def __init__(self, quiet: bool) -> None:
        self._quiet, self._rows, self._stopped = quiet, 0, False
        self._bar: tqdm[Any] | None = None

    def run(self, tasks: Sequence[Any], title: str) -> list[Any]:
        with _bar(len(tasks), title, self._quiet) as bar:
            self._bar = bar
            steps = [delayed(_step_bar, traverse=False)(task, bar) for task in tasks]
            # Threads of this run alone: in Dask's pool a reader that hangs would hold up the next.
            pool = ThreadPoolExecutor(min(CPU_COUNT, THREADS))
            try:
                return list(compute(*steps, scheduler="threads", pool=pool))
            except BaseException:
                self._stopped = True
                raise
            finally:
                pool.shutdown(wait=False, cancel_futures=True)

    def watch(self, reader: Reader) -> Reader:
        """Return a reader that reports rows to the progress bar, and ends when all is stopped."""

        def read(path: Path) -> Iterator[Events]:
            for piece in reader(path):
                if self._stopped:
                    raise CancelledError
                self._rows += piece.report.rows_read
                if self._bar is not None:
                    self._bar.set_postfix_str(f"{self._rows:,} rows")
                yield piece

        return read


def _step_bar(result: Any, bar: tqdm[Any]) -> Any:
    bar.update()
    return result


class ClusterEngine:
    """Workers of a scheduler, which may be many machines that share their files."""

    def __init__(self, client: Any, quiet: bool) -> None:
        self._client, self._quiet = client, quiet

    def run(self, tasks: Sequence[Any], title: str) -> list[Any]:
        """Run tasks; those of a lost worker run again on another."""
        from distributed import KilledWorker, as_completed  # noqa: PLC0415 -- heavy

        futures = self._client.compute(list(tasks), retries=RETRIES)
        with _bar(len(tasks), title, self._quiet) as bar:
            for _ in as_completed(futures, loop=self._client.loop):
                bar.update()
        try:
            results: list[Any] = self._client.gather(futures)
        except KilledWorker as error:
            raise ExportError(f"workers were lost again and again ({error})") from error
        except CancelledError as error:
            raise ExportError("the scheduler was lost; what stood there stays") from error
        return results

    def watch(self, reader: Reader) -> Reader:
        """Return the reader: its rows are read elsewhere."""
        return reader


@contextmanager
def engine(scheduler: str | None, workers: int | None, out: Path, quiet: bool) -> Iterator[Engine]:
    """Lend an engine."""
    if scheduler is not None:
        with _silence_dask(), _join_cluster(scheduler, out) as client:
            yield ClusterEngine(client, quiet)
    elif workers is not None:
        with _silence_dask(), _start_cluster(workers) as client:
            yield ClusterEngine(client, quiet)
    else:
        yield LocalEngine(quiet)


@contextmanager
def _silence_dask() -> Iterator[None]:
    """Keep what Dask logs from the terminal: what matters is raised as an error of one line."""
    from distributed.utils import silence_logging_cmgr  # noqa: PLC0415 -- heavy

    with silence_logging_cmgr(logging.CRITICAL + 1):
        yield


@contextmanager
def _join_cluster(scheduler: str, out: Path) -> Iterator[Any]:
    from distributed import Client  # noqa: PLC0415 -- heavy, and seldom wanted

    if not scheduler.startswith(("tcp://", "tls://")):
        raise QuestionError(f"scheduler {scheduler!r}: expected tcp://host:port or tls://host:port")
    try:
        client = Client(scheduler, timeout=WAIT, set_as_default=False)
    except (OSError, ValueError) as error:
        raise QuestionError(f"scheduler {scheduler}: does not answer ({error})") from error
    with client:
        _agree(client, scheduler, out)
        yield client


@contextmanager
def _start_cluster(workers: int) -> Iterator[Any]:
    from distributed import Client, LocalCluster  # noqa: PLC0415 -- heavy, and seldom wanted

    cluster = LocalCluster(
        n_workers=workers,
        threads_per_worker=1,
        host="127.0.0.1",
        dashboard_address=None,
        memory_limit=0,
        silence_logs="CRITICAL",
    )
    with cluster, Client(cluster, set_as_default=False) as client:
        yield client


def _agree(client: Any, scheduler: str, out: Path) -> None:
    try:
        client.wait_for_workers(1, timeout=WAIT)
    except TimeoutError as error:
        raise QuestionError(f"scheduler {scheduler}: no worker has joined it") from error
    for worker, answer in client.run(_look, str(out), on_error="return").items():
        if isinstance(answer, Exception):
            raise QuestionError(f"worker {worker}: cannot run greenline ({answer})")
        version, sees = answer
        if version != __version__:
            raise QuestionError(f"worker {worker}: has greenline {version}, expected {__version__}")
        if not sees:
            raise QuestionError(f"worker {worker}: does not see the folder {out}")


def _look(out: str) -> tuple[str, bool]:
    return __version__, Path(out).is_dir()


def _bar(count: int, title: str, quiet: bool) -> tqdm[Any]:
    hidden = quiet or not sys.stderr.isatty()
    return tqdm(total=count, desc=title, disable=hidden, file=sys.stderr, leave=False)
