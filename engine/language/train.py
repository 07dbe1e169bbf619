"""Training: a text in, a checkpoint out."""

from pathlib import Path
from typing import Any

from engine.checkpoints import provenance, weights
from engine.checkpoints.checkpoint import Metric
from engine.data.sources import training_digests
from engine.experiment import Job, Trained
from engine.language import data, own_text, warm_start
from engine.language.config import LanguageConfig
from engine.language.data import SPLIT
from engine.language.evaluate import quick_loss
from engine.language.model import build, reset_states, state_variables
from engine.language.reference import Reference
from engine.language.step_weights import StepWeights
from engine.language.writing import write_text
from engine.runs import events, facts
from engine.runs.events import Progress
from engine.sampling import SamplingSettings
from engine.training.beginning import begin
from engine.training.fitting import Fitting
from engine.training.loop import fit
from engine.training.optimizers import averaged, compile_classifier
from engine.training.state import Position

_VALIDATION_STREAMS = 32
_STREAMS_NOTE = "measured in parallel streams; the command reads one stream"
_SAMPLE_LENGTH = 300
_SAMPLE_SETTINGS = SamplingSettings(
    temperature=1.0, top_n=2, seed=1
)  # the original post's


def train(job: Job[LanguageConfig]) -> Trained:
    """Train on a text until done or stopped, and write a checkpoint.

    Raises:
        TextError: The text is too short for one sequence.
        DivergedError: The loss is no longer a number.
        DiskFullError: Something could not be written.
    """
    config = job.config
    begin(config.seed)
    text = data.read(job.source, job.own_data, job.title, job.data)
    split = data.split(text, config.sequence_length)
    streams = data.Streams.of(
        split.train, config.batch_size, config.sequence_length, config.seed
    )
    model, initial_facts = _compiled_model(config, split, streams)
    reference = Reference(
        training_text=text[: data.cut_of(text)],
        shown_run=None if job.own_data else data.source(job.source).shown_run,
    )
    learner = _Learner(model, config, split, reference, job)
    facts = {"training_characters": len(split.train), **initial_facts}
    fitting = Fitting(
        model=model,
        batch=streams.batch,
        steps_per_epoch=streams.steps_per_epoch,
        epochs=config.epochs + config.more_epochs,
        units_per_batch=streams.streams * config.sequence_length,
        unit="characters",
        validate=learner.validate,
        sample=learner.sample,
        begin_epoch=learner.begin_epoch,
        extra_state=state_variables(model),
    )
    at, outcome = fit(fitting, job.folder, job.emit, job.stop)
    return _write_checkpoint(job, learner, fitting, at, outcome, facts)


def _compiled_model(
    config: LanguageConfig, split: data.Split, streams: data.Streams
) -> tuple[Any, dict[str, str]]:
    """Return the model ready to train, and facts about its initial weights."""
    model = build(config, len(split.vocabulary), streams.streams, config.precision)
    initial, facts = warm_start.load(config), {}
    if initial is not None:
        warm_start.copy_weights(model, split.vocabulary, initial)
        facts = provenance.initial_weights(initial.card)
    compile_classifier(
        model,
        learning_rate=config.learning_rate,
        schedule=config.learning_rate_schedule,
        total_steps=streams.steps_per_epoch * config.epochs,
        weight_decay=config.weight_decay,
        gradient_clip_norm=config.gradient_clip_norm,
        ema_momentum=config.ema_momentum,
    )
    return model, facts


class _Learner:
    """Validates and samples with a float32 copy of the model, the twin."""

    def __init__(
        self,
        model: Any,
        config: LanguageConfig,
        split: data.Split,
        reference: Reference,
        job: Job[LanguageConfig],
    ) -> None:
        self.model, self.split, self.reference = model, split, reference
        self.job = job
        # Of a resumed run what n-grams reach can be among its events already.
        compared = facts.baselines_of(events.read(job.folder / "events.jsonl"))
        self.compares = job.own_data is not None and not compared
        # A short validation part is read in fewer streams.
        streams = max(1, min(_VALIDATION_STREAMS, len(split.validation) // 100))
        self.streams = streams
        self.counted = 0  # characters of the last validation
        self.twin = build(config, len(split.vocabulary), streams)

    def begin_epoch(self) -> None:
        """Forget the last epoch's text; at first report what n-grams reach."""
        reset_states(self.model)
        if self.compares:
            best = own_text.baseline(self.split)
            self.job.emit(Progress(0.0, 0, 0.0, best.name, {"loss": best.loss}))
            self.compares = False

    def validate(self) -> dict[str, float]:
        """Return the loss on the last tenth, in nats per character."""
        self.take_weights()
        return {"loss": self.twin_loss()}

    def take_weights(self) -> None:
        """Copy the model's current weights to the twin."""
        weights.assign(
            {v.path: v for v in self.twin.weights}, weights.of_model(self.model)
        )

    def twin_loss(self) -> float:
        """Return the validation loss of the twin's current weights."""
        loss, self.counted = quick_loss(self.twin, self.split.validation, self.streams)
        return loss

    def sample(self) -> str:
        """Return a sample, from a capital letter on as in the original post."""
        vocabulary = self.split.vocabulary
        capital = next((c for c in "LTA" if c in vocabulary.characters), None)
        prompt = capital or vocabulary.characters[0]
        self.take_weights()
        ids = write_text(
            StepWeights.of(self.twin),
            vocabulary.encode(prompt).ids,
            _SAMPLE_LENGTH,
            _SAMPLE_SETTINGS,
        )
        return self.reference.redacted_text(prompt + vocabulary.decode(ids))


def _write_checkpoint(
    job: Job[LanguageConfig],
    learner: _Learner,
    fitting: Fitting,
    at: Position,
    outcome: str,
    facts: dict[str, Any],
) -> Trained:
    """Write the checkpoint, from the EMA of the weights if there is one."""
    model, split, folder = learner.model, learner.split, job.folder
    with averaged(model):
        # int8 takes two fifths of float16 at the same loss: 1.3612 and 1.3611 nats
        # per character on Aesop (2 layers of 512, measured on 2026-11-26).
        stored = folder / "model.weights.h5"
        weights.save(model, stored, "int8")
    weights.load(learner.twin, stored)  # measure what is stored
    files: dict[str, bytes | Path] = {
        "model.weights.h5": stored,
        "vocabulary.json": split.vocabulary.to_text().encode(),
    }
    return provenance.write_trained(
        job,
        experiment="language",
        sources=training_digests(data.SOURCES, job.source, job.own_data, job.title),
        outcome=outcome,
        step=at.step,
        epochs=at.step / fitting.steps_per_epoch,
        seconds=at.seconds,
        parameters=model.count_params(),
        metrics=(_metric(job, learner),),
        files=files,
        snapshots=at.snapshots,
        facts=facts,
    )


def _metric(job: Job[LanguageConfig], learner: _Learner) -> Metric:
    """Return the loss on the last tenth, for the card."""
    loss = learner.twin_loss()  # before `counted`, which it sets
    replaced = data.replaced_note(learner.split.replaced_fraction)
    return Metric(
        "nats_per_character",
        loss,
        learner.counted,
        SPLIT,
        f"./loupe evaluate language {job.run_id}",
        "; ".join(filter(None, (_STREAMS_NOTE, replaced))),
    )
