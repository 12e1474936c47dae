"""Ways to spoil the files of a site: on their way from the server, or on the disk."""

from __future__ import annotations

from collections.abc import Callable
from http import HTTPStatus

from inkling_build.local_server import CONTENT_TYPES, NOT_FOUND_PAGE, Alter, Answer, unaltered
from tests.browser.opening import Opened

DAMAGES: dict[str, Callable[[Answer], Answer]] = {
    "missing": lambda _: Answer(HTTPStatus.NOT_FOUND, CONTENT_TYPES[".html"], NOT_FOUND_PAGE),
    "a page instead": lambda _: Answer(HTTPStatus.OK, CONTENT_TYPES[".html"], NOT_FOUND_PAGE),
    "truncated": lambda answer: Answer(
        answer.status, answer.content_type, (answer.body or b"")[: _size(answer) // 2]
    ),
    "one bit flipped": lambda answer: Answer(answer.status, answer.content_type, flipped(answer.body or b"")),
    "empty": lambda answer: Answer(answer.status, answer.content_type, b""),
    "cut off": lambda answer: Answer(answer.status, answer.content_type, None),
}


def _size(answer: Answer) -> int:
    return len(answer.body or b"")


def flipped(body: bytes) -> bytes:
    """The bytes with the lowest bit of the middle one changed."""
    middle = len(body) // 2
    return body[:middle] + bytes([body[middle] ^ 1]) + body[middle + 1 :]


def damaging(damage: str, part_of_name: str) -> Alter:
    """Spoils every answer whose file name contains the text."""

    def alter(path: str, answer: Answer) -> Answer:
        return DAMAGES[damage](answer) if part_of_name in path.rsplit("/", 1)[-1] else answer

    return alter


def break_asset(opened: Opened, damage: str, part_of_name: str) -> None:
    """From now on the site's server sends a file spoiled in one of the ways of DAMAGES."""
    assert opened.site.server is not None
    opened.site.server.alter = damaging(damage, part_of_name)


def repair(opened: Opened) -> None:
    """The site's server is well again."""
    assert opened.site.server is not None
    opened.site.server.alter = unaltered
