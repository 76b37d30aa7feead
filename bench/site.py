"""A site behind a stock nginx: bytes of a first and a second visit, requests under a crowd.

Run with ``python -m bench.site``, on loopback, where ``nginx``, ``wrk`` and ``brotli`` are there
(packages of Debian); writes ``bench/site.json``. Server and load end by themselves.
"""

from __future__ import annotations

import json
import re
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from geo import Atlas
from geo.site import Options, build

RESULTS = Path(__file__).parent / "site.json"
NEEDED = ("nginx", "wrk", "brotli")

#: Readers at the same time, and seconds for which they ask.
READERS, SECONDS = (50, 500, 5000), 5

#: What a first visit to the map takes, and to a page of text.
MAP = ("map/index.html", "assets/icon.svg", "manifest.webmanifest", "sw.js")
PAGE = ("en/areas/kirkuk.html", "assets/site.css", "assets/site.js", "pictures/areas/kirkuk.svg")
TEXTS = {".html", ".css", ".js", ".json", ".geojson", ".svg", ".webmanifest", ".xml", ".txt"}

CONFIG = """\
worker_processes auto; daemon off; pid {place}/pid; error_log {place}/error.log;
events {{ worker_connections 8192; }}
http {{
  include /etc/nginx/mime.types; access_log off; sendfile on; gzip_static on;
  client_body_temp_path {place}/b; proxy_temp_path {place}/p; fastcgi_temp_path {place}/f;
  uwsgi_temp_path {place}/u; scgi_temp_path {place}/s;
  server {{ listen 127.0.0.1:{port}; root {root}; add_header Cache-Control no-cache; }}
}}
"""


def measure() -> dict[str, Any]:
    """Build the site, serve it and ask for it."""
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder) / "site"
        built, seconds = _built(root)
        again = _built(root)
        packed = _packed(root)
        with _served(root, Path(folder)) as address:
            sizes = {
                "map": {"gzip": _gzip(address, MAP), "br": sum(packed[one] for one in MAP)},
                "page": {"gzip": _gzip(address, PAGE), "br": sum(packed[one] for one in PAGE)},
                "again": sum(_unchanged(address, one) for one in MAP),
            }
            load = {
                name: {str(count): _load(f"{address}/{path[0]}", count) for count in READERS}
                for name, path in (("page", PAGE), ("map", MAP))
            }
    return {
        "files": built.files,
        "bytes": built.bytes,
        "pages": built.pages,
        "build_cpu_s": round(seconds, 1),
        "again_cpu_s": round(again[1], 1),
        "first_visit": sizes,
        "load": load,
    }


def _built(root: Path) -> tuple[Any, float]:
    begun = time.process_time()
    return build(Atlas.load(), root, Options(base_url="https://atlas.example/")), (
        time.process_time() - begun
    )


def _packed(root: Path) -> dict[str, int]:
    """Pack every text for the server by gzip, and return what Brotli makes of those of a visit."""
    texts = [file for file in root.rglob("*") if file.suffix in TEXTS]
    for start in range(0, len(texts), 200):
        some = [str(file) for file in texts[start : start + 200]]
        subprocess.run(["gzip", "-9", "-k", *some], check=True)
    found = {}
    for name in {*MAP, *PAGE}:
        command = ["brotli", "-q", "11", "-c", str(root / name)]
        found[name] = len(subprocess.run(command, check=True, capture_output=True).stdout)
    return found


@contextmanager
def _served(root: Path, folder: Path) -> Iterator[str]:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    config = folder / "nginx.conf"
    config.write_text(CONFIG.format(place=folder, port=port, root=root), "utf-8")
    folder.chmod(0o755)
    server = subprocess.Popen([shutil.which("nginx") or "nginx", "-c", str(config)])
    try:
        time.sleep(1)
        yield f"http://127.0.0.1:{port}"
    finally:
        server.terminate()
        server.wait(timeout=20)


def _gzip(address: str, paths: tuple[str, ...]) -> int:
    """Return the bytes of some files with their heads, as a browser that takes gzip gets them."""
    return sum(_asked(f"{address}/{path}", {"Accept-Encoding": "gzip"})[0] for path in paths)


def _unchanged(address: str, path: str) -> int:
    """Return the bytes of an answer that nothing changed."""
    asked = {"Accept-Encoding": "gzip"}
    _, tag = _asked(f"{address}/{path}", asked)
    return _asked(f"{address}/{path}", {**asked, "If-None-Match": tag})[0]


def _asked(address: str, head: dict[str, str]) -> tuple[int, str]:
    try:
        with urllib.request.urlopen(urllib.request.Request(address, headers=head)) as answer:
            body, told = answer.read(), answer.headers
    except urllib.error.HTTPError as error:
        if error.code != 304:
            raise
        body, told = b"", error.headers
    return len(body) + len(str(told)) + 17, told.get("ETag", "")


def _load(address: str, count: int) -> dict[str, float]:
    """Return requests a second and what half and 99 of 100 waited (ms), with errors."""
    command = ["wrk", "-t1", f"-c{count}", f"-d{SECONDS}s", "--latency"]
    done = subprocess.run(
        [*command, "-H", "Accept-Encoding: gzip", address],
        check=True, capture_output=True, text=True, timeout=SECONDS * 10,
    )  # fmt: skip
    wait = dict(re.findall(r"(50|99)%\s+([\d.]+(?:us|ms|s))", done.stdout))
    errors = re.search(
        r"Socket errors: connect (\d+), read (\d+), write (\d+), timeout (\d+)", done.stdout
    )
    return {
        "requests_s": float(re.findall(r"Requests/sec:\s+([\d.]+)", done.stdout)[0]),
        "median_ms": _ms(wait["50"]),
        "p99_ms": _ms(wait["99"]),
        "errors": sum(map(int, errors.groups())) if errors else 0,
    }


def _ms(text: str) -> float:
    value, unit = re.fullmatch(r"([\d.]+)(us|ms|s)", text).groups()
    return round(float(value) * {"us": 0.001, "ms": 1, "s": 1000}[unit], 2)


if __name__ == "__main__":
    missing = [name for name in NEEDED if shutil.which(name) is None]
    if missing:
        sys.exit(f"bench.site: {', '.join(missing)}: expected to be installed (Debian's packages)")
    found = measure()
    RESULTS.write_text(json.dumps(found, indent=2) + "\n", "utf-8")
    print(RESULTS.read_text("utf-8"))
