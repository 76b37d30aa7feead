"""Where proposals are checked, accepted and rejected: a data folder and its proposals."""

from __future__ import annotations

import csv
import io
import json
import os
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Any

from geo import data_file
from geo import profile as profiles
from geo.atlas import rules
from geo.atlas.cells import check_cells, convert
from geo.atlas.table import Table, read_package, read_table
from geo.atomic_write import atomic_write
from geo.data_file import PACKAGE
from geo.errors import DataError, Fault
from geo.proposals import journal
from geo.proposals.edit import Edit, apply, changed_since, free, slug
from geo.proposals.journal import DECIDED, FOLDER
from geo.proposals.proposal import LARGEST, Kind, Proposal, ProposalError, read, write
from geo.proposals.spans import SPANS, digest, facts_of, find_concerned, ground
from geo.versions import changelog
from geo.versions.difference import Change, Weight, diff
from geo.versions.ids import taken_ids
from geo.versions.release import Release, VersionError, list_released, number, of_folder
from geo.versions.release import read as read_release
from geo.versions.sentences import sentences
from geo.words import Phrase, phrase


def today() -> str:
    """Return the day of today as ISO text."""
    return datetime.now(UTC).date().isoformat()


@dataclass(frozen=True)
class Outcome:
    """What a proposal would do, or did."""

    edit: Edit  #: The tables as it leaves them.
    sentences: tuple[str, ...]  #: What changes, in words.
    changes: tuple[Change, ...]  #: The rows that change.
    faults: tuple[Fault, ...]  #: What the rules of the data have against it.
    version: str  #: The version of the data that it belongs to.
    last_day: str  #: The last day that the tables tell of, as ISO text.


class Desk:
    """The proposals of one data folder."""

    def __init__(self, data: Path) -> None:
        self.data = data
        self._tables: dict[str, tuple[bytes, Table]] = {}
        self._known: Release | None = None
        if journal.is_unfinished(data):
            with journal.lock_folder(data):
                journal.finish(data)
        self._load()

    def _load(self) -> None:
        with data_file.hold_state(self.data):
            fresh = of_folder(self.data, str(self.data))
            self.package, faults = read_package(self.data)
            if faults:
                raise DataError(faults)
            self.profile = profiles.load(self.data)
        known = self._known
        if known and (known.files.keys(), known.package["resources"]) == (
            fresh.files.keys(), fresh.package["resources"]
        ):  # fmt: skip
            fresh = known.edit(fresh.package, fresh.files)
        self.release = self._known = fresh

    @property
    def _read(self) -> dict[str, Table]:
        """The tables as they stand; one whose bytes are as they were is not read again."""
        for item in self.package["resources"]:
            name, content = item["name"], self.release.files.get(item["path"], b"")
            if item["format"] == "csv" and self._tables.get(name, (None,))[0] != content:
                self._tables[name] = content, read_table(self.data, item, checked=True)
        return {name: table for name, (_, table) in self._tables.items()}

    def preview(self, proposal: Proposal, day: str = "", file: str = "") -> Outcome:
        """Return what a proposal would do, without doing it."""
        self._as_its_author_saw(proposal)
        retired = taken_ids(self.data).get(proposal.table, set())
        decided = day or today()
        tables = {name: list(rows) for name, rows in self.release.tables.items()}
        edit = apply(proposal, tables, day=decided, retired=retired)
        difference = diff(self.release, self._release_with(edit, self.release.version))
        version = self._next_version(difference.changes)
        _note(edit, proposal, version, file)
        changes = diff(self.release, self._release_with(edit, version)).changes
        edited, faults = self._edit_tables(edit)
        last = rules.last_day(self.package, edited)
        if not faults:
            package = {**self.package, "last_day": last.isoformat() if last else ""}
            faults = [
                *self._days(proposal, decided),
                *rules.broken(package, edited, {}, self.profile),
            ]
        # What stands in a row with a fault cannot be put in words.
        known = () if faults else sentences(difference, changes)
        lines = tuple(f"{sentence.table}: {sentence.text}" for sentence in known)
        wording = last.isoformat() if last else ""
        return Outcome(edit, lines, changes, tuple(faults), version, wording)

    def _as_its_author_saw(self, proposal: Proposal) -> None:
        """Refuse a proposal whose file names a version in which its ground was another."""
        if proposal.saw or proposal.version not in list_released(self.data):
            return
        try:
            old = find_concerned(proposal, read_release(proposal.version, self.data).tables)
        except VersionError:
            return  # a damaged package is told by ``greenline check``
        now = find_concerned(proposal, self.release.tables)
        for about in old.keys() & now.keys():
            if facts_of(old[about], proposal) != facts_of(now[about], proposal):
                raise changed_since(proposal, about)

    def _next_version(self, changes: tuple[Change, ...]) -> str:
        """Return the version that data with these changes have: that in preparation, or higher."""
        names = list_released(self.data)
        try:
            numbers = number(self.release.version)
        except VersionError:
            return "1.0.0"
        if not names or not changes:
            return self.release.version
        major, minor, patch = number(names[-1])
        words = all(change.weight is Weight.WORDS for change in changes)
        least = (major, minor, patch + 1) if words else (major, minor + 1, 0)
        return ".".join(map(str, max(numbers, least)))

    def _release_with(self, edit: Edit, version: str) -> Release:
        """Return the data as a proposal leaves them."""
        files = {
            self._resource(name)["path"]: self._csv(edit, name).encode() for name in edit.changed
        }
        return self.release.edit({**self.release.package, "version": version}, files)

    def _csv(self, edit: Edit, name: str) -> str:
        out = io.StringIO(newline="")
        writer = csv.DictWriter(out, self.release.columns(name), lineterminator="\n")
        writer.writeheader()
        writer.writerows(edit.tables[name])
        return out.getvalue()

    def _resource(self, name: str) -> dict[str, Any]:
        return next(item for item in self.package["resources"] if item["name"] == name)

    def _edit_tables(self, edit: Edit) -> tuple[dict[str, Table], list[Fault]]:
        """Return the tables as a proposal leaves them, and what their cells break."""
        tables = dict(self._read)
        for name in sorted(edit.changed):
            resource, fields = self._resource(name), self._resource(name)["schema"]["fields"]
            rows = edit.tables[name]
            text = {field["name"]: [row.get(field["name"], "") for row in rows] for field in fields}
            if wrong := check_cells(text, resource["path"], fields):
                return tables, list(wrong)
            tables[name] = Table(name, resource["path"], fields, partial(convert, text, fields))
        return tables, []

    def _days(self, proposal: Proposal, day: str) -> Iterator[Fault]:
        """Yield days outside of the data: before their first, or still to come."""
        first = self.profile.days.first.isoformat()
        for key in ("start", "end", "since", "date"):
            cell = proposal.cells.get(key, "")
            known = proposal.table in ("spells", "events") and key in ("start", "end")
            if cell and (cell > day or (known and cell < first)):
                yield Fault(self._resource(proposal.table)["path"], None, key, cell,
                            f"a day from {first} to {day}")  # fmt: skip

    def open(self) -> list[Path]:
        """Return the files of the proposals that nobody has decided yet."""
        return sorted(path for path in (self.data / FOLDER).glob("*.yaml") if path.is_file())

    def conflicts(self, proposal: Proposal, but: Path | None = None) -> list[Phrase]:
        """Return what open proposals say of the same ground at the same time, in sentences."""
        texts = ground(proposal, self.release.tables)
        result: list[Phrase] = []
        for file in self.open():
            if but is not None and file.resolve() == but.resolve():
                continue
            try:
                other = ground(self.load(file), self.release.tables)
            except (DataError, ProposalError):
                continue  # a faulty proposal is in nobody's way
            meet = texts[0] not in SPANS or (texts[2] < other[3] and other[2] < texts[3])
            if texts[:2] == other[:2] and meet:
                about = {"table": texts[0], "about": texts[1]}
                result.append(phrase("fault.proposal.conflict", file=file.name, **about))
        return result

    def load(self, file: Path) -> Proposal:
        try:
            with file.open("rb") as stream:
                content = stream.read(LARGEST + 1)
        except (OSError, ValueError) as error:
            why = getattr(error, "strerror", None) or error
            selected = f"{FOLDER}/{DECIDED}/{file.name}"
            more = f" ({selected} has been decided)" if os.path.isfile(self.data / selected) else ""  # noqa: PTH113 -- says no where Path raises
            raise ProposalError(f"{file}: {why}; expected a proposal (.yaml){more}") from None
        return read(content, file.name)

    def sign(self, proposal: Proposal, day: str = "") -> Proposal:
        """Return a proposal with the version and the rows that it was made on."""
        result = find_concerned(proposal, self.release.tables)
        saw = {about: digest(rows) for about, rows in result.items()}
        made = proposal.made or day or today()
        return replace(proposal, saw=saw, made=made, version=self.release.version)

    def save(self, proposal: Proposal) -> Path:
        """Write a proposal into the folder of proposals, once, and return the file."""
        about = ground(proposal, self.release.tables)[1]
        stem = f"{proposal.made}-{proposal.kind}-{slug(about)[:60] or 'proposal'}"
        with journal.lock_folder(self.data) as place:
            text = write(proposal).encode()
            for file in self.open():
                if file.stat().st_size == len(text) and file.read_bytes() == text:
                    return file  # saved twice
            known = (*place.glob("*.yaml"), *(place / DECIDED).glob("*.yaml"))
            file = place / f"{free(stem, {item.stem for item in known})}.yaml"
            with atomic_write(file) as out:
                out.write(text)
        return file

    def accept(self, file: Path, day: str = "") -> Outcome:
        """Apply the proposal of a file to the tables, and keep the file as the record."""
        decided = day or today()
        with journal.lock_folder(self.data):
            journal.finish(self.data)
            self._load()  # what others decided meanwhile
            proposal = self.load(file)
            selected = journal.place_of(self.data, proposal, file)
            if against := self.conflicts(proposal, file):
                raise ProposalError(f"{file.name}: {against[0]}")
            outcome = self.preview(proposal, decided, selected.rpartition("/")[2])
            if outcome.faults:
                raise DataError(outcome.faults)
            lines = dict(sorted(outcome.edit.touched.items()))
            wording = {"what": "accepted", "on": decided, "version": outcome.version, "rows": lines}
            files = self._write_files(outcome)
            files |= journal.record(self.data, proposal, file, selected, wording)
            journal.write(self.data, files)
            self._load()
        return outcome

    def _write_files(self, outcome: Outcome) -> dict[str, str | None]:
        """Return the files that a proposal changes: tables, descriptor, changelog."""
        edit = outcome.edit
        files: dict[str, str | None] = {
            self._resource(name)["path"]: self._csv(edit, name) for name in sorted(edit.changed)
        }
        head = {**self.release.package}
        if outcome.last_day:
            head["last_day"] = outcome.last_day
        if list_released(self.data):
            head["version"] = outcome.version
            new = replace(self._release_with(edit, outcome.version), package=head)
            files[changelog.FILE] = changelog.text(self.data, new)
        files[PACKAGE] = json.dumps(head, ensure_ascii=False, indent=1) + "\n"
        return files

    def reject(self, file: Path, why: str, day: str = "") -> Path:
        """Keep the proposal of a file as the record that it was rejected, and why."""
        if not why.strip() or len(why) > 2_000:
            raise ProposalError("--why: expected a sentence of at most 2,000 characters")
        with journal.lock_folder(self.data):
            journal.finish(self.data)
            proposal = self.load(file)
            selected = journal.place_of(self.data, proposal, file)
            wording = {"what": "rejected", "on": day or today(), "why": why.strip()}
            journal.write(self.data, journal.record(self.data, proposal, file, selected, wording))
        return self.data / selected


def _note(edit: Edit, proposal: Proposal, version: str, file: str) -> None:
    """Note which version a correction belongs to, and why it was made."""
    if "retired" in edit.changed:
        for row in edit.rows("retired"):
            row["version"] = row["version"] or version
    corrected = sorted(key for key, what in edit.touched.items() if what == "corrected")
    if "corrections" not in edit.tables or not corrected:
        return
    cells = [*proposal.cells] if proposal.kind is Kind.CORRECTION else []
    text = {"version": version, "table": proposal.table, "reason": proposal.reason}
    edit.rows("corrections").extend(
        {
            **text,
            "id": item,
            "column": cells[0] if len(cells) == 1 and item == proposal.fact["row"] else "",
            "proposal": file,
        }
        for item in corrected
    )
