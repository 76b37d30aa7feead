"""The fonts that pictures are set in: one face for Latin, one for Arabic letters."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from geo import client
from geo.errors import ExportError

LATIN: Final = "Noto Sans"
ARABIC: Final = "Noto Sans Arabic"

#: Files of the faces, by family, weight and whether they slant; Arabic letters never do.
FACES: Final = {
    (LATIN, 400, False): "NotoSans-Regular.ttf",
    (LATIN, 700, False): "NotoSans-Bold.ttf",
    (LATIN, 400, True): "NotoSans-Italic.ttf",
    (LATIN, 700, True): "NotoSans-BoldItalic.ttf",
    (ARABIC, 400, False): "NotoSansArabic-Regular.ttf",
    (ARABIC, 700, False): "NotoSansArabic-Bold.ttf",
}


def fonts() -> Path:
    folder = client.fonts()
    missing = [name for name in FACES.values() if not (folder / name).is_file()]
    if missing:
        raise ExportError(
            f"font {missing[0]} is missing from the installation: install Greenline again, or in a"
            " checkout remove geo/client/built"
        )
    return folder
