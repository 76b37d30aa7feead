"""What is installed for users is enough: nothing in ``geo`` needs a package of the dev lock."""

from __future__ import annotations

import io
import json
import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from geo import Atlas
from geo.cache import VARIABLE
from tests.pull.serving import Publisher, serving

PROGRAM = Path(__file__).with_name("runtime_only.py")


def greenline(*arguments: str, folder: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, str(PROGRAM), *arguments],
        capture_output=True,
        text=True,
        check=False,
        timeout=240,
        env={**os.environ, VARIABLE: str(folder)},
    )


@pytest.mark.thorough
def test_every_module_is_imported_with_the_runtime_lock_alone(tmp_path: Path) -> None:
    result = greenline(folder=tmp_path)
    assert result.stdout.strip() == ""
    assert result.returncode == 0, result.stderr


@pytest.mark.thorough
def test_pulled_boundaries_need_the_runtime_lock_alone(atlas: Atlas, tmp_path: Path) -> None:
    rows = atlas.subdistricts[["pcode", "geometry"]].rename(columns={"pcode": "ADM3_PCODE"})
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr("irq_adm3.geojson", rows.to_json())
    with serving(Publisher(stream.getvalue())) as publisher:
        url = f"{publisher.url}/irq.zip"
        result = greenline("--debug", "pull", "cod-ab", "--url", url, "--json", folder=tmp_path)
    assert result.returncode == 0, result.stderr
    used = Path(json.loads(result.stdout)["used"])
    assert Atlas.load(used).units["unit"].tolist() == atlas.units["unit"].tolist()
    assert used.is_relative_to(tmp_path)
