"""Build the wheel, install it into an empty environment and use it: ``python -m tools.try_wheel``.

First a plain install, then each extra on top: what works, what is told where an extra is missing,
and how large the environment is.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import tempfile
import time
import urllib.request
from pathlib import Path

ROOT = Path(__file__).parents[1]

#: Extras in the order in which they are added.
EXTRAS = ("pictures", "animation", "ingest", "app")

#: Seconds that the app may take to answer.
PATIENCE = 90


def main() -> int:
    """Try the wheel; 0 where everything works as documented."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--plain", action="store_true", help="try the plain install only")
    parser.add_argument("--port", type=int, default=8599, help="port of the app")
    args = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="greenline-wheel-") as name:
        folder = Path(name)
        wheel = build(folder)
        print(f"{wheel.name}: {wheel.stat().st_size / 1e6:.1f} MB")
        binaries = environment(folder / "environment")
        install(binaries, str(wheel))
        print(f"plain: {size(folder / 'environment'):.0f} MB")
        use(binaries, folder)
        printed = run(folder, binaries / "greenline", "app", code=1)
        assert "pip install 'greenline[app]'" in printed, printed
        for extra in () if args.plain else EXTRAS:
            install(binaries, f"{wheel}[{extra}]")
            print(f"with {extra}: {size(folder / 'environment'):.0f} MB")
        if not args.plain:
            run(folder, binaries / "greenline", "export", "map.png", "--dpi", "60")
            serve(binaries, folder, args.port)
    print("all works")
    return 0


def build(folder: Path) -> Path:
    """Build the wheel."""
    command = (sys.executable, "-m", "pip", "wheel", "--quiet", "--no-deps", "--no-build-isolation")
    run(ROOT, *command, "--wheel-dir", folder, ROOT)
    return next(folder.glob("*.whl"))


def environment(folder: Path) -> Path:
    """Make an empty environment; returns the folder of its programs."""
    run(ROOT, sys.executable, "-m", "venv", folder)
    return folder / "bin"


def install(binaries: Path, what: str) -> None:
    """Install by a plain ``pip install``."""
    run(binaries, binaries / "python", "-m", "pip", "install", "--quiet", what)


def size(folder: Path) -> float:
    """Return the size of a folder in megabytes."""
    return sum(file.lstat().st_size for file in folder.rglob("*") if not file.is_dir()) / 1e6


def use(binaries: Path, folder: Path) -> None:
    """Use what a plain install promises."""
    run(folder, binaries / "python", "-c", "import geo; print(geo.Atlas.load().version)")
    run(folder, binaries / "python", "-m", "geo", "--version")
    result = run(folder, binaries / "greenline", "at", "2017-10-15", "--place", "Kerkouk")
    assert result.startswith("Kirkuk"), result
    run(folder, binaries / "greenline", "export", "map.html")
    assert (folder / "map.html").stat().st_size > 100_000


def serve(binaries: Path, folder: Path, port: int) -> None:
    """Serve the app until it answers."""
    command = [str(binaries / "greenline"), "app", "--port", str(port)]
    with subprocess.Popen(command, cwd=folder, stderr=subprocess.DEVNULL) as served:  # noqa: S603
        try:
            end = time.monotonic() + PATIENCE
            while not is_healthy(port):
                assert served.poll() is None, "the app ended"
                assert time.monotonic() < end, f"no answer within {PATIENCE} s"
                time.sleep(0.5)
        finally:
            served.terminate()
    print("the app answers")


def is_healthy(port: int) -> bool:
    """Return whether the app says that it is well."""
    try:
        with urllib.request.urlopen(f"http://localhost:{port}/_stcore/health", timeout=5) as answer:
            return bool(answer.status == 200)
    except OSError:
        return False


def run(folder: Path, *command: object, code: int = 0) -> str:
    """Run a command and return what it writes; an error where it ends otherwise."""
    words = [str(word) for word in command]
    done = subprocess.run(words, cwd=folder, capture_output=True, text=True, check=False)  # noqa: S603
    assert done.returncode == code, f"{' '.join(words)}: {done.returncode}\n{done.stderr}"
    return done.stdout + done.stderr


if __name__ == "__main__":
    sys.exit(main())
