"""Whole numbers written with the mouse: read, copied, undone, and corrected by the person who wrote them."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

import pytest
from playwright.sync_api import Page

from inkling_build import paths
from inkling_build.bench.page_driver import (
    Answer,
    answer_now,
    canvas_box,
    clear,
    draw_mouse,
    ink_revision,
    settled,
)
from tests.browser.conftest import Open
from tests.browser.opening import Opened
from tests.strokes import sample

Strokes = list[list[tuple[float, float]]]

STYLES = {
    "0": "closed",
    "1": "upstroke and foot",
    "2": "plain",
    "3": "round",
    "4": "open",
    "5": "two strokes",
    "6": "plain",
    "7": "crossed",
    "8": "one stroke",
    "9": "straight stem",
}

AXE = paths.NODE_MODULES / "axe-core" / "axe.min.js"

UNDERLINES = """() => [...document.querySelectorAll('#marks g:not([hidden])')].map((mark) => {
  const { left, right, top } = mark.querySelector('path').getBoundingClientRect();
  return { manner: mark.getAttribute('class'), left, right, top };
})"""

COPIED = """() => new Promise((resolve) => {
  const told = ({ clipboardData }) => resolve(clipboardData.getData('text/plain'));
  document.addEventListener('copy', told, { once: true });
  setTimeout(() => resolve('no copy event'), 2000);
})"""


def copied_by_keys(page: Page) -> str:
    """What the keys for copying put on the clipboard."""
    page.evaluate(f"() => {{ window.copied = ({COPIED})(); }}")
    page.keyboard.press("ControlOrMeta+C")
    return str(page.evaluate("() => window.copied"))


def row(page: Page, text: str, middle: float = 0.5, height: float = 0.3) -> list[Strokes]:
    """Each character's strokes, side by side over the canvas; middle and height are shares of its height."""
    box = canvas_box(page)
    tall = height * box.height
    pitch = 0.86 * tall
    top = box.top + middle * box.height - tall / 2
    left = box.left + (box.width - pitch * len(text)) / 2
    return [_placed(character, left + i * pitch, top, tall) for i, character in enumerate(text)]


def _placed(character: str, left: float, top: float, tall: float) -> Strokes:
    if character == ",":
        return [[(left + x * tall, top + y * tall) for x, y in ((0.3, 0.95), (0.29, 1.05), (0.24, 1.15))]]
    strokes = (sample("letter", "K") if character == "K" else sample(character, STYLES[character])).quick
    low_x = min(x for stroke in strokes for x, _ in stroke)
    low_y = min(y for stroke in strokes for _, y in stroke)
    scale = tall / (max(y for stroke in strokes for _, y in stroke) - low_y)
    return [
        [(left + (x - low_x) * scale, top + (y - low_y) * scale) for x, y in stroke] for stroke in strokes
    ]


def scratch_over(part: Strokes) -> Strokes:
    """A zigzag over all of a character."""
    xs, ys = zip(*(point for stroke in part for point in stroke), strict=True)
    left, right, top, bottom = min(xs) - 6, max(xs) + 6, min(ys) - 6, max(ys) + 6
    sweeps = 9
    ends = [((left, right)[i % 2], top + i / sweeps * (bottom - top)) for i in range(sweeps + 1)]
    return [
        [(a + k / 6 * (c - a), b + k / 6 * (d - b)) for (a, b), (c, d) in pairwise(ends) for k in range(7)]
    ]


def draw(page: Page, parts: Sequence[Strokes]) -> Answer:
    """Draws the parts in order and returns the settled reading."""
    before = ink_revision(page)
    draw_mouse(page, [stroke for part in parts for stroke in part])
    return settled(page, before)


def undo(page: Page) -> Answer:
    """Presses Undo and returns the settled reading."""
    before = ink_revision(page)
    page.locator("#undo").click()
    return settled(page, before)


@pytest.mark.parametrize("number", ["2026", "407", "31415926", "12"])
def test_numbers_are_read(blank: Opened, number: str) -> None:
    page = blank.page
    answer = draw(page, row(page, number, height=min(0.3, 1 / len(number))))
    assert (answer.verdict, answer.text) == ("number", number)
    assert 0 < answer.confidence <= 1


def test_strokes_added_out_of_order_join_their_digits(blank: Opened) -> None:
    """The bars of a five and a seven and the stem of a four come after everything else."""
    page = blank.page
    parts = row(page, "5470")
    first = [part[:1] for part in parts]
    later = [part[1:] for part in reversed(parts)]
    assert draw(page, [*first, *later]).text == "5470"


def test_two_lines_are_two_numbers(blank: Opened) -> None:
    page = blank.page
    below = row(page, "83", middle=0.75)
    above = row(page, "407", middle=0.25)
    assert draw(page, [*below, *above]).text == "407\n83"


def test_the_decimal_comma_written_is_shown(blank: Opened) -> None:
    page = blank.page
    assert draw(page, row(page, "3,86")).text == "3,86"


def test_undo_takes_digits_back_and_clear_all(blank: Opened) -> None:
    page = blank.page
    assert draw(page, row(page, "263")).text == "263"
    assert undo(page).text == "26"
    assert clear(page).verdict == "empty"
    assert undo(page).text == "26"


def test_every_digit_is_underlined_where_it_was_written(blank: Opened) -> None:
    page = blank.page
    parts = row(page, "263")
    draw(page, parts)
    marks = sorted(page.evaluate(UNDERLINES), key=lambda mark: float(mark["left"]))
    assert len(marks) == len(parts)
    for mark, part in zip(marks, parts, strict=True):
        middle = (
            min(x for stroke in part for x, _ in stroke) + max(x for stroke in part for x, _ in stroke)
        ) / 2
        assert mark["left"] < middle < mark["right"]
        assert mark["top"] > max(y for stroke in part for _, y in stroke)
    clear(page)
    assert page.evaluate(UNDERLINES) == []


def test_ink_that_is_no_digit_is_marked_and_its_neighbours_are_read(blank: Opened) -> None:
    page = blank.page
    assert draw(page, row(page, "2K6")).text == "26"
    marks = sorted(page.evaluate(UNDERLINES), key=lambda mark: float(mark["left"]))
    assert [mark["manner"] == "refused" for mark in marks] == [False, True, False]
    assert "not a digit" in page.locator("#marks").inner_html()


def test_a_chosen_digit_stays_while_writing_goes_on_and_goes_with_its_strokes(blank: Opened) -> None:
    page = blank.page
    parts = row(page, "2083")
    draw(page, parts[:2])
    page.locator("#reading button").nth(1).click()
    page.locator("#choices-options").get_by_role("button", name="6").click()
    assert answer_now(page).text == "26"
    assert draw(page, parts[2:]).text == "2683"
    assert [mark["manner"] for mark in page.evaluate(UNDERLINES)].count("chosen") == 1
    for _ in parts[2:]:
        undo(page)
    assert answer_now(page).text == "26"
    assert draw(page, [scratch_over(parts[1])]).text == "2"
    assert draw(page, parts[1:2]).text == "20"


def test_choices_are_made_and_taken_back_with_the_keyboard(blank: Opened) -> None:
    page = blank.page
    draw(page, row(page, "263"))
    digits = page.locator("#reading button")
    digits.nth(1).focus()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    assert answer_now(page).text != "263"
    page.keyboard.press("Enter")
    page.locator("#choices-reset").press("Enter")
    assert answer_now(page).text == "263"


def test_arrows_lead_through_the_choices_and_typing_chooses(blank: Opened) -> None:
    page = blank.page
    draw(page, row(page, "263"))
    page.locator("#reading button").nth(1).press("Enter")
    page.keyboard.press("End")
    assert _focused(page) == "Not part of the number"
    page.keyboard.press("ArrowUp")
    assert _focused(page) in ("decimal point", "decimal comma")
    page.keyboard.press("Home")
    page.keyboard.press("ArrowRight")
    second = _focused(page)[0]
    page.keyboard.press("Enter")
    assert answer_now(page).text == f"2{second}3"
    page.keyboard.press("Enter")
    page.keyboard.press(",")
    assert answer_now(page).text == "2,3"
    assert page.locator("#choices").is_hidden()


def test_a_digit_or_sign_typed_on_a_digit_is_chosen(blank: Opened) -> None:
    page = blank.page
    draw(page, row(page, "263"))
    digits = page.locator("#reading button")
    digits.nth(0).press("-")
    digits.nth(1).press("9")
    assert answer_now(page).text == "-93"
    assert digits.nth(0).get_attribute("aria-label") == "minus, 1 of 3, your choice"
    digits.nth(2).press("-")
    digits.nth(2).press("Control+5")
    assert answer_now(page).text == "-93", "a minus comes first, and keys with Ctrl are the browser's"
    assert _focused(page).startswith("3, 3 of 3")


def _focused(page: Page) -> str:
    """The name of what has the focus."""
    return str(
        page.evaluate(
            "({ activeElement: one }) => one.ariaLabel ?? one.innerText", page.evaluate_handle("document")
        )
    )


def test_escape_closes_the_choices_and_however_often_keeps_the_ink(blank: Opened) -> None:
    page = blank.page
    draw(page, row(page, "263"))
    before = ink_revision(page)
    digit = page.locator("#reading button").first
    digit.click()
    page.locator("#choices").wait_for(state="visible")
    page.keyboard.press("Escape")
    page.locator("#choices").wait_for(state="hidden")
    assert page.evaluate("() => document.activeElement.matches('#reading button')")
    page.keyboard.press("Escape")
    page.keyboard.press("Escape")
    assert ink_revision(page) == before
    draw(page, row(page, "26", middle=0.8, height=0.2))
    before = ink_revision(page)
    page.keyboard.press("Escape")
    assert settled(page, before).verdict == "empty", "at the paper Escape clears"


def test_refused_ink_can_be_given_its_digit_or_any_be_left_out(blank: Opened) -> None:
    page = blank.page
    draw(page, row(page, "2K6"))
    digits = page.locator("#reading button")
    digits.nth(1).click()
    page.locator("#choices-options").get_by_role("button", name="4").click()
    assert answer_now(page).text == "246"
    digits.nth(0).click()
    page.locator("#choices-none").click()
    assert answer_now(page).text == "46"


def test_refused_ink_can_be_the_decimal_sign_that_it_is(blank: Opened) -> None:
    page = blank.page
    draw(page, row(page, "2K6"))
    page.locator("#reading button").nth(1).click()
    page.get_by_role("dialog", name="Which digit or sign is this?").get_by_role(
        "button", name="decimal point"
    ).click()
    assert answer_now(page).text == "2.6"
    assert (
        page.locator("#reading button").nth(1).get_attribute("aria-label")
        == "decimal point, 2 of 3, your choice"
    )
    assert copied_by_keys(page) == "2.6"


def test_a_sign_can_be_a_digit_and_offers_signs_first(blank: Opened) -> None:
    page = blank.page
    draw(page, row(page, "3,86"))
    page.locator("#reading button").nth(1).click()
    options = page.locator("#choices").get_by_role("button")
    names = [options.nth(at).get_attribute("aria-label") for at in range(2)]
    assert names == ["decimal comma", "decimal point"]
    page.locator("#choices-options").get_by_role("button", name="1").click()
    assert answer_now(page).text == "3186"


def test_undo_takes_back_the_last_thing_done_and_redo_does_it_again(blank: Opened) -> None:
    page = blank.page
    draw(page, row(page, "263"))
    page.locator("#reading button").nth(1).press("0")
    before = ink_revision(page)
    page.locator("#undo").click()
    assert (answer_now(page).text, ink_revision(page)) == ("263", before), "a choice goes, not ink"
    page.locator("#redo").click()
    assert answer_now(page).text == "203"
    page.keyboard.press("Control+z")
    assert undo(page).text == "26"
    before = ink_revision(page)
    page.keyboard.press("Control+Shift+z")
    assert settled(page, before).text == "263"
    page.keyboard.press("Control+y")
    assert answer_now(page).text == "203"


def test_new_ink_takes_the_place_of_what_was_undone(blank: Opened) -> None:
    page = blank.page
    parts = row(page, "263")
    draw(page, parts)
    assert undo(page).text == "26"
    assert page.locator("#redo").get_attribute("aria-disabled") == "false"
    assert draw(page, row(page, "260")[2:]).text == "260"
    assert page.locator("#redo").get_attribute("aria-disabled") == "true"
    before = ink_revision(page)
    page.keyboard.press("Control+y")
    assert ink_revision(page) == before


def test_buttons_that_would_do_nothing_say_so_and_keep_the_focus(open_site: Open) -> None:
    opened = open_site()
    opened.start()
    page = opened.page
    assert _usable(page) == []
    draw(page, row(page, "3"))
    assert _usable(page) == ["undo", "clear"]
    for button, usable in (("clear", ["undo"]), ("undo", ["undo", "redo", "clear"]), ("undo", ["redo"])):
        before = ink_revision(page)
        page.locator(f"#{button}").press("Enter")
        settled(page, before)
        assert _usable(page) == usable
        assert page.evaluate("() => document.activeElement.id") == button
    before = ink_revision(page)
    page.keyboard.press("Enter")
    assert (ink_revision(page), _usable(page)) == (before, ["redo"])
    page.locator("#redo").press("Enter")
    assert settled(page, before).text == "3"


def _usable(page: Page) -> list[str]:
    """Which of Undo, Redo and Clear would do something."""
    names = ("undo", "redo", "clear")
    return [name for name in names if page.locator(f"#{name}").get_attribute("aria-disabled") == "false"]


@pytest.mark.parametrize("key", ["Space", "Enter"])
def test_a_key_pressed_while_writing_does_not_press_the_last_button(blank: Opened, key: str) -> None:
    page = blank.page
    draw(page, row(page, "2"))
    clear(page)
    assert draw(page, row(page, "63")).text == "63"
    before = ink_revision(page)
    page.keyboard.press(key)
    assert (ink_revision(page), answer_now(page).text) == (before, "63")
    assert page.evaluate("() => document.activeElement === document.body")


def test_a_digit_scratched_out_is_gone_and_comes_back_with_undo(blank: Opened) -> None:
    page = blank.page
    parts = row(page, "263")
    draw(page, parts)
    assert draw(page, [scratch_over(parts[1])]).text == "23"
    assert len(page.evaluate(UNDERLINES)) == 2
    assert undo(page).text == "263"
    assert undo(page).text == "26"


def test_writing_goes_on_where_a_digit_was_scratched_out(blank: Opened) -> None:
    page = blank.page
    parts = row(page, "263")
    draw(page, [*parts, scratch_over(parts[1])])
    assert draw(page, row(page, "203")[1:2]).text == "203"


def test_the_copy_button_puts_the_number_on_the_clipboard(open_site: Open) -> None:
    opened = open_site(permissions=["clipboard-read", "clipboard-write"])
    opened.start()
    page = opened.page
    assert draw(page, row(page, "407")).text == "407"
    page.locator("#copy").click()
    page.locator("#copy", has_text="Copied").wait_for()
    assert page.evaluate("() => navigator.clipboard.readText()") == "407"


def test_the_keys_for_copying_copy_the_number(blank: Opened) -> None:
    page = blank.page
    draw(page, row(page, "407"))
    assert copied_by_keys(page) == "407"


def test_without_a_clipboard_the_number_is_selected_to_be_copied(blank: Opened) -> None:
    page = blank.page
    draw(page, row(page, "407"))
    refuse = "() => { navigator.clipboard.writeText = () => Promise.reject(new Error('refused')); }"
    page.evaluate(refuse)
    page.locator("#copy").click()
    page.locator("#copy-source").wait_for(state="visible")
    assert page.evaluate("() => getSelection().toString()") == "407"
    page.keyboard.press("Escape")
    page.evaluate("() => { delete navigator.clipboard.writeText; }")


def test_nothing_to_copy_is_said(blank: Opened) -> None:
    button = blank.page.locator("#copy")
    assert button.get_attribute("aria-disabled") == "true"
    button.press("Enter")
    blank.page.locator("#copy", has_text="Nothing yet").wait_for()


@pytest.mark.parametrize("length", [2, 8, 10])
@pytest.mark.parametrize("size", [(360, 640), (844, 390), (1100, 800), (1366, 768)])
def test_the_whole_number_is_in_view_and_the_paper_keeps_its_size(
    open_site: Open, size: tuple[int, int], length: int
) -> None:
    opened = open_site(viewport={"width": size[0], "height": size[1]})
    opened.start()
    page = opened.page
    paper = canvas_box(page)
    pitch = paper.width / (length + 1)
    height = min(0.3, pitch / 0.86 / paper.height)
    assert draw(page, row(page, "2026350964"[:length], height=height)).text == "2026350964"[:length]
    assert canvas_box(page) == paper
    card = page.locator("#answer").bounding_box()
    first, last = (page.locator("#reading .glyph").nth(at).bounding_box() for at in (0, -1))
    assert card is not None
    assert first is not None
    assert last is not None
    assert first["x"] >= card["x"]
    assert last["x"] + last["width"] <= card["x"] + card["width"]
    assert page.evaluate("() => document.documentElement.scrollWidth") <= size[0]


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_axe_finds_nothing_in_numbers_choices_and_the_model_card(blank: Opened, theme: str) -> None:
    page = blank.page
    page.emulate_media(color_scheme="dark" if theme == "dark" else "light")
    page.wait_for_function("() => document.querySelector('#boot-words').textContent === ''")
    page.evaluate(AXE.read_text(encoding="utf-8"))
    found = {}
    draw(page, row(page, "2K6"))
    page.locator("#reading button").first.click()
    found["choices"] = _violations(page)
    page.locator("#choices-options button").last.click()
    found["chosen"] = _violations(page)
    page.locator("#about-open").click()
    found["about"] = _violations(page)
    page.keyboard.press("Escape")
    assert found == {"choices": [], "chosen": [], "about": []}


def _violations(page: Page) -> list[str]:
    result = page.evaluate("() => axe.run({ preload: false })")
    assert result["passes"], "axe looked at nothing"
    return [f"{one['id']}: {node['html'][:120]}" for one in result["violations"] for node in one["nodes"]]


def test_about_the_model_opens_with_its_figures_and_gives_the_focus_back(blank: Opened) -> None:
    page = blank.page
    before = ink_revision(page)
    page.locator("#about-open").focus()
    page.keyboard.press("Enter")
    dialog = page.get_by_role("dialog", name="About the model")
    dialog.wait_for(state="visible")
    assert "weights" in dialog.inner_text()
    assert page.evaluate("() => document.querySelector('#about').contains(document.activeElement)")
    page.keyboard.press("Escape")
    dialog.wait_for(state="hidden")
    assert page.evaluate("() => document.activeElement.id") == "about-open"
    assert ink_revision(page) == before
