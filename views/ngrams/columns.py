"""One column for each contender: its figures on top, its text below."""

from dataclasses import dataclass
from html import escape

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from engine.checkpoints.checkpoint import Card
from engine.language.analysis import duel
from engine.language.analysis.duel import Judgement
from engine.language.analysis.published import MEAN, MIXED
from engine.language.measures import CopiedRun
from engine.language.piece import Piece
from ui.downloads import csv_button
from ui.format import percent, size
from ui.links.bound import choose_bound
from ui.palette import PROBABILITY_CLASSES, SURPRISE_CLASSES
from ui.text.coloured import coloured_text
from ui.text.growing import GrowingText
from ui.text.marks import legend
from views.ngrams.request import Chosen

_VIEWS = {"probability": "Probability", "copied": "Copied text"}
_MISSING, _PENDING = "–", "…"
_FIGURES = """
- **Validation loss**: nats per character on the last tenth of the text, on which
  no model was trained: the fair comparison. Lower is better.
- **Loss on own text**: how surprised each model is by its own text, in nats per
  character. Low means confident, not good.
- **Speed**: measured now on this machine, each model timed separately, once the
  network is loaded.
- **Memory**: the network’s weights as float32; for n-grams, the counts of all orders
  up to this one, and the probabilities computed from them.
- **Real words**: share of complete words that occur in the training text.
- **Copied**: the longest run of characters that occurs in the training text.
"""


@dataclass(frozen=True)
class Column:
    """The column of one contender."""

    name: str
    memory_bytes: int
    validation_loss: float | None  # from the card; None if not measured
    figures: DeltaGenerator
    text: GrowingText

    def draw_pending(self) -> None:
        """Draw the figures that need no text."""
        self._draw_figures(_PENDING, _PENDING, _PENDING, _PENDING)

    def stream(self, piece: Piece, prompt: str) -> None:
        """Draw the text written so far."""
        self.text.grow(piece, prompt)

    def wait(self) -> None:
        """Say that the network is still loading."""
        self.text.growing.caption("The network is still loading …")

    def draw(
        self,
        judgement: Judgement,
        prompt: str,
        remark: str = "",
        fresh: bool = False,
    ) -> None:
        """Draw the whole text and all figures.

        Args:
            judgement: The text and its figures.
            prompt: What it continues.
            remark: A caption above the text.
            fresh: Whether it was written just now, and still stands as it grew.
        """
        speed = judgement.characters_per_second
        self._draw_figures(
            f"{judgement.nats_per_character:.2f}",
            _MISSING if speed is None else f"{speed:,.0f} characters/s",
            _MISSING if judgement.real_words is None else percent(judgement.real_words),
            _MISSING
            if judgement.copied is None
            else f"{judgement.copied.length} characters",
        )
        copied = st.session_state.get("ngrams_view") == "copied"
        with self.text.whole:
            if remark:
                st.caption(remark)
            if copied:
                st.html(_copied_html(judgement.piece.text, judgement.copied, prompt))
            else:
                label = f"Text by the {self.name}"
                coloured_text(
                    judgement.piece,
                    f"ngrams_text_{self.name}",
                    prompt,
                    label,
                    self.name,
                )
            if judgement.withheld:
                st.caption(
                    f"{judgement.withheld} characters are hidden: they continue a "
                    "copyrighted text word for word."
                )
        if copied:
            self.text.clear()
        elif fresh:
            self.text.keep(judgement.piece, prompt)

    def _draw_figures(self, loss: str, speed: str, words: str, copied: str) -> None:
        self.figures.table(
            {
                "Validation loss": (
                    _MISSING
                    if self.validation_loss is None
                    else f"{self.validation_loss:.3f}"
                ),
                "Loss on own text": loss,
                "Speed": speed,
                "Memory": size(self.memory_bytes),
                "Real words": words,
                "Copied": copied,
            },
            border="horizontal",
            alt=f"Figures of {self.name}",
        )


def draw_columns(
    chosen: Chosen, orders: tuple[int, ...], mixed: bool
) -> dict[str, Column]:
    """Draw the headings of all columns: up to three in a row, four as two and two."""
    choose_bound(
        st.segmented_control,
        "Colour shows",
        list(_VIEWS),
        default="probability",
        required=True,
        title=_VIEWS.__getitem__,
        key="ngrams_view",
    )
    figures: dict[str, tuple[int, float | None]] = {}
    if chosen.network is not None:
        figures[duel.contender_name(None)] = _card_figures(chosen.network, None)
    if chosen.table is not None:
        for order in orders:
            figures[duel.contender_name(order)] = _card_figures(chosen.table, order)
    if mixed and chosen.network is not None and chosen.table is not None:
        figures[duel.MIXTURE] = _mixture_figures(chosen.network, chosen.table)
    names = list(figures)
    across = len(names) if len(names) <= 3 else 2
    columns = {}
    for first in range(0, len(names), across):
        row = names[first : first + across]
        # The last row may be shorter.
        for name, column in zip(row, st.columns(across, gap="medium"), strict=False):
            with column:
                st.subheader(name, anchor=False)
                place = name.replace(" ", "_").replace("+", "and")
                columns[name] = Column(
                    name, *figures[name], st.empty(), GrowingText(f"ngrams_{place}")
                )
                columns[name].draw_pending()
    return columns


def _card_figures(card: Card, order: int | None) -> tuple[int, float | None]:
    """Return a contender's memory in bytes, and its validation loss."""
    metric = card.metric(MEAN if order is None else f"{MEAN}_order_{order}")
    return duel.memory_bytes(card, order), metric.value if metric else None


def _mixture_figures(network: Card, table: Card) -> tuple[int, float | None]:
    """Return the memory of both models in bytes, and their validation loss."""
    metric = network.metric(MIXED)
    counted = duel.memory_bytes(table, table.facts["kept_order"])
    loss = metric.value if metric else None
    return duel.memory_bytes(network) + counted, loss


def draw_explanations(judgements: dict[str, Judgement]) -> None:
    """Draw what colours and figures mean, and the download of all figures."""
    if st.session_state.get("ngrams_view") == "copied":
        st.caption(
            "Framed: the longest run that occurs word for word in the training text."
        )
    else:
        legend(PROBABILITY_CLASSES, "Probability given by the model:")
    missing = [
        name
        for name, is_missing in (
            ("the word list", any(j.real_words is None for j in judgements.values())),
            ("the training text", any(j.copied is None for j in judgements.values())),
        )
        if is_missing
    ]
    if missing:
        st.caption(
            f"“{_MISSING}”: this machine has no copy of {' or '.join(missing)}. "
            "`./loupe fetch language` downloads the texts that are published as one "
            "file and says where to get the others."
        )
    with st.expander("What the figures mean"):
        st.markdown(_FIGURES)
    if judgements:
        rows = [_row(name, j) for name, j in judgements.items()]
        csv_button(rows, "duel", "ngrams_csv")


def _row(name: str, judgement: Judgement) -> dict[str, object]:
    return {
        "writer": name,
        "nats_per_character": judgement.nats_per_character,
        "characters_per_second": judgement.characters_per_second,
        "real_words": judgement.real_words,
        "copied_run": judgement.copied.length if judgement.copied else None,
        "text": judgement.piece.text,
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
