"""Every command, snippet and notebook of the documentation runs; files that a page shows are there."""

from __future__ import annotations

import json
import re
import shlex
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml
from streamlit.testing.v1 import AppTest

from geo.cli import main
from geo.profile import default_folder, load, using

from .pages import ROOT, Block, blocks, name, pages

#: Languages of blocks that are read and not run.
READ = {"html", "nginx", "text", "diff", "css"}

#: Languages of blocks that become a file where they name one.
FILES = {"csv", "yaml", "text", "json", "geojson"}

#: Programs that shell blocks for other machines may call; what they name must exist.
ELSEWHERE = {
    "git", "cd", "cp", "make", "systemctl", "curl", "podman", "greenline", "pip", "jupytext",
}  # fmt: skip

#: The shortest first, of which `make test` runs some.
PAGES = sorted(
    (page for page in pages() if any(blocks(page))),
    key=lambda page: (sum(1 for _ in blocks(page)), page),
)


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """Yield an empty folder, which is the current one; a profile that a page uses stays in it."""
    monkeypatch.chdir(tmp_path)
    with using(load(default_folder())):
        yield tmp_path


@pytest.mark.quick(3)
@pytest.mark.usefixtures("loaded")
@pytest.mark.parametrize("page", PAGES, ids=name)
def test_what_a_page_shows_runs(page: Path, folder: Path) -> None:
    names: dict[str, object] = {"__name__": "page"}
    for block in blocks(page):
        at = f"{name(page)}, line {block.line}"
        if block.title and (ROOT / block.title).is_file():
            excerpt(block, at)
        elif block.title and block.language in FILES:
            (folder / block.title).parent.mkdir(parents=True, exist_ok=True)
            (folder / block.title).write_text(block.text, encoding="utf-8")
        elif block.language == "python":
            exec(compile(block.text, at, "exec"), names)
        elif block.language == "console":
            run(block, at)
        elif block.language == "sh":
            check_known(block, at)
        elif block.language == "yaml":
            yaml.safe_load(block.text)
        elif block.language == "json":
            json.loads(block.text)
        else:
            assert block.language in READ, f"{at}: a block of {block.language!r} would not be run"


def excerpt(block: Block, at: str) -> None:
    """Hold an excerpt of a file against it, line by line; what it leaves out is marked with …."""
    assert block.title
    there = {line.strip() for line in (ROOT / block.title).read_text("utf-8").splitlines()}
    shown = [line.strip() for line in block.text.splitlines() if "…" not in line]
    assert [line for line in shown if line not in there] == [], at


def run(block: Block, at: str) -> None:
    """Run the commands of a console; a make target need only exist."""
    commands = re.findall(r"^\$ (.+)$", block.text, re.MULTILINE)
    assert commands, f"{at}: a console without a command"
    for line in commands:
        command = line.partition(" | head")[0]
        program, *words = shlex.split(command, comments=True)
        if program == "make":
            subprocess.run(["make", "-n", *words], cwd=ROOT, check=True, capture_output=True)
        elif program == "cp":
            source, target = words[-2:]
            assert (ROOT / source).exists(), f"{at}: {source}"
            copy = shutil.copytree if (ROOT / source).is_dir() else shutil.copy
            copy(ROOT / source, target)
        else:
            assert program == "greenline", f"{at}: {line}"
            assert main(words) == int("# exit code 1" in line), f"{at}: {line}"


def check_known(block: Block, at: str) -> None:
    """Hold commands for other machines against what is there: programs, files, options."""
    subprocess.run(["bash", "-n"], input=block.text, text=True, check=True)
    for line in re.split(r"\n|&&", block.text.replace("\\\n", " ")):
        words = shlex.split(line, comments=True)
        if not words:
            continue
        assert words[0] in ELSEWHERE, f"{at}: {words[0]}"
        for word in words[1:]:
            if word.startswith("docs/"):
                assert (ROOT / word).exists(), f"{at}: {word}"


GUIDE = ROOT / "docs" / "guides" / "notebooks.md"


def test_the_recipe_shows_the_page_of_the_day_that_a_reader_picks(tmp_path: Path) -> None:
    (recipe,) = [block for block in blocks(GUIDE) if "import streamlit" in block.text]
    file = tmp_path / "recipe.py"
    file.write_text(recipe.text, encoding="utf-8")
    app = AppTest.from_file(str(file), default_timeout=120).run()
    assert not app.exception
    app.date_input[0].set_value("2014-08-08").run()
    assert not app.exception
    (frame,) = app.get("iframe")
    assert "d=2014-08-08" in frame.proto.srcdoc
    assert "Content-Security-Policy" in frame.proto.srcdoc


@pytest.mark.thorough
def test_a_notebook_shows_tables_and_maps(tmp_path: Path) -> None:
    """The code of the others runs with their pages."""
    # Slow to load, and every worker loads this module.
    import jupytext
    from nbclient import NotebookClient

    notebook = jupytext.read(ROOT / "docs/examples/who-held-what.md")
    client = NotebookClient(
        notebook, timeout=240, kernel_name="python3", resources={"metadata": {"path": tmp_path}}
    )
    client.execute()
    cells = [cell for cell in notebook.cells if cell.cell_type == "code"]
    shown = [cell for cell in cells if any("data" in output for output in cell.outputs)]
    assert len(shown) >= 3
