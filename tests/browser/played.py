"""A recogniser that is played: it reads what the test says, at once; for tests of how readings look."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from playwright.sync_api import Page

from inkling_build.bench.page_driver import Answer, canvas_box, draw_mouse, ink_revision, settled

REFUSED = "?"
"""Stands for a part that is refused."""

SHARE_OF_PITCH = 0.6
"""How wide a stroke is, of the room that it has."""

_PLAY = """
  window.says = {};
  window.replies = 0;
  window.Worker = class {
    constructor(_url, { name }) { this.name = name; }
    terminate() {}
    postMessage({ type, id, xy, starts }) {
      if (type === 'port' && this.name === 'python.js') this.say({ type: 'ready', boot: 'snapshot' });
      else if (type === 'read') this.say({ type: 'reply', id, ok: reading(xy, starts) });
    }
    say(data) {
      queueMicrotask(() => {
        this.onmessage({ data });
        if (data.type === 'reply') window.replies += 1;
      });
    }
  };
  const some = {
    probabilities: Array(10).fill(0.1), image: Array(28 * 28).fill(0), alternatives: [], scratched: [], reason: '',
  };
  const empty = { ...some, verdict: 'empty', text: '', confidence: 0, certainty: '', message: 'Nothing.', digits: [] };
  function reading(xy, starts) {
    if (starts.length === 0) return empty;
    const { parts, message, certainty, alternatives, refused } = window.says;
    const strokes = [...starts].map((first, i) => xy.slice(2 * first, 2 * (starts[i + 1] ?? xy.length)));
    const digits = [...parts.replaceAll('\\n', '')].map((text, i) => part(text, i, strokes[i]));
    const common = { ...some, digits, message, alternatives };
    if (refused) return { ...common, verdict: 'rejected', text: '', confidence: 0, certainty: '' };
    const text = parts.replaceAll('?', '');
    return { ...common, verdict: 'number', text, confidence: 0.62, certainty };
  }
  function part(text, i, points) {
    const xs = points.filter((_, at) => at % 2 === 0);
    const ys = points.filter((_, at) => at % 2 === 1);
    const box = [Math.min(...xs), Math.min(...ys), Math.max(...xs), Math.max(...ys)];
    const certainty = window.says.certainties[i % window.says.certainties.length];
    const confidence = { sure: 0.995, 'fairly sure': 0.9, guessing: 0.6 }[certainty];
    const common = { confidence, box, strokes: [i], probabilities: [], alternatives: [] };
    if (text === '?') return { ...common, verdict: 'rejected', text: '', certainty: '' };
    const verdict = { '-': 'sign', '.': 'mark', ',': 'mark' }[text] ?? 'digit';
    if (verdict !== 'digit') return { ...common, verdict, text, certainty };
    const shareOf = (digit) => (digit === text ? confidence : (1 - confidence) / 9);
    const probabilities = [...'0123456789'].map(shareOf);
    return { ...common, verdict, text, certainty, probabilities };
  }
"""


@dataclass(frozen=True)
class Says:
    """What is read, whatever is written.

    parts: a character for each stroke, REFUSED where it is no digit, lines parted by newlines; message: words for
    people; certainty: of the number; certainties: of its parts, over and over; alternatives: other texts; refused: all
    of it.
    """

    parts: str
    message: str = "Fairly sure"
    certainty: str = "fairly sure"
    certainties: Sequence[str] = ("sure", "fairly sure", "guessing")
    alternatives: Sequence[str] = ()
    refused: bool = False


def play_recogniser(page: Page) -> None:
    """Plays the recogniser on every page that is opened from now on."""
    page.add_init_script(_PLAY)


def play(page: Page, says: Says) -> None:
    """Has the recogniser say this from now on."""
    page.evaluate(
        "(says) => { window.says = says; }",
        {
            "parts": says.parts,
            "message": says.message,
            "certainty": says.certainty,
            "certainties": list(says.certainties),
            "alternatives": [{"text": text, "confidence": 0.21} for text in says.alternatives],
            "refused": says.refused,
        },
    )


def have_read(page: Page, says: Says) -> Answer:
    """Writes a stroke for each part, side by side, and returns what is shown of it."""
    play(page, says)
    count = len(says.parts.replace("\n", ""))
    box = canvas_box(page)
    pitch = box.width / (count + 1)
    width = SHARE_OF_PITCH * min(pitch, box.height)
    top = box.top + (box.height - width) / 2
    before = ink_revision(page)
    for left in (box.left + (place + 0.7) * pitch for place in range(count)):
        draw_mouse(page, [[(left, top), (left + width, top + width / 2), (left, top + width)]])
    return settled(page, before)
