"""What tests do alike in browsers that Playwright does not drive: open the page, write, wait for what is read."""

from __future__ import annotations

import base64
from collections.abc import Iterable
from typing import Any, Protocol

from inkling_build.bench.page_driver import Box, Strokes, fit
from tests.strokes import Sample, sample

_PAINTED = """new Promise((resolve) => {
  const look = () => performance.getEntriesByName('inkling:painted').length ? resolve() : setTimeout(look, 10);
  look();
})"""

_SETTLED = """new Promise((resolve) => {
  const look = () => {
    const ink = document.querySelector('#ink').dataset.revision;
    const reading = document.querySelector('#reading');
    const done = Number(ink) > %d && ink === reading.dataset.revision;
    if (done) resolve({verdict: reading.dataset.verdict, text: reading.textContent, revision: Number(ink)});
    return done;
  };
  if (!look()) new MutationObserver((_, watch) => look() && watch.disconnect())
    .observe(document, {subtree: true, attributes: true});
})"""

_BOX = """(() => {
  const box = document.querySelector('%s').getBoundingClientRect();
  return [box.left, box.top, box.width, box.height];
})()"""

_KEPT = """new Promise((resolve) => {
  const line = document.querySelector('#offline');
  const look = () => ['ready', 'failed'].includes(line.dataset.state) && resolve(line.innerText);
  if (!look()) new MutationObserver(look).observe(line, {subtree: true, attributes: true, childList: true});
})"""


_OPEN_PICTURE = """((body) => {
  const bytes = Uint8Array.from(atob(body), (one) => one.charCodeAt(0));
  const data = new DataTransfer();
  data.items.add(new File([bytes], 'number.png', { type: 'image/png' }));
  const input = document.querySelector('#picture');
  input.files = data.files;
  input.dispatchEvent(new Event('change'));
})('%s')"""


class Driven(Protocol):
    """A browser with one page."""

    def goto(self, url: str) -> None: ...
    def evaluate(self, expression: str) -> Any: ...
    def draw(self, strokes: Strokes) -> None: ...
    def click(self, at: tuple[float, float]) -> None: ...


def open_page(browser: Driven, url: str) -> None:
    """Navigates, and returns as soon as ink can be drawn."""
    browser.goto(url)
    wait_until_painted(browser)


def wait_until_painted(browser: Driven) -> None:
    """Returns as soon as ink can be drawn."""
    browser.evaluate(_PAINTED)


def misread(browser: Driven, digits: Iterable[Sample]) -> dict[str, Any]:
    """Writes digits one after the other on the open page, each cleared after it; what is read of those misread."""
    box = Box(*browser.evaluate(_BOX % "#ink")).part(0.5, 0.5, 0.6)
    button = Box(*browser.evaluate(_BOX % "#clear"))
    wrong = {}
    revision = 0
    for digit in digits:
        browser.draw(fit(digit.quick, box))
        answer = browser.evaluate(_SETTLED % revision)
        if answer["text"] != digit.label:
            wrong[digit.name] = answer
        browser.click((button.left + button.width / 2, button.top + button.height / 2))
        cleared = browser.evaluate(_SETTLED % answer["revision"])
        assert cleared["verdict"] == "empty"
        revision = cleared["revision"]
    return wrong


def read_six(browser: Driven, url: str) -> str:
    """Opens the page, writes a six and returns what is read."""
    open_page(browser, url)
    box = Box(*browser.evaluate(_BOX % "#ink")).part(0.5, 0.5, 0.6)
    browser.draw(fit(sample("6", "plain").quick, box))
    return text_read(browser)


def picture_read(browser: Driven, url: str, picture: bytes) -> str:
    """Opens the page and a picture on it; returns what is read."""
    open_page(browser, url)
    browser.evaluate(_OPEN_PICTURE % base64.b64encode(picture).decode())
    return text_read(browser)


def text_read(browser: Driven) -> str:
    """What the first ink of a page is read as."""
    return str(browser.evaluate(_SETTLED % 0)["text"])


def offline_words(browser: Driven) -> str:
    """What the page says of working offline, once it is ready for it or has failed."""
    return str(browser.evaluate(_KEPT))


def started_how(browser: Driven) -> list[str]:
    """How Python came up and with which onnxruntime."""
    return list(browser.evaluate("['boot', 'runtime'].map((name) => document.documentElement.dataset[name])"))
