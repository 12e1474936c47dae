"""Screens from the smallest phones up: nothing lies beyond the edge, and nothing that matters is covered or cut."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page

from tests.browser.played import REFUSED, Says, have_read

SCREENS = (
    (320, 568),
    (360, 640),
    (390, 844),
    (568, 320),
    (640, 480),
    (640, 900),
    (700, 500),
    (740, 360),
    (844, 390),
    (1366, 768),
)
PHONES = ((360, 640), (390, 844), (740, 360), (844, 390))

LONG = "20263509641758"
NUMBER = Says(LONG, alternatives=(LONG[:-1] + "5", "9" + LONG[1:]))
"""As many alternatives as are ever given."""

LINES = Says("407\n83", alternatives=("407\n88", "907\n83"))
REFUSAL = Says(
    REFUSED * 2, message="This looks like more than one digit. Write them further apart.", refused=True
)
"""The longest words of a refusal."""

LEFT_OUT = Says(
    "1,000?000", message="Fairly sure, with some ink left out", alternatives=("1,0001000", "1.000000")
)
"""The longest words of a number."""

SIDEWAYS = "() => document.documentElement.scrollWidth - innerWidth"

CUT = """() => ['#answer', '.verdict', '.words', '#message', '#others']
  .map((selector) => document.querySelector(selector))
  .filter((one) => one.checkVisibility() && getComputedStyle(one).display !== 'contents')
  .filter((one) => one.scrollWidth > one.clientWidth + 1 && one.clientWidth > 0)
  .map((one) => `${one.id || one.className}: ${one.scrollWidth} px in ${one.clientWidth}`)"""

WORDS_OUTSIDE = """() => {
  const box = (selector) => document.querySelector(selector).getBoundingClientRect();
  // on large screens it has no box of its own
  const row = box(getComputedStyle(document.querySelector('.verdict')).display === 'contents' ? '#answer' : '.verdict');
  const { top, bottom, left, right } = box('#message');
  const film = box('.film');
  const apart = right <= film.left || bottom <= film.top || top >= film.bottom;
  return !(top >= row.top && bottom <= row.bottom && left >= row.left && right <= row.right && apart);
}"""

FIRST_ALTERNATIVE_CUT = """() => {
  const halfALine = 8;
  const all = document.querySelector('#others');
  if (all.hidden) return false;
  return all.firstElementChild.getBoundingClientRect().bottom > all.getBoundingClientRect().bottom + halfALine;
}"""

BELOW_THE_CARD = """() => {
  const card = document.querySelector('#answer');
  return card.scrollHeight - card.clientHeight;
}"""

FIGURES_BEYOND_THEIR_CELLS = """() => [...document.querySelectorAll('#choices-options button')]
  .filter((one) => one.querySelector('span').offsetWidth > one.clientWidth).map((one) => one.textContent)"""

WORDS_OVER_THE_NUMBER = """() => {
  const [number, ...words] = ['.type', '#message', '#share', '#others']
    .map((selector) => document.querySelector(selector).getBoundingClientRect());
  return words.filter((one) => one.height > 0 && one.top < number.bottom - 1).map(({ top }) => [top, number.bottom]);
}"""

TALLEST_BUTTON = """() => Math.max(...[...document.querySelectorAll('.tools button > *')]
  .filter((one) => one.checkVisibility()).map((one) => one.getBoundingClientRect().height))"""

COVERED = """([index]) => {
  const menu = document.querySelector('#choices').getBoundingClientRect();
  const meets = ({ left, top, right, bottom }) =>
    left < menu.right - 1 && right > menu.left + 1 && top < menu.bottom - 1 && bottom > menu.top + 1;
  const digit = document.querySelectorAll('#reading .glyph')[index];
  const line = document.querySelectorAll('#marks g:not([hidden]) path')[index];
  return Object.entries({ digit, line }).filter(([, one]) => meets(one.getBoundingClientRect())).map(([name]) => name);
}"""


def _resize(page: Page, screen: tuple[int, int]) -> None:
    page.set_viewport_size({"width": screen[0], "height": screen[1]})


@pytest.mark.parametrize("screen", SCREENS)
@pytest.mark.parametrize("says", [NUMBER, LINES, REFUSAL], ids=["long", "lines", "refusal"])
def test_nothing_lies_beyond_the_edge(page: Page, screen: tuple[int, int], says: Says) -> None:
    _resize(page, screen)
    have_read(page, says)
    assert page.evaluate(CUT) == []
    assert not page.evaluate(FIRST_ALTERNATIVE_CUT)
    assert page.evaluate(SIDEWAYS) <= 0
    if says.refused:
        return
    for digit in (page.locator("#reading button").first, page.locator("#reading button").last):
        digit.click()
        page.locator("#choices").wait_for(state="visible")
        assert page.evaluate(SIDEWAYS) <= 0
        page.keyboard.press("Escape")


@pytest.mark.parametrize("screen", [(740, 360), (844, 390)])
@pytest.mark.parametrize("says", [NUMBER, LINES], ids=["long", "lines"])
def test_a_phone_on_its_side_shows_the_whole_card(page: Page, screen: tuple[int, int], says: Says) -> None:
    _resize(page, screen)
    have_read(page, says)
    assert page.evaluate(BELOW_THE_CARD) <= 0


@pytest.mark.parametrize("screen", SCREENS)
def test_the_words_of_a_refusal_have_room(page: Page, screen: tuple[int, int]) -> None:
    _resize(page, screen)
    have_read(page, REFUSAL)
    assert not page.evaluate(WORDS_OUTSIDE)


@pytest.mark.parametrize("screen", PHONES)
@pytest.mark.parametrize(("number", "index"), [("7", 0), (LONG[:8], 0), (LONG[:8], 7)])
def test_the_menu_leaves_its_digit_and_the_ink_in_view(
    page: Page, screen: tuple[int, int], number: str, index: int
) -> None:
    _resize(page, screen)
    have_read(page, Says(number))
    page.locator("#reading button").nth(index).click()
    page.locator("#choices").wait_for(state="visible")
    assert page.evaluate(COVERED, [index]) == []
    page.keyboard.press("Escape")


@pytest.mark.parametrize("screen", [*PHONES, (320, 568)])
def test_the_figures_in_the_menu_stay_in_their_cells(page: Page, screen: tuple[int, int]) -> None:
    _resize(page, screen)
    have_read(page, Says("2026", certainties=("sure",)))
    page.locator("#reading button").first.click()
    page.locator("#choices-options", has_text=">99%").wait_for(state="visible")
    assert page.evaluate(FIGURES_BEYOND_THEIR_CELLS) == []
    page.keyboard.press("Escape")


@pytest.mark.parametrize("screen", [(320, 568), (360, 640), (390, 844)])
def test_long_words_stand_clear_of_the_number(page: Page, screen: tuple[int, int]) -> None:
    _resize(page, screen)
    have_read(page, LEFT_OUT)
    assert page.evaluate(WORDS_OVER_THE_NUMBER) == []
    assert not page.evaluate(FIRST_ALTERNATIVE_CUT)


@pytest.mark.parametrize("width", [500, 560, 640, 700, 768, 900])
def test_the_words_on_buttons_stay_on_one_line(page: Page, width: int) -> None:
    _resize(page, (width, 480))
    line_height = 24
    assert page.evaluate(TALLEST_BUTTON) <= line_height
    assert page.evaluate(SIDEWAYS) <= 0
