"""Firefox too works offline after one visit."""

from __future__ import annotations

from pathlib import Path

from inkling_build.browsers import find_firefox
from inkling_build.local_server import LocalServer
from tests.browser.bidi import Firefox
from tests.browser.builds import cut
from tests.browser.driven import offline_words, read_six
from tests.browser.opening import PREFIX


def test_after_one_visit_the_server_may_die(dist: Path, tmp_path: Path) -> None:
    with LocalServer({PREFIX: dist}) as server, Firefox(str(find_firefox()), tmp_path) as firefox:
        url = server.origin + PREFIX
        assert read_six(firefox, url) == "6"
        assert offline_words(firefox) == "Ready to work offline"
        server.alter = lambda _, answer: cut(answer)
        server.requests.clear()
        assert read_six(firefox, url) == "6"
        assert offline_words(firefox) == "Ready to work offline"
        assert set(server.requests) <= {f"{PREFIX}sw.js"}
