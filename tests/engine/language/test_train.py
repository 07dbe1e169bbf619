"""Training on the texts that people bring."""

from __future__ import annotations

import numpy as np
import pytest

from engine import registry
from engine.checkpoints import checkpoint, weights
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
        assert sample[0] in "LTA"  # the post lets it begin with a capital


def test_sample_is_the_same_for_the_same_weights(learned):
    """The seed of the samples is fixed: epochs differ by what was learned alone."""
    made = learned("language", "quick")
    last = [event.text for event in made.said if isinstance(event, Sample)][-1]
    writer = registry.get("language").load(made.checkpoint)
    # Those of its checkpoint are rounded.
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
    assert metric.value < np.log(3)  # what chance gives
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
        (b"caf\xe9 " * 50, "is not UTF-8: byte 4 (line 1) is 0xE9."),
    ],
)
def test_text_that_cannot_be_trained_on_ends_the_run_with_a_sentence(
    home, preset, content, message
):
    run = create("language", preset, content)
    assert work(run) == "failed"
    assert message in run.events[-1].reason
    assert "Traceback" not in run.events[-1].reason
    assert store.state(run) == "failed"
    assert not store.resumable(run)
    store.delete(run)


@pytest.mark.slow
def test_line_ends_and_byte_order_mark_do_not_matter(home, sample_text):
    found = []
    for content in (
        sample_text.encode(),
        ("\ufeff" + sample_text.replace("\n", "\r\n")).encode(),
    ):
        run = create("language", "ngrams", content)
        assert work(run) == "done"
        card = checkpoint.read_card(run.folder / "checkpoint", "language")
        found.append([metric.value for metric in card.metrics])
    np.testing.assert_array_equal(*found)


@pytest.mark.slow
def test_few_characters_are_enough(home):
    """A text shorter than the streams that were asked for is cut into fewer."""
    run = create("language", "quick", b"forty steps up and forty down. " * 2)
    assert work(run) == "done", run.events[-1]
