"""Another build of the same site, and what a page's service worker keeps of which build."""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import Page

from inkling_build.assemble.offline import kept_files, seal, worker_of
from inkling_build.assemble.payload import HASH_DIGITS
from inkling_build.bench.page_driver import SETTLE_TIMEOUT_MS, canvas_box, write
from inkling_build.local_server import Answer, LocalServer
from tests.browser.opening import Opened
from tests.strokes import sample

GZIP_TIME = 4
"""Where a gzip file tells when it was made: changing it changes the file and not what is inside."""

_STATE = "(state) => document.querySelector('#offline').dataset.state === state"

_KEPT = """async (build) => {
  const cache = await caches.open(`inkling:${location.pathname}:${build}`);
  return (await cache.keys()).map((request) => new URL(request.url).pathname);
}"""


def copy_build(dist: Path, folder: Path) -> Path:
    """A copy of a built site without what only pages opened from disk need."""
    return shutil.copytree(dist, folder, ignore=shutil.ignore_patterns("f"))


def other_build(dist: Path, folder: Path) -> Path:
    """A copy with other bytes in the page, its script, its style and the network, under new names."""
    copy_build(dist, folder)
    model = next(folder.glob("a/session.bin.*.bin"))
    data = bytearray(model.read_bytes())
    data[GZIP_TIME] ^= 1
    old, new = (hashlib.sha256(one).hexdigest() for one in (model.read_bytes(), data))
    model.with_name(model.name.replace(old[:HASH_DIGITS], new[:HASH_DIGITS])).write_bytes(data)
    model.unlink()
    renamed = {old: new, old[:HASH_DIGITS]: new[:HASH_DIGITS]}
    for pattern, extra in (
        ("app.*.js", b""),
        ("style.*.css", b"#other{}"),
        ("index.html", b"<!-- other -->"),
    ):
        file = next(folder.glob(pattern))
        text = file.read_text(encoding="utf-8")
        for before, after in renamed.items():
            text = text.replace(before, after)
        content = text.encode() + extra
        renamed[hashlib.sha256(file.read_bytes()).hexdigest()] = hashlib.sha256(content).hexdigest()
        file.unlink()
        name = file.name
        if name != "index.html":
            was = name.split(".")[1]
            renamed[was] = hashlib.sha256(content).hexdigest()[:HASH_DIGITS]
            name = name.replace(was, renamed[was])
        (folder / name).write_bytes(content)
    seal(folder, worker_of(dist))
    return folder


def build_of(page: Page) -> str:
    """The name of the build that a page runs."""
    return str(page.evaluate("() => document.documentElement.dataset.build"))


def paths_of(build: Path, prefix: str) -> set[str]:
    """The paths at which a server has what a build's service worker keeps."""
    return {prefix + file.url.removeprefix("./") for file in kept_files(build)}


def kept_paths(page: Page, build: str) -> set[str]:
    """The paths that the browser keeps of a build."""
    return set(page.evaluate(_KEPT, build))


def wait_for_offline(page: Page, state: str) -> str:
    """Waits until the page's offline line is in a state, and returns its words."""
    page.wait_for_function(_STATE, arg=state, timeout=SETTLE_TIMEOUT_MS)
    return page.locator("#offline").inner_text()


def read_six(page: Page) -> str:
    """Writes a six into the middle and returns what is read."""
    return write(page, sample("6", "plain").quick, canvas_box(page).part(0.5, 0.5, 0.6)).text


def visit(opened: Opened) -> str:
    """Navigates, writes a six and returns what is read."""
    opened.start()
    return read_six(opened.page)


def server_of(opened: Opened) -> LocalServer:
    """The server of a site that is not opened from disk."""
    assert opened.site.server is not None
    return opened.site.server


def new_tab(opened: Opened) -> Opened:
    """Another tab of the same browser, not yet navigated."""
    return Opened(opened.site, opened.context.new_page())


def stop_answering(opened: Opened) -> None:
    """From now on the server cuts every connection."""
    server_of(opened).alter = lambda _, answer: cut(answer)


def from_install_on(alter: Callable[[int, str, Answer], Answer]) -> Callable[[str, Answer], Answer]:
    """Alters what is sent after the service worker; `alter` also gets how many such answers went before."""
    since: list[str] = []
    started = False

    def after_worker(path: str, answer: Answer) -> Answer:
        nonlocal started
        if not started:
            started = path.endswith("/sw.js")
            return answer
        since.append(path)
        return alter(len(since) - 1, path, answer)

    return after_worker


def cut(answer: Answer) -> Answer:
    """No answer: the connection is cut."""
    return Answer(answer.status, answer.content_type, None)
