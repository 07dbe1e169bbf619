"""What `./loupe predict sentiment` says, to a person and to a program."""

from __future__ import annotations

import json

import pytest

from engine.checkpoints import checkpoint
from engine.cli import commands
from tests.contract import tiny


@pytest.fixture
def shipped_reviewer(home, learned):
    """The tiny bag as the shipped checkpoint “tiny”."""
    source = learned("sentiment", "quick").checkpoint
    card = checkpoint.read_card(source, "sentiment")
    folder = home / "checkpoints" / "sentiment" / "tiny"
    folder.parent.mkdir(exist_ok=True)
    files = {name: source / name for name in card.files}
    return checkpoint.write(folder, tiny.renamed(card, "tiny"), files)


def ask(*words):
    return commands.main(["predict", "sentiment", *map(str, words)])


def test_a_review_is_answered_as_json(shipped_reviewer, capsys):
    assert ask("Not bad, <b>qzxqzx</b> 👍!", "--checkpoint", "tiny", "--json") == 0
    said = json.loads(capsys.readouterr().out.splitlines()[-1])
    assert said["checkpoint"] == "tiny"
    assert said["review"] == "Not bad, <b>qzxqzx</b> 👍!"
    assert "qzxqzx" in said["unknown_words"]
    assert sum(said["probabilities"].values()) == pytest.approx(1, abs=1e-4)
    assert list(said["probabilities"])[said["label"]] == said["label_name"]
    assert 1 <= said["stars"] <= 5


def test_a_review_is_answered_in_lines(shipped_reviewer, capsys):
    assert ask("Not bad.", "--checkpoint", "tiny", "--epoch", "1") == 0
    assert "stars: " in capsys.readouterr().out


@pytest.mark.parametrize(
    "words", [["Fine."], ["--", "Fine."], ["--", "-Fine-"], ["Fine.", "--json"]]
)
def test_nobody_need_name_a_checkpoint(words, shipped_reviewer, capsys):
    assert ask(*words) == 0
    assert "tiny" in capsys.readouterr().out


def test_of_a_very_long_review_the_beginning_is_judged(shipped_reviewer, capsys):
    assert ask("fine " * 20_000, "--json") == 0
    said = json.loads(capsys.readouterr().out)
    assert said["characters_read"] == 9_999


def test_a_file_has_a_review_a_line(shipped_reviewer, tmp_path, capsys):
    path = tmp_path / "own.txt"
    path.write_text("Good film.\n\n\x07\nBad film.\n", encoding="utf-8")
    assert ask("--file", path, "--checkpoint", "tiny", "--json") == 0
    said = json.loads(capsys.readouterr().out.splitlines()[-1])
    assert [r["review"] for r in said["reviews"]] == ["Good film.", "Bad film."]
    assert len(said["left_out"]) == 1
    assert ask("--file", path, "--checkpoint", "tiny") == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[0].endswith("  Good film.")
    assert lines[1].endswith("  Bad film.")
    assert "Line 3 has no readable text" in lines[-1]


def test_a_table_is_read_by_its_column(shipped_reviewer, tmp_path, capsys):
    path = tmp_path / "own.csv"
    path.write_text('id,text\n1,"Good, warm"\n', encoding="utf-8")
    assert ask("--file", path, "--checkpoint", "tiny", "--json") == 0
    (review,) = json.loads(capsys.readouterr().out)["reviews"]
    assert review["review"] == "Good, warm"


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ([], "Give one review in quotes, or a file"),
        (["  "], "Give one review in quotes, or a file"),
        (["good", "--file", "x.txt"], "Give one review in quotes, or a file"),
        (["--file", "nowhere.txt"], "Cannot read nowhere.txt"),
        (["--file", "."], "Cannot read"),
        (["caf\udce9"], "not valid UTF-8"),
        (["\x07"], "nothing to read"),
        (["good", "--checkpoint", "none"], "no sentiment checkpoint called “none”"),
    ],
)
def test_a_mistake_is_one_sentence(words, said, shipped_reviewer, capsys):
    if "--checkpoint" not in words:
        words = [*words, "--checkpoint", "tiny"]
    assert ask(*words) == 2
    error = capsys.readouterr().err.strip()
    assert said in error
    assert "\n" not in error


def test_evaluate_prints_the_figures_a_program_asks_for(shipped_reviewer, capsys):
    run = shipped_reviewer.parent  # own data lies beside a run's checkpoint only
    assert run.is_dir()
    assert commands.main(["evaluate", "sentiment", "tiny", "--json"]) == 2
    assert "are not on this machine" in capsys.readouterr().err
