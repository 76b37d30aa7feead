"""What catalogues read of the data: Croissant, schema.org and DCAT, made from the data package."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from pathlib import PurePosixPath
from typing import Any, Final

from geo import data_file
from geo.ask.contents.credits import credit_line, credits_for_tables
from geo.atlas import Atlas

Record = dict[str, Any]

#: Types of the table schema, as Croissant names them.
_TYPES: Final = {
    "integer": "sc:Integer",
    "number": "sc:Float",
    "boolean": "sc:Boolean",
    "date": "sc:Date",
}

#: Terms of Croissant 1.0 that are not those of schema.org.
_CROISSANT: Final = (
    "citeAs", "column", "equivalentProperty", "extract", "field", "fileObject", "fileProperty",
    "fileSet", "format", "includes",
    "isLiveDataset", "jsonPath", "key", "md5", "parentField", "path", "recordSet",
    "references", "regex", "repeated", "replace", "samplingRate", "separator", "source",
    "subField", "transform",
)  # fmt: skip

_CONTEXT: Final[Record] = {
    "@language": "en",
    "@vocab": "https://schema.org/",
    "sc": "https://schema.org/",
    "cr": "http://mlcommons.org/croissant/",
    "rai": "http://mlcommons.org/croissant/RAI/",
    "dct": "http://purl.org/dc/terms/",
    "conformsTo": "dct:conformsTo",
    "data": {"@id": "cr:data", "@type": "@json"},
    "dataType": {"@id": "cr:dataType", "@type": "@vocab"},
    "examples": {"@id": "cr:examples", "@type": "@json"},
    **{name: f"cr:{name}" for name in _CROISSANT},
}

_DCAT: Final[Record] = {
    "dcat": "http://www.w3.org/ns/dcat#",
    "dct": "http://purl.org/dc/terms/",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "locn": "http://www.w3.org/ns/locn#",
    "spdx": "http://spdx.org/rdf/terms#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}

_MEDIA: Final = "https://www.iana.org/assignments/media-types/"


def schema_org(atlas: Atlas, base: str = "") -> Record:
    """Return the data set as schema.org describes it, for search engines.

    Parameters
    ----------
    base
        Address of the folder that holds ``datapackage.json``; paths are relative where it is empty.
    """
    west, south, east, north = atlas.units.total_bounds.round(4)
    return {
        "@context": "https://schema.org/",
        "@type": "Dataset",
        **_describe_package(atlas, base),
        "temporalCoverage": f"{atlas.profile.days.first}/{atlas.profile.days.last}",
        "spatialCoverage": {
            "@type": "Place",
            "geo": {"@type": "GeoShape", "box": f"{south} {west} {north} {east}"},
        },
        "distribution": [
            {
                "@type": "DataDownload",
                "name": path,
                **_describe_file(entry, base + path, content),
                "license": _licence(entry),
            }
            for entry, path, content in _files(atlas)
        ],
    }


def croissant(atlas: Atlas, base: str = "") -> Record:
    """Return the tables as Croissant 1.0 describes them, for programs that learn from data.

    Parameters
    ----------
    atlas, base
        As for :func:`schema_org`.
    """
    tables = [(entry, path, content) for entry, path, content in _files(atlas) if "schema" in entry]
    return {
        "@context": _CONTEXT,
        "@type": "sc:Dataset",
        "conformsTo": "http://mlcommons.org/croissant/1.0",
        **_describe_package(atlas, base),
        "citeAs": f"{atlas.package['title']}. Data of {atlas.date}, version {atlas.label}.",
        "isLiveDataset": False,
        "distribution": [
            {
                "@type": "cr:FileObject",
                "@id": entry["name"],
                "name": entry["name"],
                **_describe_file(entry, base + path, content),
            }
            for entry, path, content in tables
        ],
        "recordSet": [_record_set(entry) for entry, _, _ in tables],
    }


def _record_set(entry: Record) -> Record:
    name, schema = entry["name"], entry["schema"]
    key = schema.get("primaryKey", [])
    keys = [key] if isinstance(key, str) else key
    result = {
        "@type": "cr:RecordSet",
        "@id": f"{name}-rows",
        "name": f"{name}-rows",
        "description": entry["description"],
        "field": [
            {
                "@type": "cr:Field",
                "@id": f"{name}-rows/{field['name']}",
                "name": f"{name}-rows/{field['name']}",
                "description": field.get("description", field["name"]),
                "dataType": _TYPES.get(field["type"], "sc:Text"),
                "source": {"fileObject": {"@id": name}, "extract": {"column": field["name"]}},
            }
            for field in schema["fields"]
        ],
    }
    return result | ({"key": [{"@id": f"{name}-rows/{item}"} for item in keys]} if keys else {})


def dcat(atlas: Atlas, base: str = "") -> Record:
    """Return the data set as DCAT 3 describes it, for catalogues of public data.

    Parameters
    ----------
    atlas, base
        As for :func:`schema_org`.
    """
    west, south, east, north = atlas.units.total_bounds.round(4)
    days = atlas.profile.days
    box = f"POLYGON(({west} {south},{east} {south},{east} {north},{west} {north},{west} {south}))"
    return {
        "@context": _DCAT,
        "@id": base or "#data",
        "@type": "dcat:Dataset",
        "dct:identifier": f"{atlas.package['name']}-{atlas.release or atlas.version}",
        "dct:title": _english(atlas.package["title"]),
        "dct:description": _english(atlas.package["description"]),
        "dct:publisher": {"@type": "foaf:Agent", "foaf:name": _publisher(atlas)},
        "dct:issued": _type_value(atlas.date.isoformat(), "date"),
        "dcat:version": atlas.release or atlas.version,
        "dct:license": {"@id": _licence(atlas.package)},
        "dct:language": [str(language) for language in atlas.profile.languages],
        "dct:temporal": {
            "@type": "dct:PeriodOfTime",
            "dcat:startDate": _type_value(days.first.isoformat(), "date"),
            "dcat:endDate": _type_value(days.last.isoformat(), "date"),
        },
        "dct:spatial": {
            "@type": "dct:Location",
            "dcat:bbox": {
                "@value": box,
                "@type": "http://www.opengis.net/ont/geosparql#wktLiteral",
            },
        },
        "dcat:distribution": [
            {
                "@type": "dcat:Distribution",
                "dct:title": _english(path),
                "dct:description": _english(entry["description"]),
                "dcat:downloadURL": {"@id": base + path},
                "dcat:accessURL": {"@id": base + path},
                "dcat:mediaType": {"@id": _MEDIA + entry["mediatype"]},
                "dcat:byteSize": _type_value(str(len(content)), "nonNegativeInteger"),
                "dct:license": {"@id": _licence(entry)},
                "spdx:checksum": {
                    "@type": "spdx:Checksum",
                    "spdx:algorithm": {"@id": "spdx:checksumAlgorithm_sha256"},
                    "spdx:checksumValue": _type_value(
                        hashlib.sha256(content).hexdigest(), "hexBinary"
                    ),
                },
            }
            for entry, path, content in _files(atlas)
        ],
    }


#: What is written of a data set, by the name of its file without the ending.
FORMATS: Final[dict[str, Callable[[Atlas, str], Record]]] = {
    "croissant": croissant,
    "schema.org": schema_org,
    "dcat": dcat,
}


def _describe_package(atlas: Atlas, base: str) -> Record:
    """Return what schema.org and Croissant say of a data set in the same words."""
    package = atlas.package
    result = {
        "name": package["name"],
        "alternateName": package["title"],
        "description": package["description"],
        "version": atlas.release or atlas.version,
        "datePublished": atlas.date.isoformat(),
        "license": _licence(package),
        "creator": {"@type": "Organization", "name": _publisher(atlas)},
        "creditText": credit_line(credits_for_tables(atlas, set(atlas.names)), "en"),
        "inLanguage": [str(language) for language in atlas.profile.languages],
        "isAccessibleForFree": True,
        "url": base or package.get("homepage", ""),
    }
    return {name: cell for name, cell in result.items() if cell}


def _describe_file(entry: Record, address: str, content: bytes) -> Record:
    """Return what schema.org and Croissant say of a file in the same words."""
    return {
        "description": entry["description"],
        "contentUrl": address,
        "encodingFormat": entry["mediatype"],
        "contentSize": f"{len(content)} B",
        "sha256": hashlib.sha256(content).hexdigest(),
    }


#: Media types of files that are none of their resource's own kind.
_KINDS: Final = {".json": "application/json", ".yaml": "application/yaml", ".csv": "text/csv"}


def _files(atlas: Atlas) -> Iterator[tuple[Record, str, bytes]]:
    """Yield each file of the package with its entry, path and content."""
    for entry in atlas.package["resources"]:
        for path in (entry["path"], *entry.get("extrapaths", ())):
            kind = _KINDS.get(PurePosixPath(path).suffix, "application/octet-stream")
            yield {**entry, "mediatype": kind}, path, data_file.read(atlas.folder, path)


def _publisher(atlas: Atlas) -> str:
    return str(atlas.package["title"]).partition(":")[0]


def _licence(entry: Any) -> str:
    item = entry["licenses"][0]
    return str(item.get("path") or item["name"])


def _english(text: str) -> Record:
    return {"@value": text, "@language": "en"}


def _type_value(text: str, kind: str) -> Record:
    return {"@value": text, "@type": f"xsd:{kind}"}
