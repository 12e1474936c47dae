"""The net, its fit on a few pictures, and the exported file against torch. Needs torch and onnx."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import torch
from numpy.typing import NDArray

from inkling.native import OnnxRuntimeSession
from inkling.render import undirected
from inkling.session import as_input
from training import calibrate, fit, net, views
from training.cache import NO_DIGIT, NOT, ONE
from training.export import to_onnx
from training.metrics import softmax
from training.muon import orthogonal
from training.sources import Held, Source

RECIPE = fit.Recipe(
    steps=60,
    batch=32,
    warm_up=5,
    cool_down=20,
    average=0.8,
    bfloat16=False,
    report_every=30,
    save_every=15,
)


def bars(count: int, seed: int) -> tuple[NDArray[np.uint8], NDArray[np.uint8]]:
    """Pictures of a bar whose column is ten times its label: easy to learn."""
    rng = np.random.default_rng(seed)
    labels = rng.integers(0, 2, count).astype(np.uint8)
    images = rng.integers(0, 30, (count, 28, 28)).astype(np.uint8)
    for image, label in zip(images, labels, strict=True):
        image[4:24, 8 + 10 * label : 11 + 10 * label] = 255
    return images, labels


def noise(count: int) -> NDArray[np.uint8]:
    return np.random.default_rng(9).integers(0, 255, (count, 28, 28)).astype(np.uint8)


def made() -> tuple[list[Source], list[Held]]:
    images, labels = bars(200, 1)
    none = np.full(100, NO_DIGIT, dtype=np.uint8)
    sources = [
        Source("bars", images.reshape(200, -1), labels, ONE, 0.7, 1.0, 0.1),
        Source("noise", noise(100).reshape(100, -1), none, NOT, 0.3, 1.0, 0.1),
    ]
    held_images, held_labels = bars(50, 2)
    return sources, [
        Held("bars", undirected(held_images), held_labels, ONE),
        Held("noise", undirected(noise(20)), none[:20], NOT),
    ]


def fitted(folder: Path, recipe: fit.Recipe = RECIPE) -> net.Net:
    sources, held = made()
    return fit.fit(sources, held, net.SMOKE_SHAPE, recipe, folder)


def test_shapes_and_size() -> None:
    whole = net.Net(net.Shape())
    digits, kind = whole.eval()(torch.zeros(3, 5, 28, 28))
    assert digits.shape == (3, 10)
    assert kind.shape == (3, 3)
    # float16 in the file: below the 400 KB the page may download
    assert 2 * net.parameter_count(whole) < 400_000


def test_fit_learns_and_the_file_computes_the_same(tmp_path: Path) -> None:
    result = fitted(tmp_path)
    images, labels = bars(64, 3)
    digits, kind = fit.outputs_of(result, undirected(images))
    assert (digits.argmax(axis=1) == labels).mean() > 0.95
    assert (fit.outputs_of(result, undirected(noise(50)))[1].argmax(axis=1) == NOT).mean() > 0.9
    assert (kind.argmax(axis=1) == ONE).mean() > 0.9

    shipped = net.product(result, digit_temperature=1.5, kind_temperature=0.8)
    ours, our_kind = fit.outputs_of(shipped, undirected(images))
    assert softmax(ours) == pytest.approx(softmax(digits / 1.5), abs=5e-3)
    assert softmax(our_kind) == pytest.approx(softmax(kind / 0.8), abs=5e-3)
    path = tmp_path / "model.onnx"
    path.write_bytes(to_onnx(shipped, {"seed": "1"}))
    session = OnnxRuntimeSession(path)
    for count in (1, 7):
        outputs = session.run_now(as_input(undirected(images[:count])))
        assert softmax(outputs.digits) == pytest.approx(softmax(ours[:count]), abs=1e-5)
        assert softmax(outputs.kind) == pytest.approx(softmax(our_kind[:count]), abs=1e-5)
    assert to_onnx(shipped, {"seed": "1"}) == path.read_bytes()


def test_a_resumed_fit_ends_where_an_unbroken_one_does(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = fitted(tmp_path / "whole")
    calls = 0
    original = fit.Feed.next

    def breaks(feed: fit.Feed, withheld: float) -> tuple[NDArray[np.uint8], NDArray[np.int64]]:
        nonlocal calls
        calls += 1
        if calls > 20:
            raise KeyboardInterrupt
        return original(feed, withheld)

    monkeypatch.setattr(fit.Feed, "next", breaks)
    with pytest.raises(KeyboardInterrupt):
        fitted(tmp_path / "broken")
    monkeypatch.undo()
    resumed = fitted(tmp_path / "broken")
    images, _ = bars(16, 4)
    assert fit.outputs_of(resumed, undirected(images))[0] == pytest.approx(
        fit.outputs_of(whole, undirected(images))[0], abs=1e-2
    )


def test_a_checkpoint_of_another_recipe_is_refused(tmp_path: Path) -> None:
    fitted(tmp_path)
    with pytest.raises(
        ValueError, match=r"expected a checkpoint of this recipe in .*checkpoint\.pt, got one of"
    ):
        fitted(tmp_path, fit.Recipe(steps=31, batch=32))


def test_only_the_end_of_the_same_fit_is_finished(tmp_path: Path) -> None:
    path = tmp_path / "checkpoint.pt"
    assert not fit.finished(path, net.SMOKE_SHAPE, RECIPE)
    fitted(tmp_path)
    assert fit.finished(path, net.SMOKE_SHAPE, RECIPE)
    assert not fit.finished(path, net.SMOKE_SHAPE, replace(RECIPE, steps=RECIPE.steps + 5))
    assert not fit.finished(path, net.SMOKE_SHAPE, replace(RECIPE, seed=RECIPE.seed + 1))
    assert not fit.finished(path, net.Shape(), RECIPE)


def test_a_fit_can_be_given_another_length_before_its_fall(tmp_path: Path) -> None:
    whole = fitted(tmp_path / "whole")
    fitted(tmp_path / "short", replace(RECIPE, steps=35))
    with pytest.raises(ValueError, match="expected a checkpoint of this recipe"):
        fitted(tmp_path / "short")
    # stopped at 15, before the fall of either length
    fitted(tmp_path / "level", replace(RECIPE, steps=15, cool_down=0))
    longer = fitted(tmp_path / "level")
    images, _ = bars(16, 4)
    assert fit.outputs_of(longer, undirected(images))[0] == pytest.approx(
        fit.outputs_of(whole, undirected(images))[0], abs=1e-2
    )


def test_schedule_rises_stays_and_falls() -> None:
    factors = [fit.schedule(step, RECIPE) for step in range(RECIPE.steps)]
    assert factors[:5] == pytest.approx([0.2, 0.4, 0.6, 0.8, 1.0])
    assert set(factors[5:40]) == {1.0}
    assert factors[40:] == pytest.approx([(20 - step) / 20 for step in range(20)])


@pytest.mark.parametrize("shape", [(8, 30), (30, 8), (16, 16)])
def test_orthogonal_brings_singular_values_near_one(shape: tuple[int, int]) -> None:
    matrix = torch.randn(*shape, generator=torch.Generator().manual_seed(0))
    values = torch.linalg.svdvals(orthogonal(matrix))
    assert float(values.min()) > 0.5
    assert float(values.max()) < 1.3
    # its directions stay: the result times the input's transpose is symmetric and positive
    product = orthogonal(matrix) @ matrix.T if shape[0] <= shape[1] else orthogonal(matrix).T @ matrix
    assert torch.linalg.eigvalsh((product + product.T) / 2).min() > 0


def test_views_are_decided_by_the_generator_and_stay_in_range() -> None:
    images = torch.rand(8, 5, 28, 28, generator=torch.Generator().manual_seed(0))
    strength = torch.ones(8)
    first = views.views(images, strength, torch.Generator().manual_seed(1))
    again = views.views(images, strength, torch.Generator().manual_seed(1))
    assert torch.equal(first, again)
    assert first.shape == images.shape
    assert float(first.min()) >= 0.0
    assert float(first.max()) <= 1.0
    assert not torch.equal(first, views.views(images, strength, torch.Generator().manual_seed(2)))


def test_temperature_undoes_overconfidence() -> None:
    rng = np.random.default_rng(0)
    logits = rng.normal(0.0, 2.0, (4000, 10))
    odds = softmax(logits)
    labels = np.array([rng.choice(10, p=row) for row in odds])
    assert calibrate.temperature((logits * 2.0).astype(np.float32), labels) == pytest.approx(2.0, rel=0.1)


def test_threshold_refuses_the_share_asked_for_with_every_set_counting_alike() -> None:
    large = np.linspace(0.5, 1.0, 1001)
    small = np.full(10, 0.9)
    # two per cent of `large` is one per cent of both
    assert calibrate.threshold([large, small], 0.01) == pytest.approx(0.51, abs=1e-3)


def test_a_pupil_learns_its_teachers_doubts(tmp_path: Path) -> None:
    teacher = fitted(tmp_path / "teacher")
    images, labels = bars(64, 3)
    sources, held = made()
    # labels that say nothing: what the pupil knows it has from its teacher
    blank = [replace(s, labels=np.zeros_like(s.labels)) if s.kind == ONE else s for s in sources]
    pupil = fit.fit(
        blank, held, net.SMOKE_SHAPE, replace(RECIPE, distil=1.0), tmp_path / "pupil", net.fused(teacher)
    )
    read = fit.outputs_of(pupil, undirected(images))[0].argmax(axis=1)
    assert (read == labels).mean() > 0.95


def test_a_fused_net_computes_the_same(tmp_path: Path) -> None:
    whole = fitted(tmp_path)
    images, _ = bars(16, 3)
    for ours, theirs in zip(
        fit.outputs_of(net.fused(whole), undirected(images)),
        fit.outputs_of(whole, undirected(images)),
        strict=True,
    ):
        assert ours == pytest.approx(theirs, abs=1e-3)


def test_a_teacher_counts_only_where_it_is_heard() -> None:
    outputs = (torch.randn(3, 10), torch.randn(3, 3))
    teacher = (torch.randn(3, 10), torch.randn(3, 3))
    labels, kind = torch.tensor([4, 7, NO_DIGIT]), torch.tensor([ONE, ONE, NOT])
    recipe = replace(RECIPE, distil=0.7)

    def cost(taught: tuple[torch.Tensor, torch.Tensor] | None, heard: list[bool] | None) -> float:
        said = torch.tensor(heard) if heard else None
        return float(fit.loss(outputs, labels, kind, torch.ones(3), recipe, taught, said))

    alone, all_heard = cost(None, None), cost(teacher, None)
    assert cost(teacher, [True] * 3) == pytest.approx(all_heard)
    assert cost(teacher, [False] * 3) == pytest.approx(alone)
    assert cost(teacher, [True, False, False]) not in (pytest.approx(alone), pytest.approx(all_heard))


def test_a_softened_answer_costs_least_when_it_is_the_same() -> None:
    taught = torch.tensor([[2.0, 0.0, -1.0]])
    same, sharper, other = (
        fit.softened(logits, taught).item()
        for logits in (taught, 3 * taught, torch.tensor([[0.0, 2.0, -1.0]]))
    )
    assert same < sharper
    assert same < other


def test_sharpness_turns_about_the_middle(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(views, "SHARPNESS_SHARE", 1.0)
    monkeypatch.setattr(views, "SHARPNESS", (3.0, 3.0))
    images = torch.tensor([0.5, 0.6, 0.4, 1.0]).view(1, 1, 2, 2)
    result = views.sharpness(images, torch.Generator().manual_seed(1)).flatten().tolist()
    assert result == pytest.approx([0.5, 0.8, 0.2, 2.0])


def test_headings_have_a_say_from_when_they_are_shown(tmp_path: Path) -> None:
    sources, held = made()
    shown = []
    for source in sources:
        planes = undirected(source.images.reshape(-1, 28, 28))
        planes[:, 1] = planes[:, 0]
        shown.append(replace(source, images=planes.reshape(len(planes), -1)))
    say = []
    for alone in (RECIPE.steps, RECIPE.steps - 5):
        recipe = replace(RECIPE, pictures_only=alone)
        result = fit.fit(shown, held, net.SMOKE_SHAPE, recipe, tmp_path / str(alone))
        say.append(net.pair(result.body[0])[0].weight[:, 1].abs().max().item())
    assert say[0] == 0.0
    assert say[1] > 0.0


def test_a_share_of_the_ink_is_shown_without_headings() -> None:
    planes = np.full((50, 5 * 784), 7, dtype=np.uint8)
    source = Source("ink", planes, np.zeros(50, dtype=np.uint8), ONE, 1.0, 1.0, 0.1)
    feed = fit.Feed([source], 400, seed=1)
    for withheld in (0.0, 0.25, 1.0):
        batch, _ = feed.next(withheld)
        assert (batch[:, :784] == 7).all()
        known = batch[:, 784:].any(axis=1)
        assert (batch[known, 784:] == 7).all()
        assert known.mean() == pytest.approx(1.0 - withheld, abs=0.06)
