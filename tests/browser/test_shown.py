"""How readings are shown: what is marked as doubtful, refused or left out, and when."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page

from inkling_build.bench.page_driver import answer_now, canvas_box, clear, ink_revision, settled
from tests.browser.conftest import Open
from tests.browser.played import REFUSED, Says, have_read, play, play_recogniser

SURE = ("sure",)
PHONE = {"width": 390, "height": 844}

NOT_HIT = """([index, width, height]) => {
  const target = document.querySelectorAll('#reading .glyph')[index];
  const { left, right, top, bottom } = target.getBoundingClientRect();
  const [x, y] = [(left + right) / 2, (top + bottom) / 2];
  const ends = [[1 - width / 2, 0], [width / 2 - 1, 0], [0, 1 - height / 2], [0, height / 2 - 1]];
  return ends.filter(([dx, dy]) => document.elementFromPoint(x + dx, y + dy) !== target);
}"""

STYLE = """([selector, pseudo, property]) =>
  getComputedStyle(document.querySelector(selector), pseudo)[property]"""

HOVERING_RULES = """() => {
  const rulesOf = (rules) => [...rules].flatMap((rule) =>
    !rule.media || matchMedia(rule.media.mediaText).matches ? [rule, ...rulesOf(rule.cssRules ?? [])] : []);
  return [...document.styleSheets].flatMap((sheet) => rulesOf(sheet.cssRules))
    .map((rule) => rule.selectorText ?? '').filter((selector) => selector.includes(':hover'));
}"""
"""Selectors of what hovering does; the browser says that a finger hovers for a moment after a tap."""

NO_SHARES = {"\u2013"}


def test_a_refusal_waits_for_the_pen_to_be_lifted(page: Page) -> None:
    play(page, Says(REFUSED, message="This does not look like a digit.", refused=True))
    box = canvas_box(page)
    before, replies = ink_revision(page), page.evaluate("() => window.replies")
    page.mouse.move(box.left + 100, box.top + 100)
    page.mouse.down()
    page.mouse.move(box.left + 180, box.top + 180)
    page.wait_for_function("(before) => window.replies > before", arg=replies)
    assert answer_now(page).verdict == "empty"
    assert not page.locator("#message").is_visible()
    page.mouse.up()
    assert settled(page, before).verdict == "rejected"
    assert page.locator("#message").is_visible()


def test_nothing_is_marked_in_a_number_that_is_sure_until_it_is_tapped(page: Page) -> None:
    have_read(page, Says("2026", certainty="sure", certainties=SURE))
    marked = page.locator("#reading .is-marked")
    assert marked.count() == 0
    page.locator("#reading button").nth(2).click()
    assert marked.all_text_contents() == ["2"]
    assert page.locator("#chart-heading").text_content() == "How likely each digit is, place 3 of 4"
    page.keyboard.press("Escape")


def test_a_doubtful_sign_is_marked_and_no_digit_explained_in_its_place(page: Page) -> None:
    have_read(page, Says("3.14", certainties=("sure", "guessing", "sure", "sure")))
    assert page.locator("#reading .is-marked").all_text_contents() == ["."]
    assert page.locator("#chart-heading").text_content() == "Place 2 of 4 is a sign, not a digit"
    assert page.locator("#chart .is-read").count() == 0
    assert set(page.locator("#chart .share").all_text_contents()) == NO_SHARES


def test_a_number_less_sure_than_its_parts_shows_where_the_doubt_is(page: Page) -> None:
    have_read(page, Says("1024", certainty="fairly sure", certainties=SURE))
    assert page.locator("#reading [data-certainty='fairly sure']").count() == 4
    assert page.locator("#marks .fairly-sure").count() == 4


def test_ink_that_is_refused_has_no_bars(page: Page) -> None:
    have_read(page, Says(REFUSED, message="This does not look like a digit.", refused=True))
    assert set(page.locator("#chart .share").all_text_contents()) == NO_SHARES


def test_what_is_left_out_is_struck_through_and_not_underlined_as_a_choice(page: Page) -> None:
    have_read(page, Says("2026", certainties=SURE))
    page.locator("#reading button").nth(1).click()
    page.locator("#choices-none").click()
    left_out = page.locator("#reading [data-part='out']")
    assert (left_out.get_attribute("data-left-out"), left_out.get_attribute("data-certainty")) == ("0", "")
    assert "gradient" in page.evaluate(STYLE, ["#reading [data-part='out']", "::before", "backgroundImage"])
    assert page.evaluate(STYLE, ["#reading [data-part='out']", "::after", "borderBottomStyle"]) == "dashed"
    assert answer_now(page).text == "226"


def test_a_minus_is_shown_and_a_hyphen_is_its_text(page: Page) -> None:
    assert have_read(page, Says("-35", certainties=SURE)).text == "-35"
    sign = "#reading [data-sign='-']"
    assert page.evaluate(STYLE, [sign, None, "color"]) == "rgba(0, 0, 0, 0)"
    assert page.evaluate(STYLE, [sign, "::before", "borderTopStyle"]) == "solid"


def test_a_guess_at_a_point_has_no_dots_beside_it(page: Page) -> None:
    have_read(page, Says("3.14", certainties=("sure", "guessing", "sure", "sure")))
    line = page.locator("#marks .guessing path")
    assert line.evaluate("(one) => getComputedStyle(one).strokeDasharray") == "none"
    assert "t" in str(line.get_attribute("d"))


def test_marks_keep_to_the_paper_where_the_ink_leaves_it(page: Page) -> None:
    play(page, Says("1"))
    box = canvas_box(page)
    right, middle = box.left + box.width, box.top + box.height / 2
    before = ink_revision(page)
    page.mouse.move(right - 100, middle - 100)
    page.mouse.down()
    page.mouse.move(right + 100, middle + 100, steps=4)
    page.mouse.up()
    settled(page, before)
    line = page.locator("#marks g:not([hidden]) path").bounding_box()
    assert line is not None
    assert line["x"] + line["width"] <= right
    assert line["y"] < middle + 30


@pytest.fixture
def phone(open_site: Open) -> Page:
    """A phone whose recogniser is played."""
    opened = open_site(viewport=PHONE, has_touch=True, is_mobile=True)
    play_recogniser(opened.page)
    opened.start()
    opened.wait_for_state("ready")
    return opened.page


def test_small_parts_are_as_easy_to_tap_as_digits(phone: Page) -> None:
    have_read(phone, Says("1,000?000"))
    assert phone.evaluate(NOT_HIT, [1, 32, 44]) == []
    assert phone.evaluate(NOT_HIT, [5, 32, 44]) == []


def test_hovering_does_nothing_where_nothing_hovers(page: Page, phone: Page) -> None:
    assert page.evaluate(HOVERING_RULES) != []
    assert phone.evaluate(HOVERING_RULES) == []


@pytest.mark.parametrize("known_by", ["tap", "clear"])
def test_that_digits_can_be_tapped_is_told_beside_the_first_number(phone: Page, known_by: str) -> None:
    number = Says("2026", certainties=SURE)
    hint = phone.locator("#hint")
    assert not hint.is_visible()
    have_read(phone, number)
    assert hint.is_visible()
    if known_by == "tap":
        phone.locator("#reading button").first.tap()
        phone.keyboard.press("Escape")
    else:
        clear(phone)
    have_read(phone, number)
    assert hint.count() == 0
    assert phone.locator("#reading button").first.get_attribute("title")


def test_forced_colours_show_by_lines_what_is_marked_and_chosen(page: Page) -> None:
    page.emulate_media(forced_colors="active")
    have_read(page, Says("3.14", certainties=("sure", "guessing", "sure", "sure")))
    assert page.evaluate(STYLE, ["#reading .is-marked", None, "outlineStyle"]) == "dashed"
    page.locator("#reading button").first.click()
    assert page.evaluate(STYLE, ["#reading [aria-expanded='true']", None, "outlineStyle"]) == "solid"
    assert page.evaluate(STYLE, ["#choices [aria-pressed='true']", None, "borderTopStyle"]) == "solid"
    page.keyboard.press("Escape")
    page.emulate_media(forced_colors="none")
