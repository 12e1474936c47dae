"""The zip that the build makes is the whole app: unpacked elsewhere it reads, and asks for nothing outside."""

from __future__ import annotations

import zipfile
from pathlib import Path

from inkling_build.assemble.archive import FOLDER, ZIP
from inkling_build.bench.page_driver import canvas_box, write
from tests.browser.conftest import Open
from tests.browser.workers import boots, watch_workers
from tests.strokes import sample


def test_the_unpacked_zip_reads_from_disk(open_site: Open, dist: Path, tmp_path: Path) -> None:
    with zipfile.ZipFile(dist / ZIP) as archive:
        archive.extractall(tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == [FOLDER]
    opened = open_site("file", tmp_path / FOLDER)
    watch_workers(opened.page)
    opened.start()
    answer = write(opened.page, sample("6", "plain").quick, canvas_box(opened.page).part(0.5, 0.5, 0.6))
    assert answer.text == "6"
    assert boots(opened.page) == ["snapshot"]
    outside = [url for url in opened.requests if not url.startswith((opened.site.base, "blob:", "data:"))]
    assert outside == []
    assert opened.complaints == []
