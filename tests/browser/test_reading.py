"""Digits drawn with real input are read, wherever, however large, and however the site was opened."""

from __future__ import annotations

import pytest

from inkling_build.bench.page_driver import (
    answer_now,
    canvas_box,
    clear,
    draw_mouse,
    fit,
    ink_revision,
    settled,
    write,
)
from tests.browser.opening import Opened
from tests.browser.touch import draw_touch
from tests.strokes import every_sample, sample

ONE_OF_EACH = (
    sample("0", "closed"),
    sample("1", "upstroke"),
    sample("2", "plain"),
    sample("3", "round"),
    sample("4", "open"),
    sample("5", "two strokes"),
    sample("6", "plain"),
    sample("7", "crossed"),
    sample("8", "one stroke"),
    sample("9", "straight stem"),
)
PLACES = {
    "in the middle": (0.5, 0.5, 0.6),
    "at 25 % of the height": (0.5, 0.25, 0.4),
    "at 60 % of the height": (0.5, 0.6, 0.4),
    "at 90 % of the height": (0.5, 0.9, 0.16),
    "top left": (0.18, 0.18, 0.3),
    "top right": (0.82, 0.18, 0.3),
    "bottom left": (0.18, 0.82, 0.3),
    "bottom right": (0.82, 0.82, 0.3),
    "tiny": (0.4, 0.45, 0.06),
    "huge": (0.5, 0.5, 0.94),
}
"""Centre across, centre down and size, as shares of the canvas."""

HOSTED_AND_FROM_DISK = pytest.mark.parametrize("place", ["sub-path", "file"], indirect=True, scope="session")
HOSTED = pytest.mark.parametrize("place", ["sub-path"], indirect=True, scope="session")
"""The many drawings of some tests are not repeated where only the address differs."""

STYLES = [one for one in every_sample() if one.is_digit and one.hand == 0]
NOT_DIGITS = [one for one in every_sample() if not one.is_digit and one.hand == 0]


@pytest.mark.parametrize("where", PLACES)
@HOSTED_AND_FROM_DISK
def test_digits_are_read_wherever_they_are_drawn(blank: Opened, where: str) -> None:
    box = canvas_box(blank.page).part(*PLACES[where])
    read = {}
    for digit in ONE_OF_EACH:
        read[digit.label] = write(blank.page, digit.quick, box).text
        clear(blank.page)
    assert read == {digit.label: digit.label for digit in ONE_OF_EACH}


@pytest.mark.parametrize("where", ["in the middle", "at 60 % of the height", "bottom right"])
@HOSTED_AND_FROM_DISK
def test_digits_are_read_when_drawn_with_a_finger(blank: Opened, where: str) -> None:
    box = canvas_box(blank.page).part(*PLACES[where])
    read = {}
    for digit in ONE_OF_EACH:
        before = ink_revision(blank.page)
        draw_touch(blank.page, fit(digit.quick, box))
        read[digit.label] = settled(blank.page, before).text
        clear(blank.page)
    assert read == {digit.label: digit.label for digit in ONE_OF_EACH}


def test_every_style_is_read(blank: Opened) -> None:
    box = canvas_box(blank.page).part(0.5, 0.5, 0.6)
    misread = {}
    for digit in STYLES:
        answer = write(blank.page, digit.quick, box)
        if answer.text != digit.label:
            misread[digit.name] = answer
        clear(blank.page)
    assert misread == {}
    how = blank.page.locator("html")
    assert how.get_attribute("data-boot") == "snapshot"
    assert how.get_attribute("data-runtime") == "small"


def test_a_reading_has_its_verdict_and_confidence(blank: Opened) -> None:
    answer = write(blank.page, sample("8", "one stroke").strokes, canvas_box(blank.page).part(0.5, 0.5, 0.6))
    assert (answer.verdict, answer.text) == ("number", "8")
    assert 0.5 < answer.confidence <= 1


def test_the_reading_changes_while_the_pen_is_down(blank: Opened) -> None:
    """A seven whose pen goes on to close an eight's rings is read before the pen is lifted."""
    page = blank.page
    box = canvas_box(page).part(0.5, 0.5, 0.6)
    (stroke,) = fit(sample("8", "one stroke").strokes, box)
    half = len(stroke) // 2
    before = ink_revision(page)
    page.mouse.move(*stroke[0])
    page.mouse.down()
    for point in stroke[1:half]:
        page.mouse.move(*point)
    unfinished = settled(page, before)
    for point in stroke[half:]:
        page.mouse.move(*point)
    finished = settled(page, unfinished.revision)
    page.mouse.up()
    assert unfinished.text != "8"
    assert finished.text == "8"


def test_clear_empties_and_undo_brings_back(blank: Opened) -> None:
    page = blank.page
    drawn = write(page, sample("3", "round").strokes, canvas_box(page).part(0.5, 0.5, 0.6))
    cleared = clear(page)
    assert (cleared.verdict, cleared.text) == ("empty", "")
    page.locator("#undo").click()
    undone = settled(page, cleared.revision)
    assert (undone.verdict, undone.text) == ("number", "3")
    assert undone.confidence == pytest.approx(drawn.confidence, abs=1e-9)


def test_undo_takes_back_one_stroke_at_a_time(blank: Opened) -> None:
    page = blank.page
    box = canvas_box(page).part(0.5, 0.5, 0.6)
    stem, loop = sample("1", "bar").strokes, sample("0", "closed").strokes
    one = write(page, stem, box.part(0.2, 0.5, 0.8))
    assert one.text == "1"
    both = write(page, loop, box.part(0.8, 0.5, 0.8))
    page.locator("#undo").click()
    undone = settled(page, both.revision)
    assert undone.text == "1"
    page.locator("#undo").click()
    assert settled(page, undone.revision).verdict == "empty"


def test_keys_clear_and_take_back(blank: Opened) -> None:
    page = blank.page
    drawn = write(page, sample("3", "round").quick, canvas_box(page).part(0.5, 0.5, 0.6))
    page.keyboard.press("Escape")
    cleared = settled(page, drawn.revision)
    assert cleared.verdict == "empty"
    page.keyboard.press("Control+z")
    undone = settled(page, cleared.revision)
    assert undone.text == "3"
    page.keyboard.press("Control+z")
    assert settled(page, undone.revision).verdict == "empty"


def test_an_empty_canvas_is_no_digit(blank: Opened) -> None:
    answer = answer_now(blank.page)
    assert (answer.verdict, answer.text) == ("empty", "")


def test_a_dot_is_no_digit(blank: Opened) -> None:
    page = blank.page
    box = canvas_box(page)
    before = ink_revision(page)
    draw_mouse(page, [[(box.left + box.width / 2, box.top + box.height / 2)]])
    answer = settled(page, before)
    assert (answer.verdict, answer.text) == ("rejected", "")


@HOSTED
def test_letters_and_drawings_are_no_digits(blank: Opened) -> None:
    box = canvas_box(blank.page).part(0.5, 0.5, 0.7)
    taken_for_digits = {}
    for drawing in NOT_DIGITS:
        answer = write(blank.page, drawing.quick, box)
        if (answer.verdict, answer.text) != ("rejected", ""):
            taken_for_digits[drawing.name] = answer
        clear(blank.page)
    assert taken_for_digits == {}
