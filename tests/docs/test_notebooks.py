"""The notebooks run from top to bottom, in a kernel of their own."""

from __future__ import annotations

from pathlib import Path

import pytest

from .pages import ROOT, name

NOTEBOOKS = sorted((ROOT / "docs" / "examples").glob("*.md"))


@pytest.mark.thorough
@pytest.mark.parametrize("file", NOTEBOOKS, ids=name)
def test_a_notebook_runs(file: Path, tmp_path: Path) -> None:
    # Slow to load, and every worker loads this module.
    import jupytext
    from nbclient import NotebookClient

    notebook = jupytext.read(file)
    client = NotebookClient(
        notebook, timeout=240, kernel_name="python3", resources={"metadata": {"path": tmp_path}}
    )
    client.execute()
    cells = [cell for cell in notebook.cells if cell.cell_type == "code"]
    shown = [cell for cell in cells if any("data" in output for output in cell.outputs)]
    assert len(shown) >= 3, "tables and maps are shown"
