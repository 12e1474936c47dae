"""Fits `inkling.segment_score` on composed numbers: `python -m training.fit_numbers --data DIR`.

The loss is the negative log odds of the right paths of a lattice against all its paths, with gradients by the
forward-backward algorithm (Lafferty, McCallum, Pereira, ICML 2001). One part of the held-out writers, with as
many training writers, is for the fit; the other part calibrates the whole number's confidence.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn

from inkling import lattice as lattices
from inkling.lattice import Lattice
from inkling.model import load_policy
from inkling.native import OnnxRuntimeSession
from inkling.number import lattices_of
from inkling.reader import Reader
from inkling.segment_features import FEATURES
from inkling.segment_score import LABELS, SCORER_PATH, allowed, load_scorer
from training import compose, compose_marks, data, outliers, splits
from training.calibrate_numbers import IDENTITY, calibrate, readings
from training.compose import Composed
from training.data import Sample
from training.jitter import Strokes
from training.number_scores import line_features
from training.number_truth import Truth, truth_of
from training.number_writers import first_half, second_half

LABEL_OF = {"-": "minus", ".": "point", ",": "comma", "junk": "mark"}
"""Labels of elements that are no digits."""

HIDDEN = 32
RATE = 4e-3
DECAY = 1e-2
BATCH = 64
SCRIBBLE_SHARE = 0.25
"""Scribbles made up for each piece of real ink that is no digit."""

CALIBRATION = 2500
"""Composed numbers for the calibration."""

LEAST_SPREAD = 1e-3
"""Least standard deviation a feature is divided by."""


@dataclass(frozen=True, slots=True, eq=False)
class Example:
    """A lattice with features float64 [groups, features] and the right labels, bool [groups, labels]."""

    lattice: Lattice
    features: NDArray[np.float64]
    right: NDArray[np.bool_]


def junk(folder: Path, held: bool, seed: int) -> list[Strokes]:
    """Ink that is no digit: letters, symbols, doodles without look-alikes, and scribbles."""
    result: list[Strokes] = []
    for name in ("unipen_letters_train", "unipen_symbols_train", "quickdraw", "omniglot_small"):
        part = splits.split(data.read_ink(folder, name), name)[int(held)]
        result += [list(sample.strokes) for sample in part if not data.is_lookalike(sample, name)]
    rng = np.random.default_rng(seed)
    return result + [outliers.scribble(rng) for _ in range(int(SCRIBBLE_SHARE * len(result)))]


def corpus(
    pools: Sequence[Sequence[Sample]], other: Sequence[Strokes], count: int, seed: int
) -> list[Composed]:
    """`count` composed numbers of every kind; pools of writers, and writers of a pool, take turns."""
    hands = [[hand for _, hand in sorted(compose.hands(pool).items())] for pool in pools]
    rng = np.random.default_rng(seed)
    result = []
    for index in range(count):
        turn, pool = divmod(index, len(pools))
        result.append(compose_marks.mixed(hands[pool][turn % len(hands[pool])], rng, other))
    return result


def examples(composed: Sequence[Composed], session: OnnxRuntimeSession) -> list[Example]:
    """Examples whose truth is in their lattice; others teach nothing."""
    result = []
    for number in composed:
        graphs = lattices_of(number.ink)
        if len(graphs) != 1 + max(element.line for element in number.elements):
            continue
        tables = line_features(graphs, session)
        for graph, features in zip(graphs, tables, strict=True):
            truth = truth_of(graph, number)
            right = right_labels(truth, number) & allowed(features)
            if truth.reachable and np.isfinite(_total(graph, np.where(right, 0.0, -np.inf))):
                result.append(Example(graph, features, right))
    return result


def right_labels(truth: Truth, number: Composed) -> NDArray[np.bool_]:
    """Bool [groups, labels]: labels under which a group is part of a right path."""
    result = np.zeros((len(truth.element), len(LABELS)), dtype=np.bool_)
    for row, element in enumerate(truth.element.tolist()):
        if element >= 0:
            label = LABEL_OF.get(number.elements[element].label, "digit")
            result[row, LABELS.index(label)] = True
    result[truth.is_ligature, LABELS.index("ligature")] = True
    return result


def _total(graph: Lattice, scores: NDArray[np.float64]) -> float:
    with np.errstate(divide="ignore", invalid="ignore"):
        return forward(graph, scores)[0]


def forward(graph: Lattice, scores: NDArray[np.float64]) -> tuple[float, NDArray[np.float64]]:
    """Log of the sum over paths, and each (group, label)'s share of it: float64 [groups, labels]."""
    peak = np.maximum(scores.max(axis=1), -1e30)
    summed = peak + np.log(np.exp(scores - peak[:, None]).sum(axis=1))
    edge = summed.tolist()
    ahead = np.full(len(graph.states), -np.inf)
    back = np.full(len(graph.states), -np.inf)
    ahead[0], back[-1] = 0.0, 0.0
    for state, after, group in graph.edges:
        ahead[after] = np.logaddexp(ahead[after], ahead[state] + edge[group])
    for state, after, group in reversed(graph.edges):
        back[state] = np.logaddexp(back[state], back[after] + edge[group])
    total = float(ahead[-1])
    weight = np.zeros(len(scores))
    for state, after, group in graph.edges:
        weight[group] += np.exp(ahead[state] + edge[group] + back[after] - total)
    return total, weight[:, None] * np.exp(scores - summed[:, None])


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


def loss_and_gradient(example: Example, scores: NDArray[np.float64]) -> tuple[float, NDArray[np.float64]]:
    """Negative log odds of the right paths, and its gradient by the scores."""
    with np.errstate(divide="ignore", invalid="ignore"):
        possible = np.where(allowed(example.features), scores, -np.inf)
        total, share = forward(example.lattice, possible)
        right, right_share = forward(example.lattice, np.where(example.right, scores, -np.inf))
    gradient = np.nan_to_num(share, nan=0.0) - np.nan_to_num(right_share, nan=0.0)
    return total - right, gradient


def fit(train: Sequence[Example], watch: Sequence[Example], epochs: int, seed: int) -> Perceptron:
    """The perceptron with the least loss on `train`; `watch` is only reported."""
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
        watched, wrong = watch_loss(model, watch)
        print(
            f"  epoch {epoch + 1:2}: loss {np.mean(losses):.4f}, held out {watched:.4f}, "
            f"wrong paths {wrong:.2%}",
            flush=True,
        )
    return model


def _step(model: Perceptron, batch: Sequence[Example], optimiser: torch.optim.Optimizer) -> float:
    scores = model(torch.tensor(np.concatenate([example.features for example in batch])))
    parts = np.split(scores.detach().numpy(), np.cumsum([len(e.features) for e in batch])[:-1])
    found = [loss_and_gradient(example, part) for example, part in zip(batch, parts, strict=True)]
    optimiser.zero_grad()
    scores.backward(torch.tensor(np.concatenate([gradient for _, gradient in found]) / len(batch)))
    optimiser.step()
    return float(np.mean([loss for loss, _ in found]))


def watch_loss(model: Perceptron, watch: Sequence[Example]) -> tuple[float, float]:
    """(mean loss, share of lattices whose best path is not right)."""
    losses, wrong = [], []
    with torch.no_grad():
        for example in watch:
            scores = model(torch.tensor(example.features)).numpy()
            losses.append(loss_and_gradient(example, scores)[0])
            possible = np.where(allowed(example.features), scores, -np.inf)
            best = lattices.best_paths(example.lattice, possible, 1, 0.0)[0]
            wrong.append(not all(example.right[group, label] for group, label in best.steps))
    return float(np.mean(losses)), float(np.mean(wrong))


def save(model: Perceptron, calibration: tuple[float, float, float], made_by: dict[str, object]) -> None:
    """Write the scorer beside the model."""

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
    SCORER_PATH.write_text(json.dumps(card) + "\n", encoding="utf-8")


def main(arguments: list[str] | None = None) -> int:
    """Compose, fit, calibrate, save."""
    parser = argparse.ArgumentParser(prog="python -m training.fit_numbers", description=__doc__)
    parser.add_argument("--data", type=Path, required=True, metavar="DIR")
    parser.add_argument("--numbers", type=int, default=9000)
    parser.add_argument("--epochs", type=int, default=8)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args(arguments)
    session = OnnxRuntimeSession()
    first, second = first_half(options.data), second_half(options.data)
    train = examples(corpus(first, junk(options.data, False, 1), options.numbers, options.seed), session)
    other = junk(options.data, True, 2)
    watch = examples(corpus((second,), other, options.numbers // 5, options.seed + 1), session)
    print(f"{len(train)} lattices to fit, {len(watch)} to watch", flush=True)
    model = fit(train, watch, options.epochs, options.seed)
    made_by = {"numbers": options.numbers, "epochs": options.epochs, "seed": options.seed, "hidden": HIDDEN}
    save(model, IDENTITY, made_by)
    plain = corpus((second,), other, min(CALIBRATION, options.numbers), options.seed + 2)
    reader = Reader(session, load_policy(), load_scorer())
    table, right = readings(reader, plain)
    calibration = calibrate(table, right)
    save(model, calibration, made_by)
    print(f"calibration {calibration} from {len(right)} numbers, {right.mean():.2%} right", flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
