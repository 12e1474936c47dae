"""The reader of numbers as it is fitted."""

import numpy as np
import torch

from inkling.segment_features import FEATURES
from training.fit_numbers import Perceptron, averaged


def test_averaged_perceptrons_score_the_mean_of_their_scores() -> None:
    features = np.random.default_rng(1).normal(size=(50, len(FEATURES)))
    members = []
    for seed in range(3):
        torch.manual_seed(seed)
        members.append(Perceptron(features))
    seen = torch.tensor(features)
    with torch.no_grad():
        each = torch.stack([member(seen) for member in members])
        together = averaged(members)(seen)
    assert each.std(dim=0).max() > 0.01
    assert torch.allclose(together, each.mean(dim=0))
