"""What a PNG says of itself to those who do not see it."""

from __future__ import annotations

import struct
import zlib

#: Bytes of a PNG's signature with its first chunk.
_HEAD = 8 + 25


def add_description(png: bytes, title: str, description: str) -> bytes:
    """Return a PNG with a title and a description, as international text."""
    chunks = b"".join(
        # The keyword's end, no compression, and neither language nor translated keyword.
        _chunk(b"iTXt", key + bytes(5) + text.encode())
        for key, text in ((b"Title", title), (b"Description", description))
        if text
    )
    return png[:_HEAD] + chunks + png[_HEAD:]


def _chunk(kind: bytes, content: bytes) -> bytes:
    return (
        struct.pack(">I", len(content)) + kind + content
        + struct.pack(">I", zlib.crc32(kind + content))
    )  # fmt: skip
