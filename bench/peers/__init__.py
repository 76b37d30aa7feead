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
from bench.peers.session import OPEN_LIMIT_S, LimitError, empty, opened, without_network

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
    known = _before() if before is None else before
    found = dict(known.get("ways", {}))
    if busy := _busy():
        for peer in wanted:
            for count in counts:
                if peer.name not in found:
                    found[peer.name] = {**_described(peer), **_network(peer)}
                found[peer.name].setdefault(str(count), busy)
        print(busy["limit"], flush=True)
        return {**known, "ways": found}
    for peer in wanted:
        kept = found.get(peer.name, {})
        measured = {name: kept[name] for name in kept if name.isdigit()}
        found[peer.name] = {**_described(peer), **_network(peer), **measured}
    for count in sorted(counts):
        rows = events(count)
        for peer in wanted:
            one = found[peer.name]
            if "missing" not in one:
                one[str(count)] = _outlook(one, count, peer.growth) or _one(peer, rows)
                print(f"{peer.title}, {count:,}: {one[str(count)]}", flush=True)
    ways = {peer.name: found[peer.name] for peer in PEERS if peer.name in found}
    return {"empty_mb": empty(), "ways": ways}


def _before() -> dict[str, Any]:
    results = json.loads(RESULTS.read_text(encoding="utf-8")) if RESULTS.is_file() else {}
    return dict(results.get("peers", {}))


def _busy() -> dict[str, Any]:
    """Return in words that other work leaves no room to measure; empty where it does."""
    waiting, cores = os.getloadavg()[0], os.cpu_count() or 1
    if waiting <= BUSY * cores:
        return {}
    return {"limit": f"not measured: {waiting:.0f} processes shared {cores} cores"}


def _export_limit(count: int) -> float:
    """Return how many seconds a peer may take to write a page."""
    return EXPORT_LIMIT_S if count <= max(COUNTS) else 4 * EXPORT_LIMIT_S


def _described(peer: Peer) -> dict[str, Any]:
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
    missing = peer.missing() or peer.fetchable()
    if missing:
        return {"missing": missing}
    with tempfile.TemporaryDirectory() as folder:
        written = _written(peer, events(FEW), Path(folder))
        if "limit" in written:
            return {"missing": written["limit"]}
        try:
            return {"network": without_network(peer, Path(folder))}
        except LimitError as error:
            return {"network": {"requests": 0, "draws": False, "limit": str(error)}}


def _outlook(one: dict[str, Any], count: int, growth: float = 1.0) -> dict[str, Any]:
    """Return in words what the counts before tell: that this one would pass a limit for certain."""
    smaller = [int(name) for name in one if name.isdigit() and int(name) < count]
    if not smaller:
        return {}
    before = one[str(max(smaller))]
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


def _one(peer: Peer, rows: pd.DataFrame) -> dict[str, Any]:
    """Export a peer's page and open it."""
    first = int(rows["day"].quantile(0.2))
    step = max(1, int(rows["day"].quantile(0.7) - first) // 40)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        found = _written(peer, rows, folder)
        if "limit" in found or peer.closed:
            return found
        shots = OUT / "peers"
        shots.mkdir(parents=True, exist_ok=True)
        shot = shots / f"{peer.name}-{len(rows)}.png"
        try:
            return found | opened(
                peer, folder, (first, step), lambda window: targets(rows, window), shot
            )
        except LimitError as error:
            return found | error.found | {"limit": str(error)}


def _written(peer: Peer, rows: pd.DataFrame, folder: Path) -> dict[str, Any]:
    """Let a peer write its page in a process of its own, and end that at its limit."""
    ours.atlas()
    start = multiprocessing.get_context("fork")
    told, teller = start.Pipe(duplex=False)
    process = start.Process(target=_write, args=(peer, rows, folder, teller))
    limit = _export_limit(len(rows))
    process.start()
    teller.close()
    try:
        found = told.recv() if told.poll(limit + IMPORT_LIMIT_S) else None
    except EOFError:
        found = {"limit": "the export broke down"}
    if found is None:
        process.kill()
        found = {"limit": f"over {limit:.0f} s to export"}
    process.join()
    if "limit" not in found:
        found["bytes"] = sum(one.stat().st_size for one in folder.rglob("*") if one.is_file())
    return found


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
