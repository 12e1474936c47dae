"""The model's answers for the groups of lattices, in CPython."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from inkling.lattice import Lattice
from inkling.model import CARD_PATH, MODEL_PATH, Policy, load_policy
from inkling.native import OnnxRuntimeSession
from inkling.number import group_inks
from inkling.reader import Reader
from inkling.render_batch import ink_planes_of
from inkling.segment_features import group_features
from inkling.segment_score import SCORER_PATH, load_scorer
from inkling.session import Outputs, as_input

MODEL_FOLDER = MODEL_PATH.parent
"""Where the shipped model lies."""


def model_in(folder: Path) -> tuple[OnnxRuntimeSession, Policy, str]:
    """The model in a folder, its policy and its SHA-256. Raises inkling.errors.ModelError for a missing one."""
    session = OnnxRuntimeSession(folder / MODEL_PATH.name)
    digest = hashlib.sha256((folder / MODEL_PATH.name).read_bytes()).hexdigest()
    return session, load_policy(folder / CARD_PATH.name), digest


def reader_in(folder: Path) -> Reader:
    """A reader with the model in a folder, and with the scorer there or, where there is none, the shipped one."""
    session, policy, _ = model_in(folder)
    own = folder / SCORER_PATH.name
    return Reader(session, policy, load_scorer(own if own.exists() else SCORER_PATH))


def answers(graphs: Sequence[Lattice], session: OnnxRuntimeSession) -> list[Outputs]:
    """Outputs for the pictures of each lattice, from one call of the model."""
    inks = [group_inks(graph) for graph in graphs]
    planes = ink_planes_of([ink for own in inks for ink in own])
    outputs = session.run_now(as_input(planes))
    bounds = np.cumsum([len(own) for own in inks])[:-1]
    return [
        Outputs(digits, kind)
        for digits, kind in zip(np.split(outputs.digits, bounds), np.split(outputs.kind, bounds), strict=True)
    ]


def line_features(graphs: Sequence[Lattice], session: OnnxRuntimeSession) -> list[NDArray[np.float64]]:
    """Features float64 [groups, features] of each lattice."""
    return [
        group_features(graph, outputs, len(outputs.kind) - 1)
        for graph, outputs in zip(graphs, answers(graphs, session), strict=True)
    ]
