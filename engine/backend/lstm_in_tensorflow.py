"""The LSTM's loop over time in TensorFlow on a CPU, with a gradient of its own.

Keras multiplies by both kernels at each step, and its gradient adds to the gradients of
both at each step: 4 MB each for 512 units, more than a core's cache holds. Here a step
multiplies by the recurrent kernel alone. The inputs of all steps are projected in one
product, and the gradients of both kernels are one product each after the loop.

In mixed precision only the products are computed in bfloat16, for which processors have
units; gates and cell states are float32, where TensorFlow is twice as fast and the
gradients are more exact.

B sequences of T steps, D features, U units.
"""

from typing import Any

import tensorflow


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
    projected = _rows_times(inputs, kernel) + bias
    outputs, gates, cells, *last = _forward(projected, h, c, recurrent)

    def gradient(*upstream: Any) -> tuple[Any, ...]:
        d_gates, d_h, d_c = _backward(gates, cells, recurrent, *upstream)  # (T, B, 4U)
        before = tensorflow.concat([h[None], outputs[:-1]], axis=0)  # (T, B, U)
        return (
            _swapped(_rows_times(d_gates, tensorflow.transpose(kernel))),
            d_h,
            d_c,
            tensorflow.matmul(_rows(inputs), _rows(d_gates), transpose_a=True),
            tensorflow.matmul(_rows(before), _rows(d_gates), transpose_a=True),
            # One axis after the other takes a third of the time of both at once.
            tensorflow.reduce_sum(tensorflow.reduce_sum(d_gates, axis=0), axis=0),
        )

    return (_swapped(outputs), *last), gradient


def loop_without_gradient(
    sequences: Any, h: Any, c: Any, kernel: Any, recurrent: Any, bias: Any
) -> tuple[Any, Any, Any]:
    """Return what `loop` does, and keep nothing for a gradient.

    TensorFlow can still derive it, more slowly. See `loop` for the arguments.
    """
    projected = _rows_times(_swapped(sequences), kernel) + bias  # (T, B, 4U)
    steps, dtype = tensorflow.shape(projected)[0], projected.dtype

    def step(t: Any, h: Any, c: Any, outputs: Any) -> tuple[Any, ...]:
        *_, c, h = _step(projected[t], h, c, recurrent)
        return t + 1, h, c, outputs.write(t, h)

    outputs = tensorflow.TensorArray(dtype, steps)
    c = tensorflow.cast(c, tensorflow.float32)
    _, h, c, outputs = tensorflow.while_loop(
        lambda t, *_: t < steps, step, (0, h, c, outputs), parallel_iterations=1
    )
    return _swapped(outputs.stack()), h, tensorflow.cast(c, dtype)


def _step(projected: Any, h: Any, c: Any, recurrent: Any) -> tuple[Any, ...]:
    """Return the four gates, the cell state and the hidden state of a step, (B, U).

    Args:
        projected: The step's inputs times the kernel, plus the bias, (B, 4U).
        h: Hidden state before it, in the precision of products.
        c: Cell state before it, float32.
        recurrent: (U, 4U).
    """
    product = tensorflow.matmul(h, recurrent)
    both = [tensorflow.cast(x, tensorflow.float32) for x in (projected, product)]
    i, f, g, o = tensorflow.split(both[0] + both[1], 4, axis=-1)
    i, f, o = map(tensorflow.sigmoid, (i, f, o))
    g = tensorflow.tanh(g)
    c = f * c + i * g
    return i, f, g, o, c, tensorflow.cast(o * tensorflow.tanh(c), h.dtype)


def _forward(projected: Any, h: Any, c: Any, recurrent: Any) -> tuple[Any, ...]:
    """Compute all steps.

    Returns:
        outputs: (T, B, U).
        gates: Four arrays of T tensors (B, U), float32.
        cells: An array of the T + 1 cell states (B, U), float32.
        h: The last hidden state, (B, U).
        c: The last cell state, (B, U).
    """
    steps, dtype = tensorflow.shape(projected)[0], projected.dtype
    outputs = tensorflow.TensorArray(dtype, steps)
    gates = tuple(_float32_array(steps) for _ in range(4))
    c = tensorflow.cast(c, tensorflow.float32)
    cells = _float32_array(steps + 1).write(0, c)

    def step(
        t: Any, h: Any, c: Any, outputs: Any, gates: Any, cells: Any
    ) -> tuple[Any, ...]:
        *values, c, h = _step(projected[t], h, c, recurrent)
        pairs = zip(gates, values, strict=True)
        gates = tuple(array.write(t, value) for array, value in pairs)
        return t + 1, h, c, outputs.write(t, h), gates, cells.write(t + 1, c)

    _, h, c, outputs, gates, cells = tensorflow.while_loop(
        lambda t, *_: t < steps,
        step,
        (0, h, c, outputs, gates, cells),
        parallel_iterations=1,
    )
    return outputs.stack(), gates, cells, h, tensorflow.cast(c, dtype)


def _backward(
    gates: Any, cells: Any, recurrent: Any, d_outputs: Any, d_h: Any, d_c: Any
) -> tuple[Any, Any, Any]:
    """Return gradients of the gates before activation (T, B, 4U) and of h and c."""
    steps, dtype = tensorflow.shape(d_outputs)[1], d_outputs.dtype
    d_outputs = _swapped(d_outputs)
    transposed = tensorflow.transpose(recurrent)
    d_gates = tensorflow.TensorArray(dtype, steps)

    def step(t: Any, c: Any, d_h: Any, d_c: Any, d_gates: Any) -> tuple[Any, ...]:
        i, f, g, o = (array.read(t) for array in gates)
        c_before = cells.read(t)
        d_h = tensorflow.cast(d_h + d_outputs[t], tensorflow.float32)
        activated = tensorflow.tanh(c)
        d_c += d_h * o * (1 - activated * activated)
        d_step = [
            d_c * g * i * (1 - i),
            d_c * c_before * f * (1 - f),
            d_c * i * (1 - g * g),
            d_h * activated * o * (1 - o),
        ]
        d_step = tensorflow.cast(tensorflow.concat(d_step, axis=-1), dtype)
        d_h = tensorflow.matmul(d_step, transposed)
        return t - 1, c_before, d_h, d_c * f, d_gates.write(t, d_step)

    d_c = tensorflow.cast(d_c, tensorflow.float32)
    _, _, d_h, d_c, d_gates = tensorflow.while_loop(
        lambda t, *_: t >= 0,
        step,
        (steps - 1, cells.read(steps), d_h, d_c, d_gates),
        parallel_iterations=1,
    )
    return d_gates.stack(), d_h, tensorflow.cast(d_c, dtype)


def _float32_array(size: Any) -> Any:
    """Return an array of tensors that can be read more than once."""
    return tensorflow.TensorArray(tensorflow.float32, size, clear_after_read=False)


def _swapped(sequences: Any) -> Any:
    """Return (T, B, D) for (B, T, D), and the other way round."""
    return tensorflow.transpose(sequences, (1, 0, 2))


def _rows(sequences: Any) -> Any:
    """Return (T B, D) for (T, B, D)."""
    return tensorflow.reshape(sequences, (-1, sequences.shape[-1]))


def _rows_times(sequences: Any, matrix: Any) -> Any:
    """Return (T, B, E), the product of (T, B, D) and (D, E)."""
    return tensorflow.tensordot(sequences, matrix, 1)
