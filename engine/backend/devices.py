"""One training on several devices: each computes its part of every batch."""

from collections.abc import Sequence
from typing import Any

import keras
from keras.distribution import DataParallel, TensorLayout


class SplitBatches(DataParallel):  # type: ignore[misc]
    """Every device has all weights and, of each batch, an equal part.

    What cannot be cut into equal parts is computed whole on every device: a short
    last batch, or a table that all examples of a batch share. The losses are those of
    one device but for rounding: gradients are sums over the parts.
    """

    def get_data_layout(self, data_shape: Sequence[int]) -> Any:
        """Return how an array of a batch lies on the devices, by its shape."""
        if data_shape and data_shape[0] % self.num_model_replicas == 0:
            return super().get_data_layout(data_shape)
        return TensorLayout([None] * len(data_shape), self.device_mesh)


def share_batches() -> int:
    """Let all devices of this process train together, where the backend can: JAX.

    To be called before the network is built. CUDA_VISIBLE_DEVICES limits the GPUs.

    Returns:
        The number of devices that train.
    """
    if keras.backend.backend() != "jax":
        return 1
    devices = keras.distribution.list_devices()
    if len(devices) > 1:
        keras.distribution.set_distribution(
            SplitBatches(devices=devices, auto_shard_dataset=False)
        )
    return len(devices)
