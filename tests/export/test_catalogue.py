"""What catalogues read: valid by their own programs, and true of the files."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any

import frictionless
import pytest
import rdflib

from geo import Atlas
from geo.cli import main
from geo.export.catalogue import FORMATS, croissant, dcat, schema_org

DCAT = rdflib.Namespace("http://www.w3.org/ns/dcat#")


def open_croissant(description: Any) -> Any:
    """Open a description, or its file, by the format's own program."""
    import mlcroissant  # slow to load, and every worker loads this module

    return mlcroissant.Dataset(jsonld=description)


def test_croissant_reads_the_tables(atlas: Atlas) -> None:
    result = croissant(atlas)
    data = open_croissant(result | {"url": "https://atlas.example/"})
    assert not data.metadata.ctx.issues.errors
    assert {record_set.name for record_set in data.metadata.record_sets} == {
        f"{name}-rows" for name in atlas.names
    }


def test_croissant_yields_rows(atlas: Atlas, tmp_path: Path) -> None:
    result = croissant(atlas, f"{atlas.folder.as_uri()}/")
    keep = {"actors", "actors-rows"}
    for part in ("distribution", "recordSet"):
        result[part] = [entry for entry in result[part] if entry["@id"] in keep]
        for item in result[part]:
            if "contentUrl" in item:
                item["contentUrl"] = str(atlas.folder / "control" / "actors.csv")
    file = tmp_path / "croissant.json"
    file.write_text(json.dumps(result), "utf-8")
    rows = list(open_croissant(str(file)).records("actors-rows"))
    assert [row["actors-rows/id"].decode() for row in rows] == atlas.table("actors")["id"].tolist()


def test_the_package_is_valid_by_frictionless(atlas: Atlas) -> None:
    descriptor = json.loads((atlas.folder / "datapackage.json").read_text("utf-8"))
    assert not list(frictionless.Package.metadata_validate(descriptor))
    package = frictionless.Package(str(atlas.folder / "datapackage.json"))
    for name in ("actors", "governorates"):
        assert package.get_resource(name).validate(limit_errors=3).valid


def test_dcat_is_rdf_with_what_a_catalogue_needs(atlas: Atlas) -> None:
    base = "https://atlas.example/data/"
    graph = rdflib.Graph().parse(data=json.dumps(dcat(atlas, base)), format="json-ld")
    (dataset,) = graph.subjects(rdflib.RDF.type, DCAT.Dataset)
    for term in ("title", "description", "publisher", "license", "issued", "temporal", "spatial"):
        assert list(graph.objects(dataset, rdflib.DCTERMS[term])), term
    urls = {str(item) for item in graph.objects(None, DCAT.downloadURL)}
    paths = {
        path
        for entry in atlas.package["resources"]
        for path in (entry["path"], *entry.get("extrapaths", ()))
    }
    assert urls == {base + path for path in paths}


def test_hashes_are_those_of_the_files(atlas: Atlas) -> None:
    for item in schema_org(atlas)["distribution"]:
        content = (atlas.folder / item["contentUrl"]).read_bytes()
        assert item["sha256"] == hashlib.sha256(content).hexdigest()


def test_days_and_versions_are_those_of_the_data(atlas: Atlas) -> None:
    result = schema_org(atlas)
    days = atlas.profile.days
    assert result["temporalCoverage"] == f"{days.first}/{days.last}"
    assert (
        result["version"]
        == croissant(atlas)["version"]
        == dcat(atlas)["dcat:version"]
        == atlas.release
    )


@pytest.mark.parametrize("name", FORMATS)
def test_the_command_prints_them(
    name: str, capsys: pytest.CaptureFixture[str], loaded: None
) -> None:
    assert main(["info", "--format", name]) == 0
    assert json.loads(capsys.readouterr().out)["@context"]
