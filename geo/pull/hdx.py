"""The Humanitarian Data Exchange: where a data set's file is today."""

from __future__ import annotations

from typing import Any

import requests

from geo.errors import PullError
from geo.pull.record import Record
from geo.pull.transfer import PATIENCE

#: HDX's CKAN API.
SCHEME = "https://"
API = "https://data.humdata.org/api/3/action/package_show"


def address(record: Record, api: str = API) -> str:
    """Return the address of the file that a record picks of its data set.

    Parameters
    ----------
    record
        What is pulled.
    api
        Address of the API of HDX.

    Raises
    ------
    PullError
        Where the data set has no such file.
    """
    answer = requests.get(api, params={"id": record.dataset}, timeout=PATIENCE)
    answer.raise_for_status()
    try:
        resources = answer.json()["result"]["resources"]
        found = _picked(record, resources)
    except (ValueError, KeyError, TypeError) as error:
        raise PullError(f"HDX's answer on {record.dataset} is not what its API promises") from error
    if not found.startswith(SCHEME):
        raise PullError(f"HDX's address {found[:80]!r} is not accepted; expected https")
    return found


def _picked(record: Record, resources: list[dict[str, Any]]) -> str:
    wanted = str(record.pick["name"]).lower()
    named = [one for one in resources if wanted in str(one.get("name", "")).lower()]
    for kind in record.pick["format"]:
        for one in named or resources:
            if str(one.get("format", "")).lower() == kind:
                return str(one.get("download_url") or one["url"])
    kinds = ", ".join(record.pick["format"])
    raise PullError(f"the data set {record.dataset} has no file that is {kinds}")
