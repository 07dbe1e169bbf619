"""A lesson: ten sentences and their negations, classified by the chosen networks."""

from collections.abc import Mapping, Sequence

import streamlit as st

from engine.checkpoints.checkpoint import Card
from engine.sentiment.analysis import negation
from engine.sentiment.analysis.negation import CRITICISM, PRAISE, Pair
from engine.sentiment.answers import Reading
from ui.notices import plain
from views.sentiment.networks import name_of, read_many

_PLAIN, _NEGATED = "Sentence", "Negated"


def draw(cards: Sequence[Card], epoch: float | None) -> None:
    """Draw the lesson, folded away.

    Args:
        cards: Of the networks.
        epoch: Of their weights; None for the final ones.
    """
    folded = st.expander(
        "Negation, where networks fail",
        key="sentiment_negation",
        icon=":material/block:",
        bind="query-params",  # and nothing is classified before it is opened
    )
    if not folded.open:
        return
    with folded:
        st.markdown(
            "“Not good” is easy: the word “not” itself is more frequent in negative "
            "reviews. “Not bad” is hard: two words that are both negative mean "
            "praise. Right is a sentence on the correct side of three stars."
        )
        readings = {
            name_of(card): read_many(card.name, card.digests, epoch, negation.texts())
            for card in cards
        }
        _draw_counts(readings)
        _draw_pairs("Praise and its negation", PRAISE, readings, 0)
        _draw_pairs("Criticism and its negation", CRITICISM, readings, len(PRAISE))
        st.caption(
            "Stars of the sentence → stars of its negation. Ten sentences of our own: "
            "read the counts as examples, not as rates. Results has the accuracy on "
            "phrases with and without negation."
        )
        if negated := [name_of(c) for c in cards if c.config.get("negated_phrases")]:
            st.caption(
                f"Trained on negated phrases as well: {plain(', '.join(negated))}. "
                "Their forms were “not …”, “is not …”, “never …” and “not … at all”; "
                "of others, “by no means” or “anything but”, little is learned."
            )


def _draw_counts(readings: Mapping[str, Sequence[Reading]]) -> None:
    """Draw how many sentences each network understands."""
    rows = []
    for name, answers in readings.items():
        right = negation.understood(answers)
        rows.append(
            {
                "Network": plain(name),
                "Sentences": f"{right.plain} of {len(PRAISE) + len(CRITICISM)}",
                "Negated praise": f"{right.negated_praise} of {len(PRAISE)}",
                "Negated criticism": f"{right.negated_criticism} of {len(CRITICISM)}",
            }
        )
    st.table(
        rows,
        border="horizontal",
        hide_index=True,
        alt="Sentences and negations on the right side of three stars, by network",
    )


def _draw_pairs(
    title: str,
    pairs: Sequence[Pair],
    readings: Mapping[str, Sequence[Reading]],
    first: int,
) -> None:
    """Draw a row for each pair, with the stars before and after.

    Args:
        title: Of the table.
        pairs: To draw.
        readings: The answers of each network on `negation.texts()`.
        first: Index of the first pair among all.
    """
    st.markdown(f"**{title}**")
    rows = []
    for place, pair in enumerate(pairs, start=first):
        row = {_PLAIN: pair.plain, _NEGATED: pair.negated}
        for name, answers in readings.items():
            before, after = answers[2 * place : 2 * place + 2]
            row[plain(name)] = f"{before.stars:.1f}\u00a0→\u00a0{after.stars:.1f}"
        rows.append(row)
    st.table(rows, border="horizontal", hide_index=True, alt=title)
