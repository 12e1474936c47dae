"""Whole numbers read by the committed model: numbers put together from the drawn test ink."""

import math
from collections.abc import Sequence

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from inkling import Ink, Reader, Reading, load_policy, run_now
from inkling.native import OnnxRuntimeSession
from inkling.number_reading import LEFT_OUT, _alternatives
from inkling.segment_score import load_scorer
from tests.strokes import every_sample

Strokes = list[list[tuple[float, float]]]

READER = Reader(OnnxRuntimeSession(), load_policy(), load_scorer())

INK = {sample.name: sample.strokes for sample in every_sample()}

PLAIN = {
    "0": "0 closed 0",
    "1": "1 bar 0",
    "2": "2 plain 0",
    "3": "3 round 0",
    "4": "4 closed 0",
    "5": "5 two strokes 0",
    "6": "6 plain 0",
    "7": "7 plain 0",
    "8": "8 one stroke 0",
    "9": "9 straight stem 0",
}

COMMA: Strokes = [[(8.0, 95.0), (6.0, 108.0), (0.0, 118.0)]]
POINT: Strokes = [[(0.0, 97.0), (3.0, 99.0), (1.0, 100.0)]]
MINUS: Strokes = [[(0.0, 52.0), (20.0, 51.0), (40.0, 52.0)]]


def drawn(name: str, height: float = 100.0) -> Strokes:
    """A drawing of the test ink, standing on y = 100, from x = 0."""
    strokes = INK[name]
    left = min(x for stroke in strokes for x, _ in stroke)
    foot = max(y for stroke in strokes for _, y in stroke)
    scale = height / (foot - min(y for stroke in strokes for _, y in stroke))
    return [[((x - left) * scale, 100.0 + (y - foot) * scale) for x, y in stroke] for stroke in strokes]


def moved(strokes: Strokes, x: float, y: float = 0.0) -> Strokes:
    return [[(a + x, b + y) for a, b in stroke] for stroke in strokes]


def beside(parts: Sequence[Strokes], gap: float = 25.0) -> Strokes:
    result: Strokes = []
    right = 40.0
    for part in parts:
        result += moved(part, right)
        right = max(x for stroke in result for x, _ in stroke) + gap
    return result


def number(text: str, gap: float = 25.0) -> Strokes:
    signs = {",": COMMA, ".": POINT, "-": MINUS}
    return beside([signs[c] if c in signs else drawn(PLAIN[c]) for c in text], gap)


def read(strokes: Strokes) -> Reading:
    return run_now(READER.read(Ink.from_strokes(strokes)))


@pytest.mark.parametrize("text", ["2026", "10", "31415926", "707", "3,5", "12.5", "-42", "-3,5", "8888"])
def test_numbers_are_read_whole(text: str) -> None:
    reading = read(number(text))
    assert (reading.verdict, reading.text, reading.reason) == ("number", text, "")
    assert "".join(digit.text for digit in reading.digits) == text
    kinds = {"-": "sign", ",": "mark", ".": "mark"}
    assert [digit.verdict for digit in reading.digits] == [kinds.get(c, "digit") for c in text]


@pytest.mark.parametrize("text", ["1,000,000", "2.500,75", "12,345.6", "-7.250.000"])
def test_thousands_are_parted_as_they_are_written(text: str) -> None:
    reading = read(number(text, 18.0))
    assert (reading.verdict, reading.text) == ("number", text)
    assert [digit.text for digit in reading.digits] == list(text)


def test_a_sign_that_can_part_no_thousands_is_left_out() -> None:
    reading = read(number("12,34,5", 18.0))
    assert reading.text in {"12,345", "1234,5"}
    assert [digit.verdict for digit in reading.digits].count("rejected") == 1
    assert reading.message.endswith(LEFT_OUT)


@pytest.mark.parametrize("mark", ["tick", "dash", "round"])
@pytest.mark.parametrize("text", ["0{}5", "4{}5", "17{}25", "{}5"])
def test_a_dot_of_any_shape_is_a_point_or_a_comma_and_no_digit(mark: str, text: str) -> None:
    turn = np.linspace(0.0, 4.0 * np.pi, 24)
    shapes: dict[str, Strokes] = {
        "tick": [[(0.0, 91.0), (4.0, 96.0), (7.0, 100.0)]],
        "dash": [[(0.0, 98.0), (6.0, 97.0), (12.0, 98.0)]],
        "round": [[(4.0 + 4.0 * math.cos(a), 96.0 + 4.0 * math.sin(a)) for a in turn.tolist()]],
    }
    before, after = text.split("{}")
    parts = [drawn(PLAIN[c]) for c in before], [shapes[mark]], [drawn(PLAIN[c]) for c in after]
    reading = read(beside([part for some in parts for part in some], 14.0))
    assert reading.text.replace(",", ".") == text.format(".")


def test_each_digit_has_its_box_and_strokes() -> None:
    strokes = number("254")
    reading = read(strokes)
    assert [digit.strokes for digit in reading.digits] == [(0,), (1, 2), (3, 4)]
    for digit in reading.digits:
        points = np.concatenate([np.array(strokes[i]) for i in digit.strokes])
        assert digit.box == pytest.approx((*points.min(axis=0), *points.max(axis=0)))
        assert len(digit.probabilities) == 10
        assert 0.0 <= digit.confidence <= 1.0


@pytest.mark.parametrize("order", [(4, 3, 2, 1, 0), (1, 3, 0, 4, 2), (0, 1, 3, 4, 2)])
def test_the_order_of_strokes_does_not_matter(order: tuple[int, ...]) -> None:
    strokes = number("254")
    reading = read([strokes[i] for i in order])
    assert reading.text == "254"
    assert [{order[i] for i in digit.strokes} for digit in reading.digits] == [{0}, {1, 2}, {3, 4}]


@pytest.mark.parametrize("gap", [-4.0, 2.0, 10.0, 60.0, 150.0, 400.0])
def test_closeness_does_not_matter(gap: float) -> None:
    assert read(number("2306", gap)).text == "2306"


@pytest.mark.parametrize("gap", [40.0, 100.0, 150.0, 300.0, 400.0])
@pytest.mark.parametrize("text", ["11", "111", "17", "71", "1111", "121"])
def test_ones_that_are_mere_bars_may_stand_far_apart(text: str, gap: float) -> None:
    assert read(number(text, gap)).text == text


def test_lines_are_read_from_the_top() -> None:
    reading = read(moved(number("47"), 0.0, 200.0) + number("3,5") + moved(number("1"), 30.0, 390.0))
    assert reading.text == "3,5\n47\n1"


def test_a_sloping_line_is_one_number() -> None:
    turned = [[(x, y + 0.2 * x) for x, y in stroke] for stroke in number("36920")]
    assert read(turned).text == "36920"


def test_sizes_may_differ() -> None:
    assert read(beside([drawn(PLAIN["4"], 140.0), drawn(PLAIN["7"], 80.0), drawn(PLAIN["2"])])).text == "472"


def test_joined_digits_are_cut() -> None:
    first, second = drawn(PLAIN["2"]), moved(drawn(PLAIN["3"]), 95.0)
    assert read([[*first[0], *second[0]]]).text == "23"


def test_a_letter_is_left_out_where_it_stands() -> None:
    reading = read(beside([drawn(PLAIN["3"]), drawn("letter W 0"), drawn(PLAIN["8"])]))
    assert reading.text == "38"
    assert [digit.verdict for digit in reading.digits] == ["digit", "rejected", "digit"]
    assert reading.message.endswith(LEFT_OUT)


def test_a_word_is_no_number_and_is_marked_where_it_stands() -> None:
    reading = read(beside([drawn(f"letter {letter} 0") for letter in "AKE"]))
    assert (reading.verdict, reading.text, reading.reason) == ("rejected", "", "not-a-number")
    assert reading.message == "This does not look like a number."
    assert {digit.verdict for digit in reading.digits} == {"rejected"}


def test_one_digit_keeps_its_reading() -> None:
    for sample in every_sample():
        if sample.is_digit:
            ink = Ink.from_strokes(sample.strokes)
            alone, reading = run_now(READER.read_digit(ink)), run_now(READER.read(ink))
            assert (reading.text, reading.message, reading.reason) == (
                alone.text,
                alone.message,
                alone.reason,
            )
            assert reading.probabilities == pytest.approx(alone.probabilities, abs=1e-6)
            assert [digit.text for digit in reading.digits] == [alone.text]
            assert reading.digits[0].strokes == tuple(range(len(sample.strokes)))


def test_read_while_it_is_written_it_ends_the_same() -> None:
    strokes = number("20,45")
    fresh = Reader(OnnxRuntimeSession(), load_policy(), load_scorer())
    for count in range(1, len(strokes) + 1):
        live = run_now(fresh.read(Ink.from_strokes(strokes[:count])))
    once = read(strokes)
    assert live.text == once.text == "20,45"
    assert live.confidence == pytest.approx(once.confidence, abs=1e-5)


def test_alternatives_share_what_the_confidence_leaves() -> None:
    shares = _alternatives([("12", 0.6), ("17", 0.3), ("72", 0.06)], 0.8)
    assert [one.text for one in shares] == ["17", "72"]
    assert [one.confidence for one in shares] == pytest.approx([0.15, 0.03])
    # rounding must not make more than there is
    assert _alternatives([("1", 1.0), ("7", 1e-3)], 0.9)[0].confidence == pytest.approx(0.1)
    # a first reading that calibration trusts little is still the first
    assert _alternatives([("12", 0.6), ("17", 0.4)], 0.3)[0].confidence == pytest.approx(0.3)


def test_confidence_and_alternatives_are_odds_in_order() -> None:
    reading = read(number("1748"))
    odds = [reading.confidence, *(other.confidence for other in reading.alternatives)]
    assert odds == sorted(odds, reverse=True)
    assert all(0.0 <= value <= 1.0 for value in odds)
    assert reading.text not in [other.text for other in reading.alternatives]


def test_plain_data_for_json() -> None:
    data = read(number("-7")).to_dict()
    assert [digit["verdict"] for digit in data["digits"]] == ["sign", "digit"]
    assert set(data["digits"][0]) == {
        "verdict", "text", "confidence", "certainty", "box", "strokes", "alternatives", "probabilities",
    }  # fmt: skip
    assert data["probabilities"] == data["image"] == []


COORDINATES = st.one_of(st.integers(-50, 900), st.floats(-1e7, 1e7, allow_nan=False))
STROKES = st.lists(st.lists(st.tuples(COORDINATES, COORDINATES), min_size=1, max_size=15), max_size=10)


@given(STROKES)
@settings(max_examples=150, deadline=None)
def test_any_ink_is_parted_completely(strokes: Strokes) -> None:
    reading = read(strokes)
    assert reading.verdict in {"empty", "number", "rejected"}
    assert 0.0 <= reading.confidence <= 1.0
    for digit in reading.digits:
        assert all(math.isfinite(value) for value in digit.box)
    if reading.digits:
        parted = {i for digit in reading.digits for i in digit.strokes}
        assert parted.isdisjoint(reading.scratched)
        assert parted | set(reading.scratched) == set(range(len(strokes)))
