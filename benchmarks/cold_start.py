"""Time from the start of a server to the first answer, for each page that answers.

    python -m benchmarks.cold_start [PAGE ...] [--times N]

Starts a server for each page, opens the page in a session over Streamlit's own
WebSocket as soon as the port is there, and asks one question of its own at once. Prints
medians since the process was started: until the page is drawn, until the answer, and
the server's processor seconds until then, which depend least on other work.
"""

import argparse
import os
import statistics
import time

from benchmarks.sessions import server, session
from benchmarks.visitors import KINDS, ask, question


def first_answer(page: str, number: int) -> tuple[float, float, float]:
    """Return seconds until the page, until the answer, and of the processor."""
    started = time.perf_counter()
    with server() as (process, port), session(port) as me:
        me.open(page)
        drawn = time.perf_counter() - started
        answer = ask(me, question(page, 0, number))
        assert answer.shown, answer.errors
        # Without what the page draws after the answer.
        waited = time.perf_counter() - started - answer.page_seconds + answer.seconds
        return drawn, waited, sum(process.cpu_times()[:2])


def main() -> None:
    """Measure in turns and print medians."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("pages", nargs="*", default=KINDS, metavar="PAGE")
    parser.add_argument("--times", type=int, default=3)
    options = parser.parse_args()
    print(f"load before: {os.getloadavg()[0]:.1f}")
    rows = {
        page: [first_answer(page, number) for number in range(options.times)]
        for page in options.pages
    }
    print(f"{'seconds':12}{'page':>8}{'answer':>8}{'processor':>11}")
    for page, times in rows.items():
        drawn, answered, used = map(statistics.median, zip(*times, strict=True))
        print(f"{page:12}{drawn:8.1f}{answered:8.1f}{used:11.1f}")


if __name__ == "__main__":
    main()
