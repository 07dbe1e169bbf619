"""One step of an LSTM cell in NumPy, for views that keep what it computes.

U hidden units; ... any leading axes, such as streams that are read side by side.
"""

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float32]


def activated(sums: Array) -> Array:
    """Return the gates (..., 4, U), input, forget, candidate, output, from their sums.

    Args:
        sums: (..., 4U), with the bias.
    """
    gates = sums.reshape(*sums.shape[:-1], 4, -1)
    gates = 0.5 + 0.5 * np.tanh(0.5 * gates)  # the sigmoid, without overflow
    gates[..., 2, :] = np.tanh(sums.reshape(gates.shape)[..., 2, :])
    return np.asarray(gates, np.float32)


def step(gates: Array, cells: Array) -> tuple[Array, Array]:
    """Return hidden and cell states after a character, (..., U) each.

    Args:
        gates: As `activated` returns them.
        cells: The cell states before it, (..., U).
    """
    i, f, g, o = np.moveaxis(gates, -2, 0)
    cells = f * cells + i * g
    return o * np.tanh(cells), cells
