"""Where a number's signs may stand."""

from __future__ import annotations

import pytest

from inkling.grammar import grammatical, kind
from inkling.segment_score import COMMA, DIGIT, MARK, MINUS, POINT

LABEL_OF = {"1": DIGIT, "-": MINUS, ".": POINT, ",": COMMA, "?": MARK}


def kept(text: str) -> str:
    """The text with ? for every sign that may not stand where it does."""
    steps = grammatical([(group, LABEL_OF[sign]) for group, sign in enumerate(text)])
    assert [group for group, _ in steps] == list(range(len(text)))
    return "".join(sign for _, label in steps for sign, own in LABEL_OF.items() if own == label)


@pytest.mark.parametrize(
    "text",
    [
        "1",
        "-1",
        "1.1",
        "-1,1",
        ".1",
        ",11",
        "1.",
        "1111,11",
        "1,111",
        "1,111,111",
        "11.111.111",
        "-111,111,111",
        "1.111,1",
        "1,111.11",
        "-1.111.111,1",
    ],
)
def test_these_stay_as_they_are(text: str) -> None:
    assert kept(text) == text


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("1-1", "1?1"),
        ("--1", "-?1"),
        (".-1", ".?1"),
        ("1,1,1", "1,1?1"),
        ("1,111,11", "1,111?11"),
        ("1111,111,111", "1111,111?111"),
        ("1,111,111,", "1,111?111?"),
        ("1,111.111.1", "1,111?111?1"),
        (",111,111", ",111?111"),
        ("1.11,1", "1.11?1"),
    ],
)
def test_a_sign_that_may_not_stand_there_is_a_mark(text: str, left: str) -> None:
    assert kept(text) == left


@pytest.mark.parametrize("text", ["-", ".", ",", "-.", "?-"])
def test_there_is_no_sign_without_digits(text: str) -> None:
    assert kept(text) == "?" * len(text)


def test_texts_of_one_kind_differ_in_the_decimal_sign_alone() -> None:
    assert kind("1,234.5") == kind("1.234,5") == kind("1.234.5") != kind("12345")
