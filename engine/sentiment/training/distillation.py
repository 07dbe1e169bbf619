"""Knowledge distillation from networks with the same settings and other seeds.

The targets of a training phrase are partly the mean probabilities that they give it.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from engine import arrays
from engine.checkpoints import checkpoint
from engine.checkpoints.checkpoint import Card
from engine.errors import CheckpointError
from engine.sampling import log_softmax
from engine.sentiment.batching import Batches, Inputs
from engine.sentiment.config import SentimentConfig
from engine.sentiment.data import LABELS, Examples
from engine.sentiment.evaluate import logits
from engine.sentiment.predict import Reviewer
from engine.training import distillation

# Settings of the student alone.
_OWN = {"seed", "distillation_weight", "teachers", "negated_phrases"}

Batch = Callable[[int], tuple[Inputs, NDArray[np.generic]]]


def load_teachers(
    config: SentimentConfig, preset: str, sources: Mapping[str, str]
) -> tuple[Reviewer, ...]:
    """Return the teachers; none where the distillation weight is 0.

    They are published networks or finished runs on this machine, trained on no negated
    phrases. Otherwise they differ from the student only in their seeds, which are 0, 1,
    2 and so on.

    Args:
        config: The student's.
        preset: The student's.
        sources: Digests of its training data.

    Raises:
        CheckpointError: One is not here, or is damaged.
        DataMissingError: The shared word vectors are missing.
    """
    if not config.distillation_weight:
        return ()
    by_seed: dict[int, Path] = {}
    for folder in checkpoint.names("sentiment").values():
        card = checkpoint.read_card(folder, "sentiment")
        if card.preset == preset and _is_teacher(card, config, sources):
            by_seed.setdefault(card.config["seed"], folder)
    wanted = range(config.teachers)
    if missing := [seed for seed in wanted if seed not in by_seed]:
        raise CheckpointError(
            f"{len(missing)} of {config.teachers} teachers are missing: train the same "
            "settings with “distillation weight” 0 and seed "
            f"{', '.join(map(str, missing))} first."
        )
    return tuple(Reviewer(by_seed[seed]) for seed in wanted)


def _is_teacher(
    card: Card, config: SentimentConfig, sources: Mapping[str, str]
) -> bool:
    """Return whether a finished network has the student's settings, but for `_OWN`."""
    if card.outcome != "done" or card.sources != dict(sources):
        return False
    # Older cards lack the settings that came later: they have their defaults.
    stored = type(config).from_mapping(card.config)
    same = replace(stored, **{name: getattr(config, name) for name in _OWN})
    alone = not (stored.distillation_weight or stored.negated_phrases)
    return alone and same == config


def with_teachers(
    batches: Batches,
    examples: Examples,
    teachers: Sequence[Reviewer],
    weight: float,
    folder: Path,
) -> Batch:
    """Return a function from a step to its inputs and its targets.

    Args:
        batches: Batches of the examples, and perhaps of negated phrases after them.
            Their targets are their labels alone: no teacher has learned them.
        examples: The training set without negated phrases.
        teachers: Whose mean probabilities are part of the targets; may be empty.
        weight: Of the teachers in the targets, 0 to 1.
        folder: Of the run; the teachers' probabilities are stored there.

    Returns:
        Without teachers the batches themselves, with labels (B,); else targets
        (B, 5) float32, rows that sum to 1.
    """
    if not teachers:
        return batches.batch
    path = folder / distillation.FILE
    if not path.exists():
        distillation.write(path, mean_probabilities(teachers, examples))
    soft = arrays.open_to_change(path)
    targets = np.eye(len(LABELS), dtype=np.float32)[batches.labels]
    targets[: len(soft)] *= 1 - weight
    targets[: len(soft)] += weight * soft

    def batch(step: int) -> tuple[Inputs, NDArray[np.generic]]:
        inputs, _ = batches.batch(step)
        return inputs, targets[batches.phrases(step)].astype(np.float32)

    return batch


def mean_probabilities(
    teachers: Sequence[Reviewer], examples: Examples
) -> NDArray[np.float32]:
    """Return the teachers' mean probabilities of all phrases, (N, 5).

    Their temperatures are left out: they were fitted on the dev split.
    """
    each = [
        np.exp(
            log_softmax(logits(t.model, t.encoder, t.encoder.encode(examples.texts)))
        )
        for t in teachers
    ]
    return np.asarray(np.mean(each, axis=0), np.float32)
