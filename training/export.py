"""The fitted net as ONNX, written node by node: no tracing, the same bytes every time.

Weights are stored as float16 and cast to float32 when the session loads, which halves the file; all arithmetic
is float32.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper
from torch import Tensor, nn

from inkling.normalise import FRAME
from inkling.render import PLANES
from training.net import DIGIT_CLASSES, KIND_CLASSES, Net, fold, pair

OPSET = 17
"""Old enough for every runtime of the last years; nothing newer is needed."""

IR_VERSION = 8
"""Of the file format; the one that came with OPSET."""


class _Graph:
    def __init__(self) -> None:
        self.nodes: list[onnx.NodeProto] = []
        self.weights: list[onnx.TensorProto] = []

    def weight(self, name: str, value: Tensor) -> str:
        half = value.detach().contiguous().numpy().astype(np.float16)
        self.weights.append(numpy_helper.from_array(half, f"{name}.half"))
        self.nodes.append(helper.make_node("Cast", [f"{name}.half"], [name], to=TensorProto.FLOAT))
        return name

    def add(self, kind: str, inputs: list[str], output: str, **attributes: Any) -> str:
        self.nodes.append(helper.make_node(kind, inputs, [output], **attributes))
        return output


def to_onnx(net: Net, notes: dict[str, str]) -> bytes:
    """The file's bytes. net: of `training.net.product`; notes: kept as the model's metadata."""
    graph = _Graph()
    at = "images"
    for count, block in enumerate(net.body):
        if isinstance(block, nn.MaxPool2d):
            at = graph.add("MaxPool", [at], f"pool{count}", kernel_shape=[2, 2], strides=[2, 2])
        elif isinstance(block, nn.Sequential):
            at = _convolution(graph, at, f"conv{count}", block)
        else:
            raise TypeError(f"expected a convolution block or a pool, got {type(block).__name__}")
    at = _convolution(graph, at, "places", net.places)
    at = graph.add("Flatten", [at], "features", axis=1)
    _head(graph, at, "digits", net.digits)
    _head(graph, at, "kind", net.kind)
    images = helper.make_tensor_value_info("images", TensorProto.FLOAT, ["batch", PLANES, FRAME, FRAME])
    outputs = [
        helper.make_tensor_value_info("digits", TensorProto.FLOAT, ["batch", DIGIT_CLASSES]),
        helper.make_tensor_value_info("kind", TensorProto.FLOAT, ["batch", KIND_CLASSES]),
    ]
    model = helper.make_model(
        helper.make_graph(graph.nodes, "inkling", [images], outputs, graph.weights),
        opset_imports=[helper.make_opsetid("", OPSET)],
        ir_version=IR_VERSION,
        producer_name="inkling-training",
    )
    helper.set_model_props(model, notes)
    onnx.checker.check_model(model, full_check=True)
    content: bytes = model.SerializeToString(deterministic=True)
    return content


def _convolution(graph: _Graph, at: str, name: str, block: nn.Sequential) -> str:
    convolution, norm = pair(block)
    weight, bias = fold(convolution, norm)
    inputs = [at, graph.weight(f"{name}.weight", weight), graph.weight(f"{name}.bias", bias)]
    graph.add(
        "Conv",
        inputs,
        f"{name}.sum",
        kernel_shape=list(convolution.kernel_size),
        pads=[side for _ in range(2) for side in map(int, convolution.padding)],
        group=convolution.groups,
    )
    return graph.add("Relu", [f"{name}.sum"], name)


def _head(graph: _Graph, at: str, name: str, head: nn.Linear) -> None:
    weight = graph.weight(f"{name}.weight", head.weight)
    bias = graph.weight(f"{name}.bias", head.bias)
    graph.add("Gemm", [at, weight, bias], name, transB=1)
