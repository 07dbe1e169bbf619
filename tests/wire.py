"""What a browser sends to a server and gets back, without a browser."""

from __future__ import annotations

import http.client
import socket
from collections.abc import Iterator
from contextlib import closing, contextmanager
from email.message import Message

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.Common_pb2 import FileURLs
from streamlit.proto.Element_pb2 import Element
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.proto.WidgetStates_pb2 import WidgetState
from websockets.sync.client import ClientConnection, connect

NAME = "loupe.example.org"  # that a visitor uses


def asked(
    port: int, path: str, method: str = "GET", body: bytes | None = None, **headers: str
) -> tuple[int, Message, bytes]:
    """Return status, headers and content of an answer, under its public name."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    with closing(connection):
        headers = {"Host": NAME, **headers}
        connection.request(method, path, body, headers)
        with connection.getresponse() as response:
            return response.status, response.headers, response.read()


@contextmanager
def stream(
    port: int, host: str, origin: str, base: str = "/loupe"
) -> Iterator[ClientConnection]:
    """Open a page's WebSocket under a name of the server, from a page's origin.

    Args:
        port: Of the server.
        host: Its name, with the port that the page names.
        origin: Of the page.
        base: The path below which it serves; "" for none.
    """
    plain = socket.create_connection(("127.0.0.1", port))
    with connect(
        f"ws://{host}{base}/_stcore/stream",
        sock=plain,
        origin=origin,
        subprotocols=["streamlit"],
        max_size=None,
    ) as opened:
        yield opened


def answers(opened: ClientConnection, wish: BackMsg) -> Iterator[ForwardMsg]:
    """Yield what the server answers until a page is drawn."""
    opened.send(wish.SerializeToString())
    while True:
        message = ForwardMsg.FromString(opened.recv(timeout=60))
        if message.HasField("script_finished"):
            return
        yield message


def drawn(
    opened: ClientConnection, page: str, query: str = "", *widgets: WidgetState
) -> dict[str, Element]:
    """Return a page's elements by key, those without one by number; none is an error.

    Args:
        opened: From `stream`.
        page: The last word of its address.
        query: Of its address.
        *widgets: What a visitor has set, for this drawing.
    """
    wish = BackMsg()
    wish.rerun_script.query_string = query
    wish.rerun_script.page_name = page
    wish.rerun_script.context_info.is_embedded = "embed=true" in query
    wish.rerun_script.widget_states.widgets.extend(widgets)
    elements = {}
    for number, message in enumerate(answers(opened, wish)):
        # Nor sent again as a reference, see .streamlit/config.toml.
        assert not message.metadata.cacheable
        element = message.delta.new_element
        if kind := element.WhichOneof("type"):
            assert kind != "exception", element.exception.message
            id = str(getattr(getattr(element, kind), "id", ""))
            elements[id.rpartition("-")[2] or str(number)] = element
    return elements


def place_for(opened: ClientConnection, name: str, field: str = "field") -> FileURLs:
    """Ask, in a session, where a file can be uploaded for a field."""
    wish = BackMsg()
    wish.file_urls_request.request_id = field
    wish.file_urls_request.file_names.append(name)
    opened.send(wish.SerializeToString())
    answer = ForwardMsg()
    while not answer.HasField("file_urls_response"):
        answer = ForwardMsg.FromString(opened.recv(timeout=60))
    (urls,) = answer.file_urls_response.file_urls
    return urls


def sent(port: int, path: str, name: str, content: bytes, **headers: str) -> int:
    """Upload a file to the path of `place_for`; return the HTTP status."""
    body = (
        f'--edge\r\nContent-Disposition: form-data; name="{name}"; '
        f'filename="{name}"\r\n\r\n'
    ).encode() + (content + b"\r\n--edge--\r\n")
    headers = {"Content-Type": "multipart/form-data; boundary=edge", **headers}
    return asked(port, path, "PUT", body, **headers)[0]


def uploaded(
    opened: ClientConnection, port: int, field: str, name: str, content: bytes
) -> WidgetState:
    """Upload a file; return the state of its field, by the field's whole id."""
    urls = place_for(opened, name, field)
    cookie = asked(port, "/loupe/_stcore/health")[1]["Set-Cookie"].partition(";")[0]
    headers = {"Cookie": cookie, "X-Xsrftoken": cookie.partition("=")[2]}
    assert sent(port, f"/loupe{urls.upload_url}", name, content, **headers) == 204
    state = WidgetState(id=field)
    state.file_uploader_state_value.uploaded_file_info.add(
        file_id=urls.file_id, name=name, size=len(content), file_urls=urls
    )
    return state
