"""Run a command and kill it at points of its writing; ``python -m tests.cli.killed`` speaks JSON.

A point is where Python opens a file to write, or renames, removes or makes one, below a folder:
``sys.audit`` names each before it is done.
"""

from __future__ import annotations

import json
import os
import signal
import sys
import time
from pathlib import Path
from typing import Any

from geo.cli import main

EVENTS = {"open": 1, "os.rename": 2, "os.remove": 1, "os.mkdir": 1, "os.rmdir": 1, "os.link": 2}
WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT


def run(words: list[str], folder: str, kill_at: int | None = None) -> tuple[int, int]:
    """Run a command in a copy of this process; return how it ended and how many points it passed."""
    reading, writing = os.pipe()
    pid = os.fork()
    if pid == 0:  # pragma: no cover -- another process
        count = 0

        def pass_point(event: str, args: tuple[Any, ...]) -> None:
            nonlocal count
            if event not in EVENTS or (event == "open" and not (args[2] or 0) & WRITING):
                return
            paths = (
                os.fsdecode(path) for path in args[: EVENTS[event]] if not isinstance(path, int)
            )
            if any(str(Path(path).absolute()).startswith(folder) for path in paths):
                count += 1
                if count == kill_at:
                    os.kill(os.getpid(), signal.SIGKILL)

        sys.addaudithook(pass_point)
        code = main(words)
        os.write(writing, str(count).encode())
        os._exit(code)
    os.close(writing)
    _, status = os.waitpid(pid, 0)
    points = os.read(reading, 20)
    os.close(reading)
    return os.waitstatus_to_exitcode(status), int(points or 0)


def look(folder: Path) -> tuple[dict[str, str], list[str]]:
    """Return the digest of each file that anybody sees, and what lies about beside them.

    An earlier folder that was moved aside at the last moment counts where it stood: its next reader
    or writer puts it back.
    """
    import hashlib

    seen: dict[str, str] = {}
    litter = [str(path) for path in (folder / "tmp").iterdir()]
    # What a worker's keeper removes meanwhile is passed over.
    paths = (Path(place) / name for place, dirs, files in os.walk(folder) for name in dirs + files)
    for path in sorted(paths):
        name = path.relative_to(folder).as_posix()
        if name.startswith(".greenline-"):
            litter.append(name)
            _, is_old, inside = name.partition("/old/")
            if not is_old or (folder / "out").exists():
                continue
            name = f"out/{inside}"
        if path.is_file() and not name.startswith("tmp/"):
            seen[name] = hashlib.sha256(path.read_bytes()).hexdigest()
    return seen, litter


def try_points(folder: Path, before: list[str], words: list[str], *, many: bool) -> dict[str, Any]:
    """Return the files of a folder before and after a command, and at points of killing it.

    At few of them, or at many, the command is run once more: that clears up what is left.
    """
    import shutil

    # Here, so that the copies have loaded and computed what they need; Dask's threads are not copied.
    here = main if words[0] != "ingest" else lambda words: run(words, str(folder))
    if before:
        here(before)
    old, _ = look(folder)
    aside = folder.with_name(f"{folder.name}-old")
    shutil.copytree(
        folder, aside, ignore=lambda place, names: names if place.endswith("tmp") else ()
    )
    here(words)
    shutil.rmtree(folder)
    shutil.copytree(aside, folder)
    code, count = run(words, str(folder))
    new, _ = look(folder)
    middle = (count + 1) // 2
    points = {1, middle, max(1, count - 1), count}
    if many:
        points |= {*range(1, count + 1, max(1, count // 5)), *range(max(1, count - 5), count + 1)}
    killed = []
    for number, point in enumerate(sorted(points)):
        shutil.rmtree(folder)
        shutil.copytree(aside, folder)
        result: dict[str, Any] = {"point": point, "ended": run(words, str(folder), point)[0]}
        result["state"], result["litter"] = look(folder)
        if point == middle or (many and (number % 4 == 0 or point > count - 3)):
            result["again"] = run(words, str(folder))[0]
            until = time.monotonic() + 60  # a worker's keeper clears up after its caller has ended
            while (now := look(folder))[1] and time.monotonic() < until:
                time.sleep(0.2)
            result["after"], result["remaining"] = now
        killed.append(result)
    return {"code": code, "old": old, "new": new, "count": count, "killed": killed}


if __name__ == "__main__":
    folder, before, words, many = json.load(sys.stdin)
    sys.stdout = sys.stderr  # what the command answers
    result = try_points(Path(folder), before, words, many=many)
    print(json.dumps(result), file=sys.__stdout__)
