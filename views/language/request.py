"""What a visitor asked the network to write, and how far it has come.

Kept in the session, so that Stop, a switched tab or another visit to the page
finds the text that was written so far.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

import streamlit as st

from engine.checkpoints import checkpoint
from engine.checkpoints.checkpoint import Card, Digests
from engine.errors import LoupeError
from engine.language.analysis import example
from engine.language.analysis.branch import branch
from engine.language.analysis.example import Example
from engine.language.piece import EMPTY, Piece
from engine.sampling import SamplingSettings
from ui.text.coloured import Branch

_KEY = "language_written"
_HISTORY = "language_before_branching"


@dataclass(frozen=True)
class Request:
    """All that decides a text: the same request gives the same text."""

    network: str
    digests: Digests  # a run that learns on keeps its name
    epoch: float | None
    prompt: str
    length: int  # characters in all, what was kept at a branch among them
    settings: SamplingSettings
    reset_every: int = 0
    kept: str = ""  # written earlier, up to where a visitor chose otherwise
    before: str = ""  # a text that is read first: its state is swapped in


@dataclass(frozen=True)
class Written:
    """A text in the making or made."""

    request: Request
    kept: Piece = EMPTY  # the beginning that stays
    piece: Piece = EMPTY  # all of it, `kept` among it
    state: str = "writing"  # or "done", "stopped"
    replaced: Mapping[str, str] = field(default_factory=dict)


def current() -> Written | None:
    """Return what was last written, or is being written."""
    written: Written | None = st.session_state.get(_KEY)
    return written


def keep(written: Written) -> None:
    """Keep a text in the session."""
    st.session_state[_KEY] = written


def kept_beginning(card: Card, epoch: float | None, prompt: str) -> Piece:
    """Return what stays from before a branch; nothing once its ground has changed."""
    written = current()
    if written is None:
        return EMPTY
    asked = written.request
    ground = (card.digests, epoch, prompt)
    if (asked.digests, asked.epoch, asked.prompt) == ground:
        return written.kept
    st.session_state[_HISTORY] = []
    return EMPTY


def take_branch(chosen: Branch) -> None:
    """Go on from a character that the visitor chose; the text so far can come back."""
    written = current()
    if written is None:
        return
    start = branch(written.piece, chosen.place, chosen.character)
    history = [*st.session_state.get(_HISTORY, []), written]
    st.session_state[_HISTORY] = history[-20:]
    keep(Written(written.request, kept=start))


def can_go_back() -> bool:
    """Return whether there is a text from before branching."""
    return bool(st.session_state.get(_HISTORY))


def go_back() -> None:
    """Bring back the text from before the last branch."""
    history = st.session_state.get(_HISTORY, [])
    if history:
        keep(history[-1])
        st.session_state[_HISTORY] = history[:-1]


def worked_example(card: Card) -> Example | None:
    """Return the example that a checkpoint carries, where it has a readable one."""
    try:
        folder = checkpoint.find(card.experiment, card.name)
        return _read(str(folder / example.FILE), card)
    except LoupeError:
        return None


@st.cache_data(
    max_entries=30, show_spinner=False, hash_funcs={Card: lambda card: card.files}
)
def _read(path: str, card: Card) -> Example:
    """Return an example; kept for as long as the card is the same."""
    return example.read(checkpoint.find(card.experiment, card.name))


def answered_by(request: Request, known: Example | None) -> Written | None:
    """Return the worked example as an answer, if it is what was asked for."""
    if known is None:
        return None
    asked = Request(
        request.network,
        request.digests,
        None,
        known.prompt,
        len(known.piece.text),
        known.settings,
    )
    if asked != request:
        return None
    return Written(request, piece=known.piece, state="done")
