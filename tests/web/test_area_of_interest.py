"""The app's section on asked ground: the question's own figures, names in every language, files."""

from __future__ import annotations

from geo import Atlas
from geo.ask.exposure import exposure
from geo.profile import current
from tests.web.running import run


def test_asked_ground_has_its_section_and_can_be_cleared(atlas: Atlas) -> None:
    app = run(a="areas:kirkuk.dibis", lang="ar")
    head = next(one.value for one in app.markdown if one.value.startswith("####"))
    assert "كركوك" in head
    own = exposure(atlas, current().days.opening, by="holder", places="areas:kirkuk.dibis").totals
    table = next(
        one.value
        for one in app.dataframe
        if "الأرض" not in one.value and len(one.value) == len(own)
    )
    km2 = [
        f"{value:,.0f}".translate(str.maketrans("0123456789,", "٠١٢٣٤٥٦٧٨٩٬"))
        for value in own["km2"]
    ]
    assert table.iloc[:, 1].tolist() == km2
    app.button(key="gl-area-clear").click().run()
    assert not app.exception
    assert "a" not in dict(app.query_params)
    assert not [one for one in app.markdown if one.value.startswith("####")]


def test_ground_that_is_not_there_is_named_and_nothing_breaks() -> None:
    app = run(a="areas:atlantis")
    assert any("atlantis" in one.value for one in app.warning)
    far = run(a="0,0;1,0;1,1")
    assert any("touches the units" in one.value for one in far.warning)
