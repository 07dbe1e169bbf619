"""Training: SQuAD in, a checkpoint out."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import keras

from engine.checkpoints import provenance, weights
from engine.checkpoints.checkpoint import Metric
from engine.experiment import Job, Trained
from engine.reading import calibration, data
from engine.reading.config import ReadingConfig, difference
from engine.reading.encoding import Example
from engine.reading.evaluate import ScoredAnswer, figures, score_answers
from engine.reading.model import build
from engine.reading.training import distillation, warm_start
from engine.reading.training.batching import Batches
from engine.reading.training.training_set import TrainingSet, load, random_subset
from engine.training import distillation as shared_distillation
from engine.training.beginning import begin
from engine.training.fitting import Fitting
from engine.training.loop import fit
from engine.training.optimizers import AdamW, Continued, averaged
from engine.training.state import Position

# Validation questions during training; at the end, all of them are evaluated.
_VALIDATION_QUESTIONS = 1000
_CLIP_NORM = 5.0
_SAMPLES = 3


def train(job: Job[ReadingConfig]) -> Trained:
    """Train until done or stopped, and write a checkpoint.

    Raises:
        TextError: The user's own file has no answer to train on.
        CheckpointError: The initial weights or a teacher are damaged or do not fit.
        ConfigError: One of those networks was trained on this validation set.
        DivergedError: The loss is NaN or infinite.
        DiskFullError: Something could not be written.
    """
    config = job.config
    initial, teachers = warm_start.load(config), distillation.load_teachers(config)
    if job.own_data is None:
        for network in filter(None, (initial, *teachers)):
            warm_start.check_validation_split(network, config)
    begin(config.seed)
    data_set = load(job, initial.characters if initial else None)
    batches = Batches(data_set.encoded, data_set.words, config.batch_size, config.seed)
    model = build(config, data_set.character_vectors, config.precision)
    facts: dict[str, Any] = {"training_questions": len(data_set.train)}
    if initial:
        warm_start.copy_weights(model, initial)
        facts |= provenance.initial_weights(initial.card)
    compile_model(model, config, batches.steps_per_epoch * config.epochs)
    batch = distillation.with_teachers(
        batches, data_set.train, teachers, config.distillation_weight, job.folder
    )
    facts |= shared_distillation.facts(teachers)
    validator = _Validator(model, config, data_set)
    fitting = Fitting(
        model=model,
        batch=batch,
        steps_per_epoch=batches.steps_per_epoch,
        epochs=config.epochs + config.more_epochs,
        units_per_batch=batches.batch_size,
        unit="questions",
        validate=validator.validate,
        validation_counts={"em": len(validator.examples)},
        sample=validator.sample,
        # Teachers compute, too, and PyTorch's threads wait idly for each other ever
        # after a second thread has computed: 62 questions a second, not 92.
        prefetch=not teachers,
    )
    at, outcome = fit(fitting, job.folder, job.emit, job.stop)
    return _write_checkpoint(job, validator, facts, fitting, at, outcome)


def compile_model(model: Any, config: ReadingConfig, total_steps: int) -> None:
    """Give the model its loss and its optimiser.

    The loss is the mean of the cross-entropies of start and end.

    Source:
        Kingma & Ba (2015), Adam, as in the original post; Loshchilov & Hutter (2017)
        for its cosine decay; Polyak & Juditsky (1992) for averaged weights.
    """
    peak, warmup_steps = config.learning_rate, int(config.warmup_fraction * total_steps)
    rate = keras.optimizers.schedules.CosineDecay(
        peak / warmup_steps if warmup_steps else peak,
        total_steps - warmup_steps,
        alpha=0.03,
        warmup_target=peak if warmup_steps else None,
        warmup_steps=warmup_steps,
    )
    optimizer = AdamW(
        Continued(rate, peak, total_steps),
        weight_decay=0.0,
        global_clipnorm=_CLIP_NORM,
        use_ema=config.ema_momentum > 0,
        ema_momentum=config.ema_momentum or 0.99,
    )
    model.compile(
        optimizer, loss=keras.losses.CategoricalCrossentropy(from_logits=True)
    )


class _Validator:
    """Evaluates the model in training, on a float32 copy of it."""

    def __init__(
        self, model: Any, config: ReadingConfig, data_set: TrainingSet
    ) -> None:
        self.model, self.config, self.data_set = model, config, data_set
        self.copy = build(config, data_set.character_vectors)
        self.examples = random_subset(
            data_set.validation, _VALIDATION_QUESTIONS, config.seed
        )
        step = max(1, len(self.examples) // _SAMPLES)
        self.samples = self.examples[::step][:_SAMPLES]

    def copy_weights(self) -> None:
        """Copy the model's current weights into the float32 copy."""
        weights.assign(
            {v.path: v for v in self.copy.weights}, weights.of_model(self.model)
        )

    def validate(self) -> dict[str, float]:
        """Return loss, em and f1 on a subset of the validation questions."""
        return figures(self._answer(self.examples))

    def sample(self) -> str:
        """Return its current answers to a few of the questions."""
        return "\n".join(
            f"{each.example.question.text.strip()}\n→ {each.answer or '(no answer)'}"
            f"   [{each.example.answers[0]}]"
            for each in self._answer(self.samples)
        )

    def score(self, examples: Sequence[Example]) -> list[ScoredAnswer]:
        """Return the answers of the copy as it is, scored."""
        return score_answers(self.copy, examples, self.data_set.words, self.config)

    def _answer(self, examples: list[Example]) -> list[ScoredAnswer]:
        """Return its current answers, scored."""
        self.copy_weights()
        return self.score(examples)


def _write_checkpoint(
    job: Job[ReadingConfig],
    validator: _Validator,
    facts: dict[str, Any],
    fitting: Fitting,
    at: Position,
    outcome: str,
) -> Trained:
    """Write the checkpoint, with the averaged weights."""
    data_set, folder = validator.data_set, job.folder
    with averaged(validator.model):
        weights.save(validator.model, folder / "model.weights.h5", "float16")
        validator.copy_weights()
    scored = validator.score(data_set.validation)
    calibrated = calibration.fit(scored, data_set.split.validation, validator.score)
    files: dict[str, bytes | Path] = {
        "model.weights.h5": folder / "model.weights.h5",
        "characters.json": data_set.characters.to_text().encode(),
        calibration.FILE: calibrated.to_text().encode(),
    }
    return provenance.write_trained(
        job,
        experiment="reading",
        sources=data.digests(job.own_data, job.title, job.data),
        outcome=outcome,
        step=at.step,
        epochs=at.step / fitting.steps_per_epoch,
        seconds=at.seconds,
        parameters=validator.model.count_params(),
        metrics=_metrics(scored, data_set.split.name, job),
        files=files,
        snapshots=at.snapshots,
        facts=facts | {"word_vectors_sha256": data_set.words.vectors.digest},
        note=" ".join(
            filter(None, (difference(job.config), data_set.words.vectors.note))
        ),
    )


def _metrics(
    scored: list[ScoredAnswer], split: str, job: Job[ReadingConfig]
) -> tuple[Metric, ...]:
    """Return f1 and em on the whole validation set, for the card."""
    values = figures(scored)
    command = f"./loupe evaluate reading {job.run_id} --measure validation"
    return tuple(
        Metric(f"validation_{name}", values[name], len(scored), split, command)
        for name in ("f1", "em")
    )
