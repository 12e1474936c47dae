"""From logits to a reading: confidence, order, words, refusals."""

import asyncio
import math

import numpy as np
import pytest

from inkling import Ink, ModelError, Outputs, Policy, Reader, run_now
from inkling.reading import ALTERNATIVE_MIN, REASONS, decide, softmax

POLICY = Policy(digit_min=0.5, sure=0.95, fairly_sure=0.7)
IMAGE = np.full((28, 28), 9, dtype=np.uint8)


def outputs(digits: dict[int, float], kind: tuple[float, float, float] = (9.0, 0.0, 0.0)) -> Outputs:
    logits = np.full((1, 10), -50.0, dtype=np.float32)
    for digit, probability in digits.items():
        logits[0, digit] = math.log(probability)
    return Outputs(logits, np.array([kind], dtype=np.float32))


@pytest.mark.parametrize(
    ("probability", "certainty"),
    [(0.99, "sure"), (0.951, "sure"), (0.94, "fairly sure"), (0.71, "fairly sure"), (0.6, "guessing")],
)
def test_confidence_becomes_words(probability: float, certainty: str) -> None:
    reading = decide(outputs({7: probability, 1: 1 - probability}), 0, IMAGE, POLICY)
    assert (reading.verdict, reading.text, reading.certainty) == ("number", "7", certainty)
    assert reading.message == certainty.capitalize()
    assert reading.confidence == pytest.approx(probability, abs=1e-6)


def test_alternatives_are_ranked_and_only_those_that_matter() -> None:
    reading = decide(outputs({4: 0.6, 9: 0.3, 1: 0.096, 7: 0.004}), 0, IMAGE, POLICY)
    assert [other.text for other in reading.alternatives] == ["9", "1"]
    reading = decide(outputs({4: 0.995, 9: ALTERNATIVE_MIN / 2, 1: 0.0001}), 0, IMAGE, POLICY)
    assert reading.alternatives == ()


@pytest.mark.parametrize(("kind", "reason"), [((0, 4, 1), "not-a-digit"), ((0, 1, 4), "several-digits")])
def test_other_ink_is_refused_with_its_reason(kind: tuple[float, float, float], reason: str) -> None:
    reading = decide(outputs({3: 0.9, 8: 0.1}, kind), 0, IMAGE, POLICY)
    assert (reading.verdict, reading.text, reading.reason) == ("rejected", "", reason)
    assert reading.message == REASONS[reason]
    assert reading.confidence == pytest.approx(1 - math.exp(kind[0]) / sum(map(math.exp, kind)))


def test_probabilities_sum_to_one_without_overflow() -> None:
    probabilities = softmax(np.array([1e4, 1e4, -1e4], dtype=np.float32))
    assert probabilities.tolist() == [0.5, 0.5, 0.0]


def test_plain_data_for_json() -> None:
    data = decide(outputs({2: 0.8, 3: 0.2}), 0, IMAGE, POLICY).to_dict()
    assert data["image"] == [9] * 784
    assert data["alternatives"] == [{"text": "3", "confidence": pytest.approx(0.2)}]
    assert len(data["probabilities"]) == 10


@pytest.mark.parametrize(
    ("digits", "kind", "message"),
    [
        ((1, 9), (1, 3), r"expected the model's output 'digits' as \[n, 10\], got \[1, 9\]"),
        ((1, 10), (3,), r"expected the model's output 'kind' as \[n, 3\], got \[3\]"),
    ],
)
def test_outputs_of_another_shape_are_refused(
    digits: tuple[int, ...], kind: tuple[int, ...], message: str
) -> None:
    with pytest.raises(ModelError, match=message):
        Outputs(np.zeros(digits, dtype=np.float32), np.zeros(kind, dtype=np.float32))


class Waiting:
    """A session that must not be asked."""

    async def run(self, images: np.ndarray[tuple[int, ...], np.dtype[np.float32]]) -> Outputs:
        raise AssertionError(f"asked for {len(images)} images")


def test_what_needs_no_model_is_answered_without_it() -> None:
    reader = Reader(Waiting(), POLICY)
    assert run_now(reader.read(Ink.from_strokes([]))).verdict == "empty"
    tap = run_now(reader.read(Ink.from_strokes([[[50, 50], [51, 52]]])))
    assert (tap.verdict, tap.reason) == ("rejected", "too-small")
    assert tap.image is not None
    assert run_now(reader.read_image(np.zeros((28, 28), dtype=np.uint8))).verdict == "empty"


def test_a_session_that_waits_needs_await() -> None:
    with pytest.raises(RuntimeError, match="expected a session that answers at once, got one that waits"):
        run_now(asyncio.sleep(0))
