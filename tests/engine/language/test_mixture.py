"""A network and n-grams that predict and write together."""

from __future__ import annotations

import numpy as np
import pytest

from engine import registry
from engine.checkpoints import checkpoint
from engine.cli.commands import main
from engine.errors import CheckpointError
from engine.language.mixture import Mixture, mixed, mixed_adaptively, table_for
from engine.language.ngrams.writer import NGramWriter
from engine.sampling import SamplingSettings

GREEDY = SamplingSettings(temperature=0)
LANGUAGE = registry.get("language")


@pytest.fixture(scope="module")
def counts(learned) -> NGramWriter:
    return NGramWriter(learned("language", "ngrams").checkpoint)


def text_of(pieces) -> str:
    return "".join(piece.text for piece in pieces)


def test_mean_of_two_distributions_is_a_distribution():
    p, q = np.log([[0.7, 0.2, 0.1]]), np.log([[0.1, 0.1, 0.8]])
    np.testing.assert_allclose(np.exp(mixed(p, q, 0.25)), [[0.55, 0.175, 0.275]])


def test_learned_weight_loses_little_to_the_better_of_both():
    random = np.random.default_rng(0)
    good, poor = -random.exponential(1, 2000), -random.exponential(2, 2000)
    for network, counts in ((good, poor), (poor, good)):
        log_p, weight = mixed_adaptively(network, counts)
        assert log_p.mean() > good.mean()
        assert (weight < 0.5) == (network is good)
        # The first character is not known before it is read.
        assert log_p[0] == pytest.approx(mixed(network[0], counts[0], 0.5))
        fixed = [mixed(network, counts, w / 1000).sum() for w in range(5, 1000, 10)]
        assert max(fixed) - np.log(100) < log_p.sum() < max(fixed)
        assert weight == pytest.approx(np.argmax(fixed) / 100, abs=0.1)


@pytest.mark.parametrize(
    ("weight", "alone"), [(1e-12, "network"), (1 - 1e-12, "table")]
)
def test_weight_leads_from_the_network_to_the_counts(
    tiny_writer, counts, weight, alone
):
    order = counts.table.order
    mixture = Mixture(tiny_writer, counts, order, weight)
    expected = (
        tiny_writer.write("the lamp", 80, GREEDY)
        if alone == "network"
        else counts.write("the lamp", 80, GREEDY, order)
    )
    assert text_of(mixture.write("the lamp", 80, GREEDY)) == text_of(expected)


def test_pieces_have_the_mixed_probabilities(tiny_writer, counts, sample_text):
    mixture = Mixture(tiny_writer, counts, 4, 0.3)
    settings = SamplingSettings(seed=3)
    written = list(mixture.write("the", 40, settings))
    assert text_of(written) == text_of(mixture.write("the", 40, settings))
    text = text_of(written)
    network = tiny_writer.read("the" + text).piece.probability[3:]
    table = counts.read("the" + text, 4).piece.probability[3:]
    assert len(text) == 40
    probability = np.concatenate([piece.probability for piece in written])
    # The reading starts from a new line, which the network's state remembers a little.
    np.testing.assert_allclose(probability, 0.7 * network + 0.3 * table, atol=0.02)


def test_evaluation_mixes_the_losses_of_both(home, learned, counts, tiny_writer):
    network = learned("language", "quick").checkpoint
    with pytest.raises(CheckpointError, match="--preset ngrams"):
        LANGUAGE.evaluate(network, home, None, "ngrams")
    table = home / "checkpoints" / "language" / "counted"
    table.parent.mkdir(parents=True)
    table.symlink_to(counts_folder := learned("language", "ngrams").checkpoint)
    assert table_for(checkpoint.read_card(counts_folder, "language")) == "counted"
    alone = LANGUAGE.evaluate(network, home)
    table_alone = LANGUAGE.evaluate(counts_folder, home)
    figures = LANGUAGE.evaluate(network, home, None, "ngrams")
    assert figures["n"] == alone["n"]
    worse = max(alone["nats_per_character"], table_alone["nats_per_character"])
    assert figures["nats_per_character_ngrams"] < worse
    assert 0 < figures["ngram_weight"] < 1
    folders = [counts_folder, network]  # in any order
    assert LANGUAGE.evaluate_together(folders, home, None, "") == figures
    (home / "checkpoints" / "language" / "lstm").symlink_to(network)
    assert main(["predict", "language", "--checkpoint", "lstm+counted"]) == 0
    both = LANGUAGE.evaluate(network, home, None, "dynamic+ngrams")
    assert both["nats_per_character_dynamic_ngrams"] < worse
    assert both["n"] % 64 == 0


def test_models_of_different_characters_are_refused(tiny_writer, counts, monkeypatch):
    from engine.data.vocabulary import Vocabulary

    monkeypatch.setattr(counts, "vocabulary", Vocabulary.of("another text"))
    with pytest.raises(CheckpointError, match="different characters"):
        Mixture(tiny_writer, counts, 3)
