"""Ink to reading: the whole way through one door."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import ArrayLike, NDArray

from inkling.answers import Answers
from inkling.ink import Ink
from inkling.lattice import Lattice
from inkling.model import Policy
from inkling.number import MAX_STROKES, group_inks, lattices_of, pictured, read_line
from inkling.number_reading import is_one_part, number_reading, with_parts, with_whole
from inkling.picture import Picture, find_ink
from inkling.raster_views import averaged, views_input
from inkling.reading import Reading, decide, no_number
from inkling.render import Image, ink_planes
from inkling.scratch import MOST_STROKES, scratched
from inkling.segment_ink import group_spans
from inkling.segment_score import Scorer
from inkling.session import Outputs, Session, as_input, both

TOO_SMALL = 5.0
"""Ink whose longer side is shorter than this many canvas pixels is a tap or a dot, not a digit."""


class Reader:
    """Reads numbers with a session, the policy that belongs to its model and the scorer of groups of strokes."""

    def __init__(self, session: Session, policy: Policy, scorer: Scorer | None = None) -> None:
        """Without a scorer all ink is read as one digit."""
        self._session = session
        self._policy = policy
        self._scorer = scorer
        self._answers = Answers(session)
        self._traced = Answers(session, directed=False)

    async def read(self, ink: Ink, *, traced: int = 0) -> Reading:
        """The reading of ink as a number, one a line, without what is scratched out; never raises for valid Ink.

        traced: how many strokes, the first ones, come from a picture: no pen drew them, so that the way they run says
        nothing, and they scratch nothing out.
        """
        directed = traced == 0
        gone = scratched(ink.strokes, traced) if len(ink.starts) <= MOST_STROKES else ()
        if not gone:
            return await self._read(ink, directed)
        kept = [index for index in range(len(ink.starts)) if index not in gone]
        reading = await self._read(Ink.from_strokes([ink.strokes[index] for index in kept]), directed)
        digits = (replace(part, strokes=tuple(kept[i] for i in part.strokes)) for part in reading.digits)
        return replace(reading, digits=tuple(digits), scratched=gone)

    async def read_picture(self, pixels: ArrayLike) -> Reading:
        """The reading of a picture as a number, one a line; boxes are in its pixels.

        pixels: uint8 [height, width] grey or [height, width, 4] RGBA, dark ink on light or light on dark. Raises
        InkError for anything else and for a picture that is too large.
        """
        return await self.read_traced(find_ink(pixels))

    async def read_traced(self, picture: Picture) -> Reading:
        """The reading of a picture's ink as a number, one a line; boxes are in the ink's units.

        Digits that touch are traced as lines that run on from one to the next. Where something is left unread, lines
        are ended at their crossings too, and what reads more of the ink stands.
        """
        reading = await self._read_traced(picture)
        if not picture.crossings.size or not _unread(reading):
            return reading
        parted, whole = picture.parted()
        other = await self._read_traced(parted)
        if other.verdict != "number" or _unread(other) >= _unread(reading):
            return reading
        digits = (
            replace(one, strokes=tuple(sorted({int(whole[i]) for i in one.strokes}))) for one in other.digits
        )
        return replace(other, digits=tuple(digits))

    async def _read_traced(self, picture: Picture) -> Reading:
        ink = picture.ink
        if is_too_much(picture):
            return no_number("rejected", "too-much")
        if not len(ink.points):
            return no_number("empty", "empty")
        image = picture.whole
        if ink.extent < TOO_SMALL:
            return no_number("rejected", "too-small", image=image)
        graphs = lattices_of(ink, picture.part) if self._scorer else []
        spans = [group_spans(graph.pieces, group) for graph in graphs for group in pictured(graph)]
        seen = np.stack([image, *(picture.image(own) for own in spans)])
        drawn, _ = await self._traced.of(_inks(ink, graphs))
        outputs = both(drawn, await self._see(seen))
        return self._decide(outputs, graphs, image)

    async def _read(self, ink: Ink, directed: bool) -> Reading:
        graphs = lattices_of(ink) if self._scorer and ink.extent >= TOO_SMALL else []
        if not graphs:
            return await self.read_digit(ink)
        answers = self._answers if directed else self._traced
        outputs, images = await answers.of(_inks(ink, graphs))
        return self._decide(outputs, graphs, images[0])

    def _decide(self, outputs: Outputs, graphs: Sequence[Lattice], image: Image) -> Reading:
        """The reading from the model's answers for `_inks`; image: of all ink."""
        if not self._scorer or not graphs:
            return decide(outputs, 0, image, self._policy)
        if _is_one_piece(graphs):
            single = decide(outputs, 0, image, self._policy)
            if single.verdict == "number":
                # nothing to weigh: its only part is all of it
                return with_whole(single, graphs[0].pieces)
        lines = []
        at = 1
        for graph in graphs:
            after = at + len(pictured(graph))
            own = Outputs(outputs.digits[at:after], outputs.kind[at:after])
            lines.append(read_line(graph, own, self._scorer))
            at = after
        if is_one_part(lines):
            single = decide(outputs, 0, image, self._policy)
            return with_parts(single, lines, self._policy)
        return number_reading(lines, self._policy, self._scorer)

    async def read_digit(self, ink: Ink) -> Reading:
        """The reading of all strokes as one digit; never raises for valid Ink, however odd."""
        if not len(ink.points):
            return no_number("empty", "empty")
        if len(ink.starts) > MAX_STROKES:
            return no_number("rejected", "too-much")
        planes = ink_planes(ink)
        if ink.extent < TOO_SMALL:
            return no_number("rejected", "too-small", image=planes[0])
        return decide(await self._session.run(as_input(planes[np.newaxis])), 0, planes[0], self._policy)

    def forget(self) -> None:
        """Start anew: nothing is remembered of ink read before."""
        self._answers.forget()
        self._traced.forget()

    async def read_image(self, image: Image) -> Reading:
        """The reading of a picture uint8 [28, 28] in MNIST's convention, as `raster_image` makes it."""
        if not image.any():
            return no_number("empty", "empty")
        return decide(await self._see(image[np.newaxis]), 0, image, self._policy)

    async def _see(self, images: NDArray[np.uint8]) -> Outputs:
        """The model's answers for Images [n, 28, 28]."""
        return averaged(await self._session.run(views_input(images)))


def is_too_much(picture: Picture) -> bool:
    """Whether a picture has far more ink than a number."""
    return picture.crowded or len(picture.ink.starts) > MAX_STROKES


def _unread(reading: Reading) -> float:
    """Width of the ink that is nothing of a number."""
    return sum(one.box[2] - one.box[0] for one in reading.digits if one.verdict == "rejected")


def _is_one_piece(graphs: Sequence[Lattice]) -> bool:
    return len(graphs) == 1 and len(graphs[0].pieces) == 1


def _inks(ink: Ink, graphs: Sequence[Lattice]) -> list[Ink]:
    """What the model is asked about: all ink, and each line's groups."""
    if _is_one_piece(graphs):
        return [ink, ink]
    return [ink, *(part for graph in graphs for part in group_inks(graph))]
