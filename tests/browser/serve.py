"""Starts the app for tests, on loopback."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import IO

ROOT = Path(__file__).resolve().parents[2]


def serve(port: int, log: IO[bytes] | None = None, **environment: str) -> subprocess.Popen[bytes]:
    """Start the app on a port of loopback; what it writes goes to the log, where one is given."""
    command = [sys.executable, "-m", "streamlit", "run", "app.py", "--server.port", str(port)]
    return subprocess.Popen(
        command,
        cwd=ROOT,
        env={**os.environ, **environment},
        stdout=log or subprocess.DEVNULL,
        stderr=subprocess.STDOUT if log else subprocess.DEVNULL,
    )
