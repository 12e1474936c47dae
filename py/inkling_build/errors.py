"""The one error that build.py turns into a sentence instead of a traceback."""

from __future__ import annotations


class BuildError(Exception):
    """A step that could not be done. The message says what was expected, what came and what can be done."""
