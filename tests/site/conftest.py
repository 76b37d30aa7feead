"""A small site, built once for the tests that read it."""

from __future__ import annotations

from pathlib import Path

import pytest

from geo import Atlas
from geo.model import Language
from geo.site import Options, build

#: Some of each kind: few enough to be built in seconds.
SUBJECTS = ("kirkuk", "IQG13Q04", "bai_hassan", "ibrahim_khalil", "region", "mixed")

OPTIONS = Options(
    base_url="https://atlas.example/line",
    languages=(Language.EN, Language.AR),
    stories=("2017-10-16",),
    subjects=SUBJECTS,
)


@pytest.fixture(scope="session")
def site(atlas: Atlas, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the folder of a small site."""
    folder = tmp_path_factory.mktemp("site") / "public"
    build(atlas, folder, OPTIONS)
    return folder
