"""The commands of build.py."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from inkling_build import environment
from inkling_build.checks import test
from inkling_build.errors import BuildError
from inkling_build.paths import DIST, ROOT
from inkling_build.process import exit_code, say
from inkling_build.serve import DEFAULT_PORT, serve
from inkling_build.site import build

STOPPED = 130
"""Exit code of a program ended by Ctrl-C."""


def main(arguments: Sequence[str]) -> int:
    """Run one command; expected failures end in a sentence and exit code 1."""
    options, rest = parser().parse_known_args(arguments)
    if rest and options.command != "test":
        parser().error(f"unrecognised arguments: {' '.join(rest)}")
    try:
        return _dispatch(options, rest)
    except (BuildError, OSError) as error:
        print(f"build.py: {error}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return STOPPED


def parser() -> argparse.ArgumentParser:
    """What build.py understands."""
    top = argparse.ArgumentParser(
        prog="build.py", description="Without a command: build the site into dist/."
    )
    commands = top.add_subparsers(dest="command", metavar="command")
    serve = commands.add_parser("serve", help="build the site and serve it on this machine")
    serve.add_argument("--port", type=int, default=DEFAULT_PORT, help="default %(default)s")
    commands.add_parser("test", help="run every check and test; what follows goes to pytest", add_help=False)
    bench = commands.add_parser("bench", help="measure, as a table; all of it if no name is given")
    bench.add_argument(
        "names", nargs="*", metavar="name", help="start, latency, size, memory; with --data accuracy, numbers"
    )
    bench.add_argument("--data", type=Path, metavar="DIR", help="ink to measure on, see training/README.md")
    commands.add_parser("setup", help="fill .venv with what tests and training need")
    return top


def _dispatch(options: argparse.Namespace, rest: Sequence[str]) -> int:
    match options.command:
        case "serve":
            build()
            serve(DIST, options.port)
        case "test":
            test(rest)
        case "bench":
            return _bench(options.names, options.data)
        case "setup":
            say(f"tests and training run with {environment.install(*environment.TEST)}")
        case _:
            build()
    return 0


def _bench(names: Sequence[str], data: Path | None) -> int:
    python = environment.install(*environment.TEST)
    if sys.prefix != str(python.parent.parent):
        return exit_code(
            [str(python), str(ROOT / "build.py"), "bench", *names, *(["--data", str(data)] if data else [])]
        )
    # imports Playwright, which only .venv has
    from inkling_build.bench import run  # noqa: PLC0415

    build()
    return run(names, data)
