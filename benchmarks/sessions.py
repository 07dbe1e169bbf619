"""A server to measure, and its pages over Streamlit's own WebSocket."""

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from tempfile import TemporaryDirectory
from typing import Any

import psutil
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.sync.client import ClientConnection, connect

from engine.settings import PROJECT

WITHIN_SECONDS = 300.0  # a page must be drawn


class Session:
    """One session of the server, as a browser holds it; context manager `session`."""

    def __init__(self, stream: ClientConnection) -> None:
        """Begin in a connection."""
        self._stream = stream
        self._fields: dict[str, str] = {}  # key -> id of a widget
        self._texts: dict[str, str] = {}  # id of a widget -> what was typed

    def open(self, page: str) -> None:
        """Go to a page, and wait until it is drawn."""
        self._texts = {}
        for _ in self.run(page):
            pass

    def type(self, key: str, text: str) -> None:
        """Fill a text field of the page that is open, for all runs from now on."""
        self._texts[self._fields[key]] = text

    def run(self, page: str, query: str = "") -> Iterator[Any]:
        """Let the server run a page with what was typed; yield its elements.

        Args:
            page: Its name.
            query: What stands behind the question mark of its address.
        """
        wish = BackMsg()
        wish.rerun_script.page_name = page
        wish.rerun_script.query_string = query
        for name, text in self._texts.items():
            wish.rerun_script.widget_states.widgets.add(id=name, string_value=text)
        self._stream.send(wish.SerializeToString())
        while True:
            content = self._stream.recv(timeout=WITHIN_SECONDS)
            message = ForwardMsg.FromString(content)  # type: ignore[arg-type]
            if message.HasField("script_finished"):
                return
            element = message.delta.new_element
            if kind := element.WhichOneof("type"):
                name = str(getattr(getattr(element, kind), "id", ""))
                self._fields[name.rpartition("-")[2]] = name
                yield element


@contextmanager
def server() -> Iterator[tuple[psutil.Process, int]]:
    """Start a server with no runs; yield its process and port."""
    with TemporaryDirectory() as runs:
        process = subprocess.Popen(
            [sys.executable, "serve.py"],
            cwd=PROJECT,
            env=os.environ | {"LOUPE_RUNS": runs, "STREAMLIT_SERVER_HEADLESS": "true"},
            stderr=subprocess.PIPE,
            text=True,
        )
        try:
            yield psutil.Process(process.pid), _port_of(process)
        finally:
            process.terminate()
            process.communicate()


def _port_of(process: "subprocess.Popen[str]") -> int:
    """Return the port that a server says it opens."""
    assert process.stderr is not None
    for line in process.stderr:
        if found := re.search(r"serving at http://.*:(\d+)", line):
            return int(found.group(1))
    raise SystemExit(f"The server ended with {process.wait()}.")


@contextmanager
def session(port: int) -> Iterator[Session]:
    """Open one, as a browser does."""
    with connect(
        f"ws://127.0.0.1:{port}/_stcore/stream",
        origin=f"http://127.0.0.1:{port}",
        subprotocols=["streamlit"],  # type: ignore[list-item]
        max_size=None,
    ) as stream:
        yield Session(stream)
