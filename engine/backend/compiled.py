"""Compiled functions and gradients on each Keras backend.

`compiled` compiles a function of tensors: to a graph on TensorFlow, with `jit` on JAX;
PyTorch runs it uncompiled, without gradients. `answering` does it for a whole network,
`gradient_of` for the gradient of a function that is asked again and again.
"""

from collections.abc import Callable, Sequence
from functools import wraps
from typing import Any, TypeVar

import keras
import numpy as np

F = TypeVar("F", bound=Callable[..., Any])


def compiled(function: F) -> F:
    """Return the function compiled for the backend in use, at its first call."""
    backend = keras.backend.backend()
    fast: Any
    if backend == "tensorflow":
        import tensorflow

        # XLA updates the loop's tensors in place: 2.7 times as fast as the plain graph.
        fast = tensorflow.function(function, jit_compile=True, autograph=False)
    elif backend == "jax":
        import jax

        fast = jax.jit(function)
    else:
        import torch

        fast = torch.no_grad()(function)
    return wraps(function)(fast)  # type: ignore[return-value]


def answering(model: Any) -> Callable[[Any], Any]:
    """Return a function from a batch of inputs to a network's outputs, as arrays.

    As `predict_on_batch`, which on TensorFlow compiles twice before it has a graph for
    batches of any size: once for the first size, once more for all.

    Args:
        model: A `keras.Model`; its inputs and outputs may be nested.
    """
    if keras.backend.backend() != "tensorflow":
        return model.predict_on_batch
    import tensorflow

    sizes = keras.tree.map_structure(
        lambda tensor: tensorflow.TensorSpec(tensor.shape, tensor.dtype), model.input
    )
    answer = tensorflow.function(
        lambda inputs: model(inputs, training=False),
        input_signature=[sizes],
        autograph=False,
    )

    def answered(inputs: Any) -> Any:
        return keras.tree.map_structure(np.asarray, answer(inputs))

    return answered


def gradient(function: Callable[[Any], Any], at: Any) -> Any:
    """Return the gradient of a function of one tensor, as a NumPy array.

    Args:
        function: From a tensor to a scalar.
        at: The point, float32.

    Returns:
        The gradient, float32 in the shape of `at`.
    """
    backend = keras.backend.backend()
    point = keras.ops.convert_to_tensor(at, dtype="float32")
    if backend == "tensorflow":
        import tensorflow

        with tensorflow.GradientTape() as tape:
            tape.watch(point)
            value = function(point)
        result = tape.gradient(value, point)
    elif backend == "jax":
        import jax

        result = jax.grad(function)(point)
    else:
        point = point.detach().requires_grad_()
        function(point).backward()
        result = point.grad
    return keras.ops.convert_to_numpy(result)


def gradient_of(
    function: Callable[..., Any], symbols: Sequence[Any]
) -> Callable[..., Any]:
    """Return a function that computes a gradient, compiled once for arrays of any size.

    Args:
        function: From tensors to a scalar.
        symbols: Shape and dtype of each of its arguments, as `keras.KerasTensor`s.

    Returns:
        From arrays in the place of the symbols to the gradient by the first, float32,
        as a NumPy array. Only TensorFlow compiles it.
    """
    if keras.backend.backend() != "tensorflow":

        def eager(at: Any, *others: Any) -> Any:
            given = [keras.ops.convert_to_tensor(other) for other in others]
            return gradient(lambda point: function(point, *given), at)

        return eager
    import tensorflow

    def taped(point: Any, *others: Any) -> Any:
        with tensorflow.GradientTape() as tape:
            tape.watch(point)
            value = function(point, *others)
        return tensorflow.convert_to_tensor(tape.gradient(value, point))

    signature = [tensorflow.TensorSpec(each.shape, each.dtype) for each in symbols]
    graph = tensorflow.function(taped, input_signature=signature, autograph=False)
    return lambda *arrays: np.asarray(graph(*arrays))


def share_session() -> None:
    """Disable `keras.backend.clear_session`.

    A server builds networks in several threads, and clearing resets the names of layers
    for all of them: a network that is being built gets the same name twice, and fails.
    Streamlit clears whenever a page has been drawn. `keras.utils.clear_session` stays.
    """
    keras.backend.clear_session = lambda free_memory=True: None
