"""Fits `inkling.segment_score` on composed numbers: `python -m training.fit_numbers --data DIR`, after `seeds`.

The loss is the negative log odds of the right paths of a lattice against all its paths, with gradients by the
forward-backward algorithm (`training.crf`). Numbers are composed of digits that the model reading them has not seen:
each fold's held-out writers', read by the twin without them. For each fold there is also a scorer that has not seen its
numbers; these judge the recipe, and together they calibrate the whole number's confidence.
"""

from __future__ import annotations

import argparse
import copy
import json
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn

from inkling.lattice import Lattice
from inkling.native import OnnxRuntimeSession
from inkling.number import lattices_of
from inkling.reader import Reader
from inkling.segment_features import FEATURES
from inkling.segment_score import LABELS, SCORER_PATH, allowed, load_scorer
from training import compose_marks, compose_styles
from training.calibrate_numbers import IDENTITY, Calibration, calibrate, readings
from training.compose import Composed
from training.crf import Batch, Graph, graph_of
from training.data import CACHE
from training.number_scores import line_features
from training.number_truth import Truth, truth_of
from training.number_unseen import Unseen, shares, twin_folders, unseen

LABEL_OF = {"-": "minus", ".": "point", ",": "comma", "junk": "mark"}
"""Labels of elements that are no digits."""

STYLED_SHARE = 0.7
"""Share of the numbers to fit whose hand is changed: that makes many writers of few."""

HIDDEN = 64
MEMBERS = 3
"""Perceptrons whose scores are averaged; together they are one perceptron with so many times the hidden units."""

RATE = 4e-3
DECAY = 1e-2
BATCH = 64
CALIBRATION = 4000
"""Composed numbers for the calibration."""

LEAST_SPREAD = 1e-3
"""Least standard deviation a feature is divided by."""


@dataclass(frozen=True, slots=True, eq=False)
class Example:
    """A graph with features float64 [groups, features] and the right labels, bool [groups, labels]."""

    graph: Graph
    features: NDArray[np.float64]
    right: NDArray[np.bool_]


def corpus(part: Unseen, count: int, seed: int, style: float) -> list[Composed]:
    """`count` numbers of every kind; writers take turns; a share restyled."""
    rng = np.random.default_rng(seed)
    result = []
    for index in range(count):
        hand = part.hands[index % len(part.hands)]
        if rng.random() < style:
            hand = compose_styles.styled(hand, rng)
        result.append(compose_marks.mixed(hand, rng, part.junk, part.signs))
    return result


def examples(composed: Sequence[Composed], session: OnnxRuntimeSession) -> list[Example]:
    """Examples whose truth is in their lattice; others teach nothing."""
    result = []
    for at in range(0, len(composed), BATCH):
        labelled = [pair for number in composed[at : at + BATCH] for pair in _labelled(number)]
        tables = line_features([graph for graph, _ in labelled], session)
        for (graph, right), features in zip(labelled, tables, strict=True):
            example = Example(graph_of(graph), features, right & allowed(features))
            if _has_right_path(example):
                result.append(example)
    return result


def _labelled(number: Composed) -> list[tuple[Lattice, NDArray[np.bool_]]]:
    """Lattices of a number's lines with `right_labels`; none where lines are not told apart."""
    graphs = lattices_of(number.ink)
    if len(graphs) != 1 + max(element.line for element in number.elements):
        return []
    truths = [truth_of(graph, number) for graph in graphs]
    return [
        (graph, right_labels(truth, number))
        for graph, truth in zip(graphs, truths, strict=True)
        if truth.reachable
    ]


def _has_right_path(example: Example) -> bool:
    total, _ = Batch([example.graph]).totals_and_shares(np.where(example.right, 0.0, -np.inf))
    return bool(np.isfinite(total[0]))


def right_labels(truth: Truth, number: Composed) -> NDArray[np.bool_]:
    """Bool [groups, labels]: labels under which a group is part of a right path."""
    result = np.zeros((len(truth.element), len(LABELS)), dtype=np.bool_)
    for row, element in enumerate(truth.element.tolist()):
        if element >= 0:
            label = LABEL_OF.get(number.elements[element].label, "digit")
            result[row, LABELS.index(label)] = True
    result[truth.is_ligature, LABELS.index("ligature")] = True
    return result


class Perceptron(nn.Module):
    """The scorer with gradients."""

    def __init__(self, features: NDArray[np.float64]) -> None:
        super().__init__()
        self.mean = torch.tensor(features.mean(axis=0))
        self.spread = torch.tensor(np.maximum(features.std(axis=0), LEAST_SPREAD))
        self.inner = nn.Linear(len(FEATURES), HIDDEN, dtype=torch.float64)
        self.outer = nn.Linear(HIDDEN, len(LABELS), dtype=torch.float64)

    def forward(self, features: Tensor) -> Tensor:
        """Scores [groups, labels], also of labels that are not allowed."""
        hidden = torch.relu(self.inner((features - self.mean) / self.spread))
        scores: Tensor = self.outer(hidden)
        return scores


def averaged(members: Sequence[Perceptron]) -> Perceptron:
    """One perceptron whose scores are the mean of the members', which see the same features."""
    result = copy.deepcopy(members[0])
    count = len(members)
    result.inner.weight = nn.Parameter(torch.cat([member.inner.weight for member in members]))
    result.inner.bias = nn.Parameter(torch.cat([member.inner.bias for member in members]))
    result.outer.weight = nn.Parameter(torch.cat([member.outer.weight for member in members], dim=1) / count)
    result.outer.bias = nn.Parameter(torch.stack([member.outer.bias for member in members]).mean(dim=0))
    return result


def losses_and_gradient(
    batch: Sequence[Example], scores: NDArray[np.float64]
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Negative log odds of the right paths of each example, and the gradient of their sum by the scores."""
    graphs = Batch([example.graph for example in batch])
    possible = np.concatenate([allowed(example.features) for example in batch])
    right = np.concatenate([example.right for example in batch])
    total, share = graphs.totals_and_shares(np.where(possible, scores, -np.inf))
    good, good_share = graphs.totals_and_shares(np.where(right, scores, -np.inf))
    return total - good, share - good_share


def fit(train: Sequence[Example], epochs: int, seed: int) -> Perceptron:
    """The perceptron with the least loss."""
    torch.manual_seed(seed)
    torch.set_num_threads(1)  # the matrices are small: threads would only wait for each other
    rng = np.random.default_rng(seed)
    model = Perceptron(np.concatenate([example.features for example in train]))
    steps = epochs * -(-len(train) // BATCH)
    optimiser = torch.optim.AdamW(model.parameters(), lr=RATE, weight_decay=DECAY)
    schedule = torch.optim.lr_scheduler.CosineAnnealingLR(optimiser, steps)
    for epoch in range(epochs):
        losses = []
        order = rng.permutation(len(train))
        for at in range(0, len(order), BATCH):
            batch = [train[i] for i in order[at : at + BATCH]]
            losses.append(_step(model, batch, optimiser))
            schedule.step()
        print(f"  epoch {epoch + 1:2}: loss {np.mean(losses):.4f}", flush=True)
    return model


def fit_all(train: Sequence[Example], epochs: int, seed: int) -> Perceptron:
    """MEMBERS perceptrons in one."""
    return averaged([fit(train, epochs, seed + at) for at in range(MEMBERS)])


def _step(model: Perceptron, batch: Sequence[Example], optimiser: torch.optim.Optimizer) -> float:
    scores = model(torch.tensor(np.concatenate([example.features for example in batch])))
    losses, gradient = losses_and_gradient(batch, scores.detach().numpy())
    optimiser.zero_grad()
    scores.backward(torch.tensor(gradient / len(batch)))
    optimiser.step()
    return float(losses.mean())


def mean_loss(model: Perceptron, watch: Sequence[Example]) -> float:
    """Mean loss, nothing fitted."""
    losses = []
    with torch.no_grad():
        for at in range(0, len(watch), BATCH):
            batch = watch[at : at + BATCH]
            scores = model(torch.tensor(np.concatenate([example.features for example in batch])))
            losses.append(losses_and_gradient(batch, scores.numpy())[0])
    return float(np.concatenate(losses).mean())


def save(
    model: Perceptron, calibration: Calibration, made_by: dict[str, object], path: Path = SCORER_PATH
) -> None:
    """Write the scorer."""

    def plain(values: Tensor) -> list[float]:
        rounded: list[float] = np.round(values.detach().numpy(), 5).tolist()
        return rounded

    card = {
        "features": FEATURES,
        "labels": LABELS,
        "mean": plain(model.mean),
        "spread": plain(model.spread),
        "inner": plain(model.inner.weight.T),
        "inner_bias": plain(model.inner.bias),
        "outer": plain(model.outer.weight.T),
        "outer_bias": plain(model.outer.bias),
        "calibration": calibration,
        "made_by": made_by,
    }
    path.write_text(json.dumps(card) + "\n", encoding="utf-8")


def plain_numbers(part: Unseen, count: int, seed: int) -> list[Composed]:
    """What a confidence is calibrated on: numbers as they are mostly written, writers taking turns."""
    rng = np.random.default_rng(seed)
    return [compose_marks.plain(part.hands[index % len(part.hands)], rng) for index in range(count)]


def main(arguments: list[str] | None = None) -> int:
    """Compose, fit, calibrate, save."""
    parser = argparse.ArgumentParser(prog="python -m training.fit_numbers", description=__doc__)
    parser.add_argument("--data", type=Path, required=True, metavar="DIR")
    parser.add_argument("--runs", type=Path, default=CACHE, metavar="DIR", help="where the twins lie")
    parser.add_argument("--numbers", type=int, default=20000)
    parser.add_argument("--epochs", type=int, default=12)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args(arguments)
    parts = [unseen(options.data, folder) for folder in twin_folders(options.runs)]
    counts = shares(parts, options.numbers)
    tables = [
        examples(corpus(part, count, options.seed + at, STYLED_SHARE), part.session)
        for at, (part, count) in enumerate(zip(parts, counts, strict=True))
    ]
    print(f"lattices of each fold: {[len(table) for table in tables]}", flush=True)
    made_by = {
        "numbers": options.numbers,
        "epochs": options.epochs,
        "seed": options.seed,
        "hidden": HIDDEN,
        "members": MEMBERS,
        "twins_sha256": [part.digest for part in parts],
    }
    alone = []
    for at, part in enumerate(parts):
        others = [example for other, table in enumerate(tables) if other != at for example in table]
        alone.append(fit_all(others, options.epochs, options.seed))
        print(f"without fold {at + 1}: loss on it {mean_loss(alone[-1], tables[at]):.4f}", flush=True)
        save(alone[-1], IDENTITY, made_by, part.folder / SCORER_PATH.name)
    odds, right = [], []
    for at, (part, count) in enumerate(zip(parts, shares(parts, CALIBRATION), strict=True)):
        reader = Reader(part.session, part.policy, load_scorer(part.folder / SCORER_PATH.name))
        found = readings(reader, plain_numbers(part, count, options.seed + at))
        print(f"fold {at + 1}: {found[1].mean():.2%} of {len(found[1])} numbers right", flush=True)
        odds.append(found[0])
        right.append(found[1])
    calibration = calibrate(np.concatenate(odds), np.concatenate(right))
    print(f"calibration {calibration}", flush=True)
    for part, model in zip(parts, alone, strict=True):
        save(model, calibration, made_by, part.folder / SCORER_PATH.name)
    save(
        fit_all([example for table in tables for example in table], options.epochs, options.seed),
        calibration,
        made_by,
    )
    return 0


if __name__ == "__main__":
    sys.exit(main())
