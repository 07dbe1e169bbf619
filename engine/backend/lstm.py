"""The LSTM layer of all experiments: Keras' own, computed faster on a CPU.

With CUDA Keras uses fused kernels on every backend. Without it Keras loops over time,
and its gradient does so slowly: on TensorFlow `lstm_in_tensorflow` takes its place, on
PyTorch the kernel that PyTorch has. `benchmarks/training.py` measures both.

B sequences of T steps, D features, U units.
"""

from typing import Any

import keras
from keras import activations, ops

from engine.backend.memory import release_graphs
from engine.backend.precision import on_cpu_in_tensorflow, on_gpu


class LSTM(keras.layers.LSTM):
    """As `keras.layers.LSTM`, with the same weights and outputs.

    Source:
        Hochreiter & Schmidhuber (1997).
    """

    state_variables: Any = ()  # hidden and cell state of a stateful layer

    def build(self, sequences_shape: Any, initial_state_shape: Any = None) -> None:
        """Create the weights, and the states of a stateful layer.

        Keras leaves the states out of a layer's variables, and JAX loses after each
        batch what is not one of the model's variables.
        """
        super().build(sequences_shape, initial_state_shape)
        self.state_variables = list(self.states or ())

    @property
    def weights(self) -> list[Any]:
        """The trained weights, without the states."""
        states = {id(state) for state in self.state_variables}
        return [weight for weight in super().weights if id(weight) not in states]

    def inner_loop(
        self, sequences: Any, initial_state: Any, mask: Any, training: bool = False
    ) -> Any:
        """Return the last output, all outputs (B, T, U) and both states (B, U)."""
        if mask is None and self._is_plain():
            if on_cpu_in_tensorflow():
                return _in_tensorflow(sequences, initial_state, self.cell, training)
            if _on_cpu_in_torch(sequences):
                return _in_torch(sequences, initial_state, self.cell)
        return super().inner_loop(sequences, initial_state, mask, training=training)

    def _is_plain(self) -> bool:
        """Return whether the layer has none of the settings that kernels leave out."""
        functions = (self.activation, self.recurrent_activation)
        return (
            functions == (activations.tanh, activations.sigmoid)
            and self.use_bias
            and not (self.go_backwards or self.dropout or self.recurrent_dropout)
        )


def side_by_side(
    first: LSTM, second: LSTM, first_inputs: Any, second_inputs: Any
) -> Any:
    """Return the outputs of two LSTMs, each on its own sequences, (B, T, 2 U).

    On a GPU a step of twice the size takes as long: there JAX computes both as one LSTM
    with block-diagonal matrices.

    Args:
        first: Returns sequences, as `second` does, and has as many units.
        second: The second layer.
        first_inputs: Of `first`, (B, T, D).
        second_inputs: Of `second`, (B, T, D).
    """
    # Sizes are unknown while Keras infers the shapes of a network.
    sizes_known = all(isinstance(size, int) for size in first_inputs.shape)
    if not (sizes_known and _on_gpu_in_jax()):
        return ops.concatenate([first(first_inputs), second(second_inputs)], axis=-1)
    inputs = ops.concatenate([first_inputs, second_inputs], axis=-1)
    return _in_cudnn(inputs, *blocks(first, second))


def blocks(first: LSTM, second: LSTM) -> tuple[Any, Any, Any]:
    """Return kernel (2 D, 8 U), recurrent kernel (2 U, 8 U) and bias (8 U) of both."""

    def gates(layer: LSTM, name: str) -> Any:
        weights = ops.convert_to_tensor(getattr(layer.cell, name))
        return ops.reshape(weights, (-1, 4, layer.units))

    def joined(name: str) -> Any:
        first_gates, second_gates = gates(first, name), gates(second, name)
        upper = ops.concatenate([first_gates, ops.zeros_like(first_gates)], axis=2)
        lower = ops.concatenate([ops.zeros_like(second_gates), second_gates], axis=2)
        return ops.reshape(ops.concatenate([upper, lower]), (-1, 8 * first.units))

    bias = ops.concatenate([gates(first, "bias"), gates(second, "bias")], axis=2)
    return joined("kernel"), joined("recurrent_kernel"), ops.reshape(bias, (-1,))


def _on_gpu_in_jax() -> bool:
    """Return whether JAX is the backend, on a GPU."""
    return keras.backend.backend() == "jax" and on_gpu()


def _in_cudnn(sequences: Any, kernel: Any, recurrent: Any, bias: Any) -> Any:
    """Return all outputs (B, T, units); with gates in the order of Keras."""
    from jax import numpy
    from jax.experimental import rnn

    batch, length, features = sequences.shape
    units = recurrent.shape[0]
    parts = [kernel.T, recurrent.T, bias, numpy.zeros_like(bias)]  # it has two biases
    weights = numpy.concatenate([part.ravel() for part in parts])
    outputs, _, _ = rnn.lstm(
        sequences.astype(numpy.float32),
        *[numpy.zeros((1, batch, units), numpy.float32)] * 2,
        weights.astype(numpy.float32),
        numpy.full((batch,), length, numpy.int32),
        input_size=features,
        hidden_size=units,
        num_layers=1,
        dropout=0.0,
        bidirectional=False,
    )
    return outputs.astype(sequences.dtype)


def _in_tensorflow(
    sequences: Any, states: Any, cell: Any, training: bool
) -> tuple[Any, Any, tuple[Any, Any]]:
    """Return what Keras' loop would."""
    import tensorflow

    from engine.backend.lstm_in_tensorflow import loop, loop_without_gradient

    # Tensors: the gradient of a function of variables has another form.
    kernel, recurrent, bias = map(tensorflow.convert_to_tensor, _weights(cell))
    h, c = (ops.cast(state, kernel.dtype) for state in states)
    compute = loop if training else loop_without_gradient
    outputs, h, c = compute(
        ops.cast(sequences, kernel.dtype), h, c, kernel, recurrent, bias
    )
    release_graphs()
    return h, outputs, (h, c)


def _weights(cell: Any) -> list[Any]:
    """Return kernel, recurrent kernel and bias in the precision they compute in."""
    weights = (cell.kernel, cell.recurrent_kernel, cell.bias)
    return [ops.convert_to_tensor(weight) for weight in weights]


def _on_cpu_in_torch(sequences: Any) -> bool:
    """Return whether PyTorch is the backend, on a CPU."""
    return keras.backend.backend() == "torch" and str(sequences.device) == "cpu"


def _in_torch(
    sequences: Any, states: Any, cell: Any
) -> tuple[Any, Any, tuple[Any, Any]]:
    """Return what Keras' loop would; PyTorch's gates are in the same order."""
    import torch

    kernel, recurrent, bias = _weights(cell)
    outputs, hidden, cell_state = torch._VF.lstm(
        sequences.to(kernel.dtype).contiguous(),
        # Copies: a stateful layer overwrites its states before gradients are taken.
        tuple(state.to(kernel.dtype)[None].clone() for state in states),
        [
            kernel.T.contiguous(),
            recurrent.T.contiguous(),
            bias,
            torch.zeros_like(bias),  # PyTorch has a second one
        ],
        True,  # with biases
        1,  # one layer
        0.0,  # dropout between layers
        torch.is_grad_enabled(),
        False,  # unidirectional
        True,  # batch first
    )
    return outputs[:, -1], outputs, (hidden[0], cell_state[0])
