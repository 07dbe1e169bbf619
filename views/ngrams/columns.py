"""One column for each contender: its figures on top, its text below."""

from dataclasses import dataclass
from html import escape

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from engine.checkpoints.checkpoint import Card
from engine.language.analysis import duel
from engine.language.analysis.duel import Judgement
from engine.language.analysis.published import MEAN
from engine.language.measures import CopiedRun
from engine.language.piece import Piece
from ui.downloads import csv_button
from ui.format import percent, size
from ui.palette import PROBABILITY_CLASSES, SURPRISE_CLASSES
from ui.text.coloured import coloured_text, streamed_html
from ui.text.marks import legend
from views.ngrams.request import Chosen

_VIEWS = {"probability": "Probability", "copied": "Copied run"}
_UNKNOWN, _TO_COME = "–", "…"
_MEASURED = """
- **Validation loss**: nats per character on the last tenth of the text, which none
  was trained on: the fair comparison. Lower is better.
- **Loss on own text**: how surprised each model is by its own text, in nats per
  character. Low means confident, not good.
- **Speed**: measured now on this machine, each model on its own clock, once the
  network is loaded.
- **Memory**: the network’s weights as float32; for n-grams, the counts of all orders
  up to this one, and the probabilities computed from them.
- **Real words**: share of complete words that occur in the training text.
- **Copied**: the longest run of characters that occurs in the training text.
"""


@dataclass(frozen=True)
class Column:
    """Where one contender is drawn."""

    name: str
    memory_bytes: int
    unseen_loss: float | None  # on the held-out part of the text, from the card
    figures: DeltaGenerator
    text: DeltaGenerator

    def begin(self) -> None:
        """Draw what is known before anything was written."""
        self._draw_figures(_TO_COME, _TO_COME, _TO_COME, _TO_COME)

    def stream(self, piece: Piece, prompt: str) -> None:
        """Draw what was written so far."""
        self.text.html(streamed_html(piece, prompt))

    def wait(self) -> None:
        """Say that the network is not there yet."""
        self.text.caption("The network is still loading …")

    def draw(self, judged: Judgement, prompt: str, remark: str = "") -> None:
        """Draw the whole text and all that can be said of it."""
        speed = judged.characters_per_second
        self._draw_figures(
            f"{judged.nats_per_character:.2f}",
            _UNKNOWN if speed is None else f"{speed:,.0f} characters/s",
            _UNKNOWN if judged.real_words is None else percent(judged.real_words),
            _UNKNOWN if judged.copied is None else f"{judged.copied.length} characters",
        )
        with self.text.container():
            if remark:
                st.caption(remark)
            if st.session_state.get("ngrams_view") == "copied":
                st.html(_copied_html(judged.piece.text, judged.copied, prompt))
            else:
                label = f"Text by the {self.name}"
                coloured_text(judged.piece, f"ngrams_text_{self.name}", prompt, label)
            if judged.withheld:
                st.caption(
                    f"{judged.withheld} characters are hidden: they continue a "
                    "copyrighted text word for word."
                )

    def _draw_figures(self, loss: str, speed: str, words: str, copied: str) -> None:
        self.figures.table(
            {
                "Validation loss": (
                    _UNKNOWN if self.unseen_loss is None else f"{self.unseen_loss:.3f}"
                ),
                "Loss on own text": loss,
                "Speed": speed,
                "Memory": size(self.memory_bytes),
                "Real words": words,
                "Copied": copied,
            },
            border="horizontal",
        )


def prepare(chosen: Chosen, orders: tuple[int, ...]) -> dict[str, Column]:
    """Draw the heads of all columns: three in a row, or two and two."""
    st.segmented_control(
        "Colour shows",
        list(_VIEWS),
        default="probability",
        required=True,
        format_func=lambda view: _VIEWS[view],
        key="ngrams_view",
        bind="query-params",
    )
    contenders: dict[str, tuple[int, float | None]] = {}
    if chosen.network is not None:
        contenders[duel.contender_name(None)] = _known(chosen.network, None)
    if chosen.table is not None:
        for order in orders:
            contenders[duel.contender_name(order)] = _known(chosen.table, order)
    names = list(contenders)
    across = len(names) if len(names) <= 3 else 2
    columns = {}
    for first in range(0, len(names), across):
        row = names[first : first + across]
        places = st.columns(across, gap="medium")[: len(row)]  # the last may be short
        for name, place in zip(row, places, strict=True):
            with place:
                st.subheader(name, anchor=False)
                known = contenders[name]
                columns[name] = Column(name, *known, st.empty(), st.empty())
                columns[name].begin()
    return columns


def _known(card: Card, order: int | None) -> tuple[int, float | None]:
    """Return a contender's memory, and its loss on text that it never saw."""
    metric = card.metric(MEAN if order is None else f"{MEAN}_order_{order}")
    return duel.memory_bytes(card, order), metric.value if metric else None


def draw_words(judged: dict[str, Judgement]) -> None:
    """Draw what colours and figures mean, and offer all of it as a table."""
    if st.session_state.get("ngrams_view") == "copied":
        st.caption(
            "Framed: the longest run that occurs word for word in the training text."
        )
    else:
        legend(PROBABILITY_CLASSES, "Probability given by the model:")
    unknown = [
        what
        for what, missing in (
            ("the word list", any(j.real_words is None for j in judged.values())),
            ("the training text", any(j.copied is None for j in judged.values())),
        )
        if missing
    ]
    if unknown:
        st.caption(
            f"“{_UNKNOWN}”: this machine has no copy of {' or '.join(unknown)}. "
            "`./loupe fetch language` downloads the texts that are published as one "
            "file and says where to get the others."
        )
    with st.expander("What the figures mean"):
        st.markdown(_MEASURED)
    if judged:
        csv_button([_row(name, j) for name, j in judged.items()], "duel", "ngrams_csv")


def _row(name: str, judged: Judgement) -> dict[str, object]:
    return {
        "writer": name,
        "nats_per_character": judged.nats_per_character,
        "characters_per_second": judged.characters_per_second,
        "real_words": judged.real_words,
        "copied_run": judged.copied.length if judged.copied else None,
        "text": judged.piece.text,
    }


def _copied_html(text: str, copied: CopiedRun | None, prompt: str) -> str:
    """Return the text with the copied run framed, all of it escaped."""
    start, end = (copied.start, copied.end) if copied else (0, 0)
    colour = SURPRISE_CLASSES[2].background
    return (
        "<div style=\"font-family:'Source Code Pro',monospace;font-size:0.95rem;"
        'line-height:1.75;white-space:pre-wrap;overflow-wrap:anywhere">'
        f'<span style="opacity:0.72">{escape(prompt)}</span>{escape(text[:start])}'
        f'<mark style="color:inherit;background:{colour};outline:1px solid">'
        f"{escape(text[start:end])}</mark>{escape(text[end:])}</div>"
    )
