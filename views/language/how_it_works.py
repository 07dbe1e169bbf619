"""The How it works tab: the method in words, the source, the commands."""

from dataclasses import dataclass
from math import log

import streamlit as st

from engine.language.config import PRESETS
from engine.language.data import source
from engine.language.defaults import LENGTH, settings_of
from engine.sampling import SamplingSettings
from ui.frame import link
from ui.how_it_works import draw_commands, draw_source, setting
from ui.networks import FINAL
from ui.sampling import chosen_settings, options_of
from views.language.networks import networks
from views.language.request import worked_example

_SYMBOLS = source("shakespeare").counts["symbols"]
_WORDS = f"""
**One character after the other.** The network reads a text as a row of characters and
knows nothing of words. After each one it says how probable every character of its
alphabet is to come next. Everything else, spelling, verse, speakers' names, it has to
find out because it makes that guess better.

**It remembers.** A *long short-term memory* (LSTM) carries two rows of numbers from
character to character. Gates, learned like everything else, decide at each step what
is forgotten, what is added and what is said. The state is carried from one batch of
training to the next, and each batch is the continuation of the last: so the network can
learn what lies further back than the sequences it is trained on.

**It learns by small corrections.** After each batch the error is followed backwards
through the last characters (*truncated back-propagation through time*:
{PRESETS["post"].sequence_length} in the post's network,
{PRESETS["best"].sequence_length} in the best one), and every weight moves a
little to where the true character would have been likelier. The loss is the mean
surprise in *nats per character*: 0 would be to know every character beforehand; to
guess blindly among {_SYMBOLS} is {log(_SYMBOLS):.2f}.

**It writes by drawing.** From the probabilities one character is drawn, read again as
if it had stood there, and so on. *Temperature* sharpens or flattens the probabilities
first, *top n* keeps the n likeliest (the post took 2), *top p* keeps the likeliest that
together have so much probability. The seed decides the draws: same seed, same text.

**It is measured on what it never saw.** The last tenth of each text is kept back, and
read as one stream with the state carried.

**n-grams** are the opponent of the post: they count which character followed the last
few. What a text never had gets its probability from shorter n-grams; *modified
Kneser–Ney* is the best known way to share it out.

**Dynamic evaluation** lets the weights go on learning while the network reads the text
it is measured on, each character measured before it is learned from. It is another game
and a figure of its own, to be held against compressors that adapt in the same way.
"""


def draw() -> None:
    """Draw the whole tab."""
    st.markdown(_WORDS)
    link("ngrams", "Let the network and the n-grams write side by side")
    _draw_commands()
    draw_source("language")


@dataclass(frozen=True)
class _Asked:
    """What the Try tab is set to."""

    network: str
    epoch: str
    prompt: str
    length: int
    settings: SamplingSettings
    reset_every: int
    before: str


def _draw_commands() -> None:
    """Draw the command and the Python lines for what the Try tab is set to."""
    cards = networks()
    if not cards:
        st.caption("There is no network on this machine yet.")
        return
    linked = st.query_params.get("language_network")
    name = str(setting("language", "network", linked))
    card = cards.get(name) or next(iter(cards.values()))
    known = worked_example(card)
    epoch = str(setting("language", "epoch", FINAL))
    asked = _Asked(
        card.name,
        epoch if epoch in {f"{kept.epoch:g}" for kept in card.snapshots} else FINAL,
        str(setting("language", "prompt", known.prompt if known else "")),
        int(setting("language", "length", LENGTH)),
        chosen_settings("language", known.settings if known else settings_of(card)),
        int(setting("language", "reset", 0)),
        str(setting("language", "before", "")),
    )
    draw_commands(_command(asked), _snippet(asked))


def _command(asked: _Asked) -> list[str]:
    """Return the words of the command that writes the same text."""
    words = ["./loupe", "predict", "language", "--checkpoint", asked.network]
    if asked.epoch != FINAL:
        words += ["--epoch", asked.epoch]
    # With “=” a prompt that begins with a hyphen is no option.
    words += [f"--prompt={asked.prompt}", "--length", f"{asked.length}"]
    if asked.reset_every:
        words += ["--reset-every", f"{asked.reset_every}"]
    if asked.before:
        words += [f"--before={asked.before}"]
    return [*words, *options_of(asked.settings)]


def _snippet(asked: _Asked) -> str:
    """Return Python lines that write the same text."""
    chosen = "" if asked.epoch == FINAL else f", epoch={asked.epoch}"
    kept = [f"before={asked.before!r}"] if asked.before else []
    kept += [f"reset_every={asked.reset_every}"] if asked.reset_every else []
    imported = "Memory, Writer" if kept else "Writer"
    memory = f", Memory({', '.join(kept)})" if kept else ""
    given = f"{asked.prompt!r}, {asked.length}, settings{memory}"
    return (
        "from engine.checkpoints import checkpoint\n"
        f"from engine.language.predict import {imported}\n"
        "from engine.sampling import SamplingSettings\n\n"
        f'writer = Writer(checkpoint.find("language", {asked.network!r}){chosen})\n'
        f"settings = {asked.settings!r}\n"
        f"for piece in writer.write({given}):\n"
        '    print(piece.text, end="")\n'
    )
