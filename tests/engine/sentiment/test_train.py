"""How often phrases are seen in an epoch."""

from __future__ import annotations

from engine.sentiment import data, train
from engine.sentiment.config import CountConfig
from engine.sentiment.trees import parse


def repeats(**settings):
    """Return how often each phrase is seen per epoch."""
    lines = ("(3 (2 a) (3 gem))", "(3 (2 A) (4 film))", "(1 (2 a) (1 mess))")
    examples = data.examples([parse(line) for line in lines])
    config = CountConfig(min_count=1, batch_size=1, **settings)
    batches = train._batches(config, examples, train.encoder_of(config, examples))
    assert batches.steps_per_epoch == batches.repeats.sum()
    return dict(zip(examples.texts, batches.repeats.tolist(), strict=True))


def test_each_phrase_is_seen_once_by_default():
    assert set(repeats().values()) == {1}


def test_phrase_is_seen_as_often_as_it_occurs_up_to_the_maximum():
    assert repeats(max_phrase_repeats=2)[("a",)] == 2
    seen = repeats(max_phrase_repeats=30, min_sentence_repeats=2)
    assert seen.pop(("a",)) == 3
    assert {n for text, n in seen.items() if len(text) == 1} == {1}
    assert {n for text, n in seen.items() if len(text) == 2} == {2}
