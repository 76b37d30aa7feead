"""Functions of the documented API say what they take, give back and raise, in numpy's sections.

Which modules those are, the pages of ``docs/api`` say. Elsewhere a name or one line is enough.
"""

from __future__ import annotations

import ast
import pkgutil
import re
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parents[1] / "geo"

#: What the pages of the API render: modules, packages, and single names of a module.
RENDERED = tuple(
    name
    for page in sorted((ROOT.parent / "docs" / "api").glob("*.md"))
    for name in re.findall(r"^::: geo\.([\w.]+)$", page.read_text(encoding="utf-8"), re.MULTILINE)
)

SECTION = re.compile(r"^(Parameters|Returns|Yields|Raises)\n-+$", re.MULTILINE)

#: Parameters that are the same wherever they stand: the atlas, and what a reader asked it for.
COMMON = {"atlas", "view"}

#: A first line that says what comes back.
SAYS = re.compile(r"(Return|Yield|Tell whether|Whether)\b")


def is_rendered(path: Path) -> bool:
    """Return whether a page of the API shows a module, or a name of it."""
    module = ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")
    return any(f"{name}.".startswith(f"{module}.") for name in RENDERED)


def functions() -> Iterator[tuple[str, ast.FunctionDef]]:
    """Yield public functions, and public methods of public classes, with their place."""
    for path in filter(is_rendered, sorted(ROOT.rglob("*.py"))):
        within = path.relative_to(ROOT).as_posix()
        nodes = [(within, node) for node in ast.parse(path.read_text(encoding="utf-8")).body]
        while nodes:
            place, node = nodes.pop()
            if isinstance(node, ast.ClassDef) and node.name[0] != "_":
                nodes += [(f"{place} {node.name}", item) for item in node.body]
            elif isinstance(node, ast.FunctionDef) and node.name[0] != "_":
                yield f"{place} {node.name}", node


def parameters(node: ast.FunctionDef) -> list[str]:
    known = node.args
    some = (
        *known.posonlyargs,
        *known.args,
        *known.kwonlyargs,
        *filter(None, (known.vararg, known.kwarg)),
    )
    return [item.arg for item in some if item.arg not in {"self", "cls"} and item.arg[0] != "_"]


def described_parameters(doc: str) -> set[str] | None:
    """Return the names of the section Parameters; None where it has none."""
    _, result, remainder = doc.partition("Parameters\n----------\n")
    if not result:
        return None
    lines = SECTION.split(remainder)[0].partition("\n\n")[0].splitlines()
    return {
        name.strip("* ") for line in lines if line[:1] not in {"", " "} for name in line.split(",")
    }


def raises_error(node: ast.AST) -> bool:
    """Return whether a function itself raises an error of its own."""
    return any(
        (
            isinstance(item, ast.Raise)
            and item.exc is not None
            and "NotImplemented" not in ast.unparse(item)
        )
        or (
            not isinstance(item, ast.FunctionDef | ast.Lambda | ast.ClassDef) and raises_error(item)
        )
        for item in ast.iter_child_nodes(node)
    )


def find_lacking(node: ast.FunctionDef) -> Iterator[str]:
    """Yield what a docstring lacks.

    A function of one parameter beside atlas and view needs no section where its first line says all. One of
    several lists them, and says in a section what comes back where its first line does not. Whoever takes more
    by name (but for what a library's own method takes, ``**kwargs``) says what. Whoever raises says when.
    """
    doc = ast.get_docstring(node) or ""
    known = set(SECTION.findall(doc))
    names, listed = parameters(node), described_parameters(doc)
    subset = set(names) - COMMON
    optional = {item.arg for item in (node.args.vararg, node.args.kwarg) if item}
    if (more := node.args.kwarg) and more.arg not in {"kwargs", "_"} and f"**{more.arg}" not in doc:
        yield f"Parameters: **{more.arg}"
    if listed is None and len(subset - optional) > 1:
        yield "Parameters"
    elif listed is not None and (wrong := (listed ^ set(names)) - COMMON - optional - {"_"}):
        yield f"Parameters: {', '.join(sorted(wrong))}"
    if raises_error(node) and "Raises" not in known:
        yield "Raises"
    silent = node.returns is None or ast.unparse(node.returns) == "None"
    if len(subset) > 1 and not silent and not known & {"Returns", "Yields"} and not SAYS.match(doc):
        yield "Returns"


def test_public_functions_say_what_they_take_and_give() -> None:
    wrong = [f"{place}: {what}" for place, node in functions() for what in find_lacking(node)]
    assert not wrong, wrong


def test_the_pages_of_the_api_name_what_there_is() -> None:
    assert RENDERED
    for name in RENDERED:
        assert pkgutil.resolve_name(f"geo.{name}") is not None, name
