"""Greenline against what a user would pick instead: bytes, requests, speed and memory.

``python -m bench.run peers`` measures 100,000 and 1,000,000 events; ``python -m bench.peers
--counts 5000000`` adds five million for those that can, ``--peers deck,ours`` measures some again,
and what was measured before stays. Every step has a limit; where a peer passes one, the results say
so in words and the run goes on. On a machine that is busy with other work nothing is measured, and
the results say that.
"""

from __future__ import annotations

import json
import multiprocessing
import os
import tempfile
import time
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pandas as pd

from bench.peers import deck, leaflet, maplibre, ours
from bench.peers.libraries import OUT
from bench.peers.peer import Peer, events, targets
from bench.peers.session import OPEN_LIMIT_S, LimitError, empty, measure_page, without_network

RESULTS = Path(__file__).parents[1] / "results.json"
COUNTS = (100_000, 1_000_000)
#: As many events as the page has that tells what a peer asks the network for.
FEW = 1000
EXPORT_LIMIT_S, IMPORT_LIMIT_S = 90.0, 30.0
#: Processes that wait for each core from which on a measurement is one of the other work.
BUSY = 2.0

PEERS: tuple[Peer, ...] = (*leaflet.PEERS, *deck.PEERS, *maplibre.PEERS, *ours.PEERS)


def measure(
    counts: Iterable[int] = COUNTS,
    names: Iterable[str] = (),
    before: dict[str, Any] | None = None,
) -> dict[str, Any]:
    """Return what each peer takes at each count, or in words why it takes no part.

    Parameters
    ----------
    counts
        How many events, the smaller first.
    names
        Which peers; all if empty.
    before
        What was measured before, which is kept where it is not measured again; what
        ``bench/results.json`` has, if None.
    """
    wanted = [peer for peer in PEERS if not names or peer.name in set(names)]
    known = read_results() if before is None else before
    result = dict(known.get("ways", {}))
    if busy := describe_load():
        for peer in wanted:
            for count in counts:
                if peer.name not in result:
                    result[peer.name] = {**describe_peer(peer), **_network(peer)}
                result[peer.name].setdefault(str(count), busy)
        print(busy["limit"], flush=True)
        return {**known, "ways": result}
    for peer in wanted:
        remaining = result.get(peer.name, {})
        measured = {name: remaining[name] for name in remaining if name.isdigit()}
        result[peer.name] = {**describe_peer(peer), **_network(peer), **measured}
    for count in sorted(counts):
        rows = events(count)
        for peer in wanted:
            item = result[peer.name]
            if "missing" not in item:
                item[str(count)] = _outlook(item, count, peer.growth) or measure_peer(peer, rows)
                print(f"{peer.title}, {count:,}: {item[str(count)]}", flush=True)
    ways = {peer.name: result[peer.name] for peer in PEERS if peer.name in result}
    return {"empty_mb": empty(), "ways": ways}


def read_results() -> dict[str, Any]:
    results = json.loads(RESULTS.read_text(encoding="utf-8")) if RESULTS.is_file() else {}
    return dict(results.get("peers", {}))


def describe_load() -> dict[str, Any]:
    """Return in words that other work leaves no room to measure; empty where it does."""
    waiting, cores = os.getloadavg()[0], os.cpu_count() or 1
    if waiting <= BUSY * cores:
        return {}
    return {"limit": f"not measured: {waiting:.0f} processes shared {cores} cores"}


def _export_limit(count: int) -> float:
    """Return how many seconds a peer may take to write a page."""
    return EXPORT_LIMIT_S if count <= max(COUNTS) else 4 * EXPORT_LIMIT_S


def describe_peer(peer: Peer) -> dict[str, Any]:
    """Return what the tables say of a peer whatever is measured."""
    return {
        "title": peer.title,
        "own": peer in ours.PEERS,
        "served": peer.served,
        "hover": peer.hover,
        "closed": peer.closed,
        "window": peer.window,
        "note": peer.note,
    }


def _network(peer: Peer) -> dict[str, Any]:
    """Return what a page of few events asks the network for, and whether it draws without one."""
    missing = peer.find_missing() or peer.fetch_packages()
    if missing:
        return {"missing": missing}
    with tempfile.TemporaryDirectory() as folder:
        written = write_page(peer, events(FEW), Path(folder))
        if "limit" in written:
            return {"missing": written["limit"]}
        try:
            return {"network": without_network(peer, Path(folder))}
        except LimitError as error:
            return {"network": {"requests": 0, "draws": False, "limit": str(error)}}


def _outlook(item: dict[str, Any], count: int, growth: float = 1.0) -> dict[str, Any]:
    """Return in words what the counts before tell: that this one would pass a limit for certain."""
    smaller = [int(name) for name in item if name.isdigit() and int(name) < count]
    if not smaller:
        return {}
    before = item[str(max(smaller))]
    if before.get("limit", "").startswith("not measured"):
        return {}
    if "limit" in before:
        return {"limit": f"not tried: {max(smaller):,} {_verb(before['limit'])}"}
    times = count / max(smaller)
    for key, limit, what, power in (
        ("export_s", _export_limit(count), "to export", 1.0),
        ("calm_s", OPEN_LIMIT_S, "to open", growth),
    ):
        seconds = before.get(key, 0)
        if seconds * times**power > limit and seconds > 1:
            reason = f"{max(smaller):,} took {seconds:.0f} s {what}"
            reason += " and it grows faster than the events" if power > 1 else ""
            return {"limit": f"not tried: over {limit:.0f} s {what}, since {reason}"}
    return {}


def _verb(limit: str) -> str:
    return limit.removeprefix("not tried: ")


def measure_peer(peer: Peer, rows: pd.DataFrame) -> dict[str, Any]:
    """Export a peer's page and open it."""
    first = int(rows["day"].quantile(0.2))
    step = max(1, int(rows["day"].quantile(0.7) - first) // 40)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        result = write_page(peer, rows, folder)
        if "limit" in result or peer.closed:
            return result
        shots = OUT / "peers"
        shots.mkdir(parents=True, exist_ok=True)
        shot = shots / f"{peer.name}-{len(rows)}.png"
        try:
            return result | measure_page(
                peer, folder, (first, step), lambda window: targets(rows, window), shot
            )
        except LimitError as error:
            return result | error.result | {"limit": str(error)}


def write_page(peer: Peer, rows: pd.DataFrame, folder: Path) -> dict[str, Any]:
    """Let a peer write its page in a process of its own, and end that at its limit."""
    ours.atlas()
    start = multiprocessing.get_context("fork")
    answer, teller = start.Pipe(duplex=False)
    process = start.Process(target=_write, args=(peer, rows, folder, teller))
    limit = _export_limit(len(rows))
    process.start()
    teller.close()
    try:
        result = answer.recv() if answer.poll(limit + IMPORT_LIMIT_S) else None
    except EOFError:
        result = {"limit": "the export broke down"}
    if result is None:
        process.kill()
        result = {"limit": f"over {limit:.0f} s to export"}
    process.join()
    if "limit" not in result:
        result["bytes"] = sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())
    return result


def _write(peer: Peer, rows: pd.DataFrame, folder: Path, teller: Any) -> None:
    """Write a page in this process; what is imported once is imported before the clock starts."""
    try:
        with tempfile.TemporaryDirectory() as scratch:
            peer.write(events(FEW).head(50), Path(scratch))
        start = time.perf_counter()
        peer.write(rows, folder)
    except Exception as error:  # noqa: BLE001 -- a peer may break down in any way; it is said
        teller.send({"limit": f"the export failed: {type(error).__name__}: {error}"[:200]})
    else:
        teller.send({"export_s": round(time.perf_counter() - start, 2)})


__all__ = ["COUNTS", "PEERS", "RESULTS", "measure"]
