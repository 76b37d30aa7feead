"""Options of pictures, films and atlases of ``greenline export``."""

from __future__ import annotations

import argparse

from geo.cli.parser import address_option, whole_number
from geo.model import Paper


def add_picture_options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--paper", choices=list(map(str, Paper)), default=Paper.A4.value, help="size of a picture"
    )
    parser.add_argument(
        "--outlines",
        action="store_true",
        help="write the letters of an SVG as outlines; otherwise they stay text",
    )
    parser.add_argument(
        "--ocha-name",
        action="store_true",
        help="name the picture by OCHA's pattern: map number, name, paper, day of production",
    )
    parser.add_argument(
        "--areas",
        metavar="all|list|WHO|ID,ID",
        help="make the PDF an atlas with a page for each of these disputed areas: all, those of "
        "the list, those that somebody calls disputed, or ids (`greenline areas` lists them)",
    )
    parser.add_argument(
        "--handout", action="store_true", help="make the PDF a handout of --story, step by step"
    )
    address_option(
        parser, "where the app or a published map stands: a picture gets a QR code that leads there"
    )
    parser.add_argument(
        "--dpi",
        type=whole_number(50, 600, "dots per inch"),
        default=300,
        help="dots per inch of a PNG (default: 300)",
    )
