"""All figures of the committed model on sets it was neither trained nor chosen on, with numpy and onnxruntime.

Ink goes the product's way (`inkling.render.ink_planes`), pictures theirs (`inkling.raster.raster_image` and
`inkling.raster_views`).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from inkling.ink import Ink
from inkling.model import CARD_PATH, MODEL_PATH, load_policy
from inkling.native import OnnxRuntimeSession
from inkling.raster import raster_image
from inkling.raster_views import averaged, views_input
from inkling.render import ink_planes
from inkling.session import as_input
from training import data, metrics, outliers, splits
from training.data import Sample
from training.metrics import Floats, Ints

INK_SETS = ("pendigits_test", "uji_validation", "unipen_digits_validation")
"""Digits as ink, for reports only."""

PICTURE_SETS = ("optdigits_windep", "semeion")
"""Digits as pictures, for reports only, besides MNIST's t10k."""

CANVAS = 600.0
"""Side of the canvas in pixels that placement and size are tried on."""

PLACEMENTS = {
    "middle 60 %": (0.6, 0.5, 0.5),
    "25 % top left": (0.25, 0.0, 0.0),
    "25 % bottom right": (0.25, 1.0, 1.0),
    "90 %": (0.9, 0.5, 0.5),
    "8 %, a tiny one": (0.08, 0.3, 0.7),
}
"""Name -> size as a share of the canvas, and place across and down, 0 to 1."""

SCRIBBLES = 2000
SCRIBBLE_SEED = 20261122
BATCH = 256

PICTURE_AXES = 3
"""Axes of a batch of pictures without planes of headings."""


@dataclass(frozen=True, slots=True, eq=False)
class Scores:
    """digits float64 [n, 10] and kind float64 [n, 3], probabilities."""

    digits: Floats
    kind: Floats

    @property
    def one(self) -> Floats:
        """Probability that it is one digit, float64 [n]."""
        return self.kind[:, 0]


def score(session: OnnxRuntimeSession, images: Sequence[NDArray[np.uint8]]) -> Scores:
    """Probabilities of planes uint8 [5, 28, 28], or of pictures [28, 28] that no strokes are known of."""
    digits, kind = [], []
    for at in range(0, len(images), BATCH):
        batch = np.stack(images[at : at + BATCH])
        if batch.ndim == PICTURE_AXES:
            outputs = averaged(session.run_now(views_input(batch)))
        else:
            outputs = session.run_now(as_input(batch))
        digits.append(metrics.softmax(outputs.digits))
        kind.append(metrics.softmax(outputs.kind))
    return Scores(np.concatenate(digits), np.concatenate(kind))


def evaluate(
    folder: Path,
    model: Path = MODEL_PATH,
    card: Path = CARD_PATH,
    log: Callable[[str], None] = print,
    most: int | None = None,
) -> dict[str, Any]:
    """Every figure as plain data.

    folder: the data in the layout of `training.data`; most: samples of each set to look at, all if None.
    Raises training.data.DataError for data that is missing, inkling.errors.ModelError for the model.
    """
    session = OnnxRuntimeSession(model)
    policy = load_policy(card)
    ink: list[tuple[Scores, Ints]] = []
    sets: dict[str, Any] = {}
    for name, images, labels in _digit_sets(folder, most):
        log(f"reading {name}: {len(labels)} digits")
        scores = score(session, images)
        sets[name] = _accuracy(scores, labels, policy.digit_min)
        if name in INK_SETS:
            ink.append((scores, labels))
    pooled = Scores(
        np.concatenate([scores.digits for scores, _ in ink]), np.concatenate([s.kind for s, _ in ink])
    )
    truth = np.concatenate([labels for _, labels in ink])
    log("reading what is no digit")
    return {
        "sets": sets,
        "calibration": _calibration(pooled.digits, truth),
        "confusion": metrics.confusion(truth, pooled.digits.argmax(axis=1)).tolist(),
        "rejection": _rejection(session, folder, pooled, policy.digit_min, most),
        "placement": _placement(session, folder, log, most),
        "headings": _headings(session, folder, log, most),
    }


def accuracies(folder: Path, model: Path, card: Path) -> dict[str, Any]:
    """Only how many digits of each set are read right; arguments and errors as of `evaluate`."""
    session, policy = OnnxRuntimeSession(model), load_policy(card)
    return {
        name: _accuracy(score(session, images), labels, policy.digit_min)
        for name, images, labels in _digit_sets(folder)
    }


def _digit_sets(folder: Path, most: int | None = None) -> list[tuple[str, list[NDArray[np.uint8]], Ints]]:
    pictures = data.read_mnist(folder, "t10k")
    images = [raster_image(image) for image in pictures.images[:most]]
    result = [("mnist_test", images, pictures.labels[:most].astype(np.int64))]
    for name in INK_SETS:
        samples = _some(data.read_ink(folder, name), most)
        labels = np.array([int(sample.label) for sample in samples])
        result.append((name, [ink_planes(sample.ink) for sample in samples], labels))
    for name in PICTURE_SETS:
        pictures = data.read_pictures(folder, name)
        images = [raster_image(_framed(image)) for image in pictures.images[:most]]
        result.append((name, images, pictures.labels[:most].astype(np.int64)))
    return result


def _some(samples: list[Sample], most: int | None) -> list[Sample]:
    """`most` of the samples after a fixed shuffle, for the files are sorted by writer; all if None."""
    if most is None:
        return samples
    return [samples[i] for i in np.random.default_rng(0).permutation(len(samples))[:most]]


def _framed(image: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """With a border of paper, as a picture has one; these fill their frame to the edge."""
    bright = image if image.max() > 1 else image * np.uint8(255)
    return np.pad(bright, 2)


def _accuracy(scores: Scores, labels: Ints, digit_min: float) -> dict[str, Any]:
    right = scores.digits.argmax(axis=1) == labels
    low, high = metrics.wilson(int(right.sum()), len(labels))
    return {
        "digits": len(labels),
        "right": int(right.sum()),
        "accuracy": float(right.mean()),
        "interval": [low, high],
        "refused": float((scores.one < digit_min).mean()),
    }


def _calibration(probabilities: Floats, labels: Ints) -> dict[str, Any]:
    confidence = probabilities.max(axis=1)
    right = probabilities.argmax(axis=1) == labels

    def error(rows: Ints) -> float:
        return metrics.calibration_error(confidence[rows], right[rows])

    return {
        "digits": len(labels),
        "ece": metrics.calibration_error(confidence, right),
        "ece_interval": list(metrics.bootstrap(error, len(labels))),
        "nll": metrics.log_loss(probabilities, labels),
        "brier": metrics.brier(probabilities, labels),
        "bins": [list(part) for part in metrics.bins(confidence, right)],
    }


def _rejection(
    session: OnnxRuntimeSession, folder: Path, digits: Scores, digit_min: float, most: int | None
) -> dict[str, Any]:
    strict = float(np.quantile(digits.one, 0.01))
    rng = np.random.default_rng(SCRIBBLE_SEED)
    scribbles = [Ink.from_strokes(outliers.scribble(rng)) for _ in range(most or SCRIBBLES)]
    kinds: dict[str, list[Ink]] = {
        "letters": _others(folder, "unipen_letters_validation", most),
        "symbols": _others(folder, "unipen_symbols_validation", most),
        "doodles": _others(folder, "quickdraw", most, held=True),
        "alphabets": _others(folder, "omniglot_small", most, held=True),
        "scribbles": scribbles,
        "numbers": [sample.ink for sample in _some(data.read_ink(folder, "unipen_numbers_validation"), most)],
    }
    result: dict[str, Any] = {"digits_refused": float((digits.one < digit_min).mean())}
    for name, inks in kinds.items():
        scores = score(session, [ink_planes(ink) for ink in inks])
        result[name] = {
            "samples": len(inks),
            "auroc": metrics.auroc(digits.one, scores.one),
            "refused": float((scores.one < digit_min).mean()),
            "refused_at_one_per_cent": float((scores.one < strict).mean()),
            "called_several": float((scores.kind.argmax(axis=1) == 2).mean()),
        }
    return result


def _others(folder: Path, name: str, most: int | None, held: bool = False) -> list[Ink]:
    samples: list[Sample] = data.read_ink(folder, name)
    if held:
        samples = splits.split(samples, name)[1]
    return [sample.ink for sample in _some([s for s in samples if not data.is_lookalike(s, name)], most)]


def _placement(
    session: OnnxRuntimeSession, folder: Path, log: Callable[[str], None], most: int | None
) -> dict[str, float]:
    """Accuracy over all ink sets, drawn in whole canvas pixels at several sizes and places."""
    samples = [s for name in INK_SETS for s in _some(data.read_ink(folder, name), most)]
    labels = np.array([int(sample.label) for sample in samples])
    result = {}
    for name, (size, across, down) in PLACEMENTS.items():
        log(f"reading ink at {name}")
        images = [ink_planes(Ink.from_strokes(on_canvas(s.strokes, size, across, down))) for s in samples]
        result[name] = float((score(session, images).digits.argmax(axis=1) == labels).mean())
    return result


def _headings(
    session: OnnxRuntimeSession, folder: Path, log: Callable[[str], None], most: int | None
) -> dict[str, float]:
    """Accuracy over all ink sets as drawn, with every stroke the other way, and as pictures without headings."""
    log("reading ink without headings and with false ones")
    samples = [s for name in INK_SETS for s in _some(data.read_ink(folder, name), most)]
    labels = np.array([int(sample.label) for sample in samples])
    drawn = [ink_planes(sample.ink) for sample in samples]
    turned = [ink_planes(Ink.from_strokes([stroke[::-1] for stroke in s.strokes])) for s in samples]
    shown = {
        "as drawn": drawn,
        "every stroke the other way": turned,
        "as pictures": [one[0] for one in drawn],
    }
    return {
        name: float((score(session, images).digits.argmax(axis=1) == labels).mean())
        for name, images in shown.items()
    }


def on_canvas(
    strokes: Sequence[Floats], size: float, across: float, down: float
) -> list[NDArray[np.float64]]:
    """Strokes as a mouse gives them: whole pixels of a CANVAS square, `size` of it, placed 0..1 of the rest."""
    points = np.concatenate(list(strokes))
    low = points.min(axis=0)
    extent = points.max(axis=0) - low
    scale = size * CANVAS / max(float(extent.max()), np.finfo(np.float64).tiny)
    corner = (CANVAS - extent * scale) * np.array([across, down])
    return [np.rint((stroke - low) * scale + corner) for stroke in strokes]


def table(report: dict[str, Any]) -> str:
    """The report as lines of text."""
    lines = [f"{'set':26}{'digits':>8}{'right':>10}   {'95 % interval':18}{'refused':>9}"]
    for name, row in report["sets"].items():
        low, high = row["interval"]
        lines.append(
            f"{name:26}{row['digits']:8}{row['accuracy']:10.2%}   {f'{low:.2%} to {high:.2%}':18}"
            f"{row['refused']:9.2%}"
        )
    calibration = report["calibration"]
    low, high = calibration["ece_interval"]
    lines += [
        "",
        (
            f"pooled ink, {calibration['digits']} digits: ECE {calibration['ece']:.2%} ({low:.2%} to {high:.2%}), "
            f"NLL {calibration['nll']:.4f}, Brier {calibration['brier']:.4f}"
        ),
        "",
        f"{'not one digit':26}{'samples':>8}{'AUROC':>10}{'refused':>10}{'at 1 % of digits':>18}{'several':>10}",
    ]
    for name, row in report["rejection"].items():
        if isinstance(row, dict):
            lines.append(
                f"{name:26}{row['samples']:8}{row['auroc']:10.4f}{row['refused']:10.1%}"
                f"{row['refused_at_one_per_cent']:18.1%}{row['called_several']:10.1%}"
            )
    lines += ["", "ink drawn in whole pixels at"]
    lines += [f"  {name:24}{value:8.2%}" for name, value in report["placement"].items()]
    lines += ["", "ink with its headings"]
    lines += [f"  {name:24}{value:8.2%}" for name, value in report["headings"].items()]
    return "\n".join(lines)
