"""Every setting of a server: known words work, others are refused in a sentence."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from engine import settings
from engine.checkpoints import checkpoint
from engine.cli import commands
from engine.data.sources import data_folder
from engine.errors import ConfigError
from engine.runs import store
from engine.settings import PROJECT


@pytest.mark.parametrize("word", ["off", "Off ", "OFF", "no", "false", "False", "0"])
def test_training_is_off_under_every_word_for_it(monkeypatch, word):
    monkeypatch.setenv("LOUPE_TRAINING", word)
    assert not store.training_allowed()
    settings.check()


@pytest.mark.parametrize(
    ("address", "hosts", "name"),
    [
        ("", "", "localhost"),
        ("127.0.0.1", "", "localhost"),
        ("0.0.0.0", "localhost", "localhost"),
        ("::", "loupe.example.org", "localhost"),
        ("192.0.2.7", "loupe.example.org 192.0.2.7", "192.0.2.7"),
        ("192.0.2.7", "*.example.org, loupe.example.org", "loupe.example.org"),
    ],
)
def test_server_names_an_address_that_it_answers_to(monkeypatch, address, hosts, name):
    monkeypatch.setenv("LOUPE_ADDRESS", address)
    monkeypatch.setenv("LOUPE_HOSTS", hosts)
    assert settings.reached_at() == name
    assert name in settings.allowed_hosts()


@pytest.mark.parametrize("word", ["on", "On", "yes", "true", "1"])
def test_training_is_on_under_every_word_for_it(monkeypatch, word):
    monkeypatch.setenv("LOUPE_TRAINING", word)
    assert store.training_allowed()


@pytest.mark.parametrize("word", ["disabled", "", "offf", "none", "2"])
def test_unknown_word_never_leaves_training_on(monkeypatch, word):
    monkeypatch.setenv("LOUPE_TRAINING", word)
    with pytest.raises(ConfigError, match="LOUPE_TRAINING must be on or off"):
        store.training_allowed()
    with pytest.raises(ConfigError, match="LOUPE_TRAINING must be on or off"):
        settings.check()


@pytest.mark.parametrize(
    ("name", "word", "sentence"),
    [
        ("LOUPE_TRAINNING", "off", "no setting called LOUPE_TRAINNING. Available: LO"),
        ("LOUPE_PORT", "http", "LOUPE_PORT must be a port from 1 to 65535"),
        ("LOUPE_PORT", "70000", "LOUPE_PORT must be a port"),
        ("LOUPE_PORT", "0", "LOUPE_PORT must be a port"),
        ("LOUPE_HOSTS", "https://a.org/x", "names without port or path"),
        ("LOUPE_HOSTS", "*", "names without port or path"),
        ("LOUPE_HOSTS", "a.org:80", "names without port or path"),
        ("LOUPE_ADDRESS", "0.0.0.0", "List the names that they reach it by in LOUPE_H"),
        ("LOUPE_ADDRESS", "a b", "LOUPE_ADDRESS must be an address"),
        ("LOUPE_CUDA", "Off", "LOUPE_CUDA must be auto or off"),
        ("LOUPE_LAUNCHER", "pbs", "LOUPE_LAUNCHER must be one of local, slurm, ray"),
        ("LOUPE_CPUS", "0", "LOUPE_CPUS must be a number of processor cores"),
        ("LOUPE_GPUS", "all", "LOUPE_GPUS must be a number of GPUs, not “all”"),
        ("LOUPE_RUNS", "~nobody-has-this-name/x", "LOUPE_RUNS=~nobody"),
        ("KERAS_BACKEND", "Torch", "one of tensorflow, jax, torch, not “Torch”"),
        ("KERAS_BACKEND", "", "one of tensorflow, jax, torch"),
    ],
)
def test_wrong_setting_is_refused_at_the_start(
    monkeypatch, capsys, name, word, sentence
):
    monkeypatch.setenv(name, word)
    with pytest.raises(ConfigError, match=sentence.replace("*", r"\*")):
        settings.check()
    assert commands.main(["list"]) == 2
    error = capsys.readouterr().err
    assert sentence in error
    assert error.count("\n") == 1


def test_backend_that_is_not_installed_is_named(monkeypatch):
    monkeypatch.setattr(settings, "find_spec", lambda name: None)
    monkeypatch.setenv("KERAS_BACKEND", "torch")
    with pytest.raises(ConfigError, match="PyTorch is not installed"):
        settings.backend()


def test_cluster_that_is_not_here_is_refused_at_the_start(monkeypatch, tmp_path):
    monkeypatch.setenv("LOUPE_LAUNCHER", "slurm")
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(ConfigError, match="sbatch is not on the PATH"):
        settings.check()
    monkeypatch.setenv("LOUPE_LAUNCHER", "ray")
    monkeypatch.setattr(settings, "find_spec", lambda name: None)
    with pytest.raises(ConfigError, match=r"Ray is not installed.*requirements-ray"):
        settings.check()


def test_public_server_names_its_hosts(monkeypatch):
    monkeypatch.setenv("LOUPE_ADDRESS", "0.0.0.0")
    monkeypatch.setenv("LOUPE_HOSTS", "loupe.example.org, *.example.net")
    settings.check()
    assert settings.hosts() == ("loupe.example.org", "*.example.net")
    assert settings.allowed_hosts()[:3] == ("localhost", "127.0.0.1", "::1")


FOLDERS = {
    "runs": store.runs_folder,
    "data": data_folder,
    "checkpoints": checkpoint.shipped_folder,
}


@pytest.mark.parametrize("name", FOLDERS)
def test_folder_is_one_wherever_it_is_asked_from(monkeypatch, tmp_path, name):
    variable = f"LOUPE_{name.upper()}"
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv(variable, raising=False)
    assert FOLDERS[name]() == PROJECT / name
    monkeypatch.setenv(variable, "")
    assert FOLDERS[name]() == PROJECT / name
    monkeypatch.setenv(variable, "of/mine")
    assert FOLDERS[name]() == PROJECT / "of" / "mine"
    monkeypatch.setenv(variable, str(tmp_path))
    assert FOLDERS[name]() == tmp_path
    monkeypatch.setenv(variable, "~/mine")
    assert FOLDERS[name]() == Path.home() / "mine"


def test_every_setting_of_the_start_script_is_known():
    usage = (PROJECT / "loupe").read_text(encoding="utf-8")
    for name in settings._READ:
        assert f"  {name}=" in usage


def test_page_that_streamlit_itself_serves_refuses_it_too(monkeypatch):
    from tests.views.visiting import visit

    monkeypatch.setenv("LOUPE_TRAINING", "disabled")
    test = visit("runs")
    assert [error.value for error in test.error] == [
        "LOUPE\\_TRAINING must be on or off, not “disabled”."
    ]
    assert not test.title


@pytest.mark.slow
def test_unknown_backend_gives_one_line_and_no_trace(monkeypatch):
    monkeypatch.setenv("KERAS_BACKEND", "theano")
    done = subprocess.run(
        [sys.executable, "-m", "engine", "list"],
        cwd=PROJECT,
        capture_output=True,
        text=True,
    )
    assert done.returncode == 2
    assert done.stderr.count("\n") == 1
