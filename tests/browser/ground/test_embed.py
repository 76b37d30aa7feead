"""The map in another page: nothing lies over a button, and the legend is there."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.browser.conftest import Open

#: Buttons, links and fields in the window whose middle belongs to something else.
COVERED = """[...document.querySelectorAll('button, a, select, input')].filter((one) => {
  const box = one.getBoundingClientRect();
  if (box.width < 4 || box.height < 4 || getComputedStyle(one).visibility === 'hidden') return false;
  if (box.top < 0 || box.left < 0 || box.right > innerWidth || box.bottom > innerHeight) return false;
  if (getComputedStyle(one).opacity === '0') return false; // its label is what is pressed
  const top = document.elementFromPoint((box.left + box.right) / 2, (box.top + box.bottom) / 2);
  return top && !one.contains(top) && !top.contains(one);
}).map((one) => one.id || one.textContent)"""


@pytest.mark.thorough
@pytest.mark.parametrize(("size", "language"), [((390, 600), "ar"), ((800, 520), "en")])
def test_nothing_covers_a_button_of_an_embedded_map(
    open_page: Open, exported: Path, size: tuple[int, int], language: str
) -> None:
    opened = open_page(
        exported, size, f"d=2017-10-18&c=2017-10-15&lang={language}&embed=1&controls=1"
    )
    assert opened.page.evaluate(COVERED) == []
    assert opened.page.locator(".gl-embed-links a").is_visible()
    if not opened.page.locator("#gl-panel-legend").is_visible():
        opened.page.locator("#gl-legend").click()
    assert opened.page.locator("#gl-panel-legend").is_visible()
    opened.assert_calm()
