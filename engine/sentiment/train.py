"""Learn to judge: labelled phrases in, a checkpoint out."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import keras
import numpy as np

from engine.calibration import loss
from engine.checkpoints import provenance, weights
from engine.checkpoints.checkpoint import Metric
from engine.data import glove
from engine.data.sources import training_digests
from engine.experiment import Job, Trained
from engine.sentiment import calibration, data, encoding, outcomes, samples
from engine.sentiment.batching import Batches
from engine.sentiment.calibration import Temperature
from engine.sentiment.config import (
    CharacterConfig,
    CountConfig,
    SentimentConfig,
    WordConfig,
)
from engine.sentiment.data import Examples, Split
from engine.sentiment.encoding import CharacterEncoder, Encoded, WordEncoder
from engine.sentiment.evaluate import logits
from engine.sentiment.model import build
from engine.sentiment.outcomes import Outcomes
from engine.training.fitting import Fitting
from engine.training.loop import fit
from engine.training.optimizers import averaged, compile_classifier
from engine.training.state import Position

NAME = "sentiment"


def train(job: Job[SentimentConfig]) -> Trained:
    """Train on labelled phrases until done or stopped, and write a checkpoint.

    Raises:
        TextError: Own data cannot be read, or is too little.
        DataMissingError: The treebank or the word vectors are not there.
        DivergedError: The loss is no longer a number.
        DiskFullError: Something could not be written.
    """
    config = job.config
    # Variables get the same names in every process: a state is resumed by name.
    keras.utils.clear_session(free_memory=False)
    keras.utils.set_random_seed(config.seed)
    split = data.read(job.own_data, job.title, job.data)
    encoder = encoder_of(config, split.train)
    batches = _batches(config, split.train, encoder)
    model = build(config, encoder)
    compile_classifier(
        model,
        learning_rate=config.learning_rate,
        schedule=config.learning_rate_schedule,
        total_steps=batches.steps_per_epoch * config.epochs,
        weight_decay=config.weight_decay,
        gradient_clip_norm=config.gradient_clip_norm,
        ema_momentum=config.ema_momentum,
    )
    encoded = encoder.encode(split.validation.texts)
    learner = _Learner(model, encoder, split, encoded)
    fitting = Fitting(
        model=model,
        batch=batches.batch,
        steps_per_epoch=batches.steps_per_epoch,
        epochs=config.epochs,
        units_per_batch=config.batch_size,
        unit="phrases",
        validate=learner.validate,
        sample=learner.sample,
        ahead=True,
    )
    at, outcome = fit(fitting, job.folder, job.emit, job.stop)
    return _write_checkpoint(job, learner, fitting, at, outcome)


def encoder_of(
    config: SentimentConfig, examples: Examples
) -> WordEncoder | CharacterEncoder:
    """Return the encoder that a network of this config reads with.

    Everything in it is taken from the training sentences.
    """
    sentences = [examples.texts[place] for place in examples.sentences]
    match config:
        case CharacterConfig():
            return CharacterEncoder.of(sentences)
        case CountConfig():
            return WordEncoder.of(sentences, config.min_count, None)
        case WordConfig():
            return WordEncoder.of(sentences, config.min_count, glove.load())
    raise TypeError(f"no encoder for {type(config).__name__}")


def _batches(config: SentimentConfig, examples: Examples, encoder: Any) -> Batches:
    """Return the batches; what the sentences say often is learned more firmly."""
    repeats = np.minimum(examples.occurrences, config.max_phrase_repeats)
    repeats[examples.sentences] = np.maximum(
        repeats[examples.sentences], config.min_sentence_repeats
    )
    return Batches(
        encoder.encode(examples.texts),
        examples.labels,
        repeats,
        encoder,
        config.batch_size,
        config.seed,
    )


@dataclass
class _Learner:
    """Looks at the model in training on phrases that it does not learn from."""

    model: Any
    encoder: Any
    split: Split
    encoded: Encoded  # of the validation

    def answer(self) -> tuple[Outcomes, Temperature]:
        """Return the answers, and the temperature that fits them best."""
        examples = self.split.validation
        found = logits(self.model, self.encoder, self.encoded)
        temperature = calibration.fit(found, examples.labels, self.split.name)
        shares = calibration.probabilities(found, temperature)
        return outcomes.of(examples, shares, self.split.train), temperature

    def validate(self) -> dict[str, float]:
        """Return the loss in nats, and the accuracies of phrases and sentences."""
        found = logits(self.model, self.encoder, self.encoded)
        examples, answers = self.split.validation, found.argmax(axis=1)
        right = answers == examples.labels
        whole = answers[examples.sentences] == examples.sentence_labels
        return {
            "loss": loss(found, examples.labels),
            "phrase_accuracy": float(right.mean()),
            "sentence_accuracy": float(whole.mean()),
        }

    def sample(self) -> str:
        """Return what it says now of a few reviews that everyone can judge."""
        texts = [samples.words(sample.text) for sample in samples.WATCHED]
        found = logits(self.model, self.encoder, self.encoder.encode(texts))
        return "\n".join(
            f"{data.LABELS[int(row.argmax())]}: {sample.text}"
            for row, sample in zip(found, samples.WATCHED, strict=True)
        )


def _write_checkpoint(
    job: Job[SentimentConfig],
    learner: _Learner,
    fitting: Fitting,
    at: Position,
    outcome: str,
) -> Trained:
    """Write what was learned, from the averaged weights."""
    model, split, folder = learner.model, learner.split, job.folder
    with averaged(model):
        stored = folder / "model.weights.h5"
        weights.write(stored, weights.of_model(model), _precision(job.config))
        weights.load(model, stored)  # what is kept is what is measured
        answered, temperature = learner.answer()
    files: dict[str, bytes | Path] = {
        "model.weights.h5": stored,
        encoding.FILE: learner.encoder.to_text().encode(),
        calibration.FILE: calibration.to_text(temperature).encode(),
    }
    if job.own_data is None:
        files[outcomes.file_of(split.name)] = outcomes.to_bytes(answered)
    vectors = getattr(learner.encoder, "vectors", None)
    return provenance.write_trained(
        job,
        experiment=NAME,
        sources=training_digests(data.SOURCES, job.source, job.own_data, job.title),
        outcome=outcome,
        step=at.step,
        epochs=at.step / fitting.steps_per_epoch,
        seconds=at.seconds,
        parameters=model.count_params(),
        metrics=_metrics(job, answered, split.name),
        files=files,
        snapshots=at.snapshots,
        facts=_facts(split.train, learner.encoder, vectors),
        note=vectors.note if vectors else "",
    )


def _precision(config: SentimentConfig) -> str:
    """Return the precision that the weights are kept in.

    Most of the character network is one dense layer. In eight bits it takes 1.8 MB
    in place of 4.4, and dev moves by less than a tenth of a point.
    """
    return "int8" if isinstance(config, CharacterConfig) else "float16"


def _metrics(
    job: Job[SentimentConfig], answered: Outcomes, split: str
) -> tuple[Metric, ...]:
    """Return the figures on validation, with the command that repeats them."""
    command = f"./loupe evaluate {NAME} {job.run_id}"
    # A person's own data has no other split that could be meant.
    command += f" --measure {data.VALIDATION}" if job.own_data is None else ""
    return tuple(
        Metric(name, value, n, split, command)
        for name, (value, n) in outcomes.figures(answered).items()
    )


def _facts(examples: Examples, encoder: Any, vectors: Any) -> dict[str, Any]:
    """Return what a card says of the data and of the way it is read."""
    facts: dict[str, Any] = {
        "training_phrases": len(examples.labels),
        "training_sentences": len(examples.sentences),
    }
    if isinstance(encoder, CharacterEncoder):
        known = {
            "characters": len(encoder.vocabulary),
            "max_characters": encoder.max_characters,
        }
    else:
        known = {"words": len(encoder.words)}
    return facts | known | ({"word_vectors_sha256": vectors.digest} if vectors else {})
