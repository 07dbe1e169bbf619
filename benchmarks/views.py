"""Time until each view of Look inside is drawn, for an input that it has not seen.

    python -m benchmarks.views [PAGE ...] [--times N]

Starts a server and opens each view by its link, as a visitor does, in a session of its
own over Streamlit's WebSocket: N times after two that warm it, each with another text,
question or review; for pictures, which are few, with the same ones in turn. A time is
from the link to the end of the page's script, networks loaded; drawing in the browser
is not in it. Prints a table in Markdown: median and 95th percentile in milliseconds.
"""

import argparse
import os
import time
from urllib.parse import urlencode

import numpy as np

from benchmarks.sessions import server, session
from engine.images.analysis import drawings

_WARMING = 2  # views that are not counted
_LINES = (
    "The lamp is low, and still no sail comes in.\nWhat says the book of tides?\n"
    "I would not trust the moon. Go, wake the boy and light the second lamp.\n"
)
# Page -> view -> the parameter that takes another text each time.
_VIEWS = {
    "language": {
        "Hidden units": "language_units_text",
        "Hold a unit": "language_held_prompt",
        "One step": "language_step_text",
        "Influence": "language_step_text",
        "Surprise map": "language_surprise_text",
        "Memory": "language_memory_text",
        "Over the epochs": "language_epochs_prompt",
    },
    "reading": dict.fromkeys(
        ("Attention", "One similarity", "Self-attention", "Start and end", "Occlusion"),
        "reading_question",
    ),
    "sentiment": dict.fromkeys(
        ("Words", "Characters", "After each word", "Two classes", "By hand"),
        "sentiment_text",
    ),
    "images": dict.fromkeys(
        (
            "Where it looks",
            "The whole network",
            "One convolution",
            "Filters",
            "Feature maps",
            "One channel",
            "Nearest training images",
            "Over the epochs",
        ),
        "images_picture",
    ),
}


def text(page: str, number: int) -> str:
    """Return what the visitor brings: another one for each number."""
    if page == "language":
        return f"KEEPER {number}:\n{_LINES * 2}"
    if page == "reading":
        return f"Who built the lighthouse with {number} lamps?"
    if page == "sentiment":
        return f"Slow and {number} hours too long, and yet a moving film."
    return f"drawn-{drawings.NAMES[number % len(drawings.NAMES)]}"


def milliseconds(port: int, page: str, view: str, number: int) -> float:
    """Open a view by its link; return how long the server took."""
    views = "sentiment_view_words" if page == "sentiment" else f"{page}_view"
    query = {f"{page}_tab": "Look inside", views: view}
    query[_VIEWS[page][view]] = text(page, number)
    with session(port) as me:
        started = time.perf_counter()
        for element in me.run(page, urlencode(query)):
            if element.WhichOneof("type") == "exception":
                raise SystemExit(f"{page}, {view}: {element.exception.message}")
        return 1000 * (time.perf_counter() - started)


def main() -> None:
    """Measure every view and print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("pages", nargs="*", metavar="PAGE", help="all by default")
    parser.add_argument("--times", type=int, default=20, metavar="N")
    options = parser.parse_args()
    pages, times = options.pages or list(_VIEWS), options.times
    print("| page | view | median, ms | p95, ms | load |\n|---|---|---|---|---|")
    with server() as (_, port):
        for page in pages:
            for place, view in enumerate(_VIEWS[page]):
                first = 1000 * place  # what another view was given is cached
                taken = [
                    milliseconds(port, page, view, number)
                    for number in range(first, first + times + _WARMING)
                ][_WARMING:]
                middle, high = np.percentile(taken, (50, 95))
                load = os.getloadavg()[0]
                print(
                    f"| {page} | {view} | {middle:.0f} | {high:.0f} | {load:.1f} |",
                    flush=True,
                )


if __name__ == "__main__":
    main()
