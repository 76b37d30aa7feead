"""Names tell what they stand for: ``one``, ``found`` or ``told`` tell nothing."""

from __future__ import annotations

import ast
from pathlib import Path

ROOT = Path(__file__).parents[1]
BANNED = set("one found own told said asked meant rest whole bare kept".split())


def test_no_variable_has_a_name_that_tells_nothing() -> None:
    wrong = []
    for path in (path for name in ("geo", "tools") for path in (ROOT / name).rglob("*.py")):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        classes = [node for node in ast.walk(tree) if isinstance(node, ast.ClassDef)]
        fields = {
            id(node)
            for item in classes
            for line in item.body
            for node in ast.iter_child_nodes(line)
        }
        for node in ast.walk(tree):
            stored = isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store)
            name = node.id if stored else node.arg if isinstance(node, ast.arg) else ""
            if name.strip("_") in BANNED and id(node) not in fields:
                wrong.append(f"{path.relative_to(ROOT)}:{node.lineno}: {name}")
    assert wrong == []
