"""Is attention an explanation? Beside it, what deleting each word does."""

from collections.abc import Sequence

import streamlit as st

from engine.checkpoints.checkpoint import Card
from engine.reading.analysis import occlusion
from engine.reading.analysis.excerpt import centre, nearest, part
from engine.reading.analysis.occlusion import MOST_WORDS, Agreement, Occlusion
from engine.reading.answers import Reading
from engine.reading.tokens import Tokens
from ui.downloads import csv_button
from ui.format import percent, signed
from ui.notices import plain
from ui.palette import CONTRIBUTION_CLASSES, STRENGTH_CLASSES, Shade
from ui.text.highlight import Token, coloured_tokens, relative
from ui.text.marks import legend
from views.reading.networks import reader

_KEPT = 8  # results that a visitor keeps


def draw(card: Card, epoch: float | None, reading: Reading) -> None:
    """Draw where the network looked, and beside it what it needed."""
    st.markdown(
        "Attention shows where a network looked, not what its answer hangs on. To see "
        "that, a word is deleted and the paragraph is read again: how probable is the "
        "same answer then?"
    )
    left, right = st.columns(2, gap="large")
    with left:
        _draw_attention(card, reading)
    with right:
        st.subheader("What it needed", anchor=False)
        found = _deleted(card, epoch, reading)
        if found is not None:
            _draw_effects(reading, found)
    if found is not None:
        _draw_agreement(reading, found)


def _draw_attention(card: Card, reading: Reading) -> None:
    """Draw the attention to each word of the context, and of the question."""
    st.subheader("Where it looked", anchor=False)
    first, last = nearest(len(reading.context), centre(reading), MOST_WORDS)
    if card.config["attention"] == "dot":
        st.caption("This network computes it, but makes no use of this direction.")
    _draw_shares(
        part(reading.context, first, last),
        reading.query_to_context[first:last].tolist(),
        "of the question’s attention",
        "reading_strip",
        "The paragraph, coloured by the question's attention",
    )
    if reading.candidates:
        st.caption("The question, by the attention of the answer’s words")
        _draw_shares(
            reading.question,
            occlusion.asked_by_answer(reading).tolist(),
            "of the answer’s attention",
            "reading_strip_question",
            "The question, coloured by the answer's attention",
        )
    legend(STRENGTH_CLASSES, "Share of the strongest")


def _draw_shares(
    text: Tokens, shares: Sequence[float], what: str, key: str, label: str
) -> None:
    """Draw words coloured by their share of an attention."""
    notes = [f"{percent(share)} {what}" for share in shares]
    _draw_words(text, relative(shares), notes, STRENGTH_CLASSES, key, label)


def _deleted(card: Card, epoch: float | None, reading: Reading) -> Occlusion | None:
    """Return what deleting does, or draw the button that asks for it."""
    if not reading.candidates:
        st.caption("There is no answer whose probability could change.")
        return None
    kept = st.session_state.setdefault("reading_deleted", [])
    asked = (
        card,
        epoch,
        reading.context.text,
        reading.question.text,
        reading.candidates[0].words,
    )
    for known, found in kept:
        if known == asked:
            result: Occlusion = found
            return result
    count = occlusion.readings_of(reading)
    place = st.empty()
    with place.container():
        st.markdown(
            f"The paragraph is read {count:,} times for it, which takes some seconds."
        )
        clicked = st.button(
            "Delete each word in turn", key="reading_delete", type="primary"
        )
    if not clicked:
        return None
    place.empty()
    with st.spinner(f"Reading {count:,} times …"):
        result = occlusion.measure(reader(card, epoch), reading)
    kept.insert(0, (asked, result))
    del kept[_KEPT:]
    return result


def _draw_effects(reading: Reading, found: Occlusion) -> None:
    """Draw what each word adds to the answer's probability."""
    context, question = found.pulls()
    shares = relative([*context, *question])
    texts = (
        (
            part(reading.context, found.start, found.end),
            shares[: len(context)],
            found.context.tolist(),
            "reading_effect",
            "The paragraph, coloured by what deleting each word does to the answer",
        ),
        (
            reading.question,
            shares[len(context) :],
            found.question.tolist(),
            "reading_effect_question",
            "The question, coloured by what deleting each word does to the answer",
        ),
    )
    for text, values, without, key, label in texts:
        notes = [_note(found.chance, chance) for chance in without]
        _draw_words(text, values, notes, CONTRIBUTION_CLASSES, key, label)
        if key == "reading_effect":
            st.caption("The question")
    legend(CONTRIBUTION_CLASSES, "Against the strongest word:")


def _note(before: float, without: float) -> str:
    """Return what a word's deletion does, in words; NaN is not itself."""
    if without != without:
        return "is all there is; it cannot be deleted"
    return f"deleted: {percent(without)} instead of {percent(before)}"


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


def _draw_agreement(reading: Reading, found: Occlusion) -> None:
    """Say how far attention and effect agree, and hand the table over."""
    word, chance = occlusion.most_missed(reading, found)
    st.subheader("Do they agree?", anchor=False)
    if word:
        st.markdown(
            f"The answer has {percent(found.chance)}. It needs **{plain(word)}** most: "
            f"without it {percent(chance)} are left."
        )
    else:
        st.markdown(
            f"The answer has {percent(found.chance)}, and no less without any one word."
        )
    _say("the paragraph, the answer aside", occlusion.in_passage(reading, found))
    _say("the question", occlusion.in_question(reading, found))
    st.caption(
        "Kendall’s τ (b) compares two orders of the same words, here by attention and "
        "by how much deleting changes the probability: 1 for the same order, 0 for "
        "orders that have nothing in common, −1 for the reverse. A word that is "
        "said twice can be deleted unmissed, so a low τ alone proves little."
    )
    if len(found.context) < len(reading.context):
        st.caption(
            f"The paragraph is long: only {MOST_WORDS} words around the answer were "
            "read here, so its probability differs a little from above."
        )
    csv_button(occlusion.table(reading, found), "deleted", "reading_deleted_csv")


def _say(text: str, found: Agreement | None) -> None:
    """Say in words how far two orders agree."""
    if found is None:
        st.markdown(f"- Over the words of {text}: too few to compare.")
        return
    st.markdown(
        f"- Over the {found.words} words of {text}, the two orders "
        f"**{_verdict(found.tau)}** (τ = {signed(found.tau)}). Of their first "
        f"{found.top} words they share {found.shared}; by lot it would be about "
        f"{found.by_chance:.1f}."
    )


def _verdict(tau: float) -> str:
    for least, words in (
        (0.6, "agree well"),
        (0.3, "agree in part"),
        (0.1, "agree a little"),
        (-0.1, "have next to nothing in common"),
    ):
        if tau >= least:
            return words
    return "contradict each other"
