"""Where proposals are checked, accepted and rejected: a data folder and its proposals."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import cached_property, partial
from pathlib import Path
from typing import Any

from geo import profile as profiles
from geo.atlas import rules
from geo.atlas.cells import check_cells, convert
from geo.atlas.table import Table, read_package, read_table
from geo.atomic_write import atomic_write
from geo.errors import DataError, Fault
from geo.profile import PACKAGE
from geo.proposals.edit import SPANS, Edit, apply, digest, free, ground, slug
from geo.proposals.proposal import LARGEST, Kind, Proposal, ProposalError, read, write
from geo.versions import changelog
from geo.versions.difference import Change, diff
from geo.versions.ids import retired_ids
from geo.versions.release import Release, VersionError, number, of_folder, released
from geo.versions.sentences import sentences

#: The folder of proposals in a data folder, and that of those decided in it.
FOLDER, DECIDED = "proposals", "decided"


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


class Desk:
    """The proposals of one data folder."""

    def __init__(self, data: Path) -> None:
        self.data = data
        self._load()

    def _load(self) -> None:
        self.release = of_folder(self.data, str(self.data))
        self.package, faults = read_package(self.data)
        if faults:
            raise DataError(faults)
        self.profile = profiles.load(self.data)

    @cached_property
    def _read(self) -> dict[str, Table]:
        csvs = [one for one in self.package["resources"] if one["format"] == "csv"]
        return {one["name"]: read_table(self.data, one, checked=True) for one in csvs}

    def preview(self, proposal: Proposal, day: str = "") -> Outcome:
        """Return what a proposal would do, without doing it.

        Parameters
        ----------
        proposal
            The proposal.
        day
            The day of the decision as ISO text; today by default.

        Raises
        ------
        ProposalError
            Where it cannot be applied at all.
        """
        retired = retired_ids(self.data).get(proposal.table, set())
        decided = day or today()
        tables = {name: list(rows) for name, rows in self.release.tables.items()}
        edit = apply(proposal, tables, day=decided, retired=retired)
        self._number(edit, proposal, "")
        new = self._with(edit)
        found = diff(self.release, new)
        told = tuple(f"{one.table}: {one.text}" for one in sentences(found, found.changes))
        return Outcome(edit, told, found.changes, tuple(self._faults(edit, proposal, decided)))

    def _number(self, edit: Edit, proposal: Proposal, file: str) -> None:
        """Note which version a correction belongs to, and why it was made."""
        version = self.next_version()
        if "retired" in edit.changed:
            for row in edit.rows("retired"):
                row["version"] = row["version"] or version
        corrected = [one for one, what in edit.touched.items() if what == "corrected"]
        if "corrections" in edit.tables and corrected:
            rows = edit.rows("corrections")
            said = {"version": version, "table": proposal.table, "column": ""}
            rows += [
                {**said, "id": one, "reason": proposal.reason, "proposal": file}
                for one in sorted(corrected)
            ]

    def next_version(self) -> str:
        """Return the version in preparation, which a correction of today belongs to."""
        try:
            major, minor, _ = number(self.release.version)
        except VersionError:
            return "1.0.0"
        kept = self.release.version in released(self.data)
        return f"{major}.{minor + 1}.0" if kept else self.release.version

    def _with(self, edit: Edit) -> Release:
        files = {**self.release.files}
        for name in edit.changed:
            path = self._resource(name)["path"]
            files[path] = _csv(edit.tables[name], self.release.columns(name))
        head = {**self.release.package, "version": self.next_version()}
        return Release(head, files, "proposed")

    def _resource(self, name: str) -> dict[str, Any]:
        return next(one for one in self.package["resources"] if one["name"] == name)

    def _faults(self, edit: Edit, proposal: Proposal, day: str) -> Iterator[Fault]:
        """Yield what the rules of the data have against the tables as they would be."""
        tables = dict(self._read)
        for name in sorted(edit.changed):
            resource, fields = self._resource(name), self._resource(name)["schema"]["fields"]
            rows = edit.tables[name]
            text = {one["name"]: [row.get(one["name"], "") for row in rows] for one in fields}
            wrong = check_cells(text, resource["path"], fields)
            if wrong:
                yield from wrong
                return
            tables[name] = Table(name, resource["path"], fields, partial(convert, text, fields))
        yield from self._days(proposal, day)
        last = rules.last_day(self.package, tables)
        package = {**self.package, "last_day": last.isoformat() if last else ""}
        yield from rules.broken(package, tables, {}, self.profile)

    def _days(self, proposal: Proposal, day: str) -> Iterator[Fault]:
        """Yield days outside of what the data can tell: before their first, or still to come."""
        first = self.profile.days.first.isoformat()
        for key in ("start", "end", "since", "date"):
            cell = proposal.cells.get(key, "")
            known = proposal.table in ("spells", "events") and key in ("start", "end")
            if cell and (cell > day or (known and cell < first)):
                yield Fault(self._resource(proposal.table)["path"], None, key, cell,
                            f"a day from {first} to {day}")  # fmt: skip

    def open(self) -> list[Path]:
        """Return the files of the proposals that nobody has decided yet."""
        return sorted((self.data / FOLDER).glob("*.yaml"))

    def conflicts(self, proposal: Proposal, but: Path | None = None) -> list[str]:
        """Return what open proposals say of the same ground at the same time, in sentences.

        Parameters
        ----------
        proposal
            The proposal.
        but
            The file that it is in itself.
        """
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
                    "accept or reject one of the two first"
                )
        return found

    def load(self, file: Path) -> Proposal:
        """Read the proposal of a file.

        Raises
        ------
        ProposalError
            Where the file cannot be read.
        """
        try:
            with file.open("rb") as stream:
                content = stream.read(LARGEST + 1)
        except (OSError, ValueError) as error:
            why = getattr(error, "strerror", None) or error
            raise ProposalError(f"{file}: {why}; expected a proposal (.yaml)") from None
        return read(content, file.name)

    def signed(self, proposal: Proposal, day: str = "") -> Proposal:
        """Return a proposal with the version and the rows that it was made on.

        Parameters
        ----------
        proposal
            The proposal.
        day
            Day that it was made, as ISO text; today where it is empty.
        """
        saw = {}
        if proposal.kind in (Kind.CORRECTION, Kind.RETIREMENT):
            rows = self.release.tables.get(proposal.table, [])
            saw = {row["id"]: digest(row) for row in rows if row.get("id") == proposal.fact["row"]}
        made = proposal.made or day or today()
        return replace(proposal, saw=saw, made=made, version=self.release.version)

    def save(self, proposal: Proposal) -> Path:
        """Write a proposal into the folder of proposals and return the file."""
        about = ground(proposal, self.release.tables)[1]
        stem = f"{proposal.made}-{proposal.kind}-{slug(about)[:60] or 'proposal'}"
        place = self.data / FOLDER
        place.mkdir(exist_ok=True)
        taken = {one.stem for one in (*place.glob("*.yaml"), *(place / DECIDED).glob("*.yaml"))}
        file = place / f"{free(stem, taken)}.yaml"
        with atomic_write(file) as out:
            out.write(write(proposal).encode())
        return file

    def accept(self, file: Path, day: str = "") -> Outcome:
        """Apply the proposal of a file to the tables, and keep the file as the record.

        Parameters
        ----------
        file
            The proposal.
        day
            Day of the decision, as ISO text; today where it is empty.

        Returns
        -------
        Outcome
            What changed.

        Raises
        ------
        ProposalError, DataError
            Where it conflicts with another, cannot be applied, or a rule of the data is against
            it; nothing is written then.
        """
        proposal = self.load(file)
        if against := self.conflicts(proposal, file):
            raise ProposalError(f"{file.name}: {against[0]}")
        decided = day or today()
        outcome = self.preview(proposal, decided)
        if outcome.faults:
            raise DataError(outcome.faults)
        edit, kept = outcome.edit, self._kept(file)
        for row in edit.tables.get("corrections", ()) if "corrections" in edit.changed else ():
            row["proposal"] = row["proposal"] or (
                kept.name if row["id"] in edit.touched and row["reason"] == proposal.reason else ""
            )
        for name in sorted(edit.changed):
            with atomic_write(self.data / self._resource(name)["path"]) as out:
                out.write(_csv(edit.tables[name], self.release.columns(name)))
        self._stamp(edit)
        told = dict(sorted(edit.touched.items()))
        self._decide(proposal, file, kept, {"what": "accepted", "on": decided,
                     "version": self.next_version(), "rows": told})  # fmt: skip
        self._load()
        return outcome

    def _stamp(self, edit: Edit) -> None:
        """Write what follows the tables: the last day, the version, the changelog."""
        file = self.data / PACKAGE
        head = json.loads(file.read_text(encoding="utf-8"))
        fresh = dict(self._read)
        for name in edit.changed:
            fresh[name] = read_table(self.data, self._resource(name))
        self.__dict__["_read"] = fresh
        if day := rules.last_day(head, fresh):
            head["last_day"] = day.isoformat()
        if released(self.data):
            head["version"] = self.next_version()
        file.write_text(json.dumps(head, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
        if released(self.data):
            changelog.write(self.data)

    def reject(self, file: Path, why: str, day: str = "") -> Path:
        """Keep the proposal of a file as the record that it was rejected, and why.

        Parameters
        ----------
        file
            The proposal.
        why
            Why, in a sentence.
        day
            The day of the decision as ISO text; today by default.

        Returns
        -------
        Path
            The file, where it is kept.

        Raises
        ------
        ProposalError
            Where no reason is given, or the file is no proposal.
        """
        if not why.strip() or len(why) > 2_000:
            raise ProposalError("--why: expected a sentence")
        proposal, kept = self.load(file), self._kept(file)
        decided = day or today()
        self._decide(proposal, file, kept, {"what": "rejected", "on": decided, "why": why.strip()})
        return kept

    def _kept(self, file: Path) -> Path:
        place = self.data / FOLDER / DECIDED
        place.mkdir(parents=True, exist_ok=True)
        taken = {one.stem for one in place.glob("*.yaml")}
        return place / f"{free(slug(file.stem)[:100] or 'proposal', taken)}.yaml"

    def _decide(
        self, proposal: Proposal, file: Path, kept: Path, decided: Mapping[str, Any]
    ) -> None:
        with atomic_write(kept) as out:
            out.write(write(proposal, decided).encode())
        if file.resolve().parent == (self.data / FOLDER).resolve():
            file.unlink()


def _csv(rows: list[dict[str, str]], columns: tuple[str, ...]) -> bytes:
    out = io.StringIO(newline="")
    writer = csv.DictWriter(out, columns, lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue().encode()
