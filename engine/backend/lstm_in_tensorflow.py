"""The LSTM's loop over time in TensorFlow on a CPU, with a gradient of its own.

Keras multiplies by both kernels at each step, and its gradient adds to the gradients of
both at each step: 4 MB each for 512 units, more than a core's cache holds. Here a step
multiplies by the recurrent kernel alone. The inputs of all steps are projected in one
product, and the gradients of both kernels are one product each after the loop.

B sequences of T steps, D features, U units.
"""

from typing import Any

import tensorflow

_C, _H = 4, 5  # after the four gates, in what is saved of a step


@tensorflow.custom_gradient
def loop(
    sequences: Any, h: Any, c: Any, kernel: Any, recurrent: Any, bias: Any
) -> tuple[Any, Any]:
    """Return all outputs (B, T, U) and both states (B, U), and their gradient.

    Args:
        sequences: (B, T, D).
        h: Hidden state before the first step, (B, U).
        c: Cell state before the first step, (B, U).
        kernel: (D, 4U), gates in the order of Keras: input, forget, cell, output.
        recurrent: (U, 4U).
        bias: (4U,).
    """
    inputs = _swapped(sequences)  # (T, B, D)
    saved, *last = _forward(_rows_times(inputs, kernel) + bias, h, c, recurrent)
    outputs = saved[:, _H]  # (T, B, U)

    def gradient(*upstream: Any) -> tuple[Any, ...]:
        d_gates, d_h, d_c = _backward(saved, c, recurrent, *upstream)  # (T, B, 4U)
        before = tensorflow.concat([h[None], outputs[:-1]], axis=0)  # (T, B, U)
        return (
            _swapped(_rows_times(d_gates, tensorflow.transpose(kernel))),
            d_h,
            d_c,
            tensorflow.matmul(_rows(inputs), _rows(d_gates), transpose_a=True),
            tensorflow.matmul(_rows(before), _rows(d_gates), transpose_a=True),
            tensorflow.reduce_sum(d_gates, axis=(0, 1)),
        )

    return (_swapped(outputs), *last), gradient


def _forward(projected: Any, h: Any, c: Any, recurrent: Any) -> Any:
    """Return gates and both states of all steps, (T, 6, B, U), and the last states."""
    steps = tensorflow.shape(projected)[0]
    of_steps = tensorflow.TensorArray(projected.dtype, steps)

    def step(t: Any, h: Any, c: Any, of_steps: Any) -> tuple[Any, ...]:
        gates = projected[t] + tensorflow.matmul(h, recurrent)
        i, f, g, o = tensorflow.split(gates, 4, axis=-1)
        i, f, o = map(tensorflow.sigmoid, (i, f, o))
        g = tensorflow.tanh(g)
        c = f * c + i * g
        h = o * tensorflow.tanh(c)
        return t + 1, h, c, of_steps.write(t, tensorflow.stack([i, f, g, o, c, h]))

    _, h, c, of_steps = tensorflow.while_loop(
        lambda t, *_: t < steps, step, (0, h, c, of_steps), parallel_iterations=1
    )
    return of_steps.stack(), h, c


def _backward(
    saved: Any, c_before: Any, recurrent: Any, d_outputs: Any, d_h: Any, d_c: Any
) -> tuple[Any, Any, Any]:
    """Return gradients of the gates before activation (T, B, 4U) and of h and c."""
    steps = tensorflow.shape(saved)[0]
    d_outputs = _swapped(d_outputs)
    cells = tensorflow.concat([c_before[None], saved[:, _C]], axis=0)
    transposed = tensorflow.transpose(recurrent)
    d_gates = tensorflow.TensorArray(saved.dtype, steps)

    def step(number: Any, d_h: Any, d_c: Any, d_gates: Any) -> tuple[Any, ...]:
        t = steps - 1 - number
        i, f, g, o, c, _ = tensorflow.unstack(saved[t], 6)
        d_h += d_outputs[t]
        activated = tensorflow.tanh(c)
        d_c += d_h * o * (1 - activated * activated)
        d_step = [
            d_c * g * i * (1 - i),
            d_c * cells[t] * f * (1 - f),
            d_c * i * (1 - g * g),
            d_h * activated * o * (1 - o),
        ]
        d_step = tensorflow.concat(d_step, axis=-1)
        d_h = tensorflow.matmul(d_step, transposed)
        return number + 1, d_h, d_c * f, d_gates.write(t, d_step)

    _, d_h, d_c, d_gates = tensorflow.while_loop(
        lambda number, *_: number < steps,
        step,
        (0, d_h, d_c, d_gates),
        parallel_iterations=1,
    )
    return d_gates.stack(), d_h, d_c


def _swapped(sequences: Any) -> Any:
    """Return (T, B, D) for (B, T, D), and the other way round."""
    return tensorflow.transpose(sequences, (1, 0, 2))


def _rows(sequences: Any) -> Any:
    """Return (T B, D) for (T, B, D)."""
    return tensorflow.reshape(sequences, (-1, sequences.shape[-1]))


def _rows_times(sequences: Any, matrix: Any) -> Any:
    """Return (T, B, E), the product of (T, B, D) and (D, E)."""
    return tensorflow.tensordot(sequences, matrix, 1)
