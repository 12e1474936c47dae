"""Where everything lies in the working tree."""

from __future__ import annotations

from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PY = ROOT / "py"
SITE = ROOT / "site"
REQUIREMENTS = ROOT / "py" / "inkling_build" / "requirements"

DIST = ROOT / "dist"
CACHE = ROOT / ".cache"
VENV = ROOT / ".venv"
NODE_MODULES = SITE / "node_modules"
