"""The How it works tab of the n-grams page."""

import streamlit as st

from engine.checkpoints.checkpoint import Card
from engine.language.defaults import LENGTH, SETTINGS
from ui.how_it_works import draw_commands, setting, source_of, typed
from ui.sampling import chosen_settings, options_of
from views.ngrams.request import Chosen, orders_key

_WORDS = """
**An n-gram model counts.** It goes through the text once and counts which character
followed which context. Order 5 looks at the last four characters and asks: what came
after exactly these? It learns no weights as a network does; the table *is* the text,
cut into pieces.

**Unseen must not mean impossible.** So a discount is taken off every count and passed
on to the model whose context is one character shorter, and so on down to the uniform
distribution. *Modified Kneser–Ney smoothing* (Chen & Goodman, 1998) estimates the
discounts from the text itself, and lets the lower orders count in how many *different*
contexts a character occurred, not how often: “Francisco” is frequent, but only ever
follows “San”.

**The network has no fixed limit.** It carries a state of 256 or more numbers from
character to character and learns what to keep: that a quotation is open, that a
speaker’s name has just ended. The price is minutes to hours of training, where counting
takes seconds.

**What to look for.** Low orders write syllables. Middle orders write words and lose the
thread after three of them. High orders write whole phrases, many of them copied: set
the colour to *Copied text* and the slider to its end. The length of the longest copy is
given for each text, the network’s too; the network uses context that the n-grams cannot
see.
"""


def draw(chosen: Chosen) -> None:
    """Draw the method, its source code, and the commands for the Try tab's settings."""
    st.markdown(_WORDS)
    if chosen.table is not None:
        _draw_commands(chosen.table)
    with st.expander("The n-gram model’s source code", icon=":material/code:"):
        st.code(
            source_of("language", "KneserNey", "ngrams.kneser_ney"), language="python"
        )


def _draw_commands(table: Card) -> None:
    """Draw the command and the Python lines for the settings of the Try tab."""
    highest = int(table.facts["kept_order"])
    _, order = st.session_state.get(orders_key(highest), (1, min(7, highest)))
    prompt = typed("ngrams", "prompt", "L")
    length = int(setting("ngrams", "length", LENGTH))
    settings = chosen_settings("ngrams", SETTINGS)
    words = ["./loupe", "predict", "language", "--checkpoint", table.name]
    words += ["--order", f"{order}", f"--prompt={prompt}", "--length", f"{length}"]
    draw_commands(
        [*words, *options_of(settings)],
        "from engine.checkpoints import checkpoint\n"
        "from engine.language.ngrams.writer import NGramWriter\n"
        "from engine.sampling import SamplingSettings\n\n"
        f'writer = NGramWriter(checkpoint.find("language", {table.name!r}))\n'
        f"settings = {settings!r}\n"
        f"pieces = writer.write({prompt!r}, {length}, settings, order={order})\n"
        'print("".join(piece.text for piece in pieces))',
    )
