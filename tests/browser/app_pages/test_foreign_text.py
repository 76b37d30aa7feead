"""Text of an address or of a file stands on the page as it is: no link, no picture, no icon of it."""

from __future__ import annotations

from urllib.parse import quote

import pytest
from playwright.sync_api import expect

from tests.browser.app import Launch

pytestmark = pytest.mark.thorough

TEXT = (
    "Sign in at https://example.org/a or www.example.org, mail a@example.org "
    ":material/home: :smile: :red[x] **b** `c` $d$ # e"
)


@pytest.mark.thorough
def test_a_link_in_the_address_does_not_become_a_link_of_ours(app: Launch) -> None:
    shown = app(f"?p={quote(TEXT[:75])}&lang={quote(TEXT[-60:])}")
    alerts = shown.page.locator("[data-testid=stAlert] [data-testid=stMarkdownContainer]")
    expect(alerts).to_have_count(1)
    expect(alerts.locator("li")).to_have_count(2)
    expect(alerts.locator("li").first).to_contain_text("https:\u2060//example.org/a")
    expect(alerts.locator("li").last).to_contain_text("smile")
    expect(
        alerts.locator("a, strong, code, .katex, h1, [data-testid=stIconMaterial]")
    ).to_have_count(0)
