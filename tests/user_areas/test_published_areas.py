"""Files that others published: what each is, read at once or after one question."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from geo import Atlas
from geo.user_areas.reading import load
from geo.user_areas.role import look, role_of

#: Beside the checkout, never in it.
FOLDER = Path(
    os.environ.get("GREENLINE_SHARED") or Path(__file__).resolve().parents[3] / "shared/data"
)

#: What a file is, or what is asked first.
FILES = {
    "events/esoc_iraq_v3/esoc-iraq-v3_ethnicity.csv": "numbers",
    "events/esoc_iraq_v3/esoc-iraq-v3_population.csv": "numbers",
    "events/esoc_iraq_v3/Iraq_district_boundaries_UTM.zip": "outlines",
    "events/iom_dtm/returnee_masterlist_2015-04-10.csv.gz": "events",
    "events/sigact_geocausal/airstrikes.csv": "events",
    "events/ucdp_ged251_sample/iraq_events_sample.json": "events",
    "events/wikipedia_control_2017_07/settlement_control.csv": "asks",
    "events/wzone/wzone_iraq_yearly.geojson": "outlines",
    "boundaries/irq_polbnda_adm3_500k_UNAMI_PA.geojson": "outlines",
    "boundaries/derived_disputed15_unami_on_cod2019.geojson": "outlines",
    "boundaries/irq_admbnda_adm2_cso_20190603.geojson": "outlines",
    "boundaries/geonames_cities500_iraq.geojson": "asks",
}


@pytest.mark.thorough
@pytest.mark.parametrize("name", FILES)
def test_published_files_are_what_they_are(atlas: Atlas, name: str) -> None:
    if not FOLDER.is_dir():
        pytest.skip(f"no folder {FOLDER}: the files of others are not in the repository")
    seen = look(atlas, FOLDER / name)
    if seen.has_events:
        assert FILES[name] == ("asks" if seen.must_ask else "events")
        return
    assert role_of(load(atlas, FOLDER / name)) == FILES[name]
