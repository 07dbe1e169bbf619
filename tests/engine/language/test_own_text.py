"""The user's own text: epochs, time, and the n-grams that a network has to beat."""

from __future__ import annotations

import random
from dataclasses import replace
from functools import partial

import pytest

from engine import registry
from engine.errors import TextError
from engine.language import data, own_text
from engine.language.config import PRESETS
from engine.own_data import FitsOwnData
from tests.contract.tiny import create

LANGUAGE = registry.get("language")
WORDS = ("the lamp is low and", "still no sail comes in", "what says the book")


def text(size: int) -> str:
    chosen = random.Random(1)
    words = (chosen.choice(WORDS) for _ in range(size))
    return " ".join(words)[:size]


def epochs(preset: str, size: int) -> int:
    return int(LANGUAGE.fitted(preset, text(size).encode(), "mine.txt").epochs)


@pytest.mark.parametrize("preset", ["quick", "fine_tune"])
def test_small_texts_get_more_epochs_than_large_ones(preset):
    few, middle, many = (epochs(preset, size) for size in (20_000, 200_000, 2_000_000))
    assert few > middle > many >= 2
    assert few <= 40


@pytest.mark.parametrize("preset", ["quick", "fine_tune"])
def test_longer_text_never_gets_fewer_updates_nor_fewer_epochs_than_the_preset(preset):
    config = PRESETS[preset]
    before = 380
    for size in (124_000, 200_000, 400_000, 1_000_000):
        parts = data.split(text(size), config.sequence_length)
        fitted = own_text.fitted(preset, config, parts)
        streams = data.Streams.of(
            parts.train, config.batch_size, config.sequence_length, 0
        )
        updates = fitted.epochs * streams.steps_per_epoch
        assert updates >= 0.95 * before  # whole epochs
        assert fitted.epochs >= config.epochs
        before = updates


def test_other_presets_keep_their_epochs():
    for preset in ("post", "best", "ngrams"):
        fitted = LANGUAGE.fitted(preset, text(50_000).encode(), "mine.txt")
        assert fitted == LANGUAGE.presets[preset]


def test_text_that_is_too_short_is_refused():
    with pytest.raises(TextError, match="needs at least"):
        LANGUAGE.fitted("quick", b"short", "mine.txt")


def test_baseline_is_the_best_order_of_the_n_grams(learned, sample_text):
    table = learned("language", "ngrams").checkpoint
    measured = LANGUAGE.evaluate(table, table)
    best = own_text.baseline(data.split(sample_text, 2))
    orders = [measured[f"nats_per_character_order_{order}"] for order in (1, 2, 3, 4)]
    assert best.loss <= min(orders) + 1e-9
    assert best.name == f"{best.order}-grams"


def test_forecast_names_the_time_and_the_loss_to_beat(monkeypatch):
    assert isinstance(LANGUAGE, FitsOwnData)
    content = text(60_000).encode()
    monkeypatch.setattr(own_text, "_operations_per_second", lambda: 4e10)
    fast = LANGUAGE.forecast(PRESETS["quick"], content, "mine.txt")
    assert "nats per character" in fast
    assert "-grams of this text" in fast
    assert "About a minute" in fast
    monkeypatch.setattr(own_text, "_operations_per_second", lambda: 4e8)
    slow = LANGUAGE.forecast(PRESETS["quick"], content, "mine.txt")
    assert "minutes on this machine" in slow
    assert "begins from nothing may not" in slow
    assert LANGUAGE.forecast(LANGUAGE.presets["ngrams"], content, "mine.txt") == ""


@pytest.mark.parametrize(
    ("minutes", "said"),
    [
        (2, "it takes about a minute to get below it."),
        (5, "it takes about 3 minutes to get below it."),
        (21, "3 minutes are not enough to get below it: expect about 8 minutes more."),
    ],
)
def test_forecast_says_how_many_minutes_more_than_three_it_takes(
    monkeypatch, minutes, said
):
    monkeypatch.setattr(own_text, "training_seconds", lambda *_: 60 * minutes)
    assert said in own_text.forecast(PRESETS["fine_tune"], text(5_000))


@pytest.mark.parametrize(
    ("size", "said"),
    [
        (50_000, " On English prose “fine_tune” gets below it after about 3 minutes."),
        (100, ""),  # too short for `fine_tune`
        (70_000, ""),  # longer than was measured
    ],
)
def test_forecast_of_quick_names_fine_tune(monkeypatch, size, said):
    monkeypatch.setattr(own_text, "_MEASURED", 60_000)
    monkeypatch.setattr(own_text, "training_seconds", lambda *_: 60 * 5)
    forecast = own_text.forecast(PRESETS["quick"], text(size))
    assert forecast.partition("50,000 did not.")[2] == said


def test_time_grows_with_epochs(monkeypatch):
    monkeypatch.setattr(own_text, "_operations_per_second", lambda: 1e11)
    parts = data.split(text(60_000), 64)
    config = PRESETS["quick"]
    once = own_text.training_seconds(config, parts)
    longer = replace(config, epochs=2 * config.epochs)
    twice = own_text.training_seconds(longer, parts)
    after = replace(config, more_epochs=config.epochs)
    assert own_text.training_seconds(after, parts) == twice
    assert twice == pytest.approx(2 * once)
    assert once > 0


def test_speed_of_this_machine_is_that_of_a_processor():
    assert 1e8 < own_text._operations_per_second() < 1e15


def test_training_on_ones_own_text_reports_the_baseline_first(learned):
    from engine.runs import events, facts

    run = learned("language", "quick").checkpoint.parent
    baselines = facts.baselines_of(events.read(run / "events.jsonl"))
    ((name, loss),) = baselines.items()
    assert name.endswith("-grams")
    assert 0 < loss < 5


def test_baseline_comes_late_where_a_training_was_stopped_before_its_first_batch(
    home, sample_text
):
    from engine.runs import events, facts
    from engine.training import worker

    run = create("language", "quick", sample_text.encode())
    path = run.folder / "events.jsonl"
    for stopped in (True, False):
        job = worker._job(
            run, LANGUAGE, partial(events.append, path), lambda stopped=stopped: stopped
        )
        LANGUAGE.train(job)
        assert bool(facts.baselines_of(events.read(path))) is not stopped


def test_forecast_of_a_text_longer_than_was_measured_says_so(monkeypatch):
    monkeypatch.setattr(own_text, "training_seconds", lambda *_: 60 * 20)
    monkeypatch.setattr(own_text, "_MEASURED", 200_000)
    said = own_text.forecast(PRESETS["fine_tune"], text(220_000))
    assert "up to 200,000 characters took up to 53% of the training" in said
    assert "which here is 11 minutes. Longer ones were not measured" in said
