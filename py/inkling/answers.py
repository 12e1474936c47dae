"""The model's answers, remembered: as writing goes on, only ink that changed is asked about again."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from inkling.ink import Ink
from inkling.render import Image, undirected
from inkling.render_batch import ink_planes_of
from inkling.session import KINDS, Outputs, Session, as_input

REMEMBERED = 2048
"""Most answers kept; the oldest go first."""

REMEMBERED_BYTES = 16 * 1024 * 1024
"""Most bytes of ink kept with them: some four times what so many digits take, but not what so many scribbles do."""

DIGITS = 10

_Answer = tuple[NDArray[np.float32], NDArray[np.float32], Image]
_Key = tuple[bytes, bytes]


class Answers:
    """Asks a session about ink, one call for all that is new."""

    def __init__(self, session: Session, *, directed: bool = True) -> None:
        """directed: whether the strokes are a pen's, so that the way they run says something."""
        self._session = session
        self._directed = directed
        self._known: dict[_Key, _Answer] = {}
        self._bytes = 0

    async def of(self, inks: Sequence[Ink]) -> tuple[Outputs, list[Image]]:
        """Outputs and picture for each ink drawn as one digit, in order."""
        keys = [(ink.points.tobytes(), ink.starts.tobytes()) for ink in inks]
        new = {key: ink for key, ink in zip(keys, inks, strict=True) if key not in self._known}
        fresh: dict[_Key, _Answer] = {}
        if new:
            planes = ink_planes_of(list(new.values()))
            images = planes[:, 0]
            outputs = await self._session.run(as_input(planes if self._directed else undirected(images)))
            fresh = dict(zip(new, zip(outputs.digits, outputs.kind, images, strict=True), strict=True))
        found = [fresh[key] if key in fresh else self._known[key] for key in keys]
        self._known.update(fresh)
        self._bytes += sum(len(points) for points, _ in fresh)
        while len(self._known) > REMEMBERED or self._bytes > REMEMBERED_BYTES:
            oldest = next(iter(self._known))
            self._bytes -= len(oldest[0])
            del self._known[oldest]
        outputs = Outputs(
            np.array([digits for digits, _, _ in found], dtype=np.float32).reshape(-1, DIGITS),
            np.array([kind for _, kind, _ in found], dtype=np.float32).reshape(-1, len(KINDS)),
        )
        return outputs, [image for _, _, image in found]

    def forget(self) -> None:
        """Start anew."""
        self._known.clear()
        self._bytes = 0
