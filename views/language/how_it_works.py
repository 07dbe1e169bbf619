"""The How it works tab: the method in words, the source, the commands."""

from dataclasses import dataclass
from math import log

import streamlit as st

from engine.checkpoints.checkpoint import Card
from engine.language.analysis.parts import parts
from engine.language.config import PRESETS, LanguageConfig
from engine.language.data import source
from engine.language.defaults import LENGTH, settings_of
from engine.sampling import SamplingSettings
from ui.frame import link
from ui.how_it_works import draw_commands, draw_network, setting, typed
from ui.networks import FINAL
from ui.sampling import chosen_settings, options_of
from views.language.networks import networks
from views.language.request import worked_example

_SYMBOLS = source("shakespeare").counts["symbols"]
_WORDS = f"""
**One character at a time.** The network reads a text as a sequence of characters and
has no notion of words. After each one it outputs the probability of every character of
its vocabulary to come next. It learns spelling, verse and speakers’ names only because
they improve that prediction.

**It has memory.** A *long short-term memory* (LSTM) carries two vectors from character
to character, its hidden and its cell state. Learned gates decide at each step what to
forget, what to add and what to output. In training, too, the state is carried from one
batch to the next (a *stateful* LSTM), and each batch continues the one before: so the
network can use context from before the current training sequence.

**It learns by gradient descent.** After each batch the error is propagated back through
the last characters (*truncated backpropagation through time*:
{PRESETS["post"].sequence_length} characters in the original blog post (2016–2018),
{PRESETS["best"].sequence_length} in the preset `best`), and every weight moves a little
towards making the true character more probable. The loss is the cross-entropy in *nats
per character*: 0 if every character is predicted with certainty, {log(_SYMBOLS):.2f}
for uniform guessing among {_SYMBOLS}. Divided by ln 2 it is in *bits*; e to its power
is the *perplexity*, the number of equally likely characters that would be as hard to
choose among.

**It writes by sampling.** A character is drawn from the probabilities and fed back as
the next input, and so on. *Temperature* sharpens or flattens the probabilities first,
*top n* (top-k sampling) keeps the n most likely characters (the original post used 2),
*top p* the most likely ones that together reach that probability. Same random seed,
same text.

**It is evaluated on unseen text.** The last tenth of each text is never trained on; it
is read as one stream with the state carried throughout.

**n-grams** are the baseline of the original post: they count which character followed
the last few. *Modified Kneser–Ney*, the strongest such method, gives unseen n-grams
probability from shorter ones.

**Dynamic evaluation** is a different test: the model keeps training on the text it
reads, predicting each character first. Compare it only with compressors that adapt in
the same way.
"""


def draw() -> None:
    """Draw the whole tab."""
    st.markdown(_WORDS)
    link("ngrams", "Compare network and n-grams side by side")
    _draw_commands()
    _draw_network()


def _draw_network() -> None:
    """Draw the parts and the source of the network that the Try tab is set to."""
    card = _card()
    if card is None:
        draw_network("language", "best", parts(PRESETS["best"]))
    else:
        draw_network(
            "language", card.name, parts(LanguageConfig.from_mapping(card.config))
        )


def _card() -> Card | None:
    """Return the card of the network that the Try tab is set to; None without any."""
    cards = networks()
    name = str(setting("language", "network", next(iter(cards), "")))
    return cards.get(name) or next(iter(cards.values()), None)


@dataclass(frozen=True)
class _Setup:
    """The settings of the Try tab."""

    network: str
    epoch: str
    prompt: str
    length: int
    sampling: SamplingSettings
    reset_every: int
    before: str


def _draw_commands() -> None:
    """Draw the command and the Python lines for the settings of the Try tab."""
    card = _card()
    if card is None:
        st.caption("No trained network on this machine yet.")
        return
    example = worked_example(card)
    epoch = str(setting("language", "epoch", FINAL))
    saved = {"0"} | {f"{snapshot.epoch:g}" for snapshot in card.snapshots}
    setup = _Setup(
        card.name,
        epoch if epoch in saved else FINAL,
        typed("language", "prompt", example.prompt if example else ""),
        int(setting("language", "length", LENGTH)),
        chosen_settings("language", example.settings if example else settings_of(card)),
        int(setting("language", "reset", 0)),
        typed("language", "before", ""),
    )
    draw_commands(_command(setup), _snippet(setup))


def _command(setup: _Setup) -> list[str]:
    """Return the words of the command that writes the same text."""
    words = ["./loupe", "predict", "language", "--checkpoint", setup.network]
    if setup.epoch != FINAL:
        words += ["--epoch", setup.epoch]
    # With “=” a prompt that starts with a hyphen is not taken for an option.
    words += [f"--prompt={setup.prompt}", "--length", f"{setup.length}"]
    if setup.reset_every:
        words += ["--reset-every", f"{setup.reset_every}"]
    if setup.before:
        words += [f"--before={setup.before}"]
    return [*words, *options_of(setup.sampling)]


def _snippet(setup: _Setup) -> str:
    """Return Python lines that write the same text."""
    epoch = "" if setup.epoch == FINAL else f", epoch={setup.epoch}"
    memory = [f"before={setup.before!r}"] if setup.before else []
    memory += [f"reset_every={setup.reset_every}"] if setup.reset_every else []
    imported = "Memory, Writer" if memory else "Writer"
    arguments = f"{setup.prompt!r}, {setup.length}, settings"
    arguments += f", Memory({', '.join(memory)})" if memory else ""
    return (
        "from engine.checkpoints import checkpoint\n"
        f"from engine.language.predict import {imported}\n"
        "from engine.sampling import SamplingSettings\n\n"
        f'writer = Writer(checkpoint.find("language", {setup.network!r}){epoch})\n'
        f"settings = {setup.sampling!r}\n"
        f"for piece in writer.write({arguments}):\n"
        '    print(piece.text, end="")\n'
    )
