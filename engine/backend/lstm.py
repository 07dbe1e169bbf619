"""The LSTM layer of all experiments: Keras' own, and PyTorch's kernels on a processor.

With CUDA Keras takes fused kernels on every backend. Without it Keras loops over
time, and so leaves aside the kernel that PyTorch has for processors (oneDNN), which
is several times as fast in bfloat16: `benchmarks/training.py` measures it.

B texts of T places, D features, U units.
"""

from typing import Any

import keras
from keras import ops


class LSTM(keras.layers.LSTM):
    """As `keras.layers.LSTM`, whose weights and outputs it has.

    Source:
        Hochreiter & Schmidhuber (1997).
    """

    carried: Any = ()  # the states, where they are carried from call to call

    def build(self, sequences_shape: Any, initial_state_shape: Any = None) -> None:
        """Make the weights, and the states where they are carried.

        Keras leaves the states out of a layer's variables, and what a model does not
        know as its variables JAX forgets after each batch.
        """
        super().build(sequences_shape, initial_state_shape)
        self.carried = list(self.states or ())

    @property
    def weights(self) -> list[Any]:
        """What is learned: without the states, which hang on what was read."""
        states = {id(state) for state in self.carried}
        return [weight for weight in super().weights if id(weight) not in states]

    def inner_loop(
        self, sequences: Any, initial_state: Any, mask: Any, training: bool = False
    ) -> Any:
        """Return the last output, all outputs (B, T, U) and both states (B, U)."""
        plain = not (self.go_backwards or self.dropout or self.recurrent_dropout)
        if mask is None and plain and _on_processor_in_torch(sequences):
            return _in_torch(sequences, initial_state, self.cell)
        return super().inner_loop(sequences, initial_state, mask, training=training)


def side_by_side(one: LSTM, other: LSTM, texts: Any, others: Any) -> Any:
    """Return what each of two LSTMs makes of its own texts, (B, T, 2 U).

    A graphics processor takes as long for a step of twice the size: there JAX
    computes both as one LSTM, whose matrices hold theirs as blocks.

    Args:
        one: Returns sequences, as `other` does, and has as many units.
        other: The second.
        texts: What `one` reads, (B, T, D).
        others: What `other` reads, (B, T, D).
    """
    # Sizes are unknown while Keras works out the shapes of a network.
    sizes_known = all(isinstance(size, int) for size in texts.shape)
    if not (sizes_known and _on_graphics_processor_in_jax()):
        return ops.concatenate([one(texts), other(others)], axis=-1)
    return _in_cudnn(ops.concatenate([texts, others], axis=-1), *blocks(one, other))


def blocks(one: LSTM, other: LSTM) -> tuple[Any, Any, Any]:
    """Return kernel (2 D, 8 U), recurrent kernel (2 U, 8 U) and bias of both as one."""

    def gates(layer: LSTM, name: str) -> Any:
        weights = ops.convert_to_tensor(getattr(layer.cell, name))
        return ops.reshape(weights, (-1, 4, layer.units))

    def joined(name: str) -> Any:
        first, second = gates(one, name), gates(other, name)
        upper = ops.concatenate([first, ops.zeros_like(first)], axis=2)
        lower = ops.concatenate([ops.zeros_like(second), second], axis=2)
        return ops.reshape(ops.concatenate([upper, lower]), (-1, 8 * one.units))

    bias = ops.concatenate([gates(one, "bias"), gates(other, "bias")], axis=2)
    return joined("kernel"), joined("recurrent_kernel"), ops.reshape(bias, (-1,))


def _on_graphics_processor_in_jax() -> bool:
    """Return whether JAX computes, on a graphics processor."""
    if keras.backend.backend() != "jax":
        return False
    import jax

    return jax.default_backend() == "gpu"


def _in_cudnn(sequences: Any, kernel: Any, recurrent: Any, bias: Any) -> Any:
    """Return all outputs (B, T, units); its gates are in the order of Keras'."""
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


def _on_processor_in_torch(sequences: Any) -> bool:
    """Return whether PyTorch computes, and not on a graphics processor."""
    return keras.backend.backend() == "torch" and str(sequences.device) == "cpu"


def _in_torch(
    sequences: Any, states: Any, cell: Any
) -> tuple[Any, Any, tuple[Any, Any]]:
    """Return what Keras' loop would; PyTorch's gates are in the order of Keras'."""
    import torch

    kernel, recurrent, bias = (
        keras.ops.convert_to_tensor(weights)
        for weights in (cell.kernel, cell.recurrent_kernel, cell.bias)
    )
    outputs, hidden, stored = torch._VF.lstm(
        sequences.to(kernel.dtype).contiguous(),
        # Copies: a stateful layer overwrites its states before gradients are taken.
        tuple(state.to(kernel.dtype)[None].clone() for state in states),
        [
            kernel.T.contiguous(),
            recurrent.T.contiguous(),
            bias,
            torch.zeros_like(bias),  # PyTorch has a second one
        ],
        True,  # it has biases
        1,  # layer
        0.0,  # dropout between layers
        torch.is_grad_enabled(),
        False,  # in one direction
        True,  # streams before time
    )
    return outputs[:, -1], outputs, (hidden[0], stored[0])
