"""The steps that need torch: from data to a checkpoint, from a checkpoint to the model and its description."""

from __future__ import annotations

import argparse
import hashlib
import json
import tempfile
import time
from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
import torch

from inkling import normalise, render
from inkling.model import CARD_PATH, MODEL_PATH
from inkling.native import OnnxRuntimeSession
from inkling.session import as_input
from training import calibrate, fit, sources, splits
from training.cache import ONE
from training.export import to_onnx
from training.metrics import calibration_error, softmax
from training.net import SMOKE_SHAPE, TEACHER_SHAPE, Net, Shape, fused, parameter_count, product

SURE, FAIRLY_SURE = 0.99, 0.75
"""Calibrated confidence called sure and fairly sure: one in a hundred of the former may be wrong, one in four of the
latter."""

UNCLEAR = frozenset(("part", "omniglot_small"))
"""Held-out parts with some ink of a digit's shape: no temperature is to make sense of them."""

TEACHER, TWIN, FINAL = "teacher", "twin", "final"
"""The fits, in order: the teacher; its pupil without the held-out writers, which judges the recipe and sets
temperatures and threshold; the same on everybody's ink, which is shipped."""

TEACHER_SEED = 1

PUPIL = fit.Recipe(steps=13000, cool_down=4500, pictures_only=5000, distil=0.7)

RECIPES = {
    TEACHER: fit.Recipe(steps=5500, cool_down=2000, pictures_only=2000),
    TWIN: PUPIL,
    FINAL: PUPIL,
}

SMOKE_PLAN = sources.Plan(
    ink_variants=1,
    gestured_variants=1,
    blended=200,
    negative_variants=1,
    scribbles=200,
    several=200,
    segments=200,
    limit=500,
)
SMOKE_RECIPE = fit.Recipe(
    steps=150, batch=128, warm_up=20, cool_down=60, average=0.95, report_every=50, save_every=100
)

TORCH_TOLERANCE = 1e-4
"""Largest difference of a probability between torch and onnxruntime; more is a fault of the export."""


@dataclass(frozen=True, slots=True)
class Job:
    """One fit, and what is made of it."""

    data: Path
    cache: Path
    runs: Path
    name: str
    model: Path
    description: Path
    plan: sources.Plan
    recipe: fit.Recipe
    shape: Shape
    threads: int

    def checkpoint(self, name: str) -> Path:
        """Where a fit's checkpoint lies; pupils of all seeds have the same teacher."""
        seed = TEACHER_SEED if name == TEACHER else self.recipe.seed
        return self.runs / f"{name}-{seed}" / "checkpoint.pt"


def job(options: argparse.Namespace, name: str) -> Job:
    """The fit of that name as the command line asks for it."""
    smoke = bool(options.smoke)
    recipe = SMOKE_RECIPE if smoke else RECIPES[name]
    values = asdict(recipe) | {"seed": options.seed, "distil": RECIPES[name].distil}
    if options.steps:
        values["steps"] = options.steps
    runs = options.cache / "smoke" if smoke else options.cache
    out = options.out or (runs if smoke else None)
    return Job(
        data=options.data,
        cache=options.cache / "pictures",
        runs=runs,
        name=name,
        model=out / MODEL_PATH.name if out else MODEL_PATH,
        description=out / CARD_PATH.name if out else CARD_PATH,
        plan=replace(SMOKE_PLAN if smoke else sources.Plan(), everyone=name == FINAL),
        recipe=fit.Recipe(**values),
        shape=SMOKE_SHAPE if smoke else TEACHER_SHAPE if name == TEACHER else Shape(),
        threads=options.threads,
    )


def train(job: Job) -> None:
    """Fit and leave a checkpoint in the fit's folder; goes on where an earlier one stopped."""
    torch.set_num_threads(job.threads)
    began = time.monotonic()
    print("rendering", flush=True)
    dropped = frozenset(dropped_ids())
    parts = sources.sources(job.data, job.cache, job.plan, job.threads, dropped)
    held = sources.held(job.data, job.cache, job.plan, job.threads)
    print(f"fitting after {time.monotonic() - began:.0f} s", flush=True)
    teacher = fused(fit.load(job.checkpoint(TEACHER))) if job.recipe.distil else None
    net = fit.fit(parts, held, job.shape, job.recipe, job.checkpoint(job.name).parent, teacher)
    print(f"{parameter_count(net)} parameters, {time.monotonic() - began:.0f} s in all", flush=True)


def dropped_ids() -> list[str]:
    """Samples left out as mislabelled, listed in training/mislabelled.txt with how they were found."""
    path = Path(__file__).parent / "mislabelled.txt"
    if not path.exists():
        return []
    lines = path.read_text(encoding="utf-8").splitlines()
    return [line.split()[0] for line in lines if line and not line.startswith("#")]


@dataclass(frozen=True, slots=True)
class Calibration:
    """What the held-out parts say: divisors of the logits, and least P(one digit) of what is read."""

    digits: float
    kind: float
    digit_min: float
    figures: dict[str, Any]


def calibration(net: Net, held: Sequence[sources.Held]) -> Calibration:
    """From the held-out parts alone, which `net` has not seen."""
    outputs = {part.name: fit.outputs_of(net, part.images) for part in held}
    digits = [part for part in held if part.kind == ONE]
    ink = [part for part in digits if part.name != "mnist"]
    labels = np.concatenate([part.labels.astype(np.int64) for part in ink])
    logits = np.concatenate([outputs[part.name][0] for part in ink])
    digit_temperature = calibrate.temperature(logits, labels)
    clear = [part for part in held if part.name not in UNCLEAR]
    kinds = np.concatenate([np.full(len(part.labels), part.kind) for part in clear])
    kind_logits = np.concatenate([outputs[part.name][1] for part in clear])
    kind_temperature = calibrate.temperature(kind_logits, kinds)
    one = [softmax(outputs[part.name][1] / kind_temperature)[:, 0] for part in digits]
    digit_min = calibrate.threshold(one)
    probabilities = softmax(logits / digit_temperature)
    confidence, right = probabilities.max(axis=1), probabilities.argmax(axis=1) == labels
    figures: dict[str, Any] = {
        part.name: _held_figures(outputs[part.name], part, digit_min, kind_temperature) for part in held
    }
    figures["ink_ece"] = calibration_error(confidence, right)
    return Calibration(digit_temperature, kind_temperature, digit_min, figures)


def export(job: Job) -> None:
    """Write the ONNX file of the fit `job.name` and what made it.

    Temperatures and threshold are its twin's, which has not seen the held-out writers: a fit that has seen them
    would seem surer than it is.
    """
    net = fit.load(job.checkpoint(job.name))
    held = sources.held(job.data, job.cache, replace(job.plan, everyone=False), job.threads)
    found = calibration(fit.load(job.checkpoint(TWIN)), held)
    shipped = product(net, found.digits, found.kind)
    content = to_onnx(shipped, {"net": repr(job.shape), "seed": str(job.recipe.seed)})
    job.model.parent.mkdir(parents=True, exist_ok=True)
    job.model.write_bytes(content)
    description = {
        "sha256": hashlib.sha256(content).hexdigest(),
        "bytes": len(content),
        "parameters": parameter_count(net),
        "thresholds": {"kind_digit_min": found.digit_min},
        "certainty": {"sure": SURE, "fairly_sure": FAIRLY_SURE},
        "temperature": {"digits": found.digits, "kind": found.kind},
        "held_out": found.figures,
        "torch_difference": torch_difference(shipped, held[0].images, content),
        "made_by": {
            "shape": asdict(job.shape),
            "teacher": asdict(fit.load(job.checkpoint(TEACHER)).shape),
            "recipe": asdict(job.recipe),
            "plan": asdict(job.plan),
            "held_contributors": sorted(splits.HELD_CONTRIBUTORS),
            "stroke_width": normalise.STROKE_WIDTH,
            "edge": render.EDGE,
            "torch": torch.__version__,
        },
    }
    job.description.write_text(json.dumps(description, indent=1) + "\n", encoding="utf-8")
    print(
        f"{job.model}: {len(content)} bytes, temperature {found.digits:.3f}, digit_min {found.digit_min:.3f}"
    )


def torch_difference(net: Net, images: np.ndarray[Any, np.dtype[np.uint8]], content: bytes) -> float:
    """Largest difference of a digit's probability between torch and the ONNX file in onnxruntime.

    Raises ValueError beyond TORCH_TOLERANCE.
    """
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "model.onnx"
        path.write_bytes(content)
        ours = softmax(OnnxRuntimeSession(path).run_now(as_input(images)).digits)
    theirs = softmax(fit.outputs_of(net, images)[0])
    difference = float(np.abs(ours - theirs).max())
    if difference > TORCH_TOLERANCE:
        raise ValueError(f"expected torch and ONNX within {TORCH_TOLERANCE}, got {difference}")
    return difference


def _held_figures(
    outputs: tuple[Any, Any], part: sources.Held, digit_min: float, kind_temperature: float
) -> dict[str, float]:
    digits, kind = outputs
    refused = float((softmax(kind / kind_temperature)[:, 0] < digit_min).mean())
    figures = {"samples": float(len(part.labels)), "refused": refused}
    if part.kind == ONE:
        figures["accuracy"] = float((digits.argmax(axis=1) == part.labels).mean())
    return figures
