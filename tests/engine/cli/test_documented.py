"""Every command that README, docs, pages and cards show is understood.

`list` and `predict` are run here, with the published networks; all other documented
commands in test_documented_runs.py, with small ones. Those on cards are parsed only:
they are what `publish` carried out, on the full data.
"""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest

from engine.checkpoints import checkpoint
from engine.checkpoints.checkpoint import PROJECT
from engine.cli import commands
from engine.cli.options import parse
from tests.contract import contexts

TRIED = ("list", "predict")


def documented() -> list[str]:
    """Return the commands of all Markdown files and of How it works, once each."""
    paths = [PROJECT / "README.md", PROJECT / "CONTRIBUTING.md"]
    paths += [*PROJECT.glob("docs/*.md"), *PROJECT.glob("engine/*/README.md")]
    text = "\n".join(path.read_text(encoding="utf-8") for path in paths)
    blocks = re.findall(r"```sh\n(.*?)```", text, flags=re.DOTALL)
    lines = "\n".join(blocks).replace("\\\n", " ").splitlines()
    lines += re.findall(r"`([^`\n]*\./loupe [^`]+)`", text)
    for path in PROJECT.glob("views/*/how_it_works.py"):
        lines += re.findall(r"`(\./loupe [^`{}]*)`", path.read_text(encoding="utf-8"))
    asked = (line.partition(" #")[0].partition("./loupe ")[2] for line in lines)
    commands = {" ".join(line.split()) for line in asked}
    return sorted(line for line in commands if line and "<" not in line)


def on_cards() -> list[str]:
    """Return the commands on the published cards that are one command, once each."""
    found: set[str] = set()
    for path in (PROJECT / "checkpoints").glob("*/*/card.json"):
        card = checkpoint.read_card(path.parent, path.parts[-3])
        found |= {card.command, *(metric.command for metric in card.metrics)}
    lines = {line for line in found if line.startswith("./loupe ")}
    return sorted(line.removeprefix("./loupe ") for line in lines if "; " not in line)


def test_many_commands_are_found():
    assert {line.split()[0] for line in documented()} >= {"fetch", "train", *TRIED}
    assert len(documented()) > 20
    assert len(on_cards()) > 50


@pytest.mark.parametrize("line", documented())
def test_every_documented_command_is_understood(line):
    words = shlex.split(line)
    if "--help" in words:
        with pytest.raises(SystemExit, match="0"):
            parse(words)
    else:
        assert parse(words).command == words[0]


def test_every_command_on_a_card_is_understood():
    for line in on_cards():
        words = shlex.split(line)
        assert parse(words).experiment == words[1], line


@pytest.fixture
def here(tmp_path, monkeypatch) -> Path:
    """The published networks, and a folder with the files that the commands name."""
    from PIL import Image

    monkeypatch.setenv("LOUPE_CHECKPOINTS", str(PROJECT / "checkpoints"))
    monkeypatch.chdir(tmp_path)
    Image.new("RGB", (40, 40), "teal").save(tmp_path / "picture.png")
    (tmp_path / "context.txt").write_text("Ada lit the lamp in 1843.", "utf-8")
    (tmp_path / "dev-v1.1.json").write_bytes(contexts.squad(1, 4))
    return tmp_path


def filled(line: str, text: Path) -> list[str]:
    """Return the words of a command on small files, and with a short length."""
    line = line.replace("FILE…", "picture.png").replace("--length 500", "--length 20")
    files = {"language": str(text), "reading": "context.txt"}
    words = shlex.split(line)
    return [files[words[1]] if word == "FILE" else word for word in words]


@pytest.mark.slow
@pytest.mark.parametrize(
    "line", [line for line in documented() if line.split()[0] in TRIED]
)
def test_commands_that_answer_are_run(line, here, sample_file, capsys):
    status = commands.main(filled(line, sample_file))
    out, err = capsys.readouterr()
    assert status == 0, err
    assert out.strip() or (here / "answers.json").exists()
