"""Payloads: what the build writes is what the page's own code reads back."""

from __future__ import annotations

import gzip
import hashlib
import json
import random
import subprocess
from pathlib import Path

import pytest

from inkling_build.assemble.payload import CHUNK_BYTES, encode_base32768, write_payload
from inkling_build.node import find_node

READ = Path(__file__).parent / "engine" / "read_payload.mjs"


def read_back(
    folder: Path, name: str, entry: dict[str, object], way: str
) -> subprocess.CompletedProcess[str]:
    request = json.dumps({"folder": str(folder), "name": name, "entry": entry, "way": way})
    return subprocess.run(
        [*find_node().node, str(READ)], input=request, capture_output=True, text=True, check=False
    )


@pytest.mark.parametrize("way", ["http", "file"])
@pytest.mark.parametrize("size", [0, 1, 14, 15, 16, 1000, 2 * CHUNK_BYTES + 7])
def test_the_page_reads_back_what_the_build_wrote(tmp_path: Path, size: int, way: str) -> None:
    data = random.Random(size).randbytes(size)  # noqa: S311 - only to have bytes
    payload = write_payload("some.wasm", data, tmp_path)
    done = read_back(tmp_path, "some.wasm", payload.entry, way)
    assert done.stderr == ""
    assert done.stdout == hashlib.sha256(data).hexdigest()


def test_names_and_entry_tell_what_is_inside(tmp_path: Path) -> None:
    entry = write_payload("a.txt", b"hello" * 100, tmp_path).entry
    packed = (tmp_path / entry["url"]).read_bytes()
    assert gzip.decompress(packed) == b"hello" * 100
    assert entry["bytes"] == len(packed)
    assert entry["sha256"] == hashlib.sha256(packed).hexdigest()
    assert entry["url"] == f"a/a.txt.{entry['sha256'][:12]}.bin"
    assert [chunk.split("/")[0] for chunk in entry["chunks"]] == ["f"]


def test_the_same_content_gives_the_same_files(tmp_path: Path) -> None:
    first, second = (write_payload("a", b"x" * 5000, tmp_path / folder) for folder in ("1", "2"))
    assert first.entry == second.entry
    path = first.entry["chunks"][0]
    assert (tmp_path / "1" / path).read_bytes() == (tmp_path / "2" / path).read_bytes()


def test_encoding_uses_fifteen_bits_a_unit_between_two_safe_blocks() -> None:
    text = encode_base32768(bytes(range(256)) * 3)
    assert len(text) == -(-256 * 3 * 8 // 15)
    assert all(0x4000 <= ord(unit) <= 0xBFFF for unit in text)


@pytest.mark.parametrize("way", ["http", "file"])
def test_a_flipped_bit_is_found(tmp_path: Path, way: str) -> None:
    entry = write_payload("some.bin", bytes(5000), tmp_path).entry
    path = tmp_path / (entry["url"] if way == "http" else entry["chunks"][0])
    damaged = bytearray(path.read_bytes())
    damaged[-20] ^= 1
    path.write_bytes(damaged)
    done = read_back(tmp_path, "some.bin", entry, way)
    assert done.stdout == ""
    assert done.stderr.startswith(
        f"The file some.bin is damaged: expected SHA-256 {entry['sha256'][:12]}…, got "
    )


def test_a_cut_file_is_found(tmp_path: Path) -> None:
    entry = write_payload("some.bin", bytes(5000), tmp_path).entry
    path = tmp_path / entry["url"]
    path.write_bytes(path.read_bytes()[:-4])
    done = read_back(tmp_path, "some.bin", entry, "http")
    assert done.stderr == (
        f"The file some.bin is damaged: expected {entry['bytes']} bytes, got {entry['bytes'] - 4} bytes."
    )
