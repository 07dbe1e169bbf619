"""An answer on the page: bars, what the network really gets, how sure it may be."""

from collections.abc import Sequence

import streamlit as st

from engine.checkpoints.checkpoint import Card
from engine.images.analysis import shown
from engine.images.analysis.held import Held
from engine.images.answers import Answer
from ui.charts.bars import Bars, bars_html, class_bars
from ui.format import percent
from ui.notices import plain
from views.images.confidence import draw_honesty, draw_sureness
from views.images.html import Shown, draw_pictures


def draw_many(pairs: Sequence[tuple[Held, Answer]], count: int) -> None:
    """Draw several pictures with their bars, small."""
    draw_pictures(
        [
            Shown(
                shown.address(held.preview),
                f"Picture {held.name}",
                held.name,
                _small_note(held, said),
                smooth=not held.truth,
                below=bars_html([_bars(held, said)], count),
            )
            for held, said in pairs
        ],
        "10rem",
    )


def _small_note(held: Held, said: Answer) -> str:
    truth = f"True class: {held.truth}. " if held.truth else ""
    doubt = "Probably none of these classes. " if said.out_of_distribution else ""
    return truth + doubt + " ".join(said.notes)


def _bars(held: Held, said: Answer) -> Bars:
    return Bars(shown.shares(said.probabilities, said.classes), right=held.truth)


def draw_one(
    card: Card, epoch: float | None, held: Held, said: Answer, count: int
) -> None:
    """Draw one answer in full."""
    picture, answer = st.columns([2, 3], gap="medium")
    with answer:
        st.subheader(_verdict(said), anchor=False)
        class_bars(_bars(held, said), count)
        draw_sureness(card, epoch, said)
    with picture:
        draw_pictures(_pictures(held, said), "9rem")
    _draw_views(said)
    draw_honesty(card)


def _pictures(held: Held, said: Answer) -> list[Shown]:
    """Return the picture as it came, and what became of it: of a test image, it."""
    pixels = shown.picture(said.pixels)
    alt = f"The 32 × 32 pixels that the network sees of {held.name}"
    if held.truth:
        return [Shown(pixels, alt, held.name, f"True class: {held.truth}.")]
    whole = Shown(
        shown.address(held.preview),
        f"Picture {held.name}",
        held.name,
        " ".join(said.notes),
        smooth=True,
    )
    return [whole, Shown(pixels, alt, "What the network sees", "32 × 32 pixels")]


def _verdict(said: Answer) -> str:
    """Return the answer in a few words."""
    name = plain(said.best)
    if said.out_of_distribution:
        return f"Probably none of the classes (closest: {name})"
    return f"{name[:1].upper()}{name[1:]}, {percent(said.confidence)}"


def _draw_views(said: Answer) -> None:
    """Draw the averaged views, each with what it says by itself."""
    with st.expander("The six averaged views", icon=":material/grid_view:"):
        draw_pictures(
            [
                Shown(
                    shown.picture(view.pixels),
                    f"View: {view.name}",
                    view.name,
                    f"weight {view.weight:g}",
                    below=bars_html(
                        [Bars(shown.shares(view.probabilities, said.classes))], 3
                    ),
                )
                for view in said.views
            ],
            "9rem",
            "9rem",
        )
        st.caption(
            "The picture shifted by one pixel and mirrored (test-time augmentation). "
            "The logits of all six are averaged before the softmax; the bars show "
            "each view on its own."
        )
