"""The rooms of the house: who may import whom, as CONTRIBUTING.md draws it."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping
from pathlib import Path

ROOT = Path(__file__).parents[1] / "geo"

#: A room imports only rooms of later lines; those of one line stand apart.
ROOMS = (
    ("cli",), ("web",), ("site",), ("notebook",), ("export",), ("painter",), ("draw",), ("articles",), ("stories",), ("user_areas",), ("events",), ("ask",),
    ("proposals",), ("gazetteer",), ("tabular",), ("atlas",), ("versions",), ("client",),
    ("view", "accepted", "profile", "profile_check", "profile_parts", "filters", "model", "layers", "words", "errors", "renamed", "atomic_write", "cell_output", "yaml_file", "replaced_folder", "cache", "data_file", "file_endings", "percents", "summary"),
)  # fmt: skip
FLOOR = {room: at for at, rooms in enumerate(ROOMS) for room in rooms}

#: The front door, which shows what the rooms hold.
DOORS = {"__init__", "__main__"}


def list_imports(path: Path) -> Iterator[str]:
    """Yield the rooms of the package that a file imports, wherever in it."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.module == "geo":
            yield from (alias.name for alias in node.names if alias.name in FLOOR)
        elif isinstance(node, ast.ImportFrom) and (node.module or "").startswith("geo."):
            yield str(node.module).split(".")[1]
        elif isinstance(node, ast.Import):
            yield from (name.name.split(".")[1] for name in node.names if name.name[:4] == "geo.")


def room_of(path: Path) -> str:
    return path.relative_to(ROOT).parts[0].removesuffix(".py")


def test_every_file_stands_in_a_room() -> None:
    result = {room_of(path) for path in ROOT.rglob("*.py")} - DOORS
    assert result == set(FLOOR)


def test_rooms_import_only_what_lies_below() -> None:
    wrong = [
        f"{path.relative_to(ROOT)} imports {other}"
        for path in ROOT.rglob("*.py")
        if (room := room_of(path)) not in DOORS
        for other in list_imports(path)
        if other != room and FLOOR[other] <= FLOOR[room] < len(ROOMS) - 1
    ]
    assert wrong == []


def runtime_imports(node: ast.AST) -> Iterator[ast.Import | ast.ImportFrom]:
    """Yield the imports below a node that a run makes, at once or within a function."""
    for child in ast.iter_child_nodes(node):
        if isinstance(child, (ast.Import, ast.ImportFrom)):
            yield child
        elif not (isinstance(child, ast.If) and ast.unparse(child.test) == "TYPE_CHECKING"):
            yield from runtime_imports(child)


def module_graph(texts: Mapping[str, str]) -> dict[str, set[str]]:
    """Return which modules each module imports, by their names."""
    graph: dict[str, set[str]] = {}
    for module, text in texts.items():
        names: set[str] = set()
        for node in runtime_imports(ast.parse(text)):
            if isinstance(node, ast.Import):
                names |= {alias.name for alias in node.names}
            else:
                full = {f"{node.module}.{alias.name}" for alias in node.names}
                names |= {name if name in texts else str(node.module) for name in full}
        graph[module] = names & set(texts) - {module}
    return graph


def find_circle(graph: Mapping[str, set[str]]) -> list[str]:
    """Return modules of which each imports the next and the last the first; none if there are none."""
    done: set[str] = set()

    def visit(module: str, trail: list[str]) -> list[str]:
        if module in trail:
            return trail[trail.index(module) :]
        if module in done:
            return []
        for other in sorted(graph[module]):
            if circle := visit(other, [*trail, module]):
                return circle
        done.add(module)
        return []

    return next(filter(None, (visit(module, []) for module in graph)), [])


def test_modules_import_one_another_in_no_circle() -> None:
    texts = {
        ".".join(path.relative_to(ROOT.parent).with_suffix("").parts).removesuffix(
            ".__init__"
        ): path.read_text(encoding="utf-8")
        for path in ROOT.rglob("*.py")
    }
    assert find_circle(module_graph(texts)) == []
    texts["geo.errors"] += "\ndef late() -> None:\n    from geo.view import View\n"
    assert set(find_circle(module_graph(texts))) >= {"geo.errors", "geo.view"}
