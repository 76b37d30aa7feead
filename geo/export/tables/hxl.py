"""HXL hashtags of the columns, so that humanitarian tools know what each holds.

The tags are those of the Humanitarian Exchange Language 1.1 (``#adm1``, ``#loc``, ``#geo``,
``#date``, ``#event``, ``#org``, ``#affected``, ``#population``, ``#indicator``, ``#meta``).
"""

from __future__ import annotations

from geo.layers import SPECS

_TAGS = {
    "unit": "#loc+unit+code",
    "pcode": "#adm3+code",
    "subdistrict": "#adm3+code",
    "district": "#adm2+code",
    "governorate": "#adm1+code",
    "iso": "#adm1+code+iso",
    "pcodes": "#loc+code+list",
    "area": "#loc+area+code",
    "alt_names": "#loc+name+alt",
    "place": "#loc+name",
    "level": "#loc+type",
    "kind": "#loc+type",
    "lon": "#geo+lon",
    "lat": "#geo+lat",
    "km2": "#indicator+area+km2",
    "holder": "#org+holder",
    "before": "#org+holder+before",
    "run_by": "#org+runs",
    "operator": "#org+operator",
    "actor_a": "#org+actor+a",
    "actor_b": "#org+actor+b",
    "said_by": "#org+says",
    "claimant": "#org+claims",
    "since": "#date+start",
    "start": "#date+start",
    "end": "#date+end",
    "type": "#event+type",
    "text": "#description",
    "note": "#description+note",
    "low": "#indicator+production+min",
    "best": "#indicator+production+best",
    "high": "#indicator+production+max",
    "deaths_low": "#affected+killed+min",
    "deaths_best": "#affected+killed+best",
    "deaths_high": "#affected+killed+max",
    "population": "#population",
    "capacity_bpd": "#capacity+bpd",
    "source": "#meta+source",
    "certainty": "#meta+certainty",
    "evidence": "#meta+evidence",
    "confidence": "#meta+confidence",
    "precision": "#meta+precision",
    "state": "#status",
    "id": "#meta+id",
}


def tag(table: str, column: str) -> str:
    """Return the hashtag of a column of a table.

    >>> tag("districts", "pcode"), tag("control", "pcode"), tag("fields", "status")
    ('#adm2+code', '#adm3+code', '#meta+status')
    """
    hxl = SPECS[table].hxl if table in SPECS else {}
    if column in hxl:
        return hxl[column]
    if column.startswith("name_"):
        return f"#loc+name+i_{column.removeprefix('name_')}"
    return _TAGS.get(column, f"#meta+{column.lower()}")
