"""dist/ is built again exactly when its sources or its own files have changed."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from inkling_build.fingerprint import fingerprint
from inkling_build.site import is_built, note_built


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    root = tmp_path / "tree"
    (root / "inner").mkdir(parents=True)
    (root / "a.txt").write_text("one", encoding="utf-8")
    (root / "inner" / "b.txt").write_text("two", encoding="utf-8")
    return root


CHANGES: dict[str, Callable[[Path], object]] = {
    "content": lambda root: (root / "a.txt").write_text("One", encoding="utf-8"),
    "name": lambda root: (root / "a.txt").rename(root / "c.txt"),
    "more": lambda root: (root / "inner" / "c.txt").touch(),
    "less": lambda root: (root / "inner" / "b.txt").unlink(),
    "moved": lambda root: (root / "inner" / "b.txt").rename(root / "b.txt"),
    "gone": shutil.rmtree,
}


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_every_change_gives_another_fingerprint(tree: Path, change: Callable[[Path], object]) -> None:
    before = fingerprint([tree])
    change(tree)
    assert fingerprint([tree]) != before


def test_a_copy_elsewhere_and_what_running_leaves_change_nothing(tree: Path, tmp_path: Path) -> None:
    copy = tmp_path / "elsewhere" / "tree"
    shutil.copytree(tree, copy)
    for name in ("__pycache__", "node_modules"):
        (copy / name).mkdir()
        (copy / name / "left.over").touch()
    assert fingerprint([copy]) == fingerprint([tree])


def test_what_was_built_is_not_built_again(tree: Path, tmp_path: Path) -> None:
    stamp = tmp_path / "cache" / "stamp"
    assert not is_built(tree, "sources", stamp)
    note_built(tree, "sources", stamp)
    assert is_built(tree, "sources", stamp)
    assert not is_built(tree, "other sources", stamp)


def test_a_damaged_or_deleted_build_is_noticed(tree: Path, tmp_path: Path) -> None:
    note_built(tree, "sources", tmp_path / "stamp")
    (tree / "a.txt").write_text("damaged", encoding="utf-8")
    assert not is_built(tree, "sources", tmp_path / "stamp")
    shutil.rmtree(tree)
    assert not is_built(tree, "sources", tmp_path / "stamp")
