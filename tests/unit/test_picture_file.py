"""Picture files: PNG of every filter, PGM and PPM, and what is refused."""

from pathlib import Path

import numpy as np
import pytest

from inkling import InkError, __main__
from inkling.picture_file import read_pixels
from tests.unit.pictures import painted, png
from tests.unit.test_number_reading import number

PIXELS = np.random.default_rng(3).integers(0, 256, (7, 5, 4)).astype(np.uint8)


@pytest.mark.parametrize("kind", range(5))
def test_png(tmp_path: Path, kind: int) -> None:
    path = tmp_path / "picture.png"
    path.write_bytes(png(PIXELS, kind))
    assert np.array_equal(read_pixels(path), PIXELS)
    path.write_bytes(png(PIXELS[:, :, :1], kind))
    assert np.array_equal(read_pixels(path), PIXELS[:, :, 0])
    path.write_bytes(png(PIXELS[:, :, :3], kind))
    opaque = read_pixels(path)
    assert np.array_equal(opaque[:, :, :3], PIXELS[:, :, :3])
    assert (opaque[:, :, 3] == 255).all()
    path.write_bytes(png(PIXELS[:, :, :2], kind))
    assert np.array_equal(read_pixels(path), PIXELS[:, :, [0, 0, 0, 1]])


def test_netpbm(tmp_path: Path) -> None:
    path = tmp_path / "picture.pgm"
    path.write_bytes(b"P5 # made by hand\n5 7\n255\n" + PIXELS[:, :, 0].tobytes())
    assert np.array_equal(read_pixels(path), PIXELS[:, :, 0])
    path.write_bytes(b"P6\n5 7\n255\n" + PIXELS[:, :, :3].tobytes())
    assert np.array_equal(read_pixels(path)[:, :, :3], PIXELS[:, :, :3])


@pytest.mark.parametrize(
    ("raw", "message"),
    [
        (b"GIF89a..", "expected a picture as .npy, .* got a file that starts with b'GIF89a..'"),
        (b"", "got a file that starts with b''"),
        (png(PIXELS, depth=16), "got PNG of 16 bits, colour type 6, interlace 0"),
        (png(PIXELS)[:20], "got damaged PNG"),
        (png(PIXELS)[:60], "got damaged PNG"),
        (b"P5 5 7 65535\n", "got a PGM or PPM header of b'P5 5 7 65535'"),
        (b"P5 5 0 255\n", "expected a picture of 1 to 100,000,000 pixels, got 5 x 0"),
        (b"P5 5 7 255\nabc", "expected 35 bytes of pixels, got 3"),
        (b"P6 # never ends", "got a PGM or PPM header"),
    ],
)
def test_what_cannot_be_read_is_named(tmp_path: Path, raw: bytes, message: str) -> None:
    path = tmp_path / "picture.png"
    path.write_bytes(raw)
    with pytest.raises(InkError, match=message):
        read_pixels(path)


def test_the_command_line_reads_a_picture(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "number.PNG"
    path.write_bytes(png(painted(number("2026"))[:, :, None], 4))
    assert __main__.main([str(path)]) == 0
    assert capsys.readouterr().out.startswith(f"{path}: 2026 (")
