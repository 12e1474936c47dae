"""The page on a phone, for the keyboard, for screen readers, in both themes."""

from __future__ import annotations

import re
from typing import Any, Literal

import pytest
from playwright.sync_api import Page

from inkling_build import paths
from inkling_build.bench.page_driver import canvas_box, fit, settled, write
from tests.browser.conftest import Open
from tests.browser.damage import break_asset
from tests.browser.opening import Opened
from tests.browser.touch import draw_touch
from tests.strokes import sample

PHONE = {"width": 360, "height": 640}
AXE = paths.NODE_MODULES / "axe-core" / "axe.min.js"
THEMES: tuple[Literal["light", "dark"], ...] = ("light", "dark")

NOT_IN_VIEW = """(selectors) => selectors.filter((selector) => {
  const box = document.querySelector(selector).getBoundingClientRect();
  return !(box.width && box.height && box.left >= 0 && box.top >= 0
    && box.right <= innerWidth && box.bottom <= innerHeight);
})"""

STILL = """() => Promise.allSettled(document.getAnimations()
  .filter((one) => one.effect.getComputedTiming().endTime !== Infinity).map((one) => one.finished))"""
"""Half faded text has no contrast to be judged by."""

FOCUSED = """() => {
  const at = document.activeElement;
  return at === document.body ? '' : at.id || at.outerHTML.slice(0, 120);
}"""

CONTROLS = """() => [...document.querySelectorAll('button, a[href], input, select, summary, [tabindex="0"]')]
  .filter((one) => one.checkVisibility() && !one.disabled)
  .map((one) => one.id || one.outerHTML.slice(0, 120))"""

FOCUS_RING = """() => {
  const style = getComputedStyle(document.activeElement);
  return style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) > 0;
}"""


def _tab(page: Page) -> str:
    """Presses Tab; returns what has the focus then, nothing at the end of the page."""
    page.keyboard.press("Tab")
    return str(page.evaluate(FOCUSED))


def _violations(page: Page) -> list[str]:
    page.evaluate(AXE.read_text(encoding="utf-8"))
    page.evaluate(STILL)
    # preload would fetch the style sheets once more, which pages from disk may not
    found: dict[str, Any] = page.evaluate("() => axe.run({ preload: false })")
    assert found["passes"], "axe looked at nothing"
    return [f"{one['id']}: {node['html'][:120]}" for one in found["violations"] for node in one["nodes"]]


def test_a_phone_shows_canvas_reading_and_buttons_without_scrolling(open_site: Open) -> None:
    opened = open_site(viewport=PHONE, has_touch=True, is_mobile=True)
    opened.start()
    page = opened.page
    draw_touch(page, fit(sample("9", "curved tail").quick, canvas_box(page).part(0.5, 0.5, 0.7)))
    assert settled(page, 0).text == "9"
    assert page.evaluate(NOT_IN_VIEW, ["#ink", "#reading", "#clear", "#undo", "#redo"]) == []
    assert page.evaluate("() => document.documentElement.scrollWidth") == PHONE["width"]


@pytest.mark.parametrize("width", [320, 360, 768, 1280, 2560])
def test_no_width_needs_sideways_scrolling(open_site: Open, width: int) -> None:
    opened = open_site(viewport={"width": width, "height": 720})
    opened.start()
    assert opened.page.evaluate("() => document.documentElement.scrollWidth") <= width


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("state", ["empty", "number", "rejected"])
def test_axe_finds_nothing(blank: Opened, theme: Literal["light", "dark"], state: str) -> None:
    page = blank.page
    page.emulate_media(color_scheme=theme)
    box = canvas_box(page).part(0.5, 0.5, 0.7)
    if state != "empty":
        drawing = sample("7", "plain") if state == "number" else sample("drawing", "grid")
        assert write(page, drawing.quick, box).verdict == state
    assert _violations(page) == []


@pytest.mark.parametrize("theme", THEMES)
def test_axe_finds_nothing_while_loading_and_after_a_failure(
    open_site: Open, theme: Literal["light", "dark"]
) -> None:
    opened = open_site(color_scheme=theme)
    break_asset(opened, "missing", "session.bin")
    opened.start()
    loading = _violations(opened.page)
    assert opened.end_of_loading() == "error"
    assert loading == []
    assert _violations(opened.page) == []


def test_themes_differ(blank: Opened) -> None:
    page = blank.page
    colours = []
    for theme in THEMES:
        page.emulate_media(color_scheme=theme)
        colours.append(page.evaluate("() => getComputedStyle(document.body).backgroundColor"))
    assert colours[0] != colours[1]


def test_the_keyboard_reaches_every_control_and_shows_where_it_is(blank: Opened) -> None:
    page = blank.page
    write(page, sample("3", "round").quick, canvas_box(page).part(0.5, 0.5, 0.6))
    page.evaluate("() => document.activeElement.blur()")
    reached: list[str] = []
    # from where was written to the end of the page, and on from its beginning
    while (control := _tab(page)) not in reached:
        reached.append(control)
        assert not control or page.evaluate(FOCUS_RING), control
    assert {"clear", "undo", "redo", "picture-open"} <= set(reached)
    assert sorted(filter(None, reached)) == sorted(page.evaluate(CONTROLS))


def test_clear_and_undo_work_from_the_keyboard(blank: Opened) -> None:
    page = blank.page
    drawn = write(page, sample("3", "round").quick, canvas_box(page).part(0.5, 0.5, 0.6))
    page.locator("#clear").focus()
    page.keyboard.press("Enter")
    cleared = settled(page, drawn.revision)
    assert cleared.verdict == "empty"
    page.locator("#undo").focus()
    page.keyboard.press("Space")
    assert settled(page, cleared.revision).text == "3"


def test_the_reading_is_announced(blank: Opened) -> None:
    """A live region says what was read and how sure that is."""
    page = blank.page
    write(page, sample("6", "plain").quick, canvas_box(page).part(0.5, 0.5, 0.6))
    spoken = page.get_by_role("status").filter(has_text=re.compile(r"^6\. "))
    spoken.wait_for(state="attached")
    assert "%" in spoken.inner_text() or "percent" in spoken.inner_text()


def test_reduced_motion_stops_all_movement(open_site: Open) -> None:
    opened = open_site(reduced_motion="reduce")
    opened.start()
    moving = "() => document.getAnimations().filter((one) => one.playState === 'running').length"
    write(opened.page, sample("6", "plain").quick, canvas_box(opened.page).part(0.5, 0.5, 0.6))
    assert opened.page.evaluate(moving) == 0
