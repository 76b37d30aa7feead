"""Names are plain: values are nouns, functions begin with a verb.

A name must tell what it stands for. ``one``, ``found`` or ``told`` tell nothing, and a function
called by a participle (``_named``) or an adjective (``_bare``) hides what it does. Fields and
functions of the documented API are part of files and addresses and are left alone.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parents[1]
FOLDERS = ("geo", "tests", "tools", "bench")

BANNED = frozenset("one found own told said asked meant rest whole bare kept".split())

#: Verbs and nouns that end like a participle.
NO_PARTICIPLES = frozenset(
    "bed embed exceed oembed feed need proceed seed shed shred speed succeed".split()
)

#: Participles without the ending, and adjectives.
LONE = frozenset(
    """
    begun bound brought built chosen cut_off dealt done drawn fed fought gathered given gone handmade
    heard held hidden known laid lasting led left lost made mistaken paid proven ran rebuilt seen
    sent shown sold spelt spent spoilt spoke spoken stood struck taken thrown took torn typeset
    unbroken unforeseen unsound unspoken went withdrawn written
    absent alike alone bad big blank busy calm comparable contiguous dateless dead deep deepest
    definite different differing distinct doubtful earlier earliest early encodable equal failing
    fading far faulty fetchable few final flat foreign full hard headless healthy high hostile inner
    invalid joint lacking landless large later latest least likeliest long longer longest loose many
    misshapen missing most mostly narrow near nearest new newest normal numeric old older oldest only
    outer partial pending plain preferred private quick raw reachable ready safe same several short
    shorter single small smooth some strange synthetic thin trailing true unique unknown unlike
    unready unsafe untestable useful vague valid visible weak wide wrong young
    """.split()
)

#: What the standard library asks of a file.
FILE_METHODS = frozenset({"readable", "writable", "seekable"})

#: What the pages of the API render; see ``tests/test_docstrings.py``.
RENDERED = frozenset(
    name
    for page in sorted((ROOT / "docs" / "api").glob("*.md"))
    for name in re.findall(r"^::: ([\w.]+)$", page.read_text(encoding="utf-8"), re.MULTILINE)
)

FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef)
NAMED = (*FUNCTIONS, ast.ClassDef, ast.ExceptHandler, ast.MatchAs, ast.MatchStar)


def python_files() -> Iterator[Path]:
    yield ROOT / "app.py"
    for folder in FOLDERS:
        yield from sorted((ROOT / folder).rglob("*.py"))


def javascript_files() -> Iterator[Path]:
    for folder in ("geo/client", "geo/web", "geo/site", "tests"):
        for path in sorted((ROOT / folder).rglob("*.js")):
            if "built" not in path.parts and "node_modules" not in path.parts:
                yield path


def is_documented(path: Path, qualname: str) -> bool:
    """Return whether a public name belongs to what the pages of the API show."""
    names = qualname.split(".")
    if any(name.startswith("_") for name in names):
        return False
    parts = path.relative_to(ROOT).with_suffix("").parts
    module = ".".join(parts).removesuffix(".__init__")
    full = f"{module}.{qualname}"
    return any(full == name or full.startswith(f"{name}.") for name in RENDERED) and (
        module in RENDERED or any(name.startswith(f"{module}.") for name in RENDERED)
    )


def is_value(node: ast.FunctionDef | ast.AsyncFunctionDef) -> bool:
    """Return whether a function is used as a value: a property or a fixture of tests."""
    return any(
        word in ast.unparse(decorator)
        for decorator in node.decorator_list
        for word in ("property", "fixture")
    )


def is_lone_word(name: str) -> bool:
    """Return whether a function's name is a participle or an adjective alone."""
    word = name.strip("_")
    if "_" in word or name.endswith("_") or word in FILE_METHODS:
        return False
    return word in LONE or (word.endswith("ed") and word not in NO_PARTICIPLES)


def bindings(node: ast.AST) -> Iterator[str]:
    """Yield the names that a node itself binds."""
    if isinstance(node, ast.Name) and not isinstance(node.ctx, ast.Load):
        yield node.id
    elif isinstance(node, ast.Attribute) and not isinstance(node.ctx, ast.Load):
        yield node.attr
    elif isinstance(node, ast.arg):
        yield node.arg
    elif isinstance(node, ast.alias):
        yield node.asname or ""
    elif isinstance(node, NAMED):
        yield node.name or ""
    elif isinstance(node, ast.MatchMapping):
        yield node.rest or ""


def walk(path: Path, node: ast.AST, qualname: str = "") -> Iterator[tuple[int, str]]:
    """Yield line and name of what is badly named below a node."""
    for child in ast.iter_child_nodes(node):
        is_field = isinstance(node, ast.ClassDef) and isinstance(child, (ast.AnnAssign, ast.Assign))
        inner = qualname
        if isinstance(child, (*FUNCTIONS, ast.ClassDef)):
            inner = f"{qualname}.{child.name}".lstrip(".")
        if (
            isinstance(child, FUNCTIONS)
            and is_lone_word(child.name)
            and not is_documented(path, inner)
            and not is_value(child)
        ):
            yield child.lineno, f"{child.name}()"
        for name in bindings(child):
            is_free = isinstance(child, FUNCTIONS) and is_documented(path, inner)
            is_property = (
                isinstance(child, FUNCTIONS) and is_value(child) and isinstance(node, ast.ClassDef)
            )
            if name.strip("_") in BANNED and not is_free and not is_property:
                yield getattr(child, "lineno", 0), name
        if not is_field or not is_documented(path, inner):
            yield from walk(path, child, inner)


def python_offenders(path: Path, text: str) -> list[str]:
    where = path.relative_to(ROOT).as_posix()
    return [f"{where}:{line}: {name}" for line, name in walk(path, ast.parse(text))]


#: Comments, strings without inserted code, and regular expressions hold no names of a program.
SILENT = re.compile(r"/\*.*?\*/|//[^\n]*|'(?:\\.|[^'\\\n])*'|\"(?:\\.|[^\"\\\n])*\"", re.DOTALL)
NAMES = "|".join(sorted(BANNED))
DECLARED = re.compile(
    rf"\b(?:const|let|var|class|function\*?)\s+({NAMES})\b"
    rf"|(?<![\w.$])({NAMES})\s*=>"
    rf"|\bthis\.[#_]?({NAMES})\s*=(?!=)|^  (?:static )?#?({NAMES})(?: =|;)",
    re.MULTILINE,
)
DESTRUCTURED = re.compile(r"\b(?:const|let|var)\s*([\[{][^=;]*?[\]}])\s*(?:=|of\b)")
PARAMETERS = re.compile(r"\(([^()]*)\)\s*(?:=>|\{)")
BOUND = re.compile(rf"(?<![\w.$#])(?:{NAMES})\b(?!\s*[:(.\w])")


#: Functions and methods; what is read as a value (``get``) may be a participle.
CALLED = re.compile(
    r"^ +(?:static |async |\*)*#?([\w$]+)\([^;]*?\)\s*\{$"
    r"|^ *(?:export )?(?:async )?function\*? ([\w$]+)"
    r"|^ *(?:export )?const ([\w$]+) = (?:async )?(?:\([^()]*\)|\w+) =>",
    re.MULTILINE,
)


def lone_functions(text: str) -> Iterator[int]:
    """Yield where a function or method of a script is called by a participle or an adjective."""
    for match in CALLED.finditer(text):
        name = re.sub(r"(?<=[a-z\d])(?=[A-Z])", "_", match[1] or match[2] or match[3])
        if is_lone_word(name) or name.strip("_") in BANNED:
            yield match.start(match.lastindex or 0)


def javascript_offenders(path: Path, text: str) -> list[str]:
    """Return where a module of the page binds a banned name."""
    text = SILENT.sub(lambda match: re.sub(r"[^\n]", " ", match[0]), text)
    spots = [match.start() for match in DECLARED.finditer(text)] + list(lone_functions(text))
    for pattern in (DESTRUCTURED, PARAMETERS):
        for match in pattern.finditer(text):
            spots += [match.start(1) + name.start() for name in BOUND.finditer(match[1])]
    lines = text.split("\n")
    numbers = sorted({text.count("\n", 0, spot) + 1 for spot in spots})
    where = path.relative_to(ROOT).as_posix()
    return [f"{where}:{number}: {lines[number - 1].strip()}" for number in numbers]


def test_python_names_tell_what_they_stand_for() -> None:
    offenders = [
        line
        for path in python_files()
        for line in python_offenders(path, path.read_text(encoding="utf-8"))
    ]
    assert not offenders, "\n".join([f"{len(offenders)} names", *offenders])


def test_names_of_the_page_tell_what_they_stand_for() -> None:
    offenders = [
        line
        for path in javascript_files()
        for line in javascript_offenders(path, path.read_text(encoding="utf-8"))
    ]
    assert not offenders, "\n".join([f"{len(offenders)} names", *offenders])


def test_the_rules_see_every_way_to_bind_a_name() -> None:
    bad = """
def _named(one, *rest, told=1):
    self.kept = x
    for found, (own, x) in []:
        [said for said in x if (asked := said)]
    with open(x) as kept:
        pass
    try:
        pass
    except OSError as whole:
        pass
    match x:
        case {"a": meant, **bare}:
            pass
"""
    seen = {line.rpartition(" ")[2] for line in python_offenders(ROOT / "geo" / "x.py", bad)}
    assert seen == {"_named()", *BANNED}
    script = "const one = 1;\nlet [found, x] = y;\nf((own) => own);\nf(told => 1);\nfunction f(said, {rest}) {\n}"
    assert len(javascript_offenders(ROOT / "geo" / "x.js", script)) == 5
    fields = "class A {\n  kept = null;\n  f() {\n    this.found = this.told == 1;\n  }\n}"
    assert len(javascript_offenders(ROOT / "geo" / "x.js", fields)) == 2
    named = "class A {\n  _drawn() {\n  }\n}\nfunction placed(x) {\n}\nconst busy = (on) => on;"
    assert len(javascript_offenders(ROOT / "geo" / "x.js", named)) == 3
    value = "class A {\n  get drawn() {\n  }\n  isDrawn() {\n  }\n  feed() {\n  }\n}"
    assert not javascript_offenders(ROOT / "geo" / "x.js", value)
    good = "f({own: 1});\nx.found = y.told(1); // one => 1\nconst {rest: others} = x;"
    assert not javascript_offenders(ROOT / "geo" / "x.js", good)
    fine = "class {}:\n    found: int = 0\n    @property\n    def own(self): ...\n    def read(self): ..."
    assert len(python_offenders(ROOT / "geo" / "x.py", fine.format("A"))) == 1
    assert not python_offenders(ROOT / "geo" / "stories" / "check.py", fine.format("Outcome"))
