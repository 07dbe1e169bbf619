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


def gradient(function: Callable[[Any], Any], at: Any) -> Any:
    """Return the gradient of a function of one tensor, as a NumPy array.

    Args:
        function: From a tensor to a single number.
        at: Where, float32.

    Returns:
        As `at` is shaped, float32.
    """
    backend = keras.backend.backend()
    place = keras.ops.convert_to_tensor(at, dtype="float32")
    if backend == "tensorflow":
        import tensorflow

        with tensorflow.GradientTape() as tape:
            tape.watch(place)
            value = function(place)
        found = tape.gradient(value, place)
    elif backend == "jax":
        import jax

        found = jax.grad(function)(place)
    else:
        place = place.detach().requires_grad_()
        function(place).backward()
        found = place.grad
    return keras.ops.convert_to_numpy(found)


def share_session() -> None:
    """Let nobody clear Keras' session through `keras.backend` any more.

    A server builds networks in several threads, and one that clears takes the names of
    layers from all: a network half built gets the same name twice, and fails. Streamlit
    clears whenever a page has been drawn. `keras.utils.clear_session` stays.
    """
    keras.backend.clear_session = lambda free_memory=True: None
