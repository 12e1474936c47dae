"""Hands in other styles and numbers written by habit."""

from itertools import pairwise

import numpy as np

from tests.unit.test_number_compose import HAND
from training import compose_styles
from training.compose import Composed, Hand


def height(strokes: list[np.ndarray]) -> float:
    return float(np.ptp(np.concatenate(strokes)[:, 1]))


def natural(seed: int, count: int = 6) -> Composed:
    return compose_styles.natural(HAND, count, np.random.default_rng(seed))


def test_a_styled_hand_writes_the_same_digits_at_about_their_size() -> None:
    for seed in range(20):
        hand = compose_styles.styled(HAND, np.random.default_rng(seed))
        assert sorted(hand) == sorted(HAND)
        for label in HAND:
            # a slash or a bend may reach a little further
            assert 0.75 < height(hand[label][0]) / height(HAND[label][0]) < 1.6


def test_one_slant_goes_through_a_whole_hand() -> None:
    upright: Hand = {str(d): [[np.array([[0.0, 0.0], [0.0, 0.5], [0.0, 1.0]])]] for d in (1, 4)}
    slants = []
    for seed in range(60):
        hand = compose_styles.styled(upright, np.random.default_rng(seed))
        slants.append([float(hand[label][0][0][0, 0] - hand[label][0][0][-1, 0]) for label in ("1", "4")])
    one, four = np.array(slants).T
    assert np.std(one) > compose_styles.SLANT / 2
    # bends and turns differ from digit to digit, the slant does not
    assert np.corrcoef(one, four)[0, 1] > 0.6
    assert np.median(np.abs(one - four)) < compose_styles.SLANT / 2


def test_some_hands_slash_their_zeros_and_cross_their_sevens() -> None:
    plain: Hand = {label: [[np.array([[0.0, 0.0], [0.5, 0.0], [0.3, 1.0]])]] for label in ("0", "7")}
    counts = [
        {label: len(samples[0]) for label, samples in hand.items()}
        for hand in (compose_styles.styled(plain, np.random.default_rng(seed)) for seed in range(60))
    ]
    for label in ("0", "7"):
        more = sum(found[label] == 2 for found in counts)
        assert 0 < more < 30


def test_some_hands_draw_their_ones_straight() -> None:
    bent: Hand = {"1": [[np.array([[0.0, 0.0], [0.4, 0.5], [0.0, 1.0]])]]}
    hands = [compose_styles.styled(bent, np.random.default_rng(seed)) for seed in range(60)]
    assert 0 < sum(len(hand["1"]) == compose_styles.KEPT for hand in hands) < 30


def test_some_natural_numbers_have_their_digits_far_apart() -> None:
    widths = []
    for seed in range(300):
        points = np.concatenate(natural(seed).strokes)
        widths.append(float(np.divide(*np.ptp(points, axis=0))))
    assert 3 < sum(width > 6.0 for width in widths) < 60


def test_some_natural_numbers_are_of_one_or_two_digits() -> None:
    few = [set(natural(seed).text) for seed in range(100)]
    assert 3 < sum(len(digits) <= 2 for digits in few) < 30
    assert any(digits == {"1"} for digits in few)


def test_natural_numbers_follow_the_seed_and_own_every_point() -> None:
    first, again, other = natural(3), natural(3), natural(4)
    assert first.text == again.text != other.text
    assert all((a == b).all() for a, b in zip(first.strokes, again.strokes, strict=True))
    assert len(first.text) == 6
    for stroke, owner in zip(first.strokes, first.owners, strict=True):
        assert len(stroke) == len(owner)


def test_gaps_of_a_natural_number_are_alike() -> None:
    within, means = [], []
    for seed in range(40):
        number = natural(seed)
        points, owners = np.concatenate(number.strokes), np.concatenate(number.owners)
        boxes = [points[owners == index] for index in range(len(number.elements))]
        tall = float(np.median([np.ptp(box[:, 1]) for box in boxes]))
        gaps = [float(b[:, 0].min() - a[:, 0].max()) / tall for a, b in pairwise(boxes)]
        within.append(float(np.std(gaps)))
        means.append(float(np.mean(gaps)))
    assert np.mean(within) < np.std(means) * 1.5
    assert np.mean(np.array(means) > 0.0) > 0.5
