"""A pinned file: the hash decides, sources are tried in order, damage heals."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest

from inkling_build.errors import BuildError
from inkling_build.pinned_file import PinnedFile, Source, SourceError, obtain

CONTENT = b"numpy for the browser"
WANTED = PinnedFile("numpy.whl", hashlib.sha256(CONTENT).hexdigest())


class Recorder:
    """Sources that note that they were asked."""

    def __init__(self) -> None:
        self.asked: list[str] = []

    def gives(self, name: str, data: bytes) -> Source:
        def read(wanted: PinnedFile) -> bytes:
            assert wanted == WANTED
            self.asked.append(name)
            return data

        return Source(name, read)

    def fails(self, name: str, why: str) -> Source:
        def read(_wanted: PinnedFile) -> bytes:
            self.asked.append(name)
            raise SourceError(why)

        return Source(name, read)


def test_sources_are_tried_in_order_until_one_has_the_file(tmp_path: Path) -> None:
    record = Recorder()
    sources = [record.fails("a", "gone"), record.gives("b", CONTENT), record.gives("c", CONTENT)]
    path = obtain(WANTED, tmp_path / "cache", sources)
    assert path == tmp_path / "cache" / "numpy.whl"
    assert path.read_bytes() == CONTENT
    assert record.asked == ["a", "b"]


def test_a_source_with_other_bytes_is_passed_over(tmp_path: Path) -> None:
    record = Recorder()
    path = obtain(WANTED, tmp_path, [record.gives("a", b"<html>not here</html>"), record.gives("b", CONTENT)])
    assert path.read_bytes() == CONTENT
    assert record.asked == ["a", "b"]


def test_a_right_file_in_the_cache_asks_no_source(tmp_path: Path) -> None:
    (tmp_path / WANTED.name).write_bytes(CONTENT)
    assert obtain(WANTED, tmp_path, []).read_bytes() == CONTENT


def test_a_damaged_cache_is_said_and_fetched_again(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / WANTED.name
    path.write_bytes(CONTENT[:-1])
    assert obtain(WANTED, tmp_path, [Recorder().gives("a", CONTENT)]).read_bytes() == CONTENT
    assert f"{path} is damaged" in capsys.readouterr().out


def test_the_error_names_what_was_expected_and_what_each_source_gave(tmp_path: Path) -> None:
    record = Recorder()
    wrong = hashlib.sha256(b"other").hexdigest()
    with pytest.raises(BuildError) as caught:
        obtain(
            WANTED, tmp_path, [record.fails("the CDN", "answered 404"), record.gives("the wheel", b"other")]
        )
    assert str(caught.value) == (
        f"expected numpy.whl with SHA-256 {WANTED.sha256}, but no source has it:"
        f"\n  the CDN: answered 404\n  the wheel: got 5 bytes with SHA-256 {wrong}"
    )
    assert list(tmp_path.iterdir()) == []
