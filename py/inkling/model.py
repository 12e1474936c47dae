"""The committed model: where it lies, and the policy that goes with it."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

from inkling.errors import ModelError

MODEL_PATH = Path(__file__).parent / "model" / "inkling.onnx"
"""The network, made by `python -m training`."""

CARD_PATH = Path(__file__).parent / "model" / "inkling.json"
"""What made the network, its hash, and the policy read by `load_policy`."""


@dataclass(frozen=True, slots=True)
class Policy:
    """When ink is refused and how sure is called sure; chosen on held-out writers, kept in the card.

    digit_min: least probability of "this is one digit" for a reading, 0..1.
    sure, fairly_sure: least confidence for these words, 0..1; below it is a guess.
    """

    digit_min: float
    sure: float
    fairly_sure: float


def load_policy(path: Path = CARD_PATH) -> Policy:
    """The policy in a model card. Raises ModelError if the card is missing or damaged."""
    try:
        card = json.loads(path.read_text(encoding="utf-8"))
        policy = Policy(
            digit_min=float(card["thresholds"]["kind_digit_min"]),
            sure=float(card["certainty"]["sure"]),
            fairly_sure=float(card["certainty"]["fairly_sure"]),
        )
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise ModelError(
            f"expected a model card with thresholds and certainty at {path}, got {type(error).__name__}: {error}"
        ) from error
    if not 0.0 <= policy.digit_min <= 1.0 or not 0.0 <= policy.fairly_sure <= policy.sure <= 1.0:
        raise ModelError(f"expected thresholds in 0..1 with fairly_sure <= sure in {path}, got {policy}")
    return policy
