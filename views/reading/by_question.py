"""Results on dev: by question type, counted in two ways, and calibration."""

from collections.abc import Sequence
from math import isnan

import streamlit as st

from engine.calibration import bins
from engine.checkpoints.checkpoint import Card
from engine.reading.analysis import published, tallies
from engine.reading.analysis.outcomes import Outcomes
from engine.reading.calibration import FALSE_ALARMS
from ui.charts.reliability import reliability
from ui.format import percent
from ui.pickers import choose_one
from views.reading import cache, request

_FIGURES = ("own_flagged", "foreign_caught", "same_article_caught")


def draw(cards: Sequence[Card]) -> None:
    """Draw the outcomes of one network, chosen here; nothing where none has any."""
    networks = {
        card.name: (card, outcomes)
        for card in cards
        if (outcomes := cache.outcomes_of(card)) is not None
    }
    if not networks:
        return
    name = choose_one(
        "Network",
        {name: request.network_label(card) for name, (card, _) in networks.items()},
        "reading_results_network",
        next(iter(networks)),
    )
    card, outcomes = networks[name]
    _draw_letters(outcomes)
    _draw_types(outcomes)
    _draw_confidence(outcomes)
    _draw_no_answer(card)


def _draw_letters(outcomes: Outcomes) -> None:
    """Draw the original post's third table beside ours, counted by its rule."""
    st.subheader("By type of question, as the original post counts", anchor=False)
    counted = tallies.by_letters(outcomes)
    rows = []
    for each in counted:
        dev, zero_f1, zero_exact = published.POST_TYPES[each.name]
        rows.append(
            {
                "Type": each.name,
                "Share of dev": f"{100 * each.share:.1f}%",
                "Original": f"{dev:.1f}%",
                "Share of F1 = 0": f"{100 * each.share_of_zero_f1:.1f}%",
                "Original ": f"{zero_f1:.1f}%",
                "Share of EM = 0": f"{100 * each.share_of_zero_exact:.1f}%",
                "Original  ": f"{zero_exact:.1f}%",
                "Contain the letters": f"{each.count:,}",
                "Contain the word": f"{each.as_word:,}",
            }
        )
    st.dataframe(
        rows,
        hide_index=True,
        width="stretch",
        height="content",
        alt="F1 and exact match by question type, ours and the original post’s",
    )
    letters = next((each for each in counted if each.name == "is"), None)
    st.caption(
        "The original blog post (2016–2018) looks for the letters of each type "
        "anywhere in the question, in any case; a question counts under every type "
        "that it contains, and shares are of all counts together. This rule gives the "
        "post’s shares of dev exactly."
        + (
            f" It also explains them: “is” is in {letters.count:,} questions, but in "
            f"only {letters.as_word:,} as a word. The others have “this”, “his” or "
            "“history”."
            if letters and letters.count
            else ""
        )
    )


def _draw_types(outcomes: Outcomes) -> None:
    """Draw exact match and F1 by type, each question under one type."""
    st.subheader("By type of question, one type each", anchor=False)
    rows = [
        {
            "Type": tally.name,
            "Share of dev": f"{100 * tally.share:.1f}%",
            "F1": f"{100 * tally.f1:.1f}",
            "EM": f"{100 * tally.exact:.1f}",
            "Share of F1 = 0": f"{100 * tally.share_of_zero_f1:.1f}%",
            "Share of EM = 0": f"{100 * tally.share_of_zero_exact:.1f}%",
        }
        for tally in tallies.by_type(outcomes)
    ]
    st.dataframe(
        rows,
        hide_index=True,
        width="stretch",
        height="content",
        alt="F1 and exact match by question type on dev",
    )
    st.caption(
        "A question that contains several of these words counts under one of them, in "
        "a fixed order, question words first: “What is it?” is a “what”. So each type "
        "has an F1 of its own."
    )


def _draw_confidence(outcomes: Outcomes) -> None:
    """Draw the reliability of the confidence that the Try tab shows."""
    confidences = [float(value) for value in outcomes.confidence]
    if any(isnan(value) for value in confidences):
        return
    st.subheader("Calibration", anchor=False)
    right = {
        "one annotator": [bool(value) for value in outcomes.first_exact],
        "any annotator": [bool(value) for value in outcomes.exact],
    }
    reliability(
        {name: bins(confidences, hits) for name, hits in right.items()},
        "reading_reliability",
    )
    first_share, any_share = (sum(hits) / len(hits) for hits in right.values())
    st.caption(
        "This is the confidence that the Try tab shows. It was fitted on validation "
        "questions, which have one reference answer each, so it predicts how often the "
        "answer equals *one* annotator’s. Dev questions have several reference "
        f"answers: {percent(first_share)} of the answers equal the first one, "
        f"{percent(any_share)} equal at least one, which is what exact match counts."
    )


def _draw_no_answer(card: Card) -> None:
    """Draw how well questions without an answer in the paragraph are detected."""
    flagged, other, same = (card.metric(name) for name in _FIGURES)
    if flagged is None:
        return
    st.subheader("Is the answer in the paragraph?", anchor=False)
    cases = (
        ("Its own paragraph, which has the answer", flagged),
        ("A paragraph of another article", other),
        ("Another paragraph of the same article", same),
    )
    rows = [
        {
            "Question asked about": words,
            "“Probably no answer”": percent(metric.value),
            "n": f"{metric.n:,}",
        }
        for words, metric in cases
        if metric is not None
    ]
    st.table(
        rows,
        border="horizontal",
        hide_index=True,
        alt="How often questions get “probably no answer”",
    )
    st.caption(
        "“Probably no answer” is decided by the sum of the best start’s and end’s "
        "logits, and by how many words of the question are in the paragraph: the "
        f"threshold is what {percent(1 - FALSE_ALARMS)} of the validation questions, "
        "which all have an answer, reach. The logits are taken before the softmax: "
        "probabilities always sum to 1 over a paragraph, even where nothing in it fits."
    )
