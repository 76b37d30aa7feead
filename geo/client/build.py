"""Build the page's scripts from the modules beside this file, by ``deno bundle``.

The file needs nothing but Python's own library: the wheel's build runs it too, where the package
itself is not installed. ``deno.lock`` holds the names, versions and hashes of what comes by npm.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sysconfig
import tempfile
from collections.abc import Iterator
from pathlib import Path

HERE = Path(__file__).parent

#: Where what is built lies, and the file there that holds the hash of what it was built from.
BUILT = HERE / "built"
STAMP = "inputs.sha256"

#: The scripts, each with its modules in the order in which they are loaded: Greenline and Leaflet
#: for a page, elements of folium's in it, what unpacks all of them in a file, and what paints for
#: hosts that are no browser.
SCRIPTS = {
    "main.js": ("page/environment.ts", "main.ts"),
    "leaflet_script.js": ("leaflet_script.ts",),
    "folium.js": ("folium.ts",),
    "start.js": ("start.ts",),
    "host.js": ("record/environment.ts", "record/host.ts"),
}

_SHEET = ("leaflet.css", "leaflet_sheet.ts")

#: The licences of the libraries and fonts that are bundled, as their packages have them.
NOTICES = "notices.txt"

#: Folder of the fonts that pictures are set in, and the module that copies them there.
FONTS = ("fonts", "fonts.ts")


class BuildError(RuntimeError):
    """The scripts cannot be built."""


def build(*, development: bool = False) -> Path:
    """Build the scripts unless they are there, built from the same files."""
    target = BUILT / "development" if development else BUILT
    stamp = target / STAMP
    if not (HERE / "main.ts").exists() and stamp.exists():
        return target  # an installed package carries what was built, and no sources
    current = inputs()
    if stamp.exists() and stamp.read_text(encoding="utf-8") == current:
        return target
    target.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=target, prefix=".part-") as folder:
        part = Path(folder)
        for name in SCRIPTS:
            first = part / f"first_{name}"
            first.write_text(entry(name, part), encoding="utf-8")
            _deno("bundle", *_options(development), "--output", str(part / name), str(first))
        sheet, writer = _SHEET
        text = _deno("run", "--quiet", "--frozen", "--allow-read", writer)
        (part / sheet).write_text(text, encoding="utf-8")
        folder_of_fonts, copier = FONTS
        fonts = part / folder_of_fonts
        _deno("run", "--quiet", "--frozen", "--allow-read", "--allow-write", copier, str(fonts))
        (target / folder_of_fonts).mkdir(exist_ok=True)
        for path in sorted(fonts.iterdir()):
            path.replace(target / folder_of_fonts / path.name)
        (part / STAMP).write_text(current, encoding="utf-8")
        _add_notices(part)
        for name in (*SCRIPTS, sheet, NOTICES, STAMP):
            (part / name).replace(target / name)
    return target


def _add_notices(folder: Path) -> None:
    """Write the licences of what is bundled, and Leaflet's into the script of a page."""
    run = ("run", "--quiet", "--frozen", "--allow-read", "notices.ts")
    (folder / NOTICES).write_text(_deno(*run), encoding="utf-8")
    script = folder / "leaflet_script.js"
    licence = _deno(*run, "leaflet").strip().replace("*/", "* /")
    script.write_text(f"/*! {licence}\n*/\n{script.read_text(encoding='utf-8')}", encoding="utf-8")


def entry(name: str, folder: Path) -> str:
    """Return the module that a script begins with, as a file in a folder."""
    paths = (os.path.relpath(HERE / path, folder) for path in SCRIPTS[name])
    return "".join(f"import {Path(path).as_posix()!r};\n" for path in paths)


def sources() -> Iterator[Path]:
    """Yield the files that the scripts are built from, in order; tests are none of them."""
    for path in sorted(HERE.rglob("*")):
        is_source = (
            path.suffix == ".ts" and not path.stem.endswith("_test") and BUILT not in path.parents
        )
        if is_source or path.name in {"deno.json", "deno.lock", "build.py"}:
            yield path


def inputs() -> str:
    """Return the hash of all files that the scripts are built from."""
    digest = hashlib.sha256()
    for path in sources():
        content = path.read_bytes()
        digest.update(f"{path.relative_to(HERE).as_posix()} {len(content)}\n".encode())
        digest.update(content)
    return digest.hexdigest()


def _options(development: bool) -> tuple[str, ...]:
    kind = ("--sourcemap=inline",) if development else ("--minify",)
    return ("--quiet", "--frozen", "--platform", "browser", "--format", "iife", *kind)


def _deno(*command: str) -> str:
    """Run deno in the folder of the modules and return what it writes."""
    program = shutil.which("deno", path=os.pathsep.join(_folders()))
    if program is None:
        raise BuildError(
            "the page's scripts are not built, and deno, which builds them, is not installed:"
            " run `make install`"
        )
    environment = os.environ | {"NO_COLOR": "1", "DENO_NO_UPDATE_CHECK": "1"}
    done = subprocess.run(  # noqa: S603 -- our own program and arguments
        [program, *command], cwd=HERE, env=environment, capture_output=True, text=True, check=False
    )
    if done.returncode:
        raise BuildError(f"deno {command[0]}: {done.stderr.strip() or done.stdout.strip()}")
    return done.stdout


def _folders() -> list[str]:
    """Return where programs of this Python's packages lie, then those of the machine."""
    return [sysconfig.get_path("scripts"), os.environ.get("PATH", os.defpath)]
