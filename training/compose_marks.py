"""Composed numbers with more than digits: a minus, a decimal sign, several lines, ink that is no digit."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from inkling.ink import Points
from training import compose, compose_styles
from training.compose import GRADES, Composed, Element, Grade, Hand
from training.jitter import COARSE_GRID, FEW_POINTS, TREMOR, Strokes, unit

MINUS_WIDTH = (0.25, 0.65)
"""Least and most width of a minus, in digit heights."""

MINUS_PLACE = (0.35, 0.65)
"""Least and most height of a minus above the line."""

COMMA_LENGTH = (0.12, 0.35)
"""Least and most length of a comma, in digit heights."""

TICK_LENGTH, DASH_LENGTH, ROUND_RADIUS = (0.02, 0.13), (0.03, 0.17), (0.015, 0.08)
"""Sizes of the dots that are no mere taps, in digit heights."""

LEADING_SHARE, THOUSANDS_SHARE = 0.12, 0.6
"""Share of numbers that begin with their decimal sign, and of those whose thousands are parted."""

COMMA_TOP = 0.06
"""How far above the line a comma starts, in digit heights."""

MARK_GAP = (0.03, 0.3)
"""Least and most space between a mark and its neighbours."""

LINE_SPACE = (1.35, 2.2)
"""Least and most distance between the feet of two lines, in digit heights."""

JUNK_HEIGHT = (0.6, 1.2)
"""Least and most height of ink that is no digit within a number."""

ROUGH_SHARE = 0.35
"""Share of a fit's numbers that come from poor devices."""


@dataclass(frozen=True, slots=True)
class Place:
    """Whether a sign stands before the number; its longer side and height above the line, in digit heights."""

    first: bool
    size: tuple[float, float]
    rise: tuple[float, float]


SIGNS = {
    "%": Place(first=False, size=(0.6, 1.2), rise=(-0.1, 0.15)),
    "=": Place(first=False, size=(0.3, 0.8), rise=(0.1, 0.45)),
    "$": Place(first=True, size=(0.7, 1.3), rise=(-0.2, 0.1)),
    "#": Place(first=True, size=(0.6, 1.2), rise=(-0.1, 0.15)),
    "+": Place(first=True, size=(0.3, 0.8), rise=(0.1, 0.4)),
}
"""Signs that people write beside a number."""

Sign = tuple[str, Strokes]
"""A key of SIGNS, and its ink."""

LOOSE: tuple[Grade, ...] = ("spaced", "tight")
"""Grades in which marks stay where they were put."""


def minus(rng: np.random.Generator) -> Element:
    """A bar, now and then a little bent or sloped, with its lower edge on y = 0."""
    width = rng.uniform(*MINUS_WIDTH)
    across = np.linspace(0.0, width, int(rng.integers(3, 12)))
    down = across * rng.normal(0.0, 0.12) + rng.normal(0.0, 0.008, across.size)
    return Element("-", [np.stack((across, down), axis=1)])


def point(rng: np.random.Generator) -> Element:
    """A tap, a tiny curl or a tiny dash."""
    count = int(rng.integers(1, 8))
    size = rng.uniform(0.0, 0.07)
    turn = np.cumsum(rng.normal(0.8, 0.5, count))
    path = np.cumsum(np.stack((np.cos(turn), np.sin(turn)), axis=1), axis=0)
    reach = max(float(np.ptp(path, axis=0).max()), 1.0)
    return Element(".", [path / reach * size])


def comma(rng: np.random.Generator) -> Element:
    """A short stroke down to the left, straight or bent."""
    length = rng.uniform(*COMMA_LENGTH)
    angle = np.deg2rad(rng.uniform(95.0, 140.0))
    part = np.linspace(0.0, 1.0, int(rng.integers(3, 9)))
    bend = rng.uniform(-0.1, 0.35) * 4.0 * part * (1.0 - part)
    along = part[:, None] * np.array([np.cos(angle), np.sin(angle)])
    aside = bend[:, None] * np.array([np.sin(angle), -np.cos(angle)])
    return Element(",", [(along + aside) * length])


def any_point(rng: np.random.Generator) -> Element:
    """A dot as people make it: a tap, a tick in any direction, a dash, a small filled round."""
    kind = int(rng.integers(4))
    if kind == 0:
        return point(rng)
    if kind == 1:
        length, angle = rng.uniform(*TICK_LENGTH), rng.uniform(0.0, 2.0 * np.pi)
        way = np.linspace(0.0, length, int(rng.integers(2, 6)))[:, None]
        path = way * np.array([np.cos(angle), np.sin(angle)])
    elif kind == 2:
        along = np.linspace(0.0, rng.uniform(*DASH_LENGTH), int(rng.integers(2, 7)))
        path = np.stack((along, along * rng.normal(0.0, 0.15)), axis=1)
    else:
        turn = np.linspace(0.0, rng.uniform(2.0, 8.0) * np.pi, int(rng.integers(12, 40)))
        radius = rng.uniform(*ROUND_RADIUS) * rng.uniform(0.3, 1.0, turn.size)
        path = np.stack((np.cos(turn), np.sin(turn)), axis=1) * radius[:, None]
    return Element(".", [path + rng.normal(0.0, 0.004, path.shape)])


def punctuated(hand: Hand, rng: np.random.Generator) -> Composed:
    """A number with thousands parted, with decimals, or both, now and then beginning with the decimal sign."""
    count = int(rng.integers(1, 10))
    whole = 0 if count > 1 and rng.random() < LEADING_SHARE else int(rng.integers(1, count + 1))
    thousands = list(range(whole - 3, 0, -3)) if rng.random() < THOUSANDS_SHARE else []
    places = [*thousands, *([whole] if whole < count else [])]
    grade = LOOSE[int(rng.integers(2))]
    elements = compose.on_line(compose.digits(hand, count, rng), grade, rng)
    grouping, decimal = (any_point, comma) if rng.random() < 0.5 else (comma, any_point)
    for place in sorted(places, reverse=True):
        mark = (decimal if place == whole else grouping)(rng)
        elements = _leading(elements, mark, rng) if place == 0 else _insert(elements, place, mark, rng)
    return compose.write([elements], rng)


def _leading(digits: list[Element], mark: Element, rng: np.random.Generator) -> list[Element]:
    """The mark near the foot before all digits."""
    _, right = _sides(mark.strokes)
    left = _sides(digits[0].strokes)[0] - right - rng.uniform(*MARK_GAP)
    return [_at_foot(mark, left, rng), *digits]


def _at_foot(mark: Element, aside: float, rng: np.random.Generator) -> Element:
    """The mark near the line, moved aside by so much."""
    above = max(float(s[:, 1].max()) for s in mark.strokes) if mark.label == "." else COMMA_TOP
    move = np.array([aside, rng.normal(-0.03, 0.05) - above])
    return replace(mark, strokes=[stroke + move for stroke in mark.strokes])


def signed(hand: Hand, count: int, grade: Grade, rng: np.random.Generator) -> Composed:
    """A number of `count` digits with a minus, a decimal sign or both."""
    digits = compose.on_line(compose.digits(hand, count, rng), grade, rng)
    kind = int(rng.integers(3)) if count > 1 else 0
    elements = digits
    if kind != 0:
        at = int(rng.integers(1, count))
        mark = point(rng) if rng.random() < 0.5 else comma(rng)
        elements = _insert(digits, at, mark, rng)
    if kind != 1:
        bar = minus(rng)
        high = float(np.median([-np.concatenate(e.strokes)[:, 1].min() for e in digits]))
        rise = rng.uniform(*MINUS_PLACE) * high
        low, right = _sides(bar.strokes)
        left = _sides(elements[0].strokes)[0] - right - rng.uniform(*MARK_GAP) - 0.05
        elements = [replace(bar, strokes=[s + np.array([left - low, -rise]) for s in bar.strokes]), *elements]
    return compose.write([elements], rng)


def _insert(digits: list[Element], at: int, mark: Element, rng: np.random.Generator) -> list[Element]:
    """The mark near the foot between two digits, what follows moved aside as far as it needs."""
    before = float(_sides(digits[at - 1].strokes)[1])
    low, right = _sides(mark.strokes)
    left = before + rng.uniform(*MARK_GAP) * (0.0 if rng.random() < 0.1 else 1.0)
    placed = _at_foot(mark, left - low, rng)
    follow = left + (right - low) + rng.uniform(*MARK_GAP)
    move = max(0.0, follow - _sides(digits[at].strokes)[0])
    later = [replace(e, strokes=[s + np.array([move, 0.0]) for s in e.strokes]) for e in digits[at:]]
    return [*digits[:at], placed, *later]


def _sides(strokes: Strokes) -> tuple[float, float]:
    points: Points = np.concatenate(strokes)
    return float(points[:, 0].min()), float(points[:, 0].max())


def lined(hand: Hand, counts: Sequence[int], rng: np.random.Generator) -> Composed:
    """One number of so many digits a line, below each other."""
    lines = []
    foot = 0.0
    for line, count in enumerate(counts):
        elements = compose.on_line(compose.digits(hand, count, rng), LOOSE[int(rng.integers(2))], rng)
        offset = np.array([rng.uniform(0.0, 0.6), foot])
        lines.append([replace(e, line=line, strokes=[s + offset for s in e.strokes]) for e in elements])
        foot += rng.uniform(*LINE_SPACE)
    return compose.write(lines, rng)


def with_junk(hand: Hand, count: int, junk: Strokes, rng: np.random.Generator) -> Composed:
    """A number of `count` digits with ink that is no digit somewhere in it."""
    elements = compose.digits(hand, count, rng)
    elements.insert(int(rng.integers(count + 1)), junk_element(junk, rng))
    return compose.write([compose.on_line(elements, LOOSE[int(rng.integers(2))], rng)], rng)


def with_sign(hand: Hand, count: int, sign: Sign, rng: np.random.Generator) -> Composed:
    """A number of `count` digits with a sign beside it, as in 100 %."""
    name, strokes = sign
    place = SIGNS[name]
    at = 0 if place.first else count
    size = rng.uniform(*place.size)
    elements = compose.digits(hand, count, rng)
    elements.insert(at, Element("junk", [stroke * size for stroke in unit(strokes)]))
    written = compose.on_line(elements, LOOSE[int(rng.integers(2))], rng)
    up = np.array([0.0, -rng.uniform(*place.rise)])
    written[at] = replace(written[at], strokes=[stroke + up for stroke in written[at].strokes])
    return compose.write([written], rng)


def only_junk(junk: Strokes, rng: np.random.Generator) -> Composed:
    """Ink that is no digit, alone."""
    return compose.write([compose.on_line([junk_element(junk, rng)], "spaced", rng)], rng)


def junk_element(junk: Strokes, rng: np.random.Generator) -> Element:
    """Ink that is no digit at a random size, in digit heights."""
    size = rng.uniform(*JUNK_HEIGHT)
    return Element("junk", [stroke * size for stroke in unit(junk)])


def mixed(hand: Hand, rng: np.random.Generator, junk: Sequence[Strokes], signs: Sequence[Sign]) -> Composed:
    """One of everything that numbers are, in odds that a fit needs, some of it from poor devices."""
    number = _mixed(hand, rng, junk, signs, ODDS)
    return rough(number, rng) if rng.random() < ROUGH_SHARE else number


def plain(hand: Hand, rng: np.random.Generator) -> Composed:
    """A number as people write them here: more than one digit, nothing else beside it, from a good device."""
    return _mixed(hand, rng, (), (), PLAIN_ODDS)


def rough(number: Composed, rng: np.random.Generator) -> Composed:
    """The number as a poor device reports it: coarse steps, few points, or a shaky pen."""
    size = float(np.ptp(np.concatenate(number.strokes)[:, 1])) / max(1, len(number.text.split("\n")))
    if not size:
        return number
    kind = int(rng.integers(3))
    strokes, owners = [], []
    steps = float(np.exp(rng.uniform(*np.log(COARSE_GRID))))
    keep = int(rng.integers(*FEW_POINTS))
    for stroke, owner in zip(number.strokes, number.owners, strict=True):
        # joined digits keep as many points each as digits apart
        count = keep * (1 + int(owner.max()) - int(owner[0]))
        chosen = np.rint(np.linspace(0, len(stroke) - 1, min(count, len(stroke)))).astype(np.int64)
        if kind == 0:
            strokes.append(np.rint(stroke / size * steps) / steps * size)
        elif kind == 1:
            strokes.append(stroke[chosen])
        else:
            strokes.append(stroke + rng.normal(0.0, TREMOR * rng.uniform(0.3, 1.0), stroke.shape) * size)
        owners.append(owner[chosen] if kind == 1 else owner)
    return replace(number, strokes=strokes, owners=owners)


def _mixed(
    hand: Hand,
    rng: np.random.Generator,
    junk: Sequence[Strokes],
    signs: Sequence[Sign],
    odds: Mapping[str, float],
) -> Composed:
    kind = tuple(odds)[int(rng.choice(len(odds), p=list(odds.values())))]
    grade = GRADES[int(rng.integers(len(GRADES)))]
    chosen = junk[int(rng.integers(len(junk)))] if junk else []
    sign = signs[int(rng.integers(len(signs)))] if signs else ("", [])
    make: dict[str, Callable[[], Composed]] = {
        "one digit": lambda: compose.compose(hand, 1, "spaced", rng),
        "graded": lambda: compose.compose(hand, int(rng.integers(2, 9)), grade, rng),
        "natural": lambda: compose_styles.natural(hand, int(rng.integers(2, 9)), rng),
        "joined": lambda: compose_styles.joined(hand, rng),
        "signed": lambda: signed(hand, int(rng.integers(1, 6)), grade if grade != "joined" else "tight", rng),
        "punctuated": lambda: punctuated(hand, rng),
        "lined": lambda: lined(hand, rng.integers(1, 6, int(rng.integers(2, 4))).tolist(), rng),
        "with junk": lambda: with_junk(hand, int(rng.integers(2, 6)), chosen, rng),
        "with sign": lambda: with_sign(hand, int(rng.integers(1, 6)), sign, rng),
        "only junk": lambda: only_junk(chosen, rng),
    }
    return make[kind]()


ODDS = {
    "one digit": 0.13,
    "graded": 0.22,
    "natural": 0.21,
    "joined": 0.05,
    "signed": 0.08,
    "punctuated": 0.07,
    "lined": 0.04,
    "with junk": 0.04,
    "with sign": 0.02,
    "only junk": 0.14,
}
"""Odds of what numbers are to a fit: strings of a grade, natural and short joined ones, signed ones, several lines,
ink that is no digit among digits, beside them and alone."""

PLAIN_ODDS = {"graded": 0.5, "natural": 0.25, "signed": 0.1, "punctuated": 0.05, "lined": 0.1}
"""The same where a confidence is calibrated: what a page for numbers is used for."""
