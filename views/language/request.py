"""What you asked the network to write, and the text so far.

Kept in the session, so that Stop, another tab or another visit to the page finds the
text that was written so far.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

import streamlit as st

from engine.checkpoints.checkpoint import Card, Digests
from engine.errors import LoupeError
from engine.language import reference
from engine.language.analysis import example
from engine.language.analysis.branch import branch
from engine.language.analysis.example import Example
from engine.language.piece import EMPTY, Piece
from engine.sampling import SamplingSettings
from ui.loading import folder_with
from ui.text.coloured import Branch
from ui.text.redaction import redacted
from ui.url_state import (
    linked,
    put_in_link,
    put_left_out,
    take_left_out,
    tell_left_out,
    tell_not_carried,
)
from views.language.networks import writer

RESETS = (0, 128, 64, 32, 16, 8)  # characters between two resets of the memory
_KEY = "language_written"
_HISTORY = "language_before_branching"
_BRANCH = "language_branch"


def words_for_reset(reset_every: int) -> str:
    """Return the label of a memory setting."""
    if not reset_every:
        return "Never reset"
    return f"Reset every {reset_every} characters"


@dataclass(frozen=True)
class Request:
    """All that a text depends on: equal requests give equal texts."""

    network: str
    digests: Digests  # a run that is trained further keeps its name
    epoch: float | None
    prompt: str
    length: int  # characters in all, those kept at a branch included
    settings: SamplingSettings
    reset_every: int = 0
    kept: str = ""  # written earlier, up to and including the chosen alternative
    before: str = ""  # a text that is read first and sets the state


@dataclass(frozen=True)
class Written:
    """A text that is finished or still being written."""

    request: Request
    kept: Piece = EMPTY  # the start that a branch keeps
    piece: Piece = EMPTY  # the whole text, `kept` included
    shown: Piece = EMPTY  # `piece` as it may be shown
    state: str = "writing"  # or "done", "stopped"
    replaced: Mapping[str, str] = field(default_factory=dict)

    def extended(self, part: Piece, card: Card) -> "Written":
        """Return the text with a new part, which is redacted here and only here."""
        shown = redacted(part, card, before=self.piece.text)
        return replace(self, piece=self.piece + part, shown=self.shown + shown)


def current() -> Written | None:
    """Return the text in the session: what was written last, or is being written."""
    written: Written | None = st.session_state.get(_KEY)
    return written


def store(written: Written) -> None:
    """Put a text into the session."""
    st.session_state[_KEY] = written


def finished(request: Request, card: Card) -> Written | None:
    """Return the text of a request if it need not be written: kept, or the example."""
    written = current()
    if written and written.request == request and written.state != "writing":
        return written
    written = _from_example(request, card)
    if written is not None:
        store(written)
    return written


def kept_start(card: Card, epoch: float | None, prompt: str) -> Piece:
    """Return the start that a branch keeps; empty for another network or prompt."""
    written = current()
    if written is None:
        return EMPTY
    request = written.request
    if (request.digests, request.epoch, request.prompt) == (
        card.digests,
        epoch,
        prompt,
    ):
        return written.kept
    st.session_state[_HISTORY] = []
    return EMPTY


def take_linked_branch(card: Card, epoch: float | None, prompt: str) -> None:
    """Continue from the start of a text that a link carries, as a branch does.

    The network reads that start, for the probability of each of its characters.
    """
    take_left_out(_BRANCH)
    kept = linked(_BRANCH)
    if not kept:
        return
    from engine.language.predict import Memory

    first = Request(card.name, card.digests, epoch, prompt, 0, SamplingSettings())
    before = str(st.query_params.get("language_before", ""))
    with st.spinner("Reading the start of the text from the link …"):
        network = writer(card.name, epoch)
        read = network.read(kept, Memory(before), prompt=prompt or "\n")
    store(Written(first, kept=read.piece))


def put_branch_in_link(card: Card, kept: Piece) -> None:
    """Write the start that a branch keeps into the URL.

    One of a network that copies a copyrighted text stays out of it.
    """
    copied = bool(kept.text) and reference.shown_run(card) is not None
    fits = put_in_link(_BRANCH, None if copied else kept.text)
    put_left_out(_BRANCH, is_left_out=copied or not fits)
    if copied:
        tell_not_carried("The branch", "continues a copyrighted text")
    elif not fits:
        tell_not_carried("The start of the branch")
    tell_left_out(
        _BRANCH,
        "The text of this link continued from a branch that the link could not carry. "
        "Here it is written from the prompt.",
        is_replaced=bool(kept.text),
    )


def take_branch(chosen: Branch) -> None:
    """Continue from the alternative that was chosen; “Undo branch” goes back."""
    written = current()
    if written is None:
        return
    start = branch(written.piece, chosen.position, chosen.character)
    history = [*st.session_state.get(_HISTORY, []), written]
    st.session_state[_HISTORY] = history[-20:]
    store(Written(written.request, kept=start))


def can_undo_branch() -> bool:
    """Return whether a text from before a branch is in the session."""
    return bool(st.session_state.get(_HISTORY))


def before_branch() -> Written | None:
    """Return the text from before the last branch; None where there is none."""
    history = st.session_state.get(_HISTORY, [])
    return history[-1] if history else None


def undo_branch() -> None:
    """Bring back the text from before the last branch."""
    history = st.session_state.get(_HISTORY, [])
    if history:
        store(history[-1])
        st.session_state[_HISTORY] = history[:-1]


def worked_example(card: Card) -> Example | None:
    """Return the example of a checkpoint; None if it has no readable one."""
    try:
        return _read_example(card.name, card.files.get(example.FILE, ""))
    except LoupeError:
        return None


# A resource, as it is never changed: data would be copied at each run of a page.
@st.cache_resource(max_entries=30, show_spinner=False)
def _read_example(name: str, digest: str) -> Example:
    """Return an example, kept for as long as its file is the same."""
    return example.read(folder_with("language", name, example.FILE))


def _from_example(request: Request, card: Card) -> Written | None:
    """Return the worked example as the text, if it is exactly what was requested."""
    stored = worked_example(card)
    if stored is None:
        return None
    of_example = Request(
        card.name,
        card.digests,
        None,
        stored.prompt,
        len(stored.piece.text),
        stored.settings,
    )
    if of_example != request:
        return None
    return replace(Written(request).extended(stored.piece, card), state="done")
