"""Splits, look-alikes, augmentation and made-up outliers, on made-up ink."""

from __future__ import annotations

import gzip
import json
from pathlib import Path

import numpy as np
import pytest

from training import cache, data, evaluate, jitter, made_ones, outliers, splits
from training.data import DataError, Sample

SEVEN = (np.array([[0.0, 0.0], [40.0, 0.0], [18.0, 60.0]]),)
CROSS = (np.array([[0.0, 0.0], [50.0, 80.0]]), np.array([[50.0, 0.0], [0.0, 80.0]]))


def made(writer: str, contributor: str, label: str = "7") -> Sample:
    return Sample(f"{writer}-{label}", label, writer, contributor, SEVEN)


def test_no_writer_is_on_both_sides_of_a_split() -> None:
    samples = [made(f"w{number % 50}", "train", str(number % 10)) for number in range(500)]
    kept, held = splits.split(samples, "pendigits_train")
    assert kept
    assert held
    assert {s.writer for s in kept}.isdisjoint({s.writer for s in held})


def test_unipen_is_split_by_contributor_alike_in_all_its_sets() -> None:
    samples = [made("w1", "gmd"), made("w2", "apa"), made("w3", "uqb"), made("w4", "syn")]
    for name in ("unipen_digits_train", "unipen_letters_train", "unipen_symbols_train"):
        kept, held = splits.split(samples, name)
        assert [s.set for s in kept] == ["apa", "syn"]
        assert [s.set for s in held] == ["gmd", "uqb"]


def test_no_writer_is_held_out_in_two_folds() -> None:
    samples = [made(f"w{number}", "train") for number in range(200)]
    for name in splits.HELD_SHARE:
        held = [{s.writer for s in splits.split(samples, name, fold)[1]} for fold in range(len(splits.FOLDS))]
        assert all(held)
        assert len(set.union(*held)) == sum(map(len, held))
    contributors = [fold.contributors for fold in splits.FOLDS]
    assert len(frozenset.union(*contributors)) == sum(map(len, contributors))


def test_what_only_the_report_sees_is_held_out_in_every_fold() -> None:
    samples = [made(f"w{number}", "train") for number in range(200)]
    for name in splits.REPORTED_SHARE:
        held = [{s.writer for s in splits.split(samples, name, fold)[1]} for fold in range(len(splits.FOLDS))]
        assert held[0]
        assert all(one == held[0] for one in held)


def test_folds_hold_out_different_pictures_of_mnist() -> None:
    parts = [np.arange(60000)[splits.mnist_held(60000, fold)] for fold in range(len(splits.FOLDS))]
    assert parts[0][-1] == 59999
    assert [len(part) for part in parts] == [splits.MNIST_HELD] * len(parts)
    assert len(np.unique(np.concatenate(parts))) == splits.MNIST_HELD * len(parts)


@pytest.mark.parametrize(
    ("name", "label", "expected"),
    [
        ("unipen_letters_train", "O", True),
        ("unipen_letters_train", "A", False),
        ("unipen_symbols_validation", "|", True),
        ("unipen_symbols_validation", "+", False),
        ("quickdraw", "circle", True),
        ("quickdraw", "cat", False),
        ("omniglot_small", "Korean/character03", True),
        ("omniglot_small", "Greek/character01", False),
        ("pendigits_train", "0", False),
    ],
)
def test_lookalikes(name: str, label: str, expected: bool) -> None:
    assert data.is_lookalike(made("w", "s", label), name) is expected


def test_ink_is_read_back(tmp_path: Path) -> None:
    row = {"id": "a-1", "label": "7", "writer": "w", "set": "s", "strokes": [[[0, 0], [4, 0]], []]}
    with gzip.open(tmp_path / "some.jsonl.gz", "wt") as file:
        file.write(json.dumps(row) + "\n")
    (sample,) = data.read_ink(tmp_path, "some")
    assert (sample.id, sample.label, sample.writer, sample.set) == ("a-1", "7", "w", "s")
    assert [stroke.tolist() for stroke in sample.strokes] == [[[0.0, 0.0], [4.0, 0.0]]]


def test_missing_data_is_named(tmp_path: Path) -> None:
    with pytest.raises(DataError, match=r"expected ink data at .*other\.jsonl\.gz, found no such file"):
        data.read_ink(tmp_path, "other")


def test_damaged_mnist_is_named(tmp_path: Path) -> None:
    folder = tmp_path / "mnist"
    folder.mkdir()
    (folder / "train-images-idx3-ubyte.gz").write_bytes(
        gzip.compress(np.array([7, 0, 0, 0], ">i4").tobytes())
    )
    with pytest.raises(DataError, match=r"expected IDX magic 2051 in .*train-images.*, got 7"):
        data.read_mnist(tmp_path, "train")


def test_jitter_is_decided_by_the_seed() -> None:
    first = [jitter.jitter(list(CROSS), np.random.default_rng(5)) for _ in range(2)]
    other = jitter.jitter(list(CROSS), np.random.default_rng(6))
    assert all(np.array_equal(a, b) for a, b in zip(*first, strict=True))
    assert not all(np.array_equal(a, b) for a, b in zip(first[0], other, strict=True))


def test_jitter_keeps_ink_near_the_unit_square() -> None:
    rng = np.random.default_rng(0)
    for _ in range(200):
        points = np.concatenate(jitter.jitter(list(SEVEN), rng))
        assert np.isfinite(points).all()
        assert 0.8 < np.ptp(points, axis=0).max() < 1.2


def test_staircase_lies_on_its_grid() -> None:
    (stroke,) = jitter.staircase([np.array([[0.11, 0.49], [0.9, 1.0]])], 10.0)
    assert stroke.tolist() == [[0.1, 0.5], [0.9, 1.0]]


def test_thin_out_keeps_both_ends() -> None:
    stroke = np.stack((np.arange(50.0), np.arange(50.0)), axis=1)
    thin = jitter.thin_out(stroke, 5)
    assert len(thin) == 5
    assert thin[[0, -1]].tolist() == [[0.0, 0.0], [49.0, 49.0]]


def test_a_part_of_a_digit_is_less_ink_or_a_scribble() -> None:
    rng = np.random.default_rng(1)
    ring = np.linspace(0.0, 2.0 * np.pi, 101)
    zero = [np.stack((np.cos(ring), np.sin(ring)), axis=1)]
    parts = [outliers.part_of(zero, rng) for _ in range(20)]
    kept = [part for part in parts if len(part) == 1 and any((part[0][0] == zero[0]).all(axis=1))]
    assert len(kept) > 10
    assert all(0.2 * 101 < len(part[0]) < 0.65 * 101 for part in kept)


def test_several_digits_stand_side_by_side() -> None:
    rng = np.random.default_rng(2)
    for _ in range(50):
        strokes = outliers.several([list(SEVEN), list(SEVEN)], rng)
        first, second = strokes[0].mean(axis=0), strokes[1].mean(axis=0)
        assert second[0] > first[0]
    with pytest.raises(ValueError, match="expected at least two digits, got 1"):
        outliers.several([list(SEVEN)], rng)


def test_pictures_come_from_the_cache_the_second_time(tmp_path: Path) -> None:
    samples = [made("w1", "s"), made("w2", "s", "1")]
    first = cache.build("some", samples, 3, cache.digit, tmp_path, seed=1, workers=1)
    (path,) = tmp_path.iterdir()
    written = path.stat().st_mtime_ns
    again = cache.build("some", samples, 3, cache.digit, tmp_path, seed=1, workers=1)
    assert path.stat().st_mtime_ns == written
    assert first.images.shape == (2, 3, 5, 28, 28)
    assert first.labels.tolist() == [7, 1]
    assert np.array_equal(first.images, again.images)
    other = cache.build("some", samples, 3, cache.digit, tmp_path, seed=2, workers=1)
    assert not np.array_equal(first.images, other.images)


def test_ink_on_the_canvas_is_whole_pixels_of_the_size_and_place_asked_for() -> None:
    strokes = evaluate.on_canvas(SEVEN, size=0.25, across=1.0, down=1.0)
    points = np.concatenate(strokes)
    assert np.array_equal(points, np.rint(points))
    assert points.max(axis=0).tolist() == [600.0, 600.0]
    assert np.ptp(points, axis=0).tolist() == [100.0, 150.0]


def test_straight_ones_stand_upright_and_are_one_long() -> None:
    rng = np.random.default_rng(5)
    for _ in range(200):
        strokes = made_ones.straight_one(rng)
        points = np.concatenate(strokes)
        wide, high = np.ptp(points, axis=0)
        assert high > wide
        assert 0.7 < high < 1.1
