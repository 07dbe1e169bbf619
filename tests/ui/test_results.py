"""What the learning curves of Results say of what they do not show."""

from __future__ import annotations

from types import SimpleNamespace

from engine.checkpoints.checkpoint import Metric
from engine.runs.events import Progress
from ui import cards, results
from ui.charts.curves import Curve
from views.images.results import _smoothing_note


def curve(name: str, *splits: str) -> Curve:
    return Curve(
        name, [Progress(1.0, 1, 1.0, split, {"loss": 1.0}) for split in splits]
    )


def test_networks_without_validation_are_named() -> None:
    drawn = [curve("best", "train"), curve("quick", "train", "validation")]
    assert "best was trained on all of its training set" in results._without_validation(
        drawn
    )
    assert results._without_validation(drawn[1:]) == ""


def test_losses_with_label_smoothing_are_not_to_be_compared() -> None:
    smoothed = SimpleNamespace(name="best", config={"label_smoothing": 0.2})
    plain = SimpleNamespace(name="post", config={"label_smoothing": 0.0})
    assert "loss of best includes label smoothing" in _smoothing_note([smoothed, plain])
    assert _smoothing_note([smoothed]) == ""
    assert _smoothing_note([plain]) == ""


def test_percentage_of_a_few_stands_beside_their_number() -> None:
    card = SimpleNamespace(experiment="images")
    few, many = (Metric("accuracy", 1.0, n, "validation", "") for n in (5, 5000))
    assert cards.figure_text(card, few) == "100.00% accuracy (n = 5)"
    assert cards.figure_text(card, many) == "100.00% accuracy"


def test_digests_on_a_card_are_named_and_short() -> None:
    facts = {"word_vectors_sha256": "ab" * 32, "training_phrases": 1234}
    shown = cards.facts(SimpleNamespace(facts=facts))
    assert shown == {
        "Word vectors, SHA-256": "abababababab…",
        "Training phrases": "1,234",
    }
