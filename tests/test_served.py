"""A server as a host starts it: read-only, without HOME, below a path of its own."""

from __future__ import annotations

import http.client
import os
import shutil
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.exceptions import InvalidStatus
from websockets.sync.client import connect

from engine.settings import PROJECT
from tests.test_serve import port_of

pytestmark = pytest.mark.slow
_CODE = ("engine", "ui", "views", "pages", ".streamlit", "app.py", "serve.py")


def read_only_checkout(folder: Path) -> Path:
    """Copy the code into a folder that nobody can write to; return it."""
    for name in _CODE:
        source = PROJECT / name
        if source.is_dir():
            shutil.copytree(
                source, folder / name, ignore=shutil.ignore_patterns("__pycache__")
            )
        else:
            shutil.copy(source, folder / name)
    (folder / "checkpoints").symlink_to(PROJECT / "checkpoints")
    for path in (*folder.rglob("*"), folder):
        if not path.is_symlink() and "checkpoints" not in path.parts:
            path.chmod(path.stat().st_mode & ~0o222)
    return folder


def as_user(command: list[str]) -> list[str]:
    """Return a command that even root runs without its right to write anywhere."""
    if os.geteuid():
        return command
    return ["setpriv", "--bounding-set=-dac_override,-dac_read_search", *command]


@pytest.fixture(scope="module")
def port(tmp_path_factory) -> Iterator[int]:
    """Serve below /loupe from a read-only checkout; return the port."""
    checkout = read_only_checkout(tmp_path_factory.mktemp("read-only"))
    environment = {
        name: value
        for name, value in os.environ.items()
        if name not in ("HOME", "PYTHONPATH") and not name.startswith("LOUPE_")
    }
    environment |= {
        "LOUPE_RUNS": str(tmp_path_factory.mktemp("elsewhere")),
        "LOUPE_TRAINING": "off",
        "LOUPE_HOSTS": "loupe.example.org",
        "STREAMLIT_SERVER_BASE_URL_PATH": "loupe",
        "STREAMLIT_SERVER_CORS_ALLOWED_ORIGINS": "https://name-8501.app.github.dev",
        "STREAMLIT_SERVER_HEADLESS": "true",
    }
    server = subprocess.Popen(
        as_user([sys.executable, "serve.py"]),
        cwd=checkout,
        env=environment,
        stderr=subprocess.PIPE,
        text=True,
    )
    try:
        yield port_of(server)
    finally:
        server.terminate()
        _, said = server.communicate()
        assert "Traceback" not in said, said


def status(port: int, path: str) -> int:
    """Return the HTTP status of a request that a proxy passes on."""
    with closing(
        http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    ) as connection:
        connection.request("GET", path, headers={"Host": "loupe.example.org"})
        with connection.getresponse() as response:
            return response.status


def test_pages_health_and_settings_are_below_the_base_path(port):
    for path in ("/", "/runs", "/reading?embed=true", "/_stcore/health"):
        assert status(port, f"/loupe{path}") == 200
    assert status(port, "/_stcore/health") == 404
    assert status(port, "/loupe/_stcore/metrics") == 404


def drawn(port: int, page: str, query: str) -> tuple[list[str], list[str]]:
    """Return the kinds of element that a page draws, and its exceptions."""
    address = f"ws://127.0.0.1:{port}/loupe/_stcore/stream"
    origin = f"http://127.0.0.1:{port}"
    kinds, errors = [], []
    with connect(
        address, origin=origin, subprotocols=["streamlit"], max_size=None
    ) as stream:
        wish = BackMsg()
        wish.rerun_script.query_string = query
        wish.rerun_script.page_name = page
        stream.send(wish.SerializeToString())
        while True:
            message = ForwardMsg.FromString(stream.recv(timeout=60))
            if message.HasField("script_finished"):
                return kinds, errors
            element = message.delta.new_element
            if kind := element.WhichOneof("type"):
                kinds.append(kind)
            if kind == "exception":
                errors.append(element.exception.message)


@pytest.mark.parametrize("page", ["", "runs", "language"])
def test_pages_are_drawn_over_the_websocket_when_embedded(port, page):
    kinds, errors = drawn(port, page, "embed=true")
    assert not errors
    assert len(kinds) > 2


def accepts(port: int, host: str, origin: str) -> bool:
    """Return whether a WebSocket from a page of another origin is accepted."""
    plain = socket.create_connection(("127.0.0.1", port))
    try:
        with connect(
            f"ws://{host}/loupe/_stcore/stream",
            sock=plain,
            origin=origin,
        ):
            return True
    except InvalidStatus:
        return False


def test_origins_of_a_proxy_are_accepted_and_no_others(port):
    assert accepts(port, "loupe.example.org", "https://loupe.example.org")
    assert accepts(port, f"localhost:{port}", "https://name-8501.app.github.dev")
    assert not accepts(port, f"localhost:{port}", "https://other-8501.app.github.dev")
    assert not accepts(port, "loupe.example.org", "https://evil.example")


def test_command_line_answers_from_a_read_only_checkout(tmp_path_factory):
    checkout = read_only_checkout(tmp_path_factory.mktemp("read-only"))
    environment = {
        name: value
        for name, value in os.environ.items()
        if name not in ("HOME", "PYTHONPATH") and not name.startswith("LOUPE_")
    }
    done = subprocess.run(
        as_user([sys.executable, "-m", "engine", "list"]),
        cwd=checkout,
        env=environment,
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stderr
    assert "checkpoint   shakespeare-best" in done.stdout
