"""What must not draw: other fingers, palms, other buttons; what must not be lost: ink, when the window changes."""

from __future__ import annotations

from inkling_build.bench.page_driver import Box, canvas_box, fit, ink_revision, settled, write
from tests.browser.conftest import Open
from tests.browser.opening import DESKTOP, Opened
from tests.browser.touch import Touch, draw_pen
from tests.strokes import sample

PHONE = {"width": 360, "height": 640}
SCROLLED = "() => [window.scrollX, window.scrollY, window.visualViewport.scale]"

PEN = """(events) => {
  for (const [type, clientX, clientY, buttons] of events) {
    document.querySelector('#ink').dispatchEvent(new PointerEvent(type, {
      pointerId: 42, pointerType: 'pen', isPrimary: true, bubbles: true, cancelable: true,
      button: type === 'pointermove' ? -1 : 0, buttons, clientX, clientY,
    }));
  }
}"""
"""A pen's events as [type, x, y, buttons], with none of its going up."""


def _middle(box: Box) -> tuple[float, float]:
    return box.left + box.width / 2, box.top + box.height / 2


def test_a_second_finger_neither_draws_nor_spoils_the_digit(blank: Opened) -> None:
    page = blank.page
    box = canvas_box(page)
    (stroke,) = fit(sample("1", "upstroke").quick, box.part(0.3, 0.5, 0.5))
    palm = (box.left + box.width * 0.8, box.top + box.height * 0.8)
    before = ink_revision(page)
    touch = Touch(page)
    touch.press(0, stroke[0])
    half = len(stroke) // 2
    for point in stroke[1:half]:
        touch.move({0: point})
    touch.press(1, palm)
    for step, point in enumerate(stroke[half:]):
        touch.move({0: point, 1: (palm[0] + step, palm[1] - 2 * step)})
    touch.lift(1)
    touch.lift(0)
    read = settled(page, before)
    assert read.text == "1"
    page.locator("#undo").click()
    assert settled(page, read.revision).verdict == "empty", "one finger's stroke is all there is to undo"


def test_a_palm_laid_down_before_the_pen_is_no_ink(open_site: Open) -> None:
    """On a page of its own: for a while after the pen its touches are taken for the palm."""
    opened = open_site()
    opened.start()
    page = opened.page
    box = canvas_box(page)
    before = ink_revision(page)
    touch = Touch(page)
    palm = (box.left + box.width * 0.8, box.top + box.height * 0.8)
    touch.press(0, palm)
    touch.move({0: (palm[0] + 6, palm[1] + 4)})
    draw_pen(page, fit(sample("1", "upstroke").quick, box.part(0.3, 0.5, 0.5)))
    touch.move({0: (palm[0] + 12, palm[1] + 8)})
    touch.lift(0)
    read = settled(page, before)
    assert read.text == "1"
    page.locator("#undo").click()
    assert settled(page, read.revision).verdict == "empty", "the pen's stroke is all there is to undo"


def test_a_cancelled_touch_keeps_what_was_drawn(blank: Opened) -> None:
    page = blank.page
    (stroke,) = fit(sample("1", "slanted").quick, canvas_box(page).part(0.5, 0.5, 0.5))
    before = ink_revision(page)
    touch = Touch(page)
    touch.press(0, stroke[0])
    for point in stroke[1:]:
        touch.move({0: point})
    touch.cancel()
    assert settled(page, before).text == "1"


def test_drawing_with_a_finger_scrolls_and_zooms_nothing(open_site: Open) -> None:
    opened = open_site(viewport=PHONE, has_touch=True, is_mobile=True)
    opened.start()
    page = opened.page
    box = canvas_box(page)
    at_rest = page.evaluate(SCROLLED)
    touch = Touch(page)
    x, y = _middle(box)
    touch.press(0, (x, y))
    for step in range(1, 40):
        touch.move({0: (x, y - 4 * step)})
    touch.press(1, (x + 40, y + 40))
    for step in range(1, 20):
        touch.move({0: (x - step, y - 160), 1: (x + 40 + 4 * step, y + 40 + 4 * step)})
    touch.lift(1)
    touch.lift(0)
    assert ink_revision(page) > 0
    assert page.evaluate(SCROLLED) == at_rest


def test_other_buttons_draw_nothing(blank: Opened) -> None:
    page = blank.page
    box = canvas_box(page)
    x, y = _middle(box)
    before = ink_revision(page)
    for button in ("right", "middle"):
        page.mouse.move(x, y)
        page.mouse.down(button=button)
        page.mouse.move(x + 50, y + 80)
        page.mouse.up(button=button)
    assert ink_revision(page) == before


def test_moving_without_pressing_draws_nothing(blank: Opened) -> None:
    page = blank.page
    x, y = _middle(canvas_box(page))
    before = ink_revision(page)
    page.mouse.move(x, y)
    page.mouse.move(x + 80, y + 80, steps=5)
    assert ink_revision(page) == before


def test_a_stroke_that_leaves_the_canvas_ends_with_the_pen(blank: Opened) -> None:
    """The pen goes out over the edge and is lifted there: moving back in must not draw on."""
    page = blank.page
    box = canvas_box(page)
    x, y = _middle(box)
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x, box.top - 5, steps=8)
    page.mouse.up()
    lifted = settled(page, 0).revision
    page.mouse.move(x, y, steps=8)
    assert ink_revision(page) == lifted


def test_a_stroke_goes_on_where_the_window_changes_its_size(open_site: Open) -> None:
    opened = open_site()
    opened.start()
    page = opened.page
    box = canvas_box(page).part(0.3, 0.5, 0.5)
    (stroke,) = fit(sample("3", "round").quick, box)
    page.mouse.move(*stroke[0])
    page.mouse.down()
    half = len(stroke) // 2
    for point in stroke[1:half]:
        page.mouse.move(*point)
    before = ink_revision(page)
    page.set_viewport_size({"width": DESKTOP["width"] + 200, "height": DESKTOP["height"] - 60})
    for point in stroke[half:]:
        page.mouse.move(*point)
    page.mouse.up()
    read = settled(page, before)
    assert read.text == "3"
    page.locator("#undo").click()
    assert settled(page, read.revision).verdict == "empty", "it is one stroke"


def test_resizing_and_turning_keep_the_ink(open_site: Open) -> None:
    opened = open_site()
    opened.start()
    page = opened.page
    first = write(page, sample("4", "closed").quick, canvas_box(page).part(0.5, 0.5, 0.6))
    for size in (PHONE, {"width": 640, "height": 360}, {"width": 1400, "height": 900}):
        page.set_viewport_size({"width": size["width"], "height": size["height"]})
        shown = page.locator("#ink")
        assert shown.is_visible()
        assert settled(page).text == "4", size
    page.locator("#undo").click()
    assert settled(page, first.revision).text != "4", "the ink was still there to be undone"


def test_a_pen_that_is_lifted_unseen_blocks_neither_itself_nor_the_mouse(blank: Opened) -> None:
    page = blank.page
    box = canvas_box(page)
    x, y = _middle(box)
    before = ink_revision(page)
    page.evaluate(PEN, [["pointerdown", x, y - 60, 1], ["pointermove", x, y + 60, 1]])
    page.evaluate(PEN, [["pointermove", x + 90, y, 0], ["pointermove", x + 150, y, 0]])
    first = settled(page, before)
    assert first.text == "1", "the pen that hovers draws no more"
    page.evaluate(PEN, [["pointerdown", x + 100, y - 60, 1], ["pointermove", x + 100, y + 60, 1]])
    assert write(page, sample("7", "plain").quick, box.part(0.8, 0.5, 0.3)).text == "117"
