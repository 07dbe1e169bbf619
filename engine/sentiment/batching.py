"""Encoded texts, padded into batches; in training with others of similar length."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

PADDING = 0  # the id of no word and no character
_POOL = 100  # batches that are sorted by length together, to save padding

Tokens = Sequence[str]
Inputs = dict[str, NDArray[Any]]


@dataclass(frozen=True, slots=True)
class Encoded:
    """Texts as ids, concatenated.

    Args:
        indices: (L,) int32, for each word or character its row in `ids` and `vectors`.
        starts: (N + 1,) int64, where each text starts in `indices`.
        ids: (M,) int32, one for each distinct word or character.
        vectors: (M, 100) float32, their GloVe vectors; None where none are read.
        spelling: (M, 16) int32, their characters as ids of `CharacterCNN`; None where
            none are read.
    """

    indices: NDArray[np.int32]
    starts: NDArray[np.int64]
    ids: NDArray[np.int32]
    vectors: NDArray[np.float32] | None
    spelling: NDArray[np.int32] | None = None

    def __len__(self) -> int:
        """Return N, the number of texts."""
        return len(self.starts) - 1

    @property
    def lengths(self) -> NDArray[np.int64]:
        """Words or characters of each text, (N,)."""
        return np.diff(self.starts)

    def inputs(self, texts: NDArray[Any], length: int) -> Inputs:
        """Return a batch of texts as a network reads it.

        Args:
            texts: (B,) which ones.
            length: T to pad to; longer texts are cut off.

        Returns:
            "ids" (B, T) int32, 0 for padding; with vectors also "vectors"
            (B, T, 100) float32, zeros for padding and words that GloVe lacks; with
            spelling also "spelling" (B, T, 16) int32, 0 for padding.
        """
        steps = np.arange(length)
        mask = steps < self.lengths[texts][:, None]  # (B, T)
        at = np.where(mask, self.starts[texts][:, None] + steps, 0)  # (B, T)
        rows = self.indices[at] if len(self.indices) else np.zeros(at.shape, np.int32)
        ids = np.where(mask, self.ids[rows], PADDING).astype(np.int32)
        inputs: Inputs = {"ids": ids}
        if self.vectors is not None:
            inputs["vectors"] = self.vectors[rows] * mask[..., None]
        if self.spelling is not None:
            inputs["spelling"] = self.spelling[rows] * mask[..., None]
        return inputs


class Encoder(Protocol):
    """Turns tokens into the inputs of a network."""

    def encode(self, texts: Sequence[Tokens]) -> Encoded:
        """Return texts as ids."""
        ...

    def padded(self, length: int) -> int:
        """Return the T that a text of this length is padded to, one of a few."""
        ...

    def to_text(self) -> str:
        """Return the encoder as JSON, without GloVe's vectors."""
        ...


@dataclass(frozen=True, eq=False)
class Batches:
    """The training set in batches; their order depends only on seed and epoch.

    Args:
        encoded: The phrases.
        labels: (N,) int8.
        repeats: (N,) how often each phrase is seen per epoch.
        encoder: Decides the length to pad to.
        size: B, the batch size; smaller if there are fewer phrases.
        seed: Of the order.
    """

    encoded: Encoded
    labels: NDArray[np.int8]
    repeats: NDArray[Any]
    encoder: Encoder
    size: int
    seed: int

    @property
    def steps_per_epoch(self) -> int:
        """Batches per epoch; phrases that do not fill a batch are left out of it."""
        return max(1, int(self.repeats.sum()) // self.size)

    def phrases(self, step: int) -> NDArray[np.int64]:
        """Return the indices of a training step's phrases, (B,)."""
        epoch, index = divmod(step, self.steps_per_epoch)
        return _order(self, epoch)[index]

    def batch(self, step: int) -> tuple[Inputs, NDArray[np.int32]]:
        """Return the inputs of a training step and its labels, (B,) int32."""
        phrases = self.phrases(step)
        longest = int(self.encoded.lengths[phrases].max(initial=1))
        inputs = self.encoded.inputs(phrases, self.encoder.padded(longest))
        return inputs, self.labels[phrases].astype(np.int32)


@lru_cache(maxsize=2)
def _order(batches: Batches, epoch: int) -> list[NDArray[np.int64]]:
    """Return the indices of the phrases in each batch of an epoch, (B,) each."""
    random = np.random.default_rng([batches.seed, epoch])
    phrases = random.permutation(
        np.repeat(np.arange(len(batches.labels)), batches.repeats)
    )
    size = min(batches.size, len(phrases))
    phrases = phrases[: batches.steps_per_epoch * size]
    pool = np.arange(len(phrases)) // (_POOL * size)
    by_length = np.lexsort((batches.encoded.lengths[phrases], pool))
    return list(random.permutation(phrases[by_length].reshape(-1, size)))
