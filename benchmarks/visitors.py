"""Several visitors at one server: times of their answers, mix-ups, memory.

    python -m benchmarks.visitors [--visitors N] [--seconds S] [--pause P]

Starts a server and opens N sessions over Streamlit's own WebSocket. Each visitor asks
the reading, sentiment and language page in turn, five questions each, about texts of
its own, and goes on for S seconds, P seconds after each answer. A time ends when the
answer has arrived, for language the whole text of 400 characters. Once the server has
ended, the engine answers the same questions here, and each answer is compared. Memory
is the server's resident size, every ten seconds.
"""

import argparse
import json
import logging
import os
import time
from concurrent.futures import ThreadPoolExecutor, wait
from dataclasses import dataclass
from itertools import count
from typing import Any

import numpy as np

from benchmarks.sessions import WITHIN_SECONDS, Session, server, session
from engine.checkpoints import checkpoint
from engine.language.analysis import example
from engine.language.defaults import LENGTH
from ui.loading import cards_of, predictor
from ui.notices import plain
from views.language.networks import is_network
from views.reading.cache import CANDIDATES
from views.sentiment.networks import contenders, name_of

KINDS = ("reading", "sentiment", "language")
_IN_A_ROW = 5  # questions before a visitor goes to the next page
_MEMORY_SECONDS = 10.0  # from one look to the next
_NAMES = ("Ada", "Bruno", "Clara", "David", "Edith", "Frank", "Greta", "Henry")
_CITIES = ("Oslo", "Lisbon", "Prague", "Geneva", "Dublin", "Vienna", "Turin", "Porto")
_VERDICTS = ("a delight", "a bore", "clever but cold", "not bad at all", "a mess")


@dataclass(frozen=True, slots=True)
class Question:
    """What a visitor types: the fields' keys and their texts."""

    kind: str  # one of KINDS
    fields: dict[str, str]


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back: the answer as it is shown, and when."""

    question: Question
    shown: str  # "" where none came
    seconds: float  # until it was there
    page_seconds: float  # until the whole page was drawn
    errors: tuple[str, ...]


def question(kind: str, visitor: int, number: int) -> Question:
    """Return the question that only this visitor asks, and only once."""
    name = f"{_NAMES[visitor % len(_NAMES)]} {_letters(visitor)}{_letters(number)}"
    if kind == "reading":
        city = _CITIES[(visitor + number) % len(_CITIES)]
        context = (
            f"In {1700 + number} a lighthouse was built by an engineer named {name}. "
            f"She was born in {city}, where her father sold {number + 2} kinds of tea, "
            "and she had learned to draw before she could write. The lamp was lit by "
            "her brother, who kept bees on the roof until the storm."
        )
        asked = ("Where was the engineer born?", "Who built the lighthouse?")
        texts = {"reading_context": context, "reading_question": asked[number % 2]}
    elif kind == "sentiment":
        verdict = _VERDICTS[(visitor + number) % len(_VERDICTS)]
        texts = {
            "sentiment_text": f"The film about {name} is {verdict}, {number} of 9."
        }
    else:
        texts = {"language_prompt": f"{name.upper()}:\nIt is the hour {number}, and "}
    return Question(kind, texts)


def _letters(number: int) -> str:
    """Return a number as a name: 0 is “Aberg”, 27 is “Babberg”."""
    digits = np.base_repr(number, 25).lower()
    return "".join(chr(ord("a") + int(d, 25)) for d in digits).capitalize() + "berg"


def ask(me: Session, asked: Question) -> Answer:
    """Type a question; return its answer once the page is drawn."""
    for key, text in asked.fields.items():
        me.type(key, text)
    started = time.perf_counter()
    shown, seconds, errors = "", WITHIN_SECONDS, []
    for element in me.run(asked.kind):
        if element.WhichOneof("type") == "exception":
            errors.append(element.exception.message)
        elif not shown and (shown := _shown(asked.kind, element)):
            seconds = time.perf_counter() - started
    page_seconds = time.perf_counter() - started
    return Answer(asked, shown, seconds, page_seconds, tuple(errors))


def _shown(kind: str, element: Any) -> str:
    """Return the answer that an element shows, "" if it shows none."""
    if kind == "reading":
        return element.metric.body  # type: ignore[no-any-return]
    component = element.bidi_component
    if kind == "sentiment" and component.id.endswith("_announced_sentiment"):
        return json.loads(component.json)  # type: ignore[no-any-return]
    if kind == "language" and component.id.endswith("language_text"):
        return "".join(json.loads(component.json)["pieces"])
    return ""


def expected(asked: Question) -> str:
    """Return what the page has to show for a question, by the engine."""
    if asked.kind == "reading":
        context, words = asked.fields.values()
        reader = predictor("reading", next(iter(cards_of("reading"))))
        return plain(reader.read(context, words, most=CANDIDATES).answer)
    if asked.kind == "sentiment":
        (text,) = asked.fields.values()
        stars = (
            f"{name_of(card)} {predictor('sentiment', name).read(text).stars:.1f}"
            for name, card in contenders().items()
        )
        return f"Stars: {', '.join(stars)}."
    (prompt,) = asked.fields.values()
    name = next(iter(cards_of("language", is_network)))
    settings = example.read(checkpoint.find("language", name)).settings
    pieces = predictor("language", name).write(prompt, LENGTH, settings)
    return "".join(piece.text for piece in pieces)


def visit(port: int, visitor: int, pause: float, until: float) -> list[Answer]:
    """Ask page after page until a moment of `time.monotonic`; return the answers."""
    answers: list[Answer] = []
    with session(port) as me:
        for turn in count(visitor):  # neighbours begin at different pages
            kind = KINDS[turn % len(KINDS)]
            me.open(kind)
            for _ in range(_IN_A_ROW):
                if time.monotonic() > until:
                    return answers
                answers.append(ask(me, question(kind, visitor, len(answers))))
                time.sleep(pause)
    raise AssertionError("count() has no end")


def warmed(port: int) -> None:
    """Ask each page once, so that every network is loaded and compiled."""
    with session(port) as first:
        for kind in KINDS:
            first.open(kind)
            ask(first, question(kind, 99, 99))


def crowd(options: argparse.Namespace) -> list[Answer]:
    """Let all visitors ask at once; print memory and return their answers."""
    with server() as (process, port), ThreadPoolExecutor(options.visitors) as pool:
        warmed(port)
        used, started = sum(process.cpu_times()[:2]), time.monotonic()
        until = started + options.seconds
        visits = [
            pool.submit(visit, port, i, options.pause, until)
            for i in range(options.visitors)
        ]
        memory = [process.memory_info().rss]
        while not all(each.done() for each in visits):
            wait(visits, _MEMORY_SECONDS)
            memory.append(process.memory_info().rss)
        answers = [answer for each in visits for answer in each.result()]
        used = sum(process.cpu_times()[:2]) - used
        print(f"{len(answers)} answers in {time.monotonic() - started:.0f} s.")
        print(f"Server: {used / len(answers):.2f} s of processor time per answer.")
        sizes = " ".join(f"{size / 2**20:.0f}" for size in memory)
        print(f"Memory every {_MEMORY_SECONDS:.0f} s, MB: {sizes}")
    return answers


def main() -> None:
    """Measure, compare and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--visitors", type=int, default=10)
    parser.add_argument("--seconds", type=float, default=180.0)
    parser.add_argument("--pause", type=float, default=0.0, help="seconds")
    options = parser.parse_args()
    # The right answers are computed outside Streamlit, which warns at each.
    logging.getLogger("streamlit").setLevel(logging.ERROR)
    load = ", ".join(f"{each:.1f}" for each in os.getloadavg())
    print(
        f"{options.visitors} visitors, pause {options.pause:g} s; load before: {load}"
    )
    answers = crowd(options)
    print(f"{'seconds':12}   n    p50    p95  page p50  page p95  wrong  mixed up")
    for kind in KINDS:
        own = [answer for answer in answers if answer.question.kind == kind]
        right = [expected(answer.question) for answer in own]
        wrong = [a for a, text in zip(own, right, strict=True) if a.shown != text]
        mixed = [answer for answer in wrong if answer.shown in right]
        p50, p95 = np.percentile([answer.seconds for answer in own], (50, 95))
        page = np.percentile([answer.page_seconds for answer in own], (50, 95))
        print(
            f"{kind:12}{len(own):4}{p50:7.2f}{p95:7.2f}{page[0]:10.2f}{page[1]:10.2f}"
            f"{len(wrong):7}{len(mixed):10}"
        )
    errors = [error for answer in answers for error in answer.errors]
    print(f"{len(errors)} errors {errors[:1] or ''}")


if __name__ == "__main__":
    main()
