"""Time until the overview is to be seen, for the first visitor of a new server.

    python -m benchmarks.first_paint [--times N]

Each time a new server, once it answers, and a browser with an empty cache. Times are
from the click on the link: until the browser paints anything, until the text that a
network wrote is on the page, and until the page's script has ended; and the time that
the server kept a processor busy, which other jobs change less. Then the same for the
second visitor, whose browser knows nothing yet either. Needs the development
requirements and Chromium (`CHROMIUM`, or /usr/bin/chromium). Prints a table in
Markdown: median and largest in milliseconds.
"""

import argparse
import os
import time
from collections.abc import Sequence

import numpy as np
import psutil
from playwright.sync_api import Browser, sync_playwright

from benchmarks.sessions import server

_EVENTS = (
    "first paint",
    "the network’s text",
    "the whole page",
    "the server’s processor",
)
_PAINT = "performance.getEntriesByName('first-contentful-paint')[0].startTime"
_DRAWN = '[data-testid="stApp"][data-test-script-state="notRunning"]'
_WITHIN = 120_000.0  # milliseconds


def milliseconds(
    browser: Browser, process: psutil.Process, port: int
) -> tuple[float, ...]:
    """Visit the overview with an empty cache; return the time of each event."""
    before = sum(process.cpu_times()[:2])
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    page = context.new_page()
    page.set_default_timeout(_WITHIN)
    started = time.perf_counter()
    page.goto(f"http://127.0.0.1:{port}", wait_until="commit")
    page.locator(".st-key-overview_language .text .mark").first.wait_for()
    written = time.perf_counter()
    page.locator(_DRAWN).wait_for()
    ended = time.perf_counter()
    paint = float(page.evaluate(_PAINT))
    context.close()
    busy = sum(process.cpu_times()[:2]) - before
    seconds = written - started, ended - started, busy
    return paint, *(1000 * value for value in seconds)


def report(visitor: str, taken: Sequence[tuple[float, ...]]) -> None:
    """Print the rows of one kind of visitor."""
    for event, times in zip(_EVENTS, zip(*taken, strict=True), strict=True):
        load = os.getloadavg()[0]
        print(
            f"| {visitor} | {event} | {np.median(times):.0f} | {max(times):.0f} | "
            f"{load:.1f} |"
        )


def main() -> None:
    """Measure and print the table."""
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks.first_paint", description=__doc__
    )
    parser.add_argument("--times", type=int, default=5, metavar="N")
    options = parser.parse_args()
    first, second = [], []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=os.environ.get("CHROMIUM", "/usr/bin/chromium"),
            args=["--no-sandbox"],
        )
        for _ in range(options.times):
            with server() as (process, port):
                first.append(milliseconds(browser, process, port))
                second.append(milliseconds(browser, process, port))
        browser.close()
    print("| visitor | until | median, ms | largest, ms | load |")
    print("|---|---|---|---|---|")
    report("first", first)
    report("second", second)


if __name__ == "__main__":
    main()
