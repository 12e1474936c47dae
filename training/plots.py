"""The model card's two diagrams as PNG."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
from matplotlib.figure import Figure
from matplotlib.ticker import PercentFormatter

SIZE = (5.0, 5.0)
"""Inches."""

RESOLUTION = 120
"""Dots an inch."""

INK = "#2563eb"
PAPER_LINE = "#888888"


def reliability(bins: Sequence[Sequence[float]], path: Path) -> None:
    """Share right over mean confidence; bins: (samples, confidence, share right)."""
    _, confidence, share = np.array(bins).T
    figure = Figure(SIZE, layout="constrained")
    axes = figure.subplots()
    low = min(float(confidence.min()), float(share.min()), 0.9) - 0.01
    axes.plot((low, 1.0), (low, 1.0), color=PAPER_LINE, linestyle="--", label="confidence kept exactly")
    axes.plot(confidence, share, "o", color=INK, alpha=0.7, label=f"{len(bins)} equally filled bins")
    axes.set(xlabel="mean confidence", ylabel="share right", xlim=(low, 1.005), ylim=(low, 1.005))
    axes.xaxis.set_major_formatter(PercentFormatter(1.0))
    axes.yaxis.set_major_formatter(PercentFormatter(1.0))
    axes.legend(loc="upper left", frameon=False)
    _save(figure, path)


def confusion(counts: Sequence[Sequence[int]], path: Path) -> None:
    """counts[truth][reading] of the ten digits; the diagonal is left pale, for it would drown the rest."""
    table = np.array(counts)
    wrong = table * (1 - np.eye(len(table), dtype=table.dtype))
    figure = Figure(SIZE, layout="constrained")
    axes = figure.subplots()
    axes.imshow(wrong, cmap="Reds", vmin=0, vmax=max(1, int(wrong.max())) * 1.5)
    for truth, row in enumerate(table):
        for reading, count in enumerate(row):
            if count:
                axes.text(reading, truth, str(count), ha="center", va="center", fontsize=8)
    axes.set(xlabel="read as", ylabel="written", xticks=range(len(table)), yticks=range(len(table)))
    _save(figure, path)


def _save(figure: Figure, path: Path) -> None:
    # without the version of the library the file stays the same from one to the next
    figure.savefig(path, dpi=RESOLUTION, metadata={"Software": None})
