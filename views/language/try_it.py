"""Try: the network writes, each character coloured by its probability."""

import secrets
import string
from dataclasses import replace

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from engine.checkpoints.checkpoint import Card
from engine.language.analysis.example import Example
from engine.language.defaults import LENGTH, settings_of
from ui import classroom
from ui.cards import draw_in_use
from ui.links.bound import choose_bound
from ui.links.slider import slide_bound
from ui.notices import announce, errors_shown
from ui.sampling import sampling_settings
from ui.text.growing import GrowingText
from ui.url_state import put_text, take_text
from views.language import request as requests
from views.language import written_text
from views.language.request import Request

_PROMPT, _BEFORE = "language_prompt", "language_before"


def draw(card: Card, epoch: float | None) -> None:
    """Draw the tab for a network at an epoch (None: its final weights)."""
    example = requests.worked_example(card)
    result, settings = st.columns([2, 1], gap="medium")
    with result:
        prompt = _prompt(example)
        buttons = st.container(horizontal=True, vertical_alignment="center")
        about_link = st.container()
        text = st.container(key="language_result")
        requests.take_linked_branch(card, epoch, prompt)
    kept = requests.kept_start(card, epoch, prompt)
    with about_link:
        requests.put_branch_in_link(card, kept)
    with settings, classroom.settings("language"):
        request = _settings(card, epoch, prompt, example, kept.text)
    written = requests.finished(request, card)
    stop = _buttons(buttons)
    _stop_button(stop, writing=written is None)
    with text, errors_shown():
        place = GrowingText("language")
        fresh = written is None
        if written is None:
            written = written_text.write(card, request, kept, place)
            _stop_button(stop, writing=False)
        written_text.draw(card, written, place, fresh)
    if written is not None:
        announce(f"Text written: {written.shown.text[:80]}", "language")
    draw_in_use("language", {card.name: card})


def _prompt(example: Example | None) -> str:
    """Draw the prompt and return it, with plain line ends."""
    start = example.prompt if example else ""
    previous = st.session_state.get("language_prompt_start")
    # A prompt that was not edited follows the network's own example.
    if previous is not None and st.session_state.get(_PROMPT) == previous != start:
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
    card: Card, epoch: float | None, prompt: str, example: Example | None, kept: str
) -> Request:
    """Draw the settings; return the whole request."""
    with st.expander("Settings", expanded=True, icon=":material/tune:"):
        settings = sampling_settings(
            "language", example.settings if example else settings_of(card)
        )
        length = slide_bound(
            "Length in characters", 50, 2000, LENGTH, 50, key="language_length"
        )
        reset_every, before = _memory_settings()
    return Request(
        card.name,
        card.digests,
        epoch,
        prompt,
        length,
        settings,
        reset_every,
        kept,
        before,
    )


def _memory_settings() -> tuple[int, str]:
    """Draw them; return characters between resets (0: never), and the text before."""
    reset_every = choose_bound(
        st.selectbox,
        "Memory while writing",
        requests.RESETS,
        title=requests.words_for_reset,
        key="language_reset",
        help="The memory of an LSTM is its hidden and cell state. After a reset, "
        "it has only the characters since.",
        persist_state="session",
    )
    take_text(_BEFORE)
    before = st.text_area(
        "Read this first (sets its memory)",
        height=80,
        max_chars=1000,
        key=_BEFORE,
        placeholder="Empty: start from a zero state",
        help="The network reads this before the prompt and keeps the state it "
        "leaves: a fable that starts in Shakespeare’s mood, for example.",
        persist_state="session",
    )
    put_text(_BEFORE, str(before), "The text to read first")
    return int(reset_every or 0), str(before).replace("\r\n", "\n")


def _buttons(bar: DeltaGenerator) -> DeltaGenerator:
    """Draw the buttons that start and undo; return the place of the one that stops."""
    bar.button(
        "Write",
        type="primary",
        icon=":material/edit:",
        key="language_write",
        on_click=_write_again,
    )
    stop = bar.empty()
    bar.button(
        "Start from a random capital",
        key="language_capital",
        on_click=_random_capital,
        type="tertiary",
        help="As in the original blog post (2016–2018): the prompt is one letter.",
    )
    if requests.can_undo_branch():
        bar.button(
            "Undo branch",
            icon=":material/undo:",
            key="language_back",
            on_click=requests.undo_branch,
        )
    return stop


def _stop_button(place: DeltaGenerator, writing: bool) -> None:
    """Draw the button that stops; it is drawn once more when the writing ends.

    Outside any fragment, where a click ends the run of the page that writes.
    """
    place.button(
        "Stop",
        icon=":material/stop:",
        key="language_stop" if writing else "language_stop_idle",
        on_click=_stop,
        help="Keeps the text written so far.",
        disabled=not writing,
    )


def _write_again() -> None:
    """Write what the settings say; with a new seed if that is on the page already.

    A click also ends an edit: what was typed just now is written as it is.
    """
    written = requests.current()
    if written is None:
        return
    request = written.request
    now = (st.session_state.get("language_seed"), st.session_state.get(_PROMPT))
    if written.state == "done" and now == (request.settings.seed, request.prompt):
        st.session_state["language_seed"] = secrets.randbelow(10_000)
    else:
        requests.store(replace(written, state="writing"))


def _stop() -> None:
    """Keep what was written so far."""
    written = requests.current()
    if written is not None and written.state == "writing":
        requests.store(replace(written, state="stopped"))


def _random_capital() -> None:
    """Make the prompt one random capital letter, as the original post does."""
    st.session_state[_PROMPT] = secrets.choice(string.ascii_uppercase)
