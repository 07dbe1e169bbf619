"""Operations that TensorFlow spreads over many passes, in one, to train on a CPU.

A small convolutional network spends half of a training step on them: GELU is eight
operations in TensorFlow, three times as slow in bfloat16, and Keras computes batch
normalisation from its parts, in float32.

C channels.
"""

from typing import Any

import tensorflow

_SLOPE = 0.7978845608028654  # √(2/π)
_CUBIC = 0.044715


@tensorflow.custom_gradient
def gelu(x: Any) -> tuple[Any, Any]:
    """Return GELU of x in its tanh approximation, of any shape, and its gradient."""
    return _gelu(x), lambda upstream: _gelu_gradient(x, upstream)


@tensorflow.function(jit_compile=True, autograph=False)
def _gelu(x: Any) -> Any:
    values = tensorflow.cast(x, tensorflow.float32)
    return tensorflow.cast(0.5 * values * (1 + _tanh(values)), x.dtype)


@tensorflow.function(jit_compile=True, autograph=False)
def _gelu_gradient(x: Any, upstream: Any) -> Any:
    values = tensorflow.cast(x, tensorflow.float32)
    tanh = _tanh(values)
    inner = _SLOPE * (1 + 3 * _CUBIC * values * values)
    slope = 0.5 * (1 + tanh + values * (1 - tanh * tanh) * inner)
    return tensorflow.cast(
        tensorflow.cast(upstream, tensorflow.float32) * slope, x.dtype
    )


def _tanh(values: Any) -> Any:
    return tensorflow.tanh(_SLOPE * values * (1 + _CUBIC * values * values))


def normalise(x: Any, bias: Any, epsilon: float) -> tuple[Any, Any, Any]:
    """Return a batch with mean `bias` and variance 1 in each channel.

    Args:
        x: (B, H, W, C).
        bias: (C,) float32.
        epsilon: Added to the variances.

    Returns:
        The normalised batch in x's dtype, and its means and variances (C,), float32.
    """
    bias = tensorflow.convert_to_tensor(bias)
    normalised, mean, variance, *_ = tensorflow.raw_ops.FusedBatchNormV3(
        x=x,
        scale=tensorflow.ones_like(bias),
        offset=bias,
        mean=[],
        variance=[],
        epsilon=epsilon,
        is_training=True,
    )
    # TensorFlow divides by one less than the count.
    count = tensorflow.cast(
        tensorflow.size(x) // tensorflow.shape(x)[-1], variance.dtype
    )
    return normalised, mean, variance * tensorflow.maximum(count - 1, 1) / count
