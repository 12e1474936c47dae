"""Command line: `python -m inkling FILE...` reads ink (JSON) or pictures and prints what they say.

Pictures are .npy (uint8, [height, width] or [height, width, 4]), .png, .pgm and .ppm.
"""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path

from inkling.errors import InkError, InklingError
from inkling.ink import Ink
from inkling.model import load_policy
from inkling.native import OnnxRuntimeSession
from inkling.now import run_now
from inkling.picture_file import SUFFIXES, read_pixels
from inkling.reader import Reader
from inkling.reading import Reading
from inkling.segment_score import load_scorer


def main(arguments: list[str] | None = None) -> int:
    """Read each file; returns 0, or 1 when one could not be used (said on stderr, the others still read)."""
    parser = argparse.ArgumentParser(prog="python -m inkling", description=__doc__)
    parser.add_argument("files", nargs="+", type=Path, metavar="FILE", help="ink as JSON or a picture")
    parser.add_argument("--json", action="store_true", help="print each whole reading as one line of JSON")
    options = parser.parse_args(arguments)
    reader = Reader(OnnxRuntimeSession(), load_policy(), load_scorer())
    failed = False
    for path in options.files:
        try:
            reading = read_file(reader, path)
        except (InklingError, OSError) as error:
            print(f"{path}: {error}", file=sys.stderr)
            failed = True
            continue
        print(json.dumps(reading.to_dict()) if options.json else describe(path, reading))
    return int(failed)


def read_file(reader: Reader, path: Path) -> Reading:
    """Reading of strokes as JSON (a list of strokes, or an object with `strokes`) or of a picture.

    Raises InkError if the file holds neither, OSError if it cannot be opened.
    """
    if path.suffix.lower() in SUFFIXES:
        return run_now(reader.read_picture(read_pixels(path)))
    try:
        ink = json.loads(path.read_text(encoding="utf-8"))
    except ValueError as error:
        raise InkError(f"expected ink as JSON, got: {error}") from error
    strokes = ink.get("strokes") if isinstance(ink, dict) else ink
    if not isinstance(strokes, list):
        raise InkError(f"expected a list of strokes, got {type(strokes).__name__}")
    return run_now(reader.read(Ink.from_strokes(strokes)))


def describe(path: Path, reading: Reading) -> str:
    """One line for people."""
    if reading.verdict != "number":
        return f"{path}: {reading.message}"
    return f"{path}: {reading.text} ({reading.message.lower()}, {reading.confidence:.1%})"


if __name__ == "__main__":
    sys.exit(main())
