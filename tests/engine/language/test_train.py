"""Training on the user's own texts."""

from __future__ import annotations

import re

import numpy as np
import pytest

from engine import registry
from engine.checkpoints import checkpoint, weights
from engine.errors import TextError
from engine.language.step_weights import StepWeights
from engine.language.writing import write_text
from engine.runs import store
from engine.runs.events import Progress, Sample
from engine.sampling import SamplingSettings
from tests.contract.tiny import create, work


def test_run_lowers_the_loss_and_emits_samples(learned):
    made = learned("language", "quick")
    checks = [
        event.values["loss"]
        for event in made.said
        if isinstance(event, Progress) and event.split == "validation"
    ]
    assert checks[-1] < checks[0]
    samples = [event.text for event in made.said if isinstance(event, Sample)]
    assert len(samples) >= len(checks)
    vocabulary = checkpoint.read_card(made.checkpoint, "language").files
    assert "vocabulary.json" in vocabulary
    for sample in samples:
        assert len(sample) == 301
        assert sample[0] in "LTA"  # starts from a capital, as in the original post


def test_sample_is_the_same_for_the_same_weights(learned):
    """The samples' seed is fixed, so that epochs differ by their weights alone."""
    made = learned("language", "quick")
    last = [event.text for event in made.said if isinstance(event, Sample)][-1]
    writer = registry.get("language").load(made.checkpoint)
    # The weights in its checkpoint are rounded.
    weights.assign({v.path: v for v in writer.model.weights}, made.averaged)
    settings = SamplingSettings(temperature=1.0, top_n=2, seed=1)
    first = writer.vocabulary.encode(last[0]).ids
    written = write_text(StepWeights.of(writer.model), first, 20, settings)
    assert writer.vocabulary.decode(written) == last[1:21]


@pytest.mark.slow
@pytest.mark.parametrize("preset", ["quick", "ngrams"])
def test_text_of_one_repeated_character_trains_and_writes(preset, home):
    run = create("language", preset, b"a" * 2000)
    assert work(run) == "done", run.events[-1]
    metric = checkpoint.read_card(run.folder / "checkpoint", "language").metrics[-1]
    assert metric.value < np.log(3)  # uniform guessing
    writer = registry.get("language").load(run.folder / "checkpoint")
    words = ("a", 20, SamplingSettings(top_n=1)) + ((2,) if preset == "ngrams" else ())
    assert "".join(piece.text for piece in writer.write(*words)) == "a" * 20


@pytest.mark.parametrize("preset", ["quick", "ngrams"])
@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "sample.txt is empty."),
        (b"too short", "The text has 9 characters"),
        (b"zero \0 bytes" * 20, "is not a text file: it contains zero bytes."),
        (b"\xff\xfe\0", "sample.txt starts like UTF-16, but byte"),
    ],
)
def test_text_that_cannot_be_trained_on_is_refused_before_a_run_is_made(
    home, preset, content, message
):
    with pytest.raises(TextError, match=re.escape(message)):
        create("language", preset, content)
    assert store.list_runs() == []


def test_text_that_is_damaged_after_the_start_ends_the_run_with_a_sentence(
    home, sample_text
):
    run = create("language", "ngrams", sample_text.encode())
    (run.folder / run.own_data).write_bytes(b"too short")
    assert work(run) == "failed"
    assert "The text has 9 characters" in run.events[-1].reason
    assert store.state(run) == "failed"
    assert not store.resumable(run)
    store.delete(run)


@pytest.mark.slow
def test_line_ends_and_byte_order_mark_do_not_matter(home, sample_text):
    values = []
    for content in (
        sample_text.encode(),
        ("\ufeff" + sample_text.replace("\n", "\r\n")).encode(),
    ):
        run = create("language", "ngrams", content)
        assert work(run) == "done"
        card = checkpoint.read_card(run.folder / "checkpoint", "language")
        values.append([metric.value for metric in card.metrics])
    np.testing.assert_array_equal(*values)


@pytest.mark.slow
def test_few_characters_are_enough(home):
    """A text shorter than the requested streams is cut into fewer."""
    run = create("language", "quick", b"forty steps up and forty down. " * 2)
    assert work(run) == "done", run.events[-1]
