"""Is attention an explanation? It is compared with occlusion, word by word."""

import math
from collections.abc import Sequence
from typing import cast

import streamlit as st

from engine.checkpoints.checkpoint import Card
from engine.reading.analysis import occlusion
from engine.reading.analysis.excerpt import MOST_WORDS, part, window
from engine.reading.analysis.occlusion import Agreement, Occlusion
from engine.reading.answers import Reading
from engine.reading.tokens import Tokens
from ui.downloads import csv_button
from ui.format import percent, signed
from ui.notices import plain
from ui.palette import CONTRIBUTION_CLASSES, STRENGTH_CLASSES, Shade
from ui.text.highlight import Token, coloured_tokens, relative
from ui.text.marks import legend
from views.reading.cache import reader
from views.reading.look_inside import reduction, weighing
from views.reading.look_inside.weighing import Weighed
from views.reading.request import Search

_CACHED = 8  # results kept in a session


def draw(card: Card, epoch: float | None, reading: Reading, search: Search) -> None:
    """Draw where the network looks, beside what its answer depends on."""
    st.markdown(
        "Attention shows where a network looks, and a gradient what small changes "
        "would do; neither shows what its answer depends on. *Occlusion* tests that: "
        "delete a word and read the paragraph again. How probable is the same answer "
        "now?"
    )
    left, right = st.columns(2, gap="large")
    with left:
        st.subheader("Where the network looks", anchor=False)
        weighed = weighing.choose(card, epoch, reading)
        _draw_weighed(reading, weighed)
    with right:
        st.subheader("What the answer depends on", anchor=False)
        occluded = _occlude(card, epoch, reading)
        if occluded is not None:
            _draw_effects(reading, occluded)
    if occluded is not None:
        _draw_agreement(reading, occluded, weighed)
    reduction.draw(card, epoch, reading, search)


def _draw_weighed(reading: Reading, weighed: Weighed) -> None:
    """Draw what a method says of each word of context and question."""
    first, last = window(reading)
    _draw_shares(
        part(reading.context, first, last),
        weighed.context.tolist(),
        weighed.what,
        "reading_strip",
        "The paragraph, coloured by attention or gradient",
    )
    if weighed.question is not None:
        st.caption("The question")
        _draw_shares(
            reading.question,
            weighed.question.tolist(),
            weighed.what,
            "reading_strip_question",
            "The question, coloured by attention or gradient",
        )
    legend(STRENGTH_CLASSES, "Relative to the strongest")


def _draw_shares(
    text: Tokens, shares: Sequence[float], what: str, key: str, label: str
) -> None:
    """Draw words coloured by their attention weights."""
    notes = [f"{percent(share)} {what}" for share in shares]
    _draw_words(text, relative(shares), notes, STRENGTH_CLASSES, key, label)


def _occlude(card: Card, epoch: float | None, reading: Reading) -> Occlusion | None:
    """Return the occlusion of the answer, or draw the button that computes it."""
    if not reading.candidates:
        st.caption("There is no answer whose probability could change.")
        return None
    cached = st.session_state.setdefault("reading_deleted", [])
    request = (
        card,
        epoch,
        reading.context.text,
        reading.question.text,
        reading.candidates[0].words,
    )
    for earlier, result in cached:
        if earlier == request:
            return cast(Occlusion, result)
    count = occlusion.forward_passes(reading)
    slot = st.empty()
    with slot.container():
        st.markdown(
            f"This reads the paragraph {count:,} times, which takes a few seconds."
        )
        clicked = st.button(
            "Delete each word in turn", key="reading_delete", type="primary"
        )
    if not clicked:
        return None
    slot.empty()
    with st.spinner(f"Reading {count:,} times …"):
        result = occlusion.measure(reader(card, epoch), reading)
    cached.insert(0, (request, result))
    del cached[_CACHED:]
    return result


def _draw_effects(reading: Reading, occluded: Occlusion) -> None:
    """Draw each word's contribution to the answer's probability."""
    context, question = occluded.contributions()
    shares = relative([*context, *question])
    texts = (
        (
            part(reading.context, occluded.start, occluded.end),
            shares[: len(context)],
            occluded.context.tolist(),
            "reading_effect",
            "The paragraph, coloured by what deleting each word does to the answer",
        ),
        (
            reading.question,
            shares[len(context) :],
            occluded.question.tolist(),
            "reading_effect_question",
            "The question, coloured by what deleting each word does to the answer",
        ),
    )
    for text, values, without, key, label in texts:
        notes = [_note(occluded.probability, each) for each in without]
        _draw_words(text, values, notes, CONTRIBUTION_CLASSES, key, label)
        if key == "reading_effect":
            st.caption("The question")
    legend(CONTRIBUTION_CLASSES, "Relative to the strongest word:")


def _note(before: float, without: float) -> str:
    """Return in words what deleting a word does; NaN for the only word."""
    if math.isnan(without):
        return "the only word: it cannot be deleted"
    return f"without it: {percent(without)} instead of {percent(before)}"


def _draw_words(
    text: Tokens,
    values: Sequence[float],
    notes: Sequence[str],
    shades: tuple[Shade, ...],
    key: str,
    label: str,
) -> None:
    """Draw a text with a colour and a note for each of its words."""
    tokens = [
        Token(int(start), int(end), value, note)
        for (start, end), value, note in zip(text.spans, values, notes, strict=True)
    ]
    coloured_tokens(text.text, tokens, shades, key, label)


def _draw_agreement(reading: Reading, occluded: Occlusion, weighed: Weighed) -> None:
    """Say how far a method and occlusion agree; offer the table."""
    word, without = occlusion.most_needed(reading, occluded)
    before = percent(occluded.probability)
    st.subheader("Do they agree?", anchor=False)
    if word:
        st.markdown(
            f"The answer has a probability of {before}. It depends most on "
            f"**{plain(word)}**: {percent(without)} without it."
        )
    else:
        st.markdown(
            f"The answer has a probability of {before}. Deleting any single word does "
            "not lower it."
        )
    _say(
        "the paragraph outside the answer",
        occlusion.context_agreement(occluded, weighed.context),
    )
    if weighed.question is not None:
        _say(
            "the question",
            occlusion.question_agreement(occluded, weighed.question),
        )
    st.caption(
        "Kendall’s τ-b compares two rankings of the same words, here by the "
        "method on the left and by how much deleting changes the probability: 1 for "
        "equal rankings, 0 for unrelated ones, −1 for the reverse. A word that occurs "
        "twice can be deleted without effect, so a low τ alone proves little."
    )
    if len(occluded.context) < len(reading.context):
        st.caption(
            f"The paragraph is long: only the {MOST_WORDS} words around the answer "
            "were read here, so the probability differs slightly from the one above."
        )
    csv_button(occlusion.table(reading, occluded), "deleted", "reading_deleted_csv")


def _say(text: str, agreement: Agreement | None) -> None:
    """Say in words how far two rankings agree."""
    if agreement is None:
        st.markdown(f"- Words of {text}: too few to compare.")
        return
    st.markdown(
        f"- Over the {agreement.words} words of {text}, the two rankings "
        f"**{_verdict(agreement.tau)}** (τ = {signed(agreement.tau)}). Their top "
        f"{agreement.top} words have {agreement.shared} in common; chance alone would "
        f"give about {agreement.by_chance:.1f}."
    )


def _verdict(tau: float) -> str:
    for least, words in (
        (0.6, "agree well"),
        (0.3, "agree partly"),
        (0.1, "agree slightly"),
        (-0.1, "are unrelated"),
    ):
        if tau >= least:
            return words
    return "disagree"
