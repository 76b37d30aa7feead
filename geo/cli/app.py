"""``greenline app``: the map in a browser, served on this machine."""

from __future__ import annotations

import argparse
import socket
import sys
from pathlib import Path

from geo.cli.output import Answer
from geo.cli.parser import Commands, command, whole_number
from geo.errors import GreenlineError
from geo.files.data_file import PACKAGE
from geo.profile import default_folder

_ABOUT = (
    "Serve the atlas as an app for the browser, on this machine only unless --address says "
    "otherwise, until Ctrl+C. Readers bring events and articles of their own; what they bring "
    "stays in their session."
)
_EXAMPLES = """\
app
app --port 8080
app --data my-atlas --address 0.0.0.0"""

PORT = 8501


def add(commands: Commands) -> None:
    parser = command(commands, "app", run, _ABOUT, _EXAMPLES)
    parser.add_argument(
        "--port",
        type=whole_number(1, 65535, "as the number of a port"),
        default=PORT,
        help=f"port to listen on (default: {PORT})",
    )
    parser.add_argument(
        "--address",
        default="localhost",
        help="address to listen on; 0.0.0.0 opens it to the network (default: localhost)",
    )


def run(args: argparse.Namespace) -> Answer:
    _check_data(args.data or default_folder())
    _free(args.address, args.port)
    from geo.web.server import run as serve

    print(f"Greenline: http://{args.address}:{args.port} (Ctrl+C ends it)", file=sys.stderr)
    serve(args.port, address=args.address, data=args.data)
    return Answer(text="")


def _check_data(place: Path) -> None:
    """Make sure that there is a data folder; what is wrong within it the app lists."""
    if not (place / PACKAGE).is_file():
        raise GreenlineError(f"--data {place}: expected a folder with {PACKAGE}")


def _free(address: str, number: int) -> None:
    """Make sure that the port can be listened on: Streamlit would try the next ones."""
    try:
        addresses = socket.getaddrinfo(address, number, type=socket.SOCK_STREAM)
    except OSError:
        raise GreenlineError(f"--address {address}: expected an address of this machine") from None
    for family, kind, protocol, _, place in addresses[:1]:
        with socket.socket(family, kind, protocol) as tried:
            tried.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                tried.bind(place)
            except OSError as error:
                raise GreenlineError(
                    f"--port {number}: {error.strerror or error}; expected one that is free"
                ) from None
