"""Writes the encoder's layers as an ONNX network with 8-bit matrices, for one message at a time (no padding)."""

from __future__ import annotations

import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from bot.meaning.encoder.int8 import INPUT

Floats = npt.NDArray[np.float32]
_HEADS = 12
_EPSILON = 1e-12
_OPSET = 17  # the first with LayerNormalization


class _Graph:
    """Collects nodes and weights; every method returns the name of its result."""

    def __init__(self) -> None:
        from onnx import helper, numpy_helper

        self._helper, self._numpy = helper, numpy_helper
        self.nodes: list[Any] = []
        self.weights: list[Any] = []

    def weight(self, values: npt.NDArray[np.generic]) -> str:
        name = f"w{len(self.weights)}"
        self.weights.append(self._numpy.from_array(np.ascontiguousarray(values), name))
        return name

    def node(self, kind: str, *inputs: str, **attributes: Any) -> str:
        name = f"n{len(self.nodes)}"
        self.nodes.append(self._helper.make_node(kind, list(inputs), [name], **attributes))
        return name

    def number(self, value: float) -> str:
        return self.weight(np.array(value, np.float32))

    def linear(self, x: str, weight: Floats, bias: Floats) -> str:
        return self.node("Add", self.node("MatMul", x, self.weight(weight.T)), self.weight(bias))

    def normalise(self, x: str, weight: Floats, bias: Floats) -> str:
        return self.node("LayerNormalization", x, self.weight(weight), self.weight(bias), axis=-1, epsilon=_EPSILON)

    def gelu(self, x: str) -> str:
        erf = self.node("Erf", self.node("Div", x, self.number(2**0.5)))
        return self.node("Mul", self.node("Mul", x, self.node("Add", erf, self.number(1.0))), self.number(0.5))

    def layer(self, x: str, p: Mapping[str, Floats]) -> str:
        width = p["qw"].shape[0]
        shape = self.weight(np.array([-1, _HEADS, width // _HEADS], np.int64))

        def by_head(name: str, order: list[int]) -> str:
            split = self.node("Reshape", self.linear(x, p[f"{name}w"], p[f"{name}b"]), shape)
            return self.node("Transpose", split, perm=order)

        scores = self.node("MatMul", by_head("q", [1, 0, 2]), by_head("k", [1, 2, 0]))
        shares = self.node("Softmax", self.node("Div", scores, self.number((width / _HEADS) ** 0.5)), axis=-1)
        mixed = self.node("Transpose", self.node("MatMul", shares, by_head("v", [1, 0, 2])), perm=[1, 0, 2])
        flat = self.node("Reshape", mixed, self.weight(np.array([-1, width], np.int64)))
        x = self.normalise(self.node("Add", x, self.linear(flat, p["ow"], p["ob"])), p["n1w"], p["n1b"])
        inner = self.linear(self.gelu(self.linear(x, p["fw"], p["fb"])), p["gw"], p["gb"])
        return self.normalise(self.node("Add", x, inner), p["n2w"], p["n2b"])


def export(layers: Sequence[Mapping[str, Floats]], first_norm: tuple[Floats, Floats], file: Path) -> None:
    """Write `layers` (all twelve, under the names of bundle.LAYER_TENSORS) to `file`. Raises OSError."""
    import onnx
    from onnxruntime.quantization import QuantType, quantize_dynamic

    graph = _Graph()
    x = graph.normalise(INPUT, *first_norm)
    for parameters in layers:
        x = graph.layer(x, parameters)
    mean = graph.node("ReduceMean", x, axes=[0], keepdims=0)
    length = graph.node("ReduceL2", mean, axes=[0], keepdims=1)
    vector = graph.node("Div", mean, length)
    width = len(first_norm[0])
    made = onnx.helper.make_graph(
        graph.nodes,
        "encoder",
        [onnx.helper.make_tensor_value_info(INPUT, onnx.TensorProto.FLOAT, ["tokens", width])],
        [onnx.helper.make_tensor_value_info(vector, onnx.TensorProto.FLOAT, [width])],
        graph.weights,
    )
    model = onnx.helper.make_model(made, opset_imports=[onnx.helper.make_opsetid("", _OPSET)], ir_version=8)
    with tempfile.TemporaryDirectory() as folder:
        whole = Path(folder) / "whole.onnx"
        onnx.save(model, str(whole))
        quantize_dynamic(whole, file, weight_type=QuantType.QInt8, per_channel=True, op_types_to_quantize=["MatMul"])
