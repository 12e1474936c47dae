"""Muon: momentum whose every step is made orthogonal (Jordan et al. 2024, kellerjordan.github.io/posts/muon)."""

from __future__ import annotations

from collections.abc import Callable, Iterable

import torch
from torch import Tensor

MOMENTUM = 0.95

_QUINTIC = (3.4445, -4.7750, 2.0315)
"""Coefficients of the iteration, from the source above: fastest rise of small singular values."""

_ITERATIONS = 5


class Muon(torch.optim.Optimizer):
    """For weights of two axes or more; all but the first axis are taken as one."""

    def __init__(self, params: Iterable[Tensor], rate: float, decay: float) -> None:
        super().__init__(params, {"lr": rate, "decay": decay})

    @torch.no_grad()
    def step(self, closure: Callable[[], float] | None = None) -> None:  # type: ignore[override]
        """One step along the gradients held by the weights; `closure` is not used."""
        del closure
        for group in self.param_groups:
            for weight in group["params"]:
                if weight.grad is None:
                    continue
                state = self.state[weight]
                momentum = state.setdefault("momentum", torch.zeros_like(weight))
                momentum.lerp_(weight.grad, 1.0 - MOMENTUM)
                nesterov = weight.grad.lerp(momentum, MOMENTUM)
                matrix = nesterov.reshape(len(weight), -1)
                # every weight then moves by about the same share, whatever its layer's shape
                gain = max(1.0, matrix.shape[0] / matrix.shape[1]) ** 0.5
                weight.mul_(1.0 - group["lr"] * group["decay"])
                weight.add_(orthogonal(matrix).reshape(weight.shape), alpha=-group["lr"] * gain)


def orthogonal(matrix: Tensor) -> Tensor:
    """Nearly the nearest matrix with orthonormal rows or columns: singular values come to 0.7..1.2.

    matrix: float32 [m, n].
    """
    a, b, c = _QUINTIC
    tall = matrix.shape[0] > matrix.shape[1]
    x = matrix.T if tall else matrix
    x = x / (x.norm() + torch.finfo(x.dtype).eps)
    for _ in range(_ITERATIONS):
        gram = x @ x.T
        x = a * x + (b * gram + c * gram @ gram) @ x
    result: Tensor = x.T if tall else x
    return result
