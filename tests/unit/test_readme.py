"""What the documentation points at is there."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from inkling_build.paths import ROOT

DOCUMENTS = (
    "README.md",
    "training/README.md",
    "training/model_card.md",
    "py/inkling_build/requirements/README.md",
)
LINK = re.compile(r"\]\(([^)#\s]+)[^)]*\)")
PLACEHOLDER = re.compile(r"@[A-Z]+@")


@pytest.mark.parametrize("document", DOCUMENTS)
def test_links_and_pictures_lead_somewhere(document: str) -> None:
    path = ROOT / document
    text = path.read_text(encoding="utf-8")
    local = [link for link in LINK.findall(text) if not re.match(r"[a-z]+:", link)]
    assert [link for link in local if not (path.parent / Path(link)).exists()] == []
    assert PLACEHOLDER.findall(text) == []


def test_the_readme_shows_a_picture_and_links() -> None:
    assert len(LINK.findall((ROOT / "README.md").read_text(encoding="utf-8"))) > 3
