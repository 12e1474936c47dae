"""Answers that are remembered: what is asked again, and how much is kept."""

import numpy as np

from inkling import Ink, Outputs, Reader, ink_planes, load_policy, run_now
from inkling.answers import REMEMBERED, Answers
from inkling.segment_score import load_scorer


class Counting:
    """A session that answers with the brightness of each picture and counts what it is asked."""

    def __init__(self) -> None:
        self.asked: list[int] = []

    async def run(self, images: np.ndarray[tuple[int, ...], np.dtype[np.float32]]) -> Outputs:
        self.asked.append(len(images))
        sums = images.sum(axis=(1, 2, 3))[:, None]
        return Outputs(np.repeat(sums, 10, axis=1), np.repeat(sums, 3, axis=1))


def inks_of(*lengths: int) -> list[Ink]:
    return [Ink.from_strokes([[[0, 0], [length, 40]]]) for length in lengths]


def test_only_new_ink_is_asked_about_and_answers_keep_their_order() -> None:
    session = Counting()
    answers = Answers(session)
    first, pictures = run_now(answers.of(inks_of(10, 20, 10)))
    second, same_pictures = run_now(answers.of(inks_of(20, 30, 10)))
    assert session.asked == [2, 1]
    assert first.digits[0, 0] == first.digits[2, 0] == second.digits[2, 0]
    assert first.digits[1, 0] == second.digits[0, 0]
    assert (pictures[1] == same_pictures[0]).all()
    assert (pictures[0] == ink_planes(inks_of(10)[0])[0]).all()
    run_now(answers.of(inks_of(20)))
    assert session.asked == [2, 1]
    answers.forget()
    run_now(answers.of(inks_of(20)))
    assert session.asked == [2, 1, 1]


def test_what_the_ink_needs_is_kept_and_the_most_recently_used_besides() -> None:
    session = Counting()
    answers = Answers(session)
    run_now(answers.of(inks_of(7)))
    for length in range(1000, 1000 + 3 * REMEMBERED):
        run_now(answers.of(inks_of(length, 7)))
    assert len(answers._known) == REMEMBERED + 2
    session.asked.clear()
    recent = range(1000 + 2 * REMEMBERED, 1000 + 3 * REMEMBERED)
    run_now(answers.of(inks_of(7, *recent)))
    assert not session.asked
    run_now(answers.of(inks_of(1000 + 2 * REMEMBERED - 2)))
    assert session.asked == [1]


def test_ink_that_needs_more_than_is_remembered_is_asked_about_once() -> None:
    session = Counting()
    answers = Answers(session)
    many = inks_of(*range(3 * REMEMBERED))
    for _ in range(2):
        outputs, images = run_now(answers.of(many))
        assert outputs.digits.shape == (3 * REMEMBERED, 10)
        assert len(images) == 3 * REMEMBERED
    assert session.asked == [3 * REMEMBERED]
    run_now(answers.of(inks_of(1)))
    assert len(answers._known) == 1 + REMEMBERED


def test_a_remembered_answer_holds_nothing_of_those_asked_with_it() -> None:
    answers = Answers(Counting())
    _, images = run_now(answers.of(inks_of(*range(50))))
    assert all(image.base is None for image in images)


def test_undo_redo_and_scratching_out_ask_nothing() -> None:
    strokes = [[(x, 0.0), (x + 4.0, 50.0), (x + 1.0, 90.0)] for x in range(40, 1000, 80)]
    session = Counting()
    reader = Reader(session, load_policy(), load_scorer())
    drawn = [Ink.from_strokes(strokes[:count]) for count in range(1, len(strokes) + 1)]
    for ink in drawn:
        run_now(reader.read(ink))
    session.asked.clear()
    for ink in (*drawn[::-1], *drawn):
        run_now(reader.read(ink))
    x, y = strokes[-1][0]
    zigzag = [(x + (22.0 if turn % 2 else -18.0), y + 9.0 * turn) for turn in range(12)]
    assert run_now(reader.read(Ink.from_strokes([*strokes, zigzag]))).scratched
    assert not session.asked
