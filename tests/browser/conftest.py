"""Chromium and a server for the stories; missing Chromium skips, but not in CI."""

from __future__ import annotations

import logging
import os
from pathlib import Path

import pytest
from playwright.sync_api import sync_playwright

from tests.browser.driver import BROWSER_ARGUMENTS, Server, Visitor, serving

# Chromium without windows first: a visitor costs an eighth of the processor time there.
INSTALLED = (Path("/usr/bin/chromium-headless-shell"), Path("/usr/bin/chromium"))
CHROMIUM = Path(
    os.environ.get("CHROMIUM")
    or next((path for path in INSTALLED if path.exists()), INSTALLED[0])
)
FAILURES = Path(__file__).parent / "failures"


@pytest.fixture(scope="session")
def browser():
    """A headless Chromium, whose pages share what was loaded and compiled.

    A page costs a fifth less so. What a visitor did is forgotten with the page: the
    app keeps it in the page's own session, and Streamlit in the browser whether the
    menu is open, see `visiting`.
    """
    if not CHROMIUM.exists():
        words = f"Chromium is not at {CHROMIUM}; install it or set CHROMIUM"
        if os.environ.get("CI"):
            pytest.fail(words)
        pytest.skip(words)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=CHROMIUM, args=list(BROWSER_ARGUMENTS)
        )
        yield browser.new_context(viewport={"width": 1280, "height": 900})
        browser.close()


@pytest.fixture(scope="session")
def server(tmp_path_factory):
    """The app with the shipped checkpoints and an empty folder of runs."""
    with serving(tmp_path_factory.mktemp("served")) as server:
        yield server


@pytest.fixture
def visiting(browser, request):
    """A function that sits a person with a fresh page down at a server.

    A failure leaves a picture behind, and logs the words of the page and the errors of
    its scripts: the picture stays on the machine that ran the tests.
    """
    visitors: list[Visitor] = []
    errors: list[str] = []
    failed_before = request.session.testsfailed

    def at(server: Server) -> Visitor:
        visitors.append(Visitor(browser.new_page(), server.address))
        visitors[-1].page.on("pageerror", lambda error: errors.append(str(error)))
        return visitors[-1]

    yield at
    for visitor in visitors:
        if request.session.testsfailed > failed_before:
            FAILURES.mkdir(exist_ok=True)
            visitor.page.screenshot(path=FAILURES / f"{request.node.name}.png")
            words = visitor.page.inner_text("body")
            logging.error("%s shows:\n%s\n%s", visitor.page.url, words, errors)
        visitor.page.evaluate("localStorage.clear()")
        visitor.page.close()
    browser.clear_cookies()


@pytest.fixture
def visitor(visiting, server):
    """A visitor of the app with the shipped checkpoints."""
    return visiting(server)
