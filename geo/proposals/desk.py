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
from geo.errors import DataError, Fault
from geo.profile import PACKAGE
from geo.proposals import journal
from geo.proposals.edit import Edit, apply, changed_since, free, slug
from geo.proposals.journal import DECIDED, FOLDER
from geo.proposals.proposal import LARGEST, Kind, Proposal, ProposalError, read, write
from geo.proposals.spans import SPANS, concerned, digest, facts_of, ground
from geo.versions import changelog
from geo.versions.difference import Change, Weight, diff
from geo.versions.ids import retired_ids
from geo.versions.release import Release, VersionError, number, of_folder, released
from geo.versions.release import read as read_release
from geo.versions.sentences import sentences


def today() -> str:
    """Return the day of today as ISO text."""
    return datetime.now(UTC).date().isoformat()


@dataclass(frozen=True)
class Outcome:
    """What a proposal would do, or did."""

    edit: Edit
    """The tables as it leaves them."""
    sentences: tuple[str, ...]
    """What changes, in words."""
    changes: tuple[Change, ...]
    """The rows that change."""
    faults: tuple[Fault, ...]
    """What the rules of the data have against it."""
    version: str
    """The version of the data that it belongs to."""
    last_day: str
    """The last day that the tables tell of, as ISO text."""


class Desk:
    """The proposals of one data folder."""

    def __init__(self, data: Path) -> None:
        self.data = data
        self._tables: dict[str, tuple[bytes, Table]] = {}
        self._known: Release | None = None
        if journal.unfinished(data):
            with journal.alone(data):
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
            fresh = known.edited(fresh.package, fresh.files)
        self.release = self._known = fresh

    @property
    def _read(self) -> dict[str, Table]:
        """The tables as they stand; one whose bytes are as they were is not read again."""
        for one in self.package["resources"]:
            name, content = one["name"], self.release.files.get(one["path"], b"")
            if one["format"] == "csv" and self._tables.get(name, (None,))[0] != content:
                self._tables[name] = content, read_table(self.data, one, checked=True)
        return {name: table for name, (_, table) in self._tables.items()}

    def preview(self, proposal: Proposal, day: str = "", file: str = "") -> Outcome:
        """Return what a proposal would do, without doing it."""
        self._as_its_author_saw(proposal)
        retired = retired_ids(self.data).get(proposal.table, set())
        decided = day or today()
        tables = {name: list(rows) for name, rows in self.release.tables.items()}
        edit = apply(proposal, tables, day=decided, retired=retired)
        found = diff(self.release, self._with(edit, self.release.version))
        version = self._next(found.changes)
        _note(edit, proposal, version, file)
        changes = diff(self.release, self._with(edit, version)).changes
        lines = tuple(f"{one.table}: {one.text}" for one in sentences(found, changes))
        edited, faults = self._edited(edit)
        last = rules.last_day(self.package, edited)
        if not faults:
            package = {**self.package, "last_day": last.isoformat() if last else ""}
            faults = [
                *self._days(proposal, decided),
                *rules.broken(package, edited, {}, self.profile),
            ]
        said = last.isoformat() if last else ""
        return Outcome(edit, lines, changes, tuple(faults), version, said)

    def _as_its_author_saw(self, proposal: Proposal) -> None:
        """Refuse a proposal whose file names a version in which its ground was another."""
        if proposal.saw or proposal.version not in released(self.data):
            return
        try:
            old = concerned(proposal, read_release(proposal.version, self.data).tables)
        except VersionError:
            return  # a damaged package is told by ``greenline check``
        now = concerned(proposal, self.release.tables)
        for about in old.keys() & now.keys():
            if facts_of(old[about], proposal) != facts_of(now[about], proposal):
                raise changed_since(proposal, about)

    def _next(self, changes: tuple[Change, ...]) -> str:
        """Return the version that data with these changes have: that in preparation, or higher."""
        names = released(self.data)
        try:
            own = number(self.release.version)
        except VersionError:
            return "1.0.0"
        if not names or not changes:
            return self.release.version
        major, minor, patch = number(names[-1])
        words = all(one.weight is Weight.WORDS for one in changes)
        least = (major, minor, patch + 1) if words else (major, minor + 1, 0)
        return ".".join(map(str, max(own, least)))

    def _with(self, edit: Edit, version: str) -> Release:
        """Return the data as a proposal leaves them."""
        files = {
            self._resource(name)["path"]: self._csv(edit, name).encode() for name in edit.changed
        }
        return self.release.edited({**self.release.package, "version": version}, files)

    def _csv(self, edit: Edit, name: str) -> str:
        out = io.StringIO(newline="")
        writer = csv.DictWriter(out, self.release.columns(name), lineterminator="\n")
        writer.writeheader()
        writer.writerows(edit.tables[name])
        return out.getvalue()

    def _resource(self, name: str) -> dict[str, Any]:
        return next(one for one in self.package["resources"] if one["name"] == name)

    def _edited(self, edit: Edit) -> tuple[dict[str, Table], list[Fault]]:
        """Return the tables as a proposal leaves them, and what their cells break."""
        tables = dict(self._read)
        for name in sorted(edit.changed):
            resource, fields = self._resource(name), self._resource(name)["schema"]["fields"]
            rows = edit.tables[name]
            text = {one["name"]: [row.get(one["name"], "") for row in rows] for one in fields}
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
        return sorted(one for one in (self.data / FOLDER).glob("*.yaml") if one.is_file())

    def conflicts(self, proposal: Proposal, but: Path | None = None) -> list[str]:
        """Return what open proposals say of the same ground at the same time, in sentences."""
        own, found = ground(proposal, self.release.tables), []
        for file in self.open():
            if but is not None and file.resolve() == but.resolve():
                continue
            try:
                other = ground(self.load(file), self.release.tables)
            except (DataError, ProposalError):
                continue  # a faulty proposal is in nobody's way
            meet = own[0] not in SPANS or (own[2] < other[3] and other[2] < own[3])
            if own[:2] == other[:2] and meet:
                found.append(
                    f"{file.name} speaks of {own[0]} {own[1]} at the same time; "
                    "reject one of the two first"
                )
        return found

    def load(self, file: Path) -> Proposal:
        """Read the proposal of a file."""
        try:
            with file.open("rb") as stream:
                content = stream.read(LARGEST + 1)
        except (OSError, ValueError) as error:
            why = getattr(error, "strerror", None) or error
            kept = f"{FOLDER}/{DECIDED}/{file.name}"
            more = f" ({kept} has been decided)" if os.path.isfile(self.data / kept) else ""  # noqa: PTH113 -- says no where Path raises
            raise ProposalError(f"{file}: {why}; expected a proposal (.yaml){more}") from None
        return read(content, file.name)

    def signed(self, proposal: Proposal, day: str = "") -> Proposal:
        """Return a proposal with the version and the rows that it was made on."""
        found = concerned(proposal, self.release.tables)
        saw = {about: digest(rows) for about, rows in found.items()}
        made = proposal.made or day or today()
        return replace(proposal, saw=saw, made=made, version=self.release.version)

    def save(self, proposal: Proposal) -> Path:
        """Write a proposal into the folder of proposals, once, and return the file."""
        about = ground(proposal, self.release.tables)[1]
        stem = f"{proposal.made}-{proposal.kind}-{slug(about)[:60] or 'proposal'}"
        with journal.alone(self.data) as place:
            text = write(proposal).encode()
            for file in self.open():
                if file.stat().st_size == len(text) and file.read_bytes() == text:
                    return file  # saved twice
            known = (*place.glob("*.yaml"), *(place / DECIDED).glob("*.yaml"))
            file = place / f"{free(stem, {one.stem for one in known})}.yaml"
            with atomic_write(file) as out:
                out.write(text)
        return file

    def accept(self, file: Path, day: str = "") -> Outcome:
        """Apply the proposal of a file to the tables, and keep the file as the record."""
        decided = day or today()
        with journal.alone(self.data):
            journal.finish(self.data)
            self._load()  # what others decided meanwhile
            proposal = self.load(file)
            kept = journal.place_of(self.data, proposal, file)
            if against := self.conflicts(proposal, file):
                raise ProposalError(f"{file.name}: {against[0]}")
            outcome = self.preview(proposal, decided, kept.rpartition("/")[2])
            if outcome.faults:
                raise DataError(outcome.faults)
            lines = dict(sorted(outcome.edit.touched.items()))
            said = {"what": "accepted", "on": decided, "version": outcome.version, "rows": lines}
            files = self._written(outcome)
            files |= journal.record(self.data, proposal, file, kept, said)
            journal.write(self.data, files)
            self._load()
        return outcome

    def _written(self, outcome: Outcome) -> dict[str, str | None]:
        """Return the files that a proposal changes: tables, descriptor, changelog."""
        edit = outcome.edit
        files: dict[str, str | None] = {
            self._resource(name)["path"]: self._csv(edit, name) for name in sorted(edit.changed)
        }
        head = {**self.release.package}
        if outcome.last_day:
            head["last_day"] = outcome.last_day
        if released(self.data):
            head["version"] = outcome.version
            new = replace(self._with(edit, outcome.version), package=head)
            files[changelog.FILE] = changelog.text(self.data, new)
        files[PACKAGE] = json.dumps(head, ensure_ascii=False, indent=1) + "\n"
        return files

    def reject(self, file: Path, why: str, day: str = "") -> Path:
        """Keep the proposal of a file as the record that it was rejected, and why."""
        if not why.strip() or len(why) > 2_000:
            raise ProposalError("--why: expected a sentence of at most 2,000 characters")
        with journal.alone(self.data):
            journal.finish(self.data)
            proposal = self.load(file)
            kept = journal.place_of(self.data, proposal, file)
            said = {"what": "rejected", "on": day or today(), "why": why.strip()}
            journal.write(self.data, journal.record(self.data, proposal, file, kept, said))
        return self.data / kept


def _note(edit: Edit, proposal: Proposal, version: str, file: str) -> None:
    """Note which version a correction belongs to, and why it was made."""
    if "retired" in edit.changed:
        for row in edit.rows("retired"):
            row["version"] = row["version"] or version
    corrected = sorted(one for one, what in edit.touched.items() if what == "corrected")
    if "corrections" not in edit.tables or not corrected:
        return
    cells = [*proposal.cells] if proposal.kind is Kind.CORRECTION else []
    said = {"version": version, "table": proposal.table, "reason": proposal.reason}
    edit.rows("corrections").extend(
        {
            **said,
            "id": one,
            "column": cells[0] if len(cells) == 1 and one == proposal.fact["row"] else "",
            "proposal": file,
        }
        for one in corrected
    )
