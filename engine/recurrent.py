"""The LSTM layer of all experiments: Keras' own, and PyTorch's kernels on a processor.

With CUDA Keras takes fused kernels on every backend. Without it Keras loops over
time, and so leaves aside the kernel that PyTorch has for processors (oneDNN), which
is several times as fast in bfloat16: `benchmarks/training.py` measures it.
"""

from typing import Any

import keras


class LSTM(keras.layers.LSTM):
    """As `keras.layers.LSTM`, whose weights and outputs it has.

    Source:
        Hochreiter & Schmidhuber (1997).
    """

    def inner_loop(
        self, sequences: Any, initial_state: Any, mask: Any, training: bool = False
    ) -> Any:
        """Return the last output, all outputs (B, T, U) and both states (B, U)."""
        plain = not (self.go_backwards or self.dropout or self.recurrent_dropout)
        if mask is None and plain and _on_processor_in_torch(sequences):
            return _in_torch(sequences, initial_state, self.cell)
        return super().inner_loop(sequences, initial_state, mask, training=training)


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
