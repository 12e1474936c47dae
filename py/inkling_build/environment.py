"""The project's own `.venv`: what requirements/*.txt pin, and this project's packages importable."""

from __future__ import annotations

import hashlib
import os
import platform
import shutil
import sys
import sysconfig
from pathlib import Path

from inkling_build.errors import BuildError
from inkling_build.paths import PY, REQUIREMENTS, VENV
from inkling_build.process import exit_code, output, run, say

TEST = ("test", "train", "torch")
"""Requirement sets of the tests: training is tested and type-checked too."""

NODE = ("node",)
"""Node.js as a wheel, for machines without it."""


def venv_python(venv: Path = VENV) -> Path:
    """Where the environment's interpreter lies, made or not."""
    return venv / ("Scripts/python.exe" if os.name == "nt" else "bin/python")


def ensure_venv(venv: Path = VENV) -> Path:
    """Make the environment unless a working one of this Python is there; return its interpreter."""
    python = venv_python(venv)
    stamp = venv / "inkling-python.txt"
    # the folder too: a moved working tree would import from where it was
    wanted = f"{platform.python_version()} {PY}"
    if _read(stamp) == wanted and output([str(python), "-m", "pip", "--version"]) is not None:
        return python
    say(f"making {venv.name} with Python {platform.python_version()}")
    if venv.exists():
        shutil.rmtree(venv)
    if exit_code([sys.executable, "-m", "venv", str(venv)]) != 0:
        raise BuildError(
            f"expected `{sys.executable} -m venv` to make {venv}, but it failed; what it said is above"
            " (on Debian and Ubuntu the package python3-venv is needed)"
        )
    library = Path(sysconfig.get_path("purelib", "venv", {"base": str(venv), "platbase": str(venv)}))
    (library / "inkling.pth").write_text(f"{PY}\n", encoding="utf-8")
    stamp.write_text(wanted, encoding="utf-8")
    return python


def install(*sets: str, venv: Path = VENV) -> Path:
    """Install requirement sets unless this very content is installed already; return the interpreter."""
    python = ensure_venv(venv)
    for name in sets:
        _install_set(python, REQUIREMENTS / f"{name}.txt", venv)
    return python


def _install_set(python: Path, requirements: Path, venv: Path) -> None:
    pins = requirements.read_bytes()
    digest = hashlib.sha256(pins).hexdigest()
    stamp = venv / f"inkling-{requirements.stem}.sha256"
    if _read(stamp) == digest:
        return
    say(f"installing requirements/{requirements.name} into {venv.name}")
    options = ["--require-hashes"] if b"--hash=" in pins else []
    command = [str(python), "-m", "pip", "install", "--no-input", "--disable-pip-version-check"]
    run(
        [*command, *options, "--requirement", str(requirements)],
        f"pip install of requirements/{requirements.name}",
    )
    stamp.write_text(digest, encoding="utf-8")


def _read(path: Path) -> str | None:
    return path.read_text(encoding="utf-8") if path.is_file() else None
