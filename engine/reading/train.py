"""Learn to answer: SQuAD in, a checkpoint out."""

from pathlib import Path
from typing import Any

import keras

from engine.checkpoints import provenance, weights
from engine.checkpoints.checkpoint import Metric
from engine.experiment import Job, Trained
from engine.reading import calibration, data, distillation, warm_start
from engine.reading.batching import Buckets
from engine.reading.config import ReadingConfig
from engine.reading.encoding import Example
from engine.reading.evaluate import Judged, figures, judge
from engine.reading.material import Material, gather, pick
from engine.reading.model import build
from engine.training.fitting import Fitting
from engine.training.loop import fit
from engine.training.optimizers import AdamW, averaged
from engine.training.state import Position

# Questions that are asked while it trains; all of validation is, at the end.
_ASKED = 1000
_CLIP = 5.0
_SAMPLES = 3


def train(job: Job[ReadingConfig]) -> Trained:
    """Train until done or stopped, and write a checkpoint.

    Raises:
        TextError: A person's own file holds nothing to learn from.
        CheckpointError: The network that it begins with is damaged, or does not fit.
        ConfigError: That network has learned what would be validated on.
        DivergedError: The loss is no longer a number.
        DiskFullError: Something could not be written.
    """
    config = job.config
    begun, teachers = warm_start.reader(config), distillation.teachers(config)
    if job.own_data is None:
        for known in filter(None, (begun, *teachers)):
            warm_start.refuse_learned(known, config)
    # Variables get the same names in every process: a state is resumed by name.
    keras.utils.clear_session(free_memory=False)
    keras.utils.set_random_seed(config.seed)
    material = gather(job, begun.characters if begun else None)
    buckets = Buckets(material.encoded, material.words, config.batch_size, config.seed)
    model = build(config, material.vectors, config.precision)
    if begun:
        warm_start.give(model, begun)
    compile_model(model, config, buckets.steps_per_epoch * config.epochs)
    batch = distillation.batches(
        buckets, material.train, teachers, config.distillation_weight, job.folder
    )
    facts = {"training_questions": len(material.train)} | warm_start.facts(begun)
    facts |= distillation.facts(teachers)
    learner = _Learner(model, config, material, facts)
    fitting = Fitting(
        model=model,
        batch=batch,
        steps_per_epoch=buckets.steps_per_epoch,
        epochs=config.epochs,
        units_per_batch=buckets.batch_size,
        unit="questions",
        validate=learner.validate,
        sample=learner.sample,
        # Teachers compute, too, and PyTorch's threads wait idly for each other ever
        # after a second thread has computed: 62 questions a second, not 92.
        ahead=not teachers,
    )
    at, outcome = fit(fitting, job.folder, job.emit, job.stop)
    return _write_checkpoint(job, learner, fitting, at, outcome)


def compile_model(model: Any, config: ReadingConfig, total_steps: int) -> None:
    """Give the model its loss and its optimiser.

    The loss is the mean of the cross-entropies of beginning and end.

    Source:
        Kingma & Ba (2015), Adam, as the post; Loshchilov & Hutter (2017) for its
        cosine decay; Polyak & Juditsky (1992) for averaged weights.
    """
    rate = keras.optimizers.schedules.CosineDecay(
        config.learning_rate, total_steps, alpha=0.03
    )
    optimizer = AdamW(
        rate,
        weight_decay=0.0,
        global_clipnorm=_CLIP,
        use_ema=config.ema_momentum > 0,
        ema_momentum=config.ema_momentum or 0.99,
    )
    model.compile(
        optimizer, loss=keras.losses.CategoricalCrossentropy(from_logits=True)
    )


class _Learner:
    """Looks at the model in training through a float32 twin."""

    def __init__(
        self,
        model: Any,
        config: ReadingConfig,
        material: Material,
        facts: dict[str, Any],
    ) -> None:
        self.model, self.config, self.material = model, config, material
        self.twin = build(config, material.vectors)
        self.asked = pick(material.validation, _ASKED, config.seed)
        self.watched = self.asked[:: max(1, len(self.asked) // _SAMPLES)][:_SAMPLES]
        self.facts = facts

    def take_weights(self) -> None:
        """Give the twin the weights that the model has now."""
        weights.assign(
            {v.path: v for v in self.twin.weights}, weights.of_model(self.model)
        )

    def validate(self) -> dict[str, float]:
        """Return loss, em and f1 on some of the held-out questions."""
        return figures(self._judge(self.asked))

    def sample(self) -> str:
        """Return what it answers now to a few of the questions."""
        return "\n".join(
            f"{j.example.question.text.strip()}\n→ {j.answer or '(no answer)'}"
            f"   [{j.example.answers[0]}]"
            for j in self._judge(self.watched)
        )

    def _judge(self, asked: list[Example]) -> list[Judged]:
        """Return what it answers now."""
        self.take_weights()
        return judge(self.twin, asked, self.material.words, self.config)


def _write_checkpoint(
    job: Job[ReadingConfig],
    learner: _Learner,
    fitting: Fitting,
    at: Position,
    outcome: str,
) -> Trained:
    """Write what was learned, from the averaged weights."""
    material, folder = learner.material, job.folder
    with averaged(learner.model):
        weights.write(
            folder / "model.weights.h5", weights.of_model(learner.model), "float16"
        )
        learner.take_weights()
    words = material.words
    judged = judge(learner.twin, material.validation, words, job.config)
    set_by = calibration.fit(learner.twin, judged, words, job.config)
    files: dict[str, bytes | Path] = {
        "model.weights.h5": folder / "model.weights.h5",
        "characters.json": material.characters.to_text().encode(),
        "calibration.json": set_by.to_text().encode(),
    }
    return provenance.write_trained(
        job,
        experiment="reading",
        sources=data.digests(job.own_data, job.title, job.data),
        outcome=outcome,
        step=at.step,
        epochs=at.step / fitting.steps_per_epoch,
        seconds=at.seconds,
        parameters=learner.model.count_params(),
        metrics=_metrics(judged, job),
        files=files,
        snapshots=at.snapshots,
        facts=learner.facts | {"word_vectors_sha256": words.vectors.digest},
        note=words.vectors.note,
    )


def _metrics(judged: list[Judged], job: Job[ReadingConfig]) -> tuple[Metric, ...]:
    """Return em and f1 on all held-out questions, for the card."""
    values = figures(judged)
    command = f"./loupe evaluate reading {job.run_id} --measure validation"
    split = data.validation(job.config.validation_fraction)
    return tuple(
        Metric(f"validation_{name}", values[name], len(judged), split, command)
        for name in ("f1", "em")
    )
