"""Pictures of numbers on the page: opened, dropped, pasted; what is none; Undo, writing on them, and coming back."""

from __future__ import annotations

import base64
import re
import struct
from collections.abc import Callable

import numpy as np
import pytest
from playwright.sync_api import FilePayload, Page, Route

from inkling import Reader, load_policy, run_now
from inkling.native import OnnxRuntimeSession
from inkling.picture import find_ink
from inkling.segment_score import load_scorer
from inkling_build.bench.page_driver import (
    Answer,
    answer_now,
    canvas_box,
    draw_mouse,
    fit,
    ink_revision,
    settled,
    write,
)
from tests.browser.conftest import Open
from tests.browser.opening import Opened
from tests.strokes import sample
from tests.unit.pictures import painted, png
from tests.unit.test_number_reading import number
from training.photos import PHOTOS, taken

NUMBER = "2026"
THREE = sample("3", "round").quick

GIVE = """([how, name, type, body]) => {
  const bytes = Uint8Array.from(atob(body), (one) => one.charCodeAt(0));
  const data = new DataTransfer();
  data.items.add(new File([bytes], name, { type }));
  const where = document.querySelector('#ink');
  const event = how === 'paste'
    ? new ClipboardEvent('paste', { clipboardData: data, bubbles: true, cancelable: true })
    : new DragEvent(how, { dataTransfer: data, bubbles: true, cancelable: true });
  where.dispatchEvent(event);
  return event.defaultPrevented;
}"""

WORDS = "() => document.querySelector('#picture-words').textContent"

PAINTED_AT = """([x, y]) => {
  const ink = document.querySelector('#ink');
  const ratio = ink.width / ink.clientWidth;
  const pen = new OffscreenCanvas(1, 1).getContext('2d', { willReadFrequently: true });
  pen.drawImage(ink, -x * ratio, -y * ratio);
  return pen.getImageData(0, 0, 1, 1).data[3];
}"""
"""How opaque the ink's canvas is there."""

TURNED_JPEG = """async (source) => {
  const image = await createImageBitmap(await (await fetch(source)).blob());
  const canvas = Object.assign(document.createElement('canvas'), { width: image.height, height: image.width });
  const pen = canvas.getContext('2d');
  pen.translate(0, image.width);
  pen.rotate(-Math.PI / 2);
  pen.drawImage(image, 0, 0);
  const blob = await new Promise((resolve) => { canvas.toBlob(resolve, 'image/jpeg', 0.9); });
  return [...new Uint8Array(await blob.arrayBuffer())];
}"""
"""A quarter to the left."""

LOOKING = "Looking at the picture"

SAID = f"() => !['', '{LOOKING}'].includes(document.querySelector('#picture-words').textContent)"

SAME = 1e-5
"""As in test_parity."""

READER = Reader(OnnxRuntimeSession(), load_policy(), load_scorer())

HELD_OVER = "() => document.documentElement.classList.contains('is-dropped-on')"


def _picture(text: str = NUMBER) -> bytes:
    return png(painted(number(text))[:, :, None])


def _file(content: bytes, name: str = "number.png", kind: str = "image/png") -> FilePayload:
    return {"name": name, "mimeType": kind, "buffer": content}


def _open(page: Page, file: FilePayload) -> Answer:
    before = ink_revision(page)
    page.set_input_files("#picture", file)
    return settled(page, before)


def _give(page: Page, how: str, file: FilePayload) -> bool:
    body = base64.b64encode(file["buffer"]).decode()
    return bool(page.evaluate(GIVE, [how, file["name"], file["mimeType"], body]))


def _opened_too_early(open_site: Open) -> tuple[Page, Callable[[], None]]:
    """A page with a picture opened on it that cannot start before it is told to go on, by what is called for that."""
    opened = open_site()
    page = opened.page
    held: list[Route] = []
    page.route("**/session.bin*", lambda route: held.append(route))  # noqa: PLW0108
    opened.start()
    page.set_input_files("#picture", _file(_picture()))
    page.wait_for_function("() => document.querySelector('#picture-words').textContent !== ''")

    def go_on() -> None:
        while not held:
            page.wait_for_timeout(20)
        held[0].continue_()

    return page, go_on


def _refused(page: Page, file: FilePayload) -> str:
    """Opens what is no picture of a number; returns what the page says."""
    page.set_input_files("#picture", file)
    page.wait_for_function(SAID)
    return str(page.evaluate(WORDS))


def test_a_picture_is_read_from_its_pixels_and_undone(blank: Opened) -> None:
    page = blank.page
    box = canvas_box(page)
    drawn = write(page, THREE, box.part(0.5, 0.5, 0.5))
    seen = _open(page, _file(_picture()))
    assert (seen.verdict, seen.text) == ("number", NUMBER)
    placed, _ = find_ink(painted(number(NUMBER))).placed(round(box.width), round(box.height))
    from_pixels = run_now(READER.read_traced(placed)).confidence
    from_strokes = run_now(READER.read(placed.ink, traced=len(placed.ink.starts))).confidence
    assert abs(from_pixels - from_strokes) > 10 * SAME
    assert seen.confidence == pytest.approx(from_pixels, abs=SAME)
    assert page.evaluate(WORDS) == ""
    assert page.locator("#reading button").count() == len(NUMBER)
    page.locator("#undo").click()
    back = settled(page, seen.revision)
    assert (back.text, back.confidence) == (drawn.text, drawn.confidence)
    page.locator("#redo").click()
    again = settled(page, back.revision)
    assert (again.text, again.confidence) == (NUMBER, seen.confidence)
    page.locator("#clear").click()
    assert settled(page, again.revision).verdict == "empty"


@pytest.mark.parametrize("how", ["drop", "paste"])
def test_a_picture_is_dropped_and_pasted(blank: Opened, how: str) -> None:
    page = blank.page
    before = ink_revision(page)
    assert _give(page, how, _file(_picture("407")))
    assert settled(page, before).text == "407"


def test_a_file_held_over_the_page_shows_where_it_goes(blank: Opened) -> None:
    page = blank.page
    assert _give(page, "dragover", _file(_picture()))
    assert page.evaluate(HELD_OVER)
    _give(page, "dragleave", _file(_picture()))
    assert not page.evaluate(HELD_OVER)


def test_text_that_is_pasted_is_left_alone(blank: Opened) -> None:
    page = blank.page
    prevented = page.evaluate("""() => {
      const clipboardData = new DataTransfer();
      clipboardData.setData('text/plain', '12');
      const event = new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true });
      document.body.dispatchEvent(event);
      return event.defaultPrevented;
    }""")
    assert not prevented


def test_the_picture_shows_faintly_under_its_ink(blank: Opened) -> None:
    page = blank.page
    width, height = canvas_box(page).width, canvas_box(page).height
    corner = [width / 2, height / 2 - height * 0.3]
    assert page.evaluate(PAINTED_AT, corner) == 0
    square = [[(0.0, 0.0), (0.0, 100.0)], [(60.0, 0.0), (60.0, 100.0)]]
    _open(page, _file(png(painted(square, margin=60)[:, :, None])))
    assert 20 < page.evaluate(PAINTED_AT, corner) < 100


def test_what_is_no_picture_is_said_and_the_ink_stays(blank: Opened) -> None:
    page = blank.page
    drawn = write(page, THREE, canvas_box(page).part(0.5, 0.5, 0.5))
    said = _refused(page, _file(b"12 and 30", "notes.txt", "text/plain"))
    assert (
        said == "Expected a picture such as a PNG or a JPEG; “notes.txt” is none that this browser can open."
    )
    paper = np.full((300, 400, 1), 255, dtype=np.uint8)
    assert _refused(page, _file(png(paper))).startswith("No writing was found in that picture.")
    page.keyboard.press("Shift")
    paper[150:153, 200:203] = 0
    assert _refused(page, _file(png(paper))).startswith("No writing was found in that picture.")
    steps = [9.0 * i for i in range(40)]
    grid = [[(0.0, y), (360.0, y)] for y in steps] + [[(x, 0.0), (x, 360.0)] for x in steps]
    page.keyboard.press("Shift")
    crowded = _refused(page, _file(png(painted(grid, width=2.0)[:, :, None])))
    assert crowded.startswith("There is too much in that picture to be a number.")
    assert answer_now(page) == drawn
    page.mouse.click(5, 5)
    assert page.evaluate(WORDS) == ""


def test_a_picture_is_written_on_and_corrected(blank: Opened) -> None:
    page = blank.page
    seen = _open(page, _file(_picture("40")))
    assert seen.text == "40"
    box = canvas_box(page)
    last = page.locator("#marks g:not([hidden]) path").last.bounding_box()
    assert last is not None
    right = (last["x"] + last["width"] - box.left) / box.width
    more = write(page, THREE, box.part(min(right + 0.07, 0.95), 0.5, 0.12))
    assert more.text == "403"
    page.locator("#reading button").first.click()
    page.locator("#choices-options button", has_text=re.compile("^9")).click()
    assert answer_now(page).text == "903"
    page.keyboard.press("Control+Z")
    assert answer_now(page).text == "403"


@pytest.mark.parametrize("way", ["http root", "file"])
def test_the_ink_of_a_picture_outlives_a_reload(open_site: Open, way: str) -> None:
    opened = open_site(way)
    opened.start()
    page = opened.page
    assert _open(page, _file(_picture())).text == NUMBER
    page.wait_for_function("() => document.documentElement.classList.contains('keeps-ink')")
    page.reload(wait_until="commit")
    again = settled(page, 0)
    assert again.text == NUMBER
    page.locator("#undo").click()
    assert settled(page, again.revision).verdict == "empty", "a picture is one step"
    assert opened.complaints == []


def test_a_picture_opened_before_python_runs_is_read_once_it_does(open_site: Open) -> None:
    page, go_on = _opened_too_early(open_site)
    page.mouse.move(5, 5)
    page.mouse.down()
    page.mouse.up()
    assert page.evaluate(WORDS) == LOOKING
    go_on()
    assert settled(page, 0).text == NUMBER
    assert page.evaluate(WORDS) == ""
    assert page.evaluate("() => document.documentElement.dataset.runtime") == "small"


def test_whoever_writes_meanwhile_keeps_the_paper(open_site: Open) -> None:
    page, go_on = _opened_too_early(open_site)
    draw_mouse(page, fit(THREE, canvas_box(page).part(0.5, 0.5, 0.5)))
    go_on()
    assert settled(page, 0).text == "3"
    page.wait_for_function(SAID)
    assert str(page.evaluate(WORDS)).startswith("The paper changed while the picture was looked at.")
    assert answer_now(page).text == "3"
    page.keyboard.press("Shift")
    assert page.evaluate(WORDS) == ""


def test_each_of_two_pictures_is_read_from_its_own_pixels(blank: Opened) -> None:
    page = blank.page
    first = _open(page, _file(_picture("15")))
    second = _open(page, _file(_picture("407")))
    page.locator("#undo").click()
    back = settled(page, second.revision)
    assert (back.text, back.confidence) == (first.text, first.confidence) == ("15", first.confidence)


def test_a_picture_closes_what_lies_over_the_paper(blank: Opened) -> None:
    page = blank.page
    page.locator("#about-open").click()
    page.locator("#about").wait_for(state="visible")
    assert _open(page, _file(_picture("15"))).text == "15"
    assert not page.locator("#about").is_visible()


def test_transparent_paper_is_white(blank: Opened) -> None:
    grey = painted(number("58"))
    clear = np.zeros((*grey.shape, 4), dtype=np.uint8)
    clear[:, :, 3] = 255 - grey
    assert _open(blank.page, _file(png(clear))).text == "58"


def test_a_photo_is_read_the_way_the_camera_was_held(blank: Opened) -> None:
    page = blank.page
    source = "data:image/png;base64," + base64.b64encode(_picture("24")).decode()
    elsewhere = page.context.new_page()
    lying = bytes(elsewhere.evaluate(TURNED_JPEG, source))
    elsewhere.close()
    assert _open(page, _file(_upright(lying), "photo.jpg", "image/jpeg")).text == "24"


def _upright(jpeg: bytes) -> bytes:
    """With the camera's note that the picture is to be turned a quarter to the right (Exif, orientation 6)."""
    tag = struct.pack("<HHIHH", 0x0112, 3, 1, 6, 0)
    note = b"Exif\0\0" + b"II*\0" + struct.pack("<IH", 8, 1) + tag + struct.pack("<I", 0)
    return jpeg[:2] + b"\xff\xe1" + struct.pack(">H", len(note) + 2) + note + jpeg[2:]


def test_the_button_opens_the_browsers_own_choice_of_files(blank: Opened) -> None:
    page = blank.page
    with page.expect_file_chooser() as chosen:
        page.get_by_role("button", name="Open picture").click()
    assert chosen.value.element.get_attribute("id") == "picture"
    assert not chosen.value.is_multiple()
    before = ink_revision(page)
    chosen.value.set_files(_file(_picture("15")))
    assert settled(page, before).text == "15"


@pytest.mark.parametrize("look", ["squares on a desk", "lines", "hard shadow"])
def test_a_photo_of_a_sheet_is_read_by_the_python_that_is_there(open_site: Open, look: str) -> None:
    strokes = [np.array(stroke) / 100.0 for stroke in number(NUMBER)]
    photo = taken(strokes, PHOTOS[look], np.random.default_rng(1))
    opened = open_site()
    page = opened.page
    opened.start()
    seen = _open(page, _file(png(photo[:, :, None])))
    assert (seen.verdict, seen.text) == ("number", NUMBER)
    placed, _ = find_ink(photo).placed(round(canvas_box(page).width), round(canvas_box(page).height))
    assert seen.confidence == pytest.approx(run_now(READER.read_traced(placed)).confidence, abs=SAME)
    # what a build leaves out of Python was not needed
    assert page.locator("html").get_attribute("data-runtime") == "small"


def test_a_large_photo_is_read(blank: Opened) -> None:
    """As a phone takes it: a JPEG of more pixels than the page looks at."""
    page = blank.page
    script = """async (source) => {
      const image = await createImageBitmap(await (await fetch(source)).blob());
      const canvas = Object.assign(document.createElement('canvas'), { width: 4000, height: 3000 });
      const pen = canvas.getContext('2d');
      pen.fillStyle = '#e5e0d8';
      pen.fillRect(0, 0, 4000, 3000);
      pen.globalCompositeOperation = 'multiply';
      pen.drawImage(image, 900, 1200, 4 * image.width, 4 * image.height);
      const blob = await new Promise((resolve) => { canvas.toBlob(resolve, 'image/jpeg', 0.8); });
      return [...new Uint8Array(await blob.arrayBuffer())];
    }"""
    elsewhere = page.context.new_page()
    source = "data:image/png;base64," + base64.b64encode(_picture()).decode()
    photo = bytes(elsewhere.evaluate(script, source))
    elsewhere.close()
    assert _open(page, _file(photo, "photo.jpg", "image/jpeg")).text == NUMBER
