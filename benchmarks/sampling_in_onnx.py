"""The writing network in ONNX Runtime, one call per character: a peer of `sampling`."""

import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import onnx
import onnxruntime
from numpy.typing import NDArray
from onnx import TensorProto, helper, numpy_helper
from onnxruntime.quantization import QuantType, quantize_dynamic

from engine.language.model import recurrent_layers
from engine.language.predict import Writer


class OnnxWriter:
    """The network of a loaded `Writer`, on one core."""

    def __init__(self, writer: Writer, *, quantised: bool, top_n: int) -> None:
        """Build it; quantised, its kernels and activations are int8."""
        layers = recurrent_layers(writer.model)
        self.embeddings = np.asarray(writer.model.get_layer("embedding").embeddings)
        self.shape = (1, 1, layers[0].units)
        self.states = [f"state_{k}_{n}" for k in range(len(layers)) for n in "hc"]
        self.top_n = top_n
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = options.inter_op_num_threads = 1
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "network.onnx"
            onnx.save(_network(writer, layers), path)
            if quantised:
                small = path.with_name("int8.onnx")
                quantize_dynamic(path, small, weight_type=QuantType.QInt8)
                path = small
            self.session = onnxruntime.InferenceSession(path, options)

    def begin(self) -> list[NDArray[np.float32]]:
        """Return the states before the first character, h and c of each layer."""
        return [np.zeros(self.shape, np.float32) for _ in self.states]

    def step(
        self, character: int, states: list[NDArray[np.float32]]
    ) -> tuple[NDArray[np.float32], list[NDArray[np.float32]]]:
        """Return the logits after a character, (V,), and the new states."""
        given = {"x": self.embeddings[character][None, None]}
        given |= dict(zip(self.states, states, strict=True))
        logits, *states = self.session.run(None, given)
        return logits.reshape(-1), states

    def write(self, first: int, length: int) -> list[int]:
        """Return ids, each drawn from the likeliest."""
        draws, written = np.random.default_rng(0), []
        character, states = first, self.begin()
        for _ in range(length):
            logits, states = self.step(character, states)
            best = np.argpartition(-logits, self.top_n)[: self.top_n]
            weights = np.exp(logits[best] - logits[best].max())
            character = int(draws.choice(best, p=weights / weights.sum()))
            written.append(character)
        return written


def _network(writer: Writer, layers: Sequence[Any]) -> onnx.ModelProto:
    """Return the LSTM layers and the logits as ONNX operations."""
    size = writer.model.get_layer("embedding").embeddings.shape[1]
    weights, nodes = [], []
    inputs, outputs = [_value("x", size)], [_value("logits", len(writer.vocabulary))]
    below = "x"
    for k, layer in enumerate(layers):
        cell, units = layer.cell, layer.units
        bias = np.concatenate([_gates(cell.bias), np.zeros(4 * units)])
        kernels = (_gates(cell.kernel).T, _gates(cell.recurrent_kernel).T, bias)
        names = [f"kernel_{k}", f"recurrent_kernel_{k}", f"bias_{k}"]
        weights += [_tensor(n, w[None]) for n, w in zip(names, kernels, strict=True)]
        before, after = ([f"{at}_{k}_{n}" for n in "hc"] for at in ("state", "after"))
        # What it puts out has an axis of directions; its hidden state has not.
        given = [below, *names, "", *before]
        nodes.append(helper.make_node("LSTM", given, ["", *after], hidden_size=units))
        inputs += [_value(name, units) for name in before]
        outputs += [_value(name, units) for name in after]
        below = after[0]
    dense = writer.model.get_layer("logits")
    weights += [_tensor("kernel", dense.kernel), _tensor("bias", dense.bias)]
    nodes.append(helper.make_node("MatMul", [below, "kernel"], ["product"]))
    nodes.append(helper.make_node("Add", ["product", "bias"], ["logits"]))
    graph = helper.make_graph(nodes, "writer", inputs, outputs, weights)
    version = helper.make_opsetid("", 17)
    return helper.make_model(graph, opset_imports=[version], ir_version=9)


def _value(name: str, size: int) -> onnx.ValueInfoProto:
    return helper.make_tensor_value_info(name, TensorProto.FLOAT, (1, 1, size))


def _tensor(name: str, values: Any) -> onnx.TensorProto:
    return numpy_helper.from_array(np.asarray(values, np.float32), name)


def _gates(kernel: Any) -> NDArray[np.float32]:
    """Return a kernel or bias with ONNX’ order of gates, i o f c, of Keras’ i f c o."""
    i, f, c, o = np.split(np.asarray(kernel), 4, axis=-1)
    return np.concatenate([i, o, f, c], axis=-1)
