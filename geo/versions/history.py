"""What changed from each version of the data to the next one."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from pathlib import Path

from geo.versions.difference import Difference, diff
from geo.versions.release import list_released, number, of_folder, read
from geo.versions.sentences import Sentence, sentences


@dataclass(frozen=True)
class Step:
    """What one version brought."""

    difference: Difference  #: Everything that differs from the version before.

    @property
    def version(self) -> str:
        return self.difference.new.version

    @property
    def date(self) -> str:
        """Day of its data, as ISO text."""
        return self.difference.new.date

    @property
    def facts(self) -> int:
        """Number of facts that it changed."""
        return len(self.difference.facts)

    @cached_property
    def sentences(self) -> tuple[Sentence, ...]:
        """The changes of fact in sentences."""
        return tuple(sentences(self.difference, self.difference.facts))


def versions(data: Path) -> list[str]:
    """Return the versions that a data folder knows, its own among them, the oldest first."""
    texts = list_released(data)
    if not texts:
        return []
    version = of_folder(data, str(data)).version
    number(version)
    return sorted({*texts, version}, key=number)


def steps(data: Path, after: str = "", upto: str = "") -> list[Step]:
    """Return what each version brought, the oldest first."""
    known = versions(data)
    wanted = [text for text in known if not upto or number(text) <= number(upto)]
    before = [text for text in wanted if after and number(text) < number(after)]
    opened = [read(text, data) for text in wanted[len(before) :]]
    return [Step(diff(old, new)) for old, new in pairwise(opened)]
