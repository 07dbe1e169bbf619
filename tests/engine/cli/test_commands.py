"""The command line, in the forms that the README shows."""

from __future__ import annotations

import json
import subprocess
import sys
import urllib.error
import urllib.request
from pathlib import Path

import pytest

from engine import registry
from engine.checkpoints import checkpoint
from engine.cli import commands
from engine.runs import store

PROJECT = Path(__file__).parents[3]
LIGHTHOUSE = PROJECT / "tests/samples/lighthouse.txt"
SMALL = [
    *("--epochs", "1", "--batch-size", "8", "--sequence-length", "16"),
    *("--units", "8", "--embedding-size", "4"),
]


@pytest.fixture
def ask(capsys):
    """Return what a command answers: status, output lines, error text."""

    def run(*words: str) -> tuple[int, list[str], str]:
        capsys.readouterr()
        status = commands.main([str(word) for word in words])
        out, err = capsys.readouterr()
        return status, out.splitlines(), err

    return run


def test_list_shows_what_there_is(ask, shipped, home):
    damaged = shipped.with_name("broken")
    damaged.mkdir()
    (damaged / "card.json").write_text("{")
    status, lines, _ = ask("list")
    assert status == 0
    text = "\n".join(lines)
    for preset in registry.get("language").presets:
        assert preset in text
    assert "shakespeare, aesop, paulgraham" in text
    assert "checkpoint   tiny  nats_per_character" in text
    assert "checkpoint   broken  The card of the checkpoint broken cannot" in text


@pytest.mark.slow
def test_train_evaluate_predict_with_one_own_text(ask, home, sample_file):
    words = ("train", "language", "--preset", "best", "--own-data", sample_file)
    status, lines, _ = ask(*words, *SMALL, "--seed", "3")
    assert status == 0
    run = store.list_runs()[0]
    assert lines[0] == f"run {run.id}"
    assert lines[-1].startswith("done after ")
    assert run.preset == "best"
    assert run.config["units"] == 8
    assert run.config["seed"] == 3
    assert run.config["layers"] == 2  # the preset's own
    # The command that the card shows is the one that was typed.
    command = checkpoint.read_card(run.folder / "checkpoint", "language").command
    assert command.startswith(
        f"./loupe train language --preset best --own-data {sample_file} --seed 3"
    )
    status, lines, _ = ask("evaluate", "language", run.id, "--json")
    assert status == 0
    assert json.loads(lines[-1])["n"] > 100
    status, lines, _ = ask("list")
    assert f"run  {run.id}  language  {sample_file.name}  done" in lines
    status, _, err = ask("train", "language", "--resume", run.id)
    assert status == 2
    assert "is done" in err


@pytest.mark.slow
def test_counting_runs_as_the_command_that_a_person_types(home, sample_file):
    words = [sys.executable, "-m", "engine", "train", "language"]
    words += ["--preset", "ngrams", "--order", "3", "--own-data", str(sample_file)]
    done = subprocess.run(
        words, cwd=PROJECT, capture_output=True, text=True, check=True
    )
    assert done.stdout.splitlines()[-1].startswith("done after 3 steps")
    assert store.state(store.list_runs()[0]) == "done"


def test_evaluate_gives_one_json_object_at_the_end(ask, tiny_checkpoint, monkeypatch):
    run = tiny_checkpoint.parent
    monkeypatch.setenv("LOUPE_RUNS", str(run.parents[1]))
    words = ("evaluate", "language", run.name, "--limit", "100")
    status, lines, _ = ask(*words, "--json")
    assert status == 0
    figures = json.loads(lines[-1])
    assert figures["n"] == 100
    assert figures["split"] == "last 10%"
    assert 0 < figures["nats_per_character"] < 6
    assert figures["checkpoint"] == run.name
    status, lines, _ = ask(*words)
    assert any(line.startswith("nats_per_character ") for line in lines)


@pytest.mark.parametrize("limit", ["0", "-5"])
def test_evaluate_refuses_a_limit_that_leaves_nothing(ask, shipped, limit):
    status, _, err = ask("evaluate", "language", "tiny", "--limit", limit)
    assert status == 2
    assert "“limit” must be at least 1" in err


WRITE = (
    *("predict", "language", "--checkpoint", "tiny", "--prompt", "Lamp"),
    *("--length", "50", "--top-n", "5", "--temperature", "0.8"),
)


def test_predict_writes_the_same_for_the_same_seed(ask, shipped):
    written = []
    for seed in ("7", "7", "8"):
        status, lines, _ = ask(*WRITE, "--seed", seed)
        assert status == 0
        written.append("\n".join(lines))
    assert written[0] == written[1]
    assert written[0] != written[2]
    assert written[0].startswith("Lamp")
    assert len(written[0].rstrip("\n")) <= 54
    status, lines, _ = ask(*WRITE, "--seed", "7", "--json")
    text = json.loads(lines[-1])["text"]
    assert len(text) == 54
    assert text.splitlines() == written[0].splitlines()
    status, lines, _ = ask(*WRITE, "--seed", "7", "--epoch", "1")
    assert status == 0


def test_predict_scores_a_text(ask, shipped, sample_file):
    words = ("predict", "language", "--checkpoint", "tiny", "--score", sample_file)
    status, lines, _ = ask(*words, "--json")
    assert status == 0
    figures = json.loads(lines[-1])
    assert figures["n"] == len(sample_file.read_text()) - 1
    assert 0 < figures["nats_per_character"] < 6


@pytest.mark.parametrize(
    ("words", "message"),
    [
        ("dance", "no command called “dance”. Available: cards, evaluate, export"),
        ("train dance", "no experiment called “dance”. Available: images, language"),
        (
            "train language --preset x",
            "preset called “x”. Available: best, fine_tune, ngrams, post",
        ),
        ("train language --source x", "data set called “x”. Available: aesop, paul"),
        ("train language --resume x", "no run called “x”. Available: none yet"),
        ("train language --resume x --epochs 9", "keeps its settings. Leave out --ep"),
        ("train language", "Tiny Shakespeare is missing"),
        (
            f"train language --own-data {PROJECT}/tests/samples/lighthouse.txt --run x",
            "“x” is not a run id",
        ),
        ("train language --own-data /no/such", "Cannot read /no/such: No such file"),
        ("train language --own-data /tmp", "Cannot read /tmp: Is a directory"),
        ("train language --epochs 0", "“epochs” must be between 1 and 10000, not 0"),
        ("train language --dropout nan", "“dropout” must be a finite number"),
        (
            "train language --learning-rate-schedule x",
            "“learning rate schedule” must be one of constant, cosine",
        ),
        ("train --preset best language", "Put the experiment before the options"),
        ("fetch dance", "Available: images, language"),
        ("evaluate language x", "no language checkpoint called “x”. Available: tiny"),
        ("evaluate language tiny --measure x", "measure of language called “x”"),
        ("predict language --checkpoint x", "checkpoint called “x”. Available: tiny"),
        ("predict language --checkpoint ../x", "Available: tiny"),
        ("predict language --checkpoint tiny --top-p 2", "“top p” must be between"),
        ("predict language --checkpoint tiny --seed -1", "“seed” must be between"),
        ("predict language --checkpoint tiny --length 0", "“length” must be between"),
        ("predict language --checkpoint tiny --reset-every -1", "must be 0 (never)"),
        ("predict language --checkpoint tiny --epoch 7", "Available: 1, 2"),
        ("predict language --checkpoint tiny --score /no", "Cannot read /no"),
    ],
)
def test_mistake_is_explained_in_a_sentence(ask, shipped, words, message):
    status, _, err = ask(*words.split())
    assert status == 2
    assert message in err
    assert err.count("\n") == 1
    assert not store.list_runs()


@pytest.mark.parametrize(
    "words", ["", "train", "train language --epochs many", "evaluate language"]
)
def test_usage_is_shown_where_arguments_are_missing(ask, words):
    with pytest.raises(SystemExit) as left:
        ask(*words.split())
    assert left.value.code == 2


@pytest.mark.parametrize("words", ["-h", "train language -h", "predict language -h"])
def test_help_is_given(ask, words):
    with pytest.raises(SystemExit) as left:
        ask(*words.split())
    assert left.value.code == 0


def test_text_that_is_none_is_refused_before_a_run_is_made(ask, home, tmp_path):
    path = tmp_path / "zeros.txt"
    path.write_bytes(b"a\0b" * 100)
    words = ("train", "language", "--preset", "ngrams", "--own-data", path)
    status, _, err = ask(*words)
    assert status == 2
    assert "zeros.txt is not a text file: it contains zero bytes." in err
    assert not list((home / "runs").iterdir())


def test_fetch_tells_what_it_cannot_reach(ask, home, monkeypatch):
    def nothing(request, timeout):
        raise urllib.error.URLError("no network in a test")

    monkeypatch.setattr(urllib.request, "urlopen", nothing)
    status, lines, err = ask("fetch", "language")
    assert status == 2
    assert lines[0].startswith("Tiny Shakespeare (")
    assert "Cannot download https://" in err
    assert "no network in a test" in err


@pytest.mark.slow
def test_module_is_a_program():
    words = [sys.executable, "-m", "engine", "train", "nothing"]
    done = subprocess.run(words, cwd=PROJECT, capture_output=True, text=True)
    assert done.returncode == 2
    assert "Available: images, language" in done.stderr
    assert "Traceback" not in done.stderr
