"""Counting as a run like any other: events, a checkpoint, a card."""

import json
import time

from engine.checkpoints.checkpoint import Metric
from engine.checkpoints.provenance import write_trained
from engine.data.sources import training_digests
from engine.experiment import Job, Trained
from engine.runs.events import Progress, Started
from engine.toy import data
from engine.toy.config import ToyConfig
from engine.toy.evaluate import loss
from engine.toy.model import build


def train(job: Job[ToyConfig]) -> Trained:
    """Count the letters of a text and write a checkpoint."""
    started = time.monotonic()
    train_part, validation = data.split(data.read(job.own_data, job.title, job.data))
    job.emit(Started(0.0, 0, 1, 1, 26, "letters"))
    model = build(train_part, job.config.smoothing)
    value, n = loss(model, validation)
    seconds = time.monotonic() - started
    job.emit(Progress(seconds, 1, 1.0, "validation", {"loss": value}))
    command = f"./loupe evaluate toy {job.run_id}"
    return write_trained(
        job,
        experiment="toy",
        sources=training_digests(data.SOURCES, job.source, job.own_data, job.title),
        outcome="done",
        step=1,
        epochs=1.0,
        seconds=seconds,
        parameters=len(model),
        metrics=(Metric("nats_per_letter", value, n, data.SPLIT, command),),
        files={"letters.json": json.dumps(model).encode()},
        facts={},
    )
