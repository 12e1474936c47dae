"""What a recogniser needs from whatever runs the model: onnxruntime here, onnxruntime-web in a browser."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from inkling.errors import ModelError

INPUT = "images"
"""Name of the model's input: float32 [n, 5, 28, 28], the planes of `inkling.render.Planes` from 0 to 1."""

DIGITS = "digits"
"""Name of the output with the ten digits' calibrated logits: float32 [n, 10]."""

KIND = "kind"
"""Name of the output with the kinds' calibrated logits: float32 [n, 3], in the order of KINDS."""

KINDS = ("digit", "not-a-digit", "several-digits")


@dataclass(frozen=True, slots=True, eq=False)
class Outputs:
    """Logits for a batch: digits float32 [n, 10], kind float32 [n, 3]."""

    digits: NDArray[np.float32]
    kind: NDArray[np.float32]

    def __post_init__(self) -> None:
        for name, logits, width in ((DIGITS, self.digits, 10), (KIND, self.kind, len(KINDS))):
            if logits.ndim != 2 or logits.shape[1] != width:
                raise ModelError(
                    f"expected the model's output '{name}' as [n, {width}], got {list(logits.shape)}"
                )


def both(one: Outputs, other: Outputs) -> Outputs:
    """The mean of the logits of two views of the same: of the odds the geometric mean (Genest, Zidek, 1986)."""
    half = np.float32(0.5)
    return Outputs((one.digits + other.digits) * half, (one.kind + other.kind) * half)


def as_input(planes: NDArray[np.uint8]) -> NDArray[np.float32]:
    """What a session takes, float32 in 0..1, of planes uint8 [n, 5, 28, 28]."""
    return np.asarray(planes.astype(np.float32) / np.float32(255))


class Session(Protocol):
    """A loaded model. `run` is a coroutine because browsers answer asynchronously."""

    async def run(self, images: NDArray[np.float32]) -> Outputs:
        """Logits of planes float32 [n, 5, 28, 28] in 0..1."""
        ...
