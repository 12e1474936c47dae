"""Ink to reading: the whole way through one door."""

from __future__ import annotations

import numpy as np

from inkling.ink import Ink
from inkling.model import Policy
from inkling.reading import Reading, decide, no_number
from inkling.render import Image, ink_image
from inkling.session import Session

TOO_SMALL = 5.0
"""Ink whose longer side is shorter than this many canvas pixels is a tap or a dot, not a digit."""


class Reader:
    """Reads one digit with a session and the policy that belongs to its model."""

    def __init__(self, session: Session, policy: Policy) -> None:
        self._session = session
        self._policy = policy

    async def read(self, ink: Ink) -> Reading:
        """The reading of all strokes as one digit; never raises for valid Ink, however odd."""
        if not len(ink.points):
            return no_number("empty", "empty")
        image = ink_image(ink)
        if ink.extent < TOO_SMALL:
            return no_number("rejected", "too-small", image=image)
        return await self._read_image(image)

    async def read_image(self, image: Image) -> Reading:
        """The reading of a picture uint8 [28, 28] in MNIST's convention, as `raster_image` makes it."""
        return await self._read_image(image) if image.any() else no_number("empty", "empty")

    async def _read_image(self, image: Image) -> Reading:
        batch = image.astype(np.float32)[np.newaxis, np.newaxis] / np.float32(255)
        return decide(await self._session.run(batch), 0, image, self._policy)
