"""Pages of a site in a browser: for everyone, on a phone, without scripts, without a network."""

from __future__ import annotations

import functools
import re
import threading
from collections.abc import Iterator
from dataclasses import replace
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from geo import Atlas
from geo.model import Language
from geo.site import build
from tests.browser.conftest import browser  # noqa: F401 -- a fixture

from .conftest import OPTIONS, SUBJECTS

pytestmark = pytest.mark.thorough

PAGES = ("en/areas/kirkuk.html", "ar/fields/bai_hassan.html", "ar/stories/2017-10-16.html")


class Quiet(SimpleHTTPRequestHandler):
    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture(scope="module")
def served(site: Path) -> Iterator[str]:
    """Yield the address of a plain server of the site, and of a page that embeds its map."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(Quiet, directory=str(site)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()


@pytest.fixture(scope="module")
def phone(browser: Browser) -> Iterator[Page]:  # noqa: F811
    """Yield a page as wide as a phone, without a network and without scripts of the site."""
    context = browser.new_context(viewport={"width": 390, "height": 800}, offline=True)
    yield context.new_page()
    context.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("path", [*PAGES, "ar/index.html", "en/data.html", "index.html"])
def test_axe_finds_nothing(phone: Page, site: Path, path: str, scheme: str) -> None:
    phone.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
    phone.goto((site / path).as_uri())
    violations = Axe().run(phone).response["violations"]
    assert [(item["id"], item["nodes"][0]["html"][:200]) for item in violations] == []


@pytest.mark.parametrize("language", list(Language))
def test_axe_finds_nothing_on_twenty_pages_of_each_language(
    phone: Page,
    atlas: Atlas,
    language: Language,
    tmp_path: Path,
) -> None:
    more = ("IQG13Q01", "IQG13Q02", "IQG13Q03", "jambur", "federal")
    options = replace(OPTIONS, languages=(language,), subjects=(*SUBJECTS, *more))
    build(atlas, tmp_path / "site", options)
    pages = sorted((tmp_path / "site" / language).rglob("*.html"))[:20]
    assert len(pages) == 20
    wrong = {}
    for path in pages:
        phone.goto(path.as_uri())
        violations = Axe().run(phone).response["violations"]
        wrong |= {(path.name, item["id"]): item["nodes"][0]["html"][:200] for item in violations}
    assert wrong == {}


@pytest.mark.parametrize("path", [*PAGES, "en/index.html", "ar/data.html"])
def test_a_page_opens_from_disk_and_is_no_wider_than_a_phone(
    phone: Page, site: Path, path: str
) -> None:
    texts: list[str] = []
    phone.on("console", lambda message: texts.append(message.text))
    phone.goto((site / path).as_uri())
    assert phone.evaluate("document.documentElement.scrollWidth") <= 390
    assert phone.evaluate("getComputedStyle(document.body).marginTop") == "0px"
    pictures = phone.evaluate("[...document.images].map((one) => one.naturalWidth)")
    assert all(pictures)
    assert texts == []


def test_pages_read_without_scripts_and_lead_to_one_another(
    browser: Browser,  # noqa: F811
    site: Path,
) -> None:
    context = browser.new_context(java_script_enabled=False, offline=True)
    page = context.new_page()
    page.goto((site / "en/index.html").as_uri())
    page.get_by_role("link", name="Kirkuk", exact=True).first.click()
    page.wait_for_url("**/kirkuk.html")
    assert page.get_by_role("row").count() > 10
    page.get_by_role("link", name="العربية").click()
    page.wait_for_url("**/ar/areas/kirkuk.html")
    assert page.get_by_role("heading", level=1).inner_text() == "كركوك"
    page.goto((site / "map/index.html").as_uri())
    assert page.locator("noscript a").count() == 2
    context.close()


#: Fulfilled once the map is drawn: the policy of a page lets nothing look for it again and again.
MAP_DRAWN = """new Promise((done) => new PerformanceObserver((list) => {
  if (list.getEntriesByName('map-drawn').length) done(true);
}).observe({ type: 'mark', buffered: true }))"""


def test_the_map_opens_where_a_page_leads(browser: Browser, site: Path) -> None:  # noqa: F811
    page = browser.new_context(offline=True).new_page()
    page.goto((site / "ar/areas/kirkuk.html").as_uri())
    page.locator("figure a").first.click()
    page.evaluate(MAP_DRAWN)
    view = page.evaluate(
        "(({language, selection}) => [language, selection])(Greenline.on(map_greenline).view)"
    )
    assert view == ["ar", "disputed:kirkuk"]
    page.context.close()


def test_what_was_visited_is_readable_without_a_network(
    browser: Browser,  # noqa: F811
    served: str,
) -> None:
    context = browser.new_context()
    page = context.new_page()
    page.goto(f"{served}/en/areas/kirkuk.html")
    page.evaluate("navigator.serviceWorker.ready.then(() => true)")
    page.reload()
    context.set_offline(True)
    page.goto(f"{served}/en/areas/kirkuk.html")
    assert page.get_by_role("heading", level=1).inner_text() == "Kirkuk"
    page.goto(f"{served}/map/index.html#d=2014-08-08")
    page.evaluate(MAP_DRAWN)
    context.close()


def test_a_page_that_was_not_saved_says_so_in_its_language(browser: Browser, served: str) -> None:  # noqa: F811
    context = browser.new_context()
    page = context.new_page()
    page.goto(f"{served}/en/index.html")
    page.evaluate("navigator.serviceWorker.ready.then(() => true)")
    page.reload()
    context.set_offline(True)
    for path, title in (
        ("en/never/seen.html", "This page is not saved"),
        ("ar/never/seen.html", "هذه الصفحة غير محفوظة"),
        ("areas/", "This page is not saved"),
    ):
        page.goto(f"{served}/{path}")
        assert page.get_by_role("heading", level=1).inner_text() == title
        assert page.url.startswith(f"{served}/{path[:2] if path[2] == '/' else 'en'}/offline.html")
        assert page.evaluate("document.styleSheets[0].cssRules.length") > 10
        retry = page.locator("[data-retry] a").get_attribute("href")
        assert retry == f"{served}/{path}"
    for folder in ("ar/", "map/", "ar"):  # of which the page was saved
        page.goto(f"{served}/{folder}")
        assert page.url == f"{served}/{folder.rstrip('/')}/"
        assert "This page is not saved" not in page.content()
    page.goto(f"{served}/en/offline.html?page=//evil.example/")
    assert page.locator("[data-retry]").is_hidden()
    context.close()


def test_pages_of_a_language_are_saved_for_offline(browser: Browser, served: str) -> None:  # noqa: F811
    context = browser.new_context()
    page = context.new_page()
    page.goto(f"{served}/en/index.html")
    page.evaluate("navigator.serviceWorker.ready.then(() => true)")
    page.reload()
    page.get_by_role("button", name=re.compile(r"\d MB")).click()
    page.get_by_text("Saved on this device").wait_for()
    context.set_offline(True)
    page.goto(f"{served}/en/areas/kirkuk.html")
    assert page.get_by_role("heading", level=1).inner_text() == "Kirkuk"
    page.goto(f"{served}/ar/areas/kirkuk.html")
    assert page.get_by_role("heading", level=1).inner_text() == "هذه الصفحة غير محفوظة"
    context.close()


HOLD = """(address) => new Promise((done) => {
  const frame = Object.assign(document.createElement('iframe'), { src: address, width: 600, height: 400 });
  window.heard = [];
  addEventListener('message', ({ data }) => data.greenline === 'v1' && heard.push([data.is, data.query || data.text]));
  frame.onload = () => { window.map = frame.contentWindow; done(true); };
  document.body.append(frame);
})"""

#: In the frame: say that a message has come, after the map has heard and answered it.
ECHO = "addEventListener('message', () => parent.postMessage('came', '*'))"

ASK = """new Promise((done) => {
  addEventListener('message', ({ data }) => data === 'came' && done(heard[0] || null));
  map.postMessage({ greenline: 'v1', do: 'get' }, '*');
})"""


def ask_map(page: Page, address: str) -> list[str] | None:
    """Hold the map in a frame and ask it for its view; None where it does not answer."""
    page.evaluate(HOLD, address)
    frame = page.frames[1]
    frame.evaluate(MAP_DRAWN)
    frame.evaluate(ECHO)
    answer: list[str] | None = page.evaluate(ASK)
    return answer


def test_the_page_around_a_map_reads_and_moves_it(browser: Browser, served: str) -> None:  # noqa: F811
    page = browser.new_context().new_page()
    page.goto(f"{served}/robots.txt")
    answer = ask_map(page, f"{served}/map/index.html#d=2014-08-08")
    assert answer and answer[0] == "view"
    page.evaluate("map.postMessage({greenline: 'v1', do: 'watch'}, '*')")
    page.evaluate(
        "map.postMessage({greenline: 'v1', do: 'set', query: 'd=2017-10-16&lang=ar'}, '*')"
    )
    page.wait_for_function(
        "() => heard.some(([is, query]) => is === 'view' && query.includes('d=2017-10-16'))"
    )
    page.evaluate("map.postMessage({greenline: 'v1', do: 'burn'}, '*')")
    page.wait_for_function("() => heard.some(([is]) => is === 'error')")
    page.context.close()


def test_a_page_of_another_origin_is_not_heard(browser: Browser, served: str) -> None:  # noqa: F811
    page = browser.new_context().new_page()
    page.goto(f"{served}/robots.txt")  # 127.0.0.1 is another origin than localhost
    other = served.replace("127.0.0.1", "localhost")
    assert ask_map(page, f"{other}/map/index.html#d=2014-08-08") is None
    page.context.close()


def test_the_map_fetches_the_texts_of_a_language_once_a_reader_takes_it(
    browser: Browser,  # noqa: F811
    served: str,
) -> None:
    context = browser.new_context(service_workers="block")
    page = context.new_page()
    texts: list[str] = []
    page.on("request", lambda request: texts.append(request.url.rsplit("/", 1)[1]))
    page.goto(f"{served}/map/index.html#d=2017-10-16&s=events:2017-10-16-kirkuk")
    page.evaluate(MAP_DRAWN)
    assert not any("texts-" in text for text in texts)
    page.evaluate("Greenline.on(map_greenline).set({language: 'ar'})")
    expect(page.locator(".gl-details .gl-translated").first).to_have_attribute("lang", "ar")
    assert [text for text in texts if "texts-" in text] == ["texts-ar.json"]
    context.close()


def test_the_page_before_all_languages_begins_with_the_reader_s(
    browser: Browser,  # noqa: F811
    site: Path,
) -> None:
    context = browser.new_context(locale="ar-IQ", offline=True)
    page = context.new_page()
    page.goto((site / "index.html").as_uri())
    expect(page.locator("main section").first).to_have_attribute("lang", "ar")
    context.close()
