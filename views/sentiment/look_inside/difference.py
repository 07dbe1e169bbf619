"""Why one class and not another: the difference of two logits, word by word."""

from math import exp, log

import streamlit as st

from engine.checkpoints.checkpoint import Card, Digests
from engine.sentiment.analysis import difference
from engine.sentiment.analysis.difference import Difference
from engine.sentiment.answers import Reading
from engine.sentiment.data import LABELS
from ui.downloads import csv_button
from ui.format import signed
from ui.palette import CONTRIBUTION_CLASSES
from ui.pickers import choose_one
from ui.text.highlight import Token, coloured_tokens, relative
from ui.text.marks import legend
from views.sentiment.networks import reviewer

_ABOUT = {
    difference.COUNTS: "Exact: the logits are sums over the words. The rest is the "
    "difference of the biases.",
    difference.PATH: "Exact: integrated gradients from an empty review to this one, "
    "through every point where a ReLU switches. The rest is the difference for an "
    "empty review.",
    difference.POOLED: "Exact behind the pooling, where the logits are linear: a word "
    "is credited with its share of the weighted mean and with the maxima that it "
    "holds. But its state has read the other words too. The rest is the bias.",
    difference.REGION: "Gradient times input of each character, summed for each word. "
    "It is exact as long as no ReLU and no maximum switches; the rest is what the "
    "biases add.",
    difference.GRADIENTS: "Integrated gradients from zero vectors to this review: an "
    "LSTM is linear nowhere, so the integral is a sum over 48 steps. The rest is the "
    "difference for zero vectors.",
}
_MILLION = log(1e6)
_SHOWN = 0.0005  # from which on an integration error is named


def draw(card: Card, epoch: float | None, reading: Reading) -> None:
    """Draw what each word adds to the difference of two logits.

    Args:
        card: Of the network.
        epoch: Chosen in the time machine; None for the final weights.
        reading: The network's answer on the review.
    """
    st.markdown(
        "A network answers with the class of the largest logit. Choose two classes: "
        "what makes one logit larger than the other?"
    )
    label, other = _choose(reading)
    words = tuple(token.word for token in reading.tokens)
    attribution = _difference(card.name, card.digests, epoch, words, label, other)
    parts = attribution.parts.tolist()
    marked = zip(reading.tokens, relative(parts), parts, strict=True)
    coloured_tokens(
        reading.text,
        [Token(t.start, t.end, v, f"adds {signed(part)}") for t, v, part in marked],
        CONTRIBUTION_CLASSES,
        "sentiment_difference_map",
        f"The review, each word coloured by what it adds to {LABELS[label]}",
    )
    legend(
        CONTRIBUTION_CLASSES,
        "Effect on the difference, relative to the strongest word:",
    )
    _draw_sum(attribution, label, other, reviewer(card.name, epoch).temperature.value)
    spelled = [reading.text[t.start : t.end] for t in reading.tokens]
    csv_button(
        [
            {"word": word, "adds": round(part, 5)}
            for word, part in zip(spelled, parts, strict=True)
        ],
        "two-classes",
        "sentiment_difference_csv",
    )


@st.cache_resource(max_entries=20, show_spinner=False)
def _difference(
    name: str,
    digests: Digests,
    epoch: float | None,
    words: tuple[str, ...],
    label: int,
    other: int,
) -> Difference:
    """Split the difference; `digests` renews the entry when the card changes."""
    return difference.difference(reviewer(name, epoch), words, label, other)


def _choose(reading: Reading) -> tuple[int, int]:
    """Draw the choice of both classes; at first the answer and its opposite."""
    left, right = st.columns(2)
    labels = {label: label.capitalize() for label in LABELS}
    with left:
        key = f"sentiment_difference_{reading.label}"  # another answer, another start
        label = LABELS.index(choose_one("Why", labels, key, reading.label_name))
    opposite = LABELS[-1 - label] if label != len(LABELS) // 2 else LABELS[-2]
    with right:
        others = {name: word for name, word in labels.items() if name != LABELS[label]}
        key = f"sentiment_difference_other_{label}"
        other = choose_one("and not", others, key, opposite)
    return label, LABELS.index(other)


def _draw_sum(
    attribution: Difference, label: int, other: int, temperature: float
) -> None:
    """Say what the parts add up to, what that means, and how they were found."""
    of_words = float(attribution.parts.sum())
    error = abs(attribution.missing) > _SHOWN
    st.markdown(
        f"All words {signed(of_words, 3)}, the rest {signed(attribution.rest, 3)}"
        + (f", integration error {signed(attribution.missing, 3)}" if error else "")
        + f": **{signed(attribution.whole, 3)}**, the logit of “{LABELS[label]}” minus "
        f"that of “{LABELS[other]}”."
    )
    first, second = (label, other) if attribution.whole >= 0 else (other, label)
    times = _times(abs(attribution.whole) / temperature)
    st.caption(
        f"So “{LABELS[first]}” is {times} times as probable as "
        f"“{LABELS[second]}”: exp(difference ÷ {temperature:.2f}), the calibration "
        f"temperature. {_ABOUT[attribution.method]}"
    )


def _times(difference: float) -> str:
    """Return exp(difference) in words, of a difference of at least 0.

    Example:
        >>> _times(0.21), _times(3.81), _times(7.03), _times(2000.0)
        ('1.2', '45', '1,130', 'more than a million')
    """
    if difference > _MILLION:
        return "more than a million"
    ratio = exp(difference)
    return f"{ratio:.1f}" if ratio < 10 else f"{ratio:,.0f}"
