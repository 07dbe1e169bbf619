"""`./loupe sweep`: what it says first, what it starts, and how it is stopped."""

from __future__ import annotations

import os

import pytest

from engine import registry
from engine.checkpoints import checkpoint
from engine.checkpoints.checkpoint import PROJECT
from engine.cli import commands, new_run, sweeping
from engine.cli.options import parse
from engine.runs import store
from engine.sweeps import report
from engine.sweeps import sweep as sweeps
from engine.sweeps.estimate import in_words
from engine.sweeps.search import Search
from tests.engine.cli.test_documented import documented
from tests.engine.sweeps.launchers import Instant

WORDS = ("sweep", "language", "--seeds", "0-1", "--set", "dropout=0.2,0.4", "units=8")


@pytest.fixture
def ask(home, sample_file, capsys, monkeypatch):
    """Return what a command answers: status, output lines, error text."""
    monkeypatch.setattr(sweeping, "Launching", Instant)

    def run(*words: str) -> tuple[int, list[str], str]:
        name = () if "--name" in words else ("--name", "tale")
        data = () if "--own-data" in words else ("--own-data", str(sample_file))
        own = (*data, *name)
        status = commands.main([*words, *(own if words[:2] == WORDS[:2] else ())])
        out, err = capsys.readouterr()
        return status, out.splitlines(), err

    return run


def test_says_first_how_many_and_how_long_and_at_last_what_was_found(ask):
    status, lines, _ = ask(*WORDS)
    assert status == 0
    assert lines[0] == (
        "sweep tale: 4 trainings of language on lighthouse.txt (2 settings × 2 seeds)"
    )
    assert "How long it takes is not known" in lines[1]
    assert [line.split()[0] for line in lines[4:8]] == ["done"] * 4
    assert lines[8:] == [
        "sweep tale  language  not running  4 trainings: 4 done",
        "  dropout 0.2: best validation loss 1.2050 ± 0.0071 nats (n = 2)",
        "  dropout 0.4: best validation loss 1.4050 ± 0.0071 nats (n = 2)",
    ]
    assert ask("sweep", "--list")[1] == lines[8:9]
    assert lines[8] in ask("list")[1]


def test_epochs_are_fitted_to_an_own_text_as_those_of_a_run(ask, sample_file):
    experiment = registry.get("language")
    status, lines, _ = ask(*WORDS, "--presets", "quick,fine_tune")
    assert status == 0
    fitted, usual = {}, {}
    for preset in ("quick", "fine_tune"):
        content, name = sample_file.read_bytes(), sample_file.name
        fitted[preset] = experiment.fitted(preset, content, name).epochs
        usual[preset] = experiment.presets[preset].epochs
    assert lines[2:5] == [
        f"{sample_file.name}: 3,332 characters, 60 distinct",
        *(
            f"{preset}: {fitted[preset]} epochs, fitted to this file; the preset has "
            f"{usual[preset]}. --set epochs=N sets another number."
            for preset in fitted
        ),
    ]
    runs = store.list_runs()
    assert len(runs) == 8
    assert all(run.config["epochs"] == fitted[run.preset] for run in runs)

    # One that is resumed elsewhere keeps them.
    store.delete(runs[0])
    ask("sweep", "--resume", "tale")
    (again,) = {run.id for run in store.list_runs()} - {run.id for run in runs[1:]}
    assert store.get(again).config == runs[0].config


def test_epochs_that_are_given_are_kept(ask, sample_file):
    assert len(ask(*WORDS, "--set", "epochs=3,5", "--dry-run")[1]) == 3
    words = ("--search", "2", "--set", "epochs=3..5", "--dry-run")
    lines = ask("sweep", "language", *words)[1]
    assert lines[2:] == [f"{sample_file.name}: 3,332 characters, 60 distinct"]


def test_search_fits_epochs_to_an_own_text(home, sample_file):
    own = ["--own-data", str(sample_file), "--search", "2", "--set", "units=8,16"]
    sweep = sweeping.planned(parse(["sweep", "language", *own]))
    sweeps.create(sweep)
    run = Search(sweep).next()
    content, name = sample_file.read_bytes(), sample_file.name
    fitted = registry.get("language").fitted("quick", content, name)
    assert run is not None
    assert run.config["epochs"] == fitted.epochs


def test_time_is_judged_by_a_run_of_the_same_preset_and_data(ask):
    ask(*WORDS, "--set", "epochs=4")
    more = ("--set", "epochs=1200", "--name", "longer", "--dry-run")
    _, lines, _ = ask(*WORDS, *more)
    judged = store.list_runs()[0]
    # 20 seconds for 4 epochs, as the events of the stand-in say: 4 × 1200 epochs.
    assert lines[1] == (
        f"Roughly 6.7 hours of training one after the other, judged by run {judged.id}."
    )


def test_time_is_not_judged_by_a_run_with_settings_of_another_version(ask):
    ask(*WORDS)
    for run in store.list_runs():
        path = run.folder / "config.json"
        path.write_text(path.read_text().replace('"units"', '"cells"'))
    status, lines, _ = ask(*WORDS, "--name", "later", "--dry-run")
    assert status == 0
    assert "How long it takes is not known" in lines[1]


def test_file_whose_name_is_no_text_can_be_swept(ask, sample_file, tmp_path):
    odd = tmp_path / os.fsdecode(b"caf\xe9.txt")
    odd.write_bytes(sample_file.read_bytes())
    status, lines, _ = ask(*WORDS, "--own-data", str(odd), "--name", "odd")
    assert status == 0
    assert "4 done" in lines[-3]
    assert sweeps.get("odd").own_file.read_bytes() == sample_file.read_bytes()


def test_dry_run_makes_nothing(ask):
    assert ask(*WORDS, "--dry-run")[0] == 0
    assert store.list_runs() == []
    assert sweeps.list_sweeps() == []


def test_failures_are_counted_and_resume_is_offered_and_works(ask, monkeypatch):
    broken = Instant(lambda run: "failed" if run.config["seed"] else "done")
    monkeypatch.setattr(sweeping, "Launching", lambda: broken)
    status, lines, _ = ask(*WORDS)
    assert status == 1
    assert lines[-1] == "Resume with: ./loupe sweep --resume tale"
    assert "2 done, 2 failed" in lines[8]

    monkeypatch.setattr(sweeping, "Launching", Instant)
    status, lines, _ = ask("sweep", "--resume", "tale")
    assert status == 0
    assert lines[0].endswith("(2 settings × 2 seeds), 2 left")
    assert "4 trainings: 4 done" in lines[4]


def test_stop_reaches_every_active_run(ask, sample_file, monkeypatch):
    ask(*WORDS)
    stopped: list[str] = []

    class Noting(Instant):
        def stop(self, run: store.Run) -> None:
            stopped.append(run.id)

    monkeypatch.setattr(sweeping, "Launching", Noting)
    monkeypatch.setattr(store, "is_active", lambda run: run.config["seed"] == 0)
    status, lines, _ = ask("sweep", "--stop", "tale")
    assert status == 0
    assert len(stopped) == 2
    assert lines == [
        "Asked 2 active runs to stop. Resume with: ./loupe sweep --resume tale"
    ]


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("sweep", "Name an experiment (language, reading, sentiment, images), or give"),
        ("sweep --resume none", "There is no sweep called “none”. Available: none yet"),
        ("sweep --resume a --seeds 0-1", "Leave out --seeds"),
        ("sweep language --resume a", "Leave out language"),
        ("sweep sculpture", "There is no experiment called “sculpture”"),
        ("sweep language --set dropout=2", "“dropout” must be between 0.0 and 0.9"),
    ],
)
def test_unclear_requests_get_a_sentence(home, capsys, words, said):
    assert commands.main(words.split()) == 2
    out, err = capsys.readouterr()
    assert said in err
    assert err.count("\n") == 1
    assert out == ""


def test_documented_sweeps_can_be_planned(home, sample_file, monkeypatch):
    monkeypatch.setattr(new_run, "locate", lambda *_: ())
    lines = [line for line in documented() if line.startswith("sweep ")]
    assert len(lines) > 4
    for line in lines:
        options = parse(line.replace("FILE", str(sample_file)).split())
        if options.experiment:
            assert sweeping.planned(options).experiment == options.experiment


def test_published_checkpoint_tells_the_time_where_no_run_has_ended(home, monkeypatch):
    monkeypatch.setenv("LOUPE_CHECKPOINTS", str(PROJECT / "checkpoints"))
    monkeypatch.setattr(new_run, "locate", lambda *_: ())
    folder = PROJECT / "checkpoints" / "language" / "shakespeare-quick"
    card = checkpoint.read_card(folder, "language")
    sweep = sweeping.planned(parse(["sweep", "language", "--seeds", "0-2"]))
    lines = report.announced(sweep)
    assert "3 trainings of language on Tiny Shakespeare" in lines[0]
    assert lines[0].endswith("(1 setting × 3 seeds)")
    assert f"Roughly {in_words(3 * card.seconds)} of training" in lines[1]
    assert lines[1].endswith(f"checkpoint shakespeare-quick, on {card.machine}.")


def test_cluster_gets_a_grid_at_once_and_a_search_a_few_at_a_time(
    home, sample_file, monkeypatch
):
    words = ["sweep", "language", "--own-data", str(sample_file)]
    search = [*words, "--search", "9", "--set", "units=8..16"]
    assert sweeping.planned(parse(words)).jobs == 2
    monkeypatch.setattr(sweeping.environment, "launcher", lambda: "slurm")
    assert sweeping.planned(parse(words)).jobs >= 300
    assert sweeping.planned(parse(search)).jobs == 4
    assert sweeping.planned(parse([*search, "--jobs", "7"])).jobs == 7
