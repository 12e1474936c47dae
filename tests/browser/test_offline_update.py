"""A new build waits until it is whole and the person agrees; no page ever runs parts of two."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page

from inkling_build.bench.page_driver import SETTLE_TIMEOUT_MS, ink_revision, settled
from inkling_build.local_server import Answer, unaltered
from tests.browser.builds import (
    build_of,
    copy_build,
    cut,
    from_install_on,
    kept_paths,
    new_tab,
    other_build,
    paths_of,
    read_six,
    server_of,
    stop_answering,
    visit,
    wait_for_offline,
)
from tests.browser.conftest import Open
from tests.browser.damage import DAMAGES
from tests.browser.opening import PREFIX, Opened
from tests.browser.waiting import wait_until

UPDATE_AND_HEAR = """() => new Promise(async (resolve) => {
  navigator.serviceWorker.addEventListener('message', ({ data }) => resolve(data.problem), { once: true });
  const registration = await navigator.serviceWorker.getRegistration();
  registration.update().catch(() => {});
})"""

LOADED = """() => [location, ...performance.getEntriesByType('resource').map(({ name }) => new URL(name))]
  .filter(({ protocol }) => protocol === 'http:').map(({ pathname }) => pathname)"""

CACHES = "async () => (await caches.keys()).sort()"
STATUS = "async (path) => (await fetch(path)).status"

WHAT_CAME = {
    "missing": r"the server answered 404 for {}",
    "a page instead": r"{} came damaged: expected \d+ bytes with SHA-256 [0-9a-f]+…, got \d+ with [0-9a-f]+…",
    "truncated": r"{} came damaged: expected .+",
    "one bit flipped": r"{} came damaged: expected .+",
    "empty": r"{} came damaged: expected \d+ bytes .+, got 0 with .+",
    "cut off": r"{} could not be fetched",
}


def wait_for_only_cache(page: Page, name: str) -> None:
    wait_until(page, lambda: page.evaluate(CACHES), lambda found: bool(found == [name]))


@pytest.fixture(scope="module")
def next_build(dist: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Another build than dist."""
    return other_build(dist, tmp_path_factory.mktemp("builds") / "next")


@pytest.fixture
def kept(open_site: Open) -> Opened:
    """A page that is ready to work offline, a six written on it."""
    opened = open_site("sub-path")
    assert visit(opened) == "6"
    wait_for_offline(opened.page, "ready")
    return opened


def publish(opened: Opened, build: Path) -> None:
    """The server has this build from now on."""
    server = server_of(opened)
    server.mounts = {PREFIX: build}
    server.requests.clear()


def name_of(build: Path) -> str:
    """The name that a build gave itself."""
    (name,) = re.findall(r'data-build="(\w+)"', (build / "index.html").read_text(encoding="utf-8"))
    return str(name)


def wait_for_offer(opened: Opened) -> None:
    """Waits until the page offers the update."""
    opened.page.locator("#update").wait_for(timeout=SETTLE_TIMEOUT_MS)
    assert opened.page.locator("#update").inner_text().split() == ["Update", "ready", "Reload"]


def accept(opened: Opened, build: str) -> None:
    """Agrees to the update and waits for the page of that build."""
    opened.page.get_by_role("button", name="Reload").click()
    opened.page.wait_for_function(
        "(build) => document.documentElement?.dataset.build === build", arg=build, timeout=SETTLE_TIMEOUT_MS
    )
    opened.wait_for_state("ready")


def test_an_update_waits_is_offered_and_replaces_the_page_whole(
    kept: Opened, dist: Path, next_build: Path
) -> None:
    old, new = paths_of(dist, PREFIX), paths_of(next_build, PREFIX)
    old_name = build_of(kept.page)
    publish(kept, next_build)
    assert visit(kept) == "6"
    wait_for_offer(kept)
    # the page is of both builds but not the same
    assert set(server_of(kept).requests) == (new - old) | {PREFIX, f"{PREFIX}sw.js"}
    assert wait_for_offline(kept.page, "ready")
    assert build_of(kept.page) == old_name

    tab = new_tab(kept)
    assert visit(tab) == "6"
    assert build_of(tab.page) == old_name
    assert set(tab.page.evaluate(LOADED)) <= old
    tab.page.close()

    revision = ink_revision(kept.page)
    assert revision > 0
    stop_answering(kept)
    server_of(kept).requests.clear()
    new_name = name_of(next_build)
    accept(kept, new_name)
    assert settled(kept.page, 0).text == "6"
    assert set(kept.page.evaluate(LOADED)) <= new
    assert wait_for_offline(kept.page, "ready")
    assert kept.page.locator("#update").is_hidden()
    wait_for_only_cache(kept.page, f"inkling:{PREFIX}:{new_name}")
    assert set(server_of(kept).requests) <= {f"{PREFIX}sw.js"}
    assert visit(kept) == "6"


def test_two_tabs_of_two_builds_both_work_until_the_older_is_reloaded(kept: Opened, next_build: Path) -> None:
    old_name = build_of(kept.page)
    old_model = next(path for path in kept_paths(kept.page, old_name) if "session.bin" in path)
    publish(kept, next_build)
    tab = new_tab(kept)
    assert visit(tab) == "6"
    wait_for_offer(tab)
    tab.page.get_by_role("button", name="Reload").click()
    tab.page.wait_for_function("(old) => document.documentElement?.dataset.build !== old", arg=old_name)
    tab.wait_for_state("ready")
    assert wait_for_offline(tab.page, "ready")
    new_name = build_of(tab.page)

    wait_for_offer(kept)
    assert build_of(kept.page) == old_name
    assert read_six(kept.page)
    assert kept.page.evaluate(STATUS, old_model) == 200
    assert old_model not in server_of(kept).requests
    assert kept.page.evaluate(CACHES) == sorted(f"inkling:{PREFIX}:{name}" for name in (old_name, new_name))

    accept(kept, new_name)
    wait_for_only_cache(kept.page, f"inkling:{PREFIX}:{new_name}")


def test_no_spoiled_file_gets_into_an_update(kept: Opened, dist: Path, next_build: Path) -> None:
    old_name = build_of(kept.page)
    style = next(next_build.glob("style.*.css")).name
    old_style = next(dist.glob("style.*.css"))
    publish(kept, next_build)
    damages: dict[str, Callable[[Answer], Answer]] = {
        **DAMAGES,
        "another build's": lambda answer: Answer(answer.status, answer.content_type, old_style.read_bytes()),
    }
    said = {**WHAT_CAME, "another build's": r"{} came damaged: expected .+"}
    for name, damage in damages.items():
        server_of(kept).alter = (
            lambda path, answer, damage=damage: damage(answer) if path.endswith(style) else answer  # type: ignore[misc]
        )
        problem = kept.page.evaluate(UPDATE_AND_HEAR)
        assert re.fullmatch(said[name].format(re.escape(style)), problem), name
        assert kept.page.locator("#update").is_hidden()
        assert f"{PREFIX}{style}" not in kept.page.evaluate(CACHES)
    assert kept.page.locator("#offline").get_attribute("data-state") == "ready"

    stop_answering(kept)
    assert visit(kept) == "6"
    assert build_of(kept.page) == old_name
    assert wait_for_offline(kept.page, "ready")

    server_of(kept).alter = unaltered
    server_of(kept).requests.clear()
    kept.page.evaluate("async () => (await navigator.serviceWorker.getRegistration()).update()")
    wait_for_offer(kept)
    # all but the spoiled file had come before
    assert set(server_of(kept).requests) == {f"{PREFIX}sw.js", f"{PREFIX}{style}"}


def test_a_server_that_dies_at_each_point_of_an_update_leaves_the_old_build_in_use(
    kept: Opened, dist: Path, next_build: Path
) -> None:
    """Each attempt gets one more file before the server dies."""
    old_name, new_name = build_of(kept.page), name_of(next_build)
    publish(kept, next_build)
    changed = (paths_of(next_build, PREFIX) - paths_of(dist, PREFIX)) | {PREFIX}
    unchanged = len(paths_of(next_build, PREFIX)) - len(changed)
    for more in range(1, len(changed)):
        server_of(kept).alter = from_install_on(lambda sent, _, answer: cut(answer) if sent else answer)
        assert "could not be fetched" in kept.page.evaluate(UPDATE_AND_HEAR)
        assert len(kept_paths(kept.page, new_name)) == unchanged + more
        assert kept.page.locator("#update").is_hidden()
    server_of(kept).alter = lambda _, answer: cut(answer)
    assert visit(kept) == "6"
    assert build_of(kept.page) == old_name
    assert wait_for_offline(kept.page, "ready")


def test_a_half_published_build_is_never_kept(
    open_site: Open, dist: Path, next_build: Path, tmp_path: Path
) -> None:
    """The new page and script lie there, but still the worker of the build before."""
    half = copy_build(next_build, tmp_path / "half")
    (half / "sw.js").write_bytes((dist / "sw.js").read_bytes())
    opened = open_site("sub-path", half)
    assert visit(opened) == "6"
    opened.page.wait_for_function("() => document.querySelector('#offline').dataset.state === 'failed'")
    assert (
        opened.page.evaluate("async () => (await navigator.serviceWorker.getRegistration()) ?? null") is None
    )

    publish(opened, next_build)
    assert visit(opened) == "6"
    assert wait_for_offline(opened.page, "ready")
    assert kept_paths(opened.page, build_of(opened.page)) == paths_of(next_build, PREFIX)
