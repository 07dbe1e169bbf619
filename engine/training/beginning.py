"""What the training of every network begins with."""

import keras

from engine.backend import devices


def begin(seed: int) -> None:
    """Set the random seed, and let all devices share the batches of what is built.

    Variables get the same names in every process: a state is resumed by name.
    """
    keras.utils.clear_session(free_memory=False)
    keras.utils.set_random_seed(seed)
    devices.share_batches()  # after clearing, which would forget it
