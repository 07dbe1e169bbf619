"""Starts the server: settings, a port, the names it answers to.

`./loupe` runs this file. It serves `app.py` as `streamlit run app.py` does, and besides
refuses an unknown setting, takes the first free port, and answers no request for a
host that is not its own: a page of another site that points its name at this machine
(DNS rebinding) gets nothing, over HTTP or WebSocket.
"""

import errno
import os
import signal
import socket
import sys
import webbrowser
from collections.abc import Callable
from contextlib import asynccontextmanager
from threading import Thread
from typing import Any

import uvicorn
from starlette.middleware import Middleware
from starlette.middleware.trustedhost import TrustedHostMiddleware
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Receive, Scope, Send
from streamlit import config
from streamlit.starlette import App
from streamlit.web import bootstrap

from engine import settings
from engine.backend.memory import collect_rarely
from engine.errors import LoupeError
from engine.runs import tending

_PORTS = 100  # that are tried, from the first on
_GRACE_SECONDS = 3  # for open connections at the end
_MEGABYTE = 2**20


class WithoutMetrics:
    """Answers 404 where Streamlit would show a public server's inner numbers."""

    def __init__(self, app: ASGIApp) -> None:
        """Wrap an application."""
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request."""
        if scope["type"] == "http" and scope["path"].endswith("/_stcore/metrics"):
            await PlainTextResponse("Not found", 404)(scope, receive, send)
        else:
            await self.app(scope, receive, send)


def bind(address: str, first: int) -> socket.socket:
    """Return a socket that listens on the first free port from `first` on.

    The port is taken here and kept, so that two starts at one moment never get the
    same.

    Raises:
        LoupeError: The address is not this machine's, or no port is free.
    """
    try:
        family, _, _, _, where = socket.getaddrinfo(
            address, first, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
        )[0]
    except OSError as error:
        raise _no_address(address, error) from error
    for port in range(first, min(first + _PORTS, 65536)):
        server = socket.socket(family, socket.SOCK_STREAM)
        if os.name != "nt":  # there it would share a port that is in use
            server.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            server.bind((where[0], port, *where[2:]))
            server.listen()
        except OSError as error:
            server.close()
            if error.errno not in (errno.EADDRINUSE, errno.EACCES):
                raise _no_address(address, error) from error
            continue
        server.setblocking(False)
        return server
    raise LoupeError(
        f"No free port from {first} upward. Set LOUPE_PORT to start elsewhere."
    )


def _no_address(address: str, error: OSError) -> LoupeError:
    return LoupeError(f"Cannot listen at LOUPE_ADDRESS={address}: {error.strerror}.")


def build(url: str) -> App:
    """Return the application, which opens `url` in a browser once it answers."""
    config.set_option("server.allowedHosts", list(settings.allowed_hosts()))
    if public := bool(settings.hosts()):
        # A trace has paths of this machine; it is in the server's own output.
        config.set_option("client.showErrorDetails", "none")
    middleware = [
        Middleware(
            TrustedHostMiddleware,
            allowed_hosts=[_in_header(host) for host in settings.allowed_hosts()],
            www_redirect=False,
        )
    ]
    middleware += [Middleware(WithoutMetrics)] if public else []

    @asynccontextmanager
    async def lifespan(_: App) -> Any:
        if _opens_browser():
            Thread(target=webbrowser.open, args=(url,), daemon=True).start()
        yield

    return App(settings.PROJECT / "app.py", middleware=middleware, lifespan=lifespan)


def take_environment() -> None:
    """Set Streamlit's options from STREAMLIT_… variables.

    `streamlit run` does so; the server that is built here would ignore them.

    Raises:
        LoupeError: A value is not of its option's kind.
    """
    given: dict[str, Any] = {}
    for name, option in config._config_options_template.items():
        word = os.environ.get(option.env_var)
        if word is None or option.sensitive:  # those Streamlit reads by itself
            continue
        try:
            given[name] = word.split() if option.multiple else _KINDS[option.type](word)
        except (KeyError, ValueError) as error:
            raise LoupeError(
                f"{option.env_var} cannot be “{word}”. Unset it, or see "
                "`streamlit run --help`."
            ) from error
    bootstrap.load_config_options(given)


_KINDS: dict[type, Callable[[str], Any]] = {
    str: str,
    int: int,
    float: float,
    bool: lambda word: {"true": True, "1": True, "false": False, "0": False}[
        word.strip().lower()
    ],
}


def _base_path() -> str:
    """Return the path below which pages are served: "" or "/loupe"."""
    base = str(config.get_option("server.baseUrlPath")).strip("/")
    return f"/{base}" if base else ""


def _opens_browser() -> bool:
    """Return whether a browser of this machine is opened."""
    return not settings.hosts() and not config.get_option("server.headless")


def _in_header(host: str) -> str:
    """Return a host as requests write it: an IPv6 address in brackets."""
    return f"[{host}]" if ":" in host else host


def _say(sentence: str) -> None:
    sys.stderr.write(f"loupe: {sentence}\n")


def serve(listening: socket.socket) -> None:
    """Serve on a socket of `bind` until Ctrl-C."""
    port = listening.getsockname()[1]
    if port != settings.port():
        sys.stderr.write(f"loupe: port {settings.port()} is in use; using {port}.\n")
    url = f"http://{_in_header(settings.reached_at())}:{port}{_base_path()}"
    verb = "opening" if _opens_browser() else "serving at"
    sys.stderr.write(f"loupe: {verb} {url} (stop with Ctrl-C)\n")
    config.set_option("server.port", port)
    if settings.launcher() == "ray" and settings.training_allowed():
        Thread(target=tending.tend, args=(_say,), daemon=True).start()
    uvicorn.Server(
        uvicorn.Config(
            build(url),
            access_log=False,
            log_level="warning",
            ws_max_size=config.get_option("server.maxMessageSize") * _MEGABYTE,
            timeout_graceful_shutdown=_GRACE_SECONDS,
        )
    ).run(sockets=[listening])


def _leave(*_: object) -> None:
    """End at once, when Ctrl-C comes early and when uvicorn passes it on at its end.

    A network that is being loaded would keep the ordinary end waiting, or make
    TensorFlow abort. Trainings are processes of their own.
    """
    os._exit(0)


def main() -> int:
    """Serve until Ctrl-C; return the exit status."""
    signal.signal(signal.SIGINT, _leave)
    collect_rarely()
    try:
        settings.check()
        take_environment()
        listening = bind(settings.address(), settings.port())
    except LoupeError as error:
        sys.stderr.write(f"loupe: {error}\n")
        return 2
    serve(listening)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
