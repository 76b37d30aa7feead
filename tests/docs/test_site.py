"""The documentation as a site: built in strict mode, complete, with nothing from elsewhere."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest

from .pages import ROOT, name, pages

pytestmark = pytest.mark.thorough

LINK = re.compile(r"(?<!\\)\[[^\]]*\]\((?P<to>[^)\s]+)\)")


def list_pages(entries: object) -> Iterator[str]:
    """Yield the pages that a navigation names."""
    if isinstance(entries, str):
        yield entries
    elif isinstance(entries, dict):
        for entry in entries.values():
            yield from list_pages(entry)
    elif isinstance(entries, list):
        for entry in entries:
            yield from list_pages(entry)


def test_every_page_stands_in_the_navigation() -> None:
    project = tomllib.loads((ROOT / "zensical.toml").read_text(encoding="utf-8"))["project"]
    named = set(list_pages(project["nav"]))
    there = {page.relative_to(ROOT / "docs").as_posix() for page in (ROOT / "docs").rglob("*.md")}
    decisions = {page for page in there if re.match(r"decisions/\d{4}-", page)}
    index = (ROOT / "docs" / "decisions" / "index.md").read_text(encoding="utf-8")
    assert there - decisions == named
    assert {
        f"decisions/{page}" for page in re.findall(r"\((\d{4}-[\w-]+\.md)\)", index)
    } == decisions


def read_slugs(page: Path) -> set[str]:
    """Return the anchors of a page's headings."""
    headings = re.findall(r"^#+ (.+)$", page.read_text("utf-8"), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


def test_links_between_pages_lead_somewhere() -> None:
    dead = []
    for page in pages():
        text = page.read_text("utf-8")
        text = re.sub(r"^ *```.*?^ *```$", "", text, flags=re.MULTILINE | re.DOTALL)
        for match in LINK.finditer(text):
            target = urlsplit(match["to"])
            if target.scheme or not target.path:
                continue
            there = (page.parent / unquote(target.path)).resolve()
            if not there.exists() or (
                target.fragment
                and there.suffix == ".md"
                and target.fragment not in read_slugs(there)
            ):
                dead.append(f"{name(page)}: {match['to']}")
    assert dead == []


class Outside(HTMLParser):
    """Gathers what a page loads by itself from elsewhere."""

    def __init__(self) -> None:
        super().__init__()
        self.links: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        loads = tag in {"script", "img", "iframe", "source", "video", "audio", "embed", "object"}
        if tag == "link" and given.get("rel") not in {"canonical", "next", "prev", "alternate"}:
            loads = True
        for key in ("src", "href", "srcset", "data"):
            value = given.get(key) or ""
            if loads and re.match(r"(https?:)?//", value):
                self.links.append(f"{tag} {value}")


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the site, built in strict mode."""
    root = tmp_path_factory.mktemp("project")
    shutil.copytree(ROOT / "docs", root / "docs")
    config = (ROOT / "zensical.toml").read_text("utf-8")
    file = root / "zensical.toml"
    file.write_text(config.replace('paths = ["."]', f'paths = ["{ROOT}"]'), encoding="utf-8")
    command = [sys.executable, "-m", "zensical", "build", "--strict", "--config-file", str(file)]
    built = subprocess.run(command, capture_output=True, text=True, check=False)
    assert built.returncode == 0, built.stdout + built.stderr
    return root / "site"


def test_the_site_has_every_page_and_loads_nothing_from_elsewhere(site: Path) -> None:
    for page in (ROOT / "docs").rglob("*.md"):
        file = site / page.relative_to(ROOT / "docs").with_suffix(".html")
        assert file.is_file(), file
        reader = Outside()
        reader.feed(file.read_text(encoding="utf-8"))
        assert reader.links == [], file
    for file in site.rglob("*.css"):
        assert not re.search(r"url\(['\"]?(https?:)?//", file.read_text("utf-8")), file
