"""The How it works tab of the n-grams page."""

import inspect
import shlex
from typing import Any

import streamlit as st

from engine.checkpoint import Card
from engine.language.example import LENGTH, SETTINGS
from engine.language.ngrams import KneserNey
from engine.sampling import SamplingSettings
from pages.parts.ngrams_choice import Chosen, orders_key

_WORDS = """
**An n-gram model counts.** It goes through the text once and notes after which
characters which one followed, and how often. Order 5 looks at the last four
characters and asks: what came after exactly these? Nothing is learned in the sense of
a network; the table *is* the text, cut into pieces.

**What was never seen must not be impossible.** So a little is taken off every count
and passed on to the model that looks back one character less, and so on down to pure
chance. *Modified Kneser–Ney* (Chen & Goodman, 1998) works out how much to take from
the text itself, and lets the shorter orders count in how many *different* places a
character stood, not how often: “Francisco” is frequent, but only ever after “San”.

**The network looks back without a fixed limit.** It carries 256 or more numbers from
character to character, and decides itself what is worth keeping: that a quotation is
open, that a speaker's name has just ended. It pays with hours of training, where
counting takes a second.

**What to look for in the duel.** Low orders write syllables. Middle orders write words
and lose the thread after three of them. High orders write faultlessly, because they
copy: switch the colour to *Copied run* and move the slider to 10. The network
seldom copies, and holds on to what the n-grams cannot see.
"""


def draw(chosen: Chosen) -> None:
    """Draw the method, its source, and the commands for what is on screen."""
    st.markdown(_WORDS)
    if chosen.table is not None:
        _draw_commands(chosen.table)
    with st.expander("The source of the n-grams", icon=":material/code:"):
        st.code(inspect.getsource(KneserNey), language="python")


def _draw_commands(table: Card) -> None:
    """Draw the command and the Python lines for what the Try tab is set to."""
    most = int(table.facts["kept_order"])
    _, order = st.session_state.get(orders_key(most), (1, min(7, most)))
    prompt, length = str(_chosen("prompt", "L")), int(_chosen("length", LENGTH))
    settings = SamplingSettings(
        float(_chosen("temperature", SETTINGS.temperature)),
        int(_chosen("top_n", SETTINGS.top_n)),
        float(_chosen("top_p", SETTINGS.top_p)),
        int(_chosen("seed", SETTINGS.seed)),
    )
    st.caption("The same on the command line, and in Python")
    st.code(
        f"./loupe predict language --checkpoint {shlex.quote(table.name)} "
        f"--order {order} --prompt {shlex.quote(prompt)} --length {length} "
        f"--temperature {settings.temperature:g} --top-n {settings.top_n} "
        f"--top-p {settings.top_p:g} --seed {settings.seed}",
        language="bash",
        wrap_lines=True,
    )
    st.code(
        "from engine import checkpoint\n"
        "from engine.language.ngram_writer import NGramWriter\n"
        "from engine.sampling import SamplingSettings\n\n"
        f'writer = NGramWriter(checkpoint.find("language", {table.name!r}))\n'
        f"settings = {settings!r}\n"
        f"pieces = writer.write({prompt!r}, {length}, settings, order={order})\n"
        'print("".join(piece.text for piece in pieces))',
        language="python",
    )


def _chosen(setting: str, otherwise: Any) -> Any:
    """Return a setting of the Try tab, or what stands there at first."""
    value = st.session_state.get(f"ngrams_{setting}")
    return otherwise if value is None else value
