"""Ink outlives reloads, crashes and ways back; a new visit starts empty; nothing is mixed, and Clear clears."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import BrowserContext, Error, Page, Playwright

from inkling_build.bench.page_driver import (
    SETTLE_TIMEOUT_MS,
    canvas_box,
    clear,
    draw_mouse,
    fit,
    ink_revision,
    settled,
    write,
)
from inkling_build.browsers import find_chromium, find_firefox
from tests.browser import driven
from tests.browser.bidi import Firefox
from tests.browser.builds import new_tab, read_six
from tests.browser.conftest import Open
from tests.browser.opening import DESKTOP, Opened, Site, site
from tests.browser.waiting import wait_until
from tests.strokes import sample

SIX = sample("6", "plain").quick
FIVE = sample("5", "two strokes").quick

NO_BACK_FORWARD_CACHE = "--disable-back-forward-cache"
"""What Playwright starts Chromium with, and people do not."""

KEEPS = "() => document.documentElement.classList.contains('keeps-ink')"

KEPT = """async () => {
  const answer = (request) => new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
    // looking must not make what is not there
    request.onupgradeneeded = () => request.transaction.abort();
  });
  const found = { keys: 0, points: 0 };
  for (const { name } of await indexedDB.databases()) {
    try {
      const database = await answer(indexedDB.open(name));
      for (const store of database.objectStoreNames) {
        const all = database.transaction(store).objectStore(store);
        const [keys, values] = await Promise.all([answer(all.getAllKeys()), answer(all.getAll())]);
        found.keys += keys.length;
        found.points += values.reduce((sum, { x }) => sum + (x?.length ?? 0), 0);
      }
      database.close();
    } catch {
      // It was taken away just now.
    }
  }
  return found;
}"""
"""What lies in the page's databases, which may be taken away meanwhile."""

TAKE_AWAY = """async () => {
  for (const { name } of await indexedDB.databases()) {
    const request = indexedDB.deleteDatabase(name);
    await new Promise((resolve, reject) => {
      request.onsuccess = resolve;
      request.onerror = () => reject(request.error);
    });
  }
}"""

DRAWING_AND_STROKE = 2
"""Keys of a drawing of one stroke."""

LOCKS_OF_INK = """async () => {
  const { held } = await navigator.locks.query();
  return held.map(({ name }) => name).filter((name) => name.includes(':ink:'));
}"""

TAKE_LOCK_NEXT = """(name) => {
  navigator.locks.request(name, () => new Promise((resolve) => { window.giveBack = resolve; }));
}"""

HAS_RUN = "() => performance.getEntriesByName('inkling:painted').length === 1"

REFUSE_STORAGE = """
  indexedDB.open = () => { throw new DOMException('The operation is insecure.', 'SecurityError'); };
"""

DYING_S = 1.0
"""How long a service worker of a crashed process may seem alive, where it was in that process at all."""

ASK_AGAIN_S = 0.05


def has_ink(page: Page) -> bool:
    return bool(page.evaluate("() => document.documentElement.classList.contains('has-ink')"))


def wait_for_reading(page: Page, text: str) -> None:
    page.wait_for_function(
        "(text) => document.querySelector('#reading')?.textContent === text",
        arg=text,
        timeout=SETTLE_TIMEOUT_MS,
    )


def wait_for_kept(page: Page, what: str, count: int) -> None:
    """Waits for so many "keys" or "points"."""
    wait_until(page, lambda: page.evaluate(KEPT)[what], lambda found: bool(found == count))


def ready_to_keep(page: Page) -> None:
    page.wait_for_function(KEEPS)


def visit(opened: Opened) -> str:
    """Navigates, and writes a six as soon as it is kept: a slow disk opens its database after the first reading."""
    opened.start()
    ready_to_keep(opened.page)
    return read_six(opened.page)


def read_again(page: Page) -> str:
    page.wait_for_function(HAS_RUN)
    text = settled(page, 0).text
    ready_to_keep(page)
    return text


def crash(page: Page) -> None:
    with pytest.raises(Error):
        page.goto("chrome://crash")
    # a navigation handed to a service worker that is dying with the page's process is not answered for a minute
    end = time.monotonic() + DYING_S
    while page.context.service_workers and time.monotonic() < end:
        time.sleep(ASK_AGAIN_S)
        page.context.cookies()  # lets the browser tell which workers are gone


def crash_that_lingers(opened: Opened) -> tuple[Page, str]:
    """Writes a six and crashes; returns a page that holds the lock on it until its `giveBack`, and the lock's name."""
    assert visit(opened) == "6"
    wait_for_kept(opened.page, "keys", DRAWING_AND_STROKE)
    (name,) = opened.page.evaluate(LOCKS_OF_INK)
    helper = opened.context.new_page()
    helper.goto(f"{opened.site.url}manifest.webmanifest")
    helper.evaluate(TAKE_LOCK_NEXT, name)
    crash(opened.page)
    helper.wait_for_function("() => 'giveBack' in window")
    return helper, str(name)


@pytest.mark.parametrize("way", ["sub-path", "file"])
def test_ink_outlives_a_reload_at_once_after_pen_up(open_site: Open, way: str) -> None:
    opened = open_site(way)
    opened.start()
    page = opened.page
    ready_to_keep(page)
    box = canvas_box(page)
    assert write(page, SIX, box.part(0.25, 0.5, 0.5)).text == "6"
    draw_mouse(page, fit(FIVE, box.part(0.7, 0.5, 0.5)))
    page.reload(wait_until="commit")
    assert read_again(page) == "65"
    # each stroke is a step of undo
    page.locator("#undo").click()
    page.locator("#undo").click()
    assert settled(page, ink_revision(page) - 1).text == "6"
    page.reload(wait_until="commit")
    assert read_again(page) == "6"
    assert opened.complaints == []


def test_a_stroke_still_being_written_outlives_a_crash(open_site: Open) -> None:
    opened = open_site()
    opened.start()
    page = opened.page
    ready_to_keep(page)
    (stroke,) = fit(SIX, canvas_box(page).part(0.5, 0.5, 0.6))
    page.mouse.move(*stroke[0])
    page.mouse.down()
    for point in stroke[1:]:
        page.mouse.move(*point)
    wait_for_kept(page, "points", len(stroke))
    crash(page)
    tab = new_tab(opened)
    tab.start()
    assert read_again(tab.page) == "6"


@pytest.mark.parametrize("way", ["sub-path", "file"])
def test_ink_of_a_crashed_page_comes_back_once(open_site: Open, way: str) -> None:
    opened = open_site(way)
    assert visit(opened) == "6"
    wait_for_kept(opened.page, "keys", DRAWING_AND_STROKE)
    crash(opened.page)
    tab = new_tab(opened)
    tab.start()
    assert read_again(tab.page) == "6"
    another = new_tab(opened)
    another.start()
    ready_to_keep(another.page)
    assert not has_ink(another.page)
    assert read_six(another.page) == "6"


def test_a_crashed_page_that_still_counts_as_open_is_waited_for(open_site: Open) -> None:
    opened = open_site("sub-path")
    helper, _ = crash_that_lingers(opened)
    tab = new_tab(opened)
    tab.start()
    ready_to_keep(tab.page)
    assert not has_ink(tab.page)
    helper.evaluate("() => giveBack()")
    assert read_again(tab.page) == "6"


def test_ink_of_a_crashed_page_does_not_come_into_other_ink(open_site: Open) -> None:
    opened = open_site("sub-path")
    helper, name = crash_that_lingers(opened)
    tab = new_tab(opened)
    assert visit(tab) == "6"
    helper.evaluate("() => giveBack()")
    helper.evaluate("(name) => navigator.locks.request(name, () => {})", name)
    assert write(tab.page, FIVE, canvas_box(tab.page).part(0.8, 0.5, 0.3)).text == "65"
    third = new_tab(opened)
    third.start()
    assert read_again(third.page) == "6", "it waits for an empty page"


def test_ink_outlives_the_death_of_the_browser(playwright: Playwright, dist: Path, tmp_path: Path) -> None:
    with site(dist, "sub-path") as place:
        with profile(playwright, tmp_path) as context:
            one = Opened(place, context.new_page())
            assert visit(one) == "6"
            assert context.browser is not None
            session = context.browser.new_browser_cdp_session()
            processes = session.send("SystemInfo.getProcessInfo")["processInfo"]
            (pid,) = [process["id"] for process in processes if process["type"] == "browser"]
            os.kill(pid, 9)
        with profile(playwright, tmp_path) as context:
            again = Opened(place, context.new_page())
            again.start()
            assert read_again(again.page) == "6"


@contextmanager
def profile(playwright: Playwright, folder: Path, **options: Any) -> Iterator[BrowserContext]:
    """A Chromium that keeps what it stores in a folder."""
    arguments = ["--no-sandbox"] if os.geteuid() == 0 else []
    context = playwright.chromium.launch_persistent_context(
        folder, executable_path=find_chromium(), args=arguments, **({"viewport": DESKTOP} | options)
    )
    context.set_default_timeout(SETTLE_TIMEOUT_MS)
    try:
        yield context
    finally:
        # a browser that was killed may be gone already or just going
        with suppress(Error):
            context.close()


@pytest.mark.parametrize("cached", [True, False], ids=["cache allowed", "loaded anew"])
def test_back_and_forward_bring_each_drawing_back(
    playwright: Playwright, dist: Path, tmp_path: Path, cached: bool
) -> None:
    ignored = [NO_BACK_FORWARD_CACHE] if cached else []
    with (
        site(dist, "sub-path") as place,
        profile(playwright, tmp_path, ignore_default_args=ignored) as context,
    ):
        one = Opened(place, context.new_page())
        page = one.page
        assert visit(one) == "6"
        Opened(Site(place.way, f"{place.url}?again", place.server), page).start()
        ready_to_keep(page)
        assert not has_ink(page)
        assert write(page, FIVE, canvas_box(page).part(0.5, 0.5, 0.6)).text == "5"
        page.evaluate("() => { setTimeout(() => history.back()); }")
        wait_for_reading(page, "6")
        page.evaluate("() => { setTimeout(() => history.forward()); }")
        wait_for_reading(page, "5")
        # what was changed after a way back is kept too
        clear(page)
        assert read_six(page) == "6"
        page.reload(wait_until="commit")
        assert read_again(page) == "6"


def test_clear_really_clears(open_site: Open) -> None:
    opened = open_site()
    assert visit(opened) == "6"
    wait_for_kept(opened.page, "keys", DRAWING_AND_STROKE)
    clear(opened.page)
    wait_for_kept(opened.page, "keys", 0)
    opened.page.reload(wait_until="commit")
    opened.page.wait_for_function(HAS_RUN)
    ready_to_keep(opened.page)
    assert not has_ink(opened.page)
    assert read_six(opened.page) == "6"


def test_a_new_visit_starts_empty(open_site: Open) -> None:
    opened = open_site()
    assert visit(opened) == "6"
    opened.start()
    ready_to_keep(opened.page)
    assert not has_ink(opened.page)
    assert read_six(opened.page) == "6"
    opened.page.close()
    tab = new_tab(opened)
    tab.start()
    ready_to_keep(tab.page)
    assert not has_ink(tab.page)


def test_two_tabs_and_two_apps_of_one_origin_do_not_mix(open_site: Open, dist: Path) -> None:
    opened = open_site("sub-path")
    assert opened.site.server is not None
    opened.site.server.mounts = {**opened.site.server.mounts, "/other-repo/": dist}
    assert visit(opened) == "6"
    tab = new_tab(opened)
    tab.start()
    ready_to_keep(tab.page)
    assert write(tab.page, FIVE, canvas_box(tab.page).part(0.5, 0.5, 0.6)).text == "5"
    for page, text in ((opened.page, "6"), (tab.page, "5")):
        page.reload(wait_until="commit")
        assert read_again(page) == text
    crash(opened.page)
    elsewhere = Opened(
        Site("sub-path", f"{opened.site.server.origin}/other-repo/", None), opened.context.new_page()
    )
    elsewhere.start()
    ready_to_keep(elsewhere.page)
    assert not has_ink(elsewhere.page)
    assert read_six(elsewhere.page) == "6"


def test_a_duplicated_tab_goes_its_own_way(open_site: Open) -> None:
    opened = open_site()
    assert visit(opened) == "6"
    state = opened.page.evaluate("() => history.state")
    tab = new_tab(opened)
    tab.start()
    ready_to_keep(tab.page)
    # what browsers do with a duplicate: the same entry of the history, gone back to
    tab.page.evaluate("(state) => history.replaceState(state, '')", state)
    tab.page.reload(wait_until="commit")
    assert read_again(tab.page) == "6"
    tab.page.wait_for_function("(state) => history.state.ink !== state.ink", arg=state)
    clear(tab.page)
    opened.page.reload(wait_until="commit")
    assert read_again(opened.page) == "6"


def test_choices_come_back(open_site: Open) -> None:
    opened = open_site()
    assert visit(opened) == "6"
    page = opened.page
    page.locator("#reading button").click()
    page.locator("#choices-options button", has_text="0").first.click()
    assert page.locator("#reading").inner_text() == "0"
    page.reload(wait_until="commit")
    assert read_again(page) == "0"
    page.locator("#undo").click()
    assert page.locator("#reading").inner_text() == "6", "the choice came last, and goes first"
    page.locator("#undo").click()
    assert settled(page, 1).verdict == "empty"


def test_where_storage_is_refused_the_page_works_and_keeps_quiet(open_site: Open) -> None:
    opened = open_site()
    opened.page.add_init_script(REFUSE_STORAGE)
    opened.start()
    assert read_six(opened.page) == "6"
    opened.page.reload(wait_until="commit")
    opened.page.wait_for_function(HAS_RUN)
    assert not has_ink(opened.page)
    assert read_six(opened.page) == "6"
    assert opened.complaints == []


def test_storage_taken_away_while_drawing_is_used_again_afterwards(open_site: Open) -> None:
    opened = open_site()
    assert visit(opened) == "6"
    opened.page.evaluate(TAKE_AWAY)
    wait_for_kept(opened.page, "keys", 0)
    assert not opened.page.evaluate(KEEPS)
    write(opened.page, FIVE, canvas_box(opened.page).part(0.2, 0.5, 0.3))
    wait_for_kept(opened.page, "keys", 4)
    opened.page.reload(wait_until="commit")
    assert read_again(opened.page) == "56"


@pytest.mark.parametrize("way", ["sub-path", "file"])
def test_firefox_brings_ink_back_after_a_reload(dist: Path, tmp_path: Path, way: str) -> None:
    with site(dist, way) as place, Firefox(str(find_firefox()), tmp_path) as firefox:
        assert driven.read_six(firefox, place.url) == "6"
        firefox.reload()
        driven.wait_until_painted(firefox)
        assert driven.text_read(firefox) == "6"
