"""Composed numbers: seeded, truthful, as close as their grade says."""

from itertools import pairwise

import numpy as np
import pytest

from inkling.number import lattices_of
from training import compose, compose_marks, compose_styles
from training.compose import GRADES, LIGATURE, Composed, Grade
from training.data import Sample
from training.number_truth import truth_of
from training.wrong_segments import of_string, segments

RINGS = 24


def digit(label: str, writer: str = "w") -> Sample:
    """A ring, with half a ring as a second stroke for odd digits; taller for larger ones."""
    angle = np.linspace(0.0, 2 * np.pi, RINGS)
    height = 80.0 + 4 * int(label)
    ring = np.stack((40 + 30 * np.sin(angle), height / 2 * (1 - np.cos(angle))), axis=1)
    tail = ring[: RINGS // 2] * 0.5 + np.array([45.0, height / 2])
    strokes = (ring, tail) if int(label) % 2 else (ring,)
    return Sample(f"{writer}-{label}", label, writer, "made", strokes)


SAMPLES = [digit(str(label), writer) for writer in ("a", "b") for label in range(10)]
HAND = compose.hands(SAMPLES)["a"]


def made(grade: Grade, seed: int, count: int = 4) -> Composed:
    return compose.compose(HAND, count, grade, np.random.default_rng(seed))


def gaps(number: Composed) -> list[float]:
    """Space between neighbouring elements' boxes, in heights of the whole; joining lines left out."""
    points = np.concatenate(number.strokes)
    owners = np.concatenate(number.owners)
    boxes = [points[owners == index] for index in range(len(number.elements))]
    height = float(np.ptp(points[:, 1]))
    return [float(after[:, 0].min() - before[:, 0].max()) / height for before, after in pairwise(boxes)]


@pytest.mark.parametrize("grade", GRADES)
def test_the_seed_decides_everything(grade: Grade) -> None:
    first, again, other = (compose.strings(SAMPLES, grade, (2, 5), 4, seed) for seed in (3, 3, 4))
    assert [number.text for number in first] == [number.text for number in again]
    for a, b in zip(first, again, strict=True):
        assert all((x == y).all() for x, y in zip(a.strokes, b.strokes, strict=True))
    assert [number.text for number in first] != [number.text for number in other]


def test_writers_and_lengths_take_turns() -> None:
    numbers = compose.strings(SAMPLES, "spaced", (2, 5), 4, 1)
    assert [len(number.text) for number in numbers] == [2, 5, 2, 5]


@pytest.mark.parametrize("grade", GRADES)
def test_every_point_has_its_owner(grade: Grade) -> None:
    number = made(grade, 1)
    assert [len(stroke) for stroke in number.strokes] == [len(owner) for owner in number.owners]
    owners = np.concatenate(number.owners)
    assert set(owners[owners != LIGATURE].tolist()) == {0, 1, 2, 3}
    assert number.text == "".join(element.label for element in number.elements)


def test_grades_are_closer_and_closer() -> None:
    middle = {
        grade: np.median([gap for seed in range(12) for gap in gaps(made(grade, seed))]) for grade in GRADES
    }
    assert middle["spaced"] > 0.15 > middle["tight"] > 0.0
    assert middle["touching"] <= 0.02
    assert middle["overlapping"] < -0.02


def test_joined_digits_share_a_stroke() -> None:
    numbers = [made("joined", seed) for seed in range(6)]
    assert all(any((owner == LIGATURE).any() for owner in number.owners) for number in numbers)
    assert all(sum(len(e.strokes) for e in n.elements) > len(n.strokes) for n in numbers)


def test_signs_stand_where_they_belong() -> None:
    rng = np.random.default_rng(2)
    texts = [compose_marks.signed(HAND, 3, "spaced", rng).text for _ in range(40)]
    assert {text[0] == "-" for text in texts} == {True, False}
    assert all("-" not in text[1:] and text[-1].isdigit() for text in texts)
    assert {sign for text in texts for sign in text if not sign.isdigit()} == {"-", ".", ","}


@pytest.mark.parametrize(("name", "at"), [("$", 0), ("%", 3)])
def test_a_sign_beside_a_number_is_none_of_its_digits(name: str, at: int) -> None:
    sign = [np.array([[0.0, 0.0], [30.0, 50.0]])]
    for seed in range(20):
        number = compose_marks.with_sign(HAND, 3, (name, sign), np.random.default_rng(seed))
        assert len(number.text) == 3
        assert number.text.isdigit()
        assert [element.label == "junk" for element in number.elements] == [at == i for i in range(4)]
        points, owners = np.concatenate(number.strokes), np.concatenate(number.owners)
        middles = [points[owners == index, 0].mean() for index in range(4)]
        assert middles == sorted(middles)


def test_lines_stand_below_each_other() -> None:
    number = compose_marks.lined(HAND, (2, 3), np.random.default_rng(1))
    assert [len(line) for line in number.text.split("\n")] == [2, 3]
    points, owners = np.concatenate(number.strokes), np.concatenate(number.owners)
    assert points[owners < 2, 1].mean() < points[owners >= 2, 1].mean()


def test_truth_of_spaced_digits_is_one_group_each() -> None:
    number = made("spaced", 5)
    (graph,) = lattices_of(number.ink)
    truth = truth_of(graph, number)
    assert truth.reachable
    for index, element in enumerate(number.elements):
        (row,) = np.flatnonzero(truth.element == index)
        assert len(graph.groups[row]) == len(element.strokes)
        assert truth.share[row, index] == 1.0


def test_segments_are_of_every_kind_and_labelled_when_digits() -> None:
    found = segments(SAMPLES, 120, 1)
    assert len(found.images) == len(found.labels) == len(found.kind) == len(found.weight) >= 120
    assert set(found.kind.tolist()) == {0, 1, 2}
    assert ((found.labels < 10) == (found.kind == 0)).all()
    assert found.images[:, 0].any(axis=(1, 2)).all()


def test_whole_digits_side_by_side_are_several() -> None:
    kinds = {kind for strokes, _, kind, _ in of_string(made("touching", 3, 2)) if len(strokes) >= 2}
    assert 2 in kinds


def test_poor_devices_change_points_and_not_the_truth() -> None:
    number = made("joined", 2)
    changed = [compose_marks.rough(number, np.random.default_rng(seed)) for seed in range(8)]
    for other in changed:
        assert (other.text, len(other.strokes)) == (number.text, len(number.strokes))
        assert [len(s) for s in other.strokes] == [len(o) for o in other.owners]
        assert {int(o) for own in other.owners for o in own} >= {0, 1, 2, 3}
    assert any(sum(map(len, other.strokes)) < sum(map(len, number.strokes)) for other in changed)
    assert any(
        sum(map(len, other.strokes)) == sum(map(len, number.strokes))
        and any((a != b).any() for a, b in zip(other.strokes, number.strokes, strict=True))
        for other in changed
    )


def test_short_joined_numbers_have_digits_in_one_stroke() -> None:
    made = [compose_styles.joined(HAND, np.random.default_rng(seed)) for seed in range(40)]
    assert all(2 <= len(number.text) <= 4 for number in made)
    # where the pen would travel too far digits stay apart
    joined = [any(len(set(own[own != LIGATURE].tolist())) > 1 for own in number.owners) for number in made]
    assert sum(joined) > 20
    assert sum(len(set(number.text)) <= 2 for number in made) > 20
    assert any(len(set(number.text)) > 2 for number in made)


def bar(height: float) -> list[np.ndarray]:
    return [np.array([[0.0, 0.0], [0.2 * height, height]])]


def test_sizes_that_a_hand_writes_are_kept() -> None:
    hand = {"1": [bar(1.2)], "7": [bar(0.8)]}
    assert compose.level(hand) is hand


def test_digits_of_different_scales_are_brought_to_one_height() -> None:
    levelled = compose.level({"1": [bar(1.0), bar(9.0)], "7": [bar(0.05)]})
    heights = [float(np.ptp(strokes[0][:, 1])) for own in levelled.values() for strokes in own]
    assert heights == pytest.approx([1.0, 1.0, 1.0])
    assert levelled["7"][0][0] == pytest.approx(bar(1.0)[0])
