"""The session under CPython: onnxruntime on the CPU."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import onnxruntime
from numpy.typing import NDArray

from inkling.errors import ModelError
from inkling.model import MODEL_PATH
from inkling.session import DIGITS, INPUT, KIND, Outputs


class OnnxRuntimeSession:
    """Runs the committed model, or another of the same interface, with onnxruntime."""

    def __init__(self, path: Path = MODEL_PATH, threads: int = 1) -> None:
        """Load the ONNX file at `path`. Raises ModelError if it is missing, damaged or of another interface."""
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = threads
        try:
            self._session = onnxruntime.InferenceSession(
                str(path), options, providers=["CPUExecutionProvider"]
            )
        except Exception as error:  # onnxruntime raises classes of its own without a common public base
            raise ModelError(f"expected an ONNX model at {path}, got: {error}") from error
        names = [i.name for i in self._session.get_inputs()] + [o.name for o in self._session.get_outputs()]
        if set(names) != {INPUT, DIGITS, KIND}:
            raise ModelError(
                f"expected a model with {INPUT} -> {DIGITS}, {KIND}, got the names {', '.join(names)}"
            )

    def run_now(self, images: NDArray[np.float32]) -> Outputs:
        """Logits of planes float32 [n, 5, 28, 28] in 0..1."""
        digits, kind = self._session.run([DIGITS, KIND], {INPUT: images})
        return Outputs(np.asarray(digits), np.asarray(kind))

    async def run(self, images: NDArray[np.float32]) -> Outputs:
        """The same as a coroutine, as `Session` asks; it never suspends."""
        return self.run_now(images)
