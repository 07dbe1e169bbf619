"""Drives the real app in Chromium: the only file that knows selectors.

Elements are found by the keys of their widgets; waiting is for text, for an
element, or for the app's script to have ended, never for a time.
"""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Literal

import psutil
from playwright.sync_api import Locator, Page, expect

PROJECT = Path(__file__).parents[2]
WAIT_MS = 120_000  # a first import of Keras on two busy cores
# One that has ended is listed for as long as it holds what it has reached.
_STEADY = """() => !document.getAnimations().some(
  (each) => each instanceof CSSTransition && each.playState !== "finished")"""
STOP_SECONDS = 30  # it takes one or two
# Pages live too short for what optimising their scripts costs.
BROWSER_ARGUMENTS = ("--no-sandbox", "--js-flags=--no-opt")


class Server:
    """The app on a free port; can be stopped and started again on the same one."""

    def __init__(self, home: Path, **settings: str) -> None:
        """Prepare a server whose runs lie in `home`, with variables of its own."""
        self.home, self.settings = home, settings
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port: int = probe.getsockname()[1]
        self.address = f"http://127.0.0.1:{self.port}"
        self.process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Start the server and return once it answers."""
        command = [sys.executable, "serve.py"]
        environment = {
            **os.environ,
            "LOUPE_PORT": str(self.port),
            "STREAMLIT_SERVER_HEADLESS": "true",
            "LOUPE_RUNS": str(self.home / "runs"),
            "PYTHONFAULTHANDLER": "1",  # see stop
            **self.settings,
        }
        environment.pop("LOUPE_CHECKPOINTS", None)  # it shows those that are shipped
        # To a file: a full pipe would stop the server.
        with (self.home / "server.txt").open("ab") as log:
            self.process = subprocess.Popen(
                command, cwd=PROJECT, env=environment, stdout=log, stderr=log
            )
        while not self._answers():
            try:
                self.process.wait(0.2)
            except subprocess.TimeoutExpired:
                continue
            raise RuntimeError((self.home / "server.txt").read_text())

    def _answers(self) -> bool:
        """Return whether the server is healthy."""
        try:
            with urllib.request.urlopen(f"{self.address}/_stcore/health", timeout=5):
                return True
        except (urllib.error.URLError, ConnectionError, TimeoutError):
            return False

    def stop(self) -> None:
        """End the server; runs go on.

        A server that does not end is aborted, which writes where its threads stood
        into server.txt.
        """
        if self.process is not None:
            self.process.terminate()
            try:
                self.process.wait(STOP_SECONDS)
            except subprocess.TimeoutExpired:
                self.process.send_signal(signal.SIGABRT)
                self.process.wait()


@contextmanager
def serving(home: Path, **settings: str) -> Iterator[Server]:
    """Run a server for a while; see `Server`."""
    server = Server(home, **settings)
    server.start()
    try:
        yield server
    finally:
        server.stop()
        _end_runs(home)


def _end_runs(home: Path) -> None:
    """End what a story that failed has left training: it would go on for hours."""
    for path in home.glob("runs/*/*/process.json"):
        with suppress(psutil.Error):
            psutil.Process(json.loads(path.read_text())["pid"]).kill()


class Visitor:
    """A person in front of the app."""

    def __init__(self, page: Page, address: str) -> None:
        """Sit down at `page`."""
        self.page, self.address = page, address
        page.set_default_timeout(WAIT_MS)
        expect.set_options(timeout=WAIT_MS)

    def open(self, path: str = "") -> None:
        """Go to a page of the app by its address."""
        self.page.goto(f"{self.address}/{path}")
        self.settle()

    def settle(self) -> None:
        """Wait until the app's script has ended.

        Before its first run the state is "initial": what is done to a page in that
        state, or without a connection, is lost.
        """
        app = self.page.get_by_test_id("stApp")
        expect(app).to_have_attribute("data-test-connection-state", "CONNECTED")
        expect(app).to_have_attribute("data-test-script-state", "notRunning")
        expect(self.page.get_by_test_id("stSkeleton")).to_have_count(0)

    def in_scheme(self, scheme: Literal["light", "dark"]) -> None:
        """Let the system ask for light or dark; wait until the page is drawn so."""
        self.page.emulate_media(color_scheme=scheme)
        expect(self.page.get_by_test_id("stApp")).to_have_css("color-scheme", scheme)
        self.settle()
        self.page.wait_for_function(_STEADY)  # buttons go from one to the other

    def by_key(self, key: str) -> Locator:
        """Return the element that a widget or container with this key makes."""
        return self.page.locator(f".st-key-{key}")

    def tab(self, name: str) -> None:
        """Open a tab of the page, and wait until what is on it is drawn."""
        tab = self.page.get_by_role("tab", name=name)
        tab.click()
        expect(tab).to_have_attribute("aria-selected", "true")
        self.settle()

    def text(self, words: str, *, exact: bool = False) -> Locator:
        """Return the first text with these words that can be seen.

        A table that is drawn on a canvas repeats its cells as text nobody sees.
        """
        found = self.page.get_by_text(words, exact=exact)
        return found.filter(visible=True).first

    def press(self, key: str) -> None:
        """Press the button with this key."""
        self.by_key(key).get_by_role("button").first.click()

    def button(self, name: str) -> Locator:
        """Return the button with these words on it."""
        return self.page.get_by_role("button", name=name, exact=True)

    @property
    def _language_text(self) -> Locator:
        """The text to point at; below it may stand that of before a branch."""
        return self.by_key("language_text").locator(".text")

    def written(self) -> str:
        """Return the text that the language page shows, once there is one."""
        text = self._language_text
        expect(text).not_to_be_empty()
        return text.inner_text()

    def written_after(self, before: str) -> str:
        """Return the text that the language page shows once it is another one."""
        text = self._language_text
        expect(text).not_to_have_text(before)
        self.settle()
        return self.written()

    def expect_written(self, text: str) -> None:
        """Assert that the language page comes to show this text."""
        expect(self._language_text).to_have_text(text)

    def choose(self, key: str, option: str) -> None:
        """Choose an option of a select box."""
        self.by_key(key).locator("input").click()
        self.page.get_by_role("option", name=option, exact=True).click()
        self.settle()

    def click_cell(self, key: str, row: int, column: int, *, of: int) -> None:
        """Click a cell of a square Plotly matrix with `of` rows."""
        plot = self.by_key(key).locator(".nsewdrag").first
        plot.scroll_into_view_if_needed()
        box = plot.bounding_box()
        assert box is not None
        x, y = ((place + 0.5) / of for place in (column, row))
        plot.hover(position={"x": x * box["width"], "y": y * box["height"]})
        plot.click(position={"x": x * box["width"], "y": y * box["height"]})

    def drag_across(self, key: str, first: float, last: float) -> None:
        """Drag across a line chart between two shares of its width."""
        canvas = self.by_key(key).locator("canvas").first
        canvas.scroll_into_view_if_needed()
        box = canvas.bounding_box()
        assert box is not None
        left, width, height = box["x"], box["width"], box["y"] + box["height"] / 2
        self.page.mouse.move(left + first * width, height)
        self.page.mouse.down()
        self.page.mouse.move(left + last * width, height)
        self.page.mouse.up()

    def slide(self, key: str, presses: int) -> None:
        """Move a slider by so many steps, right where positive."""
        thumb = self.by_key(key).get_by_role("slider").first
        arrow = "ArrowRight" if presses > 0 else "ArrowLeft"
        for _ in range(abs(presses)):
            thumb.press(arrow)
        self.settle()

    def fill(self, key: str, text: str) -> None:
        """Fill a text field or a number, and leave it."""
        field = self.by_key(key).locator("textarea, input").first
        field.fill(text)
        area = field.evaluate("field => field.tagName") == "TEXTAREA"
        field.press("Control+Enter" if area else "Enter")
        self.settle()

    def fits(self, width: int = 390) -> None:
        """Assert that nothing on the page is wider than a phone."""
        wide = self.page.evaluate(
            "Math.max(...[':root', '[data-testid=stMain]'].map("
            "(name) => document.querySelector(name).scrollWidth))"
        )
        assert wide <= width, f"{self.page.url} is {wide} pixels wide"

    def no_failure(self) -> None:
        """Assert that no exception is shown."""
        expect(self.page.get_by_test_id("stException")).to_have_count(0)
