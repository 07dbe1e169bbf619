"""The How it works tab of the n-grams page."""

import inspect
import shlex

import streamlit as st

from engine.language.ngrams import KneserNey
from pages.parts.ngrams_choice import Chosen

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
        _draw_commands(chosen.table.name)
    with st.expander("The source of the n-grams", icon=":material/code:"):
        st.code(inspect.getsource(KneserNey), language="python")


def _draw_commands(name: str) -> None:
    prompt = str(st.session_state.get("ngrams_prompt", "L"))
    seed = int(st.session_state.get("ngrams_seed") or 0)
    st.caption("The same on the command line, and in Python")
    st.code(
        f"./loupe predict language --checkpoint {shlex.quote(name)} --order 5 "
        f"--prompt {shlex.quote(prompt)} --seed {seed}",
        language="bash",
        wrap_lines=True,
    )
    st.code(
        "from engine import checkpoint\n"
        "from engine.language.ngram_writer import NGramWriter\n"
        "from engine.sampling import SamplingSettings\n\n"
        f'writer = NGramWriter(checkpoint.find("language", {name!r}))\n'
        f"pieces = writer.write({prompt!r}, 400, SamplingSettings(seed={seed}), "
        "order=5)\n"
        'print("".join(piece.text for piece in pieces))',
        language="python",
    )
