"""What workers do in tests."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from geo import Atlas
from geo.worker.limited import Progress, go_on


@dataclass(frozen=True)
class Pair:
    left: Any
    right: Any


def echo(value: Any) -> Any:
    return value


def counting(times: int) -> Iterator[bytes]:
    for _ in range(times):
        yield bytes(1_000_000)


def refuse(kind: type[Exception], args: Any, named: Any) -> None:
    raise kind(*args, **named)


def exhaust_at(progress: Progress) -> None:
    go_on(progress)
    raise MemoryError


def end(number: int) -> None:
    os.kill(os.getpid(), number)


def version_of(atlas: Atlas) -> str:
    return atlas.version
