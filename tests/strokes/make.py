"""Writes strokes.json: the designs drawn by a simulated hand, with a fixed seed.

Run `python3 -m tests.strokes.make` from the repository's root after changing a design.
"""

from __future__ import annotations

import json
import math
import random
from pathlib import Path

from tests.strokes.designs import DIGITS, OTHERS

TARGET = Path(__file__).with_name("strokes.json")
SEED = 314
HANDS = 2
"""How many differently shaped drawings are made of each design."""

SAMPLE_MS = 16
"""A mouse or finger is reported about once a frame."""
PEN_SPEED = 0.3
"""Box units per millisecond on a straight line: a digit takes half a second to a second."""
CORNER_SPEED = 0.25
"""The slowest the pen gets, as a share of PEN_SPEED."""
PEN_UP_MS = 140
TREMOR = 0.35
"""Standard deviation in box units of the noise on each point."""
STEPS_PER_SEGMENT = 24

Point = tuple[float, float]
TimedPoint = tuple[int, int, int]


def _spline(points: list[Point]) -> list[Point]:
    """Dense points on the Catmull-Rom curve through points (Catmull and Rom, 1974)."""
    if len(points) == 2:
        (ax, ay), (bx, by) = points
        steps = range(STEPS_PER_SEGMENT + 1)
        return [
            (ax + (bx - ax) * i / STEPS_PER_SEGMENT, ay + (by - ay) * i / STEPS_PER_SEGMENT) for i in steps
        ]
    padded = [points[0], *points, points[-1]]
    curve = []
    for p0, p1, p2, p3 in zip(padded, padded[1:], padded[2:], padded[3:], strict=False):
        for i in range(STEPS_PER_SEGMENT):
            t = i / STEPS_PER_SEGMENT
            weights = (
                (-(t**3) + 2 * t**2 - t) / 2,
                (3 * t**3 - 5 * t**2 + 2) / 2,
                (-3 * t**3 + 4 * t**2 + t) / 2,
                (t**3 - t**2) / 2,
            )
            controls = (p0, p1, p2, p3)
            curve.append(
                (
                    sum(w * p[0] for w, p in zip(weights, controls, strict=True)),
                    sum(w * p[1] for w, p in zip(weights, controls, strict=True)),
                )
            )
    return [*curve, points[-1]]


def _curve(stroke: str) -> list[Point]:
    """The dense curve of one designed stroke, with sharp corners where a point is marked."""
    curve: list[Point] = []
    run: list[Point] = []
    for word in stroke.split():
        x, y = word.rstrip("!").split(",")
        run.append((float(x), float(y)))
        if word.endswith("!") and len(run) > 1:
            curve += _spline(run)
            run = run[-1:]
    return curve + (_spline(run) if len(run) > 1 else [])


def _speeds(curve: list[Point]) -> list[float]:
    """Speed at each point: slow at both ends and where the curve turns."""
    speeds = []
    reach = STEPS_PER_SEGMENT // 3
    for i, (x, y) in enumerate(curve):
        ax, ay = curve[max(0, i - reach)]
        bx, by = curve[min(len(curve) - 1, i + reach)]
        chord = math.hypot(bx - ax, by - ay)
        path = math.hypot(x - ax, y - ay) + math.hypot(bx - x, by - y)
        straightness = chord / path if path else 1.0
        ends = min(1.0, (min(i, len(curve) - 1 - i) + 3) / STEPS_PER_SEGMENT)
        speeds.append(PEN_SPEED * max(CORNER_SPEED, straightness**3 * ends))
    return speeds


def _shape(chance: random.Random) -> tuple[float, float, float, float]:
    """A hand's own slant, tilt in radians, width and a phase for its slow wobble."""
    return (
        chance.gauss(0, 0.08),
        chance.gauss(0, 0.03),
        chance.uniform(0.88, 1.1),
        chance.uniform(0, 2 * math.pi),
    )


def draw(design: str, chance: random.Random) -> list[list[TimedPoint]]:
    """The design's strokes as a hand would draw them: lists of (x, y, milliseconds), all whole numbers."""
    slant, tilt, width, phase = _shape(chance)
    clock = 0.0
    strokes = []
    for stroke in design.split("|"):
        curve = _curve(stroke)
        speeds = _speeds(curve)
        points: list[TimedPoint] = []
        due = clock
        for i, (x, y) in enumerate(curve):
            if i:
                clock += math.dist((x, y), curve[i - 1]) / speeds[i]
            if clock < due and i != len(curve) - 1:
                continue
            due = clock + SAMPLE_MS
            wobble = 1.2 * math.sin(y / 17 + phase)
            sx = (x + wobble - slant * (y - 50)) * width
            px = sx * math.cos(tilt) - y * math.sin(tilt) + chance.gauss(0, TREMOR)
            py = sx * math.sin(tilt) + y * math.cos(tilt) + chance.gauss(0, TREMOR)
            points.append((round(px * 10), round(py * 10), round(clock)))
        strokes.append(points)
        clock += PEN_UP_MS
    return strokes


def samples() -> list[dict[str, object]]:
    """Every sample of the file, in the file's order."""
    chance = random.Random(SEED)  # noqa: S311
    return [
        {"label": label, "style": style, "hand": hand, "strokes": draw(design, chance)}
        for kind in (DIGITS, OTHERS)
        for label, designs in kind.items()
        for style, design in designs.items()
        for hand in range(HANDS)
    ]


def text() -> str:
    """The file's content, one sample a line."""
    lines = [json.dumps(sample, separators=(",", ":")) for sample in samples()]
    return "[\n" + ",\n".join(lines) + "\n]\n"


if __name__ == "__main__":
    TARGET.write_text(text(), encoding="utf-8")
    print(f"{TARGET.name}: {len(samples())} samples, {TARGET.stat().st_size} bytes")
