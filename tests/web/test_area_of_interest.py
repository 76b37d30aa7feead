"""The app's section on asked ground: the question's own figures, names in every language, files."""

from __future__ import annotations

from geo import Atlas
from geo.ask.exposures import exposure
from geo.profile import current
from tests.web.page import Page
from tests.web.running import run


def test_asked_ground_has_its_section_and_can_be_cleared(atlas: Atlas) -> None:
    app = run(a="areas:kirkuk.dibis", lang="ar")
    head = next(item.value for item in app.markdown if item.value.startswith("####"))
    assert "كركوك" in head
    totals = exposure(
        atlas, current().days.opening, by="holder", places="areas:kirkuk.dibis"
    ).totals
    table = next(
        item.value
        for item in app.dataframe
        if "الأرض" not in item.value and len(item.value) == len(totals)
    )
    km2 = [
        f"{value:,.0f}".translate(str.maketrans("0123456789,", "٠١٢٣٤٥٦٧٨٩٬"))
        for value in totals["km2"]
    ]
    assert [cell.split(" (")[0] for cell in table.iloc[:, 1]] == km2
    app.button(key="gl-area-clear").click().run()
    assert not app.exception
    page = Page(app)
    page.answer()
    assert page.view.area_of_interest is None
    assert page.message["query"] == page.view.to_query()
    assert not [item for item in app.markdown if item.value.startswith("####")]
