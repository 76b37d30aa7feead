"""A site as a server of files hands it out; programs on other sites may read its data."""

from __future__ import annotations

from pathlib import Path

from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.middleware.cors import CORSMiddleware
from starlette.routing import Mount
from starlette.staticfiles import StaticFiles

#: Headers of an answer that a program on another site may read: DuckDB asks for parts of files.
_SHOWN = ("Accept-Ranges", "Content-Length", "Content-Range", "ETag", "Last-Modified")


def application(folder: Path) -> Starlette:
    """Return what serves the files of a site; any page may read them, none may send anything."""
    cors = Middleware(
        CORSMiddleware,
        allow_origins=["*"],
        allow_methods=["GET", "HEAD"],
        allow_headers=["Range"],
        expose_headers=_SHOWN,
    )
    files = StaticFiles(directory=folder, html=True)
    return Starlette(routes=[Mount("/", files)], middleware=[cors])


def serve(folder: Path, port: int) -> None:
    """Serve a site on this computer until it is stopped."""
    import uvicorn  # noqa: PLC0415 -- heavy

    uvicorn.run(application(folder), host="127.0.0.1", port=port, log_level="warning")
