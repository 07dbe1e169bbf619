"""Training: labelled phrases in, a checkpoint out."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from engine.calibration import loss
from engine.checkpoints import provenance, weights
from engine.checkpoints.checkpoint import Metric
from engine.data import glove
from engine.data.sources import training_digests
from engine.experiment import Job, Trained
from engine.sentiment import calibration, data, encoding, outcomes, samples
from engine.sentiment.batching import Batches, Encoded
from engine.sentiment.calibration import Temperature
from engine.sentiment.config import (
    CharacterConfig,
    CountConfig,
    SentimentConfig,
    WordConfig,
)
from engine.sentiment.data import Examples, Split
from engine.sentiment.encoding import CharacterEncoder, WordEncoder
from engine.sentiment.evaluate import logits
from engine.sentiment.model import build
from engine.sentiment.outcomes import Outcomes
from engine.sentiment.tokens import words
from engine.sentiment.training import distillation, negations
from engine.training import distillation as shared_distillation
from engine.training.beginning import begin
from engine.training.fitting import Fitting
from engine.training.loop import fit
from engine.training.optimizers import averaged, compile_classifier
from engine.training.state import Position

NAME = "sentiment"


def train(job: Job[SentimentConfig]) -> Trained:
    """Train on labelled phrases until done or stopped, and write a checkpoint.

    Raises:
        TextError: Your own reviews cannot be read, or are too few.
        DataMissingError: The treebank or the word vectors are missing.
        DivergedError: The loss is not finite any more.
        DiskFullError: Something could not be written.
    """
    config = job.config
    begin(config.seed)
    split = data.read(job.own_data, job.title, job.data)
    encoder = encoder_of(config, split.train)
    seen = negations.with_negations(split.train, config.negated_phrases, config.seed)
    batches = _batches(config, seen, encoder)
    sources = training_digests(data.SOURCES, job.source, job.own_data, job.title)
    teachers = distillation.load_teachers(config, job.preset, sources)
    model = build(config, encoder)
    compile_classifier(
        model,
        learning_rate=config.learning_rate,
        schedule=config.learning_rate_schedule,
        total_steps=batches.steps_per_epoch * config.epochs,
        weight_decay=config.weight_decay,
        gradient_clip_norm=config.gradient_clip_norm,
        ema_momentum=config.ema_momentum,
        soft_targets=bool(teachers),
    )
    validator = _Validator(
        model, encoder, split, encoder.encode(split.validation.texts)
    )
    fitting = Fitting(
        model=model,
        batch=distillation.with_teachers(
            batches, split.train, teachers, config.distillation_weight, job.folder
        ),
        steps_per_epoch=batches.steps_per_epoch,
        epochs=config.epochs + config.more_epochs,
        units_per_batch=config.batch_size,
        unit="phrases",
        validate=validator.validate,
        validation_counts=validator.counts,
        sample=validator.sample,
        prefetch=True,
    )
    position, outcome = fit(fitting, job.folder, job.emit, job.stop)
    facts = shared_distillation.facts(teachers)
    return _write_checkpoint(job, validator, fitting, position, outcome, facts)


def encoder_of(
    config: SentimentConfig, examples: Examples
) -> WordEncoder | CharacterEncoder:
    """Return the encoder of a config's network, from the training sentences only."""
    sentences = [examples.texts[i] for i in examples.sentences]
    match config:
        case CharacterConfig():
            return CharacterEncoder.of(sentences)
        case CountConfig():
            return WordEncoder.of(sentences, config.min_count, None)
        case WordConfig():
            spelled = getattr(config, "character_filters", 0) > 0
            return WordEncoder.of(sentences, config.min_count, glove.load(), spelled)
    raise TypeError(f"no encoder for {type(config).__name__}")


def _batches(config: SentimentConfig, examples: Examples, encoder: Any) -> Batches:
    """Return the batches, frequent phrases and whole sentences repeated."""
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
class _Validator:
    """Evaluates the model in training on the validation set."""

    model: Any
    encoder: Any
    split: Split
    encoded: Encoded  # validation phrases

    def answer(self) -> tuple[Outcomes, Temperature]:
        """Return calibrated answers, and the temperature they were calibrated with."""
        examples = self.split.validation
        z = logits(self.model, self.encoder, self.encoded)
        temperature = calibration.fit(z, examples.labels, self.split.name)
        probabilities = calibration.probabilities(z, temperature)
        return outcomes.of(examples, probabilities, self.split.train), temperature

    @property
    def counts(self) -> dict[str, int]:
        """How many answers each accuracy of `validate` is a share of."""
        examples = self.split.validation
        return {
            "phrase_accuracy": len(examples.labels),
            "sentence_accuracy": len(examples.sentences),
        }

    def validate(self) -> dict[str, float]:
        """Return the loss in nats, and the accuracies on phrases and sentences."""
        z = logits(self.model, self.encoder, self.encoded)
        examples, answers = self.split.validation, z.argmax(axis=1)
        phrases = answers == examples.labels
        sentences = answers[examples.sentences] == examples.sentence_labels
        return {
            "loss": loss(z, examples.labels),
            "phrase_accuracy": float(phrases.mean()),
            "sentence_accuracy": float(sentences.mean()),
        }

    def sample(self) -> str:
        """Return the present class of each of a few sample reviews."""
        texts = [words(sample.text) for sample in samples.WATCHED]
        z = logits(self.model, self.encoder, self.encoder.encode(texts))
        return "\n".join(
            f"{data.LABELS[int(row.argmax())]}: {sample.text}"
            for row, sample in zip(z, samples.WATCHED, strict=True)
        )


def _write_checkpoint(
    job: Job[SentimentConfig],
    validator: _Validator,
    fitting: Fitting,
    position: Position,
    outcome: str,
    teacher_facts: dict[str, Any],
) -> Trained:
    """Write the checkpoint, with the EMA of the weights and facts about teachers."""
    model, split, folder = validator.model, validator.split, job.folder
    with averaged(model):
        stored = folder / "model.weights.h5"
        weights.save(model, stored, _precision(job.config))
        weights.load(model, stored)  # measure the weights as stored
        answered, temperature = validator.answer()
    files: dict[str, bytes | Path] = {
        "model.weights.h5": stored,
        encoding.FILE: validator.encoder.to_text().encode(),
        calibration.FILE: calibration.to_text(temperature).encode(),
    }
    if job.own_data is None:
        files[outcomes.file_of(split.name)] = outcomes.to_bytes(answered)
    vectors = getattr(validator.encoder, "vectors", None)
    return provenance.write_trained(
        job,
        experiment=NAME,
        sources=training_digests(data.SOURCES, job.source, job.own_data, job.title),
        outcome=outcome,
        step=position.step,
        epochs=position.step / fitting.steps_per_epoch,
        seconds=position.seconds,
        parameters=model.count_params(),
        metrics=_metrics(job, answered, split.name),
        files=files,
        snapshots=position.snapshots,
        facts=_facts(split.train, validator.encoder, vectors) | teacher_facts,
        note=vectors.note if vectors else "",
    )


def _precision(config: SentimentConfig) -> str:
    """Return the precision that weights are stored in.

    Most weights of the character CNN are in one dense layer. Eight bits take 1.8 MB
    instead of 4.4, and change dev accuracies by less than 0.1 points.
    """
    return "int8" if isinstance(config, CharacterConfig) else "float16"


def _metrics(
    job: Job[SentimentConfig], answered: Outcomes, split: str
) -> tuple[Metric, ...]:
    """Return the validation figures with the command that reproduces them."""
    command = f"./loupe evaluate {NAME} {job.run_id}"
    # Your own data has no test split, so there is nothing to choose.
    command += f" --measure {data.VALIDATION}" if job.own_data is None else ""
    return tuple(
        Metric(name, value, n, split, command)
        for name, (value, n) in outcomes.figures(answered).items()
    )


def _facts(examples: Examples, encoder: Any, vectors: Any) -> dict[str, Any]:
    """Return what a card says about the data and its encoding."""
    facts: dict[str, Any] = {
        "training_phrases": len(examples.labels),
        "training_sentences": len(examples.sentences),
    }
    if isinstance(encoder, CharacterEncoder):
        vocabulary = {
            "characters": len(encoder.vocabulary),
            "max_characters": encoder.max_characters,
        }
    else:
        vocabulary = {"words": len(encoder.words)}
    if vectors:
        vocabulary["word_vectors_sha256"] = vectors.digest
    return facts | vocabulary
