"""Offline for good: after one visit the server may die, and the page says so only when it is true."""

from __future__ import annotations

import re
import threading
from pathlib import Path

import pytest
from playwright.sync_api import Page

from inkling_build.bench.page_driver import answer_now
from inkling_build.local_server import Answer, unaltered
from tests.browser.builds import (
    build_of,
    cut,
    from_install_on,
    kept_paths,
    new_tab,
    paths_of,
    read_six,
    server_of,
    stop_answering,
    visit,
    wait_for_offline,
)
from tests.browser.conftest import Open
from tests.browser.damage import DAMAGES
from tests.browser.opening import PREFIX
from tests.browser.waiting import wait_until

READY = "Ready to work offline"
NOT_KEPT = r"Offline copy could not be kept: {}\. The page still works online\."

OTHERS_CACHES = ("other-app-v1", "inkling:/:0123456789ab", f"inkling:{PREFIX}inner/:0123456789ab")
"""Of other apps of the same origin, and of other places of this one."""

ADD_OTHERS_CACHES = """(names) => Promise.all(names.map(async (name) => {
  const cache = await caches.open(name);
  await cache.put('/something', new Response(name));
}))"""

SPOIL_KEPT = """async ([build, part]) => {
  const cache = await caches.open(`inkling:${location.pathname}:${build}`);
  const request = (await cache.keys()).find(({ url }) => url.includes(part));
  const bytes = new Uint8Array(await (await cache.match(request)).arrayBuffer());
  bytes[bytes.length >> 1] ^= 1;
  await cache.put(request, new Response(bytes, { headers: { 'Content-Type': 'text/javascript' } }));
}"""

DELETE_KEPT = "(build) => caches.delete(`inkling:${location.pathname}:${build}`)"
REGISTRATION = "async () => (await navigator.serviceWorker.getRegistration()) ?? null"

LOOK_AGAIN = """() => {
  document.querySelector('#offline').dataset.state = 'asked';
  document.dispatchEvent(new Event('visibilitychange'));
}"""

NO_SERVICE_WORKER = {
    "refused": """ServiceWorkerContainer.prototype.register = () =>
      Promise.reject(new DOMException('The operation is insecure.', 'SecurityError'));""",
    "blocked": "ServiceWorkerContainer.prototype.register = () => Promise.resolve(undefined);",
    "absent": "delete Navigator.prototype.serviceWorker;",
}
NOT_IN_THIS_BROWSER = "The page works, but this browser cannot keep it for offline use."
REFUSE_CACHES = b"caches.open=()=>Promise.reject(new DOMException('no','SecurityError'));\n"

SMALL_QUOTA = 1_000_000
"""Bytes: some files fit, not all."""


def refreshed(page: Page, state: str) -> str:
    """Has the page look again, as it does when its tab is shown, and returns its words in the state awaited."""
    page.evaluate(LOOK_AGAIN)
    return wait_for_offline(page, state)


def test_after_one_visit_the_site_may_vanish(open_site: Open, dist: Path) -> None:
    opened = open_site("sub-path")
    opened.start()
    opened.page.evaluate(ADD_OTHERS_CACHES, OTHERS_CACHES)
    assert read_six(opened.page) == "6"
    assert wait_for_offline(opened.page, "ready") == READY
    assert kept_paths(opened.page, build_of(opened.page)) == paths_of(dist, PREFIX)
    assert opened.complaints == []

    server = server_of(opened)
    server.alter = lambda _, answer: DAMAGES["missing"](answer)
    assert visit(opened) == "6"
    assert wait_for_offline(opened.page, "ready") == READY

    stop_answering(opened)
    server.__exit__(None, None, None)
    server.requests.clear()
    tab = new_tab(opened)
    tab.page.goto(f"{opened.site.base}index.html?from=somewhere#top")
    assert read_six(tab.page) == "6"
    assert wait_for_offline(tab.page, "ready") == READY
    # browsers may ask for updates of the worker; nothing else was even tried on an open connection
    assert set(server.requests) <= {f"{PREFIX}sw.js"}
    assert set(OTHERS_CACHES) < set(tab.page.evaluate("() => caches.keys()"))


def test_only_files_of_the_build_are_answered(open_site: Open) -> None:
    opened = open_site("sub-path")
    visit(opened)
    wait_for_offline(opened.page, "ready")
    asked = [f"{PREFIX}other.html", f"{PREFIX}a/none.bin", "/elsewhere/index.html"]
    status = "(paths) => Promise.all(paths.map(async (path) => (await fetch(path)).status))"
    assert opened.page.evaluate(status, asked) == [404, 404, 404]
    assert set(asked) <= set(server_of(opened).requests)


def test_ready_is_said_only_when_the_last_file_is_kept(open_site: Open) -> None:
    last = threading.Event()

    def hold(_: int, path: str, answer: Answer) -> Answer:
        if path.endswith("inkling-512.png"):
            last.wait()
        return answer

    opened = open_site()
    server_of(opened).alter = from_install_on(hold)
    try:
        assert visit(opened) == "6"
        assert wait_for_offline(opened.page, "keeping") == "Keeping a copy for offline use"
        build = build_of(opened.page)
        wait_until(opened.page, lambda: len(kept_paths(opened.page, build)), lambda count: count > 10)
        assert opened.page.locator("#offline").get_attribute("data-state") == "keeping"
    finally:
        last.set()
    assert wait_for_offline(opened.page, "ready") == READY


def test_a_server_that_dies_at_each_point_of_the_install_only_delays_it(open_site: Open, dist: Path) -> None:
    """Each attempt gets one more file before the server dies; none of the copies so far is used."""
    opened = open_site("sub-path")
    server = server_of(opened)
    everything = paths_of(dist, PREFIX)
    for before in range(len(everything)):
        server.alter = from_install_on(lambda sent, _, answer: cut(answer) if sent else answer)
        if before:
            words = refreshed(opened.page, "failed")
        else:
            server.alter = from_install_on(lambda _sent, _path, answer: cut(answer))
            assert visit(opened) == "6"
            words = wait_for_offline(opened.page, "failed")
        assert re.fullmatch(NOT_KEPT.format(r"(\S+|the page) could not be fetched"), words)
        assert len(kept_paths(opened.page, build_of(opened.page))) == before
        assert opened.page.evaluate(REGISTRATION) is None

    server.alter = unaltered
    server.requests.clear()
    came = kept_paths(opened.page, build_of(opened.page))
    assert visit(opened) == "6"
    assert wait_for_offline(opened.page, "ready") == READY
    assert kept_paths(opened.page, build_of(opened.page)) == everything
    # the page itself may be asked for by navigating
    assert came & set(server.requests) <= {PREFIX}


def test_a_copy_deleted_while_the_page_is_open_is_restored(open_site: Open, dist: Path) -> None:
    opened = open_site("sub-path")
    visit(opened)
    wait_for_offline(opened.page, "ready")
    build = build_of(opened.page)

    stop_answering(opened)
    assert opened.page.evaluate(DELETE_KEPT, build)
    assert read_six(opened.page) != ""
    words = refreshed(opened.page, "failed")
    assert re.fullmatch(NOT_KEPT.format(r"(\S+|the page) could not be fetched"), words)
    assert answer_now(opened.page).verdict != "empty"

    server_of(opened).alter = unaltered
    assert refreshed(opened.page, "ready") == READY
    assert kept_paths(opened.page, build) == paths_of(dist, PREFIX)


def test_a_damaged_kept_file_is_named_and_healed_by_retry(open_site: Open) -> None:
    opened = open_site("sub-path")
    visit(opened)
    wait_for_offline(opened.page, "ready")
    build = build_of(opened.page)

    stop_answering(opened)
    opened.page.evaluate(SPOIL_KEPT, [build, "pyodide.small.wasm"])
    opened.start()
    opened.wait_for_state("error")
    assert "The file pyodide.small.wasm is damaged" in opened.page.get_by_role("alert").inner_text()
    wait_for_offline(opened.page, "failed")
    server_of(opened).alter = unaltered
    opened.page.get_by_role("button", name="Try again").click()
    opened.wait_for_state("ready")
    assert read_six(opened.page) == "6"

    # without a network the same question takes the sound copy
    stop_answering(opened)
    model = next(path for path in kept_paths(opened.page, build) if "session.bin" in path)
    status = "async (path) => (await fetch(path, { cache: 'reload' })).status"
    assert opened.page.evaluate(status, model) == 200
    assert refreshed(opened.page, "ready") == READY


def test_a_damaged_kept_script_or_style_is_never_used(open_site: Open) -> None:
    opened = open_site("sub-path")
    visit(opened)
    wait_for_offline(opened.page, "ready")
    # so that it is not restored before the next visit
    stop_answering(opened)
    for part in ("app.", "style."):
        opened.page.evaluate(SPOIL_KEPT, [build_of(opened.page), part])
    server_of(opened).alter = unaltered
    server_of(opened).requests.clear()
    assert visit(opened) == "6"
    assert wait_for_offline(opened.page, "ready") == READY
    names = {path.removeprefix(PREFIX).split(".")[0] for path in server_of(opened).requests}
    # the browser looks for a newer sw.js when it likes
    assert names - {"sw"} == {"app", "style"}


def test_whatever_refuses_the_copy_is_said(open_site: Open) -> None:
    opened = open_site()
    server = server_of(opened)
    server.alter = lambda path, answer: cut(answer) if path == "/sw.js" else answer
    assert visit(opened) == "6"
    words = wait_for_offline(opened.page, "failed")
    assert re.fullmatch(NOT_KEPT.format("Failed to register a ServiceWorker .+"), words)

    def refuse(path: str, answer: Answer) -> Answer:
        body = REFUSE_CACHES + (answer.body or b"")
        return Answer(answer.status, answer.content_type, body) if path == "/sw.js" else answer

    server.alter = refuse
    words = refreshed(opened.page, "failed")
    assert re.fullmatch(NOT_KEPT.format("this browser refuses to store files"), words)

    server.alter = unaltered
    session = opened.context.new_cdp_session(opened.page)
    origin = opened.site.base.rstrip("/")
    session.send("Storage.overrideQuotaForOrigin", {"origin": origin, "quotaSize": SMALL_QUOTA})
    words = refreshed(opened.page, "failed")
    assert re.fullmatch(NOT_KEPT.format("there is too little storage"), words)

    session.send("Storage.overrideQuotaForOrigin", {"origin": origin})
    assert refreshed(opened.page, "ready") == READY


@pytest.mark.parametrize("how", NO_SERVICE_WORKER)
def test_a_browser_without_service_workers_is_said_to_work_in_plain_words(open_site: Open, how: str) -> None:
    opened = open_site()
    opened.page.add_init_script(NO_SERVICE_WORKER[how])
    assert visit(opened) == "6"
    assert wait_for_offline(opened.page, "failed") == NOT_IN_THIS_BROWSER
    assert answer_now(opened.page).text == "6"


def test_a_page_opened_from_disk_says_nothing(open_site: Open) -> None:
    opened = open_site("file")
    assert visit(opened) == "6"
    opened.page.wait_for_function("() => performance.getEntriesByName('inkling:first-reading').length === 1")
    assert opened.page.locator("#offline").inner_text() == ""
    assert opened.complaints == []
