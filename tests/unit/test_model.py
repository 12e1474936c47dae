"""The committed model, its card, and the command line."""

import hashlib
import json
import re
from pathlib import Path

import numpy as np
import pytest

from inkling import Ink, ModelError, Reader, __main__, load_policy, run_now
from inkling.model import CARD_PATH, MODEL_PATH
from inkling.native import OnnxRuntimeSession

ONE = [[[40, 10], [41, 40], [40, 80]]]


def test_card_belongs_to_the_model() -> None:
    card = json.loads(CARD_PATH.read_text(encoding="utf-8"))
    assert card["sha256"] == hashlib.sha256(MODEL_PATH.read_bytes()).hexdigest()


def test_any_number_of_images_at_once() -> None:
    session = OnnxRuntimeSession()
    images = np.random.default_rng(0).uniform(0, 1, (5, 5, 28, 28)).astype(np.float32)
    together = session.run_now(images)
    alone = [session.run_now(image[np.newaxis]) for image in images]
    assert together.digits == pytest.approx(np.concatenate([o.digits for o in alone]), abs=1e-4)
    assert together.kind == pytest.approx(np.concatenate([o.kind for o in alone]), abs=1e-4)


def test_a_missing_model_is_named(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match=re.escape(f"expected an ONNX model at {tmp_path / 'no.onnx'}")):
        OnnxRuntimeSession(tmp_path / "no.onnx")


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("{", "expected a model card with thresholds and certainty at .*, got JSONDecodeError"),
        ("{}", "expected a model card with thresholds and certainty at .*, got KeyError: 'thresholds'"),
        (
            '{"thresholds": {"kind_digit_min": 2}, "certainty": {"sure": 0.9, "fairly_sure": 0.5}}',
            "expected thresholds in 0..1 with fairly_sure <= sure in .*, got Policy",
        ),
    ],
)
def test_a_damaged_card_is_named(tmp_path: Path, text: str, message: str) -> None:
    (tmp_path / "card.json").write_text(text, encoding="utf-8")
    with pytest.raises(ModelError, match=message):
        load_policy(tmp_path / "card.json")


def test_a_straight_line_is_a_one() -> None:
    reading = run_now(Reader(OnnxRuntimeSession(), load_policy()).read(Ink.from_strokes(ONE)))
    assert (reading.verdict, reading.text) == ("number", "1")


def test_command_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    ink = tmp_path / "one.json"
    ink.write_text(json.dumps({"strokes": ONE}), encoding="utf-8")
    picture = tmp_path / "one.npy"
    pixels = np.full((80, 60), 255, dtype=np.uint8)
    pixels[10:70, 28:34] = 0
    np.save(picture, pixels)
    assert __main__.main([str(ink), str(picture)]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert [re.sub(r" \(.*", "", line) for line in lines] == [f"{ink}: 1", f"{picture}: 1"]
    assert __main__.main(["--json", str(ink)]) == 0
    assert json.loads(capsys.readouterr().out)["text"] == "1"


def test_command_line_says_what_it_could_not_use_and_reads_the_rest(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "text.json").write_text("hello", encoding="utf-8")
    (tmp_path / "text.npy").write_text("hello", encoding="utf-8")
    (tmp_path / "number.json").write_text("7", encoding="utf-8")
    (tmp_path / "empty.json").write_text("[]", encoding="utf-8")
    names = ("text.json", "text.npy", "number.json", "missing.json", "empty.json")
    assert __main__.main([str(tmp_path / name) for name in names]) == 1
    out, err = capsys.readouterr()
    errors = err.splitlines()
    assert "expected ink as JSON, got: " in errors[0]
    assert "expected a numpy array file, got: " in errors[1]
    assert "expected a list of strokes, got int" in errors[2]
    assert "missing.json" in errors[3]
    assert "Nothing is written yet." in out
