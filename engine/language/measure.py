"""The figures of a card: the loss on the last tenth of a text, read as one stream."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import keras
import numpy as np
from numpy.typing import NDArray

from engine.checkpoints import checkpoint
from engine.checkpoints.provenance import own_data
from engine.errors import CheckpointError, ConfigError, TextError, UnknownNameError
from engine.language import data
from engine.language.data import SPLIT
from engine.language.evaluate import score
from engine.language.mixture import Mixture, members, mixed_adaptively, table_for
from engine.language.model import reset_states, state_variables
from engine.language.ngrams.writer import NGramWriter
from engine.language.predict import Writer
from engine.sampling import log_softmax

# Of dynamic evaluation; chosen on the last tenth of the *training* part, see
# benchmarks/dynamic_rate.py.
_DYNAMIC_RATE = 3e-4
_DYNAMIC_BLOCK = 64
MEASURES = ("dynamic", "ngrams", "dynamic+ngrams")


def evaluate(
    folder: Path, root: Path, limit: int | None, measure: str
) -> dict[str, Any]:
    """Return the figures of a checkpoint; see `LanguageExperiment.evaluate`."""
    if measure not in ("", *MEASURES):
        raise UnknownNameError("measure of language", measure, MEASURES)
    card = checkpoint.verify(folder, "language")
    table = None
    if "ngrams" in measure and card.preset != "ngrams":
        table = NGramWriter(checkpoint.find("language", table_for(card)))
    return _figures(folder, table, root, limit, measure)


def evaluate_together(
    folders: Sequence[Path], root: Path, limit: int | None, measure: str
) -> dict[str, Any]:
    """Return the figures of a network mixed with n-grams, as with their measures."""
    if measure not in ("", "dynamic"):
        raise UnknownNameError("measure of a mixture", measure, ["dynamic"])
    network, counts = members(folders)
    measure = "+".join(filter(None, [measure, "ngrams"]))
    return _figures(network, NGramWriter(counts), root, limit, measure)


def _figures(
    folder: Path, table: NGramWriter | None, root: Path, limit: int | None, measure: str
) -> dict[str, Any]:
    """Return the figures of a checkpoint, mixed with a table if there is one."""
    least = _DYNAMIC_BLOCK if "dynamic" in measure else 1
    if limit is not None and limit < least:
        raise ConfigError(f"“limit” must be at least {least}, not {limit}.")
    if checkpoint.read_card(folder, "language").preset == "ngrams":
        if measure:
            return {"n": 0, "split": SPLIT}  # a table does not learn while it reads
        return _evaluate_table(NGramWriter(folder), folder, root, limit)
    writer = Writer(folder)
    part = parts(writer, folder, root)
    train, ids = part.train, part.validation
    ids = ids if limit is None else ids[: limit + 1]
    name = "_".join(filter(None, ["nats_per_character", *measure.split("+")]))
    nats = (dynamic_score if "dynamic" in measure else score)(writer.model, ids)
    weight = {}
    if table is not None:
        nats, share = mixed_score(writer, table, train, ids, nats)
        weight = {"ngram_weight": share} if measure == "ngrams" else {}
    loss = {name: float(nats.mean())}
    return loss | weight | {"n": len(nats), "split": SPLIT, **_replaced(part)}


def _replaced(part: data.Split) -> dict[str, str]:
    """Return which share of the characters was replaced, if any was."""
    note = data.replaced_note(part.replaced_fraction)
    return {"note": note} if note else {}


def parts(writer: Writer | NGramWriter, folder: Path, root: Path) -> data.Split:
    """Return the training and the validation part of a checkpoint's text.

    Raises:
        CheckpointError: The own text is missing, or not the one it was trained on.
        DataMissingError: The published text is not on this machine.
    """
    ((name, sha256),) = writer.card.sources.items()
    own = own_data(writer.card, folder, data.SOURCES)
    split = data.split(data.read(name, own, name, root), sequence_length=2)
    if own is None and sha256 != data.source(name).sha256:
        raise CheckpointError(f"{name} is not the text this checkpoint was trained on.")
    if split.vocabulary != writer.vocabulary:
        raise CheckpointError(f"{name} does not have this checkpoint’s vocabulary.")
    return split


def _evaluate_table(
    writer: NGramWriter, folder: Path, root: Path, limit: int | None
) -> dict[str, Any]:
    """Return the loss of every stored order of an n-gram table.

    `nats_per_character` is that of the highest counted, if it is stored.
    """
    part = parts(writer, folder, root)
    train, ids = part.train, part.validation[:limit]
    figures: dict[str, Any] = {}
    for order in range(1, writer.table.order + 1):
        nats = -writer.model(order).log_probabilities(ids, train[-order:])
        figures[f"nats_per_character_order_{order}"] = float(nats.mean())
    if writer.table.order == len(writer.card.facts["entries"]):
        # The highest order, because the best would be selected on the validation part.
        figures["nats_per_character"] = float(nats.mean())
    return figures | {"n": len(ids), "split": SPLIT, **_replaced(part)}


def mixed_score(
    writer: Writer,
    table: NGramWriter,
    train: NDArray[np.int32],
    ids: NDArray[np.int32],
    nats: NDArray[np.float64],
) -> tuple[NDArray[np.float64], float]:
    """Return the loss of a network mixed with n-grams, and their weight at the end.

    Args:
        writer: The network.
        table: n-grams of the same text, of which the highest order is taken.
        train: The training part, which the n-grams read first.
        ids: The validation part, (N,).
        nats: The network's own loss of each character after the first, (M,); M < N.

    Returns:
        (M,) float64, in nats, and the weight of the n-grams.
    """
    counts = Mixture(writer, table, table.table.order).counts
    ngram_log_p = counts.log_probabilities(ids, train[-table.table.order :])
    log_p, weight = mixed_adaptively(-nats, ngram_log_p[1 : len(nats) + 1])
    return -log_p, weight


def dynamic_score(
    model: Any, ids: NDArray[np.int32], rate: float = _DYNAMIC_RATE
) -> NDArray[np.float64]:
    """Return the loss of each character while the model keeps training, in nats.

    Each block is predicted before it is trained on, so no character is seen before
    it counts. The model's weights are changed.

    Args:
        model: Built for one stream; its dropout is switched off.
        ids: The text, (N,).
        rate: Learning rate of Adam.

    Returns:
        (M,) float64; characters that do not fill a last block are left out.

    Raises:
        TextError: The text does not fill one block.

    Source:
        Krause et al. (2018), dynamic evaluation, here with Adam.
    """
    if len(ids) <= _DYNAMIC_BLOCK:
        raise TextError(
            f"Dynamic evaluation needs more than {_DYNAMIC_BLOCK} characters; "
            f"the text has {len(ids)}."
        )
    # `train_on_batch` calls every layer with `training=True`.
    for layer in model.layers:
        if isinstance(layer, keras.layers.Dropout):
            layer.rate = 0.0
    model.compile(
        keras.optimizers.Adam(rate, beta_2=0.999, global_clipnorm=1.0),
        loss=keras.losses.SparseCategoricalCrossentropy(from_logits=True),
    )
    reset_states(model)
    nats, states = [], state_variables(model)
    for start in range(0, len(ids) - _DYNAMIC_BLOCK, _DYNAMIC_BLOCK):
        block = ids[start : start + _DYNAMIC_BLOCK + 1]
        # Copies: PyTorch’s arrays share the memory of the states.
        before = [np.array(keras.ops.convert_to_numpy(state)) for state in states]
        log_p = log_softmax(np.asarray(model.predict_on_batch(block[None, :-1])))[0]
        nats.append(-log_p[np.arange(_DYNAMIC_BLOCK), block[1:]])
        for state, value in zip(states, before, strict=True):
            state.assign(value)  # training reads the block once more
        model.train_on_batch(block[None, :-1], block[None, 1:])
    return np.concatenate(nats)
