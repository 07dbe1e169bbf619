"""A server as a host starts it: read-only, without HOME, below a path of its own."""

from __future__ import annotations

import io
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from PIL import Image
from websockets.exceptions import InvalidStatus

from engine.settings import PROJECT
from tests import nginx
from tests.other_owner import given_away, unprivileged
from tests.test_serve import port_of
from tests.wire import NAME, asked, drawn, place_for, sent, stream, uploaded

pytestmark = pytest.mark.slow
_CODE = (
    *("engine", "ui", "views", "pages", ".streamlit", "scripts"),
    *("app.py", "serve.py", "loupe", "requirements.txt"),
)


def checkout_in(folder: Path) -> Path:
    """Copy the code into a folder, to be given away; return it."""
    for name in _CODE:
        source = PROJECT / name
        if source.is_dir():
            shutil.copytree(
                source, folder / name, ignore=shutil.ignore_patterns("__pycache__")
            )
        else:
            shutil.copy(source, folder / name)
    (folder / "checkpoints").symlink_to(PROJECT / "checkpoints")
    return folder


def environment(**variables: str) -> dict[str, str]:
    """Return variables for a process without HOME and with no other settings."""
    kept = {
        name: value
        for name, value in os.environ.items()
        if name not in ("HOME", "PYTHONPATH") and not name.startswith("LOUPE_")
    }
    return kept | variables


@pytest.fixture(scope="module")
def port(tmp_path_factory) -> Iterator[int]:
    """Serve below /loupe from a read-only checkout; return the port."""
    checkout = given_away(checkout_in(tmp_path_factory.mktemp("foreign")))
    server = subprocess.Popen(
        unprivileged([sys.executable, "serve.py"]),
        cwd=checkout,
        env=environment(
            LOUPE_RUNS=str(tmp_path_factory.mktemp("elsewhere")),
            LOUPE_TRAINING="off",
            LOUPE_HOSTS=NAME,
            STREAMLIT_SERVER_BASE_URL_PATH="loupe",
            STREAMLIT_SERVER_CORS_ALLOWED_ORIGINS="https://name-8501.app.github.dev",
            STREAMLIT_SERVER_HEADLESS="true",
        ),
        stderr=subprocess.PIPE,
        text=True,
    )
    try:
        yield port_of(server)
    finally:
        server.terminate()
        _, said = server.communicate()
        assert "Traceback" not in said, said


def test_pages_health_and_settings_are_below_the_base_path(port):
    for path in ("/", "/runs", "/reading?embed=true", "/_stcore/health"):
        assert asked(port, f"/loupe{path}")[0] == 200
    assert asked(port, "/_stcore/health")[0] == 404
    assert asked(port, "/loupe/_stcore/metrics")[0] == 404


@pytest.mark.parametrize("page", ["", "runs", "language"])
def test_pages_are_drawn_over_the_websocket_without_menu_when_embedded(port, page):
    with stream(port, f"127.0.0.1:{port}", f"http://127.0.0.1:{port}") as opened:
        embedded = drawn(opened, page, "embed=true")
        assert len(embedded) > 2
        assert "classroom_enter" not in embedded
        assert "classroom_enter" in drawn(opened, page)


def accepts(port: int, host: str, origin: str) -> bool:
    """Return whether a WebSocket from a page of another origin is accepted."""
    try:
        with stream(port, host, origin):
            return True
    except InvalidStatus:
        return False


def test_origins_of_a_proxy_are_accepted_and_no_others(port):
    assert accepts(port, "loupe.example.org", "https://loupe.example.org")
    assert accepts(port, f"localhost:{port}", "https://name-8501.app.github.dev")
    assert not accepts(port, f"localhost:{port}", "https://other-8501.app.github.dev")
    assert not accepts(port, "loupe.example.org", "https://evil.example")


def test_upload_without_the_cookie_is_refused(port):
    with stream(port, NAME, f"http://{NAME}") as opened:
        path = f"/loupe{place_for(opened, 'a.png').upload_url}"
        assert sent(port, path, "a.png", b"1") == 403


def test_command_line_answers_from_a_checkout_that_somebody_else_installed(tmp_path):
    checkout = checkout_in(tmp_path)
    installed = checkout / ".venv"
    (installed / "loupe").mkdir(parents=True)
    for part in ("bin", "lib", "pyvenv.cfg"):
        (installed / part).symlink_to(Path(sys.prefix) / part)
    shutil.copy(checkout / "requirements.txt", installed / "loupe")
    done = subprocess.run(
        unprivileged(["./loupe", "list"]),
        cwd=given_away(checkout),
        env=environment(LOUPE_CUDA="off"),
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stderr
    assert "installing" not in done.stderr
    assert "checkpoint   shakespeare-best" in done.stdout


def test_nginx_of_the_guide_passes_pages_uploads_and_downloads(port, tmp_path):
    picture = io.BytesIO()
    Image.new("RGB", (40, 30), "navy").save(picture, "PNG")
    with nginx.before(port, "/loupe/", tmp_path) as proxy:
        _, _, page = asked(proxy, "/loupe/images")
        (script,) = re.findall(rb'<script type="module" .*src="\./(.+?)"', page)
        assert asked(proxy, f"/loupe/{script.decode()}")[0] == 200
        assert b"nginx" in asked(proxy, "/loupe/_stcore/metrics")[2]  # never asked us
        with stream(proxy, NAME, f"http://{NAME}") as opened:
            save = drawn(opened, "language")["language_save_text"].download_button
            status, headers, text = asked(proxy, f"/loupe{save.url}")
            assert (status, len(text) > 100) == (200, True)
            assert headers["Content-Disposition"].startswith("attachment")
            field = drawn(opened, "images")["images_upload"].file_uploader.id
            state = uploaded(opened, proxy, field, "navy.png", picture.getvalue())
            assert "images_forget" in drawn(opened, "images", "", state)
        too_large = {"Content-Length": str(62 * 2**20)}
        assert asked(proxy, "/loupe/", "PUT", None, **too_large)[0] == 413
