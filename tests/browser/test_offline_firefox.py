"""Firefox too works offline after one visit."""

from __future__ import annotations

from pathlib import Path

from inkling_build.bench.page_driver import Box, fit
from inkling_build.browsers import find_firefox
from inkling_build.local_server import LocalServer
from tests.browser.bidi import Firefox
from tests.browser.builds import cut
from tests.browser.opening import PREFIX
from tests.browser.test_firefox import BOX, PAINTED, SETTLED
from tests.strokes import sample

KEPT = """new Promise((resolve) => {
  const line = document.querySelector('#offline');
  const look = () => ['ready', 'failed'].includes(line.dataset.state) && resolve(line.innerText);
  if (!look()) new MutationObserver(look).observe(line, {subtree: true, attributes: true, childList: true});
})"""


def read_six(firefox: Firefox, url: str) -> str:
    firefox.goto(url)
    firefox.evaluate(PAINTED)
    firefox.draw(fit(sample("6", "plain").quick, Box(*firefox.evaluate(BOX % "#ink")).part(0.5, 0.5, 0.6)))
    return str(firefox.evaluate(SETTLED % 0)["text"])


def test_after_one_visit_the_server_may_die(dist: Path, tmp_path: Path) -> None:
    with LocalServer({PREFIX: dist}) as server, Firefox(str(find_firefox()), tmp_path) as firefox:
        url = server.origin + PREFIX
        assert read_six(firefox, url) == "6"
        assert firefox.evaluate(KEPT) == "Ready to work offline"
        server.alter = lambda _, answer: cut(answer)
        server.requests.clear()
        assert read_six(firefox, url) == "6"
        assert firefox.evaluate(KEPT) == "Ready to work offline"
        assert set(server.requests) <= {f"{PREFIX}sw.js"}
