"""A site behind a stock nginx: bytes of a first and a second visit, requests under a crowd.

What a visit takes is what the server's log says that it sent to a browser, its service worker
included; by Brotli, what the same files weigh so packed, with the heads that were sent.

Run with ``python -m bench.site``, on loopback, where ``nginx``, ``wrk`` and ``brotli`` are there
(packages of Debian); writes ``bench/site.json``. ``python -m bench.site visits`` leaves the crowd
out and keeps its figures. Server and load end by themselves.
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
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import BrowserContext

from bench.page import WATCH, browser, calm_at
from geo import Atlas
from geo.site import Options, build
from tests.site.pages import lost_links, read

RESULTS = Path(__file__).parent / "site.json"
NEEDED = ("nginx", "wrk", "brotli")

#: Readers at the same time, and seconds for which they ask.
READERS, SECONDS = (50, 500, 5000), 5

BASE = "https://atlas.example/"

#: What is visited: the map, and a page of text.
MAP, PAGE = "map/index.html", "en/areas/kirkuk.html"

#: Pages of each language that axe looks at: of all kinds, as far apart as they stand.
LOOKED_AT = 20

#: Seconds without a request after which a visit is over.
QUIET = 3
TEXTS = {".html", ".css", ".js", ".json", ".geojson", ".svg", ".webmanifest", ".xml", ".txt"}

CONFIG = """\
worker_processes auto; daemon off; pid {place}/pid; error_log {place}/error.log;
events {{ worker_connections 8192; }}
http {{
  log_format sent '$uri $status $bytes_sent $body_bytes_sent';
  include /etc/nginx/mime.types; access_log {log} sent; sendfile on; gzip_static on;
  client_body_temp_path {place}/b; proxy_temp_path {place}/p; fastcgi_temp_path {place}/f;
  uwsgi_temp_path {place}/u; scgi_temp_path {place}/s;
  server {{ listen 127.0.0.1:{port}; root {root}; add_header Cache-Control no-cache; }}
}}
"""


def measure(before: dict[str, Any], *, crowd: bool) -> dict[str, Any]:
    """Build the site, serve it, visit it and ask for it.

    Parameters
    ----------
    before
        What was measured last.
    crowd
        Whether the crowd is measured too; else its figures of last time are kept.
    """
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder) / "site"
        built, seconds = build_site(root)
        again = build_site(root)
        looked = check_pages(root)
        _pack(root)
        log = Path(folder) / "log"
        with serve_site(root, Path(folder), str(log)) as address:
            visits = _visits(address, root, log)
        load = before.get("load", {})
        if crowd:
            with serve_site(root, Path(folder), "off") as address:
                load = {
                    name: {str(count): _load(f"{address}/{path}", count) for count in READERS}
                    for name, path in (("page", PAGE), ("map", MAP))
                }
    return {
        "files": built.files,
        "bytes": built.bytes,
        "pages": built.pages,
        "build_cpu_s": round(seconds, 1),
        "again_cpu_s": round(again[1], 1),
        "looked_at": looked,
        "first_visit": visits,
        "load": load,
    }


def _visits(address: str, root: Path, log: Path) -> dict[str, Any]:
    """Visit page and map in fresh browsers, without the service worker and with it, and again."""
    result: dict[str, Any] = {}
    for name, path in (("page", PAGE), ("map", MAP)):
        for workers in ("block", "allow"):
            with browser() as started:
                reader = started.new_context(
                    viewport={"width": 1440, "height": 900}, service_workers=workers
                )
                sent, calm = _visit(reader, f"{address}/{path}", root, log)
                again, _ = _visit(reader, f"{address}/{path}", root, log)
            if workers == "block":
                result[name] = {"page": sent, "calm_ms": round(calm)}
            else:
                result[name] |= {"whole": sent, "again": again["gzip"]}
    return result


def _visit(
    reader: BrowserContext, address: str, root: Path, log: Path
) -> tuple[dict[str, int], float]:
    """Return the bytes of a visit, as they were sent and by Brotli, and ms until it is calm."""
    start = log.stat().st_size
    page = reader.new_page()
    page.add_init_script(WATCH)
    page.goto(address)
    calm, size = calm_at(page), -1
    while size != log.stat().st_size:
        size = log.stat().st_size
        page.wait_for_timeout(1000 * QUIET)
    page.close()
    lines = [line.rsplit(maxsplit=3) for line in log.read_text("utf-8")[start:].splitlines()]
    sent = sum(int(everything) for *_, everything, _ in lines)
    heads = sum(int(everything) - int(body) for *_, everything, body in lines)
    files = [root / uri.lstrip("/") for uri, status, *_ in lines if status == "200"]
    return {
        "requests": len(lines),
        "gzip": sent,
        "br": heads + sum(map(_brotli, files)),
    }, calm


def build_site(root: Path) -> tuple[Any, float]:
    begun = time.process_time()
    return build(Atlas.load(), root, Options(base_url=BASE)), (time.process_time() - begun)


def check_pages(root: Path) -> dict[str, int]:
    """Count what axe finds on pages of a phone, opened from disk, and links that lead nowhere."""
    pages = read(root)
    result = {
        "links": sum(len(page.links) for page in pages.values()),
        "lost_links": len(lost_links(root, pages, BASE)),
        "axe_pages": 0,
        "axe_violations": 0,
    }
    with browser() as started:
        page = started.new_page(viewport={"width": 390, "height": 800})
        for language in sorted({name.partition("/")[0] for name in pages if "/" in name}):
            own_pages = [name for name in pages if name.startswith(f"{language}/")]
            for name in own_pages[:: max(1, len(own_pages) // LOOKED_AT)][:LOOKED_AT]:
                page.goto((root / name).as_uri())
                result["axe_pages"] += 1
                result["axe_violations"] += len(Axe().run(page).response["violations"])
    return result


def _pack(root: Path) -> None:
    """Pack every text for the server by gzip."""
    texts = [file for file in root.rglob("*") if file.suffix in TEXTS]
    for start in range(0, len(texts), 200):
        some = [str(file) for file in texts[start : start + 200]]
        subprocess.run(["gzip", "-9", "-k", *some], check=True)


def _brotli(file: Path) -> int:
    """Return what a file weighs on its way to a browser that takes Brotli."""
    if file.suffix not in TEXTS:
        return file.stat().st_size
    command = ["brotli", "-q", "11", "-c", str(file)]
    return len(subprocess.run(command, check=True, capture_output=True).stdout)


@contextmanager
def serve_site(root: Path, folder: Path, log: str) -> Iterator[str]:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    config = folder / "nginx.conf"
    config.write_text(CONFIG.format(place=folder, port=port, root=root, log=log), "utf-8")
    folder.chmod(0o755)
    server = subprocess.Popen([shutil.which("nginx") or "nginx", "-c", str(config)])
    try:
        time.sleep(1)
        yield f"http://127.0.0.1:{port}"
    finally:
        server.terminate()
        server.wait(timeout=20)


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
    match = re.fullmatch(r"([\d.]+)(us|ms|s)", text)
    assert match, f"{text!r}: expected a time, as 4.20ms"
    value, unit = match.groups()
    return round(float(value) * {"us": 0.001, "ms": 1, "s": 1000}[unit], 2)


if __name__ == "__main__":
    missing = [name for name in NEEDED if shutil.which(name) is None]
    if missing:
        sys.exit(f"bench.site: {', '.join(missing)}: expected to be installed (Debian's packages)")
    wanted = sys.argv[1:]
    if wanted not in ([], ["visits"]):
        sys.exit(f"bench.site: {' '.join(wanted)}: expected nothing, or visits")
    last = json.loads(RESULTS.read_text("utf-8")) if RESULTS.is_file() else {}
    result = measure(last, crowd=not wanted)
    RESULTS.write_text(json.dumps(result, indent=2) + "\n", "utf-8")
    print(RESULTS.read_text("utf-8"))
