"""The output and errors of `./loupe predict sentiment`."""

from __future__ import annotations

import json

import pytest

from engine.cli import commands
from tests.contract import tiny


@pytest.fixture
def shipped_reviewer(home, learned):
    """The tiny bag as the shipped checkpoint “best”."""
    return tiny.ship("sentiment", learned("sentiment", "quick").checkpoint, "best")


def predict(*words):
    return commands.main(["predict", "sentiment", *map(str, words)])


def test_a_review_is_answered_as_json(shipped_reviewer, capsys):
    assert predict("Not bad, <b>qzxqzx</b> 👍!", "--checkpoint", "best", "--json") == 0
    answer = json.loads(capsys.readouterr().out.splitlines()[-1])
    assert answer["checkpoint"] == "best"
    assert answer["review"] == "Not bad, <b>qzxqzx</b> 👍!"
    assert "qzxqzx" in answer["unknown_words"]
    assert sum(answer["probabilities"].values()) == pytest.approx(1, abs=1e-4)
    assert list(answer["probabilities"])[answer["label"]] == answer["label_name"]
    assert 1 <= answer["stars"] <= 5


def test_a_review_is_answered_in_lines(shipped_reviewer, capsys):
    assert predict("Not bad.", "--checkpoint", "best", "--epoch", "1") == 0
    assert "stars: " in capsys.readouterr().out


@pytest.mark.parametrize(
    "words", [["Fine."], ["--", "Fine."], ["--", "-Fine-"], ["Fine.", "--json"]]
)
def test_checkpoint_is_optional(words, shipped_reviewer, capsys):
    assert predict(*words) == 0
    assert "best" in capsys.readouterr().out


def test_very_long_review_is_cut_off(shipped_reviewer, capsys):
    assert predict("fine " * 20_000, "--json") == 0
    answer = json.loads(capsys.readouterr().out)
    assert answer["characters_read"] == 9_999


def test_a_file_has_a_review_a_line(shipped_reviewer, tmp_path, capsys):
    path = tmp_path / "own.txt"
    path.write_text("Good film.\n\n\x07\nBad film.\n", encoding="utf-8")
    assert predict("--file", path, "--checkpoint", "best", "--json") == 0
    answer = json.loads(capsys.readouterr().out.splitlines()[-1])
    assert [r["review"] for r in answer["reviews"]] == ["Good film.", "Bad film."]
    assert len(answer["left_out"]) == 1
    assert predict("--file", path, "--checkpoint", "best") == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[0].endswith("  Good film.")
    assert lines[1].endswith("  Bad film.")
    assert "Line 3 has no readable text" in lines[-1]


def test_a_table_is_read_by_its_column(shipped_reviewer, tmp_path, capsys):
    path = tmp_path / "own.csv"
    path.write_text('id,text\n1,"Good, warm"\n', encoding="utf-8")
    assert predict("--file", path, "--checkpoint", "best", "--json") == 0
    (review,) = json.loads(capsys.readouterr().out)["reviews"]
    assert review["review"] == "Good, warm"


@pytest.mark.parametrize(
    ("words", "message"),
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
def test_error_is_one_sentence(words, message, shipped_reviewer, capsys):
    if "--checkpoint" not in words:
        words = [*words, "--checkpoint", "best"]
    assert predict(*words) == 2
    error = capsys.readouterr().err.strip()
    assert message in error
    assert "\n" not in error


def test_evaluate_refuses_missing_own_data(shipped_reviewer, capsys):
    run = shipped_reviewer.parent  # own data lies beside a run's checkpoint only
    assert run.is_dir()
    assert commands.main(["evaluate", "sentiment", "best", "--json"]) == 2
    assert "is no longer here" in capsys.readouterr().err
