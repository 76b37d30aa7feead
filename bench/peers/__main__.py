"""Measure some peers or other counts, and keep the rest: see ``python -m bench.peers --help``."""

from __future__ import annotations

import argparse
import json

from bench.peers import COUNTS, PEERS, RESULTS, measure

parser = argparse.ArgumentParser(prog="python -m bench.peers")
parser.add_argument("--counts", default=",".join(map(str, COUNTS)), help="events, by commas")
parser.add_argument("--peers", default="", help=", ".join(peer.name for peer in PEERS))
parser.add_argument("--dry", action="store_true", help="print alone, keep no results")
arguments = parser.parse_args()
names = [name for name in arguments.peers.split(",") if name]
unknown = set(names) - {peer.name for peer in PEERS}
if unknown:
    parser.error(
        f"--peers {', '.join(sorted(unknown))}: expected {', '.join(p.name for p in PEERS)}"
    )
results = json.loads(RESULTS.read_text(encoding="utf-8"))
counts = [int(count) for count in arguments.counts.split(",") if count]
results["peers"] = measure(counts, names, {} if arguments.dry else None)
if not arguments.dry:
    RESULTS.write_text(json.dumps(results, indent=2) + "\n", encoding="utf-8")
