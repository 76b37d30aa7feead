"""Citations: they name what was seen, and text of the data stays text."""

from __future__ import annotations

import copy
from datetime import date
from pathlib import Path

import pytest

from geo.atlas import Atlas
from geo.atlas.release import list_released
from geo.cli.run import main
from geo.errors import ViewError
from geo.export.citation import FORMATS, cite

ROOT = Path(__file__).parents[2]
DAY = date(2026, 11, 25)

pytestmark = pytest.mark.usefixtures("loaded")


@pytest.mark.parametrize("form", FORMATS)
def test_a_citation_names_version_day_address_and_access(atlas: Atlas, form: str) -> None:
    made = cite(atlas, DAY, "https://atlas.example/?d=2017-10-16")
    text = FORMATS[form](made)
    for part in (atlas.release, "https://atlas.example/?d=2017-10-16", "2026"):
        assert part in text
    assert text.count("{") == text.count("}")


@pytest.mark.thorough
def test_an_old_address_is_cited_with_its_version(
    atlas: Atlas, capsys: pytest.CaptureFixture[str]
) -> None:
    last = list_released(ROOT / "data")[-1]
    for version, cited in ((last, last), ("7.7.7", atlas.release)):  # the other is known to nobody
        assert main(["cite", f"https://atlas.example/?d=2017-10-16&v={version}"]) == 0
        assert f"version {cited}." in capsys.readouterr().out


def test_a_state_alone_gets_the_address_of_the_atlas_and_the_version(
    atlas: Atlas, capsys: pytest.CaptureFixture[str]
) -> None:
    made = cite(atlas, DAY, "d=2014-08-10", "https://atlas.example/")
    assert made.address == f"https://atlas.example/?d=2014-08-10&v={atlas.release}"
    assert cite(atlas, DAY, made.address).address == made.address
    assert cite(atlas, DAY, "https://a.example/m.html#d=2014-08-10").address.endswith(
        f"m.html#d=2014-08-10&v={atlas.release}"
    )
    assert main(["cite", "d=2014-08-10", "--address", "https://atlas.example/map"]) == 0
    assert "https://atlas.example/map?d=2014-08-10&v=" in capsys.readouterr().out


@pytest.mark.parametrize("form", FORMATS)
def test_where_no_address_is_known_the_citation_says_so(
    atlas: Atlas, form: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["cite", "d=2014-08-10", "--format", form]) == 0
    text = capsys.readouterr()
    assert "localhost" not in text.out and "://" not in text.out
    assert "No public address of this copy is known" in text.out
    assert "d=2014-08-10" in text.out and f"v={atlas.release}" in text.out
    assert text.err.count("\n") == 1 and "--address" in text.err


@pytest.mark.parametrize("form", FORMATS)
@pytest.mark.parametrize(
    ("given", "address"),
    [
        ({"homepage": "https://atlas.example/"}, "https://atlas.example/?d=2014-08-10"),
        ({"id": "10.1234/green-line"}, "https://doi.org/10.1234/green-line"),
        ({"id": "https://doi.org/10.1234/green-line"}, "https://doi.org/10.1234/green-line"),
    ],
)
def test_the_data_say_where_they_are_published(
    atlas: Atlas, form: str, given: dict[str, str], address: str
) -> None:
    published = copy.copy(atlas)
    object.__setattr__(published, "package", {**atlas.package, **given})
    text = FORMATS[form](cite(published, DAY, "d=2014-08-10"))
    assert address in text and "d=2014-08-10" in text and f"v={atlas.release}" in text


def test_what_is_no_view_is_not_cited(atlas: Atlas) -> None:
    for wrong in ("d=never", "https://a.example/?d=2017-13-01", "d=2017-10-16\nTY  - BOOK"):
        with pytest.raises(ViewError):
            cite(atlas, DAY, wrong)
