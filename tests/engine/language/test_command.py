"""What `./loupe predict language` computes."""

from __future__ import annotations

from argparse import ArgumentParser

import numpy as np
import pytest

from engine import registry
from engine.errors import ConfigError, TextError
from tests.contract import tiny

LANGUAGE = registry.get("language")


def options(*words: str):
    parser = ArgumentParser()
    LANGUAGE.add_predict_options(parser)
    return parser.parse_args([str(word) for word in words])


@pytest.fixture
def tables(home, learned):
    """Counted tables as the shipped checkpoint “tables”."""
    return tiny.ship("language", learned("language", "ngrams").checkpoint, "tables")


def ask(*words: str):
    return list(LANGUAGE.predict(options(*words)))


def test_copyrighted_text_is_redacted_as_on_the_page(shipped, monkeypatch):
    from engine.language import reference
    from engine.language.reference import Reference

    whole_text = "".join(
        ask("--checkpoint", "tiny", "--prompt", "L", "--length", "200")
    )
    copied = whole_text[50:120]
    texts = Reference(training_text=f"before {copied} after", shown_run=20)
    monkeypatch.setattr(reference, "find", lambda *where: texts)
    redacted = "".join(ask("--checkpoint", "tiny", "--prompt", "L", "--length", "200"))
    assert len(redacted) == len(whole_text)
    assert redacted == whole_text[:1] + texts.redacted_text(whole_text[1:])
    assert redacted.count("…") == len(copied) - 20


def test_text_read_first_sets_the_state(shipped):
    words = ("--checkpoint", "tiny", "--prompt", "L", "--length", "60")
    assert ask(*words) != ask(*words, "--before", "The lamp was lit. ")


def test_network_of_the_original_post_draws_from_two(shipped):
    from dataclasses import replace

    from engine.language import command
    from engine.language.reference import Reference

    writer = LANGUAGE.load(shipped)
    writer.card = replace(writer.card, preset="post")
    plain = options("--length", "60")
    texts_of_both = [
        "".join(command.write(writer, Reference(), given))
        for given in (plain, options("--length", "60", "--top-n", "2"))
    ]
    assert texts_of_both[0] == texts_of_both[1]
    assert texts_of_both[0] != "".join(
        command.write(writer, Reference(), options("--length", "60", "--top-n", "0"))
    )


@pytest.mark.parametrize("length", [2, 500, 600, 1500])
def test_loss_carries_the_state_through_the_whole_text(
    shipped, tmp_path, sample_text, length
):
    from engine.language.model import reset_states
    from engine.sampling import log_softmax

    path = tmp_path / "part.txt"
    path.write_text(sample_text[:length], encoding="utf-8")
    (figures,) = ask("--checkpoint", "tiny", "--score", path)
    writer = LANGUAGE.load(shipped)
    ids = writer.vocabulary.encode(sample_text[:length]).ids
    reset_states(writer.model)
    logits = log_softmax(np.asarray(writer.model.predict_on_batch(ids[None, :-1])))[0]
    expected = -logits[np.arange(length - 1), ids[1:]].mean()
    assert figures["nats_per_character"] == pytest.approx(expected, rel=1e-5)
    assert figures["n"] == length - 1


def test_loss_names_replaced_characters(shipped, tmp_path):
    path = tmp_path / "part.txt"
    path.write_text("Lämp lit", encoding="utf-8")
    (figures,) = ask("--checkpoint", "tiny", "--score", path)
    assert figures["replaced"] == {"ä": "a"}
    assert figures["split"] == "part.txt"


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "is empty"),
        (b"a", "at least two"),
        (b"\xff\xfe\xff", "starts like UTF-16"),
    ],
)
def test_text_that_cannot_be_measured_is_named(shipped, tmp_path, content, message):
    path = tmp_path / "bad.txt"
    path.write_bytes(content)
    with pytest.raises(TextError, match=message):
        ask("--checkpoint", "tiny", "--score", path)


def test_tables_write_and_measure(tables, sample_file):
    words = ("--checkpoint", "tables", "--order", "3")
    written = ["".join(ask(*words, "--length", "80", "--seed", "4")) for _ in range(2)]
    assert written[0] == written[1]
    assert len(written[0]) == 81  # with the prompt
    (figures,) = ask(*words, "--score", sample_file)
    assert 0 < figures["nats_per_character"] < 3
    assert figures["n"] == len(sample_file.read_text()) - 1


@pytest.mark.parametrize("order", ["0", "9"])
def test_order_that_was_not_counted_is_named(tables, sample_file, order):
    for more in ((), ("--score", sample_file)):
        with pytest.raises(ConfigError, match="“order” must be between 1 and 4"):
            ask("--checkpoint", "tables", "--order", order, *more)


def test_checkpoint_without_snapshots_has_no_epochs(shipped):
    epoch = "".join(ask("--checkpoint", "tiny", "--epoch", "1", "--length", "60"))
    final = "".join(ask("--checkpoint", "tiny", "--length", "60"))
    assert len(epoch) == len(final) == 61
    assert epoch != final


def test_score_says_how_it_was_read(shipped, tmp_path):
    plain, odd = tmp_path / "plain.txt", tmp_path / "odd.txt"
    plain.write_text("The café was lit. " * 5, encoding="utf-8")
    odd.write_text("The caf\u00ade\u0301 was lit. " * 5, encoding="utf-16")
    first, second = (
        ask("--checkpoint", "tiny", "--score", str(path))[-1] for path in (plain, odd)
    )
    assert first["nats_per_character"] == second["nats_per_character"]
    assert first["replaced"] == second["replaced"]
    assert first["replaced_fraction"] == pytest.approx(1 / 18)
    plain.write_bytes(b"The caf\xe9 was lit.")
    assert (
        "Windows-1252"
        in ask("--checkpoint", "tiny", "--score", str(plain))[-1]["encoding"]
    )
    with pytest.raises(TextError, match="not a regular file"):
        ask("--checkpoint", "tiny", "--score", "/dev/zero")
