"""What is said about the losses of the networks that are shipped."""

from __future__ import annotations

from dataclasses import replace

import pytest

from engine.checkpoints import checkpoint
from engine.language.analysis import overfitting
from engine.runs import events
from engine.runs.events import Progress

FOLDERS = checkpoint.names("language")
CARDS = {n: checkpoint.read_card(path, "language") for n, path in FOLDERS.items()}


@pytest.mark.parametrize(
    ("text", "overfits"),
    [("shakespeare", True), ("aesop", True), ("paulgraham", False)],
)
def test_n_grams_are_better_than_the_posts_networks(text, overfits):
    card = CARDS[f"{text}-post"]
    learned = events.read(FOLDERS[card.name] / "events.jsonl")
    said = overfitting.in_words(card, learned, list(CARDS.values()))
    assert ("it overfits" in said) is overfits
    assert "less than the network after any epoch" in said
    assert f"after 60 it is {card.metrics[0].value:.3f}" in said


def test_network_that_still_learns_does_not_overfit():
    card = CARDS["shakespeare-post"]
    losses = [(1.0, 2.0), (2.0, 1.2)]
    learned = [
        Progress(0.0, 1, epoch, "validation", {"loss": loss}) for epoch, loss in losses
    ]
    final = replace(card.metrics[0], value=1.2)
    card = replace(card, metrics=(final,))
    said = overfitting.in_words(card, learned, list(CARDS.values()))
    assert "overfits" not in said
    assert said.endswith("more than the network.")
    assert overfitting.in_words(card, learned, [])
    assert overfitting.in_words(card, [], []) == ""


def test_length_is_said_where_the_posts_text_was_far_shorter():
    assert "2.8 times as many as Shakespeare" in overfitting.length_in_words(
        "paulgraham"
    )
    assert overfitting.length_in_words("aesop") == ""
