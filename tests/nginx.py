"""Debian's nginx before a server, configured as docs/serving.md prints it."""

from __future__ import annotations

import os
import re
import shutil
import socket
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from engine.settings import PROJECT

_AROUND = """
daemon off;
master_process off;
pid {folder}/pid;
error_log {folder}/errors.txt;
events {{}}
http {{
    access_log off;
    client_body_temp_path {folder}/bodies;
    proxy_temp_path {folder}/answers;
    fastcgi_temp_path {folder}/unused;
    uwsgi_temp_path {folder}/unused;
    scgi_temp_path {folder}/unused;
    {server}
}}
"""


def configuration(path: str, port: int, listens: int) -> str:
    """Return what the guide prints, for a server below a path.

    Args:
        path: Begins and ends with a slash, as the guide says for each location.
        port: Of the server, in place of Loupe's usual one.
        listens: The port of nginx, in place of that for TLS.
    """
    guide = (PROJECT / "docs" / "serving.md").read_text(encoding="utf-8")
    (text,) = re.findall(r"```nginx\n(.*?)```", guide, re.DOTALL)
    for old, new, times in (
        ("127.0.0.1:8501", f"127.0.0.1:{port}", 2),
        ("server {", f"server {{ listen 127.0.0.1:{listens};", 1),
        ("location /", f"location {path}", 2),
        ("location = /", f"location = {path}", 1),
    ):
        assert text.count(old) == times
        text = text.replace(old, new)
    return text


@contextmanager
def before(port: int, path: str, folder: Path) -> Iterator[int]:
    """Run nginx before a server; yield its port. Without nginx the test is skipped."""
    command = shutil.which("nginx", path=f"{os.environ['PATH']}{os.pathsep}/usr/sbin")
    if command is None:
        words = "nginx is not on the PATH; install it with apt-get install nginx-light"
        if os.environ.get("CI"):
            pytest.fail(words)
        pytest.skip(words)
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        listens = probe.getsockname()[1]
    file = folder / "nginx.conf"
    server = configuration(path, port, listens)
    file.write_text(_AROUND.format(folder=folder, server=server), encoding="utf-8")
    errors = folder / "errors.txt"
    process = subprocess.Popen([command, "-e", errors, "-p", folder, "-c", file])
    try:
        while not _listens(listens):
            try:
                process.wait(0.05)
            except subprocess.TimeoutExpired:
                continue
            raise RuntimeError(errors.read_text(encoding="utf-8"))
        yield listens
    finally:
        process.terminate()
        process.wait()


def _listens(port: int) -> bool:
    with socket.socket() as client:
        return client.connect_ex(("127.0.0.1", port)) == 0
