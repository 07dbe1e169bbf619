"""Take the screenshots of the README: start the app, open its pages, save PNGs.

    python docs/pictures.py [--out docs] [--all]

Needs the development requirements and Chromium (`CHROMIUM`, or
/usr/bin/chromium). With `--all` every page is taken wide and narrow, light and
dark.
"""

import argparse
import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

PROJECT = Path(__file__).parents[1]
PAGES = {"overview": ""} | {
    page: page
    for page in ("language", "ngrams", "reading", "sentiment", "images", "runs")
}
WIDE, NARROW = (1280, 900), (390, 844)


@contextmanager
def server() -> Iterator[str]:
    """Start the app on a free port; yield its address."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [sys.executable, "-m", "streamlit", "run", "app.py"]
    command += [f"--server.port={port}", "--server.headless=true"]
    process = subprocess.Popen(
        command, cwd=PROJECT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    address = f"http://127.0.0.1:{port}"
    try:
        _wait_until_healthy(f"{address}/_stcore/health")
        yield address
    finally:
        process.terminate()
        process.wait()


def _wait_until_healthy(address: str) -> None:
    """Return once the server answers; give up after a minute."""
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        try:
            with urllib.request.urlopen(address, timeout=1):
                return
        except (urllib.error.URLError, ConnectionError):
            time.sleep(0.2)
    raise TimeoutError("the app did not start")


def picture(page: Page, address: str, path: Path, full: bool) -> None:
    """Open an address, wait until the script has ended, save what is seen."""
    page.goto(address)
    page.get_by_test_id("stApp").wait_for()
    for wanted in (
        "document.querySelector('[data-test-script-state=notRunning]') !== null",
        "document.querySelector('[data-testid=stSkeleton]') === null",
    ):
        page.wait_for_function(wanted, timeout=60_000)
    page.wait_for_load_state("networkidle")
    page.screenshot(path=path, full_page=full)


def take(browser: Browser, address: str, out: Path, everything: bool) -> None:
    """Save the pictures of all pages."""
    looks = [(WIDE, "light", "")]
    if everything:
        looks += [(WIDE, "dark", "-dark"), (NARROW, "light", "-narrow")]
        looks += [(NARROW, "dark", "-narrow-dark")]
    for (width, height), scheme, suffix in looks:
        context = browser.new_context(
            viewport={"width": width, "height": height},
            color_scheme="dark" if scheme == "dark" else "light",
        )
        page = context.new_page()
        for name, path in PAGES.items():
            picture(page, f"{address}/{path}", out / f"{name}{suffix}.png", everything)
        context.close()


def main() -> None:
    """Read the options and take the pictures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--out", type=Path, default=PROJECT / "docs")
    parser.add_argument("--all", action="store_true")
    options = parser.parse_args()
    options.out.mkdir(parents=True, exist_ok=True)
    chromium = os.environ.get("CHROMIUM", "/usr/bin/chromium")
    arguments = ["--no-sandbox", "--disable-background-networking", "--no-first-run"]
    with server() as address, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=arguments)
        take(browser, address, options.out, options.all)
        browser.close()


if __name__ == "__main__":
    main()
