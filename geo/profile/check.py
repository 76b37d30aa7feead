"""A profile as people wrote it: read from YAML and held to its types, all faults listed."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from pydantic import TypeAdapter, ValidationError

from geo.errors import DataError, Fault
from geo.files import data_file, yaml_file
from geo.files.data_file import PACKAGE, PROFILE


def check_profile(folder: Path, kind: type) -> dict[str, Any]:
    """Read the profile of a data folder and hold it to the types of its class."""
    value = yaml_file.read(data_file.read(folder, PROFILE), PROFILE)
    if isinstance(value, dict):
        value["words"] = _words(folder, value.get("languages"))
        if isinstance(value.get("days"), dict):
            value["days"] = _with_last(folder, value["days"])
    rule: TypeAdapter[Any] = TypeAdapter(kind)
    try:
        profile = rule.validate_python(value)
    except ValidationError as error:
        raise DataError([_fault(item) for item in error.errors()]) from None
    plain: dict[str, Any] = rule.dump_python(profile, mode="json", exclude={"folder"})
    return plain


def _with_last(folder: Path, days: dict[str, Any]) -> dict[str, Any]:
    """Add the last day, which follows the tables, to the days that the profile names."""
    if "last" in days:
        accepted = f"no last day here: it follows the tables (last_day of {PACKAGE})"
        raise DataError([Fault(PROFILE, None, "days.last", str(days["last"]), accepted)])
    try:
        package = json.loads(data_file.read(folder, PACKAGE))
    except (ValueError, RecursionError) as error:
        raise DataError([Fault(PACKAGE, None, "", str(error), "valid JSON in UTF-8")]) from None
    last_day = package.get("last_day", "nothing") if isinstance(package, dict) else "nothing"
    try:
        return {**days, "last": dt.date.fromisoformat(last_day)}
    except (TypeError, ValueError):
        accepted = "the newest day of the tables, such as 2017-09-27"
        raise DataError([Fault(PACKAGE, None, "last_day", str(last_day)[:80], accepted)]) from None


def _fault(error: Mapping[str, Any]) -> Fault:
    place = ".".join(str(part) for part in error["loc"])
    value = error["input"]
    result = str(value)[:80] if isinstance(value, str | int | float) else type(value).__name__
    return Fault(PROFILE, None, place, result, error["msg"].removeprefix("Value error, "))


def _words(folder: Path, languages: Any) -> dict[str, dict[str, str]]:
    """Read the texts that lie beside the profile, one file a language."""
    result = {}
    for code in languages if isinstance(languages, list) else []:
        file = f"words/{code}.json"
        try:
            result[code] = json.loads(data_file.read(folder, file))
        except (OSError, ValueError, RecursionError) as error:
            text = "no file" if isinstance(error, OSError) else str(error)
            raise DataError([Fault(file, None, "", text, "texts by key, as JSON")]) from None
    return result
