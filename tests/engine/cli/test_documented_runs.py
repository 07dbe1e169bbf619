"""The documented commands that train, measure, pass on or write are carried out.

On small data, with small networks in the place of those that they name; what is typed
is otherwise what README, docs and How it works show.
"""

from __future__ import annotations

import hashlib
import json
import re
import shlex
import shutil
import urllib.request
from pathlib import Path

import pytest

from engine import registry
from engine.checkpoints import checkpoint, tables
from engine.checkpoints.checkpoint import PROJECT
from engine.cli import commands
from engine.cli.options import parse
from engine.data.sources import RemoteFile, Source
from engine.language import data
from tests.contract import tiny
from tests.engine.cli.test_documented import documented
from tests.engine.data.test_download import Server

pytestmark = pytest.mark.slow

PRESET = {
    name: next(iter(each.networks or each.counts)) for name, each in tiny.TINY.items()
}


def lines(command: str, without: str = "nothing") -> list[str]:
    """Return the documented lines of one command, but those with a certain word."""
    every = (line for line in documented() if without not in line)
    return [line for line in every if line.split()[0] == command]


@pytest.fixture
def carry_out(home, monkeypatch, capsys):
    """Return what a command prints once it has ended well, in a folder of its own."""
    monkeypatch.chdir(home)

    def run(words: list[str]) -> str:
        status = commands.main(words)
        out, err = capsys.readouterr()
        assert status == 0, out + err
        return out

    return run


@pytest.fixture
def trained(home, learned):
    """Return a function that puts a tiny network's run under a name among the runs."""

    def put(experiment: str, name: str) -> Path:
        folder = learned(experiment, PRESET[experiment]).folder
        return shutil.copytree(folder, home / "runs" / experiment / name)

    return put


def small(line: str, home: Path) -> list[str]:
    """Return the words of a `train` line with a tiny network and one epoch."""
    words = shlex.split(line.replace("FILE", str(home / "FILE")))
    asked = parse(words)
    overrides = tiny.TINY[asked.experiment].networks[asked.preset] | {"epochs": 1}
    content = tiny.TINY[asked.experiment].data
    (home / "FILE").write_bytes(content)
    if asked.source:  # a file of the published size, in a few large batches
        (file,) = data.source(asked.source).files
        path, size = home / "data" / file.path, file.size_bytes
        path.parent.mkdir()
        path.write_bytes((content * (size // len(content) + 1))[:size])
        overrides |= {"batch_size": 256, "sequence_length": 128}
    elif not asked.own_data:
        words += ["--own-data", str(home / "FILE")]
    for name, value in overrides.items():
        words += [f"--{name.replace('_', '-')}", str(value)]
    return words


@pytest.mark.parametrize(
    "line", [line for line in lines("train", "--help") if "--resume" not in line]
)
def test_training_is_carried_out(line, home, carry_out, monkeypatch):
    monkeypatch.setattr(
        data, "digest", lambda path: data.source("aesop").files[0].sha256
    )
    printed = carry_out(small(line, home)).splitlines()
    assert printed[0].startswith("run ")
    assert printed[-1].startswith("done after ")


def test_training_is_resumed(home, carry_out):
    (line,) = (line for line in lines("train") if "--resume" in line)
    run = tiny.create("language", "quick", epochs=1)
    printed = carry_out(shlex.split(line.replace("RUN", run.id)))
    assert printed.splitlines()[-1].startswith("done after ")


@pytest.mark.parametrize("line", lines("evaluate"))
def test_measuring_is_carried_out(line, carry_out, trained):
    words = shlex.split(line)
    for name in words[2].split("+"):
        trained(words[1], name)
    printed = carry_out([*words, *({"--json"} - {*words}), "--limit", "20"])
    figures = json.loads(printed.splitlines()[-1])
    assert figures["checkpoint"] == words[2]
    assert figures["n"] > 0


@pytest.mark.parametrize("line", [*lines("export"), *lines("import")])
def test_networks_are_passed_on(line, home, carry_out, trained):
    words = shlex.split(line)
    experiment, _, name = words[1].rpartition("/")
    trained(experiment or "language", name)
    if words[0] == "import":
        carry_out(["export", name, "written.zip"])
        words[1] = "written.zip"
    printed = carry_out(words)
    assert printed.startswith(("wrote ", "imported "))


@pytest.mark.parametrize("line", lines("fetch"))
def test_data_is_fetched_and_checked(line, home, carry_out, monkeypatch):
    content = b"what the publisher serves"
    sha256 = hashlib.sha256(content).hexdigest()
    file = RemoteFile("here.txt", "https://example.org/", sha256, len(content))
    experiment = registry.get(shlex.split(line)[1])
    sources = (Source("small", "Something small", (file,), "free", "", {}),)
    monkeypatch.setattr(type(experiment), "sources", sources)
    monkeypatch.setattr(urllib.request, "urlopen", Server(content))
    assert "SHA-256 verified" in carry_out(shlex.split(line))
    assert (home / "data" / "here.txt").read_bytes() == content


def test_run_is_published(home, carry_out, trained, learned, capsys):
    text = (PROJECT / "CONTRIBUTING.md").read_text(encoding="utf-8")
    (line,) = re.findall(r"^\./loupe (publish .*RUN <checkpoint name>)  ", text, re.M)
    run = learned("language", "quick").run.id
    line = line.replace("<name>", "language").replace("RUN", run)
    words = shlex.split(line.replace("<checkpoint name>", "small"))
    trained("language", run)
    assert commands.main(words) == 2
    counting = "Count them with: ./loupe train language --preset ngrams --own-data FILE"
    assert counting in capsys.readouterr().err
    (home / "sample.txt").write_bytes(tiny.TINY["language"].data)
    count = ["train", "language", "--preset", "ngrams", "--order", "3"]
    carry_out([*count, "--own-data", "sample.txt"])
    folder = home / "checkpoints" / "language" / "small"
    assert carry_out(words) == f"wrote {folder}\n"
    metrics = checkpoint.read_card(folder, "language").metrics
    assert {"nats_per_character", "nats_per_character_ngrams"} <= {
        metric.name for metric in metrics
    }


def test_tables_are_written_from_the_cards(home, carry_out, monkeypatch):
    (line,) = lines("cards")
    for path in PROJECT.glob("checkpoints/*/*/card.json"):
        copy = home / path.relative_to(PROJECT)
        copy.parent.mkdir(parents=True)
        shutil.copyfile(path, copy)
    text = (PROJECT / "README.md").read_text(encoding="utf-8")
    before, _, after = text.partition("<!-- cards:begin -->")
    after = after.partition("<!-- cards:end -->")[2]
    emptied = f"{before}<!-- cards:begin -->\n<!-- cards:end -->{after}"
    (home / "README.md").write_text(emptied, encoding="utf-8")
    monkeypatch.setattr(tables, "PROJECT", home)
    carry_out([line])
    assert (home / "README.md").read_text(encoding="utf-8") == text
    ours = (PROJECT / "checkpoints" / "README.md").read_text(encoding="utf-8")
    assert (checkpoint.shipped_folder() / "README.md").read_text("utf-8") == ours
