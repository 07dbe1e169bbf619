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
    """Count the letters of half a text, then of the whole; write a checkpoint."""
    started = time.monotonic()
    text, validation = data.split(data.read(job.own_data, job.title, job.data))
    parts = (text[: len(text) // 2], text)
    job.emit(Started(0.0, 0, len(parts), len(parts), 26, "letters"))
    for step, part in enumerate(parts, start=1):
        model = build(part, job.config.smoothing)
        value, n = loss(model, validation)
        seconds, epoch = time.monotonic() - started, step / len(parts)
        for split, nats in (("train", loss(model, part)[0]), ("validation", value)):
            job.emit(Progress(seconds, step, epoch, split, {"loss": nats}))
        if job.stop():
            break
    command = f"./loupe evaluate toy {job.run_id}"
    return write_trained(
        job,
        experiment="toy",
        sources=training_digests(data.SOURCES, job.source, job.own_data, job.title),
        outcome="done" if step == len(parts) else "stopped",
        step=step,
        epochs=epoch,
        seconds=seconds,
        parameters=len(model),
        metrics=(Metric("nats_per_letter", value, n, data.SPLIT, command),),
        files={"letters.json": json.dumps(model).encode()},
        facts={},
    )
