"""Nothing leaves the site: every request of a whole visit is the site's own, and the policy stops any other."""

from __future__ import annotations

import json
from html.parser import HTMLParser

import pytest

from inkling_build.bench.page_driver import canvas_box, write
from inkling_build.local_server import LocalServer
from tests.browser.conftest import Open
from tests.browser.opening import WAYS, Opened
from tests.strokes import sample

INSIDE = ("blob:", "data:")
"""Addresses that never reach a network."""

ASK_FROM_PAGE = "(url) => fetch(url).then(() => 'sent', () => 'refused')"

ASK_FROM_WORKER = """(url) => new Promise((resolve) => {
  const source = `fetch(${JSON.stringify(url)}).then(() => postMessage('sent'), () => postMessage('refused'))`;
  const worker = new Worker(window.trusted(URL.createObjectURL(new Blob([source]))));
  worker.onmessage = (event) => resolve(event.data);
})"""


TRUST = """
  const policy = trustedTypes.createPolicy('test', { createScriptURL: (url) => url });
  window.trusted = (url) => policy.createScriptURL(url);
"""
"""Before the page has a policy anyone may make one."""

FORBIDDEN = {
    "eval": "eval('1')",
    "a function from text": "new Function('return 1')()",
    "HTML from text": "document.body.innerHTML = '<b>x</b>'",
    "the address of a script": "document.createElement('script').src = 'f/x.js'",
    "the address of a worker": "new Worker(URL.createObjectURL(new Blob([''])))",
    "text of a script": "document.head.appendChild(document.createElement('script')).text = '1'",
    "another policy": "trustedTypes.createPolicy('other', {})",
    "the page's policy once more": "trustedTypes.createPolicy('inkling', {})",
}

# Not at once: what the debugger evaluates itself is exempt from the policy.
ATTEMPT = """(code) => new Promise((resolve) => {
  const attempts = %s;
  setTimeout(() => {
    try {
      attempts[code]();
      resolve('done');
    } catch (error) {
      resolve(error.name);
    }
  });
})""" % ("{" + ", ".join(f"{json.dumps(name)}: () => {{ {code} }}" for name, code in FORBIDDEN.items()) + "}")


def _visit(opened: Opened) -> None:
    opened.start()
    answer = write(opened.page, sample("6", "plain").quick, canvas_box(opened.page).part(0.5, 0.5, 0.6))
    assert answer.text == "6"


@pytest.mark.parametrize("way", WAYS)
def test_every_request_of_a_visit_is_the_sites_own(open_site: Open, way: str) -> None:
    opened = open_site(way)
    _visit(opened)
    outside = [url for url in opened.requests if not url.startswith((opened.site.base, *INSIDE))]
    assert outside == []
    assert opened.site.url in opened.requests
    assert opened.complaints == []


def test_a_visit_asks_the_server_only_for_files_that_exist(open_site: Open) -> None:
    opened = open_site("sub-path")
    _visit(opened)
    server = opened.site.server
    assert server is not None
    assert [path for path in server.requests if server.find(path) is None] == []


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("ask", [ASK_FROM_PAGE, ASK_FROM_WORKER], ids=["page", "worker"])
def test_the_policy_stops_requests_to_other_origins(open_site: Open, way: str, ask: str) -> None:
    with LocalServer({}) as elsewhere:
        opened = open_site(way)
        opened.page.add_init_script(TRUST)
        opened.start()
        assert opened.page.evaluate(ask, f"{elsewhere.origin}/outside") == "refused"
        assert elsewhere.requests == []


@pytest.mark.parametrize("ask", [ASK_FROM_PAGE, ASK_FROM_WORKER], ids=["page", "worker"])
def test_a_request_to_another_origin_would_be_seen(open_site: Open, ask: str) -> None:
    """With the policy switched off the same question reaches the other server and both watchers."""
    with LocalServer({}) as elsewhere:
        opened = open_site("http root", bypass_csp=True)
        opened.page.add_init_script(TRUST)
        opened.start()
        opened.page.evaluate(ask, f"{elsewhere.origin}/outside")
        assert elsewhere.requests == ["/outside"]
        assert f"{elsewhere.origin}/outside" in opened.requests


class _Policy(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.policies: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag == "meta" and (given.get("http-equiv") or "").lower() == "content-security-policy":
            self.policies.append(given.get("content") or "")


def test_the_policy_is_strict(open_site: Open) -> None:
    opened = open_site()
    server = opened.site.server
    assert server is not None
    index = server.find("/")
    assert index is not None
    parser = _Policy()
    parser.feed(index.read_text(encoding="utf-8"))
    (policy,) = parser.policies
    directives = {
        name: values for name, *values in (part.split() for part in policy.split(";") if part.strip())
    }
    assert directives["default-src"] == ["'none'"]
    assert directives.pop("require-trusted-types-for") == ["'script'"]
    assert directives.pop("trusted-types") == ["inkling"]
    own, hash_of_guard, wasm = directives.pop("script-src")
    assert (own, wasm) == ("'self'", "'wasm-unsafe-eval'")
    assert hash_of_guard.startswith("'sha256-")
    allowed = {value for values in directives.values() for value in values}
    assert allowed <= {"'none'", "'self'", "blob:", "data:"}


@pytest.mark.parametrize("way", ["sub-path", "file"])
def test_the_policy_lets_no_text_become_code(open_site: Open, way: str) -> None:
    opened = open_site(way)
    opened.start()
    results = {name: opened.page.evaluate(ATTEMPT, name) for name in FORBIDDEN}
    assert set(results.values()) <= {"EvalError", "TypeError"}, results


def test_without_the_policy_all_that_would_be_possible(open_site: Open) -> None:
    opened = open_site(bypass_csp=True)
    opened.start()
    results = {name: opened.page.evaluate(ATTEMPT, name) for name in FORBIDDEN}
    assert set(results.values()) == {"done"}, results
