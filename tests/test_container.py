"""The steps of the Containerfile, as far as they go without building an image."""

from __future__ import annotations

import json
import os
import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from engine import settings
from engine.settings import PROJECT
from tests.other_owner import given_away, unprivileged
from tests.test_serve import answer, port_of
from tests.wire import drawn, stream


def instructions() -> list[tuple[str, str]]:
    """Return the instructions of the Containerfile: word and arguments."""
    text = (PROJECT / "Containerfile").read_text(encoding="utf-8")
    lines = re.sub(r"^#.*\n", "", text, flags=re.MULTILINE).replace("\\\n", " ")
    return [
        (line.split()[0], " ".join(line.split()[1:]))
        for line in lines.splitlines()
        if line.strip()
    ]


def arguments(word: str) -> list[str]:
    return [rest for name, rest in instructions() if name == word]


def environment() -> dict[str, str]:
    (variables,) = arguments("ENV")
    return dict(pair.split("=", 1) for pair in shlex.split(variables))


def copied(folder: Path) -> Path:
    """Do every COPY of the Containerfile into an empty folder; return it."""
    for rest in arguments("COPY"):
        *sources, target = rest.split()
        for source in sources:
            place = folder / (source if target == "./" else target)
            place.parent.mkdir(parents=True, exist_ok=True)
            if source == "checkpoints":
                place.symlink_to(PROJECT / source)  # large, and only read
            elif (PROJECT / source).is_dir():
                shutil.copytree(PROJECT / source, place)
            else:
                shutil.copy(PROJECT / source, place)
    return folder


def test_user_is_not_root_and_the_code_is_not_the_user_s():
    order = [word for word, _ in instructions()]
    assert arguments("USER") == ["1000"]
    assert order.index("USER") > max(i for i, w in enumerate(order) if w == "COPY")
    assert "--chown" not in " ".join(arguments("COPY"))
    assert "--uid 1000" in arguments("RUN")[0]


def test_requirements_are_installed_by_their_hashes():
    assert "--require-hashes --requirement requirements.txt" in arguments("RUN")[1]
    lock = (PROJECT / "requirements.txt").read_text(encoding="utf-8")
    blocks = re.split(r"^(?=[a-z])", lock, flags=re.MULTILINE)[1:]
    assert len(blocks) > 50
    assert all("--hash=sha256:" in block for block in blocks)


def test_training_is_off_and_runs_are_a_volume(monkeypatch):
    for name, value in environment().items():
        monkeypatch.setenv(name, value)
    settings.check()
    assert not settings.training_allowed()
    assert str(settings.folder("runs")) in arguments("VOLUME")
    assert str(settings.port()) in arguments("EXPOSE")


@pytest.mark.slow
def test_its_command_serves_and_its_health_check_tells(tmp_path):
    folder = given_away(copied(tmp_path / "app"))
    kept = {"PATH": os.environ["PATH"], "TF_CPP_MIN_LOG_LEVEL": "2"}
    values = kept | environment() | {"LOUPE_RUNS": str(tmp_path / "runs")}
    (command,) = (json.loads(rest) for rest in arguments("CMD"))
    (health,) = (json.loads(r.partition("CMD ")[2]) for r in arguments("HEALTHCHECK"))
    assert command[0] == health[0] == "python"
    server = subprocess.Popen(
        unprivileged([sys.executable, *command[1:]]),
        cwd=folder,
        env=values,
        stderr=subprocess.PIPE,
        text=True,
    )

    def is_healthy(port: int) -> bool:
        done = subprocess.run(
            unprivileged([sys.executable, *health[1:]]),
            cwd=folder,
            env=values | {"LOUPE_PORT": str(port)},
        )
        return done.returncode == 0

    try:
        port = port_of(server)
        assert is_healthy(port)
        if sys.platform == "linux":  # where 127.0.0.2 is this machine, too
            assert answer(port, "localhost", address="127.0.0.2") == 200
        here = f"localhost:{port}"
        with stream(port, here, f"http://{here}", base="") as opened:
            assert "language_save_text" in drawn(opened, "language")
    finally:
        server.terminate()
        _, said = server.communicate()
    assert not is_healthy(port)
    assert "Traceback" not in said


def test_development_container_starts_what_there_is():
    text = (PROJECT / ".devcontainer" / "devcontainer.json").read_text("utf-8")
    container = json.loads(text)
    assert container["forwardPorts"] == [settings.port()]
    for key in ("postCreateCommand", "postAttachCommand"):
        assert (PROJECT / "loupe").is_file()
        assert "./loupe" in container[key]
    assert container["containerEnv"]["LOUPE_HOSTS"] == "*.app.github.dev"
