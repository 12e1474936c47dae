"""Picture files to pixels, without a picture library: PNG and the binary PGM and PPM."""

from __future__ import annotations

import struct
import zlib
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from inkling.errors import InkError
from inkling.picture_ink import MOST_PIXELS

Pixels = NDArray[np.uint8]
"""uint8 [h, w] grey or uint8 [h, w, 4] RGBA."""

EXPECTED = (
    "expected a picture as .npy, binary PGM or PPM, or PNG of 8 bits, grey or coloured, not interlaced and "
    "without palette"
)

PNG = b"\x89PNG\r\n\x1a\n"

_CHANNELS = {0: 1, 2: 3, 4: 2, 6: 4}
"""Values of a pixel by PNG's colour types: grey, RGB, grey with alpha, RGBA."""

SUFFIXES = (".npy", ".png", ".pgm", ".ppm")


def read_pixels(path: Path) -> NDArray[np.generic]:
    """Pixels of a picture file. Raises InkError for what cannot be read, OSError if it cannot be opened."""
    if path.suffix.lower() == ".npy":
        try:
            return np.asarray(np.load(path, allow_pickle=False))
        except ValueError as error:
            raise InkError(f"expected a numpy array file, got: {error}") from error
    raw = path.read_bytes()
    if raw[:2] in {b"P5", b"P6"}:
        return _netpbm(raw)
    if raw.startswith(PNG):
        try:
            return _png(raw)
        except (struct.error, zlib.error, ValueError) as error:
            if isinstance(error, InkError):
                raise
            raise InkError(f"{EXPECTED}, got damaged PNG: {error}") from error
    raise InkError(f"{EXPECTED}, got a file that starts with {raw[:8]!r}")


def _netpbm(raw: bytes) -> Pixels:
    words: list[bytes] = []
    at = 0
    while len(words) < 4 and at < len(raw):  # kind, width, height, largest value
        if raw[at : at + 1] == b"#":
            at = raw.find(b"\n", at) % (len(raw) + 1)
        elif raw[at : at + 1].isspace():
            at += 1
        else:
            end = at
            while end < len(raw) and not raw[end : end + 1].isspace():
                end += 1
            words.append(raw[at:end])
            at = end
    if len(words) < 4 or not all(word.isdigit() for word in words[1:]) or words[3] != b"255":
        raise InkError(f"{EXPECTED}, got a PGM or PPM header of {b' '.join(words)!r}")
    width, height = int(words[1]), int(words[2])
    channels = 1 if words[0] == b"P5" else 3
    _check_size(width, height)
    data = np.frombuffer(raw, dtype=np.uint8, offset=min(at + 1, len(raw)))
    if data.size < width * height * channels:
        raise InkError(f"expected {width * height * channels} bytes of pixels, got {data.size}")
    return _rgba(data[: width * height * channels].reshape(height, width, channels))


def _check_size(width: int, height: int) -> None:
    if not 0 < width * height <= MOST_PIXELS:
        raise InkError(f"expected a picture of 1 to {MOST_PIXELS:,} pixels, got {width} x {height}")


def _png(raw: bytes) -> Pixels:
    """Pixels of PNG (W3C, "Portable Network Graphics (PNG) Specification", third edition)."""
    width, height, depth, colour, _, _, interlaced = struct.unpack(">IIBBBBB", raw[16:29])
    if depth != 8 or colour not in _CHANNELS or interlaced:
        raise InkError(f"{EXPECTED}, got PNG of {depth} bits, colour type {colour}, interlace {interlaced}")
    _check_size(width, height)
    packed = b""
    at = len(PNG)
    while at + 8 <= len(raw):
        (size,) = struct.unpack(">I", raw[at : at + 4])
        if raw[at + 4 : at + 8] == b"IDAT":
            packed += raw[at + 8 : at + 8 + size]
        at += 12 + size
    channels = _CHANNELS[colour]
    stride = width * channels
    # no more than the picture needs: a damaged or hostile file must not fill the memory
    data = np.frombuffer(zlib.decompressobj().decompress(packed, height * (stride + 1)), dtype=np.uint8)
    lines = data.reshape(height, stride + 1)
    result = np.zeros((height + 1, width + 1, channels), dtype=np.uint8)
    for number, line in enumerate(lines):
        own = line[1:].reshape(width, channels)
        _unfilter(int(line[0]), own, result[number], result[number + 1])
    return _rgba(result[1:, 1:])


def _unfilter(kind: int, coded: Pixels, above: Pixels, line: Pixels) -> None:
    """One row; `above` and `line` begin with a pixel of zeros."""
    if kind == 0:
        line[1:] = coded
    elif kind == 1:
        line[1:] = np.cumsum(coded, axis=0, dtype=np.uint8)
    elif kind == 2:
        line[1:] = coded + above[1:]
    elif kind in {3, 4}:
        for channel in range(coded.shape[1]):
            line[1:, channel] = _predicted(kind, coded[:, channel].tolist(), above[:, channel].tolist())
    else:
        raise InkError(f"expected PNG filters 0 to 4, got {kind}")


def _predicted(kind: int, coded: list[int], above: list[int]) -> list[int]:
    result = []
    left = 0
    for at, value in enumerate(coded):
        up, corner = above[at + 1], above[at]
        if kind == 3:
            guess = (left + up) // 2
        else:
            ahead, down, across = abs(up - corner), abs(left - corner), abs(left + up - 2 * corner)
            guess = left if ahead <= down and ahead <= across else up if down <= across else corner
        left = (value + guess) & 255
        result.append(left)
    return result


def _rgba(pixels: Pixels) -> Pixels:
    """Grey stays, all else gets four channels."""
    channels = pixels.shape[2]
    if channels == 1:
        return pixels[:, :, 0]
    colours = pixels if channels > 2 else np.repeat(pixels[:, :, :1], 3, axis=2)
    alpha = pixels[:, :, -1:] if channels in {2, 4} else np.full((*pixels.shape[:2], 1), 255, dtype=np.uint8)
    return np.concatenate((colours[:, :, :3], alpha), axis=2)
