"""Changes made to each picture of a batch anew: small affine and elastic moves, thickness, sharpness.

Elastic: Simard, Steinkraus, Platt, "Best practices for convolutional neural networks" (ICDAR 2003), with a
coarse random field in place of a filtered fine one.
"""

from __future__ import annotations

import torch
from torch import Tensor
from torch.nn import functional

from inkling.normalise import FRAME

MOVE = 0.6 / 14.0
"""Standard deviation of the shift, in half frames (0.6 pixels): the frame is centred already."""

ELASTIC = 0.035
"""Standard deviation of the elastic field's knots, in half frames."""

KNOTS = 5
"""Knots of the elastic field along each axis."""

THICKNESS_SHARE = 0.25
"""Share of pictures made thinner or thicker."""

SHARPNESS_SHARE = 0.3
"""Share of pictures whose edges become softer or harder: other programs and scanners do not draw ours."""

SHARPNESS = (0.8, 6.0)
"""Slope of a changed picture's edge against what it was; strokes have an edge of 1.6 pixels, so 6 is 1-bit ink."""


_BASIS = (
    functional.interpolate(
        torch.eye(KNOTS).view(1, KNOTS, KNOTS, 1), size=(FRAME, 1), mode="bicubic", align_corners=True
    )
    .view(KNOTS, FRAME)
    .T.contiguous()
)
"""Bicubic interpolation from knots to pixels along one axis, float32 [28, KNOTS]."""


def views(images: Tensor, strength: Tensor, generator: torch.Generator) -> Tensor:
    """Each picture moved a little.

    images: float32 [n, 5, 28, 28] in 0..1, planes as `inkling.render.Planes`; strength: float32 [n], 1 for
    pictures that have not been varied before, less for those that have. Returns the same shape and range.
    """
    n = len(images)

    def normal(*size: int) -> Tensor:
        return torch.randn(*size, generator=generator) * strength.view(-1, *([1] * (len(size) - 1)))

    angle = normal(n) * 0.14
    shear = normal(n) * 0.14
    size = torch.exp(normal(n, 2) * 0.08)
    cos, sin = torch.cos(angle), torch.sin(angle)
    theta = torch.zeros(n, 2, 3)
    theta[:, 0, 0] = cos * size[:, 0]
    theta[:, 0, 1] = (shear * cos - sin) * size[:, 0]
    theta[:, 1, 0] = sin * size[:, 1]
    theta[:, 1, 1] = (shear * sin + cos) * size[:, 1]
    theta[:, :, 2] = torch.randn(n, 2, generator=generator) * MOVE
    grid = functional.affine_grid(theta, list(images.shape), align_corners=False)
    knots = normal(n, 2, KNOTS, KNOTS) * ELASTIC
    field = _BASIS @ knots @ _BASIS.T
    moved = functional.grid_sample(images, grid + field.permute(0, 2, 3, 1), align_corners=False)
    ink = sharpness(thickness(moved[:, :1], generator), generator).clamp(0.0, 1.0)
    return torch.cat((ink, moved[:, 1:]), dim=1)


def thickness(images: Tensor, generator: torch.Generator) -> Tensor:
    """Some pictures part of the way to their dilation or erosion by one pixel."""
    amount = torch.rand(len(images), generator=generator) * 2.0 - 1.0
    amount[torch.rand(len(images), generator=generator) >= THICKNESS_SHARE] = 0.0
    chosen = amount.nonzero().flatten()
    if len(chosen):
        some = images[chosen]
        by = amount[chosen].view(-1, 1, 1, 1)
        thicker = functional.max_pool2d(some, 3, 1, 1)
        thinner = -functional.max_pool2d(-some, 3, 1, 1)
        images = images.clone()
        images[chosen] = (
            some + by.clamp(min=0.0) * (thicker - some) - by.clamp(max=0.0) * 0.6 * (thinner - some)
        )
    return images


def sharpness(images: Tensor, generator: torch.Generator) -> Tensor:
    """Some pictures with another slope at the edges of their ink, which lie where they are half dark."""
    low, high = torch.tensor(SHARPNESS).log()
    slope = torch.exp(low + (high - low) * torch.rand(len(images), generator=generator))
    slope[torch.rand(len(images), generator=generator) >= SHARPNESS_SHARE] = 1.0
    return (images - 0.5) * slope.view(-1, 1, 1, 1) + 0.5
