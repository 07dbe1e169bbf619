"""The real server over real sockets: its port, and the hosts that it answers to."""

from __future__ import annotations

import http.client
import os
import re
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator

import pytest
from websockets.exceptions import InvalidStatus
from websockets.sync.client import connect

import serve
from engine.errors import LoupeError
from engine.settings import PROJECT

OTHERS = ("evil.example", "localhost.evil.example", "127.0.0.1.evil.example", "", "a b")
STREAM = "/_stcore/stream"


def start(port: int, **variables: str) -> subprocess.Popen[str]:
    """Start a server as `./loupe` does, without opening a browser."""
    environment = {**os.environ, "LOUPE_PORT": str(port), **variables}
    return subprocess.Popen(
        [sys.executable, "serve.py"],
        cwd=PROJECT,
        env=environment | {"STREAMLIT_SERVER_HEADLESS": "true"},
        stderr=subprocess.PIPE,
        text=True,
    )


def port_of(server: subprocess.Popen[str]) -> int:
    """Return the port that a server says it opens."""
    assert server.stderr is not None
    for line in server.stderr:
        if found := re.search(r"serving at http://.*:(\d+)", line):
            return int(found.group(1))
    raise AssertionError(f"the server ended with {server.wait()}")


@pytest.fixture(scope="module")
def ports() -> Iterator[list[int]]:
    """Start three servers at one moment on one port; return where each is.

    The last is a public one, under the name loupe.example.org.
    """
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        first = probe.getsockname()[1]
    servers = [start(first), start(first), start(first, LOUPE_HOSTS="*.example.org")]
    try:
        yield [port_of(server) for server in servers]
    finally:
        for server in servers:
            server.terminate()
        for server in servers:
            server.communicate()
            assert server.returncode in (0, -15)


def test_ctrl_c_ends_it_without_a_word():
    server = start(8501)
    port_of(server)
    server.send_signal(signal.SIGINT)
    _, said = server.communicate(timeout=60)
    assert server.returncode == 0
    assert not said


def answer(
    port: int, host: str, path: str = "/_stcore/health", address: str = "127.0.0.1"
) -> int:
    """Return the HTTP status of a request to an address that names a host."""
    connection = http.client.HTTPConnection(address, port, timeout=60)
    connection.putrequest("GET", path, skip_host=True)
    connection.putheader("Host", host)
    connection.endheaders()
    status = connection.getresponse().status
    connection.close()
    return status


def opens(port: int, host: str) -> bool:
    """Return whether a WebSocket that names a host is accepted."""
    plain = socket.create_connection(("127.0.0.1", port))
    try:
        with connect(f"ws://{host}:{port}{STREAM}", sock=plain):
            return True
    except InvalidStatus:
        return False


@pytest.mark.slow
def test_three_starts_at_one_moment_have_three_ports(ports):
    assert len(set(ports)) == 3


@pytest.mark.slow
@pytest.mark.parametrize("host", OTHERS)
@pytest.mark.parametrize("path", ["/", "/_stcore/health", "/media/x", "/reading"])
def test_other_hosts_get_nothing(ports, host, path):
    assert [answer(port, host, path) for port in ports] == [400] * 3


@pytest.mark.slow
@pytest.mark.parametrize("host", ["localhost", "127.0.0.1", "[::1]"])
def test_this_machine_is_answered(ports, host):
    for port in ports:
        assert answer(port, host) == 200
        assert answer(port, f"{host}:{port}") == 200


@pytest.mark.slow
@pytest.mark.skipif(sys.platform != "linux", reason="127.0.0.2 is Linux's alone")
def test_only_localhost_is_listened_to(ports):
    for port in ports:
        with pytest.raises(ConnectionRefusedError):
            answer(port, "localhost", address="127.0.0.2")


@pytest.mark.slow
def test_public_name_is_answered_where_it_was_set(ports):
    assert [answer(port, "loupe.example.org") for port in ports] == [400, 400, 200]


@pytest.mark.slow
def test_metrics_are_this_machine_s_alone(ports):
    path = "/_stcore/metrics"
    assert [answer(port, "localhost", path) for port in ports] == [200, 200, 404]


@pytest.mark.slow
def test_websocket_checks_the_host_too(ports):
    assert opens(ports[0], "localhost")
    assert not any(opens(port, "evil.example") for port in ports)
    assert opens(ports[2], "loupe.example.org")
    assert not opens(ports[0], "loupe.example.org")


@pytest.mark.slow
def test_page_of_another_site_opens_no_websocket(ports):
    with pytest.raises(InvalidStatus):
        connect(f"ws://127.0.0.1:{ports[0]}{STREAM}", origin="http://evil.example")


def test_taken_port_gives_the_next_and_none_left_a_sentence():
    with serve.bind("127.0.0.1", 20000) as one:
        port = one.getsockname()[1]
        with serve.bind("127.0.0.1", port) as two:
            assert two.getsockname()[1] > port
    with pytest.raises(LoupeError, match="No free port from 65536 upward"):
        serve.bind("127.0.0.1", 65536)
    with pytest.raises(LoupeError, match=r"LOUPE_ADDRESS=203\.0\.113\.7"):
        serve.bind("203.0.113.7", 8501)


def test_wrong_setting_ends_the_start_with_its_sentence(monkeypatch, capsys):
    monkeypatch.setenv("LOUPE_TRAINING", "disabled")
    assert serve.main() == 2
    assert "LOUPE_TRAINING must be on or off" in capsys.readouterr().err


def test_streamlit_s_own_variable_of_a_wrong_kind_ends_the_start(monkeypatch, capsys):
    monkeypatch.setenv("STREAMLIT_SERVER_MAX_MESSAGE_SIZE", "large")
    assert serve.main() == 2
    assert "STREAMLIT_SERVER_MAX_MESSAGE_SIZE cannot be" in capsys.readouterr().err
