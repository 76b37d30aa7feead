"""The page's own modules, run without a browser: by deno, as the build does."""

from __future__ import annotations

import json
import os
import subprocess
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from deno import find_deno_bin

CLIENT = Path(__file__).parents[2] / "geo" / "client"


def deno(
    *command: str,
    given: str = "",
    environment: Mapping[str, str] | None = None,
    folder: Path = CLIENT,
) -> str:
    """Return what deno writes, run in the folder of the client, or of a copy of it."""
    done = subprocess.run(
        [find_deno_bin(), *command], cwd=folder, env=os.environ | {"NO_COLOR": "1"} | (environment or {}),
        input=given, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr + done.stdout
    return done.stdout


def evaluate(path: str, expression: str, argument: Any = None) -> Any:
    """Return an expression of ``module``, a module of the client, and ``argument``."""
    script = (
        "import './testing.ts';\n"  # which brings the profile that modules read
        f"import * as module from './{path}';\n"
        f"const argument = {json.dumps(argument)};\n"
        f"console.log(JSON.stringify(await ({expression})));\n"
    )
    return json.loads(
        deno("run", "--quiet", "--no-check", "--allow-read", "--ext=ts", "-", given=script)
    )
