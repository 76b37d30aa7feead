"""A page as a WACZ file: a WARC of one answer, with its index and the hashes of both."""

from __future__ import annotations

import io
import tempfile
from contextlib import redirect_stderr, redirect_stdout
from pathlib import Path

from geo.archive.page import Page
from geo.errors import ArchiveError

#: What a plain install leaves out.
NEEDED = "writing captures needs warcio and wacz: pip install greenline[archive]"


def require_writers() -> None:
    """Raise where the packages that write captures are missing."""
    try:
        import wacz.main  # noqa: F401, PLC0415
        import warcio.warcwriter  # noqa: F401, PLC0415
    except ImportError as error:
        raise ArchiveError(NEEDED) from error


def write_wacz(path: Path, page: Page, title: str) -> None:
    """Write a capture; a file that is there is left alone."""
    require_writers()
    from wacz.main import main as write  # noqa: PLC0415

    if path.exists():
        raise ArchiveError(f"{path.name} is there already")
    with tempfile.TemporaryDirectory(dir=path.parent) as folder:
        warc, made = Path(folder) / "data.warc.gz", Path(folder) / "made.wacz"
        _write_warc(warc, page)
        string_io = io.StringIO()
        with redirect_stdout(string_io), redirect_stderr(string_io):
            arguments = ["create", "-o", str(made), "--url", page.address, "--title", title]
            code = write([*arguments, "--detect-pages", str(warc)])
        if code or not made.is_file():
            raise ArchiveError(f"no WACZ was written: {string_io.getvalue().strip()[-200:]}")
        made.rename(path)


def _write_warc(path: Path, page: Page) -> None:
    from warcio.statusandheaders import StatusAndHeaders  # noqa: PLC0415
    from warcio.warcwriter import WARCWriter  # noqa: PLC0415

    headers = StatusAndHeaders(page.status, list(page.headers), protocol="HTTP/1.1")
    with path.open("wb") as stream:
        writer = WARCWriter(stream, gzip=True)
        writer.write_record(
            writer.create_warc_record(
                page.address, "response", payload=io.BytesIO(page.body), http_headers=headers
            )
        )
