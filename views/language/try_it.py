"""Try: the network writes, each character coloured by its probability."""

import secrets
import string
from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from engine.checkpoints.checkpoint import Card
from engine.language.analysis.example import Example
from engine.language.defaults import LENGTH, settings_of
from ui.cards import draw_card
from ui.notices import told
from ui.sampling import sampling_settings
from ui.text.coloured import streamed_html
from ui.text.redaction import showable
from views.language import memory, written_text
from views.language import request as asking
from views.language.networks import writer
from views.language.request import Request, Written

if TYPE_CHECKING:
    from engine.language.predict import Writer

_PROMPT = "language_prompt"
_LEAST = 50  # characters that are written at least after a branch


def draw(card: Card, epoch: float | None) -> None:
    """Draw the tab for a network at an epoch (None: its final weights)."""
    known = asking.worked_example(card)
    result, settings = st.columns([2, 1], gap="medium")
    with result:
        prompt = _prompt(card, known)
        bar = st.container(horizontal=True, vertical_alignment="center")
        text = st.container(key="language_result")
    with settings:
        request = _settings(card, epoch, prompt, known)
    written = asking.current()
    if written is None or written.request != request or written.state == "writing":
        written = asking.answered_by(request, known)
        if written is not None:
            asking.keep(written)
    _buttons(bar, writing=written is None)
    with text, told():
        place = st.empty()
        if written is None:
            written = _write(card, request, place)
        written_text.draw(card, written, place)
    if written is not None:
        memory.draw(card, epoch, showable(written.piece, card).text)
    with st.expander("The network in use", icon=":material/badge:"):
        draw_card(card)


def _prompt(card: Card, known: Example | None) -> str:
    """Draw the prompt and return it, with plain line ends."""
    start = known.prompt if known else ""
    before = st.session_state.get("language_prompt_start")
    # A prompt that the visitor left as it was follows the network's own example.
    if before is not None and st.session_state.get(_PROMPT) == before != start:
        st.session_state[_PROMPT] = start
    st.session_state["language_prompt_start"] = start
    prompt = st.text_area(
        "Prompt",
        start,
        height=80,
        max_chars=1000,
        key=_PROMPT,
        placeholder="Empty: start on a new line",
        help="The text that the network continues.",
        bind="query-params",
        persist_state="session",
    )
    return str(prompt).replace("\r\n", "\n")


def _settings(
    card: Card, epoch: float | None, prompt: str, known: Example | None
) -> Request:
    """Draw the settings; return what is asked for."""
    with st.expander("Settings", expanded=True, icon=":material/tune:"):
        settings = sampling_settings(
            "language", known.settings if known else settings_of(card)
        )
        length = st.slider(
            "Length in characters",
            50,
            2000,
            LENGTH,
            50,
            key="language_length",
            bind="query-params",
            persist_state="session",
        )
        reset = st.selectbox(
            "Memory while writing",
            memory.RESETS,
            format_func=memory.words_for_reset,
            key="language_reset",
            help="The memory of an LSTM is its hidden and cell state. After a reset, "
            "it has only the characters since.",
            bind="query-params",
            persist_state="session",
        )
        before = st.text_area(
            "Read this first (sets its memory)",
            height=80,
            max_chars=1000,
            key="language_before",
            placeholder="Empty: all zeros",
            help="The network reads this before the prompt and keeps the state it "
            "leaves: a fable that starts in Shakespeare’s mood, for example.",
            persist_state="session",
        )
    kept = asking.kept_beginning(card, epoch, prompt)
    return Request(
        card.name,
        card.digests,
        epoch,
        prompt,
        length,
        settings,
        int(reset),
        kept.text,
        str(before).replace("\r\n", "\n"),
    )


def _buttons(bar: DeltaGenerator, writing: bool) -> None:
    """Draw what starts and ends the writing."""
    bar.button(
        "Write",
        type="primary",
        icon=":material/edit:",
        key="language_write",
        on_click=_write_again,
    )
    # Outside any fragment, where a click ends the run of the page that writes.
    bar.button(
        "Stop",
        icon=":material/stop:",
        key="language_stop",
        on_click=_stop,
        help="Keeps the text written so far.",
        disabled=not writing,
    )
    bar.button(
        "Start from a random capital",
        key="language_capital",
        on_click=_capital,
        type="tertiary",
        help="As in the original blog post (2016–2018): the prompt is one letter.",
    )
    if asking.can_go_back():
        bar.button(
            "Undo branch",
            icon=":material/undo:",
            key="language_back",
            on_click=asking.go_back,
        )


def _write(card: Card, request: Request, place: DeltaGenerator) -> Written:
    """Let the network write, drawn as it comes and kept as it comes."""
    kept = asking.kept_beginning(card, request.epoch, request.prompt)
    with place.container():
        network = writer(card.name, request.epoch)
    read = request.before + request.prompt
    replaced = network.vocabulary.encode(read).replaced
    written = begun = Written(request, kept, kept, replaced=replaced)
    for written in _growing(network, begun):
        asking.keep(written)
        shown = showable(written.piece, card)
        place.html(streamed_html(shown, given=request.prompt))
    written = replace(written, state="done")
    asking.keep(written)
    return written


def _growing(network: "Writer", written: Written) -> Iterator[Written]:
    """Yield the text each time that it has grown."""
    from engine.language.predict import Memory

    asked = written.request
    yield written
    for part in network.write(
        (asked.prompt or "\n") + asked.kept,
        max(asked.length - len(asked.kept), _LEAST),
        asked.settings,
        Memory(asked.before, asked.reset_every),
    ):
        written = replace(written, piece=written.piece + part)
        yield written


def _write_again() -> None:
    """Write what the settings ask for; a text that is there already, anew.

    A click also ends an edit: what was typed just now is written as it is.
    """
    written = asking.current()
    if written is None:
        return
    asked = written.request
    now = (st.session_state.get("language_seed"), st.session_state.get(_PROMPT))
    if written.state == "done" and now == (asked.settings.seed, asked.prompt):
        st.session_state["language_seed"] = secrets.randbelow(10_000)
    else:
        asking.keep(replace(written, state="writing"))


def _stop() -> None:
    """Keep what was written so far."""
    written = asking.current()
    if written is not None and written.state == "writing":
        asking.keep(replace(written, state="stopped"))


def _capital() -> None:
    """Take one capital letter as the prompt, as the post does."""
    st.session_state[_PROMPT] = secrets.choice(string.ascii_uppercase)
