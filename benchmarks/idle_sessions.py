"""Memory that an open page needs on the server, while nobody touches it.

    python -m benchmarks.idle_sessions [--sessions N]

Starts a server, opens N sessions over Streamlit's own WebSocket, lets each draw one of
the experiments' pages, and keeps all of them open. Prints the server's resident size
after each quarter, and megabytes a session over the last three quarters: the first one
loads the networks.
"""

import argparse
import time
from contextlib import ExitStack

import psutil

from benchmarks.sessions import server, session
from engine import registry

_MEGABYTE = 2**20


def main() -> None:
    """Open the sessions and print the memory."""
    parser = argparse.ArgumentParser(description="idle_sessions: memory of open pages")
    parser.add_argument("--sessions", type=int, default=40)
    count = parser.parse_args().sessions
    sizes: list[float] = []
    with server() as (process, port), ExitStack() as stack:
        for number in range(1, count + 1):
            visitor = stack.enter_context(session(port))
            visitor.open(registry.NAMES[number % len(registry.NAMES)])
            if number % (count // 4) == 0:
                time.sleep(2)  # what a page loads in the background
                sizes.append(_megabytes(process))
                print(f"{number:4} sessions  {sizes[-1]:7.0f} MB", flush=True)
    each = (sizes[-1] - sizes[0]) / (count - count // 4)
    print(f"{each:.1f} MB a session")


def _megabytes(process: psutil.Process) -> float:
    return float(process.memory_info().rss) / _MEGABYTE


if __name__ == "__main__":
    main()
