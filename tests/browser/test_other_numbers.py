"""The other numbers that the ink may say are chosen as a whole, though their parts differ from those shown."""

from __future__ import annotations

import json
import re
from dataclasses import asdict

import pytest
from playwright.sync_api import Page

from inkling_build import paths
from inkling_build.bench.page_driver import (
    SETTLE_TIMEOUT_MS,
    answer_now,
    canvas_box,
    clear,
    draw_mouse,
    ink_revision,
    settled,
)
from tests.browser.conftest import Open
from tests.browser.played import Says, have_read, play_recogniser
from tests.browser.test_kept_ink import ready_to_keep

AXE = paths.NODE_MODULES / "axe-core" / "axe.min.js"

POINT = Says("4?5", alternatives=("4.5", "475"))
"""A decimal point taken for no digit."""

TWO_FOR_ONE = Says("2113", alternatives=("243", "2713"))
"""A four taken for two ones."""

SIDEWAYS = "() => document.documentElement.scrollWidth - innerWidth"


def _choose(page: Page, name: str) -> str:
    """Presses the other number of that name; returns what is shown then."""
    page.locator("#others").get_by_role("button", name=name).click()
    return answer_now(page).text


def _glyphs(page: Page) -> list[str]:
    """What each part of the number says for screen readers."""
    return [str(one.get_attribute("aria-label")) for one in page.locator("#reading button").all()]


def test_another_number_has_a_true_minus_to_look_at_and_a_hyphen_for_its_text(page: Page) -> None:
    have_read(page, Says("?35", alternatives=("-35",)))
    assert _choose(page, "or \u221235 21%") == "-35"


def test_another_number_is_chosen_by_its_parts_and_spoken(page: Page) -> None:
    have_read(page, POINT)
    assert _choose(page, "or 4.5 21%") == "4.5"
    assert _glyphs(page)[1] == "decimal point, 2 of 3, your choice"
    assert "your choice" not in _glyphs(page)[0]
    assert page.locator("#message").inner_text() == "With your choice"
    assert page.locator("#others").is_hidden()
    assert page.evaluate("() => document.activeElement.textContent") == ".", "the focus is on what changed"
    page.get_by_role("status").filter(has_text=re.compile(r"^4\.5\. With your choice\.$")).wait_for(
        state="attached"
    )


def test_another_number_of_fewer_parts_is_shown_exactly(page: Page) -> None:
    have_read(page, TWO_FOR_ONE)
    assert _choose(page, "or 243 21%") == "243"
    assert _glyphs(page)[1] == "4, 2 of 3, your choice"
    chosen = page.locator("#marks g.chosen")
    assert chosen.count() == 1
    assert page.evaluate(SIDEWAYS) <= 0


def test_choosing_another_number_is_one_step_of_undo(page: Page) -> None:
    have_read(page, TWO_FOR_ONE)
    before = ink_revision(page)
    _choose(page, "or 243 21%")
    page.keyboard.press("Control+z")
    assert answer_now(page).text == "2113"
    assert page.locator("#others button").count() == len(TWO_FOR_ONE.alternatives)
    page.keyboard.press("Control+y")
    assert answer_now(page).text == "243"
    assert ink_revision(page) == before


def test_another_number_is_taken_back_in_the_menu_of_its_part(page: Page) -> None:
    have_read(page, TWO_FOR_ONE)
    _choose(page, "or 243 21%")
    page.locator("#reading button").nth(1).click()
    page.get_by_role("button", name="Back to what was read").click()
    assert answer_now(page).text == "2113"
    assert page.evaluate("() => document.activeElement.matches('#reading button')"), "the focus is not lost"


def test_another_number_stays_while_ink_is_added_and_goes_with_its_own(page: Page) -> None:
    have_read(page, TWO_FOR_ONE)
    _choose(page, "or 243 21%")
    before = ink_revision(page)
    page.evaluate("() => { window.says.parts += '7'; }")
    left, top = canvas_box(page).left, canvas_box(page).top
    draw_mouse(page, [[(left + 10, top + 20), (left + 20, top + 40), (left + 10, top + 60)]])
    assert settled(page, before).text == "2437"
    clear(page)
    assert have_read(page, TWO_FOR_ONE).text == "2113"


def test_another_number_outlives_a_reload_and_is_undone_after_it(open_site: Open) -> None:
    opened = open_site()
    play_recogniser(opened.page)
    page = opened.page
    page.add_init_script(f"window.says = {json.dumps(asdict(TWO_FOR_ONE) | {'alternatives': []})};")
    opened.start()
    ready_to_keep(page)
    have_read(page, TWO_FOR_ONE)
    _choose(page, "or 243 21%")
    page.reload(wait_until="commit")
    shown = "(text) => document.querySelector('#reading')?.textContent === text"
    page.wait_for_function(shown, arg="243", timeout=SETTLE_TIMEOUT_MS)
    page.locator("#undo").click()
    assert answer_now(page).text == "2113"


@pytest.mark.parametrize("size", [(320, 568), (390, 844), (740, 360), (1366, 768)])
def test_other_numbers_are_large_enough_for_a_finger(page: Page, size: tuple[int, int]) -> None:
    """24 CSS pixels, as in WCAG 2.2, 2.5.8."""
    page.set_viewport_size({"width": size[0], "height": size[1]})
    have_read(page, POINT)
    for button in page.locator("#others button").all():
        box = button.bounding_box()
        assert box is not None
        assert min(box["width"], box["height"]) >= 24
        for edge in (1, box["height"] - 1):
            at = [box["x"] + box["width"] / 2, box["y"] + edge]
            hit = "([x, y]) => document.elementFromPoint(x, y)?.closest('button')?.textContent"
            assert page.evaluate(hit, at) == button.text_content()


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_axe_finds_nothing_in_other_numbers(page: Page, theme: str) -> None:
    page.emulate_media(color_scheme="dark" if theme == "dark" else "light")
    page.evaluate(AXE.read_text(encoding="utf-8"))
    have_read(page, POINT)
    found = page.evaluate("() => axe.run({ preload: false })")
    assert found["passes"], "axe looked at nothing"
    assert [one["id"] for one in found["violations"]] == []
