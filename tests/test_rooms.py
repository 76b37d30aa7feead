"""Modules import one another in no circle; which rooms they may import, `make lint` checks."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
MODULES = {
    ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__"): path
    for path in (ROOT / "geo").rglob("*.py")
}


def list_imports(node: ast.AST) -> Iterator[str]:
    """Yield what is imported below a node, within functions and for annotations too."""
    for child in ast.walk(node):
        if isinstance(child, ast.Import):
            yield from (alias.name for alias in child.names)
        elif isinstance(child, ast.ImportFrom):
            for alias in child.names:
                full = f"{child.module}.{alias.name}"
                yield full if full in MODULES else str(child.module)


def test_modules_import_one_another_in_no_circle() -> None:
    graph = {
        name: {*list_imports(ast.parse(path.read_text(encoding="utf-8")))} & set(MODULES) - {name}
        for name, path in MODULES.items()
    }
    TopologicalSorter(graph).prepare()
    graph["geo.errors"].add("geo.view.view")
    with pytest.raises(CycleError):
        TopologicalSorter(graph).prepare()
