"""Files as the page loads them: gzip over http, the same bytes as text in classic scripts from disk."""

from __future__ import annotations

import gzip
import hashlib
import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

CHUNK_BYTES = 480 * 1024
"""Payload bytes in one script: small enough that parsing it never blocks the page for a frame."""

HASH_DIGITS = 12
"""Hex digits of a file's SHA-256 in its name."""

_FIRST = 0x4000
_BITS = 15
_MASK = (1 << _BITS) - 1
_BLOCK = 15
"""Bytes that fill whole units: 15 bytes are 8 units."""

_SHIFTS = range((_BLOCK * 8) - _BITS, -1, -_BITS)


@dataclass(frozen=True, slots=True)
class Payload:
    """One shipped file. `entry` is its line in the page's manifest (AssetEntry in site/src/protocol.js)."""

    name: str
    entry: dict[str, Any]


def write_payload(name: str, data: bytes, dist: Path) -> Payload:
    """Write `data` as gzip to dist/a/ and as scripts to dist/f/; names carry the content's hash."""
    packed = gzip.compress(data, compresslevel=9, mtime=0)
    digest = hashlib.sha256(packed).hexdigest()
    stem = f"{name}.{digest[:HASH_DIGITS]}"
    # not .gz: some servers then claim Content-Encoding and the browser unpacks behind our back
    url = f"a/{stem}.bin"
    _write(dist / url, packed)
    chunks = []
    for index, start in enumerate(range(0, len(packed), CHUNK_BYTES)):
        chunk = f"f/{stem}.{index}.js"
        text = encode_base32768(packed[start : start + CHUNK_BYTES])
        call = f"inklingChunk({json.dumps(f'{name}/{index}')},{json.dumps(text, ensure_ascii=False)})"
        _write(dist / chunk, b"\xff\xfe" + call.encode("utf-16-le"))
        chunks.append(chunk)
    return Payload(name, {"url": url, "bytes": len(packed), "sha256": digest, "chunks": chunks})


def encode_base32768(data: bytes) -> str:
    """15 bits a UTF-16 unit, U+4000 to U+BFFF, the last unit padded with zero bits.

    CHUNK_BYTES is a multiple of the block, so chunks join without padding between them.
    """
    units: list[int] = []
    for start in range(0, len(data), _BLOCK):
        block = data[start : start + _BLOCK]
        value = int.from_bytes(block.ljust(_BLOCK, b"\0"), "big")
        units += [_FIRST + ((value >> shift) & _MASK) for shift in _SHIFTS]
    return "".join(map(chr, units[: -(-len(data) * 8 // _BITS)]))


def _write(path: Path, data: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)
