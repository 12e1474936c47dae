"""The fit: batches drawn from all sources, Muon and AdamW, a moving average of the weights.

The learning rate rises, stays, and falls to zero at the end (Hägele et al., "Scaling laws and compute-optimal
training beyond fixed training durations", 2024): a fit can be stopped and given another length at any time before
the fall, and the result is that of an unbroken fit of that length.
"""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn
from torch.nn import functional

from inkling.normalise import FRAME
from inkling.render import PLANES
from training import views
from training.cache import NO_DIGIT, ONE
from training.muon import Muon
from training.net import Net, Shape
from training.sources import Held, Source

PIXELS = FRAME * FRAME

SOFTENING = 2.0
"""Temperature at which a teacher is imitated: its doubts count for more."""


@dataclass(frozen=True, slots=True)
class Recipe:
    """Everything that decides a fit besides the data."""

    seed: int = 1
    steps: int = 20000
    pictures_only: int = 0  # first steps, in which no heading of the pen is shown
    withheld: float = 0.2  # share of the ink shown without headings after that: pictures have none
    batch: int = 192
    rate: float = 2e-3  # of AdamW: biases, normalisations, heads
    matrix_rate: float = 0.02  # of Muon: convolutions
    warm_up: int = 200
    cool_down: int = 6000
    decay: float = 0.01
    average: float = 0.999  # of the moving average of the weights, reached after a start (1+n)/(10+n)
    kind_weight: float = 0.5
    uniform_weight: float = 0.05  # of outliers' digits being undecided (Hendrycks et al. 2019)
    distil: float = 0.0  # share of the teacher's answers in the truth
    clip: float = 2.0
    bfloat16: bool = True
    report_every: int = 1000
    save_every: int = 250


class Feed:
    """Batches of uint8 planes and their truth, in the sources' shares."""

    def __init__(self, sources: Sequence[Source], batch: int, seed: int) -> None:
        self.sources = sources
        total = sum(source.share for source in sources)
        counts = [max(1, round(batch * source.share / total)) for source in sources]
        counts[0] = max(1, counts[0] + batch - sum(counts))
        self.counts = counts
        self.labels = torch.zeros(sum(counts), dtype=torch.long)
        self.kind = torch.from_numpy(np.repeat([source.kind for source in sources], counts)).long()
        self.weight = torch.from_numpy(np.repeat([source.weight for source in sources], counts)).float()
        self.taught = torch.from_numpy(np.repeat([source.taught for source in sources], counts))
        self.strength = torch.from_numpy(np.repeat([source.strength for source in sources], counts)).float()
        self.rng = np.random.default_rng(seed)

    def next(self, withheld: float) -> tuple[NDArray[np.uint8], NDArray[np.int64]]:
        """(planes uint8 [n, 5 * 784], labels int64 [n], NO_DIGIT for outliers); withheld: share without headings."""
        rows = [
            self.rng.integers(len(s.labels), size=c) for s, c in zip(self.sources, self.counts, strict=True)
        ]
        planes = np.zeros((len(self.labels), PLANES * PIXELS), dtype=np.uint8)
        at = 0
        for source, chosen in zip(self.sources, rows, strict=True):
            planes[at : at + len(chosen), : source.images.shape[1]] = source.images[chosen]
            at += len(chosen)
        planes[self.rng.random(len(planes)) < withheld, PIXELS:] = 0
        labels = np.concatenate([s.labels[r] for s, r in zip(self.sources, rows, strict=True)])
        return planes, labels.astype(np.int64)


def loss(
    outputs: tuple[Tensor, Tensor],
    labels: Tensor,
    kind: Tensor,
    weight: Tensor,
    recipe: Recipe,
    taught: tuple[Tensor, Tensor] | None = None,
    heard: Tensor | None = None,
) -> Tensor:
    """Cross-entropy of digits, of kinds, and of outliers' digits against being undecided.

    taught: the teacher's logits of the same pictures, where there is one. heard: bool [n], on which pictures it is
    heard; on all where not given.
    """
    digits, kinds = outputs[0].float(), outputs[1].float()
    one = labels != NO_DIGIT
    reading = functional.cross_entropy(digits[one], labels[one], reduction="none")
    sorting = functional.cross_entropy(kinds, kind, reduction="none")
    if taught is not None:
        share = recipe.distil * (torch.ones(len(labels)) if heard is None else heard.float())
        reading = (1.0 - share[one]) * reading + share[one] * softened(digits[one], taught[0][one])
        sorting = (1.0 - share) * sorting + share * softened(kinds, taught[1])
    undecided = -functional.log_softmax(digits[~one], dim=1).mean()
    sorted_out = (sorting * weight).sum() / weight.sum()
    return reading.mean() + recipe.kind_weight * sorted_out + recipe.uniform_weight * undecided


def softened(logits: Tensor, taught: Tensor) -> Tensor:
    """Cross-entropy against a teacher's answers, both softened (Hinton, Vinyals, Dean 2015): float32 [n]."""
    truth = functional.softmax(taught.float() / SOFTENING, dim=1)
    return SOFTENING**2 * functional.cross_entropy(logits / SOFTENING, truth, reduction="none")


def fit(
    sources: Sequence[Source],
    held: Sequence[Held],
    shape: Shape,
    recipe: Recipe,
    folder: Path,
    teacher: Net | None = None,
) -> Net:
    """The averaged net after all steps. Goes on from `folder`'s checkpoint where there is one.

    teacher: sees the very views that the net sees (Beyer et al., "Knowledge distillation: A good teacher is
    patient and consistent", CVPR 2022).
    """
    torch.manual_seed(recipe.seed)
    net, average = Net(shape), Net(shape)
    average.load_state_dict(net.state_dict())
    for one in (net, average):
        nn.utils.convert_conv2d_weight_memory_format(one, torch.channels_last)
    optimisers = _optimisers(net, recipe)
    rates = (recipe.matrix_rate, recipe.rate)
    feed = Feed(sources, recipe.batch, recipe.seed)
    generator = torch.Generator().manual_seed(recipe.seed)
    path = folder / "checkpoint.pt"
    start = _resume(path, net, average, optimisers, feed, generator, recipe)
    began, total = time.monotonic(), 0.0
    for step in range(start, recipe.steps):
        for optimiser, rate in zip(optimisers, rates, strict=True):
            for group in optimiser.param_groups:
                group["lr"] = rate * schedule(step, recipe)
        planes, truth = feed.next(1.0 if step < recipe.pictures_only else recipe.withheld)
        images = torch.from_numpy(planes).float().div_(255.0).view(-1, PLANES, FRAME, FRAME)
        images = views.views(images, feed.strength, generator).to(memory_format=torch.channels_last)
        net.train()
        with torch.autocast("cpu", torch.bfloat16, enabled=recipe.bfloat16):
            outputs = net(images)
            taught = answers(teacher, images) if teacher else None
        value = loss(outputs, torch.from_numpy(truth), feed.kind, feed.weight, recipe, taught, feed.taught)
        net.zero_grad(set_to_none=True)
        value.backward()  # type: ignore[no-untyped-call]
        torch.nn.utils.clip_grad_norm_(net.parameters(), recipe.clip)
        for optimiser in optimisers:
            optimiser.step()
        _follow(average, net, min(recipe.average, (1 + step) / (10 + step)))
        total += float(value.detach())
        done = step + 1
        if done % recipe.report_every == 0 or done == recipe.steps:
            pace = (done - start) * recipe.batch / (time.monotonic() - began)
            line = f"step {done}/{recipe.steps} loss {total / recipe.report_every:.4f} {pace:.0f} pictures/s"
            print(f"{line} | {summary(average, held)}", flush=True)
            total = 0.0
        if done % recipe.save_every == 0 or done == recipe.steps:
            _save(path, done, net, average, optimisers, feed, generator, recipe)
    average.eval()
    return average


@torch.no_grad()
def answers(teacher: Net, images: Tensor) -> tuple[Tensor, Tensor]:
    """The teacher's logits."""
    logits: tuple[Tensor, Tensor] = teacher(images)
    return logits


def schedule(step: int, recipe: Recipe) -> float:
    """Factor on the learning rate: a straight rise, a level, a straight fall to zero."""
    left = (recipe.steps - step) / recipe.cool_down if recipe.cool_down else 1.0
    return min((step + 1) / recipe.warm_up, left, 1.0)


def outputs_of(net: Net, images: NDArray[np.uint8], batch: int = 500) -> tuple[NDArray[Any], NDArray[Any]]:
    """(digits float32 [n, 10], kind float32 [n, 3]) logits of uint8 [n, 5, 28, 28] planes."""
    net.eval()
    digits, kinds = [], []
    with torch.no_grad():
        for at in range(0, len(images), batch):
            part = torch.from_numpy(np.array(images[at : at + batch])).float().div_(255.0)
            first, second = net(part)
            digits.append(first.numpy())
            kinds.append(second.numpy())
    return np.concatenate(digits), np.concatenate(kinds)


def summary(net: Net, held: Sequence[Held]) -> str:
    """Held-out errors in per cent for digits, share taken for one digit in per cent for the rest."""
    parts = []
    for part in held:
        digits, kind = outputs_of(net, part.images)
        if part.kind == ONE:
            parts.append(f"{part.name[:6]} {100.0 * np.mean(digits.argmax(1) != part.labels):.2f}")
        else:
            parts.append(f"{part.name[-7:]} {100.0 * np.mean(kind.argmax(1) == ONE):.1f}")
    return " ".join(parts)


def _optimisers(net: Net, recipe: Recipe) -> list[torch.optim.Optimizer]:
    """Muon for the convolutions between features, AdamW for all else; weight decay on matrices only."""
    inner = [p for p in net.body[1:].parameters() if p.ndim > 1]
    chosen = {id(p) for p in inner}
    rest = [p for p in net.parameters() if id(p) not in chosen]
    groups = [
        {"params": [p for p in rest if p.ndim > 1], "weight_decay": recipe.decay},
        {"params": [p for p in rest if p.ndim <= 1], "weight_decay": 0.0},
    ]
    return [
        Muon(inner, rate=recipe.matrix_rate, decay=recipe.decay),
        torch.optim.AdamW(groups, lr=recipe.rate, betas=(0.9, 0.99)),
    ]


@torch.no_grad()
def _follow(average: Net, net: Net, keep: float) -> None:
    ours, theirs = average.state_dict(), net.state_dict()
    for name, value in ours.items():
        if value.dtype.is_floating_point:
            value.lerp_(theirs[name], 1.0 - keep)
        else:
            value.copy_(theirs[name])


def _save(
    path: Path,
    step: int,
    net: Net,
    average: Net,
    optimisers: Sequence[torch.optim.Optimizer],
    feed: Feed,
    generator: torch.Generator,
    recipe: Recipe,
) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    state = {
        "step": step,
        "shape": asdict(net.shape),
        "recipe": asdict(recipe),
        "net": net.state_dict(),
        "average": average.state_dict(),
        "optimisers": [optimiser.state_dict() for optimiser in optimisers],
        "feed": feed.rng.bit_generator.state,
        "generator": generator.get_state(),
    }
    partial = path.with_suffix(".partial")
    torch.save(state, partial)
    partial.rename(path)


def _resume(
    path: Path,
    net: Net,
    average: Net,
    optimisers: Sequence[torch.optim.Optimizer],
    feed: Feed,
    generator: torch.Generator,
    recipe: Recipe,
) -> int:
    if not path.exists():
        return 0
    state = torch.load(path, weights_only=True)
    begun = Recipe(**state["recipe"])
    if state["shape"] != asdict(net.shape) or not alike(begun, recipe, state["step"]):
        raise ValueError(
            f"expected a checkpoint of this recipe in {path}, got one of {state['recipe']} {state['shape']}"
        )
    net.load_state_dict(state["net"])
    average.load_state_dict(state["average"])
    for optimiser, saved in zip(optimisers, state["optimisers"], strict=True):
        optimiser.load_state_dict(saved)
    feed.rng.bit_generator.state = state["feed"]
    generator.set_state(state["generator"])
    print(f"resumed at step {state['step']}", flush=True)
    return int(state["step"])


def alike(one: Recipe, other: Recipe, steps: int) -> bool:
    """Whether two recipes do the same in their first `steps` steps, however they go on."""
    same = replace(
        other,
        steps=one.steps,
        cool_down=one.cool_down,
        pictures_only=one.pictures_only,
        report_every=one.report_every,
        save_every=one.save_every,
    )
    return (
        one == same
        and min(one.pictures_only, steps) == min(other.pictures_only, steps)
        and all(schedule(step, one) == schedule(step, other) for step in range(steps))
    )


def finished(path: Path, shape: Shape, recipe: Recipe) -> bool:
    """Whether a checkpoint is there and is the end of this very fit."""
    if not path.exists():
        return False
    state = torch.load(path, weights_only=True)
    return bool(
        state["shape"] == asdict(shape)
        and Recipe(**state["recipe"]) == recipe
        and state["step"] == recipe.steps
    )


def load(path: Path) -> Net:
    """The averaged net of a checkpoint."""
    state = torch.load(path, weights_only=True)
    net = Net(Shape(**state["shape"]))
    net.load_state_dict(state["average"])
    nn.utils.convert_conv2d_weight_memory_format(net, torch.channels_last)
    net.eval()
    return net
