"""Files of a data folder: regular files that lie within it, of a size that is read at once."""

from __future__ import annotations

import stat
from pathlib import Path

from geo.errors import DataError, Fault

#: The profile of a data folder, and its package descriptor, whose ``last_day`` follows the tables.
PROFILE, PACKAGE = "profile.yaml", "datapackage.json"

#: File of a data folder that is made from another, such as that of an earlier release.
HOME = "home.txt"

#: Bytes that one file of a data folder may hold.
LARGEST = 200_000_000


def fault_of(folder: Path, name: str) -> Fault | None:
    """Return what keeps a file of a data folder from being read; None where nothing does.

    A file that is not there is no fault here: who reads it says what it should be.

    >>> fault_of(Path("."), "/etc/passwd").accepted
    'a path within the data folder'
    """
    path = folder / name if isinstance(name, str) else folder
    inside = isinstance(name, str) and "\0" not in name and not Path(name).is_absolute()
    if not inside or not path.resolve().is_relative_to(folder.resolve()):
        return Fault(str(name), None, "", str(name), "a path within the data folder")
    try:
        status = path.stat()
    except OSError:
        return None
    if not stat.S_ISREG(status.st_mode):
        return Fault(name, None, "", _KINDS.get(stat.S_IFMT(status.st_mode), "a device"), "a file")
    if status.st_size > LARGEST:
        size = f"{status.st_size:,} bytes"
        return Fault(name, None, "", size, f"a file of at most {LARGEST:,} bytes")
    return None


_KINDS = {stat.S_IFDIR: "a folder", stat.S_IFIFO: "a pipe", stat.S_IFSOCK: "a socket"}


def read(folder: Path, name: str) -> bytes:
    """Return the bytes of a file of a data folder."""
    if fault := fault_of(folder, name):
        raise DataError([fault])
    return (folder / name).read_bytes()
