"""A picture as it is and moved by half a pixel: how the grid of a scanner fell on the ink should say nothing.

The model's answers to all are averaged, as in Krizhevsky, Sutskever, Hinton, "ImageNet classification with deep
convolutional neural networks" (NIPS 2012), section 4.1.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from inkling.normalise import FRAME
from inkling.render import undirected
from inkling.session import KINDS, Outputs, as_input

VIEWS = 5
"""The picture itself and its moves along the four diagonals."""


def raster_views(images: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """VIEWS pictures for each, one after another: uint8 [n * VIEWS, 28, 28] of Images [n, 28, 28]."""
    wide = np.pad(images, ((0, 0), (1, 1), (1, 1))).astype(np.uint16)
    # the mean of four pixels is the picture at their corner
    between = (wide[:, :-1, :-1] + wide[:, :-1, 1:] + wide[:, 1:, :-1] + wide[:, 1:, 1:] + 2) // 4
    moved = [between[:, y : y + FRAME, x : x + FRAME] for y in (0, 1) for x in (0, 1)]
    return np.stack((images, *moved), axis=1).astype(np.uint8).reshape(-1, FRAME, FRAME)


def views_input(images: NDArray[np.uint8]) -> NDArray[np.float32]:
    """What a session takes of all views of Images [n, 28, 28]: float32 [n * VIEWS, 5, 28, 28] in 0..1."""
    return as_input(undirected(raster_views(images)))


def averaged(outputs: Outputs) -> Outputs:
    """The mean of the logits of each picture's views, which follow one another."""
    digits = outputs.digits.reshape(-1, VIEWS, outputs.digits.shape[1])
    kind = outputs.kind.reshape(-1, VIEWS, len(KINDS))
    return Outputs(digits.mean(axis=1), kind.mean(axis=1))
