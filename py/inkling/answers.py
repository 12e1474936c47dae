"""The model's answers, remembered: as writing goes on, only ink that changed is asked about again."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from inkling.ink import Ink
from inkling.render import Image, undirected
from inkling.render_batch import ink_planes_of
from inkling.session import KINDS, Outputs, Session, as_input

REMEMBERED = 256
"""Most answers kept beside those that the ink last asked about needs: what undo, redo and scratching out bring back."""

REMEMBERED_BYTES = 16 * 1024 * 1024
"""Most bytes of ink kept with them, that ink's own included: a long number takes a hundredth, scribbles do not."""

DIGITS = 10

_Key = tuple[bytes, bytes]


class _Answer(NamedTuple):
    """Logits as plain lists: a row of an array would keep the array of all that were asked with it."""

    digits: list[float]
    kind: list[float]
    image: Image


class Answers:
    """Asks a session about ink, one call for all that is new; the least recently used answers are forgotten."""

    def __init__(self, session: Session, *, directed: bool = True) -> None:
        """directed: whether the strokes are a pen's, so that the way they run says something."""
        self._session = session
        self._directed = directed
        self._known: OrderedDict[_Key, _Answer] = OrderedDict()
        self._bytes = 0

    async def of(self, inks: Sequence[Ink]) -> tuple[Outputs, list[Image]]:
        """Outputs and picture for each ink drawn as one digit, in order."""
        keys = [(ink.points.tobytes(), ink.starts.tobytes()) for ink in inks]
        # taken out before the session is waited for: another reading may meanwhile forget them
        answers = {key: self._known[key] for key in keys if key in self._known}
        new = {key: ink for key, ink in zip(keys, inks, strict=True) if key not in answers}
        if new:
            answers.update(zip(new, await self._ask(list(new.values())), strict=True))
        self._remember(answers)
        found = [answers[key] for key in keys]
        outputs = Outputs(
            np.array([answer.digits for answer in found], dtype=np.float32).reshape(-1, DIGITS),
            np.array([answer.kind for answer in found], dtype=np.float32).reshape(-1, len(KINDS)),
        )
        return outputs, [answer.image for answer in found]

    async def _ask(self, inks: list[Ink]) -> list[_Answer]:
        planes = ink_planes_of(inks)
        seen = planes if self._directed else undirected(planes[:, 0])
        outputs = await self._session.run(as_input(seen))
        images = [image.copy() for image in planes[:, 0]]
        return list(map(_Answer, outputs.digits.tolist(), outputs.kind.tolist(), images))

    def _remember(self, used: dict[_Key, _Answer]) -> None:
        for key, answer in used.items():
            if key not in self._known:
                self._bytes += len(key[0])
            self._known[key] = answer
            self._known.move_to_end(key)
        while len(self._known) > len(used) + REMEMBERED or self._bytes > REMEMBERED_BYTES:
            (points, _), _ = self._known.popitem(last=False)
            self._bytes -= len(points)

    def forget(self) -> None:
        """Start anew."""
        self._known.clear()
        self._bytes = 0
