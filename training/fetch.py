"""Fetches what can be fetched as it is: MNIST. For the sets that need converting, says where they lie.

A download that breaks off goes on where it stopped; a file counts only when what is in it has the right hash.
"""

from __future__ import annotations

import gzip
import hashlib
import sys
import urllib.error
import urllib.request
import zlib
from collections.abc import Callable, Sequence
from pathlib import Path

from training.data import DataError

MNIST_SOURCES = (
    "https://ossci-datasets.s3.amazonaws.com/mnist/",
    "https://storage.googleapis.com/cvdf-datasets/mnist/",
    "http://yann.lecun.com/exdb/mnist/",
)
"""Tried in order."""

MNIST_FILES = {
    "train-images-idx3-ubyte.gz": "ba891046e6505d7aadcbbe25680a0738ad16aec93bde7f9b65e87a2fc25776db",
    "train-labels-idx1-ubyte.gz": "65a50cbbf4e906d70832878ad85ccda5333a97f0f4c3dd2ef09a8a9eef7101c5",
    "t10k-images-idx3-ubyte.gz": "0fa7898d509279e482958e8ce81c8e77db3f2f8254e26661ceb7762c4d494ce7",
    "t10k-labels-idx1-ubyte.gz": "ff7bcfd416de33731a308c3f266cc351222c34898ecbeaf847f06e48f7ec33f2",
}
"""SHA-256 of what is inside the gzip file: the files themselves have been compressed anew by some mirrors."""

BY_HAND = {
    "Pendigits": "https://archive.ics.uci.edu/dataset/81 (pendigits-orig.tra.Z, pendigits-orig.tes.Z)",
    "UJI Pen Characters v2": "https://archive.ics.uci.edu/dataset/177",
    "UNIPEN train_r01_v07": "https://doi.org/10.5281/zenodo.1195803",
    "Quick, Draw!": "https://github.com/googlecreativelab/quickdraw-dataset",
    "Omniglot": "https://github.com/brendenlake/omniglot",
    "optdigits": "https://archive.ics.uci.edu/dataset/80",
    "Semeion": "https://archive.ics.uci.edu/dataset/178",
}
"""Sets to convert into the layout that training/data.py reads, and where they lie."""

BLOCK = 1 << 16
TIMEOUT = 30.0
"""Seconds without a byte."""

PARTIAL_CONTENT = 206
"""HTTP status of a reply that honours the Range asked for."""


def fetch(folder: Path, sources: Sequence[str] = MNIST_SOURCES, log: Callable[[str], None] = print) -> None:
    """MNIST into `folder/mnist`. Raises DataError when no source gives a right file."""
    (folder / "mnist").mkdir(parents=True, exist_ok=True)
    for name, expected in MNIST_FILES.items():
        path = folder / "mnist" / name
        if path.exists() and content_hash(path) == expected:
            log(f"{name}: there already")
            continue
        _from_any(path, expected, sources, log)
    log("To be fetched by hand and converted into the layout training/data.py describes:")
    for name, place in BY_HAND.items():
        log(f"  {name}: {place}")


def _from_any(path: Path, expected: str, sources: Sequence[str], log: Callable[[str], None]) -> None:
    failures = []
    for source in sources:
        partial = path.with_suffix(".partial")
        try:
            download(source + path.name, partial, log)
        except urllib.error.HTTPError as error:
            # a part from another mirror may be longer than this one's whole file
            partial.unlink(missing_ok=True)
            failures.append(f"{source}: {error}")
            continue
        except (OSError, urllib.error.URLError) as error:
            failures.append(f"{source}: {error}")
            continue
        got = content_hash(partial)
        if got == expected:
            partial.rename(path)
            return
        partial.unlink()
        failures.append(f"{source}: expected content with SHA-256 {expected}, got {got}")
    raise DataError(
        f"expected to download {path.name} from one of {len(sources)} sources, got\n  "
        + "\n  ".join(failures)
        + f"\nPut the file at {path} by hand, or point --data at a folder that has it."
    )


def download(address: str, path: Path, log: Callable[[str], None]) -> None:
    """The file at `address` into `path`, from where an earlier try stopped if the server can."""
    done = path.stat().st_size if path.exists() else 0
    request = urllib.request.Request(address, headers={"Range": f"bytes={done}-"} if done else {})  # noqa: S310
    with urllib.request.urlopen(request, timeout=TIMEOUT) as reply:  # noqa: S310
        goes_on = reply.status == PARTIAL_CONTENT
        total = int(reply.headers.get("Content-Length") or 0) + (done if goes_on else 0)
        with path.open("ab" if goes_on else "wb") as file:
            while block := reply.read(BLOCK):
                file.write(block)
                _progress(path.stem, file.tell(), total)
    log(f"{address}: {path.stat().st_size:,} bytes")


def _progress(name: str, done: int, total: int) -> None:
    if sys.stderr.isatty():
        share = f"{done / total:4.0%}" if total else f"{done:,} bytes"
        print(f"\r{name} {share}", end="" if done < total else "\n", file=sys.stderr, flush=True)


def content_hash(path: Path) -> str:
    """SHA-256 of what is inside a gzip file, or why there is none."""
    try:
        return hashlib.sha256(gzip.decompress(path.read_bytes())).hexdigest()
    except (OSError, EOFError, zlib.error) as error:
        return f"no gzip content ({error})"
