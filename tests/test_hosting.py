"""The settings that docs/serving.md gives for hosts, on the servers that read them."""

from __future__ import annotations

import json
import os
import re
import shutil
import socket
import subprocess
import sys
import tomllib
from contextlib import AbstractContextManager
from pathlib import Path

import pytest
from websockets.exceptions import InvalidStatus
from websockets.sync.client import ClientConnection

from engine.settings import PROJECT
from tests.test_serve import port_of, start
from tests.wire import drawn, place_for, sent, stream

pytestmark = pytest.mark.slow


def blocks(section: str, language: str) -> list[str]:
    """Return the blocks of code in a section of the guide, for a host called x."""
    guide = (PROJECT / "docs" / "serving.md").read_text(encoding="utf-8")
    text = guide.partition(f"\n## {section}\n")[2].partition("\n## ")[0]
    found = re.findall(rf"```{language}\n(.*?)```", text, re.DOTALL)
    return [block.replace("NAME", "x") for block in found]


def connected(port: int, name: str) -> AbstractContextManager[ClientConnection]:
    """Open the WebSocket of a page that the server served under a name."""
    return stream(port, name, f"https://{name}", base="")


def test_space_takes_uploads_without_the_cookie_that_its_frame_keeps_away():
    (variables,) = blocks("Hugging Face Spaces", "sh")
    server = start(8501, **dict(line.split("=") for line in variables.split()))
    try:
        port, name = port_of(server), "x.hf.space"
        with connected(port, name) as opened:
            path = place_for(opened, "a.png").upload_url
            assert sent(port, path, "a.png", b"1", Host=name) == 204
    finally:
        server.terminate()
        server.communicate()


def cloud_checkout(folder: Path) -> Path:
    """Copy what the cloud runs, with the secrets and options of the guide."""
    for name in ("engine", "ui", "views", "pages", ".streamlit"):
        shutil.copytree(PROJECT / name, folder / name)
    shutil.copy(PROJECT / "app.py", folder)
    (folder / "checkpoints").symlink_to(PROJECT / "checkpoints")
    secrets, options = blocks("Streamlit Community Cloud", "toml")
    (folder / ".streamlit" / "secrets.toml").write_text(secrets, encoding="utf-8")
    path = folder / ".streamlit" / "config.toml"
    config = path.read_text(encoding="utf-8")
    for table, chosen in tomllib.loads(options).items():
        for key, value in chosen.items():
            config = re.sub(rf"^{key} = .*\n", "", config, flags=re.MULTILINE)
            line = f"{key} = {json.dumps(value)}\n"
            config = config.replace(f"\n[{table}]\n", f"\n[{table}]\n{line}")
    path.write_text(config, encoding="utf-8")
    return folder


def test_cloud_draws_pages_under_its_name_alone_and_imports_nothing(tmp_path):
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    ours = ("LOUPE_", "STREAMLIT_")
    options = ("--server.headless=true", f"--server.port={port}")
    server = subprocess.Popen(
        [sys.executable, "-m", "streamlit", "run", "app.py", *options],
        cwd=cloud_checkout(tmp_path),
        env={k: v for k, v in os.environ.items() if not k.startswith(ours)},
        stderr=subprocess.PIPE,
        text=True,
    )
    try:
        assert server.stderr is not None
        assert any("server started" in line for line in server.stderr)
        name = "x.streamlit.app"
        with connected(port, name) as opened:
            page = drawn(opened, "runs")
            assert "classroom_enter" in page
            assert "runs_import_start" not in page
        for other in ("evil.example", f"localhost:{port}"):
            with pytest.raises(InvalidStatus), connected(port, other):
                pass
    finally:
        server.terminate()
        server.communicate()
