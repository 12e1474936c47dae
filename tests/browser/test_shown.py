"""How readings are shown: what is marked as doubtful, refused or left out, and when."""

from __future__ import annotations

from playwright.sync_api import Page

from inkling_build.bench.page_driver import answer_now, canvas_box, ink_revision, settled
from tests.browser.played import REFUSED, Says, have_read, play

SURE = ("sure",)
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
    assert page.locator("#chart-heading").text_content() == "How likely each digit is, place 2 of 4 (a sign)"
    assert page.locator("#chart .is-read").count() == 0
    assert set(page.locator("#chart .share").all_text_contents()) == NO_SHARES


def test_a_number_less_sure_than_its_parts_shows_where_the_doubt_is(page: Page) -> None:
    have_read(page, Says("1024", certainty="fairly sure", certainties=SURE))
    assert page.locator("#reading [data-certainty='fairly sure']").count() == 4
    assert page.locator("#marks .fairly-sure").count() == 4


def test_ink_that_is_refused_has_no_bars(page: Page) -> None:
    have_read(page, Says(REFUSED, message="This does not look like a digit.", refused=True))
    assert set(page.locator("#chart .share").all_text_contents()) == NO_SHARES
